#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer: where the index is, which files are meant, odd names, roots.
. "$(dirname "$0")/lib.sh"

ids() { # INDEX: the ids of its articles with their paths
    dump "$1" | sed -n 's/^article .* path=\(.*\)\\x0aid=\([0-9a-f]*\)\\x0a.*/\2 \1/p' | sort
}

paths() { # INDEX: the paths of its articles
    ids "$1" | cut -d ' ' -f 2 | sort
}

# ---- where the index is ----

mkdir -p a/sub b && article a/1.txt 2023 'One.' && article a/sub/2.txt 2023 'Two.'
article b/3.txt 2023 'Three.'
indexes '2 added' '-i' -i i a
is "$(paths i)" $'a/1.txt\na/sub/2.txt' 'paths below the folder that holds it are relative to that'
indexes '2 added' '-i in a folder elsewhere' -i b/i a
is "$(paths b/i)" "$PWD/a/1.txt"$'\n'"$PWD/a/sub/2.txt" 'other paths are absolute'
export DATELINE_INDEX=$PWD/e
indexes '1 added' 'DATELINE_INDEX' b/3.txt
ok 'is where the index is made' test -f e/XAPIANDB
indexes 'nothing changed, 2 unchanged' '-i goes before it' -i i
DATELINE_INDEX=
indexes '1 added' 'empty, it counts as not set' b/3.txt
is "$(paths .dateline)" 'b/3.txt' 'and .dateline is used'
unset DATELINE_INDEX
cd a/sub || exit 1
indexes 'nothing changed, 1 unchanged' 'the nearest one upwards'
cd "$scratch/here" || exit 1
rm -r .dateline i e b/i

cd a || exit 1
indexes '2 added' 'an index in the archive' -i ./index .
indexes 'nothing changed, 2 unchanged' 'is no part of it' -i index
indexes '2 added' 'nor of another index' .
is "$(paths .dateline)" $'1.txt\nsub/2.txt' 'which has the articles alone'
rm -r .dateline index
cd ..

mkdir mine && touch mine/notes mine/shard-0001.tar
exits 2 'a folder with other files in it' "$INDEXER" -i mine a
like "$err" 'mine is no index, and there are other files in it; name a new folder' 'is no index'
exits 2 'to --dry-run, too' "$INDEXER" -i mine --dry-run a
is "$(ls mine)" $'notes\nshard-0001.tar' 'and is left as it was'
rm mine/notes mine/shard-0001.tar && mkdir mine/shard-0001 && touch mine/shard-0001/data
exits 2 'whatever their names' "$INDEXER" -i mine a
ok 'as it was' test -f mine/shard-0001/data
rm -r mine && touch mine
exits 2 '-i FILE' "$INDEXER" -i mine a
like "$err" 'mine: it is a link, or no folder' 'says so'
rm mine && mkdir mine
indexes '2 added' 'an empty folder may become an index' -i mine a
rm -r mine

# ---- where one stands ----

mkdir -p w/x/y && article w/1.txt 2023 'One.' && article w/x/2.txt 2023 'Two.'
article w/x/y/3.txt 2023-02-30 'Three.'
cd w/x || exit 1
exits 1 'from the archive' "$INDEXER" -v -i ../.dateline ..
is "$(head -n -1 <<<"$out" | sort)" $'added ../1.txt\nadded 2.txt\nadded y/3.txt' 'paths are relative'
like "$err" '^indexer: y/3.txt:1: ' 'in faults, too'
cd y && run "$INDEXER"
like "$err" '^indexer: 3.txt:1: ' 'from below'
cd ../../.. && run "$INDEXER" -i w/.dateline
like "$err" '^indexer: w/x/y/3.txt:1: ' 'from above'
cd b && run "$INDEXER" -i ../w/.dateline
like "$err" '^indexer: ../w/x/y/3.txt:1: ' 'from beside'
cd / && run "$INDEXER" -i "$scratch/here/w/.dateline"
like "$err" "^indexer: ${scratch#/}/here/w/x/y/3.txt:1: " 'from the root'
cd "$scratch/here/w/x/y" && echo 'Dated.' >3.txt
indexes '1 updated' 'a path from where one stands' 3.txt
indexes 'nothing changed, 1 unchanged' 'with dots in it' ../../x/./y/3.txt
indexes 'nothing changed, 1 unchanged' 'and an absolute one' "$PWD/3.txt"
ln -s .. ../loop
indexes 'nothing changed, 2 unchanged' 'and one through a symbolic link' ../loop/x
cd "$scratch/here" || exit 1
rm -r w

# ---- an archive that is moved ----

