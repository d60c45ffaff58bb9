#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer --dump: the same articles in every shape that records, tables and posts come in.
. "$(dirname "$0")/lib.sh"

# What articles are, without where they stand: title, date, text.
said() { # ARGUMENT ...
    "$INDEXER" --dump "$@" 2>err |
        sed -E 's/.*"title":("([^"\\]|\\.)*"),"date":("[^"]*").*,"text":("([^"\\]|\\.)*")\}$/\1 \3 \4/' |
        sort
}

same() { # NAME ARGUMENT ...
    is "$(said "${@:2}")" "$wanted" "$1"
    is "$(<err)" '' "$1: nothing is wrong"
}

field() { # NAME ARGUMENT ...: its values
    "$INDEXER" --dump "${@:2}" 2>err | sed -E 's/.*[{,]"'"$1"'":"(([^"\\]|\\.)*)".*/\1/'
}

# Three articles: quotes, separators, line ends, other scripts, a date with a time.
python3 - <<'PYTHON'
import csv, json, os

articles = [
    {"id": "a-1", "title": "Mali: the \"junta\" speaks", "date": "2023-05-26",
     "text": "First line, with a comma; and a semicolon.\nSecond \"line\".\n\nA paragraph\twith a tab."},
    {"id": "a-2", "title": "Événement à Bamako", "date": "1999-12-31",
     "text": "Un café | deux cafés.\n中文文章 😀 end."},
    {"id": "a-3", "title": "Third", "date": "2021-02-03", "text": "Plain."}]

def write(name, text, encoding="utf-8"):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "w", encoding=encoding, newline="") as f:
        f.write(text)

def table(name, separator, before="", encoding="utf-8", end="\r\n"):
    with open(name, "w", encoding=encoding, newline="") as f:
        f.write(before)
        w = csv.DictWriter(f, list(articles[0]), delimiter=separator, lineterminator=end)
        w.writeheader()
        w.writerows(articles)

for a in articles:
    write("text/%s.txt" % a["id"], "Title: %(title)s\nDate: %(date)s\n\n%(text)s" % a)
    write("one/%s.json" % a["id"], json.dumps(a, indent=2))
    write("yaml/%s.md" % a["id"], "---\ntitle: %s\ndate: %s\n---\n\n%s\n" %
          (json.dumps(a["title"], ensure_ascii=False), a["date"], a["text"]))
    write("toml/%s.md" % a["id"], "+++\ntitle = %s\ndate = %s\n+++\n%s\n" %
          (json.dumps(a["title"], ensure_ascii=False), a["date"], a["text"]))
    write("json/%s.md" % a["id"], json.dumps({"title": a["title"], "date": a["date"]}) + "\n\n" + a["text"])
lines = "".join(json.dumps(a) + "\n" for a in articles)
write("lines.jsonl", lines)
write("utf16.jsonl", lines, "utf-16")
write("raw.ndjson", "".join(json.dumps(a, ensure_ascii=False) + "\r\n" for a in articles))
write("mark.jsonl", "\ufeff" + lines)
write("array.json", json.dumps(articles))
write("pretty.json", json.dumps(articles, indent=4, ensure_ascii=False))
write("stream.json", "".join(json.dumps(a, indent=1) for a in articles))
write("one-line.json", "".join(json.dumps(a) for a in articles))
write("sequence.json", "".join("\x1e" + json.dumps(a) + "\n" for a in articles))
write("wrapped.json", json.dumps({"status": "ok", "articles": articles}))
write("noname", lines)
table("table.csv", ",")
table("semicolon.csv", ";", "\ufeff")
table("said.csv", ";", "sep=;\r\n")
table("table.tsv", "\t", end="\n")
table("bar.csv", "|")
table("utf16.csv", ",", encoding="utf-16")
table("old-mac.csv", ",", end="\r")
write("named.jsonl", "".join(json.dumps(
    {"guid": a["id"], "headline": {"main": a["title"]}, "datePublished": a["date"] + "T10:00:00+02:00",
     "articleBody": [a["text"]], "url": "https://x.org/" + a["id"]}) + "\n" for a in articles))
write("mapped.jsonl", "".join(json.dumps(
    {"n": a["id"], "data": {"head": a["title"], "when": {"day": a["date"]}, "parts": [{"t": a["text"]}]}})
    + "\n" for a in articles))
PYTHON
wanted=$(said text)
is "$(wc -l <<<"$wanted")" 3 'three articles'
like "$wanted" '"Mali: the \\"junta\\" speaks" "2023-05-26" "First line, with' 'as they are meant'

for shape in one toml yaml json lines.jsonl utf16.jsonl raw.ndjson mark.jsonl array.json \
    pretty.json stream.json one-line.json sequence.json wrapped.json noname table.csv \
    semicolon.csv said.csv table.tsv bar.csv utf16.csv named.jsonl; do
    if [[ $shape == @(toml|yaml|json) ]]; then # a tab is a tab, and blanks at the end go
        is "$(said $shape)" "$(said text)" "$shape"
    else
        same "$shape" "$shape"
    fi
done
same '--map' --map title=data.head --map date=data.when.day --map 'text=data.parts[].t' mapped.jsonl
gzip -k lines.jsonl
same 'lines.jsonl.gz' lines.jsonl.gz
same '--format' -f jsonl noname

# ---- ids ----

is "$(field id lines.jsonl | sort -u | wc -l)" 3 'records have ids of their own'
head -n 2 lines.jsonl >first && cat first lines.jsonl >twice.jsonl
is "$(field id twice.jsonl | sort -u | wc -l)" 5 'of records with the same id none is lost'
sed -n 3p lines.jsonl >last && cat last first >lines2 && mv lines.jsonl keep && mv lines2 lines.jsonl
is "$(field id lines.jsonl | sort)" "$(mv keep lines.jsonl && field id lines.jsonl | sort)" \
    'the order of records says nothing'

