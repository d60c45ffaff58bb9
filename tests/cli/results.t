#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Results for people and programs: histograms without holes, shares, chosen fields, reading, key
# words in context, all hits, and that no article, whatever it holds, spoils a format.
. "$(dirname "$0")/search.sh"

index_corpus

# ---- histograms: empty periods, units, rows ----

run "$SEARCHER" --by month --no-undated '~vagner'
months=$(for y in 2020 2021 2022 2023 2024 2025 2026; do printf "$y-%02d\n" {1..12}; done |
    sed -n '/2020-10/,/2026-02/p')
is "$(cut -f1 <<<"$out" | grep -v '^2023$')" "$months" 'months: none is left out between'
is "$(awk -F '\t' '{ n += $2 } END { print n }' <<<"$out")" 20 'months: the counts are there'
unlike "$out" undated '--no-undated leaves that row out'
for unit in year quarter month week day decade; do
    run "$SEARCHER" --by $unit wagner
    is "$(cut -f1 <<<"$out" | sort | uniq -d)" '' "--by $unit: no key twice"
    is "$(awk -F '\t' '{ n += $2 } END { print n }' <<<"$out")" 19 "--by $unit: the sum"
done
is "$(searcher --by quarter -n 3 wagner | paste -sd ' ')" $'2020-q4\t1 2021-q1\t0 2021-q2\t0' \
    'quarters, and -n limits rows'
is "$(searcher --by quarter --offset 2 -n 1 wagner)" $'2021-q2\t0' '--offset passes over rows'
is "$(searcher --by decade wagner)" $'2020s\t19' 'decades'
is "$(searcher --by weekday --no-undated wagner | cut -f1 | paste -sd ' ')" \
    'Mon Tue Wed Thu Fri Sat Sun no day' 'weekdays are all there'
is "$(searcher --by path --on 2020..2021)" $'corpus/2021\t4\ncorpus/2020\t3' \
    'by the first folder, the largest first'
is "$(cd corpus && searcher --by path --on 2020)" $'2020\t3' 'its path is relative to the folder'
is "$(searcher --by publisher | paste -sd ' ')" $'no publisher\t33 Example Gazette\t1' 'by publisher'
is "$(searcher --by publisher 'from:example' | cut -f1)" 'Example Gazette' 'of what matches'
is "$(searcher --by publisher | awk -F '\t' '{ n += $2 } END { print n }')" 34 'publishers: the sum'

for unit in year month weekday publisher path; do
    run "$SEARCHER" --by $unit --share -f tsv wagner
    is "$(head -1 <<<"$out")" "$unit"$'\tcount\tall\tshare' "--share by $unit: the header"
    is "$(sed 1d <<<"$out" | awk -F '\t' '{ s = $3 ? $2 / $3 : 0; d = s - $4
        if (d > 1e-6 || d < -1e-6 || $2 > $3) print }')" '' "--share by $unit: count / all"
    is "$(sed 1d <<<"$out" | cut -f1,2)" "$(searcher --by $unit wagner)" "--share by $unit: rows"
    for key in $(sed 1d <<<"$out" | cut -f1 | head -3); do
        [[ $unit == year ]] && is "$(grep "^$key" <<<"$out" | cut -f3)" \
            "$(searcher -c --on "$key")" "--share by $unit: all of $key"
    done
done
is "$(searcher --by year --share --since 2023-07 -n 1 wagner)" \
    $'2023\t'"$(searcher -c --on 2023-07..2023-12 wagner)"$'\t'"$(
        awk "BEGIN { printf \"%.6f\", $(searcher -c --on 2023-07..2023-12 wagner) / \
            $(searcher -c --on 2023-07..2023-12) }")" '--share: in the same dates'
is "$(searcher --by year --share -f json -n 1 wagner | head -1)" \
    '{"type":"bucket","version":1,"by":"year","key":"2020","count":1,"all":3,"share":0.333333}' \
    '--share in JSON'

printf 'a\twagner\nb\tnosuchword\nc\tgrain\n' >queries
is "$(searcher --queries queries --by year -f tsv | cut -f1 | uniq | paste -sd ' ')" 'query a b c' \
    'a query that nothing matches has a row'