mkdir -p archive/sub && articles archive 20 3 && article archive/x.txt 2023-02-30 'A fault.'
run "$INDEXER" -q -i archive/.dateline archive
before=$(ids archive/.dateline)
dump archive/.dateline >"$scratch/before"
mkdir -p new/place && mv archive new/place/renamed
cd new/place/renamed || exit 1
exits 1 'moved together with its index' "$INDEXER"
is "$(summary)" 'nothing changed, 21 unchanged, 1 file with faults' 'nothing changed'
is "$(ids .dateline)" "$before" 'ids are the same'
ok 'all is the same' diff "$scratch/before" <(dump .dateline)
cd ../../.. && cp -a new/place/renamed copy && cd copy || exit 1
rm -r ../new
exits 1 'copied together with its index' "$INDEXER"
is "$(summary)" 'nothing changed, 21 unchanged, 1 file with faults' 'nothing changed'
is "$(ids .dateline)" "$before" 'ids are the same'
cd .. && rm -r copy

# ---- odd names ----

mkdir odd && cd odd || exit 1
long=$(printf 'n%.0s' {1..250})
deep=$(printf 'folder-%.0s' {1..30})
utf8=$(printf 'N\303\251\303\240\342\202\254.txt')
names=('a b.txt' ' lead.txt' 'trail ' $'new\nline.txt' $'tab\t.txt' $'esc\e[31m.txt' '-dash.txt'
    '--help' 'back\slash.txt' "quote'\".txt" '*.txt' 'file:x' 'no-ending' 'two.dots.txt'
    "$utf8" $'bad\xff\xfe.txt' $'\xc3.txt' "$long.txt" "${long}1.txt" '2023-05-06 with date')
mkdir -p "$deep/$deep/$deep/$deep"
for name in "${names[@]}" "$deep/$deep/$deep/$deep/1.txt" "$deep/$deep/$deep/$deep/2.txt"; do
    echo "The text of a file with an odd name." >"./$name"
done
indexes '22 added (21 of them undated)' 'odd names' .
indexes 'nothing changed, 22 unchanged' 'are known again' .
is "$(paths .dateline | wc -l)" 22 'each is an article'
escaped=$(printf '%s\n' 'a\x20b.txt' 'new\x5cnline.txt' 'esc\x1b[31m.txt' 'back\x5c\x5cslash.txt' \
    "$utf8" $'bad\xff\xfe.txt' "$long.txt" "$deep/$deep/$deep/$deep/2.txt" | sort)
is "$(paths .dateline | grep -cxF "$escaped")" 8 'under its name, byte by byte'
run "$INDEXER" --rebuild -v
like "$out" $'added esc\xef\xbf\xbd\\[31m.txt\n' 'control bytes are not shown'
like "$out" $'added new line.txt\n' 'nor newlines'
rm -- '--help' "$long.txt" "$deep/$deep/$deep/$deep/1.txt" $'new\nline.txt'
mv -- "${long}1.txt" "${long}2.txt"
indexes '1 moved, 4 removed, 17 unchanged' 'odd names are removed and moved'
indexes 'nothing changed, 1 unchanged' 'and named' -- -dash.txt
equals_rebuild .dateline 'as if built anew'
cd ..

# ---- what a terminal would obey ----

# Control bytes, C1 as UTF-8 and raw, and an override of direction.
bad=$'e\x1b[31m\xc2\x9b\x9b\xe2\x80\xae'
mkdir -p hostile && cd hostile || exit 1
obeys() { # FILE: whether it has any of these
    grep -qaP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|(?<![\xc2-\xf4\x80-\xbf])\x9b' "$1"
}
silent() { # NAME COMMAND ...: it tells something, and nothing of the kind
    "${@:2}" >"$scratch/said" 2>&1
    if [[ -s $scratch/said ]] && ! obeys "$scratch/said"; then
        pass "$1"
    else
        fail "$1" "$(cat -v "$scratch/said")"
    fi
}
mkdir "$bad.d" "$bad.i" && article "$bad.txt" 2023-02-30 'Text.' && echo "$bad" >"$bad.d/z.txt"
printf '\0' >"$bad.pdf"
printf '\0' >"$bad.i/none.pdf"
mkfifo "$bad.fifo"
printf '{"text": "x", "date": "%s"}\n' "$bad" >j.jsonl
silent 'names of files' "$INDEXER" .
silent 'with -v' "$INDEXER" -v --rebuild
silent 'with --dry-run -v' "$INDEXER" --dry-run -v --rebuild
silent 'texts and paths of --dump' "$INDEXER" --dump .
silent 'a path that is not there' "$INDEXER" "$bad"
silent 'its folder neither' "$INDEXER" "$bad/$bad"
silent 'an index whose folder is not there' "$INDEXER" -i "$bad/i" .
silent 'an index that is a file' "$INDEXER" -i "$bad.txt" .
silent 'an index that is none' "$INDEXER" -i "$bad.i" .
silent 'DATELINE_INDEX' env DATELINE_INDEX="$bad/i" "$INDEXER"
silent 'an option that is none' "$INDEXER" "--$bad" .
for option in -l -f -j -m -i --map --tables --wait --date-from --progress --files-from --dates; do
    silent "the argument of $option" "$INDEXER" "$option" "$bad" nosuch
done
printf '%s\n' "$bad" 1.txt >../said-list
silent 'a line of --files-from' "$INDEXER" --files-from ../said-list
printf '%s.txt\t2023\n%s.txt\t2024\n' "$bad" "$bad" >../said-list
silent 'two lines of --dates' "$INDEXER" --dates ../said-list
printf '%s.no\t2023\n' "$bad" >../said-list
silent 'a line of --dates' "$INDEXER" --dates ../said-list
cd ..

