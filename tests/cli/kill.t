#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer, killed or interrupted at any moment: what was committed stays, the index is sound, and
# the next run goes on.
. "$(dirname "$0")/lib.sh"

RANDOM=20230526

ids() { # INDEX: the ids of its articles, as Xapian sees them
    xapian-delve -1 -A Q "$1" | grep '^Q' | sort
}

# The index as it was committed is sound, and still has all that it had and is to have.
is_safe() { # NAME
    local said=
    if [[ -e .dateline/XAPIANDB ]]; then
        said=$("$INDEXER" --check 2>&1) || {
            fail "$1" 'not sound' "$said"
            return
        }
        ids .dateline >"$scratch/now"
    else
        : >"$scratch/now"
    fi
    said=$(comm -12 "$scratch/committed" "$scratch/wanted" | comm -23 - "$scratch/now")
    mv "$scratch/now" "$scratch/committed"
    if [[ -z $said ]]; then pass "$1"; else fail "$1" "lost: $said"; fi
}

# ---- kill -9 ----

# Some changes, to be found by the next run.
round=0
change() {
    local all i
    articles "r$((++round))" 30 "$round"
    mapfile -t all < <(find r* -type f | sort)
    for ((i = 0; i < 10; i++)); do
        echo "Changed in round $round." >>"${all[RANDOM % ${#all[@]}]}"
    done
    for ((i = 0; i < 6; i++)); do
        rm -f "${all[RANDOM % ${#all[@]}]}"
    done
    for ((i = 0; i < 3; i++)); do
        mv "${all[RANDOM % ${#all[@]}]}" "r$round/moved-$i.txt" 2>/dev/null
    done
}

# Does a run on a copy: how long it takes, in microseconds, is then in $time, and the ids that the
# index will have in $scratch/wanted.
rehearse() { # ARGUMENT ...
    cp -Rl . "$scratch/rehearsal"
    rm -rf "$scratch/rehearsal/.dateline"
    [[ ! -d .dateline ]] || cp -R .dateline "$scratch/rehearsal"
    cd "$scratch/rehearsal" || exit 1
    time=${EPOCHREALTIME/./}
    "$INDEXER" -q "$@"
    time=$((${EPOCHREALTIME/./} - time))
    ids .dateline >"$scratch/wanted"
    cd "$scratch/here" || exit 1
    rm -r "$scratch/rehearsal"
}

# Starts a run and kills it somewhere on its way.
kill_run() { # MICROSECONDS ARGUMENT ...
    local pid moment
    moment=$(printf '%07d' $(($1 * (RANDOM % 110) / 100)))
    "$INDEXER" -q "${@:2}" &
    pid=$!
    sleep "${moment%??????}.${moment: -6}"
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    status=$?
}

: >"$scratch/committed"
killed=0
kinds=('--writer=update' '--writer=bulk' '--rebuild' '--writer=update' '--compact')
for n in {1..20}; do
    change
    kind=${kinds[n % 5]}
    rehearse "$kind" .
    kill_run "$time" "$kind" .
    ((killed += status == 137))
    is_safe "killed, $n ($kind)"
    if ((n % 7 == 6)); then
        exits 0 'the next run' "$INDEXER" .
        is_safe 'does its work'
        equals_rebuild .dateline 'as if built anew'
    fi
done
diag "killed in time: $killed of 20"
is "$(find .dateline -name 'shard-*' | wc -l)" "$(grep -c '^glass' .dateline/XAPIANDB)" \
    'nothing is left of what was killed'
for shard in .dateline/shard-*; do
    exits 0 "${shard##*/} is sound to xapian-check" xapian-check "$shard"
done
rm -r .dateline ./r*

# ---- Ctrl-C ----

# Starts a run, which names each file, and sends it a signal while it waits for someone to read
# that; then lets it go on. Its exit status is then in $status, what it wrote in $out and $err.
interrupt() { # SIGNAL ARGUMENT ...
    local pid
    plug
    env --default-signal="$1" "$INDEXER" -v "${@:2}" >"$scratch/plug" 2>"$scratch/held.err" 9>&- &
    pid=$!
    await is_asleep "$pid"
    kill "-$1" "$pid"
    unplug >"$scratch/held.out"
    wait "$pid"
    status=$?
    out=$(<"$scratch/held.out")
    err=$(<"$scratch/held.err")
}

articles many 300 9
interrupt INT --writer=update .
left 130 'Ctrl-C'
is "$err" 'indexer: stopped; run it again to go on' 'says what to do'
added=$(ids .dateline | wc -l)
ok 'some articles are kept' test "$added" -gt 0
ok 'but not all were added' test "$added" -lt 300
like "$(summary)" "^$added added" 'as many as it says'
exits 0 'the index is sound' "$INDEXER" --check
exits 0 'the next run goes on' "$INDEXER" --writer=update .
like "$(summary)" "^$((300 - added)) added.*, $added unchanged\$" 'with the rest'
equals_rebuild .dateline 'as if built anew'

articles more 300 10
rm -r many/2023
dump .dateline >"$scratch/before"
for signal in INT TERM HUP; do
    interrupt "$signal" --writer=bulk
    left 130 "a bulk build is stopped by $signal"
    unlike "$(summary)" added 'and says that nothing was added'
    ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
done
interrupt INT --rebuild
left 130 'a rebuild is stopped'
unlike "$(summary)" added 'and says that nothing was added'
ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
is "$(find .dateline -name 'shard-*' | wc -l)" "$(grep -c '^glass' .dateline/XAPIANDB)" \
    'and nothing is left of it'
interrupt INT --rebuild --writer=update
left 130 'so is one by libxapian'
unlike "$(summary)" added 'and says that nothing was added'
ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
exits 0 'the next run goes on' "$INDEXER" --writer=bulk
like "$(summary)" '^300 added' 'with the rest'
equals_rebuild .dateline 'as if built anew'

rm -r .dateline
interrupt INT .
left 130 'a first run is stopped'
not_ok 'and leaves nothing' test -e .dateline
exits 0 'the next one begins again' "$INDEXER" .

done_testing
