#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer, again and again: what changes on disk changes in the index, and nothing else does. An
# index that was updated holds the same as one that is built anew.
. "$(dirname "$0")/lib.sh"

titles() { # the titles of the articles of .dateline, sorted
    dump .dateline | sed -n '/^article /{s/.*\\x0atitle=//; s/\\x0a.*//; s/\\x20/ /g; p}' | sort |
        paste -s -d ' '
}

date_of() { # PATH
    dump .dateline | sed -n "s|^article .* path=$1\\\\x0a.*\\\\x0adate=\([^\\]*\)\\\\x0a.*|\1|p"
}

# ---- one change at a time ----

article 1.txt 2023-05-26 'One.'
indexes '1 added' 'new' .
article 2.txt 2023-05-27 'Two.'
indexes '1 added, 1 unchanged' 'one more'
article 2.txt 2023-05-28 'Second.'
indexes '1 updated, 1 unchanged' 'changed'
is "$(titles)" 'One. Second.' 'the old text is gone'
is "$(date_of 2.txt)" 2023-05-28 'and its date'
touch -d '2020-01-01' 2.txt
indexes 'nothing changed, 2 unchanged' 'touched'
cp 2.txt copy && mv copy 2.txt
indexes 'nothing changed, 2 unchanged' 'replaced by a copy'
mkdir sub && mv 2.txt sub/3.txt
indexes '1 moved, 1 unchanged' 'moved'
is "$(date_of sub/3.txt)" 2023-05-28 'with its date'
cp sub/3.txt 4.txt
indexes '1 added, 2 unchanged' 'copied'
mv 4.txt 5.txt && mv sub/3.txt 3.txt
indexes '2 moved, 1 unchanged' 'two alike moved'
mv 5.txt 6.txt && article 5.txt 2023 'Five.'
indexes '1 added, 1 updated, 2 unchanged' 'moved, and another in its place'
equals_rebuild .dateline 'as if built anew'
mv 5.txt swap && mv 6.txt 5.txt && mv swap 6.txt
indexes '2 updated, 2 unchanged' 'two that change places'
equals_rebuild .dateline 'as if built anew'
rm 6.txt 3.txt
indexes '2 removed, 2 unchanged' 'removed'
is "$(titles)" 'One. Second.' 'are gone'
rm 5.txt && article 5.txt 2023 'A new text under the same name.'
indexes '1 updated, 1 unchanged' 'removed and made again'
printf 'bin\0ary' >5.txt
exits 0 'binary now' "$INDEXER"
is "$(summary)" '1 removed, 1 unchanged, 1 file skipped' 'its article is removed'
exits 0 'still binary' "$INDEXER"
is "$(summary)" 'nothing changed, 1 unchanged, 1 file skipped' 'which is told again'
article 5.txt 2023 'Text again.'
indexes '1 added, 1 unchanged' 'text again'
mv 5.txt 5.pdf && printf '%%PDF-1.4 \0' >>5.pdf
exits 0 'no known format now' "$INDEXER"
is "$(summary)" '1 removed, 1 unchanged, 1 file skipped' 'its article is removed'
rm 5.pdf && article 5.txt 2023 'Text again.'
indexes '1 added, 1 unchanged' 'of a known format again'
rm 5.txt && mkfifo 5.txt
exits 0 'a pipe now' "$INDEXER"
is "$(summary)" '1 removed, 1 unchanged, 1 file skipped' 'its article is removed'
rm 5.txt && mkdir 5.txt && article 5.txt/5.txt 2023 'Five in five.'
indexes '1 added, 1 unchanged' 'a folder now'
rm -r 5.txt && ln -s 1.txt 5.txt
indexes '1 removed, 1 unchanged' 'a symbolic link now'
mkdir -p gone/deep && article gone/1.txt 2023 'G.' && article gone/deep/2.txt 2023 'D.'
indexes '2 added, 1 unchanged' 'a folder'
rm -r gone
indexes '2 removed, 1 unchanged' 'removed'
rm 1.txt 5.txt
indexes '1 removed' 'the last one'
indexes 'nothing changed' 'nothing left'
is "$(dump .dateline | grep -cE '^(article|term|name|file)')" 0 'nor in the index'
article 1.txt 2023 'One.'
indexes '1 added' 'and one again'
equals_rebuild .dateline 'as if built anew'
rm -r .dateline 1.txt sub

