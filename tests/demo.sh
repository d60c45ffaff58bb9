#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make demo` shows: indexes corpus/ and asks it some questions. Each command is printed
# before it runs, and can be repeated by hand. Products go to $BUILD/demo.
set -eu

cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
DATELINE_INDEX=$BUILD/demo
DATELINE_PAGER=
export DATELINE_INDEX DATELINE_PAGER
unset CLICOLOR_FORCE

if [ -t 1 ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
    bold='' plain=''
fi

say() { # TEXT ...
    printf '\n%s\n' "$@"
}

# A command as it would be typed: with quotes where the shell wants them.
show() { # COMMAND ...
    line="$bold\$"
    for word; do
        case $word in
        *[!A-Za-z0-9_./,:=+-]*) line="$line '$word'" ;;
        *) line="$line $word" ;;
        esac
    done
    printf '%s%s\n' "$line" "$plain"
}

run() { # COMMAND ...
    show "$@"
    "$@"
}

# A histogram: searcher draws bars on a terminal, and prints KEY<TAB>COUNT elsewhere.
histogram() { # COMMAND ...
    show "$@"
    if [ -t 1 ]; then
        "$@"
        return
    fi
    rows=$("$@" 2>"$BUILD/demo.notes")
    echo "$rows" | awk -F '\t' '
        NF < 2 { print; next }
        { key[++rows] = $1; count[rows] = $2; if ($2 > most) most = $2 }
        END {
            for (i = 1; i <= rows; i++) {
                printf "%-10s %3d  ", key[i], count[i]
                for (n = count[i] * 40 / most; n > 0; n--)
                    printf "\342\226\210"
                print ""
            }
        }'
    cat "$BUILD/demo.notes"
}

rm -rf "$DATELINE_INDEX"
trap 'rm -f "$BUILD/demo.notes"' EXIT

say "dateline searches archives of dated articles. corpus/ holds some on Mali, the Sahel,
Wagner and sanctions. First, an index of them:"
show export "DATELINE_INDEX=$DATELINE_INDEX"
run "$BUILD/indexer" corpus

say 'What is in it:'
histogram "$BUILD/searcher"

say 'Articles with both words, the best first:'
run "$BUILD/searcher" -n 3 sanctions mali

say 'A phrase, in a range of dates:'
run "$BUILD/searcher" -n 2 --since 2021-06 --until 2022 '"military government"'

say 'A name, however it is spelt:'
run "$BUILD/searcher" -n 3 --no-snippets --sort oldest '~vagner'

say 'When it was written about:'
histogram "$BUILD/searcher" --by year '~vagner'

say 'For scripts, one JSON object a line:'
run "$BUILD/searcher" --format json --no-snippets -n 1 gold mine

here=$(cd "$BUILD" && pwd)
say "Next, try an archive of your own:
    cd ARCHIVE && $here/indexer . && $here/searcher WORDS --on last-year
'make install' puts the programs and their manuals into place; until then:
    man man/searcher.1 man/searcher-query.7"
