#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# On terminals of 40, 80, 132 and 200 columns, over many queries on real text: no title or passage
# is broken inside a word by the terminal, and no passage begins inside a word.
. "$(dirname "$0")/search.sh"

command -v script >/dev/null || skip_all 'script(1) is not here'
export TERM=xterm PAGER=cat
unset NO_COLOR CLICOLOR_FORCE DATELINE_PAGER LESS

# Titles and texts of articles, a JSON object a line, as the index has them; and what is on a screen.
cat >look.py <<'PYTHON'
import json, re, sys, unicodedata
columns = int(sys.argv[1])
lines = map(json.loads, open(sys.argv[2], encoding="utf-8"))
articles = {a["id"]: a for a in lines if a["type"] == "hit"}
screen = open(sys.argv[3], encoding="utf-8", newline="").read().replace("\r\n", "\n")
def width(line):
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
               else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
def words(text):
    return re.findall(r"[^\W_]+", text)
screen = re.sub(r"(?m)^\d+ articles? match(es)?, .* shown.*\n", "", screen)
hits = re.split(r"(?m)^(?= ?\d+  (?:\d{4}[-0-9 ]{6}|undated   )  )", screen)[1:]
looked = 0
for hit in hits:
    looked += 1
    lines = hit.split("\n\n")[0].split("\n")
    at = next(i for i, l in enumerate(lines) if re.match(r" {4,6}[0-9a-f]{10}  ", l))
    article = articles[lines[at].split()[0]]
    for line in lines[:at] + lines[at + 1:]:
        if width(line) > columns:
            print("too wide:", line)
    title = " ".join([lines[0][16:].strip()] + [l.strip() for l in lines[1:at]])
    shown = "".join(words(title))
    if not "".join(words(article["title"] or "(no title)")).startswith(shown):
        print("title:", title)
    passage = " ".join(l.strip() for l in lines[at + 1:]).strip("… ")
    known = set(words(article["text"]))
    first = re.match(r"[\W_]*([^\W_]+)", passage)
    strange = [w for w in words(passage) if w not in known]
    if first and first.group(1) not in known:
        print("begins inside a word:", passage)
    elif strange and not re.search(r"[\u0e00-\u0eff\u2e80-\ua4cf]", passage):
        print("not in the text:", strange, passage)
print("looked", looked)
PYTHON

looks() { # INDEX QUERIES ...
    local query columns seen looked
    searcher -i "$1" -f json --fields id,title,text >"$scratch/articles"
    for columns in 40 80 132 200; do
        {
            printf 'stty cols %d rows 50\n' $columns
            for query in "${@:2}"; do
                printf '%q -i %q --color=never -n 10 %q 2>/dev/null\n' "$SEARCHER" "$1" "$query"
            done
        } >"$scratch/script"
        on_terminal sh "$scratch/script"
        seen=$(python3 look.py $columns "$scratch/articles" "$scratch/screen" 2>&1)
        looked=${seen##*looked }
        is "${seen%looked *}" '' "$1 at $columns columns: $looked hits of ${#@} queries"
        ok "$1 at $columns columns: there were hits" test "${looked:-0}" -gt 10
    done
}

index_corpus
mapfile -t queries < <(cat corpus/*/*.txt | grep -oE '\b[a-z]{4,}\b' | sort | uniq -c | sort -rn |
    awk 'NR % 9 == 1 { print $2 }' | head -50)
looks .dateline "${queries[@]}" '"black sea"' 'mali NEAR/5 gold' 'date:2023' '~vagner'

export LC_ALL=C.UTF-8

# Wide, combining, right-to-left and blankless text; words wider than the line; Markdown.
mkdir odd
wide='北京消息：马里总统宣布与俄罗斯签署新的安全协议，瓦格纳集团将继续留在该国。'
{
    printf ' date 2023-05-26 %s\n\nkeyword ' "$wide"
    for _ in {1..20}; do printf '%s' "$wide"; done
    printf ' keyword\n'
} >odd/wide.txt
{
    printf ' date 2023-05-26 Combining\n\n'
    for _ in {1..60}; do printf 'e\u0301te\u0301 na\u0308chste keyword Stra\u00dfe '; done
} >odd/combining.txt
{
    printf ' date 2023-05-26 \u0645\u0627\u0644\u064a \u062a\u0648\u0642\u0639 \u0627\u062a\u0641\u0627\u0642\u0627\n\n'
    for _ in {1..40}; do printf '\u0623\u0639\u0644\u0646\u062a \u0627\u0644\u062d\u0643\u0648\u0645\u0629 keyword \u0627\u0644\u064a\u0648\u0645 '; done
} >odd/arabic.txt
{
    printf ' date 2023-05-26 Long words\n\n'
    for _ in {1..9}; do printf 'embryonic stem-cell keyword unbelievably internationalisation '; done
} >odd/long.txt
{
    printf ' date 2023-05-26 Markdown\n\n'
    printf '* [keyword one](http://a/1)\n* [keyword two](http://a/2)\n* [keyword three](http://a/3)\n\n'
    printf '## A **heading** of it\n\nThe _real_ keyword stands here &amp; [there](http://a/b_c) &ldquo;so&rdquo;.\n'
} >odd/markdown.txt
"$INDEXER" -q -i odd.dateline odd
looks odd.dateline keyword stem cell keyword keyword keyword
run "$SEARCHER" -i odd.dateline --no-pager title:markdown keyword
like "$out" $'\n    A heading of it The real keyword stands here & there “so”\\.' \
    'a passage without lists of links, marks and entities'

for name in digitalgov reuters; do
    data=$top/../shared/data/$name.jsonl.gz
    if [[ ! -r $data ]]; then
        skip "no $name" "$name"
        continue
    fi
    "$INDEXER" -q -i $name.dateline "$data" 2>/dev/null
    mapfile -t queries < <(gzip -dc "$data" | head -300 | grep -oE '\b[a-z]{5,}\b' | sort | uniq -c |
        sort -rn | awk 'NR % 13 == 1 { print $2 }' | head -50)
    looks $name.dateline "${queries[@]}"
done

done_testing
