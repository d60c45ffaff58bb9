#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# README.md: its console blocks are what a terminal of 80 columns shows, and what it names is there.
. "$(dirname "$0")/lib.sh"
# shellcheck source=examples.sh
. "$top/tests/cli/examples.sh"

readme=$top/README.md

if command -v script >/dev/null; then
    runner=run_on_terminal
else
    runner=run_plain
fi

# Each console block to a file.
awk -v base="$scratch/console-" '
    /^```console$/ { on = 1; number++; next }
    /^```$/ { on = 0 }
    on { print > sprintf("%s%02d", base, number) }' "$readme"

if [[ $runner == run_plain ]]; then
    skip 'no script(1)' 'console blocks'
else
    mkdir "$scratch/unmade" && cp -R "$corpus" "$scratch/unmade/corpus" || exit 1
    for block in "$scratch"/console-*; do
        start=$made
        [[ $block == *-01 ]] && start=$scratch/unmade # the first makes the index
        run_example $runner README.md "$block" "$start"
    done
fi

# ---- what it names ----

# shellcheck disable=SC2016
named() { # REGEX
    grep -oE "\`$1\`" "$readme" | tr -d '\`' | sort -u
}

targets=$(make -s -C "$top" help | awk '{ print $2 }')
while read -r target; do
    like $'\n'"$targets"$'\n' $'\n'"$target"$'\n' "make $target"
done < <(grep -oE '(^|`)make [a-z]+' "$readme" | sed 's/.*make //' | sort -u)

while read -r path; do
    ok "$path is there" test -e "$top/$path"
done < <(named '(lib|indexer|searcher|corpus|man|tests|\.ci)/[a-z_.]*')

while read -r page; do
    ok "man/$page is there" test -e "$top/man/$page"
done < <(named '[a-z-]+\([157]\)' | tr '(' '.' | tr -d ')')

while read -r option; do
    like "$("$SEARCHER" --help; "$INDEXER" --help)" "(^|[ ,])${option}[ ,]" "there is $option"
done < <(grep -oE '^\$ searcher .*| `--[a-z-]+' "$readme" | sed 's/ 2>.*//; s/ | .*//' |
    grep -oE -- '--[a-z-]+' | sort -u)

made_of=$(find "$corpus" -name '*.txt' | wc -l)
like "$(<"$readme")" "\`corpus/\`   \| $made_of articles" 'the number of articles in corpus/'

done_testing