# ---- dates ----

date_of() { # VALUE, as JSON
    printf '{"text": "x", "date": %s}\n' "$1" >d.jsonl
    field date d.jsonl
}
while read -r value date; do
    is "$(date_of "$value")" "$date" "the date $value"
done <<'DATES'
"2023-05-26" 2023-05-26
"2023-05-26T23:59:59-08:00" 2023-05-26
1685059200 2023-05-26
1685059200.5 2023-05-26
1685145599999 2023-05-26
"1685059200" 2023-05-26
-1000000000 1938-04-24
20230526 2023-05-26
2023 2023
{"$date":"2023-05-26T00:00:00Z"} 2023-05-26
null
""
"N/A"
DATES
printf '{"text": "x", "date": "2023-02-30"}\n{"text": "y", "date": "05/06/2023"}\n' >d.jsonl
printf '{"text": "z", "date": "๒๕๖๖-๐๕-๒๖"}\n' >>d.jsonl
is "$(field date d.jsonl | tr -d '\n')" '' 'dates that do not exist or cannot be read'
is "$(<err)" "indexer: d.jsonl:1: record 1: the date 2023-02-30 does not exist; indexed as undated
indexer: d.jsonl:2: record 2: '05/06/2023' (date) is not a date that can be read
indexer: d.jsonl:3: record 3: '๒๕๖๖-๐๕-๒๖' (date) is not a date that can be read" 'are told'
mkdir -p 2023/05 && echo '{"text": "x"}' >2023/05/d.jsonl
is "$(field date 2023)" 2023-05 'the path dates records, too'

# ---- charsets ----

printf 'caf\xe9 \x93noir\x94\n' >l.txt
is "$(field text l.txt)" 'café “noir”\n' 'windows-1252'
printf '\xa3\xa4\n' >l.txt
is "$(field text --encoding ISO-8859-5 l.txt)" 'ЃЄ\n' '--encoding'
printf 'h\0i\0 \0y\0o\0u\0\n\0' >l.txt
is "$(field text l.txt)" 'hi you\n' 'UTF-16 without a mark'
printf 'title;text\ncaf\xe9;noir\nth\xc3\xa9;vert\n' >l.csv
is "$(field title l.csv)" $'café\nthé' 'two charsets in one table'

# ---- damage: what is good is read, what is not is named ----

exits() { # STATUS NAME COMMAND ...
    local got=0
    "${@:3}" >out 2>err || got=$?
    is "$got" "$1" "$2: status"
}
{ head -n 1 lines.jsonl; echo '{"id": 1, "text": "cut o'; sed -n 2,3p lines.jsonl; } >damaged.jsonl
exits 1 'a damaged line' "$INDEXER" --dump damaged.jsonl
is "$(wc -l <out)" 3 'the others are read'
like "$(<err)" '^indexer: damaged.jsonl:2: record 2: is damaged: .*; skipped$' 'it is named'
head -c 300 pretty.json >cut.json
exits 1 'a file that is cut off' "$INDEXER" --dump cut.json
is "$(wc -l <out)" 1 'what is whole is read'
like "$(<err)" '^indexer: cut.json:[0-9]+: record 2: is damaged: the file ends in the middle of it' 'told'
printf '{"text": "a \\ud800 b", "id": 123456789012345678901234567890, "x": NaN}\n' >odd.jsonl
exits 1 'what strict JSON refuses' "$INDEXER" --dump odd.jsonl
like "$(<out)" '"text":"a � b"' 'is read'
like "$(<err)" 'odd.jsonl:1: record 1: ' 'and told'
python3 -c 'print("{\"text\": \"x\", \"a\": " + "[" * 100000 + "]" * 100000 + "}\n{\"text\": \"y\"}")' >deep.jsonl
exits 1 'deep nesting' "$INDEXER" --dump deep.jsonl
is "$(wc -l <out)" 1 'the next record is read'
head -c 90 table.csv >cut.csv
exits 1 'a table that ends within quotes' "$INDEXER" --dump cut.csv
like "$(<err)" 'cut.csv:2: record 1: is damaged: the file ends within its quotes' 'is told'
printf 'a,b\n1,2\n' >nothing.csv
exits 1 'a table without a text' "$INDEXER" --dump nothing.csv
like "$(<err)" 'nothing.csv: no column of its first row is known to be the text; say which it is with --map text=' 'has a cure'
printf -- '---\ntitle: A: B\ndate: 2023-05-26\n---\nText.\n' >bad.md
is "$(said bad.md)" '"A: B" "2023-05-26" "Text."' 'front matter that is no YAML is taken line by line'
like "$(<err)" 'bad.md:2: its front matter is damaged' 'and told'

# ---- what is no article ----

mkdir tree && cd tree || exit 1
printf 'all: x.o\n\tcc $< >$@ && { x; }\n' >Makefile
printf 'Copying\n' >COPYING
printf '#!/bin/sh\necho\n' >run
printf '1 2 3 4 5 6 7 8 9\n' >numbers
printf 'The junta left Bamako on Friday.\n' >'a note'
cd .. || exit 1
is "$(field path tree)" 'tree/a note' 'of files without an ending prose is read, and no more'

data=$top/../shared/data
if [[ -r $data/digitalgov.jsonl.gz ]]; then
    is "$(field date "$data/digitalgov.jsonl.gz" | grep -c '^20[0-9-]*$')" 2080 'digitalgov, as it lies'
    is "$(field date "$data/reuters.jsonl.gz" | grep -c '^1987-[0-9-]*$')" 21577 'reuters, as it lies'
else
    skip 'no ../shared' digitalgov
    skip 'no ../shared' reuters
fi
done_testing
