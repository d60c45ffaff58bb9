#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer: its options, what it says, its exit codes.
. "$(dirname "$0")/lib.sh"

to_full_disk() { # COMMAND ...
    "$@" >/dev/full
}

# ---- help and mistakes ----

exits 0 '--help' "$INDEXER" --help
like "$out" '^usage: indexer \[-i DIR\] \[options\] \[PATH \.\.\.\]' '--help begins with the usage'
is "$err" '' '--help says nothing on stderr'
is "$(grep -E '.{81}' <<<"$out")" '' 'no line of --help is wider than 80 columns'
is "$(grep -cE '^[A-Z][a-z ,]+:$' <<<"$out")" 6 '--help has headings'
for option in -i -f -0 -l -j -m -q -v -h --index --format --map --encoding --exclude --include \
    --files-from --null --dates --date-from --language --tables --jobs --memory --rebuild \
    --compact --dry-run --dump --check --stats --wait --progress --quiet --verbose --help \
    --version; do
    like "$out" "(^|[[:space:]])${option}[, ]" "--help lists $option"
done
exits 0 '--version' "$INDEXER" --version
like "$out" '^indexer \(dateline\) [0-9]+\.[0-9.]+'$'\n''Snowball .*'$'\n''libxapian [0-9.]+, zlib [0-9.]+$' \
    '--version prints name and version, and those of libraries'
exits 2 '--help to a full disk fails' to_full_disk "$INDEXER" --help

while IFS='|' read -r line message; do
    read -ra words <<<"$line"
    exits 2 "indexer $line: exit 2" "$INDEXER" "${words[@]}"
    like "$err" "$message" "indexer $line: the message"
    is "$out" '' "indexer $line: nothing on stdout"
done <<'MISTAKES'
--nosuch|^indexer: no option '--nosuch'
-z|^indexer: no option '-z'
--quiet -zq|^indexer: no option '-z'
--quiet=3|^indexer: no option '--quiet=3', or it is not used so
-i|^indexer: option '-i' needs an argument
--index|^indexer: option '--index' needs an argument
-j 0 .|^indexer: --jobs '0': write a number from 1 to 256
-j x .|^indexer: --jobs 'x': write a number
-j 300 .|^indexer: --jobs '300': write a number
-m 1K .|^indexer: --memory '1K': write a size of 16M or more
-m 12parsecs .|^indexer: --memory '12parsecs': write a size
-m 99999999999G .|^indexer: --memory '99999999999G': write a size
--wait -1 .|^indexer: --wait '-1': write a number of seconds
--wait soon .|^indexer: --wait 'soon': write a number of seconds
--writer bulk .|^indexer: no option '--writer'
--verify .|^indexer: no option '--verify'
--tables fat .|^indexer: --tables 'fat': write lean or full
-f klingon .|^indexer: --format 'klingon' is not known; there are .*jsonl.* text
--map nosuch .|^indexer: .*nosuch
--progress maybe .|^indexer: --progress 'maybe': write auto, always or never
--date-from ouija .|^indexer: --date-from 'ouija': write header, meta, name, mtime
--date-from header,header .|^indexer: --date-from 'header,header': write
--date-from header, .|^indexer: --date-from 'header,': write
-l klingon .|^indexer: --language 'klingon' is not known; there are .*english.*russian
--files-from nosuch|^indexer: nosuch: No such file or directory
--dates nosuch .|^indexer: nosuch: No such file or directory
nosuch|^indexer: nosuch: no such file or folder
nosuch/nosuch|^indexer: nosuch/nosuch: No such file or directory
-i nosuch/nosuch .|^indexer: nosuch/nosuch: No such file or directory
-i new|^indexer: nothing to index
--rebuild -i new|^indexer: nothing to index
--rebuild|^indexer: no index here: there is no .dateline .*'indexer FOLDER'
--check|^indexer: no index here
--stats|^indexer: no index here
-q|^indexer: no index here
-0 corpus|^indexer: --null goes with --files-from
--check --stats|^indexer: --check, --stats or --dump: one at a time
--check .|^indexer: --check and --stats look at the index and do nothing else
--stats --rebuild|^indexer: --check and --stats look
--check --dump|^indexer: --check, --stats or --dump: one at a time
--dump|^indexer: --dump prints what is in files: name some
--dump --rebuild .|^indexer: --dump writes no index
--dry-run --compact .|^indexer: --dry-run says nothing of --compact
--language fr .|^indexer: --language 'fr' is not known; there are none .*french
MISTAKES
is "$(ls -A)" '' 'mistakes leave nothing behind'