is "$(searcher --queries queries --by year -f csv | grep '^b' | tr -d '\r')" 'b,,0' 'which is 0'
like "$(searcher --queries queries --by year -f json)" \
    '"query_id":"b","by":"year","key":null,"count":0\}' 'in JSON, too'
like "$(searcher --queries queries --by year)" $'query b\n\n\t0\n' 'in text, too'

if command -v script >/dev/null; then
    export TERM=xterm PAGER=cat
    on_terminal sh -c "stty rows 24 cols 80; $(printf %q "$SEARCHER") --color=never --by month wagner"
    like "$out" $'\n\n2021-01  ' 'months of another year stand apart'
    like "$out" $'\n--by year would fit the screen$' 'the unit that would fit is told'
    on_terminal sh -c "stty rows 24 cols 80; $(printf %q "$SEARCHER") --color=never --by year wagner"
    unlike "$out" 'would fit' 'nothing is told of one that fits'
    on_terminal sh -c "stty cols 70; $(printf %q "$SEARCHER") --color=never --by year --share wagner"
    like "$out" $'2020  +1   33.33 %  ' 'shares in percent at a terminal'
fi

# The picture that README.md makes of a table.
if command -v gnuplot >/dev/null; then
    searcher --by month --no-undated -f tsv '~prigozhin' >months.tsv
    recipe=$(sed -n "s/^gnuplot -p -e '\(.*\)'$/\1/p" "$top/README.md")
    run gnuplot -e "set term dumb; $recipe"
    is "$status$err" 0 "gnuplot takes README.md's recipe"
else
    skip 'no gnuplot' "gnuplot takes README.md's recipe"
fi

# ---- machine formats: all hits, chosen fields ----

is "$(searcher -f paths wagner | wc -l)" 19 'paths: all'
is "$(searcher -f tsv wagner | wc -l)" 20 'tsv: all'
is "$(searcher -f trec wagner | wc -l)" 19 'trec: all'
is "$(searcher -f json wagner | wc -l)" 20 'json: all'
is "$(searcher -f csv -n 4 wagner | wc -l)" 5 'but -n'
is "$(searcher -f text wagner | grep -c '^ *[0-9]* *20')" 10 'text: ten'
is "$(searcher -f json -n 9 | grep -c '"type":"hit"')" 9 '-f json -n 9 without a query: articles'
is "$(searcher -f paths | wc -l)" 34 '-f paths without a query: all of them'
is "$(searcher -f tsv --fields date,id,title title:tankers)" \
    $'date\tid\ttitle\n2025-10\t282f3c182f\tBamako runs out of fuel as jihadists burn tankers on the roads' \
    '--fields: columns in this order'
is "$(searcher -f json --fields publisher,date from:example | head -1)" \
    '{"type":"hit","version":1,"publisher":"Example Gazette","date":"'"$(
        searcher -f tsv --fields date from:example | sed 1d)"'"}' '--fields of JSON'
is "$(searcher -f csv --fields path,text | python3 -c 'import csv, sys
sys.stdin.reconfigure(newline="", encoding="utf-8")
rows = list(csv.DictReader(sys.stdin, strict=True))
print(len(rows), sum(len(r["text"]) > 300 for r in rows), sorted(rows[0]))')" \
    "34 34 ['path', 'text']" '--fields text: articles whole, in CSV'
is "$(searcher -f csv --fields id,title wagner | grep -vc $'\r$')" 0 'CSV: rows end with CR LF'
is "$(searcher --queries queries -f tsv --fields title | cut -f1 | sort | uniq -c | xargs)" \
    '19 a 2 c 1 query' '--fields with --queries: hits'

# ---- reading ----

ids=$(searcher -f tsv -n 3 --fields id sanctions | sed 1d)
run "$SEARCHER" --show "$(paste -sd , <<<"$ids")"
is "$(sed -n 's/^Id: *//p' <<<"$out")" "$ids" '--show ID,ID,ID: three articles'
# shellcheck disable=SC2086 # words
run "$SEARCHER" --show $ids
is "$(sed -n 's/^Id: *//p' <<<"$out")" "$ids" '--show ID ID ID: the same'
run "$SEARCHER" --color=always --show "$(cut -c 1-6 <<<"$ids" | paste -sd ,)" sanctions
ok '--show with a query: what matches is marked' \
    test "$(grep -c $'\033\\[1;31m[Ss]anction' <<<"$out")" -ge 3
