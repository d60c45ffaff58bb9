#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The bulk writer held against libxapian's own, as a user sees them: the same content, the same
# answers, whatever the number of threads and the memory.
. "$(dirname "$0")/lib.sh"

mkdir archive
awk 'BEGIN {
    srand(7)
    for (i = 0; i < 600; i++) {
        name = sprintf("archive/%04d.txt", i)
        if (i % 10) printf " date %d-%02d-%02d ", 2015 + i % 9, 1 + i % 12, 1 + i % 28 > name
        else if (i % 20) printf "Title: Report %d\nSource: The Daily\nURL: https://www.example.org/%d\n\n", i, i > name
        for (n = 20 + int(rand() * 300); n; n--)
            printf "w%d%s", int(exp(rand() * 9)), n % 13 ? " " : ".\n" > name
        close(name)
    }
}'
cp -r "$corpus" archive/corpus

build() { # NAME OPTION ...: an index NAME of the archive, whose content is printed as a checksum
    mkdir "$1"
    "$INDEXER" -q -i "$1/.dateline" "${@:2}" archive || echo "failed: $*"
    "$DUMP" "$1/.dateline" | sha256sum
}

wanted=$(build update --writer=update)
is "$(build bulk --writer=bulk --verify)" "$wanted" 'both writers write the same'
is "$(build one --writer=bulk --jobs 1)" "$wanted" 'one thread writes the same'
is "$(build five --writer=bulk --jobs 5)" "$wanted" 'and so do five'
is "$(build small --writer=bulk --memory 16M)" "$wanted" 'and little memory'
is "$(build auto)" "$wanted" 'and what is chosen for a new index'

for shard in {update,bulk,one,five,small}/.dateline/shard-*; do
    like "$(xapian-check "$shard" 2>&1)" 'No errors found' "xapian-check ${shard%%/*}"
done
is "$(find bulk/.dateline/shard-* -type f ! -name '*.glass' ! -name iamglass)" '' 'no other files are left'

for query in w2 'w3 w9' '"w1 w2"' 'w12*' 'w5 NEAR/3 w7' 'title:report' 'from:example.org' '~vagner' \
    'date:2016-03 w4' 'NOT w1' 'w1 OR mali' 'id:0000' '"africa corps"' 'sanctions mali'; do
    for index in update bulk; do
        "$SEARCHER" -i "$index/.dateline" -f json -n 50 "$query" 2>"$index.notes" |
            sed 's/,"ms":.*//' >"$index.answer"
    done
    ok "the same answers: $query" cmp update.answer bulk.answer
    grep -q matches bulk.answer || fail "an answer: $query"
done

# ---- the choice ----

shards() { # NAME: how many there are
    grep -c '^glass' "$1/.dateline/XAPIANDB"
}

article archive/more.txt 2024-01-01 'A little more.'
run "$INDEXER" -i bulk/.dateline
is "$(shards bulk)" 1 'a small change makes no shard'
mkdir archive/large
for i in 1 2 3 4 5; do cat archive/0*.txt archive/0*.txt archive/0*.txt >"archive/large/$i.txt"; done
run "$INDEXER" -i bulk/.dateline
is "$(shards bulk)" 2 'a large addition makes one'
run "$INDEXER" -i bulk/.dateline --compact
is "$(shards bulk)" 1 'and --compact merges them'
run "$INDEXER" -i update/.dateline --writer=update
is "$("$DUMP" bulk/.dateline | sha256sum)" "$("$DUMP" update/.dateline | sha256sum)" \
    'with the content that libxapian makes'
run "$INDEXER" -i bulk/.dateline
like "$out" '^nothing changed' 'and nothing is left to do'

# ---- memory ----

if [[ -n ${SANITIZED:-} ]]; then
    skip 'a sanitizer takes memory of its own' 'the peak stays under --memory and 80 MB'
else
    mkdir many
    awk 'BEGIN {
        srand(3)
        for (i = 0; i < 40; i++) {
            name = sprintf("many/%02d.txt", i)
            for (n = 0; n < 200000; n++) printf "w%d%s", int(exp(rand() * 12)), n % 13 ? " " : ".\n" > name
            close(name)
        }
    }'
    peak=$(python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' \
        "$INDEXER" -i many/.dateline --memory 64M --jobs 2 many)
    ok "the peak stays under --memory and 80 MB: $peak MB" test "$peak" -lt 144 # the libraries of the readers take 5 MB
fi
done_testing