# ---- a first index, and the next run ----

mkdir a && cd a || exit 1
article 1.txt 2023-05-26 'Sanctions. The first of them.'
article 2.txt 2023 'A year of sanctions.'
echo 'No date here, alas.' >3.txt
indexes '3 added (1 of them undated)' 'a first run' .
ok 'makes .dateline in the current folder' test -f .dateline/XAPIANDB
indexes 'nothing changed, 3 unchanged' 'a second run without PATH'
indexes 'nothing changed, 3 unchanged' 'a second run with the same PATH' .
indexes 'nothing changed, 1 unchanged' 'one file of them' 1.txt
run "$INDEXER"
like "$out" '^nothing changed, 3 unchanged; [0-9]+\.[0-9][0-9] s$' 'the summary ends with the time'

article 1.txt 2023-05-27 'Sanctions, redated.'
echo 'Not dated either.' >4.txt
mv 2.txt 5.txt
rm 3.txt
indexes 'would be: 1 added (1 of them undated), 1 updated, 1 moved, 1 removed' '--dry-run' --dry-run
indexes 'would be: 1 added (1 of them undated), 1 updated, 1 moved, 1 removed' 'changes nothing' \
    --dry-run
indexes '1 added (1 of them undated), 1 updated, 1 moved, 1 removed' 'all at once'
indexes 'nothing changed, 3 unchanged' 'and nothing after that'

article 6.txt 2024 'Six.'
exits 0 '-q' "$INDEXER" -q
is "$out$err" '' '-q says nothing'
echo 'Six, changed.' >6.txt
article 7.txt 2024 'Seven.'
mv 5.txt 55.txt
rm 4.txt
run "$INDEXER" -v
is "$(head -n -1 <<<"$out" | sort)" $'added 7.txt\nmoved 55.txt\nremoved 4.txt\nupdated 6.txt' \
    '-v names what changes'
is "$(summary)" '1 added, 1 updated, 1 moved, 1 removed, 1 unchanged' '-v has the summary, too'
exits 0 '-q -v' "$INDEXER" -q -v
is "$out" '' '-q goes before -v'
cd ..

mkdir dry && article dry/1.txt 2023 'One.'
indexes 'would be: 1 added' '--dry-run of a first run' --dry-run dry
not_ok 'makes no index' test -e .dateline

mkdir told && cd told || exit 1
article 1.txt 2023-05-26 'One.'
echo 'Two.' >2023-06-two.txt
echo 'Three.' >3.txt
printf '{"title": "R", "published_at": "2021-02-03", "text": "Record."}\n' >4.jsonl
printf '\0PDF' >5.pdf
run "$INDEXER" --dry-run -v .
is "$(head -n -1 <<<"$out" | sort)" 'added 1.txt: text, 2023-05-26 (header)
added 2023-06-two.txt: text, 2023-06 (name)
added 3.txt: text, undated
added 4.jsonl#1: jsonl, 2021-02-03 (meta: published_at)' '--dry-run -v tells how each is understood'
is "$err" 'indexer: skipped 5.pdf: no reader' 'and what is not'
cd .. && rm -r told

# ---- progress ----

exits 0 '--progress=always' "$INDEXER" -i p1 --progress=always a
exits 0 '--progress=never' "$INDEXER" -i p2 --progress=never a
is "$err" '' 'none with --progress=never'
exits 0 '--progress=auto' "$INDEXER" -i p3 --progress=auto a
is "$err" '' 'none in a pipe with --progress=auto'
rm -r p1 p2 p3

