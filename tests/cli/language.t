#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# searcher's query language, its dates, its counts by date, and what it advises when nothing is
# found: what is written in searcher-query(7), on articles made for it.
. "$(dirname "$0")/search.sh"

# ---- words ----

mkdir words
while IFS='|' read -r name date text; do
    printf '%s%s\n' "${date:+ date $date }" "$text" >"words/$name.txt"
done <<'ARTICLES'
fox|2020-01-01|The quick brown fox jumps over the lazy dog
dog|2020-01-02|A lazy dog sleeps. The fox is quick and brown
foxes|2020-01|Foxes jumped quickly over dogs
cat|2020-02-01|Cats and dogs are sleeping
bird||A bird sings to the hunters
hunt|2021-03-04|Hunters hunted
wagner|2022-05-06|Wagner was a composer
vagner|2022-05-07|Vagner stands there, too
gaddafi|2011-10-20|Muammar Gaddafi is dead
kadhafi|2011-10-21|Kadhafi, le colonel
qaddafi|2011-10-22|El-Qaddafi at Sirte
rules|2019-01-01|The U.S. Army’s AK-47: 50,000 francs, or 1.5 euro. L'événement! Don't, Mr. Touré's Straße
ideograms|2019-01-02|中国经济 报告
katrina|2005-08-29|Hurricane Katrina made landfall; rain, rita and or
rita|2005-09-24|Hurricane Rita follows; the katarina is a ship
code|2019-01-04|Programs in C++, C# and .NET at AT&T
two|2019-01-03|alpha beta one two three four five six seven eight nine ten eleven gamma
ARTICLES
cat >words/gold.txt <<'ARTICLE'
Title: Gold rushes in Mali
Date: 2018-01-01
Source: Example Gazette
Author: Ada Hofman
URL: https://www.news.example.org/1

Metals.
ARTICLE
cat >words/market.txt <<'ARTICLE'
Title: Markets
Date: 2018-01-02
Source: The Other
URL: http://example.com/2

The gold rush in Mali is over.
ARTICLE
"$INDEXER" -q words

while IFS='|' read -r query names; do
    finds "$names" "$query"
