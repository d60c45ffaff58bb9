#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Shards are merged in tiers: many small runs leave few shards, each article is copied a few times,
# and what is gone goes. RUNS=100 makes so many runs.
. "$(dirname "$0")/search.sh"

runs=${RUNS:-40}

# The shards of an index, as "NAME DOCUMENTS" lines.
shards_of() { # INDEX
    sed -n 's/^shard \([^ ]*\) documents \([0-9]*\) .*/\1 \2/p' "$1/index"
}

mkdir small
most=0
merged=0
for ((n = 1; n <= runs; n++)); do
    article "small/$n.txt" 2023-01-01 "Number $n of the small ones, wagner."
    shards_of small.dateline 2>/dev/null >before
    "$INDEXER" -q -i small.dateline small
    shards_of small.dateline >after
    ((most < $(wc -l <after))) && most=$(wc -l <after)
    # Each article that is in a shard it was not in before was merged, but for the new one.
    ((merged += $(comm -13 <(sort before) <(sort after) | awk '{ n += $2 } END { print n }') - 1))
done
ok "$runs runs leave at most 8 shards" test "$most" -le 8
ok 'and each article is merged a few times' test "$merged" -le $((runs * 6))
is "$(searcher -i small.dateline -c wagner)" "$runs" 'all are found'
equals_rebuild small.dateline 'as if built at once'
rm small/[1-9].txt
for n in 11 12 13; do echo 'Junta.' >>small/$n.txt; done
"$INDEXER" -q -i small.dateline
is "$(searcher -i small.dateline -c wagner)" $((runs - 9)) 'what is gone is not found'
exits 0 '--compact' "$INDEXER" -q -i small.dateline --compact
is "$(shards_of small.dateline | wc -l) $(sed -n 's/^gone //p' small.dateline/index)" '1 -' \
    'leaves one shard, and no tombstones'
exits 0 '--compact again' "$INDEXER" -q -i small.dateline --compact
is "$(shards_of small.dateline | wc -l)" 1 'changes nothing'
equals_rebuild small.dateline 'as if built at once'
"$INDEXER" -q -i half.dateline small
rm small/2*.txt small/3*.txt
"$INDEXER" -q -i half.dateline
is "$(sed -n 's/^gone //p' half.dateline/index)" - 'a shard of which much is gone is written anew'

done_testing