# ---- --files-from ----

mkdir list && cd list || exit 1
for i in 1 2 3 'a b'; do article "$i.txt" 2023 "Number $i."; done
article $'new\nline.txt' 2023 'On two lines.'
printf '1.txt\n\na b.txt' >names
indexes '2 added' '--files-from FILE' --files-from names
printf '2.txt\n' >names2
indexes '1 added' '--files-from -' --files-from - <names2
printf '3.txt\0new\nline.txt\0' >names0
indexes '2 added' '--files-from with -0' -0 --files-from names0
indexes 'nothing changed, 5 unchanged' 'files from lists are roots'
: >none
exits 2 '--files-from an empty list' "$INDEXER" --files-from none
like "$err" '^indexer: none names no files' 'names the list'
echo nosuch.txt >names
exits 2 '--files-from with a file that is not there' "$INDEXER" --files-from names
like "$err" '^indexer: nosuch.txt: no such file' 'names the file'
printf '1.txt\r\nnosuch.txt\r\n2.txt\r\n' >names
exits 1 'a file that is gone costs no other of the list' "$INDEXER" --files-from names
is "$err" 'indexer: nosuch.txt: no such file or folder' 'and is told'
is "$(summary)" 'nothing changed, 2 unchanged, 1 file unreadable' 'the others are looked at'
printf 'no/such/folder.txt\n2.txt\nno/\x1b\xc2\x9b\xe2\x80\xae.txt\n' >names
exits 1 'nor does one whose folder is gone' "$INDEXER" --files-from names
is "$(sort <<<"$err")" $'indexer: no/such/folder.txt: no such file or folder\nindexer: no/\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd.txt: no such file or folder' \
    'each is told, fit to be shown'
is "$(summary)" 'nothing changed, 1 unchanged, 2 files unreadable' 'the other is looked at'
exits 2 'a list that cannot be read' "$INDEXER" --files-from .
like "$err" '^indexer: \.: Is a directory' 'is an error'
exits 2 'but one that is named must be there' "$INDEXER" --files-from names nosuch.txt
indexes 'nothing changed, 5 unchanged' 'nothing was done'
cd ..

# ---- --date-from ----

dates() { # INDEX: paths with dates and where those come from
    dump "$1" | sed -n 's/^article .* path=\(.*\)\\x0aid=.*\\x0adate=\([^\\]*\)\\x0a.*source=\([^\\]*\)\\x0a.*/\1 \2 \3/p' |
        sort
}

mkdir from && cd from || exit 1
article 2021-02-03-both.txt 2023-05 'Both.'
echo 'A name has a date.' >2021-02-03-name.txt
echo 'Neither.' >neither.txt
touch -d '2019-08-07 06:05:04' -- *.txt
indexes '3 added (1 of them undated)' 'header and name by default' .
like "$(dates .dateline)" $'^2021-02-03-both.txt 2023-05 header\n2021-02-03-name.txt 2021-02-03 name$' \
    'in this order'
indexes 'nothing changed, 3 unchanged' 'the same order may be given' --date-from=header,meta,name
exits 2 'another may not' "$INDEXER" --date-from=name
like "$err" "^indexer: the index was made with --date-from=header,meta,name; to change it, .*'indexer --rebuild --date-from=name'" \
    'says why, and what to do'
indexes '3 added' '--rebuild changes it' --rebuild --date-from=name,mtime
like "$(dates .dateline)" $'^2021-02-03-both.txt 2021-02-03 name\n2021-02-03-name.txt 2021-02-03 name\nneither.txt 2019-08-07 mtime$' \
    'name, then mtime'
touch -d '2020-08-07 06:05:04' -- *.txt
indexes '1 updated, 2 unchanged' 'a date that comes from mtime changes with it'
equals_rebuild .dateline 'as if built anew'
cd ..

