#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A sample of what `make faults` runs: calls that fail, and files of an index that are damaged. The
# same ones each time. What went wrong, if anything did, is told.
. "$(dirname "$0")/lib.sh"

((${SANITIZED:-0})) && skip_all 'a sanitizer and a preloaded library do not go together'

sample() { # NAME SCRIPT ARGUMENT ...
    run python3 "$top/tests/faults/$2" "${@:3}"
    if ((status == 0)); then pass "$1"; else fail "$1" "$out" "$err"; fi
}

sample 'calls that fail' faults.py --sample 200 --jobs 2
sample 'damage' damage.py --sample 100 --jobs 2

# ---- what they found once ----

article 1.txt 2023 'One.'
run "$INDEXER" -q .
echo 'glass shard-0009' >.dateline/XAPIANDB
exits 1 'a list for Xapian that is not that of the index' "$INDEXER" --check
like "$out" 'XAPIANDB: it does not list the shards' 'is found'
run "$INDEXER" -q
exits 0 'and mended by the next run' "$INDEXER" --check

done_testing
