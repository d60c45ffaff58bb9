#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# searcher: its options, what it prints in each format, its exit codes.
. "$(dirname "$0")/search.sh"

index_corpus

in_folder() { # FOLDER COMMAND ...
    (cd "$1" && "${@:2}")
}

# ---- help and mistakes ----

exits 0 '--help' "$SEARCHER" --help
like "$out" '^usage: searcher \[-i DIR\] \[options\] QUERY \.\.\.' '--help begins with the usage'
is "$err" '' '--help says nothing on stderr'
is "$(grep -E '.{81}' <<<"$out")" '' 'no line of --help is wider than 80 columns'
is "$(grep -cE '^[A-Z][a-z ,]+:$' <<<"$out")" 6 '--help has headings'
for option in -i -n -s -c -f -0 -h --index --since --until --on --undated --limit --offset --sort \
    --count --by --any --format --null --no-snippets --show --queries --explain --color --pager \
    --no-pager --today --help --version; do
    like "$out" "(^|[[:space:]])${option}[, ]" "--help lists $option"
done
exits 0 '--version' "$SEARCHER" --version
like "$out" '^searcher \(dateline\) [0-9]+\.[0-9.]+'$'\n''Snowball [0-9.]+, Unicode [0-9.]+, zstd [0-9.]+$' \
    '--version prints name and version, and those of libraries'

# Completions are of the options of --help, and run where their shell is there.
for program in "$SEARCHER" "$INDEXER"; do
    for shell in bash zsh fish; do
        exits 0 "${program##*/}: completions for $shell" "$program" --completion $shell
        missing=
        for option in $("$program" --help | sed -nE 's/^  ((-.), |    )--([a-z-]+).*/\3/p'); do
            [[ $out == *"$option"* ]] || missing+=" $option"
        done
        is "$missing" '' "${program##*/}: completions for $shell have all options"
        if command -v $shell >/dev/null; then
            [[ $shell == fish ]] && options=--no-execute || options=-n
            ok "${program##*/}: $shell reads them" $shell "$options" "$scratch/out"
        fi
    done
    exits 2 'no completions of an unknown shell' "$program" --completion sh
done
completed() { # WORD ...
    bash -c 'compopt() { :; }; source <("$0" --completion bash); COMP_WORDS=(searcher "$@")
        COMP_CWORD=$#; _searcher; echo "${COMPREPLY[*]}"' "$SEARCHER" "$@"
}
is "$(completed --und)" '--undated' 'an option is completed'
is "$(completed -f js)" 'json' 'a format is completed'
is "$(completed --format = js)" 'json' 'a format is completed after ='
for option in sort by format color; do
    for value in $(completed --$option ''); do
        [[ $option == format && $value == text ]] && continue
        run "$SEARCHER" --$option "$value" --help
        is "$status" 0 "--$option $value, which is completed, is taken"
    done
done

while IFS='|' read -r option cure; do
    read -ra words <<<"$option"
    exits 2 "$option is no option" "$SEARCHER" "${words[@]}" mali
    like "$err" "$cure" "$option: what to write"
done <<'FOREIGN'
-l|write -f paths
--json|write -f json
--ignore-case|are alike
-i|upper and lower case are always alike
--after 2023|--since
FOREIGN
exits 0 '--help goes before errors of use' "$SEARCHER" --help -0 -c --by year

while IFS='|' read -r line message; do
    read -ra words <<<"$line"
    exits 2 "searcher $line: exit 2" "$SEARCHER" "${words[@]}"
    like "$err" "$message" "searcher $line: the message"
    is "$out" '' "searcher $line: nothing on stdout"