# ---- --dates ----

mkdir hand && cd hand || exit 1
article 1.txt 2023-05-26 'One.'
echo 'Two.' >2.txt
echo 'Three.' >3.txt
printf '# by hand\n\n1.txt\t2001-01-01\n2.txt\t2002-02\n' >../list.tsv
indexes '3 added (1 of them undated)' '--dates' --dates ../list.tsv .
is "$(dates .dateline)" $'1.txt 2001-01-01 list\n2.txt 2002-02 list' 'they go before headers'
indexes 'nothing changed, 3 unchanged' 'they stay' .
indexes 'nothing changed, 3 unchanged' 'they may be given again' --dates ../list.tsv
indexes '3 added (1 of them undated)' 'they outlive --rebuild' --rebuild
is "$(dates .dateline)" $'1.txt 2001-01-01 list\n2.txt 2002-02 list' 'all of them'
mv 2.txt 22.txt
indexes '1 moved, 2 unchanged' 'they go with a file that is moved'
is "$(dates .dateline)" $'1.txt 2001-01-01 list\n22.txt 2002-02 list' 'to its new name'
echo 'One, changed.' >1.txt
indexes '1 updated, 2 unchanged' 'they outlive a change of the file'
is "$(dates .dateline)" $'1.txt 2001-01-01 list\n22.txt 2002-02 list' 'as they were'
printf '22.txt\tnone\n3.txt\t1999\n' >../list.tsv
indexes '2 updated, 1 unchanged' '"none" takes one back' --dates ../list.tsv
is "$(dates .dateline)" $'1.txt 2001-01-01 list\n3.txt 1999 list' 'and leaves the others'
(cd .. && printf 'hand/3.txt\t1998\n' >list.tsv)
cd .. && indexes '1 updated, 2 unchanged' 'paths are relative to where one stands' \
    -i hand/.dateline --dates list.tsv && cd hand || exit 1
equals_rebuild .dateline 'as if built anew'
while IFS='|' read -r text message; do
    printf '%b' "$text" >../list.tsv
    exits 2 "--dates with '$text'" "$INDEXER" --dates ../list.tsv
    like "$err" "^indexer: ../list.tsv:$message" 'names file, line and cure'
done <<'DATES'
1.txt\t2023\n3.txt 2023\n|2: no tab between path and date
1.txt\tlately\n|1: not a date: write 2023
1.txt\t2023-02-30\n|1: there is no such day
no/such/1.txt\t2023\n|1: there is no such file
1.txt\t2023\n\n1.txt\t2024\n|3: 1.txt has a date in line 1 already
DATES
printf '9.txt\t2023\n' >../list.tsv
exits 1 '--dates for what is no article' "$INDEXER" --dates ../list.tsv
is "$err" 'indexer: 9.txt: no article for the date in line 1 of --dates' 'says so'
cd ..

# ---- --language ----

mkdir words && article words/1.txt 2023 'Sanctions imposées.'
has_term() { # INDEX TERM
    dump "$1" | grep -q "^term $2 "
}
indexes '1 added' '--language none' -i l1 -l none words
ok 'stems nothing' has_term l1 Zsanctions
indexes 'nothing changed, 1 unchanged' 'is kept' -i l1
exits 2 'may not be changed' "$INDEXER" -i l1 --language=english
like "$err" "made with --language=none; .*'indexer --rebuild --language=english'" 'says what to do'
indexes '1 added' 'unless by --rebuild' -i l1 --rebuild --language=english
ok 'which stems anew' has_term l1 Zsanction
rm -r l1

# ---- --rebuild, --check, --stats ----

mkdir r && cd r || exit 1
articles . 40 7
exits 0 'forty articles' "$INDEXER" -q .
cp -R .dateline .before
exits 0 '--rebuild' "$INDEXER" --rebuild
like "$(summary)" '^40 added' 'adds all of them'
is "$(dump .dateline)" "$(dump .before)" 'to the same index'
is "$(grep -c '^[^#]' .dateline/XAPIANDB)" "$(find .dateline -name 'shard-*' | wc -l)" \
    'and removes the old shards'