# ---- dates in names ----

echo 'A name has the date.' >2023-05-26-a.txt
article 2023-05-26-b.txt 2022 'A header has the date.'
indexes '2 added' 'dates in names' .
mv 2023-05-26-a.txt 2024-01-02-a.txt
mv 2023-05-26-b.txt 2024-01-02-b.txt
indexes '2 moved' 'moved to another date'
is "$(date_of 2024-01-02-a.txt)" 2024-01-02 'which is the date now'
is "$(date_of 2024-01-02-b.txt)" 2022 'unless the header goes before'
mkdir -p 2021/03 && mv 2024-01-02-a.txt 2021/03/a.txt
indexes '1 moved, 1 unchanged' 'to a month'
is "$(date_of 2021/03/a.txt)" 2021-03 'which is the date now'
mv 2021/03/a.txt undated.txt
indexes '1 moved, 1 unchanged' 'to no date'
is "$(date_of undated.txt)" '' 'which is none now'
equals_rebuild .dateline 'as if built anew'
rm -r .dateline ./*

# ---- files of many records ----

records() { # FROM TO
    local i
    for ((i = $1; i <= $2; i++)); do
        printf '{"id": %d, "title": "Record %d", "date": "2023-05-%02d", "text": "Text %d."}\n' \
            "$i" "$i" $((1 + i % 28)) "$i"
    done
}
records 1 500 >many.jsonl
indexes '500 added' 'records' .
records 501 510 >>many.jsonl
indexes '10 added, 500 unchanged' 'ten more cost ten additions'
sed -i 's/Text 7\./Text seven./; /"Record 8"/d' many.jsonl
indexes '1 updated, 1 removed, 508 unchanged' 'one changed, one gone'
sort -r many.jsonl >sorted && mv sorted many.jsonl
indexes 'nothing changed, 509 unchanged' 'in another order'
equals_rebuild .dateline 'as if built anew'
mv many.jsonl other.jsonl
indexes '509 added, 509 removed' 'under another name they are others'
printf 'This is prose that somebody wrote down.\n' >notes
indexes '1 added (1 of them undated), 509 unchanged' 'a file of one article'
records 1 3 >notes
indexes '2 added, 1 updated, 509 unchanged' 'becomes one of three: one in its place'
equals_rebuild .dateline 'as if built anew'
printf 'This is prose that somebody wrote down.\n' >notes
indexes '1 updated, 2 removed, 509 unchanged' 'and is one again'
equals_rebuild .dateline 'as if built anew'
printf '%s\n' '{"text": "cut' >>other.jsonl
exits 1 'a record that is damaged' "$INDEXER"
is "$(summary)" 'nothing changed, 510 unchanged, 1 file with faults' 'costs no other'
rm -r .dateline ./*

# ---- formats that are told ----

printf 'title;text\nOne;First.\nTwo;Second.\n' >table.txt
indexes '1 added (1 of them undated)' 'a table that is called a text' table.txt
indexes '1 added (1 of them undated), 1 updated' '-f' -f csv table.txt
echo 'Three;Third.' >>table.txt
indexes '1 added (1 of them undated), 2 unchanged' 'is remembered by file'
equals_rebuild .dateline 'and by a rebuild'
rm -r .dateline ./*

# ---- sentences that are no titles ----

for i in {1..20}; do
    printf 'Our paper brings you the news of the day. Story %d begins here.\n' "$i" >"s$i.txt"
done
indexes '20 added (20 of them undated)' 'texts that begin alike' .
is "$(titles | grep -o 'Story [0-9]* begins here' | sort -u | wc -l)" 20 'have what follows as titles'
printf 'Our paper brings you the news of the day. Story 21 begins here.\n' >s21.txt
indexes '1 added (1 of them undated), 20 unchanged' 'one more'
unlike "$(titles)" 'Our paper' 'follows what was found before'
dump .dateline >"$scratch/before"
"$INDEXER" -q -i .eight -j 8 .
ok 'however many threads' diff <(grep -v ^root "$scratch/before") <(dump .eight | grep -v ^root)
run "$INDEXER" --dump .
unlike "$out" '"title":"Our paper' '--dump says so, too'
equals_rebuild .dateline 'as if built anew'
rm -r .dateline .eight ./*

# ---- what is left out, and what is remembered ----

mkdir -p keep/drafts old
article keep/1.txt 2023 'One.'
article keep/1.log.txt 2023 'Log.'
article keep/drafts/2.txt 2023 'Two.'
article old/3.txt 2023 'Three.'
printf '{"data": {"body": "Mapped."}, "when": "2021"}\n' >keep/m.jsonl
printf 'caf\xc3\n' >keep/latin.txt
indexes '4 added (1 of them undated)' '--exclude, --map, --encoding' --exclude '*.log.txt' \
    --exclude drafts/ --map text=data.body --map date=when --encoding ISO-8859-5 . --tables full
like "$(titles)" 'cafУ' 'a charset'
article keep/5.log.txt 2023 'Log.'
touch keep/latin.txt
indexes 'nothing changed, 4 unchanged' 'are remembered'
exits 2 '--map may not be changed' "$INDEXER" --map text=other
like "$err" "made with another --map.*'indexer --rebuild --map=...'" 'says what to do'
exits 2 '--encoding neither' "$INDEXER" --encoding windows-1251
exits 2 'nor --tables' "$INDEXER" --tables lean
like "$err" "made with --tables=full; .*'indexer --rebuild --tables=lean'" 'says so'
equals_rebuild .dateline 'a rebuild has them too'
indexes '2 removed, 2 unchanged' 'another --exclude takes their place' --exclude keep/1.txt \
    --exclude /old --exclude '*.log.txt' --exclude drafts
indexes '1 added, 2 unchanged' '--include' --exclude '' --include '*.txt' --include '*.jsonl' \
    --include 'none*' --exclude '/keep/*.log.txt' --exclude drafts --exclude old/3.txt
printf 'drafts/\n*.log.txt\n# a comment\n' >keep/.datelineignore
indexes '1 added, 3 unchanged' '.datelineignore' --exclude '' --include ''
rm keep/.datelineignore && mkdir keep/.datelineignore
exits 1 'one that cannot be read' "$INDEXER"
is "$err" 'indexer: keep: .datelineignore: it is no regular file' 'is told'
is "$(summary)" 'nothing changed, 4 unchanged, 1 file unreadable' 'and its folder is as it was'
rm -r .dateline keep/latin.txt ./*

# ---- a rebuild, and what may not be read ----

# Root may read all: it runs these as nobody.
user=()
indexer=$INDEXER
if ((EUID == 0)); then
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    cp "$INDEXER" "$scratch/indexer" && chmod 755 "$scratch" "$scratch/here"
    indexer=$scratch/indexer
fi
if ((EUID)) || "${user[@]}" "$indexer" --version >/dev/null 2>&1; then
    mkdir -p locked/sub && cd locked || exit 1
    article 1.txt 2023-05-26 'Une.'
    article 2.txt 2023-05-27 'Deux.'
    article sub/3.txt 2023-05-28 'Trois.'
    records 1 5 >sub/4.jsonl
    records 6 8 >5.jsonl
    printf '1.txt\t2001\n' >dates.tsv
    ((EUID)) || chown -R 65534:65534 .
    exits 0 'an index' "${user[@]}" "$indexer" -q -l french --date-from name,header,meta \
        --exclude '*.tsv' --dates dates.tsv .
    titles >"$scratch/before"
    dump .dateline | grep -E '^(article|term|setting|option)' >"$scratch/whole"
    chmod 0 sub 2.txt 5.jsonl
    exits 1 '--rebuild where a folder and files may not be read' "${user[@]}" "$indexer" --rebuild
    is "$(sort <<<"$err")" 'indexer: 2.txt: Permission denied
indexer: 5.jsonl: Permission denied
indexer: sub: Permission denied' 'tells them'
    is "$(summary)" '1 added, 10 unchanged, 3 files unreadable' 'and keeps their articles'
    is "$(titles)" "$(<"$scratch/before")" 'all of them'
    ok 'with language, sources of dates, dates by hand' \
        diff "$scratch/whole" <(dump .dateline | grep -E '^(article|term|setting|option)')
    chmod 755 sub && chmod 644 2.txt 5.jsonl
    exits 0 'later' "${user[@]}" "$indexer"
    is "$(summary)" 'nothing changed, 11 unchanged' 'they are as they were'
    cd .. && rm -r locked
else
    skip 'cannot become another user' 'a rebuild where files may not be read'
fi

# ---- words and names ----

echo 'Prigozhin and Wagner.' >1.txt
echo 'Prigozhin alone.' >2.txt
indexes '2 added (2 of them undated)' 'names' .
has_name() { # WORD
    dump .dateline | grep -q "^name .* $1\$"
}
ok 'are known' has_name wagner
rm 1.txt
indexes '1 removed, 1 unchanged' 'with the last article'
not_ok 'a name goes' has_name wagner
ok 'but not before' has_name prigozhin
echo "2020 $(printf 'abcdefghi/%.0s' {1..11})wagnermali is where the title is cut." >3.txt
echo 'A wagn is not met as a word before.' >4.txt
indexes '2 added (2 of them undated), 1 unchanged' 'a word that was cut in a title before'
ok 'is a name, too' has_name wagn
equals_rebuild .dateline 'as if built anew' -j 2
rm -r .dateline ./*

# ---- nothing changes ----

articles . 60 5
printf 'bin\0ary' >binary.txt
run "$INDEXER" -q .
checksums() {
    find .dateline -type f ! -name lock -exec stat -c '%n %Y %Z' {} + -exec cksum {} + | sort
}
before=$(checksums)
sleep 0.05
exits 0 'a second run' "$INDEXER"
is "$(checksums)" "$before" 'writes nothing'
exits 0 'with PATH' "$INDEXER" . sub
is "$(checksums)" "$before" 'writes nothing'
exits 0 '--dry-run' "$INDEXER" --dry-run --rebuild
is "$(checksums)" "$before" 'writes nothing'
exits 0 '--check' "$INDEXER" --check
exits 0 '--stats' "$INDEXER" --stats
is "$(checksums)" "$before" 'write nothing'
rm binary.txt

# ---- any changes ----

RANDOM=20230526

pick() { # sets $file to one of the files there are
    local all
    mapfile -t all < <(find . -path './.*' -prune -o -type f -print | sort)
    file=${all[RANDOM % ${#all[@]}]}
}

edit() {
    local file other name=n$RANDOM.txt
    pick
    case $((RANDOM % 14)) in
    0 | 1) articles more 3 $RANDOM ;;
    2) echo "Changed $RANDOM times, and Wagner." >>"$file" ;;
    3) article "$file" "$((2018 + RANDOM % 8))-0$((1 + RANDOM % 9))" "Redated $RANDOM." ;;
    4) touch -d "@$((1600000000 + RANDOM))" "$file" ;;
    5) mv "$file" "$name" ;;
    6) mv "$file" "$((2018 + RANDOM % 8))-05-0$((1 + RANDOM % 9))-$name" ;;
    7 | 8) rm "$file" ;;
    9) printf '\0' >>"$file" ;;
    10) tr -d '\0' <"$file" >"$name" && mv "$name" "$file" ;;
    11) other=$file && pick && cp "$other" "$name" && mv "$file" "$other" && mv "$name" "$file" ;;
    12) cp "$file" "$name" ;;
    13) [[ $file == ./*/* ]] && rm -r "${file%/*}" ;;
    esac
}