done <<'MISTAKES'
--nosuch mali|^searcher: no option '--nosuch'
-z mali|^searcher: no option '-z'
--count=3 mali|^searcher: no option '--count=3', or it is not used so
-n|^searcher: option '-n' needs an argument
--limit|^searcher: option '--limit' needs an argument
-n ten mali|^searcher: --limit 'ten': write a number
-n -1 mali|^searcher: --limit '-1': write a number
-n 10x mali|^searcher: --limit '10x': write a number
-n 99999999999999999999 mali|^searcher: --limit '9+': write a number
--offset two mali|^searcher: --offset 'two': write a number
-s best mali|^searcher: --sort 'best': write relevance, newest or oldest
--by fortnight mali|^searcher: --by 'fortnight': write year, quarter, month, week, day, weekday, decade
-f xml mali|^searcher: --format 'xml': write text, json, tsv, csv, trec or paths
--color blue mali|^searcher: --color 'blue': write auto, always or never
--today 2023-05 mali|^searcher: --today '2023-05': write a day
--today 2023-02-30 mali|^searcher: --today '2023-02-30': write a day
--since 2023-02-30 mali|^searcher: --since: 2023-02-30 does not exist: February 2023 has 28 days
--until 23-05 mali|^searcher: --until: 23-05 has no year of four digits
--on 05/06/2023 mali|^searcher: --on: 05/06/2023 is ambiguous
--on 2024..2023 mali|^searcher: --on: the range ends on 2023-12-31, before it begins
--on soon mali|^searcher: --on: unknown date "soon"
--since none mali|^searcher: --since 'none': none is no date; write --on none
--until 2023..2024 mali|^searcher: --until '2023..2024': write a date here, or --on for a range
--on none --since 2023 mali|^searcher: --.*none cannot be joined with other dates
-c --by year mali|^searcher: --count and --by exclude each other
-0 mali|^searcher: --null goes with --format paths
-0 -f json mali|^searcher: --null goes with --format paths
--queries - mali|^searcher: --queries has the queries
--queries - --show abcd|^searcher: --queries has the queries
--queries nosuch|^searcher: nosuch: No such file or directory
--queries corpus|^searcher: corpus: Is a directory
--show 7431abeae2 mali (|^searcher: '\(' is never closed
--show 7431,nohex|^searcher: --show 'nohex': write 4 to 20 of the hex digits of an id
--share mali|^searcher: --share is about the rows of --by
--no-undated mali|^searcher: --no-undated is about the rows of --by
--fields date,titel -f csv mali|^searcher: --fields: 'titel' is no field; choose from rank,score,id,date
--fields date,date -f csv mali|^searcher: --fields: 'date' stands there twice
--fields date mali|^searcher: --fields chooses the columns of csv, tsv and json
--fields date -f csv --by year mali|^searcher: --fields is about articles
--kwic -f json mali|^searcher: --kwic prints lines of text
--show abcd -c|^searcher: --show prints articles whole: leave out
--show abcd --on 2023|^searcher: --show prints articles whole: leave out
--show abc|^searcher: --show 'abc': write 4 to 20 of the hex digits of an id
--show 012345678901234567890|^searcher: --show '[0-9]+': write 4 to 20 of the hex digits
--show oil|^searcher: --show 'oil': write 4 to 20 of the hex digits
-i nosuch mali|^searcher: --index 'nosuch': there is no such folder; .*'indexer FOLDER'
-i corpus mali|^searcher: .*/corpus: there is no index here.*'indexer FOLDER'
MISTAKES
exits 2 'an id is no query' "$SEARCHER" --show 'abcd OR mali'
exits 2 'an id is not empty' "$SEARCHER" --show ''

# A word to leave out that the shell's reader takes for options.
for word in mali oil niger france sanctions iran china 0il; do
    exits 2 "wagner -$word, unquoted: exit 2" "$SEARCHER" wagner "-$word"
    like "$err" "write NOT before it, or quote the query: 'wagner -mali'" \
        "wagner -$word, unquoted: how to leave a word out"
    is "$out" '' "wagner -$word, unquoted: nothing on stdout"
done
exits 0 'a quoted -word is part of the query' "$SEARCHER" -c 'wagner -mali'
quoted=$out
exits 0 'NOT before a word' "$SEARCHER" wagner NOT mali -c
is "$out" "$quoted" 'NOT before a word is the same'
exits 0 'words after -- are no options' "$SEARCHER" -c -- wagner -mali
is "$out" "$quoted" 'a -word after -- is the same'

# ---- errors in a query: a caret under the spot, a cure below ----

while IFS='|' read -r query column message cure; do
    exits 2 "error in $query: exit 2" "$SEARCHER" "$query"
    mapfile -t lines <<<"$err"
    printf -v caret '%*s' $((column + 2)) '^'
    is "${#lines[@]}" 4 "error in $query: four lines"
    like "${lines[0]}" "^searcher: $message" "error in $query: the message"
    is "${lines[1]}" "  $query" "error in $query: the query"
    is "${lines[2]}" "$caret" "error in $query: the caret"
    like "${lines[3]}" "$cure" "error in $query: the cure"
done <<'ERRORS'
(oil|1|'\(' is never closed|write a '\)'
wagner (oil|8|'\(' is never closed|write a '\)'
oil) gold|4|'\)' closes no parenthesis|leave it out
gold "armed forces|6|the quotes are never closed|close the quotes
oil OR|5|OR has nothing after it|on both sides
AND oil|1|AND has nothing before it|on both sides
oil - gold|5|'-' has nothing right after it|-word or NOT word
w*|1|'\*' has fewer than 2 letters|at least 2 letters
*n|1|a word with '\*'|write more letters
gold nosuch:x|6|there is no prefix nosuch:|known are title: from: author: path: id: date:
date:2023-02-30|14|2023-02-30 does not exist|2023-02-28 for its last day
gold date:05/06/2023|11|05/06/2023 is ambiguous|write 2023-06-05 or 2023-05-06
gold date:2024..2023|17|the range ends|write date:2023..2024|2023..2024
oil NEAR/x gold|10|NEAR/ takes a number|a NEAR/5 b
id:xyz|4|this is no hex digit|id:3f2a
Keïta (oil|7|'\(' is never closed|write a '\)'
中国 (oil|6|'\(' is never closed|write a '\)'
&|1|'&' is no operator|searcher-query
ERRORS
run "$SEARCHER" $'(oil\033[31m\tgold'
is "$(readable "$err" | sed -n 2,3p)" "  (oilM-oM-?M-=[31m gold"$'\n'"  ^" \
    'a query is shown without its control bytes'
exits 2 'an empty query of blanks' "$SEARCHER" ' '
like "$err" 'the query is empty' 'an empty query of blanks: the message'

# ---- found, nothing, how many ----

exits 0 'something is found' "$SEARCHER" wagner
like "$err" '^19 articles match, 1-10 shown; [0-9.]+ ms$' 'the last line says how many match'
unlike "$out" 'match' 'the last line is not on stdout'
exits 1 'nothing is found' "$SEARCHER" nosuchword
is "$out" '' 'nothing is found: nothing on stdout'
like "$err" '^no article matches; [0-9.]+ ms' 'nothing is found: the message'
exits 0 'words of several arguments are one query' "$SEARCHER" -c wagner sanctions
several=$out
exits 0 'options may stand anywhere' "$SEARCHER" wagner -c sanctions
is "$out" "$several" 'options may stand anywhere: same count'
exits 1 '-c of nothing' "$SEARCHER" -c nosuchword
is "$out" 0 '-c of nothing is 0'
for format in text tsv csv trec paths; do
    exits 0 "-c -f $format" "$SEARCHER" -c -f "$format" wagner
    is "$out" 19 "-c -f $format prints the number"
done
exits 0 '-c -f json' "$SEARCHER" -c -f json wagner
like "$out" '^\{"type":"summary",.*"matches":19,' '-c -f json prints the summary'
is "$(searcher -c)" 34 '-c without a query counts all articles'
exits 0 '-n 0' "$SEARCHER" -n 0 wagner
is "$out" '' '-n 0 shows none'
exits 0 '--offset past the end' "$SEARCHER" --offset 19 wagner
is "$out" '' '--offset past the end shows none'
run "$SEARCHER" -n 3 wagner
is "$(grep -c '^ *[0-9]* *20' "$scratch/out")" 3 '-n 3 shows three'
like "$err" '^19 articles match, 1-3 shown;' '-n 3 says so'
run "$SEARCHER" --offset 4 -n 3 wagner
like "$out" '^ 5 ' 'ranks go on after --offset'
like "$err" ', 5-7 shown;' '--offset says what is shown'

for sort in relevance newest oldest; do
    for query in mali 'wagner OR oil' 'NOT oil'; do
        whole=$(searcher -n 1000 -f paths -s "$sort" "$query")
        pages=$(for ((i = 0; i < 40; i += 7)); do
            searcher -n 7 --offset $i -f paths -s "$sort" "$query"
        done)
        is "$pages" "$whole" "pages of '$query', $sort, join to the whole"
        is "$(sort <<<"$whole" | uniq -d)" '' "'$query', $sort: nothing twice"
    done
done
run "$SEARCHER" --no-snippets wagner
is "$(wc -l <"$scratch/out")" 29 '--no-snippets: two lines for each, and a blank one between'

# ---- order ----

order() { # SORT QUERY
    column 3- -s "$1" "$2"
}
for query in 'mali' 'wagner OR vagner' 'date:2023' ''; do
    for sort in newest oldest; do
        reverse=
        [[ $sort == newest ]] && reverse=-r
        dates=$(column 4 -s $sort "$query" | sed 's/^$/undated/')
        # shellcheck disable=SC2086 # or nothing
        is "$dates" "$(grep -v undated <<<"$dates" | sort $reverse; grep undated <<<"$dates")" \
            "$sort '$query': in the order of dates, undated last"
    done
    is "$(order newest "$query" | sort)" "$(order oldest "$query" | sort)" \
        "newest and oldest '$query' have the same articles"
done
order relevance mali >"$scratch/relevance"
is "$(order relevance mali)" "$(<"$scratch/relevance")" 'a second run gives the same order'
is "$(column 2 mali)" "$(column 2 mali | sort -rn)" 'scores fall'
"$INDEXER" -q --rebuild
for sort in relevance newest oldest; do
    is "$(order $sort mali)" "$(order $sort mali)" "$sort: runs agree after a rebuild"
done
is "$(order relevance mali)" "$(<"$scratch/relevance")" 'a rebuild keeps ids, titles, order'

# ---- formats ----

# The program of the tests that reads it back: JSON Lines on stdin to KEY=VALUE of each line.
json() { # PYTHON-EXPRESSION of o
    python3 -c 'import json, sys
for line in sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]:
    o = json.loads(line)
    x = eval(sys.argv[1])
    if x is not None:
        print(x)' "$1"
}
run "$SEARCHER" -f json -n 1000 --since 2021-09 --undated mali
hits=$(json 'o["type"] == "hit" or None' <"$scratch/out" | wc -l)
is "$(json 'o["type"]' <"$scratch/out" | uniq | paste -sd ' ')" 'hit summary' \
    'json: hits, then a summary'
is "$(json '" ".join(o) if o["type"] == "hit" else None' <"$scratch/out" | sort -u)" \
    'type version rank score id date date_source title path record url snippet' \
    'json: the members of a hit'
is "$(json '" ".join(list(o)[:8]) if o["type"] == "summary" else None' <"$scratch/out")" \
    'type version query matches undated since until ms' 'json: those of the summary'
is "$(json 'o.get("matches")' <"$scratch/out")" "$hits" 'json: the number of matches'
is "$(json 'o.get("since")' <"$scratch/out")" 2021-09-01 'json: the range'
is "$(json 'o.get("rank")' <"$scratch/out")" "$(seq "$hits")" 'json: ranks'
is "$(json 'str(o["date_source"]) if o["type"] == "hit" else None' <"$scratch/out" | sort -u |
    paste -sd ' ')" 'None header name' 'json: where dates come from'
is "$(json 'o["type"] == "hit" and (o["date"] is None) != (o["date_source"] is None) or None' \
    <"$scratch/out")" '' 'json: no date, no source of it'
is "$(json 'len(o["date"]) if o.get("date") else None' <"$scratch/out" | sort -nu)" \
    $'4\n7\n10' 'json: dates have the precision that they have'
is "$(searcher -f json title:ivoire | json 'o.get("url")')" \
    https://example.org/africa/port-bouet-handed-over 'json: a url'
is "$(searcher -f json --by month mali |
    json '(o["by"], o["key"], o["count"]) if o.get("key") == "2020-01" else None')" \
    "('month', '2020-01', 1)" 'json: buckets'
is "$(searcher -f json --on none mali | json 'o.get("undated_only")')" True \
    'json: articles without a date were asked for'
is "$(searcher -f json 'a "b\c" (OR')" '' 'json: nothing for an error'
is "$(searcher -f json '"Boubacar Keïta"' | json 'o.get("query")')" \
    '"Boubacar Keïta"' 'json: the query as typed'

odd='corpus/a, "b".txt'
printf ' date 2024-01-01 One, "two"\tthree\\ four\n\nquixotic "text", with\ttab\n' >"$odd"
"$INDEXER" -q
run "$SEARCHER" -f json quixotic
is "$(json 'o.get("title")' <"$scratch/out")" 'One, "two" three\ four' \
    'json: quotes and backslashes'
is "$(json 'o.get("path")' <"$scratch/out")" "$odd" 'json: quotes in paths'
run "$SEARCHER" -f tsv quixotic
is "$(awk -F '\t' '{ print NF }' "$scratch/out" | uniq)" 7 'tsv: seven columns'
is "$(head -1 "$scratch/out" | tr '\t' ' ')" 'rank score id date title path url' 'tsv: their names'
run "$SEARCHER" -f csv quixotic
is "$(python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
print([len(row) for row in rows], rows[0][4:6], rows[1][4:6])' "$scratch/out")" \
    "[7, 7] ['title', 'path'] ['One, \"two\" three\\\\ four', '$odd']" 'csv: reads back'
run "$SEARCHER" -f tsv -n 1000 mali
is "$(awk -F '\t' '{ print NF }' "$scratch/out" | uniq)" 7 'tsv: seven columns in each row'
is "$(wc -l <"$scratch/out")" 28 'tsv: a row for each'
is "$(searcher -f tsv --by year sanctions | head -2 | tr '\t\n' ' ,')" \
    'year count,2021 1,' 'tsv: a histogram has a header row'
run "$SEARCHER" -f trec -n 1000 mali
is "$(awk 'NF != 6 || $1 != 1 || $2 != "Q0" || $4 != NR || $6 != "dateline"' "$scratch/out")" '' \
    'trec: QID Q0 DOCID RANK SCORE dateline'
like "$out" $'(^|\n)1 Q0 minusma-leaves-mali [0-9]+ [0-9.]+ dateline' 'trec: the stem of the file'
is "$(searcher -f trec quixotic | cut -d ' ' -f 3)" 'a,_"b"' 'trec: no blanks in it'
run "$SEARCHER" -f paths -n 1000 mali
while read -r path; do
    [[ -f $path ]] || fail "paths: $path is a file"
done <"$scratch/out"
is "$(wc -l <"$scratch/out")" 27 'paths: one a line'
searcher -0 -f paths -n 1000 mali | tr '\0' '\n' >nul
is "$(<nul)" "$out" '-0: the same, ended by NUL'
is "$(searcher -0 -f paths -n 1000 mali | xargs -0 cat | grep -ci 'mali')" \
    "$(xargs -d '\n' cat <nul | grep -ci mali)" '-0: for xargs'
rm "$odd"
"$INDEXER" -q

# ---- --show ----

id=$(column 3 title:tankers)
like "$id" '^[0-9a-f]{10}$' 'an id has ten hex digits'
exits 0 '--show ID' "$SEARCHER" --show "$id"
whole=$out
is "$err" '' '--show says nothing on stderr'
like "$whole" $'Date: +2025-10 \\(from its header\\)\n'"Id: +$id"$'\nPath: +corpus/2025/mali-fuel' \
    '--show: the head'
is "$(tail -1 "$scratch/out")" "$(tail -1 corpus/2025/mali-fuel-blockade.txt)" '--show: the text'
for prefix in "${id:0:4}" "${id:0:7}" "${id^^}"; do
    exits 0 "--show $prefix" "$SEARCHER" --show "$prefix" -n 0 --offset 5
    is "$out" "$whole" "--show $prefix is the same article"
done
exits 1 '--show of an unknown id' "$SEARCHER" --show 0000000000
like "$err" '^searcher: no article has an id that begins with 0000000000' '--show: unknown'
is "$("$SEARCHER" --show "$id" -f json | json 'o["type"], o["id"], o["date"]')" \
    "('article', '$id', '2025-10')" '--show -f json'
is "$("$SEARCHER" --show "$id" -f json | json 'o["text"]' | tail -1)" "$(tail -1 "$scratch/out")" \
    '--show -f json: the text'
is "$("$SEARCHER" --show "$id" -f paths)" corpus/2025/mali-fuel-blockade.txt '--show -f paths'
is "$(column 3 "id:${id:0:6}")" "$id" 'id: finds it, too'
mkdir many
for ((i = 0; i < 1500; i++)); do
    printf ' date 2020-01-%02d Note %d\n' $((i % 28 + 1)) $i >many/$i.txt
done
"$INDEXER" -q -i many.dateline many
twin=$(column 3 -i many.dateline -s newest | cut -c1-4 | sort | uniq -d | head -1)
exits 2 '--show of the beginning of several ids' "$SEARCHER" -i many.dateline --show "$twin"
is "$out" '' '--show of several shows none'
like "$err" "^searcher: [2-9] articles have an id that begins with $twin"$'\n' \
    '--show of several says how many'
like "$err" $'\n'"  ${twin}[0-9a-f]{6}  2020-01-[0-3][0-9]  Note [0-9]+"$'\n' \
    '--show of several names them'
like "$err" $'\nwrite more of the id$' '--show of several: the cure'

# ---- --queries ----

printf 'q1\twagner\n\nmali sanctions\r\nlast\tnosuchword\n' >queries
exits 0 '--queries: found if one is' "$SEARCHER" --queries queries -f trec -n 2
is "$(cut -d ' ' -f 1,4 <<<"$out" | paste -sd,)" 'q1 1,q1 2,3 1,3 2' '--queries: ids, else lines'
from_file=$out
run "$SEARCHER" --queries - -f trec -n 2 <queries
is "$out" "$from_file" '--queries - reads stdin'
run "$SEARCHER" --queries queries -f json -n 1
is "$(json 'o["query_id"], o.get("query"), o.get("matches")' <"$scratch/out" | grep -v None |
    paste -sd ' ')" "('q1', 'wagner', 19) ('3', 'mali sanctions', 11) ('last', 'nosuchword', 0)" \
    '--queries -f json: a summary of each'
