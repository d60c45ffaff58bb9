#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer when the world is against it: files that vanish, no permission, a full disk, an index
# that is not as it should be.
. "$(dirname "$0")/lib.sh"

# Starts a run of indexer in the background, which waits between looking for files and reading
# them: it has to tell of one that it skips, and nobody listens.
hold() { # ARGUMENT ...
    plug
    "$INDEXER" "$@" >"$scratch/held.out" 2>"$scratch/plug" 9>&- &
    pid=$!
    await is_asleep "$pid"
}

# Lets it go on to its end; its exit status is then in $status, what it wrote in $out and $err.
release() {
    unplug >"$scratch/held.err"
    wait "$pid"
    status=$?
    out=$(<"$scratch/held.out")
    err=$(<"$scratch/held.err")
}

# ---- files that change while indexer looks ----

for i in 1 2 3 4 5; do article "$i.txt" 2023 "Number $i."; done
echo 'PDF' >paper.pdf
hold .
rm 1.txt
rm 2.txt && mkdir 2.txt
rm 5.txt && mkfifo 5.txt
echo ' date 2024 Three, changed just now.' >3.txt
release
left 1 'files that vanish between looking and reading'
like "$err" 'skipped 1.txt: No such file or directory' 'are told'
like "$err" 'skipped 2.txt: not a regular file' 'so is one that became a folder'
like "$err" 'skipped 5.txt: not a regular file' 'and one that became a pipe'
is "$(summary)" '2 added, 4 files skipped' 'the others are indexed'
rm 5.txt
rm paper.pdf
indexes '1 updated, 1 unchanged' 'one that changed then is looked at again'
equals_rebuild .dateline 'and all is right'
for i in 1 2 3 4; do rm -rf "$i.txt" && article "$i.txt" 2023 "Number $i, again."; done
run "$INDEXER"
echo 'PDF' >paper.pdf
for i in 1 2 3 4; do article "$i.txt" 2023 "Number $i, once more."; done
hold
rm 1.txt 2.txt
release
is "$(summary)" '2 updated, 2 unchanged, 3 files skipped' 'what is known of one that vanishes stays'
rm paper.pdf
indexes '2 removed, 2 unchanged' 'until the next run'
equals_rebuild .dateline 'and all is right'
rm -r .dateline ./*

# ---- a reader that goes away ----

articles . 300 4
# shellcheck disable=SC2016 # the inner shell expands it
run bash -c '"$1" -v . | head -n 1' - "$INDEXER"
exits 0 'after a run into a closed pipe' "$INDEXER" .
exits 0 'the index is sound' "$INDEXER" --check
exits 2 'a run that cannot tell what it did' bash -c "'$INDEXER' --rebuild -v >/dev/full"
indexes 'nothing changed, 300 unchanged' 'has done it'
equals_rebuild .dateline 'and all is right'

# ---- a list of shards that is lost ----

cp -R .dateline .kept
shard=$(sed -n 's/^glass //p' .dateline/XAPIANDB)
: >.dateline/XAPIANDB
for arguments in '' . --rebuild; do
    # shellcheck disable=SC2086
    exits 2 "an empty list: indexer $arguments" "$INDEXER" $arguments
    like "$err" "XAPIANDB lists no shard; write a line 'glass NAME'" 'says what to do'
done
echo "glass $shard" >.dateline/XAPIANDB
exits 0 'which helps' "$INDEXER" --check
rm .dateline/XAPIANDB
exits 2 'no list: indexer' "$INDEXER" -i .dateline
exits 2 'no list: indexer --rebuild' "$INDEXER" -i .dateline --rebuild
ok 'the shards are there still' diff -r ".kept/$shard" ".dateline/$shard"
exits 0 'what is named is indexed anew' "$INDEXER" -i .dateline .
like "$(summary)" '^300 added' 'all of it'
is "$(find .dateline -name 'shard-*' | wc -l)" 1 'and takes the place of the old'
equals_rebuild .dateline 'all is right'
rm -r .kept

# ---- a full disk ----

# Runs indexer where no file may become larger than so many blocks of 1024 bytes: as on a full
# disk, writing fails.
run_limited() { # BLOCKS ARGUMENT ...
    run bash -c 'trap "" XFSZ; ulimit -f "$1"; exec "${@:2}"' - "$1" "$INDEXER" "${@:2}"
}

if bash -c 'ulimit -f 64' 2>/dev/null; then
    dump .dateline >"$scratch/before"
    articles more 300 5
    rm -r 2023
    for writer in bulk update; do
        run_limited 16 --writer=$writer
        left 2 "--writer=$writer on a full disk"
        like "$err" '^indexer: .*File too large' 'says so'
        unlike "$err" 'written again' 'and does not try it again'
        ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
        exits 0 'the index is sound' "$INDEXER" --check
        run_limited 16 --rebuild --writer=$writer
        left 2 "--rebuild --writer=$writer on a full disk"
        ok 'nothing has changed' diff "$scratch/before" <(dump .dateline)
        is "$(find .dateline -name 'shard-*' | wc -l)" 1 'and nothing is left of it'
        run_limited 16 -i .other --writer=$writer .
        left 2 "a first run with --writer=$writer on a full disk"
        run "$INDEXER" -i .other .
        left 0 'does not stand in the way of the next'
        rm -r .other
    done

    # Articles of which much is stored and nothing indexed: what fails is the table of the records,
    # at its end, or in the middle of a batch.
    for count in 300 900; do
        mkdir records
        python3 -c 'import random, sys
for i in range(int(sys.argv[1])):
    with open(f"records/{i:03}.txt", "w") as f:
        f.write(" date 2020-01-01 mali\n")
        f.write("\n".join(random.randbytes(250).hex() for _ in range(12)))' "$count"
        for jobs in 1 2; do
            run_limited 300 -i .other --jobs "$jobs" records
            left 2 "$count records on a full disk, $jobs jobs"
            like "$err" '^indexer: [^ ]* .*docdata.glass: File too large$' 'names the table'
            ok 'and leaves nothing' test ! -e .other
        done
        rm -r records
    done
    exits 2 'a file that may not grow does not kill' \
        bash -c 'trap - XFSZ; ulimit -f 16; exec "$@"' - "$INDEXER" -q
    exits 0 'the next run' "$INDEXER"
    equals_rebuild .dateline 'with room again, all is right'
else
    skip 'there are no limits' 'a full disk'
fi
rm -r .dateline ./*

# ---- large files that are no text ----

if truncate -s 100G disk.image 2>/dev/null && mv disk.image image; then
    article 1.txt 2023 'One.'
    exits 1 'the image of a large disk' "$INDEXER" .
    is "$err" 'indexer: skipped image: binary' 'is not read'
    touch image
    exits 1 'nor when touched' "$INDEXER" .
    rm image
    indexes 'nothing changed, 1 unchanged' 'and can be removed'
else
    skip 'no sparse files here' 'the image of a large disk'
fi
rm -rf .dateline ./*

# ---- an index that is not as it should be ----

article 1.txt 2023 'One.'
run "$INDEXER" .
cp -R .dateline .good
sed -i 's/tokens [0-9]/tokens X/' .dateline/shard-0001/postlist.glass
exits 2 'an index of another version' "$INDEXER"
like "$err" "was made by another version of dateline \(dateline.words is 'tokens X, .*build it anew with 'indexer --rebuild'" \
    'says what to do'
exits 2 '--dry-run says it, too' "$INDEXER" --dry-run
indexes '1 added' 'which helps' --rebuild
rm -r .dateline && cp -R .good .dateline
printf '# comment\nremote localhost:7\n' >.dateline/XAPIANDB
exits 2 'an index of remote shards' "$INDEXER"
like "$err" 'has remote shards: write them where they are' 'is not written to'
exits 2 'nor checked' "$INDEXER" --check
ok 'shards beside it stay' test -f .dateline/shard-0001/iamglass
echo 'inmemory' >.dateline/XAPIANDB
exits 2 'a list of shards that is none' "$INDEXER"
like "$err" "XAPIANDB:1: not a shard: 'inmemory'" 'is told with its line'
ok 'shards beside it stay' test -f .dateline/shard-0001/iamglass
rm -r .dateline .good

# ---- no permission ----

# Root may do all: it runs these as nobody.
user=()
if ((EUID == 0)); then
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    cp "$INDEXER" "$scratch/indexer" && chmod 755 "$scratch" "$scratch/here"
    if ! "${user[@]}" "$scratch/indexer" --version >/dev/null 2>&1; then
        skip 'cannot become another user' 'no permission'
        done_testing
    fi
    INDEXER=$scratch/indexer
fi
mkdir p && cd p || exit 1
article 1.txt 2023 'One.'
article 2.txt 2023 'Two.'
mkdir sub && article sub/3.txt 2023 'Three.'
if ((EUID == 0)); then chown -R 65534:65534 .; fi
chmod 0 2.txt
exits 1 'a file that may not be read' "${user[@]}" "$INDEXER" .
is "$err" 'indexer: skipped 2.txt: Permission denied' 'is skipped'
is "$(summary)" '2 added, 1 file skipped' 'the others are indexed'
chmod 644 2.txt
exits 0 'and read later' "${user[@]}" "$INDEXER"
is "$(summary)" '1 added, 2 unchanged' 'when it may'
chmod 0 sub
exits 1 'a folder that may not be read' "${user[@]}" "$INDEXER"
is "$err" 'indexer: skipped sub: Permission denied' 'is told'
is "$(summary)" 'nothing changed, 2 unchanged, 1 file skipped' 'and nothing of it removed'
chmod 755 sub
chmod 0 2.txt && touch 2.txt
exits 1 'a file that may be read no more' "${user[@]}" "$INDEXER"
is "$(summary)" 'nothing changed, 3 unchanged, 1 file skipped' 'keeps its article'
chmod 644 2.txt

chmod -R a-w .dateline
exits 2 'an index that may not be written' "${user[@]}" "$INDEXER"
like "$err" '/.dateline/lock: Permission denied' 'is told'
exits 0 'but may be looked at' "${user[@]}" "$INDEXER" --dry-run
exits 0 'and measured' "${user[@]}" "$INDEXER" --stats
exits 2 'but not checked' "${user[@]}" "$INDEXER" --check
like "$err" "iamglass: Permission denied; Xapian's check wants to open it for writing" 'is told'
chmod -R u+w .dateline
chmod a-w .
exits 2 'a folder where no index can be made' "${user[@]}" "$INDEXER" -i new .
like "$err" '/p/new: Permission denied' 'is told'
chmod 0 .dateline
exits 2 'an index that may not be read' "${user[@]}" "$INDEXER"
like "$err" '.dateline.*: Permission denied' 'is told'
chmod 755 . .dateline

done_testing