done <<'LANGUAGE'
fox|fox dog foxes
Foxes|fox dog foxes
fox dog|fox dog foxes
fox AND dog|fox dog foxes
quick fox lazy|fox dog
fox cat|
fox or dog|
fox OR cat|fox dog foxes cat
cat OR bird OR wagner|cat bird wagner
cat OR quick jump|cat fox foxes
quick jump OR cat|cat fox foxes
(cat OR quick) sleep|cat dog
cat OR (quick jump)|cat fox foxes
(((cat)))|cat
"quick brown"|fox
"brown quick"|
"lazy dog"|fox dog
"lazy dogs"|
"quick brown fox jumps over the lazy dog"|fox
"QUICK Brown"|fox
“quick brown”|fox
„quick brown“|fox
"fox"|fox dog
=fox|fox dog
=foxes|foxes
=Foxes|foxes
=jump|
jump|fox foxes
hunters|bird hunt
hunt|hunt
"hunters hunted"|hunt
dog -fox|cat
dog NOT fox|cat
dog NOT (fox sleep)|fox foxes cat
dog -"lazy dog"|foxes cat
dog -=dogs|fox dog
dog -qu*|cat
NOT NOT cat|cat
fox -title:fox|dog
"hurricane kat*"|katrina
"hurricane r*ta"|rita
"hurr*e kat?ina"|katrina
"hurr*e katr?na"|katrina
katr?na|katrina
k?t*r?na|katrina rita
*trina|katrina
kat*na|katrina rita
kat*na -katrina|rita
title:mar*ts|market
*trina NEAR/2 hurricane|katrina
(katrina OR rita) NEAR/1 hurricane|katrina rita
(katrina OR "the katarina") NEAR/2 hurricane|katrina
(kat* OR rit*) NEAR/1 (=hurricane OR storm)|katrina rita
rita or katrina|katrina
c++|code
C#|code
.NET|code
AT&T|code
=at&t "C# and .NET"|code
"at t"|
"c++ c#"|code
quick*|fox dog foxes
quickl*|foxes
qu*|fox dog foxes
=brown NEAR/1 =quick|fox
quick NEAR/2 brown|fox dog
brown NEAR/2 quick|fox dog
quick NEAR/2 fox|fox dog foxes
quick NEAR/1 fox|
jump NEAR/1 fox|fox foxes
"lazy dog" NEAR/10 fox|fox dog
jump* NEAR/2 over|fox foxes
quick NEAR brown NEAR fox|fox dog
beta NEAR ten|two
beta NEAR eleven|
beta NEAR/11 eleven|two
beta NEAR/10 eleven|
gold|gold market
title:gold|gold
title:rush|gold
title:=rush|
title:=rushes|gold
title:"gold rushes"|gold
title:"rushes gold"|
title:ru*|gold
title:gold title:mali|gold
gold -title:gold|market
title:gold OR title:markets|gold market
title:(gold mali)|gold
title:(gold OR markets)|gold market
title:(gold -rush)|
gold -title:(gold OR markets)|
author:hofman|gold
author:"Hofman, Ada"|gold
gold -author:hofman|market
author:nobody|
path:gold.txt|gold
path:words/*ket.txt|market
gold path:words|gold market
gold -path:*/gold.txt|market
path:"no such"|
gold path:elsewhere|
path:foxes.txt OR path:cat.txt|foxes cat
path:f* dog date:2020-01|fox foxes
from:example.org|gold
from:news.example.org|gold
from:www.news.example.org|gold
from:Example.ORG|gold
from:example.com|market
from:"Example Gazette"|gold
from:gazette|gold
from:"the other"|market
from:nobody|
gold -from:example.org|market
from:example.org OR from:example.com|gold market
~wagner|wagner vagner
~Vagner|wagner vagner
~gaddafi|gaddafi kadhafi qaddafi
~kadhafi -dead|kadhafi qaddafi
~wagner composer|wagner
date:2020-01-01|fox
fox date:2020-01|fox dog foxes
fox date:2020-01-02..|dog
date:2022 OR date:2011-10-21|wagner vagner kadhafi
date:2022 NOT composer|vagner
date:none|bird
NOT date:none date:2021|hunt
fox OR (date:2020 -dog date:none)|fox dog foxes
fox -date:2020-01-01 date:2020|dog foxes
fox (date:2020-01-01 OR date:none) date:2020|fox
fox OR date:none|fox dog foxes bird
date:2020..2021 date:2021..2022|hunt
date:2020 date:2021|
us|rules
U.S.|rules
u.s|rules
"the us army"|rules
AK-47|rules
"ak 47"|rules
ak47|
47-AK|
50,000|rules
50000|rules
50|
1.5|rules
"1 5"|
événement|rules
evenement|rules
l'événement|rules
l’evenement|rules
EVENEMENT|rules
don't|rules
don’t|rules
dont|
Toure|rules
touré's|rules
army's|rules
strasse|rules
中国|ideograms
国经|ideograms
中国经济|ideograms
中经|
报告 中国|ideograms
LANGUAGE

# ---- what is no query, and the one to write ----

while IFS='|' read -r query column cure; do
    exits 2 "$query is an error" "$SEARCHER" "$query"
    is "$(sed -n 4p <<<"$err")" "write $cure" "$query: the query to write"
    is "$(sed -n 3p <<<"$err" | tr -cd ' ' | wc -c)" "$((column + 1))" "$query: the caret"
    run "$SEARCHER" -c -- "$cure"
    ok "$query: $cure is a query" test "$status" -lt 2
