#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make lint` runs: each check that needs no test to run. All are run, then it fails if one
# has failed. Products go to $BUILD/lint-gcc and $BUILD/lint-clang.
set -u

cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
MAKE=${MAKE:-make}
failed=''

check() { # NAME COMMAND ...
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

# On Debian `make lint` has installed all tools; elsewhere one may be missing.
check_with() { # TOOL NAME COMMAND ...
    tool=$1
    shift
    if command -v "$tool" >/dev/null; then
        check "$@"
    else
        printf '== %s: left out, since there is no %s\n' "$1" "$tool"
    fi
}

# ---- warnings are errors ----

warnings() { # CC CXX
    folder=$BUILD/lint-$1
    objects=$(printf '%s\n' lib/*/*.c lib/*/*.cc indexer/*.c indexer/*/*.c searcher/*.c searcher/*/*.c tests/unit/*.c \
        tests/tools/*.c tests/fuzz/*.c | sed -n "s|\(.*\)\.cc*\$|$folder/obj/\1.o|p")
    # shellcheck disable=SC2086 # a list of names without blanks
    $MAKE --no-print-directory -s -k BUILD="$folder" CC="$1" CXX="$2" CFLAGS='-O2 -Werror' $objects
}

# ---- faults that a compiler does not see ----

# What is left out, and why:
#   style               the layout of the house is not that of cppcheck
#   returnDanglingLifetime   query_term() returns what a function it calls made, not a pointer
#                            into its argument
#   uninitvar, legacyUninitvar   tests fill arrays through functions, which are not followed
static_analysis() {
    cppcheck --quiet -j2 --std=c11 --enable=warning,performance,portability --error-exitcode=1 \
        --template='{file}:{line}: {id}: {message}' -I. -D_POSIX_C_SOURCE=200809L \
        --suppress=returnDanglingLifetime:searcher/query/query_term.c \
        --suppress='uninitvar:tests/unit/*' --suppress='legacyUninitvar:tests/unit/*' \
        lib indexer searcher tests/unit tests/tools tests/fuzz
}

# ---- scripts, manuals, layout ----

# SC2317 is left out: it does not see that functions are called by name, as tests do.
scripts() {
    shellcheck -x -P SCRIPTDIR -e SC2317 .ci/run tests/*.sh tests/*/*.sh tests/cli/*.t
}

# Whether the manuals of other packages are there is a matter of the machine.
manuals() {
    said=$(cd man && mandoc -Tlint -W style ./*.[1-8] 2>&1 |
        grep -v -e 'outdated mandoc.db' -e 'referenced manual not found')
    [ -z "$said" ] || { printf '%s\n' "$said"; return 1; }
}

layout() {
    differ=$(find lib indexer searcher tests \( -name '*.[ch]' -o -name '*.cc' \) -exec sh -c '
        for file; do
            clang-format --dry-run -Werror "$file" >/dev/null 2>&1 || echo "  $file"
        done' sh {} +)
    [ -z "$differ" ] || { printf 'run clang-format -i on\n%s\n' "$differ"; return 1; }
}

# A folder includes only what stands above it.
order() {
    grep -rHoE '^#include "(lib|indexer|searcher)/[^"]+"' lib indexer searcher |
        sed 's/:#include "/ /; s/"$//' | awk -f tests/order.awk
}

check 'order of folders' order
check 'gcc without a warning' warnings gcc g++
check_with clang 'clang without a warning' warnings clang clang++
check_with cppcheck cppcheck static_analysis
check_with shellcheck shellcheck scripts
check_with mandoc mandoc manuals
check_with clang-format clang-format layout

if [ -n "$failed" ]; then
    printf 'failed: %s\n' "${failed#, }"
    exit 1
fi
echo 'all is well'
