#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Real pages: how much of the articles is read, how little of what is around them, and how many
# dates are right. The bounds are a bit below what is reached.
. "$(dirname "$0")/lib.sh"

shared=$top/../shared
[[ -f $shared/data/html/pages.tar.xz ]] || skip_all '../shared/data is not here'
command -v python3 >/dev/null || skip_all 'python3 is not here'
tar -xJf "$shared/data/html/pages.tar.xz" || exit 1

# Prints "yes" if both measures that a pattern finds are what is wanted at least, else what they are.
judge() { # TRUTH FOLDER PATTERN BOUND BOUND
    "$INDEXER" --dump "$2" >"$2.jsonl" 2>/dev/null
    python3 "$shared/bench/html_eval.py" "$shared/data/html/$1" "$2.jsonl" >"$2.txt"
    sed "s/$3/\1 \2/" "$2.txt" |
        awk -v a="$4" -v b="$5" '{ print(($1 >= a && $2 >= b) ? "yes" : $0) }'
}

is "$(judge text.json text '.*precision \([0-9.]*\).* F1 \([0-9.]*\).*' 0.90 0.93)" yes \
    'texts: precision 0.90, F1 0.93'
is "$(judge dates.json dates '.*; right \([0-9.]*\) .* dated, right \([0-9.]*\).*' 0.82 0.94)" yes \
    'dates: 0.82 of the pages, 0.94 of those dated'

done_testing