run "$SEARCHER" --show "${ids%%$'\n'*}" zebra
like "$err" "${ids%%$'\n'*} has none of the words of the query" '--show: a query without a match'
exits 1 '--show: one of them is not there' "$SEARCHER" --show "${ids%%$'\n'*},0000000000"
like "$out" "${ids%%$'\n'*}" '--show: the other is shown'
run "$SEARCHER" --show "$(paste -sd , <<<"$ids")" -f json
is "$(grep -c '^{"type":"article","version":1,' <<<"$out")" 3 '--show -f json: three'

run "$SEARCHER" --kwic -n 2 -s oldest wagner
is "$(awk '{ print index($0, "Wagner") }' <<<"$out" | sort -u | wc -l)" 1 '--kwic: matches below each other'
like "$out" $'^20[0-9-]{8}  ' '--kwic: the date in front'
ok '--kwic: no line is wider' test "$(wc -L <<<"$out")" -le 80

# ---- articles that were made to do harm ----

mkdir evil
printf ' date 2023-05-26 A \033[31mred\007 title\n\nmalware \033]0;pwned\007 \033[2J \b \177\n' >evil/escapes.txt
printf ' date 2023-05-26 C1 \302\233 \302\205 title\n\nmalware \302\2332J \302\220\302\234\n' >evil/c1.txt
cat >evil/nul.jsonl <<'JSON'
{"title": "nul\u0000 title\u001b", "text": "malware a\u0000b\u0000\u009b c", "date": "2023-05-26", "url": "http://x/\u0000\u001b", "author": "\u0000"}
JSON
printf ' date 2023-05-26 bad \377\376 title\n\nmalware \300\200 \355\240\200 \364\220\200\200\n' >evil/invalid.txt
printf ' date 2023-05-26 \342\200\256bidi\342\200\254 title\n\nmalware \342\201\246x\342\201\251\n' >evil/bidi.txt
{
    printf ' date 2023-05-26 Long line\n\nmalware '
    head -c 1000000 /dev/zero | tr '\0' 'x'
    printf ' malware,"\t'
    head -c 100000 /dev/zero | tr '\0' '*'
} >evil/long.txt
printf 'malware\n' >evil/short.txt
printf ' date 2023-05-26 \n\n malware' >evil/empty-title.txt
printf ' date 2023-05-26 *** --- ***\n\n# **malware** [](x) ![ ]( ) &#27; &#x9b; &amp; &nbsp; \n---\n***\n' >evil/marks.txt
printf 'Title: "q", =cmd()\nDate: 2023-05\nSource: Pub\033[1m\302\233lisher\nAuthor: A\007\n\nmalware\n' >evil/publisher.txt
printf 'malware of a name\n' >$'evil/name\033[31m\nred\342\200\256\302\233.txt'
"$INDEXER" -q -i evil.dateline evil 2>/dev/null
run "$SEARCHER" -i evil.dateline -c malware
is "$out" 11 'all of them are found'

cat >check.py <<'PYTHON'
# Reads an output back in its format and says what is wrong with it.
import csv, io, json, re, sys
form, what, path = sys.argv[1:]
raw = open(path, "rb").read()
wrong = []
try:
    text = raw.decode("utf-8")
except UnicodeDecodeError as e:
    wrong.append(str(e))
    text = raw.decode("utf-8", "replace")
allowed = "\n" if form in ("json", "tsv", "trec", "paths") else "\n\r" if form == "csv" else "\n"
tabs = form == "tsv" or what.startswith("--by")
for c in set(re.findall(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text)):
    if c not in allowed and not (c == "\t" and (tabs or form == "text")):
        wrong.append(ascii(c))
if form == "csv":
    if re.search(r"(?<!\r)\n", re.sub(r'"[^"]*"', "", text)) or "\r" in text.replace("\r\n", ""):
        wrong.append("line ends")
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(r) for r in rows}) != 1:
        wrong.append("ragged")
elif form == "tsv":
    if len({len(l.split("\t")) for l in text.split("\n")[:-1]}) != 1:
        wrong.append("ragged")
elif form == "json":
    for l in text.split("\n")[:-1]:
        json.loads(l)
elif form == "trec" and not tabs:
    if any(len(l.split(" ")) != 6 for l in text.split("\n")[:-1]):
        wrong.append("ragged")