run "$SEARCHER" --queries queries -c
is "$out" $'q1\t19\n3\t11\nlast\t0' '--queries -c: ID, number'
run "$SEARCHER" --queries queries -f tsv
first=$(order oldest 'mali sanctions' | head -1 | cut -f 2)
is "$(cut -f 1-4 <<<"$out" | tr '\t\n' ' ,')" \
    "query matches first last,q1 19 2020-10-24 2026-02-28,3 11 $first 2026-02-28,last 0  ," \
    '--queries -f tsv: a row of each'
run "$SEARCHER" --queries queries -n 1
like "$out" $'^query q1\n\n 1 .*\nquery 3\n\n 1 ' '--queries: a heading each'
like "$err" $'q1: 19 articles match.*\n3: 11 articles match.*\nlast: no article matches' \
    '--queries: the notes say which'
run "$SEARCHER" --queries queries --by year -f tsv
is "$(awk -F '\t' '{ print NF }' "$scratch/out" | uniq)" 3 '--queries --by -f tsv: three columns'
printf 'wagner\nq2\t(oil\nmali\n' >queries
exits 2 '--queries: an error in one' "$SEARCHER" --queries queries -c
is "$out" $'1\t19\n3\t27' '--queries: the others are answered'
like "$err" $'\'\(\' is never closed\n  \(oil\n  \^\n.*\nsearcher: in line 2 of queries\n' \
    '--queries: the line with the error'
