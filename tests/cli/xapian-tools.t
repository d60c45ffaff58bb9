#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Any Xapian tool reads the index, and finds the terms that dateline-index(5) promises.
. "$(dirname "$0")/lib.sh"

command -v xapian-delve quest xapian-check >/dev/null || skip_all 'xapian-tools are not installed'

documents() { # TERM: how many articles have it
    xapian-delve -1 -t "$1" .dateline | grep -c '^[0-9]'
}

document() { # PATH: the docid of the article; its record is asked for, which takes all tables
    local i
    for ((i = 1; i <= 60; i++)); do
        if xapian-delve -r "$i" -d .dateline | grep -q "^path=$1\$"; then
            echo "$i"
            return
        fi
    done
}

terms() { # DOCID [PREFIX]
    xapian-delve -1 -r "$1" .dateline | grep "^${2-}"
}

value() { # DOCID SLOT
    xapian-delve -r "$1" -V"$2" .dateline | sed -n "s/^Value $2 for record #$1: //p"
}

cp -R "$corpus"/* .
files=$(find . -name '*.txt' | wc -l)
for tables in lean full; do
    rm -rf .dateline
    exits 0 "the corpus, --tables=$tables" "$INDEXER" --tables=$tables .
    like "$(summary)" "^$files added" 'is added'

    exits 0 'xapian-delve reads it' xapian-delve .dateline
    like "$out" "number of documents = $files"$'\n' 'counts the articles'
    exits 0 'xapian-check reads the shard' xapian-check .dateline/shard-0001
    like "$out" 'No errors found' 'and finds no fault'

    is "$(documents XNODATE)" "$(find undated -name '*.txt' | wc -l)" 'undated articles'
    is "$(documents Y2023)" "$(find 2023 -name '*.txt' | wc -l)" 'articles of a year'
    is "$(documents M202305)" 2 'of a month'
    is "$(documents D20230526)" 1 'of a day'
    is "$(documents Hexample.org)" "$(documents Hexample)" 'of a host, and the domain above it'
    is "$(documents Swagner)" 7 'words of titles'

    exits 0 'quest searches it' quest -d .dateline -s english -m 50 sanctions
    like "$out" "Zsanction.*Exactly $(documents Zsanction) matches" 'by stems'
    exits 0 'by title and year' quest -d .dateline -s none -b year:Y -p title:S -o and \
        'title:wagner year:2021'
    like "$out" 'Exactly 1 matches' 'finds it'
done

# ---- what all tables give ----

like "$(xapian-delve .dateline)" 'has positional information = true' 'there are positions'
id=$(document 2025/france-hands-over-port-bouet.txt)
is "$(terms "$id" '[YMD][0-9]' | paste -s -d ' ')" 'D20250220 M202502 Y2025' 'the date of one'
is "$(terms "$id" H | paste -s -d ' ')" 'Hexample Hexample.org Hgazette' 'publisher and host'
like "$(terms "$id" | paste -s -d ' ')" ' Sfrance .* ZSfranc .* Zgeneral .* aquin .*general' \
    'title, which is given, stems and words'
is "$(value "$id" 0)" 20250220 'the date in slot 0'
like "$(xapian-delve -r "$id" -t ouattara .dateline)" 'osition' 'a word has positions'
run xapian-delve -r "$id" -d .dateline
like "$out" $'url=https://example.org/africa/port-bouet-handed-over\n' 'the record has the URL'
like "$out" $'from=Example Gazette\n' 'and the publisher'
year=$(document 2023/minusma-leaves-mali.txt)
is "$(terms "$year" '[YMD][0-9]')" Y2023 'an article of which only the year is known'
exits 0 'a phrase' quest -d .dateline '"port bouet"'
like "$out" 'path=2025/france-hands-over-port-bouet.txt' 'finds it'

# ---- what is gone stays until a merge ----

for tables in lean full; do
    rm -rf .dateline
    "$INDEXER" -q --tables=$tables .
    article more.txt 2024-01-01 'Wagner once more.'
    before=$(documents wagner)
    exits 0 "an update, --tables=$tables" "$INDEXER" .
    is "$(documents wagner)" $((before + 1)) 'what is new is found in a second shard'
    rm more.txt
    exits 0 'it goes' "$INDEXER"
    exits 0 '--compact' "$INDEXER" --compact
    is "$(documents wagner),$(xapian-delve .dateline | sed -n 's/^number of documents = //p')" \
        "$before,$files" 'and Xapian sees it no more'
    exits 0 'xapian-check reads what was merged' bash -c 'xapian-check .dateline/shard-*'
done

done_testing
