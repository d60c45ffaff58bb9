#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer, killed or interrupted at any moment: the last published revision stands and is sound, the
# next run goes on, and nothing is left over. KILLS=60 tries that many moments of each kind of run.
. "$(dirname "$0")/lib.sh"

RANDOM=20230526
kills=${KILLS:-4}

# What an index holds; nothing if it was never published.
state() { # INDEX
    [[ ! -e $1/index ]] || dump "$1"
}

# What is in the index folder that its manifest does not name.
leftovers() {
    comm -23 <(find .dateline -mindepth 1 -maxdepth 1 -printf '%f\n' | sort) \
        <(sort -u <(printf '%s\n' XAPIANDB index lock) \
            <(sed -nE 's/^(files|gone|shard) ([^ ]+).*/\2/p' .dateline/index))
}

# ---- kill -9 ----

# Some changes, to be found by the next run.
round=0
change() {
    local all i
    articles "r$((++round))" 30 "$round"
    printf '{"id":"%s","text":"Record of round %s."}\n' $RANDOM "$round" >>records.jsonl
    mapfile -t all < <(find r* -type f -name '*.txt' | sort)
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

# Does a run on a copy: how long it takes, in microseconds, is then in $time, and what the index
# will hold in $scratch/wanted.
rehearse() { # ARGUMENT ...
    cp -Rl . "$scratch/rehearsal"
    rm -rf "$scratch/rehearsal/.dateline"
    [[ ! -d .dateline ]] || cp -R .dateline "$scratch/rehearsal"
    cd "$scratch/rehearsal" || exit 1
    time=${EPOCHREALTIME/./}
    "$INDEXER" -q "$@"
    time=$((${EPOCHREALTIME/./} - time))
    state .dateline >"$scratch/wanted"
    cd "$scratch/here" || exit 1
    rm -r "$scratch/rehearsal"
}

# Starts a run and sends it a signal somewhere on its way.
hit_run() { # SIGNAL MICROSECONDS ARGUMENT ...
    local pid moment
    moment=$(printf '%07d' $(($2 * (RANDOM % 110) / 100)))
    env --default-signal=INT "$INDEXER" -q "${@:3}" 2>/dev/null &
    pid=$!
    sleep "${moment%??????}.${moment: -6}"
    kill "-$1" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    status=$?
}

# The index holds what it held, or what it was to hold, and is sound.
is_safe() { # NAME
    local said=
    state .dateline >"$scratch/now"
    if [[ -e .dateline/index ]]; then
        said=$("$INDEXER" --check 2>&1) || {
            fail "$1" 'not sound' "$said"
            return
        }
    fi
    if cmp -s "$scratch/now" "$scratch/before" || cmp -s "$scratch/now" "$scratch/wanted"; then
        pass "$1"
    else
        fail "$1" "$(diff "$scratch/wanted" "$scratch/now" | cut -c 1-150 | head -20)"
    fi
}

go_on() {
    exits 0 'the next run' "$INDEXER" .
    is "$(leftovers)" '' 'leaves nothing of what was killed'
    equals_rebuild .dateline 'all is as if built anew'
}

hit=0
for kind in build update --compact --rebuild; do
    for ((n = 1; n <= kills; n++)); do
        change
        arguments=(.)
        [[ $kind != -* ]] || arguments+=("$kind")
        [[ $kind != build ]] || rm -rf .dateline
        state .dateline >"$scratch/before"
        rehearse "${arguments[@]}"
        hit_run KILL "$time" "${arguments[@]}"
        ((hit += status == 137))
        is_safe "killed, $kind $n"
        ((n % 8 != 4)) || go_on
    done
    go_on
done
diag "killed in time: $hit of $((4 * kills))"
for shard in .dateline/shard-*; do
    exits 0 "${shard##*/} is sound to xapian-check" xapian-check "$shard"
done

# ---- stopped at any moment ----

stopped=0
for signal in INT TERM HUP; do
    for kind in update --compact --rebuild; do
        for ((n = 0; n < (kills + 3) / 4; n++)); do
            change
            arguments=(.)
            [[ $kind != -* ]] || arguments+=("$kind")
            state .dateline >"$scratch/before"
            rehearse "${arguments[@]}"
            hit_run $signal $((time / 2)) "${arguments[@]}"
            ((status == 130)) && ((++stopped))
            like "$status" '^(0|130|129|143)$' "$signal, $kind: the status" # before it could listen
            is_safe "$signal, $kind"
            ((status > 130 || status == 129)) || is "$(leftovers)" '' "$signal, $kind: nothing is left"
        done
    done
done
diag "stopped in time: $stopped"
go_on
rm -r .dateline ./r*

# ---- Ctrl-C while it reads ----

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
interrupt INT .
left 130 'a first run is stopped'
is "$err" 'indexer: stopped; the index is as it was last published; run it again to go on' \
    'says what to do'
not_ok 'and leaves nothing' test -e .dateline
exits 0 'the next one begins again' "$INDEXER" .
like "$(summary)" '^300 added' 'with all'

articles more 300 10
rm -r many/2023
dump .dateline >"$scratch/before"
for signal in INT TERM HUP; do
    interrupt "$signal" .
    left 130 "an update is stopped by $signal"
    unlike "$(summary)" '^[0-9]' 'and says that nothing was added'
    ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
    is "$(leftovers)" '' 'and nothing is left of it'
done
interrupt INT --rebuild
left 130 'a rebuild is stopped'
ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
is "$(leftovers)" '' 'and nothing is left of it'
exits 0 'the next run goes on' "$INDEXER"
like "$(summary)" '^300 added' 'with the rest'
equals_rebuild .dateline 'as if built anew'

done_testing