printf 'wagner\0oil\n' >queries
exits 2 '--queries: a NUL byte' "$SEARCHER" --queries queries
like "$err" $'NUL byte in the query\nsearcher: in line 1 of queries$' '--queries: a NUL byte, where'
printf 'wagner\rmali\r\n' >queries
run "$SEARCHER" --queries queries -c
is "$out" $'1\t'"$(searcher -c wagner mali)" '--queries: a carriage return is a blank'
printf 'nosuchword\n' >queries
exits 1 '--queries: nothing found' "$SEARCHER" --queries queries
: >queries
exits 1 '--queries of an empty file' "$SEARCHER" --queries queries
printf 'q1\t\n' >queries
exits 2 '--queries: an empty query' "$SEARCHER" --queries queries
printf 'q1\t\n' >queries
exits 0 '--queries: none but dates' "$SEARCHER" --queries queries --on 2023 -c
is "$out" $'q1\t8' '--queries: none but dates, the number'

# ---- --explain ----

exits 0 '--explain' "$SEARCHER" --explain -n 0 --since 2023 \
    'wagner OR "africa corps" -oil ~vagner sanct*'
is "$out" '' '--explain goes to stderr'
for line in 'word wagner' 'phrase africa corps' 'name vagner' 'prefix sanct' \
    'term Zwagner  19 articles' 'sanct\* stands for sanctions \([0-9]+\)' \
    '~vagner stands for wagner \(19\) vagner \(2\)' 'dates: 2023-01-01\.\.' \
    'of 34 articles in 1 shard'; do
    like "$err" $'(^|\n) *'"$line" "--explain: $line"