if not text:
    wrong.append("empty")
print(*wrong)
PYTHON
fields=rank,score,id,date,date_source,title,path,record,url,publisher,author,key,snippet,text
for format in text json csv tsv trec paths; do
    for what in '' '--by month' '--by publisher --share' '--by path' --show --fields --kwic; do
        words=(-i evil.dateline -f "$format")
        case $what in
        --show) words+=(--show "$(searcher -i evil.dateline -f tsv --fields id malware | sed 1d |
            paste -sd ,)" malware) ;;
        --fields) [[ $format =~ json|.sv ]] || continue
            words+=(--fields "$fields" malware) ;;
        --kwic) [[ $format == text ]] || continue
            words+=(--kwic -n 100 malware) ;;
        *) read -ra more <<<"$what"
            words+=("${more[@]}" -n 100 malware) ;;
        esac
        "$SEARCHER" "${words[@]}" >"$scratch/out" 2>"$scratch/err"
        is "$(python3 check.py $format "$what" "$scratch/out" 2>&1)" '' "evil articles, -f $format $what"
        is "$(python3 check.py text notes <(cat "$scratch/err"; echo) 2>&1)" '' \
            "evil articles, -f $format $what: the notes"
    done
done
"$SEARCHER" -i evil.dateline -0 -f paths malware 2>/dev/null | xargs -0 cat >/dev/null 2>"$scratch/err"
is "$(<"$scratch/err")" '' '-0: paths are exact'

# ---- the schema of JSON ----

sed -n '/^{$/,/^}$/p' "$top/man/searcher.1" >schema.json
cat >valid.py <<'PYTHON'
# Holds each line of JSON against a schema: as much of JSON Schema as ours needs.
import json, re, sys
schema = json.load(open(sys.argv[1]))
types = {"string": str, "null": type(None), "object": dict}
def is_type(v, t):
    if t == "integer":
        return type(v) is int
    if t == "number":
        return type(v) in (int, float)
    return isinstance(v, types[t])
def faults(v, s):
    if "$ref" in s:
        s = schema["$defs"][s["$ref"].split("/")[-1]]
    t = s.get("type")
    if t and not any(is_type(v, x) for x in (t if isinstance(t, list) else [t])):
        yield f"{v!r} is no {t}"
    if "const" in s and v != s["const"] or "enum" in s and v not in s["enum"]:
        yield f"{v!r}: const or enum"
    if "pattern" in s and isinstance(v, str) and not re.search(s["pattern"], v):
        yield f"{v!r}: pattern"
    if type(v) in (int, float) and not s.get("minimum", v) <= v <= s.get("maximum", v):
        yield f"{v!r}: bounds"
    if isinstance(v, dict):
        for name in s.get("required", []):
            if name not in v:
                yield f"{name} is missing"
        for name, value in v.items():
            if name in s.get("properties", {}):
                yield from faults(value, s["properties"][name])
            elif s.get("additionalProperties") is False:
                yield f"{name} is not in the schema"
    if "oneOf" in s and sum(not list(faults(v, x)) for x in s["oneOf"]) != 1:
        yield f"oneOf: {v}"
lines = [json.loads(l) for l in sys.stdin]
print(*(f for l in lines for f in faults(l, schema)), sep="\n", end="")
sys.exit(not lines)
PYTHON
while read -r line; do
    read -ra words <<<"$line"
    run "$SEARCHER" -f json "${words[@]}"
    is "$(python3 valid.py schema.json <"$scratch/out" 2>&1)" '' "valid by its schema: -f json $line"
done <<SCHEMA
wagner
--no-snippets --on 2023
--on none
--undated --since 2022 mali
nosuchword
-c mali
--by month wagner
--by publisher --share
--by week --share --undated --until 2022
--queries queries
--queries queries --by quarter --share
--queries queries --fields title,text
--show $(paste -sd , <<<"$ids")
--show ${ids%%$'\n'*} --fields rank,score,date,author,text,snippet,key
-i evil.dateline malware
-i evil.dateline --fields $fields malware
SCHEMA
not_ok 'the schema has teeth' sh -c \
    "echo '{\"type\":\"hit\",\"version\":2}' | python3 valid.py schema.json | grep -q '^$'"

done_testing