done <<'CURES'
subject:gold|1|title:gold
gold from:"the other" Title:(a b)|23|gold from:"the other" title:(a b)
_exists_:date|1|NOT date:none
date:[2005 TO 2006]|6|date:2005..2006
date:>2005|6|date:2006..
2005..2006|1|date:2005..2006
gold before:2006|6|date:..2005-12-31
gold^2|5|gold
gold~1|5|~gold
"gold rush"~2|12|gold NEAR/3 rush
gold && rush|6|gold AND rush
!gold|1|-gold
+gold|1|gold
gold.*|5|gold*
NEAR(gold rush, 3)|1|gold NEAR/4 rush
gold w/3 rush|6|gold NEAR/3 rush
'gold rush'|1|"gold rush"
who?|4|who
événement^2|10|événement
CURES
exits 2 'bytes of a query in a cure are made fit to be shown' "$SEARCHER" $'subject:a\e[31mb\x9b'
unlike "$err" $'\e' 'no control byte in an error'

run "$SEARCHER" 'rita or katrina'
like "$err" "'or' is a word here; as an operator it is OR: write rita OR katrina" 'a note on or'
run "$SEARCHER" -f json 'rita and katrina'
like "$err" 'write rita AND katrina' 'a note on and, with JSON'
run "$SEARCHER" 'rita OR katrina'
unlike "$err" 'is a word here' 'no note on OR'

# NOT alone.
everything=$(find words -name '*.txt' | as_names)
without() { # NAME ...
    local name rest=" $everything "
    for name; do
        rest=${rest/ $name / }
    done
    echo "$rest"
}
finds "$(without fox dog foxes cat)" 'NOT dog'
finds "$(without fox dog foxes cat)" -- '-dog'
finds "$(without fox dog foxes cat hunt)" -- '-(dog OR hunted) OR bird'
finds "$(without fox dog foxes cat hunt)" 'NOT (dog OR hunt)'
finds "$(without bird)" 'NOT date:none'
finds "$(without fox dog foxes cat bird)" 'NOT (dog OR date:none)'
finds "$everything" 'date:none OR NOT date:none'
finds "$everything" 'bird OR NOT bird'
finds '' 'bird NOT bird'
id=$(searcher -f tsv title:gold | sed -n 2p | cut -f3)
finds gold "id:$id"
finds gold "id:${id:0:6} gold"
finds market "gold -id:$id"

# ---- dates ----

# Articles that are named by their dates, and what the last day of each month among them is.
dates=(0001 0001-01-01 1582-10-10 1899-12-31 1969-12-31 1970-01-01 2000-02-29 2022 2022-06-15
    2022-06-16 2022-12 2022-12-15 2022-12-16 2023 2023-01-01 2023-04-30 2023-05 2023-05-01
    2023-05-26 2023-05-31 2023-06 2023-06-01 2023-06-02 2023-06-05 2023-06-08 2023-06-09
    2023-06-11 2023-06-12 2023-06-14 2023-06-15 2023-06-16 2023-06-18 2023-06-19 2023-06-30
    2023-07-01 2023-12-31 2024 2024-02 2024-02-29 2024-03-01 2024-12-30 2038-01-20 2100-01-01 9999
    9999-12 9999-12-31)
declare -A last_day=([2022-12]=31 [2023-05]=31 [2023-06]=30 [2024-02]=29 [9999-12]=31)
mkdir dated
for date in "${dates[@]}"; do
    printf ' date %s sand\n' "$date" >"dated/$date.txt"
done
printf 'sand\n' >dated/none.txt
printf 'sand\n' >dated/never.txt
"$INDEXER" -q -i dated.dateline dated
today=(-i dated.dateline --today 2023-06-15) # a Thursday

# The articles that a range contains the whole date of.
within() { # FIRST LAST
    local date first last
    for date in "${dates[@]}"; do
        case $date in
            ????-??-??) first=$date last=$date ;;
            ????-??) first=$date-01 last=$date-${last_day[$date]} ;;
            *) first=$date-01-01 last=$date-12-31 ;;
        esac
        [[ $first < $1 || $last > $2 ]] || printf '%s ' "$date"
    done
}

