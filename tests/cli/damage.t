#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Indexes that are not as they should be: damaged, lost in part, old, or somebody's trap. Nobody
# crashes or answers something else, --check finds it, and nothing is written down as lost.
# DAMAGE=50 flips so many bytes of each file.
. "$(dirname "$0")/search.sh"

RANDOM=19870226
flips=${DAMAGE:-3}

# ---- an index of two shards, of which some articles are gone or moved ----

mkdir archive && cp -R "$corpus" archive/corpus
for ((i = 0; i < 40; i++)); do
    printf '{"id":"%s","title":"Record %s","date":"2021-03-%02d","text":"Record %s of Mali."}\n' \
        $i $i $((1 + i % 28)) $i
done >archive/records.jsonl
articles archive/many 60 5
"$INDEXER" -q archive
articles archive/more 40 6
rm archive/many/sub/*
mv "$(find archive/corpus/undated -name '*.txt' | sort | head -1)" archive/corpus/moved.txt
sed -i 3,5d archive/records.jsonl
"$INDEXER" -q archive
shards=$(grep -c '^shard ' .dateline/index)
is "$shards" 2 'there are two shards'
like "$(grep '^gone ' .dateline/index)" 'gone-2' 'of which some is gone'
cp -R .dateline good
dump good >dumped

answers() { # INDEX: what it answers; the statuses of all searches in $statuses
    local query
    statuses=
    for query in 'mali' '"mali and"' 'sanct*' '~vagner' 'wagner NEAR/5 mali' 'date:2021' 'from:example.org'; do
        timeout 20 "$SEARCHER" -i "$1" -n 1000 -f json "$query" 2>>"$scratch/said"
        statuses+=" $?"
    done
    timeout 20 "$SEARCHER" -i "$1" --by month 2>>"$scratch/said"
    statuses+=" $?"
    timeout 20 "$SEARCHER" -i "$1" --show "$shown" 2>>"$scratch/said"
    statuses+=" $?"
}
timeless() {
    sed 's/"[a-z_]*ms":[0-9.]*//g'
}

shown=$(column 3 -i good wagner | head -1)
answers good >"$scratch/answers"
mkdir bad
timeless <"$scratch/answers" >answered

# Judges the index `bad`, of which FILE is damaged so: adds what is wrong to $wrong.
judge() { # FILE WHAT
    local found ended
    : >"$scratch/said"
    answers bad >"$scratch/answers"
    timeless <"$scratch/answers" >"$scratch/found"
    if grep -q "[^ 0-2]" <<<"${statuses// /}"; then
        wrong+="$2: searcher ended with$statuses"$'\n'
    elif [[ $statuses != *2* ]] && ! cmp -s answered "$scratch/found"; then
        wrong+="$2: another answer with$statuses"$'\n'
    elif [[ $statuses == *2* ]] && ! grep -q "searcher: .*bad.*; .*" "$scratch/said"; then
        wrong+="$2: searcher says $(head -1 "$scratch/said")"$'\n'
    fi
    found=$("$INDEXER" -i bad --check 2>&1)
    ended=$?
    [[ $ended == 1 ]] || wrong+="$2: --check ended with $ended: $found"$'\n'
    timeout 20 "$INDEXER" -q -i bad --compact 2>"$scratch/said"
    ended=$?
    if ((ended == 0)); then
        dump bad | cmp -s dumped - || wrong+="$2: --compact changed it"$'\n'
    elif ((ended == 2)); then
        cp -p "good/$1" "bad/$1"
        dump bad | cmp -s dumped - || wrong+="$2: --compact lost something"$'\n'
    else
        wrong+="$2: --compact ended with $ended"$'\n'
    fi
}

anew() {
    rm -rf bad
    cp -R good bad
}

replace_byte() { # FILE PLACE
    local byte
    byte=$(od -An -tu1 -j "$2" -N1 "$1")
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\x$(printf %x $((byte ^ (1 << (RANDOM % 8)))))" |
        dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

other() { # FILE: the same of another shard, or a table of another kind
    case $1 in
    shard-0001/*) echo "good/shard-0002/${1#*/}" ;;
    shard-0002/*) echo "good/shard-0001/${1#*/}" ;;
    files-*) echo good/gone-* ;;
    gone-*) echo good/files-* ;;
    index) echo good/XAPIANDB ;;
    esac
}

mapfile -t files < <(cd good && find . -type f ! -name lock ! -name XAPIANDB -printf '%P\n' | sort)
for file in "${files[@]}"; do
    wrong=
    size=$(stat -c %s "good/$file")
    for length in 0 $((size / 2)) $((size - 1)); do
        anew && truncate -s $length "bad/$file" && judge "$file" "cut to $length of $size"
    done
    anew && echo >>"bad/$file" && judge "$file" 'one byte longer'
    for ((i = 0; i < flips; i++)); do
        place=$(((RANDOM * 32768 + RANDOM) % size))
        anew && replace_byte "bad/$file" $place && judge "$file" "byte $place of $size"
    done
    anew && rm "bad/$file" && judge "$file" 'missing'
    anew && cp "$(other "$file")" "bad/$file" && judge "$file" "that of another"
    is "$wrong" '' "damage of $file"
done
anew

# ---- the manifest ----

is_told() { # STATUS REGEX NAME COMMAND ...
    run "${@:4}"
    left "$1" "$3"
    like "$err" "$2" "$3: says what to do"
}

anew && sed -i 's/^language english/language french/' bad/index
is_told 2 'bad/index.*damaged.*indexer --rebuild' 'a manifest that was edited' "$SEARCHER" -i bad mali
is_told 2 'bad/index.*damaged' 'indexer does not write' "$INDEXER" -i bad
is_told 2 '--language=... --date-from=... PATH' 'a rebuild wants the settings' "$INDEXER" -i bad --rebuild archive
is_told 2 'nothing to index' 'and the paths' \
    "$INDEXER" -i bad --rebuild --language=english --date-from=header,meta,name
