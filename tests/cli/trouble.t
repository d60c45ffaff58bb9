#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer when the world is against it: files that vanish, no permission, a full disk, too few
# descriptors. damage.t has indexes that are not as they should be.
. "$(dirname "$0")/lib.sh"

# Starts a run of indexer in the background, which waits between looking for files and reading
# them: it has to tell of a date for what is no article, and nobody listens.
hold() { # ARGUMENT ...
    plug
    printf 'nosuch.txt\t2020-01-01\n' >"$scratch/dates"
    "$INDEXER" --dates "$scratch/dates" "$@" >"$scratch/held.out" 2>"$scratch/plug" 9>&- &
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
hold .
rm 1.txt
rm 2.txt && mkdir 2.txt
rm 5.txt && mkfifo 5.txt
echo ' date 2024 Three, changed just now.' >3.txt
release
left 1 'files that vanish between looking and reading'
like "$err" '1.txt: No such file or directory' 'are told'
like "$err" '2.txt: not a regular file' 'so is one that became a folder'
like "$err" '5.txt: not a regular file' 'and one that became a pipe'
like "$(summary)" '^2 added, ' 'the others are indexed'
rm 5.txt
indexes '1 updated, 1 unchanged' 'one that changed then is looked at again'
equals_rebuild .dateline 'and all is right'
for i in 1 2 3 4; do rm -rf "$i.txt" && article "$i.txt" 2023 "Number $i, again."; done
run "$INDEXER"
for i in 1 2 3 4; do article "$i.txt" 2023 "Number $i, once more."; done
hold
rm 1.txt 2.txt
release
like "$(summary)" '^2 updated, 2 unchanged, ' 'what is known of one that vanishes stays'
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

# ---- a full disk ----

# What the index folder holds, by name.
files_of() { # INDEX
    (cd "$1" && find . | sort)
}

# A run that failed for want of something: says so, names a file, changes nothing, leaves nothing.
nothing_changed() { # INDEX REASON NAME
    left 2 "$3"
    like "$err" "^indexer: (a temporary file of the index|[^ ]*dateline/[^ ]*): $2\$" \
        "$3: names the file"
    ok "$3: nothing has changed" diff "$scratch/before" <(dump "$1")
    is "$(diff "$scratch/files" <(files_of "$1"))" '' "$3: nothing is left of it"
    exits 0 "$3: the index is sound" "$INDEXER" -i "$1" --check
}

# Runs indexer where no file may become larger than so many blocks of 1024 bytes.
run_limited() { # BLOCKS ARGUMENT ...
    run bash -c 'trap "" XFSZ; ulimit -f "$1"; exec "${@:2}"' - "$1" "$INDEXER" "${@:2}"
}

dump .dateline >"$scratch/before"
files_of .dateline >"$scratch/files"
articles more 300 5
rm -r 2023
if bash -c 'ulimit -f 64' 2>/dev/null; then
    for blocks in 1 16 64; do
        run_limited $blocks
        nothing_changed .dateline 'File too large' "an update, files of $blocks KB"
        run_limited $blocks --rebuild
        nothing_changed .dateline 'File too large' "a rebuild, files of $blocks KB"
        run_limited $blocks -i .other .
        left 2 "a first run, files of $blocks KB"
        not_ok 'leaves nothing' test -e .other
    done
    exits 2 'a file that may not grow does not kill' \
        bash -c 'trap - XFSZ; ulimit -f 16; exec "$@"' - "$INDEXER" -q

    # Articles of which much is stored and nothing indexed: what fails is the table of the texts, at
    # its end, or in the middle of a batch.
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
            like "$err" '^indexer: [^ ]*/texts: File too large$' 'names the table'
            not_ok 'and leaves nothing' test -e .other
        done
        rm -r records
    done
else
    skip 'there are no limits' 'files that may not grow'
fi

# A disk of its own that is full, but for so many KB, with the index on it.
disk=$scratch/disk
mkdir "$disk"
if mount -t tmpfs -o size=4m dateline-test "$disk" 2>/dev/null; then
    trap 'cd /; umount "$disk"; clean_up' EXIT
    "$INDEXER" -q -i "$disk/full.dateline" "$PWD"
    dump "$disk/full.dateline" >"$scratch/before"
    files_of "$disk/full.dateline" >"$scratch/files"
    articles yet 300 7
    for free in 0 40 100 250 400; do
        dd if=/dev/zero of="$disk/full" bs=1024 \
            count=$(($(df --output=avail -k "$disk" | tail -1) - free)) 2>/dev/null
        run "$INDEXER" -i "$disk/full.dateline"
        nothing_changed "$disk/full.dateline" 'No space left on device' "a disk with $free KB"
        rm "$disk/full"
    done
    exits 0 'with room again' "$INDEXER" -i "$disk/full.dateline"
    umount "$disk"
    trap clean_up EXIT
else
    skip 'no disk can be mounted here' 'a full disk'
fi

# ---- few descriptors ----

run bash -c 'ulimit -n 32; exec "$@"' - "$INDEXER"
left 0 'an update with 32 descriptors'
run bash -c 'ulimit -n 32; exec "$@"' - "$INDEXER" -j 32 -m 16M --rebuild
left 0 'a rebuild with 32 descriptors, 32 jobs and little memory'
dump .dateline >"$scratch/before"
files_of .dateline >"$scratch/files"
articles most 30 6
for limit in 5 6 8 10 12 14; do
    # shellcheck disable=SC2016 # the inner shell expands it
    run bash -c 'ulimit -n "$1"; exec "${@:2}"' - $limit "$INDEXER" most
    if ((status == 2)); then
        like "$err" '(Too many open files|cannot be run|shared librar)' "$limit descriptors: are told"
        ok "$limit descriptors: nothing has changed" diff "$scratch/before" <(dump .dateline)
        is "$(diff "$scratch/files" <(files_of .dateline))" '' "$limit descriptors: nothing is left"
    fi
done
exits 0 'the next run' "$INDEXER"
equals_rebuild .dateline 'with what it needs again, all is right'
rm -r .dateline ./*

# ---- large files that are no text ----

if truncate -s 100G disk.image 2>/dev/null && mv disk.image image; then
    article 1.txt 2023 'One.'
    run "$INDEXER" .
    left 0 'the image of a large disk'
    like "$err" 'skipped image: no reader' 'is not read'
    touch image
    exits 0 'nor when touched' "$INDEXER" -q .
    rm image
    indexes 'nothing changed, 1 unchanged' 'and can be removed'
else
    skip 'no sparse files here' 'the image of a large disk'
fi
rm -rf .dateline ./*

# ---- no permission ----

# Root may do all: it runs these as nobody.
user=()
if ((EUID == 0)); then
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    cp "$INDEXER" "$SEARCHER" "$scratch" && chmod 755 "$scratch" "$scratch/here"
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
is "$err" 'indexer: 2.txt: Permission denied' 'is skipped'
is "$(summary)" '2 added, 1 file unreadable' 'the others are indexed'
chmod 644 2.txt
exits 0 'and read later' "${user[@]}" "$INDEXER"
is "$(summary)" '1 added, 2 unchanged' 'when it may'
chmod 0 sub
exits 1 'a folder that may not be read' "${user[@]}" "$INDEXER"
is "$err" 'indexer: sub: Permission denied' 'is told'
is "$(summary)" 'nothing changed, 3 unchanged, 1 file unreadable' 'and nothing of it removed'
chmod 755 sub
chmod 0 2.txt && touch 2.txt
exits 1 'a file that may be read no more' "${user[@]}" "$INDEXER"
is "$(summary)" 'nothing changed, 3 unchanged, 1 file unreadable' 'keeps its article'
chmod 644 2.txt

chmod -R a-w .dateline
exits 2 'an index that may not be written' "${user[@]}" "$INDEXER"
like "$err" '/.dateline/lock: Permission denied' 'is told'
exits 0 'but may be looked at' "${user[@]}" "$INDEXER" --dry-run
exits 0 'and measured' "${user[@]}" "$INDEXER" --stats
exits 0 'and checked' "${user[@]}" "$INDEXER" --check
like "$out" "shard-0001: Xapian's own check is left out, since it opens for writing" 'but by Xapian'
chmod -R u+w .dateline
for part in index "$(sed -n 's/^files //p' .dateline/index)" shard-0001/columns shard-0001; do
    chmod 0 ".dateline/$part"
    exits 2 "$part may not be read: --check cannot look" "${user[@]}" "$INDEXER" --check
    like "$err" "$part.*: Permission denied" 'and tells it'
    [[ $part == shard* ]] || exits 2 'nor is it updated' "${user[@]}" "$INDEXER"
    [[ $part == files-* ]] || exits 2 'nor searched' "${user[@]}" "$scratch/searcher" Three
    exits 2 'nor compacted' "${user[@]}" "$INDEXER" --compact
    chmod 755 ".dateline/$part"
done
chmod a-w .
exits 2 'a folder where no index can be made' "${user[@]}" "$INDEXER" -i new .
like "$err" '/p/new: Permission denied' 'is told'
chmod 0 .dateline
exits 2 'an index that may not be read' "${user[@]}" "$INDEXER"
like "$err" '.dateline.*: Permission denied' 'is told'
chmod 755 . .dateline

done_testing