done

# ---- where the index is ----

exits 0 'from a folder below the index' in_folder corpus/2023 "$SEARCHER" -f paths -n 1000 mali
is "$(grep -c '^\.\./' <<<"$out") $(grep -vc / <<<"$out")" '19 8' \
    'from a folder below: paths are relative to it'
while read -r path; do
    [[ -f corpus/2023/$path ]] || fail "from a folder below: $path is a file"
done <<<"$out"
is "$(in_folder / searcher -i "$PWD/.dateline" -f paths title:tankers)" \
    "${PWD#/}/corpus/2025/mali-fuel-blockade.txt" '-i DIR, from the root'
mkdir "$scratch/elsewhere"
exits 2 'no index' in_folder "$scratch/elsewhere" "$SEARCHER" mali
like "$err" "^searcher: no index here: .*make one with 'indexer FOLDER', or name one with -i\$" \
    'no index: the cure'
exits 2 'no index, for the screen about it' in_folder "$scratch/elsewhere" "$SEARCHER"
export DATELINE_INDEX=$PWD/.dateline
exits 0 'DATELINE_INDEX names it' in_folder "$scratch/elsewhere" "$SEARCHER" -f paths title:tankers
is "$out" ../here/corpus/2025/mali-fuel-blockade.txt 'DATELINE_INDEX: paths are relative to here'
is "$(searcher -i many.dateline -c)" 1500 '-i goes before DATELINE_INDEX'
is "$(in_folder many searcher -c)" 34 'DATELINE_INDEX goes before the nearest .dateline'
DATELINE_INDEX=nosuch
exits 2 'DATELINE_INDEX of nothing' "$SEARCHER" mali
like "$err" "nosuch: No such file or directory.*make an index with 'indexer FOLDER'" \
    'DATELINE_INDEX of nothing: the message'
