#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer: one writer at a time, what a dead one leaves, and readers beside it.
. "$(dirname "$0")/lib.sh"

# Starts indexer in the background, so that it waits while it holds the lock: it has to tell a
# fault of a file, and nobody listens. Its pid is then in $pid.
hold() { # ARGUMENT ...
    plug
    "$INDEXER" "$@" >"$scratch/held.out" 2>"$scratch/plug" 9>&- &
    pid=$!
    await is_held
    await is_asleep "$pid"
}

is_held() {
    [[ -e .dateline/lock && $(<.dateline/lock) == "$pid "* ]]
}

# Lets it go on to its end; its exit status is then in $status, what it wrote in $out and $err.
release() {
    unplug >"$scratch/held.err"
    wait "$pid"
    status=$?
    out=$(<"$scratch/held.out")
    err=$(<"$scratch/held.err")
}

article 1.txt 2023 'One.'
echo '{"text": "cut' >cut.jsonl

# ---- a writer at work ----

hold .
like "$(<.dateline/lock)" "^$pid [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} on .+\$" \
    'the lock tells pid, time and machine'
exits 75 'a second first run' "$INDEXER" .
like "$err" "^indexer: the index is being written by process $pid, started [0-9]{4}-" 'names the writer'
like "$err" 'wait for it with --wait SECONDS' 'and the cure'
is "$out" '' 'and says no more'
release
left 1 'the first one is not disturbed'
is "$(summary)" '1 added, 1 file with faults' 'and does its work'
is "$(grep -cv '^indexer: cut.jsonl:1: record 1: is damaged: ' <<<"$err")" 0 'quietly'

article 2.txt 2023 'Two.'
hold
exits 75 'an update' "$INDEXER" -q
exits 75 'a rebuild' "$INDEXER" --rebuild
exits 75 '--wait that is too short' "$INDEXER" --wait 1
exits 75 'from elsewhere' bash -c "cd / && '$INDEXER' -i '$PWD/.dateline'"
exits 1 '--dry-run needs no lock' "$INDEXER" --dry-run
is "$(summary)" 'would be: 1 added, 1 unchanged, 1 file with faults' 'and sees what is there'
exits 0 '--check neither' "$INDEXER" --check
exits 0 '--stats neither' "$INDEXER" --stats
like "$out" 'articles +1'$'\n' 'they see what is committed'
exits 0 'nor other readers' xapian-delve .dateline
like "$out" 'number of documents = 1'$'\n' 'they see it, too'
if [[ -x $SEARCHER ]]; then
    exits 0 'nor searcher' "$SEARCHER" one
else
    skip 'it is not built' 'nor searcher'
fi
"$INDEXER" --wait 60 >"$scratch/waiter" 2>&1 &
waiter=$!
await is_asleep "$waiter"
release
is "$(summary)" '1 added, 1 unchanged, 1 file with faults' 'the writer ends'
wait "$waiter"
is $? 1 'one that waits then begins'
like "$(<"$scratch/waiter")" 'nothing changed, 2 unchanged, 1 file with faults' 'and sees its work'

hold
env --default-signal=INT "$INDEXER" --wait 60 >"$scratch/waiter" 2>&1 &
waiter=$!
await is_asleep "$waiter"
kill -INT "$waiter"
wait "$waiter"
is $? 130 'Ctrl-C ends the waiting'
release

# ---- a writer that died ----

contents() {
    find .dateline -mindepth 1 -maxdepth 1 -printf '%f\n' | sort
}

article 3.txt 2023 'Three.'
hold
{ kill -KILL "$pid" && release; } 2>/dev/null
left 137 'a writer is killed'
ok 'its lock file is there' test -e .dateline/lock
exits 1 'but does not lock' "$INDEXER"
is "$(summary)" '1 added, 2 unchanged, 1 file with faults' 'another does the work'

mkdir .dateline/shard-0099 .dateline/shard-12345 .dateline/shard-new
touch .dateline/shard-0099/{iamglass,postlist.glass,run-0} .dateline/shard-12345/iamglass
touch .dateline/XAPIANDB.new .dateline/notes .dateline/files-99 .dateline/shard-0001.bak
mkdir .dateline/shard-0098 && touch .dateline/shard-0098/{letters,texts}
listing=$(find .dateline | sort)
run "$INDEXER" --dry-run
run "$INDEXER" --check
is "$(find .dateline | sort)" "$listing" 'who only looks removes nothing'
run "$INDEXER"
held=$(sed -n 's/^shard \(shard-[0-9]*\) .*/\1/p' .dateline/index)
held=$(printf '%s\n' XAPIANDB index lock notes shard-0001.bak shard-0098 shard-new "$held" | sort)
is "$(contents | grep -v '^files-')" "$held" \
    'the next writer removes what a dead one left, and nothing else'
is "$(contents | grep -c '^files-')" 1 'nor an old table of files'
ok 'whatever the name of a folder' test -f .dateline/shard-0098/letters
exits 0 'the index is sound' "$INDEXER" --check
rm -r .dateline

mkdir -p .dateline/shard-0001 && touch .dateline/{lock,XAPIANDB.new,shard-0001/postlist.glass}
exits 2 'what a dead first run left is no index' "$INDEXER"
run "$INDEXER" .
is "$(summary)" '3 added, 1 file with faults' 'and not in the way of another'
is "$(contents | paste -s -d ' ')" 'XAPIANDB files-1 index lock shard-0002' 'which removes it'

# ---- many at once ----

# First runs that come to nothing remove the folder, while others wait to write to it.
rm cut.jsonl
for round in {1..20}; do
    rm -rf .dateline
    jobs=()
    for i in 1 2 3; do
        "$INDEXER" -q nosuch 2>/dev/null &
        "$INDEXER" -q --wait 60 . 2>"$scratch/said-$i" &
        jobs+=($!)
    done
    statuses=()
    for job in "${jobs[@]}"; do
        wait "$job"
        statuses+=($?)
    done
    wait
    is "${statuses[*]} $(cat "$scratch"/said-?)" '0 0 0 ' "many at once, round $round"
done
indexes 'nothing changed, 3 unchanged' 'all is there'
ln -s nowhere dangling
exits 2 'an index that is a link to nothing' "$INDEXER" -i dangling .
like "$err" 'dangling: it is a link, or no folder' 'is told'
rm dangling
echo '{"text": "cut' >cut.jsonl

# ---- signals that are ignored ----

hold
(
    trap '' HUP
    exec "$INDEXER" --wait 60 >"$scratch/waiter" 2>&1
) &
waiter=$!
await is_asleep "$waiter"
kill -HUP "$waiter"
release
wait "$waiter"
is $? 1 'a hangup does not end it under nohup'
like "$(<"$scratch/waiter")" 'nothing changed, 3 unchanged' 'it does its work'

done_testing