mkdir -p "$deep/$deep" && cd "$deep/$deep" || exit 1
article 1.txt 2023 'Deep down.'
indexes '1 added' 'a long root' -i "$scratch/here/i" .
indexes 'nothing changed, 1 unchanged' 'is known again' -i "$scratch/here/i"
article 2.txt 2023 'Deep down, too.'
exits 0 '--rebuild' "$INDEXER" -i "$scratch/here/i" --rebuild
is "$(summary)" '2 added' 'of a long root'
cd "$scratch/here" || exit 1
rm -r "$deep" i

# ---- what is passed over ----

mkdir -p pass/.hidden pass/real && cd pass || exit 1
article .hidden/1.txt 2023 'In a hidden folder.'
article .2.txt 2023 'A hidden file.'
article real/3.txt 2023 'Real.'
ln -s real linked
ln -s real/3.txt linked.txt
ln -s nowhere dangling.txt
ln real/3.txt hard.txt
indexes '2 added' 'hidden names and symbolic links' .
is "$(paths .dateline)" $'hard.txt\nreal/3.txt' 'are passed over'
indexes '1 added' 'a hidden folder by its name' .hidden
indexes 'nothing changed, 3 unchanged' 'stays' .
indexes 'nothing changed, 3 unchanged' 'as a root of its own'
indexes '1 added' 'a hidden file by its name' .2.txt
indexes 'nothing changed, 4 unchanged' 'stays, too'
indexes 'nothing changed, 1 unchanged' 'a link by its name is what it points to' linked
exits 2 'a link to nothing' "$INDEXER" dangling.txt
like "$err" 'dangling.txt: no such file' 'is a mistake'
equals_rebuild .dateline 'as if built anew'
cd ..

# ---- roots ----

mkdir -p r/a/b r/c && cd r || exit 1
article a/1.txt 2023 'One.'
article a/b/2.txt 2023 'Two.'
article c/3.txt 2023 'Three.'
mkfifo a/b/pipe
roots() {
    dump .dateline | sed -n 's/^root //p' | paste -s -d ' '
}
run "$INDEXER" a/b
is "$(summary)" '1 added, 1 file skipped' 'a folder'
run "$INDEXER" a
is "$(summary)" '1 added, 1 unchanged, 1 file skipped' 'and the one above'
run "$INDEXER" a/b a a/b/2.txt
is "$(summary)" 'nothing changed, 2 unchanged, 1 file skipped' 'each file counts once'
is "$(grep -c pipe <<<"$err")" 1 'and is told once'
run "$INDEXER"
is "$(summary)" 'nothing changed, 2 unchanged, 1 file skipped' 'without PATH, too'
is "$(grep -c pipe <<<"$err")" 1 'told once'
is "$(roots)" 'a a/b' 'both are roots'
run "$INDEXER" a/1.txt c a
is "$(roots)" 'a a/b c' 'what is below a root is none'
rm a/b/pipe

mv c elsewhere
exits 1 'a root that is not there' "$INDEXER"
is "$(summary)" 'nothing changed, 2 unchanged, 1 file unreadable' 'may come back'
is "$err" "indexer: c: not there; its articles are kept (to drop them: indexer 'c')" \
    'its articles stay, it says, and how to drop them'
is "$(paths .dateline | wc -l)" 3 'and they do'
exits 2 '--rebuild without it' "$INDEXER" --rebuild
like "$err" "c: not there; its articles would be lost; to drop them: indexer 'c'" 'is refused'
is "$(paths .dateline | wc -l)" 3 'and nothing lost'
mv elsewhere c
indexes 'nothing changed, 3 unchanged' 'it came back'
rm -r c
indexes '1 removed' 'by its name it is dropped' c
indexes 'nothing changed, 2 unchanged' 'and is a root no more'
exits 2 'nor known at all' "$INDEXER" c
exits 2 'what is not known is a mistake' "$INDEXER" a nosuch
exits 2 'for --rebuild, too' "$INDEXER" --rebuild nosuch
rm -r a/b
exits 1 'a root within a root' "$INDEXER"
is "$(summary)" 'nothing changed, 2 unchanged, 1 file unreadable' 'is kept as others are'
is "$(paths .dateline)" $'a/1.txt\na/b/2.txt' 'with its articles'
indexes '1 removed, 1 unchanged' 'until one asks for what is above it' a
indexes 'nothing changed, 1 unchanged' 'then it is gone'
is "$(roots)" 'a' 'for good'
rm a/1.txt
indexes '1 removed' 'a file is dropped by its name' a/1.txt
cd ..

mkdir -p list && cd list || exit 1
for i in {1..3000}; do echo "Text $i" >"$i"; done
ls >../names
exits 0 'three thousand files by name' "$INDEXER" -q --files-from ../names
indexes 'nothing changed, 3000 unchanged' 'are as many roots'
cd ..

done_testing