DATELINE_INDEX=
exits 0 'an empty DATELINE_INDEX is none' "$SEARCHER" mali
unset DATELINE_INDEX
mkdir moved
cp -R .dateline corpus moved
is "$(in_folder moved searcher -n 1000 -f tsv mali)" \
    "$(searcher -n 1000 -f tsv mali)" 'an archive that was moved is the same'

# ---- indexes that cannot be searched ----

broken() { # NAME MESSAGE
    exits 2 "$1: exit 2" "$SEARCHER" -i bad mali
    like "$err" "$2" "$1: the message"
    is "$out" '' "$1: nothing on stdout"
    rm -rf bad
}
cp -R .dateline bad
sed -i 's/^language .*/language french/' bad/index
broken 'a manifest that somebody changed' '^searcher: .*bad/index:[0-9]+: .*checksum.*indexer --rebuild'
for file in texts columns positions names sums postlist.glass; do
    cp -R .dateline bad
    path=$(echo bad/shard-*/"$file")
    for ((at = 60, size = $(stat -c %s "$path"); at < size; at += 8192)); do
        printf 'XXXX' | dd of="$path" bs=1 seek=$at conv=notrunc 2>/dev/null
    done
    exits 2 "damage in $file: exit 2" "$SEARCHER" -i bad '"africa corps" OR ~wagner'
    like "$err" "^searcher: .*/$file: damaged: .*indexer --rebuild" "damage in $file: the message"
    rm -rf bad
