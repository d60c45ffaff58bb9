# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What all tests of the command line share: TAP output, a folder that goes away, the programs.
#
# A test begins with `. "$(dirname "$0")/lib.sh"` and ends with `done_testing`. It starts in an
# empty folder, $scratch/here; all of $scratch is removed at the end, and background jobs are
# killed. Programs come from $BUILD (default: build), a relative one being meant from the top of
# the project.

set -u
export LC_ALL=C TZ=UTC
export ASAN_OPTIONS=new_delete_type_mismatch=0 # libxapian has one, in Database::check()
unset DATELINE_INDEX CDPATH

top=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
BUILD=${BUILD:-build}
[[ $BUILD == /* ]] || BUILD=$top/$BUILD
INDEXER=$BUILD/indexer
# shellcheck disable=SC2034 # for tests that need them
{
    SEARCHER=$BUILD/searcher
    DUMP=$BUILD/tests/dump
    corpus=$top/corpus
    seeds=$top/../shared/seeds # a few more articles, which may be there or not
}

tests=0
failures=0
status=0 # of the last `run`, and what it wrote
out=
err=

# ---- TAP ----

skip_all() { # REASON
    echo "1..0 # SKIP $1"
    exit 0
}

done_testing() {
    echo "1..$tests"
    exit $((failures > 0))
}

diag() { # TEXT ...
    printf '%s\n' "$@" | cut -c -300 | head -n 60 | sed 's/^/# /' >&2
}

pass() { # NAME
    echo "ok $((++tests)) - $1"
}

fail() { # NAME [TEXT ...]
    ((++failures))
    echo "not ok $((++tests)) - $1"
    diag "$1" "${@:2}"
}

skip() { # REASON NAME
    echo "ok $((++tests)) - $2 # SKIP $1"
}

ok() { # NAME COMMAND ...
    if "${@:2}"; then pass "$1"; else fail "$1" "failed: ${*:2}"; fi
}

not_ok() { # NAME COMMAND ...
    if "${@:2}"; then fail "$1" "should have failed: ${*:2}"; else pass "$1"; fi
}

is() { # GOT WANTED NAME
    if [[ $1 == "$2" ]]; then pass "$3"; else fail "$3" "got:    $1" "wanted: $2"; fi
}

like() { # GOT REGEX NAME
    if [[ $1 =~ $2 ]]; then pass "$3"; else fail "$3" "got:      $1" "not like: $2"; fi
}

unlike() { # GOT REGEX NAME
    if [[ $1 =~ $2 ]]; then fail "$3" "got:  $1" "like: $2"; else pass "$3"; fi
}

# ---- running ----

# Runs a command; its exit status is then in $status, what it wrote in $out and $err.
run() { # COMMAND ...
    "$@" >"$scratch/out" 2>"$scratch/err"
    status=$?
    out=$(<"$scratch/out")
    err=$(<"$scratch/err")
}

# Tests the exit status of the last run.
left() { # STATUS NAME
    if ((status == $1)); then
        pass "$2"
    else
        fail "$2" "exit status $status, not $1" "stdout: $out" "stderr: $err"
    fi
}

exits() { # STATUS NAME COMMAND ...
    run "${@:3}"
    left "$1" "$2"
}

# The summary of the last run of indexer, without the time that it took.
summary() {
    local line=${out##*$'\n'}
    echo "${line%;*}"
}

# Runs indexer and tests that it says nothing but this summary.
indexes() { # SUMMARY NAME ARGUMENT ...
    run "$INDEXER" "${@:3}"
    if ((status == 0)) && [[ $(summary) == "$1" && -z $err ]]; then
        pass "$2"
    else
        fail "$2" "indexer ${*:3}" "exit status $status" "stdout: $out" "stderr: $err" "wanted: $1"
    fi
}

# Waits until a command succeeds, for half a minute.
await() { # COMMAND ...
    local i
    for ((i = 0; i < 600; i++)); do
        "$@" && return
        sleep 0.05
    done
    diag "waited in vain: $*"
    return 1
}

# ---- articles and indexes ----

# Makes articles of a few hundred words that are the same for the same seed: dated by header or by
# name, or not at all, some in subfolders.
articles() { # FOLDER COUNT SEED
    mkdir -p "$1/2023/05" "$1/sub"
    awk -v folder="$1" -v count="$2" -v seed="$3" '
        function random(n) {
            seed = (seed * 69069 + 1) % 4294967296
            return int(seed / 65536) % n
        }
        function word(  w, n) {
            w = ""
            for (n = 1 + random(3) + random(2); n > 0; n--)
                w = w substr("bcdfglmnprstvz", 1 + random(14), 1) substr("aeiou", 1 + random(5), 1)
            return w
        }
        function date() {
            return sprintf("%d-%02d-%02d", 2020 + random(6), 1 + random(12), 1 + random(28))
        }
        function start(kind) {
            return kind == 1 ? date() "-" : kind == 2 ? "2023/05/" : kind == 3 ? "sub/" : ""
        }
        BEGIN {
            for (i = 0; i < 500; i++)
                words[i] = word()
            for (i = 0; i < count; i++) {
                kind = random(4)
                name = sprintf("%s-%03d.txt", words[random(500)], i)
                path = folder "/" start(kind) name
                if (kind == 0)
                    printf " date %s ", date() > path
                for (n = 50 + random(150); n > 0; n--)
                    printf "%s%s", words[int(random(500) * random(500) / 500)],
                           n % 17 ? " " : ".\n" > path
                print words[random(500)] seed > path
                close(path)
            }
        }'
}

# Writes an article with a header.
article() { # PATH DATE TEXT
    printf ' date %s %s\n' "$2" "$3" >"$1"
}

# What an index holds, but for how it came to hold it.
dump() { # INDEX
    "$DUMP" "$1" || echo "dump of $1 failed"
}

# Builds an index of the same roots anew, elsewhere, and tests that it is equal.
equals_rebuild() { # INDEX NAME [OPTION ...]
    local fresh=${1%/*}/.fresh
    [[ $1 == */* ]] || fresh=.fresh
    cp -R "$1" "$fresh"
    "$INDEXER" -q -i "$fresh" --rebuild "${@:3}" 2>/dev/null
    if diff <(dump "$1") <(dump "$fresh") >"$scratch/difference"; then
        pass "$2"
    else
        fail "$2" "< as it is, > built anew" "$(cut -c1-150 "$scratch/difference" | head -30)"
    fi
    rm -rf "$fresh"
}