while IFS='|' read -r form first last; do
    names=$(within "$first" "$last")
    finds "$names" "${today[@]}" --on "$form"
    finds "$names" "${today[@]}" "sand date:$form"
    run "$SEARCHER" "${today[@]}" -f json -n 0 --on "$form" sand
    since=\"${first}\" until=\"${last}\"
    [[ $first != 0001-01-01 ]] || since=null
    [[ $last != 9999-12-31 ]] || until=null
    like "$out" "\"undated\":2,\"since\":$since,\"until\":$until," "--on $form: the range in JSON"
    run "$SEARCHER" "${today[@]}" -n 0 --on "$form" sand
    like "$err" "; ${first/#0001-01-01}\.\.${last/#9999-12-31}; " \
        "--on $form: the range as understood"
    like "$err" $'\n2 undated articles match too: add --undated$' "--on $form: the undated are told"
done <<'DATES'
2023|2023-01-01|2023-12-31
2023-05|2023-05-01|2023-05-31
2023-05-26|2023-05-26|2023-05-26
2023-05..2024-02|2023-05-01|2024-02-29
2023-06-01..2023-06-14|2023-06-01|2023-06-14
2022-12..2023-05-30|2022-12-01|2023-05-30
2023..2024|2023-01-01|2024-12-31
2023..|2023-01-01|9999-12-31
..2023-05|0001-01-01|2023-05-31
may-2023|2023-05-01|2023-05-31
May-2023|2023-05-01|2023-05-31
26-may-2023|2023-05-26|2023-05-26
may|2023-05-01|2023-05-31
june|2023-06-01|2023-06-30
december|2022-12-01|2022-12-31
today|2023-06-15|2023-06-15
yesterday|2023-06-14|2023-06-14
this-week|2023-06-12|2023-06-18
last-week|2023-06-05|2023-06-11
this-month|2023-06-01|2023-06-30
last-month|2023-05-01|2023-05-31
this-year|2023-01-01|2023-12-31
last-year|2022-01-01|2022-12-31
7d|2023-06-09|2023-06-15
1d|2023-06-15|2023-06-15
2w|2023-06-02|2023-06-15
6m|2022-12-16|2023-06-15
1y|2022-06-16|2023-06-15
may..today|2023-05-01|2023-06-15
last-year..|2022-01-01|9999-12-31
0001|0001-01-01|0001-12-31
1582-10-10|1582-10-10|1582-10-10
..1969|0001-01-01|1969-12-31
1970..|1970-01-01|9999-12-31
2000-02|2000-02-01|2000-02-29
2038-01-20..|2038-01-20|9999-12-31
9999-12|9999-12-01|9999-12-31
9999-12-31|9999-12-31|9999-12-31
DATES

finds 'none never' "${today[@]}" --on none
finds 'none never' "${today[@]}" sand date:none
finds "$(within 2023-05-01 9999-12-31)" "${today[@]}" --since 2023-05
finds "$(within 0001-01-01 2023-05-31)" "${today[@]}" --until 2023-05
finds "$(within 2023-05-01 2023-06-09)" "${today[@]}" --since may --until 2023-06-09
finds "$(within 2023-06-09 2023-06-14)" "${today[@]}" --since 7d --until yesterday
finds "$(within 2023-06-12 2023-06-15)" "${today[@]}" --on this-week --on ..today
finds "$(within 2023-05-01 2023-05-26)" "${today[@]}" --on 2023 --since 2023-05 'date:..2023-05-26'
finds '' "${today[@]}" --since 2024 --until 2023
finds "$(within 2023-05-01 2023-05-31) none never" "${today[@]}" --on 2023-05 --undated
finds 'none never' "${today[@]}" --on 1066 --undated
finds "$(within 2023-05-26 2023-05-26) none never" "${today[@]}" 'date:2023-05-26 OR date:none'
run "$SEARCHER" "${today[@]}" -c --on 2023-05 --undated sand
unlike "$err" 'undated articles match too' '--undated: nothing is left out'
is "$("$SEARCHER" "${today[@]}" -f json -n 0 --on 2023 --undated | grep -o '"undated":[0-9]*')" \
    '"undated":0' '--undated: nothing is left out, in JSON'
