# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What tests of searcher share. A test begins with `. "$(dirname "$0")/search.sh"` instead of
# lib.sh, which is read here.
. "${BASH_SOURCE[0]%/*}/lib.sh"

# Indexes a copy of the sample articles, ./corpus, into ./.dateline.
index_corpus() {
    cp -R "$corpus" corpus && "$INDEXER" -q corpus || exit 1
}

# What searcher finds, without its notes.
searcher() { # ARGUMENT ...
    "$SEARCHER" "$@" 2>/dev/null
}

# A column of the table of all hits: 1 rank, 2 score, 3 id, 4 date, 5 title, 6 path, 7 url.
column() { # COLUMNS ARGUMENT ...
    searcher -n 100000 -f tsv "${@:2}" | sed 1d | cut -f "$1"
}

# Names of files without folders and suffix, sorted, on one line; paths come on stdin.
as_names() {
    sed 's|.*/||; s|\.txt$||' | sort | paste -sd ' ' -
}

# Tests that searcher finds just these articles, counts them right, and leaves with 0 or 1.
finds() { # "NAME ..." ARGUMENT ...
    local name names paths extra=
    local -A missing=()
    read -ra names <<<"$1"
    for name in "${names[@]}"; do
        missing[$name]=1
    done
    run "$SEARCHER" -n 100000 -f paths "${@:2}"
    mapfile -t paths <"$scratch/out"
    for name in "${paths[@]##*/}"; do
        name=${name%.txt}
        [[ -n ${missing[$name]-} ]] || extra+=" $name"
        unset "missing[$name]"
    done
    run "$SEARCHER" -c "${@:2}"
    if [[ -z ${!missing[*]}$extra && $out == "${#names[@]}" ]] && ((status == (out == 0))); then
        pass "searcher ${*:2}"
    else
        fail "searcher ${*:2}" "wanted: $1" "missing: ${!missing[*]}" "more: $extra" \
            "count: $out, exit $status" "$err"
    fi
}

# Runs a command on a terminal of no known size; all that it writes there is then in $out, without
# the \r before each \n. Its standard error is the terminal, too, unless it is sent elsewhere.
on_terminal() { # COMMAND ...
    local command
    printf -v command '%q ' "$@"
    SHELL=$BASH script -qec "$command" /dev/null </dev/null >"$scratch/screen" 2>&1
    status=$?
    out=$(tr -d '\r' <"$scratch/screen")
}

# Control sequences made readable: \e[1m and such.
readable() { # TEXT
    printf '%s' "$1" | cat -v
}