ways=(-j1 -j2 -m16M -j4 --compact)
for round in {1..12}; do
    mkdir -p more sub
    for ((i = 0; i < 12; i++)); do edit; done
    "$INDEXER" -q "${ways[round % 5]}" 2>/dev/null
    equals_rebuild .dateline "random changes, round $round"
done
exits 0 'the index is sound' "$INDEXER" --check
run "$INDEXER"
like "$(summary)" '^nothing changed' 'and as it should be'

# ---- shards ----

shards() {
    grep -c '^shard ' .dateline/index
}
dump .dateline >"$scratch/before"
run "$INDEXER" --compact
is "$(shards)" 1 '--compact leaves one shard'
ok 'which has the same' diff "$scratch/before" <(dump .dateline)
for i in {1..20}; do
    article "b$i.txt" 2023 "Number $i."
    "$INDEXER" -q 2>/dev/null
    (($(shards) <= 9)) || fail 'shards are merged in tiers' "$(shards) after $i additions"
done
article b8.txt 2023 'Number 8, changed.'
rm b1.txt
mv b2.txt c2.txt
"$INDEXER" -q 2>/dev/null
is "$(find .dateline -name 'shard-*' | wc -l)" "$(shards)" 'what was merged is removed'
equals_rebuild .dateline 'as if built anew'
run "$INDEXER" --compact
is "$(shards)" 1 '--compact merges all'
equals_rebuild .dateline 'as if built anew'

done_testing
