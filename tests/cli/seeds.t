#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The first four articles of the archive that this is built for, with what is known of them.
. "$(dirname "$0")/search.sh"

[[ -d $seeds ]] || skip_all '../shared/seeds is not here'
cp -R "$seeds" press
chmod -R u+w press

exits 0 'indexer .' "$INDEXER" .
is "$(summary)" '4 added (2 of them undated)' 'indexer .: what it says'

finds '000_47a15c43ae6d9cfb 001_21797b88f733677e 002_e8a8541411bf5387' wagner
finds '000_47a15c43ae6d9cfb 001_21797b88f733677e' --since 2023 wagner
run "$SEARCHER" --since 2023 wagner
like "$err" '^2 articles match, 1-2 shown; 2023-01-01\.\.; ' 'wagner since 2023: the note'
like "$err" $'\n1 undated article matches too: add --undated$' 'the undated article is told'
finds '000_47a15c43ae6d9cfb 001_21797b88f733677e 002_e8a8541411bf5387' --since 2023 --undated wagner
finds 001_21797b88f733677e --on 2026-02 sanctions
finds 001_21797b88f733677e '"africa corps"'
finds '002_e8a8541411bf5387 003_eb97c21b335f9545' 'date:none junta'
finds '' nosuchword
exits 1 'nosuchword' "$SEARCHER" nosuchword
exits 2 'a parenthesis that is never closed' "$SEARCHER" '(oil'
is "$(sed -n 2,3p <<<"$err")" $'  (oil\n  ^' 'the caret is under it'
exits 2 'a day that does not exist' "$SEARCHER" --since 2023-02-30 x
like "$err" 'February 2023 has 28 days' 'a day that does not exist: why'

run "$SEARCHER" --by month mercenaries
is "$(grep -v $'\t0$' <<<"$out")" $'2023-05\t1\n2026-02\t1\nundated\t2' 'mercenaries by month'
is "$(searcher -c mercenaries)" 4 'and all of them'

finds 003_eb97c21b335f9545 vagner
finds "$(find press -name '*.txt' | as_names)" '~vagner'
run "$SEARCHER" -f json --on 2023-05-26 wagner
like "$out" '"date":"2023-05-26","date_source":"header",' 'the day of an article'

done_testing