ok 'the shards stay' diff -r good/shard-0001 bad/shard-0001
exits 0 'with both it is made anew' \
    "$INDEXER" -q -i bad --rebuild --language=english --date-from=header,meta,name archive
is "$(diff dumped <(dump bad))" '' 'as it was'
is "$(find bad -name 'shard-*' | wc -l)" 1 'and takes the place of the old'
anew && rm bad/index
is_told 2 'bad/index: the manifest is lost; restore it' 'a manifest that is lost' "$SEARCHER" -i bad mali
is_told 2 'the manifest is lost' 'indexer does not make another' "$INDEXER" -i bad archive
is_told 2 '--language=... --date-from=... PATH' 'nor a rebuild' "$INDEXER" -i bad --rebuild archive
run "$INDEXER" -i bad --check
left 1 '--check tells it'
ok 'the shards stay' diff -r good/shard-0001 bad/shard-0001
cp good/index bad/index
is "$(diff dumped <(dump bad))" '' 'and restored is all there'
anew && echo 'auto shard-0009' >bad/XAPIANDB
indexes 'nothing changed, 160 unchanged' 'a stub of other shards' -i bad
ok 'is mended' diff good/XAPIANDB bad/XAPIANDB
anew && sed -i 's/^dateline-index 2$/dateline-index 3/' bad/index
is_told 2 'version 3, where this program knows 2; take a newer dateline' 'an index of a newer version' \
    "$SEARCHER" -i bad mali
is_told 2 'version 3' 'indexer leaves it' "$INDEXER" -i bad
is_told 2 '--language' 'a rebuild wants its settings' "$INDEXER" -i bad --rebuild archive

# ---- an index of the old format ----

rm -rf bad && mkdir -p bad/shard-0001
echo 'glass shard-0001' >bad/XAPIANDB
cp good/shard-0001/iamglass good/shard-0001/postlist.glass bad/shard-0001
is_told 2 "bad: the index is of an older version; .*'indexer -i [^ ]*bad --rebuild PATH...'" \
    'an index of the old format' "$SEARCHER" -i bad mali
is_told 2 "'indexer -i [^ ]*bad --rebuild PATH...'" 'indexer does not read it' "$INDEXER" -i bad archive
is_told 2 'older version' 'nor checks it' "$INDEXER" -i bad --check
exits 0 'it is made anew' "$INDEXER" -q -i bad --rebuild archive
is "$(diff dumped <(dump bad))" '' 'with all that is named'
is "$(find bad -name 'shard-*' | wc -l),$(head -1 bad/index)" '1,dateline-index 2' 'and nothing of the old'

# ---- what came with somebody's archive is not followed ----

mkdir precious
for name in lock index.new XAPIANDB.new temporary.new files-9 gone-9; do
    echo "my $name" >"precious/$name"
done
mkdir precious/shard && echo 'my letters' >precious/shard/letters
cp -R precious kept
for name in lock index.new XAPIANDB.new temporary.new files-9 gone-9 files-3 gone-3; do
    anew && rm -f bad/$name
    ln -s "$PWD/precious/${name/3/9}" bad/$name
    echo "Another." >archive/more/another-$name.txt
    for arguments in archive --compact --rebuild; do
        timeout 20 "$INDEXER" -q -i bad $arguments 2>"$scratch/said"
        ended=$?
        [[ $ended == 0 ]] || grep -q "$name.*\(link\|no regular file\)" "$scratch/said" ||
            fail "a link $name" "ended with $ended" "$(<"$scratch/said")"
    done
    ok "a link $name is not followed" diff -r kept precious
    ok "a link $name stays" test -L bad/$name
    rm archive/more/another-$name.txt
done
for name in shard-0099 shard-0003; do
    anew && ln -s "$PWD/precious/shard" bad/$name
    exits 0 "a link $name" "$INDEXER" -q -i bad --rebuild
    ok "a link $name is not followed" diff -r kept precious
    is "$(diff dumped <(dump bad))" '' "and the index is whole beside $name"
done
anew && mkdir bad/shard-0077 bad/shard-0077/deep && echo letters >bad/shard-0077/deep/letters
exits 0 'a folder in what looks like a shard' "$INDEXER" -q -i bad --rebuild
ok 'stays' test -f bad/shard-0077/deep/letters
anew && mv bad/shard-0001 elsewhere && ln -s "$PWD/elsewhere" bad/shard-0001
is_told 2 'shard-0001: it is a link' 'a shard that is a link' "$SEARCHER" -i bad mali
rm -rf elsewhere

# ---- modes ----

modes() {
    find bad -mindepth 1 ! -path bad/index.new -printf '%m %y\n' | sort | uniq -c |
        awk '{ print $2 $3 }' | paste -sd ' ' -
}
for mode in 700:022:'600f 700d' 755:077:'644f 755d' 770:022:'660f 770d' 2775:077:'2775d 664f'; do
    IFS=: read -r folder mask wanted <<<"$mode"
    rm -rf bad && mkdir -m "$folder" bad
    for arguments in archive archive --compact --rebuild; do
        echo "Mode $folder $arguments" >>archive/more/mode.txt
        (umask "$mask" && exec "$INDEXER" -q -i bad $arguments)
    done
    is "$(modes)" "$wanted" "modes in a folder of $folder"
    rm -rf bad && mkdir -m "$folder" bad
    (umask "$mask" && exec "$INDEXER" -q -i bad --tables=full archive)
    is "$(modes)" "$wanted" "modes in a folder of $folder, all tables"
done

done_testing