done
cp -R .dateline bad
rm bad/shard-*/postlist.glass
broken 'an index without a table' '^searcher: .*postlist.*[Nn]o such file'
cp -R .dateline bad
: >bad/shard-*/iamglass
broken 'an index with an empty head' '^searcher: '
cp -R .dateline bad
rm -r bad/shard-*
broken 'an index without its shard' '^searcher: .*shard-'
mkdir bad
echo 'glass shard-0001' >bad/XAPIANDB
broken 'an index of the old format' '^searcher: .*/bad: .*older version.*indexer .*--rebuild'
mkdir bad
echo '# nothing' >bad/XAPIANDB
broken 'an index of no shards' '^searcher: .*/bad: .*indexer '
mkdir bad
broken 'a folder without an index' "^searcher: .*/bad: there is no index here.*'indexer FOLDER'"

# ---- an index of nothing ----

mkdir empty
"$INDEXER" -q -i empty.dateline empty
exits 1 'an empty index: nothing is found' "$SEARCHER" -i empty.dateline mali
exits 1 'an empty index: no article' "$SEARCHER" -i empty.dateline
like "$out" $'\narticles +0\n' 'an empty index: says so'
is "$(searcher -i empty.dateline -c)" 0 'an empty index: -c'
exits 1 'an empty index: --by' "$SEARCHER" -i empty.dateline --by year