article more.txt 2023 'Another root.'
(cd .. && mkdir r2 && article r2/1.txt 2023 'Elsewhere.')
exits 0 '--rebuild with another root' "$INDEXER" --rebuild ../r2
like "$(summary)" '^42 added' 'builds the old one, too'

exits 0 '--check of a sound index' "$INDEXER" --check
like "$out" '^files-[0-9]+: no fault.shard-[0-9]+: no fault$' 'says so'
exits 2 '--check that cannot tell' to_full_disk "$INDEXER" --check
exits 0 '--check when children are ignored' env --ignore-signal=CHLD "$INDEXER" --check
exits 0 '--stats' "$INDEXER" --stats
like "$out" 'articles +42'$'\n' 'counts the articles'
like "$out" 'postlist\.glass +[0-9]+ bytes' 'tells sizes'
shard=$(sed -n 's/^auto //p' .dateline/XAPIANDB)
cp -R .dateline .spoilt
printf 'spoilt' | dd of=".spoilt/$shard/postlist.glass" bs=1 seek=8200 conv=notrunc 2>/dev/null
exits 1 '--check of a spoilt index' "$INDEXER" -i .spoilt --check
like "$out" "$shard/postlist.glass" 'names the file'
unlike "$out" "$shard: no fault" 'does not call it sound'
like "$out" "build the index anew with 'indexer --rebuild'" 'says what to do'
exits 1 'nor when children are ignored' \
    env --ignore-signal=CHLD "$INDEXER" -i .spoilt --check
# Tags that are spoilt make libxapian crash, often: the checksums come before its check.
"$INDEXER" -q -i .full --tables full .
full=$(sed -n 's/^auto //p' .full/XAPIANDB)
printf 'spoilt' | dd of=".full/$full/termlist.glass" bs=1 seek=8300 conv=notrunc 2>/dev/null
exits 1 '--check of term lists that are spoilt' "$INDEXER" -i .full --check
like "$out" "$full/termlist.glass" 'names the file, too'
rm -r .spoilt .full
echo 'spoilt' >".dateline/$shard/iamglass"
exits 1 '--check of a shard that cannot be opened' "$INDEXER" --check
exits 0 '--rebuild' "$INDEXER" --rebuild
like "$(summary)" '^42 added' 'takes its place'
exits 0 'all is well again' "$INDEXER" --check
"$INDEXER" -q --rebuild -l french --date-from name,header
sed -i 's/^shard .*/shard nosuch/' .dateline/index
exits 2 'an index whose manifest is damaged is not updated' "$INDEXER"
like "$err" "build it anew with 'indexer --rebuild'" 'says what to do'
exits 2 '--rebuild forgets no setting' "$INDEXER" --rebuild . ../r2
like "$err" "its settings and roots are lost: give them anew, with 'indexer --rebuild --language=... " \
    'says what is lost'
exits 0 'which helps' "$INDEXER" --rebuild -l french --date-from name,header . ../r2
like "$(summary)" '^42 added' 'the articles are all there'
exits 0 'and all is well again' "$INDEXER"
cd ..

# ---- files that are skipped, or have faults ----

