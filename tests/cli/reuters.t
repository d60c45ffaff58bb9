#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Twenty thousand articles: what is found in them against an independent count, updates against a
# rebuild, and readers while the index is updated.
. "$(dirname "$0")/search.sh"

source=$top/../shared/data/reuters.jsonl.gz
[[ -f $source ]] || skip_all '../shared/data is not here'
command -v python3 >/dev/null || skip_all 'python3 is not here'
reuters() {
    python3 "$top/tests/tools/reuters.py" "$@"
}
reuters unpack "$source" reut || exit 1

# ---- counts ----

exits 0 'indexer' "$INDEXER" reut
is "$(summary)" '21578 added' 'all articles are added, all are dated'
mkdir expected
reuters expect reut expected || exit 1
searcher --queries expected/queries -c >counts
is "$(wc -l <counts)" "$(wc -l <expected/counts)" 'each query is answered'
is "$(diff expected/counts counts | head -20)" '' 'each finds as many articles as it should'
searcher --queries expected/few -n 1000 -f trec | cut -d ' ' -f 1,3 | sort >names
is "$(diff expected/names names | head -20)" '' 'those that find few find what they should'
is "$(($(wc -l <expected/names) > 1000))" 1 'that is more than a few'

# Counts by month of some words, from what they find.
for query in =cocoa '=the NOT =pct' 'date:1987-03..1987-05' '"interest rates"'; do
    is "$(searcher --by day "$query" | grep -v $'\t0$')" \
        "$(column 4 "$query" | sort | uniq -c |
            awk '{ print $2 "\t" $1 }')" "$query by day is what it finds"
done
whole=$(column 2-4 '=cocoa OR =grain')
is "$(for ((i = 0; i < 2000; i += 333)); do
    column 2-4 -n 333 --offset $i '=cocoa OR =grain'
done)" "$whole" 'pages join to the whole'
is "$(column 2-4 -s newest '=cocoa OR =grain')" \
    "$(sort -t $'\t' -k 3,3r -k 1,1rg -k 2,2 <<<"$whole")" 'newest first: by date, score, id'
is "$(column 2-4 -s oldest '=cocoa OR =grain')" \
    "$(sort -t $'\t' -k 3,3 -k 1,1rg -k 2,2 <<<"$whole")" 'oldest first: by date, score, id'
is "$(sort -t $'\t' -k 1,1rg -k 3,3r -k 2,2 <<<"$whole")" "$whole" 'by score, date, id'

# ---- updates ----

mkdir part part/moved
mv reut/0[0-2] part
export DATELINE_INDEX=$PWD/part.dateline
"$INDEXER" -q part
mapfile -t files < <(find part -name '*.txt' | sort | awk 'NR % 10 == 3')
rm "${files[@]:0:100}"
for file in "${files[@]:100:100}"; do
    printf '\nAn editor was here.\n' >>"$file"
done
mv "${files[@]:200:100}" part/moved
run "$INDEXER"
is "$(summary)" '100 updated, 100 moved, 100 removed, 2700 unchanged' 'a hundred of each'
is "$(searcher -c '"editor was here"')" 100 'what was edited is found'
if [[ -x $DUMP ]]; then
    equals_rebuild part.dateline 'the index is what a rebuild makes'
else
    skip 'tests/tools/dump is not built' 'the index is what a rebuild makes'
fi

# ---- readers while it is updated ----

# Ten updates. An article in a hundred has the word "steady" and is edited in all of them; thirty
# with the word "wave" come with each. A reader must always see all of the one, and of the other as
# many as after some update, never fewer than before.
mapfile -t steady < <(find part -name '*.txt' | sort | awk 'NR % 100 == 7')
for file in "${steady[@]}"; do
    printf '\nsteadyword 0\n' >>"$file"
done
"$INDEXER" -q

wave() { # NUMBER
    local i
    mkdir "part/wave$1"
    for ((i = 0; i < 30; i++)); do
        printf ' date 1987-%02d-%02d waveword %d\n' $((i % 12 + 1)) $((i % 28 + 1)) $i \
            >"part/wave$1/$i.txt"
    done
    for file in "${steady[@]}"; do
        sed -i "s/^steadyword .*/steadyword $1/" "$file"
    done
}

# Looks until the end is told; prints what is wrong, and at last how many times it has looked.
read_on() { # NAME
    local times=0 last=0 found sum notes=$scratch/$1.err
    while [[ ! -e stop ]]; do
        found=$("$SEARCHER" -c =steadyword 2>"$notes") || echo "steady: exit $?: $(<"$notes")"
        [[ $found == "${#steady[@]}" ]] || echo "steady: $found"
        found=$("$SEARCHER" -f json --by month =waveword 2>"$notes")
        (($? < 2)) || echo "wave: $(<"$notes")"
        sum=$(grep -o '"count":[0-9]*' <<<"$found" | awk -F : '{ sum += $2 } END { print sum + 0 }')
        [[ $found == *"\"matches\":$sum,"* ]] || echo "wave: months sum to $sum: $found"
        ((sum % 30 == 0 && sum >= last)) || echo "wave: $sum after $last"
        last=$sum
        found=$("$SEARCHER" -n 5 -f tsv 'mln OR steadyword' 2>"$notes") ||
            echo "hits: exit $?: $(<"$notes")"
        [[ $(wc -l <<<"$found") == 6 ]] || echo "hits: not 5: $found"
        ((++times))
        sleep 0.1
    done
    echo "looked $times"
}
readers=()
for i in 1 2 3 4; do
    read_on $i >"$scratch/reader.$i" &
    readers+=($!)
done
faults=0
for ((update = 1; update <= 10; update++)); do
    wave $update
    option=
    ((update % 4)) || option=--rebuild
    "$INDEXER" -q $option || ((++faults))
done
touch stop
wait "${readers[@]}"
is $faults 0 'ten updates while four processes read'
for i in 1 2 3 4; do
    is "$(grep -v '^looked' "$scratch/reader.$i" | head -10)" '' "reader $i sees nothing wrong"
    ok "reader $i has looked more than ten times" \
        test "$(sed -n 's/^looked //p' "$scratch/reader.$i")" -gt 10
done
is "$(searcher -c =waveword)" 300 'all waves have come'

done_testing