# ---- one screen about the index ----

exits 0 'no query at all' "$SEARCHER"
like "$out" $'^index +\\.dateline\narticles +34\ndates +2020-01-14 to 2026-02-28\nundated +4\n' \
    'no query at all: the facts'
like "$out" $'\nbuilt +20[0-9-]+T[0-9:]+Z, language english\n\n2020\t3\n2021\t4\n' \
    'no query at all: the rest of them, and articles by year'
like "$out" $'\nundated\t4$' 'no query at all: the undated'
for option in '--on 2023' '-s newest' '--by year' -c; do
    # shellcheck disable=SC2086 # two words
    run "$SEARCHER" $option
    unlike "$out" '^index' "$option without a query is about all articles"
done
run "$SEARCHER" -s newest -n 1
like "$out" '^ 1  2026-02-28' '-s newest without a query'

# ---- who reads ----

piped() { # COMMAND ...
    "$@" 2>"$scratch/err" | head -1 >"$scratch/out"
    return "${PIPESTATUS[0]}"
}
piped "$SEARCHER" -i many.dateline -n 2000 -f json -s oldest
is $? 141 'a reader who leaves early ends it by SIGPIPE'
is "$(<"$scratch/err")" '' 'a reader who leaves early is no error'
like "$(<"$scratch/out")" '^\{"type":"hit","version":1,"rank":1,' 'a reader who leaves early has what it wanted'
for option in wagner '-c mali' '-f json mali' --version --help; do
    read -ra words <<<"$option"
    "$SEARCHER" "${words[@]}" >/dev/full 2>"$scratch/err"
    is "$? $(tail -1 "$scratch/err")" '2 searcher: the output could not be written' \
        "searcher $option to a full disk"
    "$SEARCHER" "${words[@]}" >&- 2>"$scratch/err"
    is "$? $(tail -1 "$scratch/err")" '2 searcher: the output could not be written' \
        "searcher $option with stdout closed"
done
"$SEARCHER" -c wagner <&- >"$scratch/out" 2>"$scratch/err"
is "$?,$(<"$scratch/out")" 0,19 'with stdin closed'
"$SEARCHER" --queries - <&- >"$scratch/out" 2>"$scratch/err"
is "$?,$(<"$scratch/out")" 2, '--queries - with stdin closed'
"$SEARCHER" -c wagner 2>&- >"$scratch/out"
is "$?,$(<"$scratch/out")" 0,19 'with stderr closed'

done_testing