rm dated/never.txt
"$INDEXER" -q -i dated.dateline
for format in text tsv csv trec paths; do
    run "$SEARCHER" "${today[@]}" -f $format --on 2023 sand
    like "$err" $'(^|\n)1 undated article matches too: add --undated$' "-f $format: one undated"
done
run "$SEARCHER" "${today[@]}" --by month --on 1066 sand
is "$status" 1 'no article in the range'
like "$err" '1 undated article matches too' 'no article in the range: the undated are told'
like "$err" 'without the dates, 47 articles match' 'no article in the range: how many without it'
run "$SEARCHER" -i dated.dateline --on today sand
is "$status" 1 'without --today, today is another day'

# ---- order by date ----

newest=$(column 4 "${today[@]}" -s newest sand)
oldest=$(column 4 "${today[@]}" -s oldest sand)
is "$newest" "$(printf '%s\n' "${dates[@]}" | sort -r)" 'newest first, from 9999 to 0001'
is "$oldest" "$(printf '%s\n' "${dates[@]}" | sort)" 'oldest first, from 0001 to 9999'

# ---- counts by date ----

# Counts the dates on stdin by a unit, as searcher should.
count_by() { # UNIT
    python3 -c '
import datetime, sys
def key(text, unit):
    if not text:
        return "undated"
    if unit in ("year", "month"):
        return text[: {"year": 4, "month": 7}[unit]]
    if len(text) < 10:
        return "no day" if unit == "weekday" else text
    year, week, day = datetime.date.fromisoformat(text).isocalendar()
    if unit == "weekday":
        return "MonTueWedThuFriSatSun"[3 * day - 3 : 3 * day]
    return text if unit == "day" else f"{year:04}-W{week:02}"
counts = {}
for line in sys.stdin.read().split("\n")[:-1]:
    k = key(line, sys.argv[1])
    counts[k] = counts.get(k, 0) + 1
for k in sorted(counts):
    print(f"{k}\t{counts[k]}")' "$1"
}
cp -R "$corpus" corpus
"$INDEXER" -q -i corpus.dateline corpus
while IFS='|' read -r index options query; do
    read -ra options <<<"-i $index.dateline $options"
    column 4 "${options[@]}" "$query" >"$scratch/dates"
    count=$(searcher "${options[@]}" -c "$query")
    for unit in year month week day weekday; do
        run "$SEARCHER" "${options[@]}" --by $unit "$query"
        is "$(grep -v $'\t0$' <<<"$out" | sort)" "$(count_by $unit <"$scratch/dates")" \
            "${options[*]} --by $unit '$query'"
        is "$(awk '{ sum += $NF } END { print sum + 0 }' <<<"$out")" "$count" \
            "${options[*]} --by $unit '$query': the sum is the count"
        is "$(searcher "${options[@]}" --by $unit -f tsv "$query" | sed 1d)" "$out" \
            "${options[*]} --by $unit '$query': the same in TSV"
    done
done <<'COUNTS'
dated||sand
dated|--on 2023|
dated|--on 2023 --undated|sand
dated|--on none|
corpus|-s newest|
corpus||mali
corpus|--since 2022|wagner OR vagner
corpus|--undated --until 2021-09|mali
corpus|--any|gold bread -wagner
COUNTS
run "$SEARCHER" -i dated.dateline --by day sand
is "$(head -2 "$scratch/out" | paste -sd ' ') $(tail -2 "$scratch/out" | paste -sd ' ')" \
    $'0001\t1 0001-01-01\t1 9999-12-31\t1 undated\t1' 'days in order, the undated last'
is "$(searcher -i dated.dateline --by weekday sand | cut -f1 | paste -sd ' ')" \
    'Mon Tue Wed Thu Fri Sat Sun no day undated' 'weekdays in order'