# ---- a process that waits ----

# A pipe that is full: who writes to $scratch/plug waits until the plug is drawn.
plug() {
    mkfifo "$scratch/plug"
    exec 9<>"$scratch/plug"
    dd if=/dev/zero of="$scratch/plug" bs=4096 oflag=nonblock 2>/dev/null
}

# Lets the writers to the plug go on; what they wrote goes to stdout, which ends when they do.
unplug() {
    exec 8<"$scratch/plug" 9<&-
    tr -d '\0' <&8
    exec 8<&-
    rm "$scratch/plug"
}

# True if all threads of a process sleep, and go on sleeping.
is_asleep() { # PID
    local i
    for i in 1 2 3; do
        [[ $(ps -L -o state= -p "$1" | sort -u) == S ]] || return
        sleep 0.03
    done
}

# ---- the folder ----

clean_up() {
    local pids
    mapfile -t pids < <(jobs -p)
    ((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null
    cd / && chmod -R u+rwX "$scratch" && rm -rf "$scratch"
}

if [[ ! -x $INDEXER ]]; then
    echo "1..0"
    diag "$INDEXER is not there; build it with 'make build-tests'"
    exit 1
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dateline-test.XXXXXX") || exit 1
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
mkdir "$scratch/here" && cd "$scratch/here" || exit 1
