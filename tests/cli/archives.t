#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Compressed files and archives of them: the same articles as in plain files, whatever they are in.
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip_all 'python3 is not there'

# title, date and text of each article, sorted
articles_of() { # PATH ...
    "$INDEXER" --dump "$@" 2>"$scratch/err" | python3 -c '
import json, sys
for line in sys.stdin:
    a = json.loads(line)
    print(a["title"], a["date"], a["text"].strip(), sep="|")' | sort
}

sources() { # PATH ...: path and record of each article
    "$INDEXER" --dump "$@" 2>"$scratch/err" | python3 -c '
import json, sys
for line in sys.stdin:
    a = json.loads(line)
    print(a["path"], a["record"])' | sort
}

mkdir -p plain/2023
article plain/one.txt 2023-05-26 'The junta spoke in Bamako.'
article plain/2023/two.txt 2023-06-01 'Rita came ashore near Sabine Pass.'
cat >plain/three.jsonl <<'END'
{"title": "Cabinet named", "date": "2023-07-01", "text": "A cabinet of colonels."}
{"title": "Cabinet left", "date": "2023-07-02", "text": "The colonels left."}
END
printf '\001\002\003' >plain/image.png
wanted=$(articles_of plain)
is "$(wc -l <<<"$wanted")" 4 'four articles in plain files'

python3 - <<'END'
import bz2, gzip, lzma, os, tarfile, zipfile
files = ['one.txt', '2023/two.txt', 'three.jsonl', 'image.png']
for kind, pack in ('gz', gzip.compress), ('xz', lzma.compress), ('bz2', bz2.compress):
    for name in files[:3]:
        path = kind + '/' + name + '.' + kind
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, 'wb').write(pack(open('plain/' + name, 'rb').read()))
for mode in '', 'gz', 'xz', 'bz2':
    with tarfile.open('all.tar' + (mode and '.' + mode), 'w:' + mode) as tar:
        for name in files:
            tar.add('plain/' + name, name)
with zipfile.ZipFile('all.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
    for name in files:
        archive.write('plain/' + name, name)
    archive.writestr('.hidden.txt', 'hidden')
    archive.writestr('__MACOSX/one.txt', 'hidden')
with tarfile.open('plain.tar', 'w', format=tarfile.USTAR_FORMAT) as tar:
    for name in files:
        tar.add('plain/' + name, name)
with tarfile.open('nested.tar', 'w') as tar:
    tar.add('gz/three.jsonl.gz', 'in/three.jsonl.gz')
    tar.add('all.zip', 'in/all.zip')
END
for kind in gz xz bz2; do
    is "$(articles_of $kind)" "$wanted" "the same articles in .$kind"
done
for kind in all.tar all.tar.gz all.tar.xz all.tar.bz2 all.zip; do
    is "$(articles_of $kind)" "$wanted" "the same articles in $kind"
done
if command -v zstd >/dev/null; then
    zstd -q all.tar -o all.tar.zst
    is "$(articles_of all.tar.zst)" "$wanted" 'the same articles in all.tar.zst'
else
    skip 'zstd is not there' 'the same articles in all.tar.zst'
fi
is "$(sources all.zip)" 'all.zip 2023/two.txt
all.zip one.txt
all.zip three.jsonl:1
all.zip three.jsonl:2' 'an article is known by its archive and its name there'
is "$(sources gz/three.jsonl.gz)" 'gz/three.jsonl.gz 1
gz/three.jsonl.gz 2' 'a compressed file is as the plain one'
is "$(articles_of nested.tar | wc -l)" 6 'an archive in an archive is read, and a compressed member'

# ---- damage ----

head -c 1560 plain.tar >cut.tar
run "$INDEXER" --dump cut.tar
left 1 'a tar that is cut off is a fault'
like "$out" 'junta spoke' 'what stands before the cut is read'
like "$err" 'cut\.tar: 2023/two\.txt' 'and the cut is told, with the member'

{
    gzip -c plain/three.jsonl
    gzip -c plain/three.jsonl | head -c 60
} >cut.jsonl.gz
run "$INDEXER" --dump cut.jsonl.gz
left 1 'a gzip stream that is cut off is a fault'
is "$(grep -c 'Cabinet' <<<"$out")" 2 'the records before it are read'
like "$err" 'cut\.jsonl\.gz.*cut short' 'and the cut is told'

head -c 3000 /dev/urandom >garbage.txt.gz
head -c 3000 /dev/urandom >garbage.zip
for file in garbage.txt.gz garbage.zip; do
    run "$INDEXER" --dump $file
    left 1 "$file is a fault"
    is "$out" '' 'and no article'
    like "$err" "$file" 'told by name'
done

head -c 250000000 /dev/zero | tr '\0' 'a' | gzip -1 >bomb.txt.gz
if ((${SANITIZED:-0})); then
    skip 'a sanitizer takes memory of its own' 'a bomb ends'
else
    run timeout 120 bash -c "ulimit -v 2000000; '$INDEXER' --dump bomb.txt.gz"
    left 1 'a bomb ends'
    like "$err" 'bomb\.txt\.gz' 'and is told'
fi

# ---- what is no article in them ----

mkdir -p mixed/deep && cd mixed || exit 1
article good.txt 2023-05-26 'Good.'
for i in 1 2 3; do printf 'PDF \0' >"deep/$i.pdf"; done
: >empty.txt
printf 'bin\0ary' >binary.txt
printf 'a,b\n1,2\n' >nothing.csv
echo '{"text": "cut' >cut.jsonl
gzip -c good.txt | head -c 30 >cut.txt.gz
tar cf ../mixed.tar -- *
cd .. && rm -r mixed
run "$INDEXER" -i mixed.index mixed.tar
left 1 'members with faults are faults'
is "$(sort <<<"$err")" "indexer: mixed.tar: cut.jsonl:1: record 1: is damaged: the file ends in the middle of it; skipped
indexer: mixed.tar: cut.txt.gz: the compressed data are cut short
indexer: mixed.tar: nothing.csv: no column of its first row is known to be the text; say which it is with --map text=NAME
indexer: skipped 3 files .pdf: no reader
indexer: skipped mixed.tar/binary.txt: binary
indexer: skipped mixed.tar/empty.txt: empty" 'each is told once by its name; what no reader knows is counted'
is "$(summary)" '1 added, 5 files skipped, 1 file with faults' 'and summed up'
run "$INDEXER" -v -i mixed.index --rebuild
is "$(grep -c '^indexer: skipped mixed.tar/deep/[123].pdf: no reader' <<<"$err")" 3 '-v names each'
run "$INDEXER" -i mixed.index --rebuild --exclude deep/ --exclude '*.csv' --exclude 'cut*'
left 0 '--exclude holds for members'
is "$(sort <<<"$err")" 'indexer: skipped mixed.tar/binary.txt: binary
indexer: skipped mixed.tar/empty.txt: empty' 'by their names in the archive'
run "$INDEXER" -i mixed.index --exclude '*.txt' --exclude '*.pdf' --exclude 'nothing*' --exclude 'cut*'
left 0 'another --exclude'
is "$(summary)" '1 removed' 'is followed without a rebuild'

# ---- an index of them ----

mkdir archive && cp all.zip gz/three.jsonl.gz archive/
run "$INDEXER" -q -i archive/.dateline archive
run "$SEARCHER" -i archive/.dateline -f paths junta
like "$out" 'all\.zip' 'and found'

done_testing