is "$(searcher -i dated.dateline --by week 2024-12-30..2025-01-05)" '' 'a range is no query'
is "$(searcher -i dated.dateline --by week --on 2024-12)" $'2025-W01\t1' 'ISO weeks'

# ---- nothing found ----

while IFS='|' read -r options query wanted; do
    read -ra options <<<"-i corpus.dateline $options"
    exits 1 "${options[*]:2} '$query' finds nothing" "$SEARCHER" "${options[@]}" "$query"
    is "$(sed 1d <<<"$err" | paste -sd '+')" "$wanted" "${options[*]:2} '$query': the advice"
    run "$SEARCHER" "${options[@]}" -f json "$query"
    is "$(sed '/^no article matches/d' <<<"$err" | paste -sd '+')" "$wanted" \
        "${options[*]:2} '$query': the same advice with JSON"
done <<'ADVICE'
|sanctons|no article has 'sanctons': did you mean sanctions?+~sanctons finds 13 articles (sanctions)
|xyzzyplugh|no article has 'xyzzyplugh'
|vagner bamako mali libya gold|~vagner finds 1 article (wagner, vagner)+4 of 5 words: 2 articles, use --any
|bamacco|no article has 'bamacco': did you mean bamako?+~bamacco finds 15 articles (bamako)
|wagner gold quetzal|no article has 'quetzal'+2 of 3 words: 5 articles, use --any
|"gold wagner"|
|xyzzyplugh -sanctons|no article has 'xyzzyplugh'
--on 1999|wagner|without the dates, 19 articles match
--on 2021|tinzaouaten|without the dates, 1 article matches
--any|xyzzyplugh quetzal|no article has 'xyzzyplugh'+no article has 'quetzal'
ADVICE

mkdir bare && echo 'gold and silver' >bare/a.txt && "$INDEXER" -q -i bare.dateline bare
run "$SEARCHER" -i bare.dateline gold from:reuters.com
like "$err" 'no article here has a publisher or an address' 'from: where there are no publishers'
run "$SEARCHER" -i bare.dateline gold author:hofman
like "$err" 'no article here has an author' 'author: where there are none'
rm bare/a.txt && "$INDEXER" -q -i bare.dateline
run "$SEARCHER" -i bare.dateline gold
like "$err" "the index is empty: index articles with 'indexer FOLDER'" 'an empty index says so'
is "$status" 1 'an empty index: nothing found'

# ---- several archives ----

mkdir -p left right && echo 'silver on the left' >left/l.txt && echo 'silver, silver' >right/r.txt
"$INDEXER" -q -i left/.dateline left && "$INDEXER" -q -i right/.dateline right
is "$(searcher -i left/.dateline -i right/.dateline -f paths silver | paste -sd ' ')" \
    'right/r.txt left/l.txt' 'two archives: one ranking, paths of each'
is "$(DATELINE_INDEX=left/.dateline:right/.dateline searcher -f paths silver path:l.txt)" \
    left/l.txt 'two archives in DATELINE_INDEX'
is "$(cd left && searcher -i .dateline -i ../right/.dateline -f paths silver | paste -sd ' ')" \
    '../right/r.txt l.txt' 'two archives: paths from another folder'

# ---- --any ----

names_of() { # ARGUMENT ...
    searcher -i corpus.dateline -n 1000 -f paths "$@" | as_names
}
is "$(names_of --any gold tankers ~vagner)" "$(names_of 'gold OR tankers OR ~vagner')" '--any is OR'
for rest in -wagner date:2025 from:example.org; do
    is "$(names_of --any "gold tankers $rest")" "$(names_of "(gold OR tankers) $rest")" \
        "--any keeps $rest"
done
best=$(searcher -i corpus.dateline -n 1 -f paths --any tankers diesel filling)
is "$best" corpus/2025/mali-fuel-blockade.txt '--any: those with more of the words come first'
run "$SEARCHER" -i corpus.dateline --any -c wagner gold quetzal
unlike "$err" 'use --any' '--any is not advised twice'

done_testing