mkdir odd && cd odd || exit 1
article good.txt 2023 'Good.'
printf 'bin\0ary' >binary.txt
: >empty.txt
printf ' \n\t\r\n' >blank.txt
echo 'PDF' >paper.pdf
article impossible.txt 2023-02-30 'No such day.'
printf '\n\n date 2023-13 No such month.\n' >third-line.txt
printf 'Title: A block\nDate: 2023-02-31\n\nText.\n' >block.txt
printf 'One \x81 byte.\n' >latin.txt
printf 'Two \x81\x8d bytes.\n' >latin2.txt
mkfifo pipe.txt
cat >../faults <<'FAULTS'
indexer: block.txt:2: the date 2023-02-31 does not exist; indexed as undated
indexer: impossible.txt:1: the date 2023-02-30 does not exist; indexed as undated
indexer: latin.txt: 1 byte is not windows-1252, replaced by U+FFFD
indexer: latin2.txt: 2 bytes are not windows-1252, replaced by U+FFFD
indexer: skipped 2 files .txt: empty
indexer: skipped binary.txt: binary
indexer: skipped paper.pdf: no reader
indexer: skipped pipe.txt: not a regular file
indexer: third-line.txt:3: the date 2023-13 does not exist; indexed as undated
FAULTS
exits 1 'faults make exit 1' "$INDEXER" .
is "$(sort <<<"$err")" "$(<../faults)" 'each file with its reason'
is "$(summary)" '6 added (5 of them undated), 5 files skipped, 5 files with faults' 'counted'
exits 1 'as long as they are there' "$INDEXER"
is "$(sort <<<"$err")" "$(<../faults)" 'though the files are not read again'
is "$(summary)" 'nothing changed, 6 unchanged, 5 files skipped, 5 files with faults' 'counted again'
rm binary.txt blank.txt empty.txt paper.pdf pipe.txt impossible.txt third-line.txt block.txt
rm latin2.txt
exits 1 'one is left' "$INDEXER"
is "$(summary)" '4 removed, 2 unchanged, 1 file with faults' 'in the singular'
echo 'One byte.' >latin.txt
indexes '1 updated, 1 unchanged' 'mended, exit 0'
for i in {10..34}; do printf '\0%%PDF' >"$i.pdf"; done
mkdir deep.er && cp 10.pdf deep.er/no-ending
printf 'all: x.o\n\tcc $< >$@ && { x; }\n' >deep.er/Makefile
printf 'Everyone is permitted to copy this document.\n' >deep.er/COPYING
printf '{"title": "A", "date": "2023", "text": "B"}\n{"text": "C", "date": "2023"}\n' >deep.er/x.weird
exits 0 'files that no reader knows are no fault' "$INDEXER"
is "$err" $'indexer: skipped 25 files .pdf: no reader\nindexer: skipped 3 files without an ending: no reader' \
    'they are counted by ending'
is "$(summary)" '2 added, 2 unchanged, 28 files skipped' \
    'and summed up; an ending that is not known is no reason'
run "$INDEXER" -v
is "$(grep -c '^indexer: skipped [0-9]*\.pdf: no reader$' <<<"$err")" 25 '-v names each'
exits 0 '-q' "$INDEXER" -q
is "$out$err" '' 'says nothing of them'
rm -r ./*.pdf deep.er
for i in {10..34}; do article "$i.txt" 2023-02-30 "No day $i."; done
exits 1 'many faults' "$INDEXER" -q
is "$out" '' '-q hides the summary'
is "$(wc -l <<<"$err")" 21 'but not new faults: twenty are told'
is "$(tail -n 1 <<<"$err")" 'indexer: and 5 more like these: -v tells them all' 'the rest counted'
exits 1 'the next run' "$INDEXER"
is "$(wc -l <<<"$err")" 21 'tells them again'
run "$INDEXER" -v
is "$(grep -c 'does not exist' <<<"$err")" 25 '-v tells them all'
exits 1 'the next run with -q' "$INDEXER" -q
is "$out$err" '' 'is silent: they are known'
cd ..

# ---- the archive's own articles ----

if [[ -d $seeds ]]; then
    mkdir seeds && cp "$seeds"/*.txt seeds && cd seeds || exit 1
    indexes '4 added (2 of them undated)' 'the seeds' .
    cd ..
else
    skip 'there are none' 'the seeds'
fi

# ---- threads ----

mkdir many && articles many 60 11
exits 0 'one thread' "$INDEXER" -q -j 1 -i .j1 many
exits 0 'eight threads' "$INDEXER" -q -j 8 -m 16M -i .j8 many
is "$(dump .j1)" "$(dump .j8)" 'make the same index'

done_testing
