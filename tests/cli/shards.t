#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An index of several shards, near or far, answers as one of a single shard does.
. "$(dirname "$0")/search.sh"

cp -R "$corpus" corpus
mv corpus/undated loose
articles first 150 1
articles second 150 2
articles third 100 3
cat >third/far.txt <<'ARTICLE'
Title: Far away
Date: 2021-01-01
Source: Example Gazette
URL: https://example.org/

Nothing.
ARTICLE

# ---- the same articles in one shard and in three ----

"$INDEXER" -q -i one.dateline corpus loose first second third
for folders in 'corpus first' second 'loose third'; do
    read -ra folders <<<"$folders"
    "$INDEXER" -q --writer=bulk -i three.dateline "${folders[@]}"
done
is "$(grep -c '^glass ' one.dateline/XAPIANDB)" 1 'one index has one shard'
is "$(grep -c '^glass ' three.dateline/XAPIANDB)" 3 'one has three'
is "$(xapian-delve three.dateline | sed -n 's/^number of documents = //p')" 435 \
    "Xapian's tools open it, and see all articles"

# Words that some articles have.
mapfile -t common < <(cat first/*.txt second/*.txt third/*.txt | tr -cs '[:lower:]' '\n' |
    sort | uniq -c | sort -rn | awk 'NR % 15 == 3 && length($2) > 3 { print $2 }' | head -8)
queries=(wagner '~vagner' 'sanct*' 'wagner OR vagner -mali' '"africa corps"' 'NOT mali' 'date:none'
    'title:mali' 'title:"gold mine"' 'junta NEAR/5 mali' 'from:example.org' 'from:gazette'
    '=sanctions'     'date:2023 OR date:2021-12' '(oil OR gold) NOT date:none' 'nosuchword'
    "${common[0]}" "${common[1]} ${common[2]}" "${common[3]} OR ${common[4]} OR wagner"
    "${common[5]:0:3}*" "${common[0]} NEAR/20 ${common[1]}" "${common[6]} -${common[0]} -wagner")

# All that an index says of a query.
answers() { # INDEX
    local query sort unit
    for query in "${queries[@]}" "${common[7]} mali wagner"; do
        for sort in relevance newest oldest; do
            "$SEARCHER" -i "$1" -n 1000 -f tsv -s $sort "$query"
        done
        for unit in year month week day weekday; do
            "$SEARCHER" -i "$1" --by $unit "$query"
        done
        "$SEARCHER" -i "$1" -n 20 --since 2021-06 --until 2024 "$query"
        "$SEARCHER" -i "$1" -n 20 --offset 7 -f json --on 2023 --undated "$query"
        "$SEARCHER" -i "$1" -c --any "$query"
        "$SEARCHER" -i "$1" -n 0 --explain "$query"
    done 2>&1 | sed 's/;* *[0-9.]* ms$//; s/,"ms".*//; s/in [0-9] shards*$//'
}
answers one.dateline >one
answers three.dateline >three
is "$(wc -l <one | awk '{ print ($1 > 5000) }')" 1 'there is enough to compare'
is "$(diff one three | head -20)" '' 'one and three shards answer the same'
is "$(answers three.dateline | diff three - | head -20)" '' 'and again'
is "$("$SEARCHER" -i three.dateline | sed '/^index/d; /^size/d; /^built/d')" \
    "$("$SEARCHER" -i one.dateline | sed '/^index/d; /^size/d; /^built/d')" 'about the index'
like "$("$SEARCHER" -i three.dateline)" $'\nsize .*, 3 shards\n' 'how many shards there are'
while read -r id; do
    is "$(searcher -i three.dateline --show "$id")" "$(searcher -i one.dateline --show "$id")" \
        "--show $id"
done < <(column 3 -i one.dateline "${common[1]}" -n 5)
for query in sanctons vagnr 'wagner quetzal gold'; do
    run "$SEARCHER" -i one.dateline "$query"
    wanted=${err#*ms}
    run "$SEARCHER" -i three.dateline "$query"
    is "${err#*ms}" "$wanted" "the advice on $query"
done

# ---- changes in several shards at once ----

for folder in first second third; do
    mapfile -t files < <(find $folder -name '*.txt' | sort)
    rm "${files[@]:0:5}"
    for file in "${files[@]:5:10}"; do
        echo 'wagner vagner mali' >>"$file"
    done
    mv "${files[@]:20:5}" loose
done
for index in one three; do
    run "$INDEXER" -i $index.dateline
    is "$(summary)" '30 updated, 15 moved, 15 removed, 375 unchanged' "$index: what has changed"
done
answers one.dateline >one
answers three.dateline >three
is "$(diff one three | head -20)" '' 'one and three shards answer the same after an update'
"$INDEXER" -q -i three.dateline --rebuild
is "$(grep -c '^glass ' three.dateline/XAPIANDB)" 1 'a rebuild makes one shard of three'
answers three.dateline >three
is "$(diff one three | head -20)" '' 'and it answers the same'

# ---- shards in other places ----

rm -r three.dateline
for folders in 'corpus first' second 'loose third'; do
    read -ra folders <<<"$folders"
    "$INDEXER" -q --writer=bulk -i three.dateline "${folders[@]}"
done
stub() { # NAME LINE ...
    mkdir "$1"
    printf '%s\n' '# shards elsewhere' "${@:2}" >"$1/XAPIANDB"
}
mapfile -t shards < <(sed -n 's/^glass //p' three.dateline/XAPIANDB)
stub absolute.dateline "${shards[@]/#/glass $PWD/three.dateline/}"
answers absolute.dateline >other
is "$(diff one other | head -20)" '' 'shards by absolute paths'
stub auto.dateline '' "auto ../three.dateline/${shards[0]}" "glass ../three.dateline/${shards[1]}" \
    "auto $PWD/three.dateline/${shards[2]}"
is "$(searcher -i auto.dateline -n 1000 -f tsv mali)" \
    "$(searcher -i one.dateline -n 1000 -f tsv mali)" 'shards by relative paths, of any kind'
stub gone.dateline "glass $PWD/three.dateline/${shards[0]}" "glass $PWD/nosuch"
exits 2 'a shard that is not there' "$SEARCHER" -i gone.dateline mali
like "$err" nosuch 'a shard that is not there: its name'

# ---- shards on other machines ----

# Serves shards on a port of its own choice, in $port. The server ends its whole process group when
# it is told to end, so it gets one of its own.
serve() { # SHARD ...
    local try
    for try in {1..20}; do
        port=$((20000 + (RANDOM + try) % 20000))
        setsid xapian-tcpsrv --interface 127.0.0.1 --port "$port" --quiet "$@" >/dev/null 2>&1 &
        server=$!
        await_port && servers+=("$server") && return
    done
    return 1
}
await_port() {
    local i
    for ((i = 0; i < 100; i++)); do
        # shellcheck disable=SC2188 # it is opened, and closed again
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
        kill -0 "$server" 2>/dev/null || return
        sleep 0.05
    done
    return 1
}
stop_servers() {
    ((${#servers[@]} == 0)) || kill "${servers[@]}" 2>/dev/null
    servers=()
}
servers=()
trap 'stop_servers; clean_up' EXIT

# What is the same near and far: all but other spellings of names, which Xapian's server does not
# tell, the order of what has one score and one date, and some scores: Xapian's matcher guesses how
# many articles have one of several words, and counts no words of a title that begins the text.
far_answers() { # INDEX
    local query unit first
    for query in "${queries[@]}"; do
        [[ $query != *'~'* ]] || continue
        first=2
        [[ $query != @(*title:*|*NEAR*|*'*'*) ]] || first=3
        "$SEARCHER" -i "$1" -n 1000 -f tsv "$query" | cut -f $first- | sort
        for unit in year month week day weekday; do
            "$SEARCHER" -i "$1" --by $unit "$query"
        done
        "$SEARCHER" -i "$1" -c --since 2021-06 --until 2024 "$query"
        "$SEARCHER" -i "$1" -c --on 2023 --undated "$query"
        "$SEARCHER" -i "$1" -c --any "$query"
    done 2>&1 | sed 's/;* *[0-9.]* ms$//; /^no article has/d; /^~/d; /^[0-9]* of [0-9]* words/d'
}
if ! command -v xapian-tcpsrv >/dev/null || ! serve "three.dateline/${shards[0]}"; then
    skip 'xapian-tcpsrv does not run here' 'remote shards'
    done_testing
fi
first_port=$port
serve "three.dateline/${shards[1]}" "three.dateline/${shards[2]}" || fail 'a second server runs'
stub remote.dateline "remote 127.0.0.1:$first_port" "remote 127.0.0.1:$port"
stub mixed.dateline "glass $PWD/three.dateline/${shards[0]}" "remote 127.0.0.1:$port"
far_answers one.dateline >near
for index in remote mixed; do
    exits 0 "$index: something is found" "$SEARCHER" -i $index.dateline wagner
    far_answers $index.dateline >far
    is "$(diff near far | head -20)" '' "$index: the same answers"
    exits 1 "$index: nothing is found" "$SEARCHER" -i $index.dateline nosuchword
    is "$(searcher -i $index.dateline -n 1000 -s newest -f tsv mali | cut -f4)" \
        "$(searcher -i one.dateline -n 1000 -s newest -f tsv mali | cut -f4)" "$index: newest first"
    id=$(searcher -i one.dateline -f tsv title:tankers | sed -n 2p | cut -f3)
    is "$(searcher -i $index.dateline --show "$id")" "$(searcher -i one.dateline --show "$id")" \
        "$index: --show"
    run "$SEARCHER" -i $index.dateline
    like "$out" $'\narticles +420\n' "$index: about the index"
    exits 0 "$index: another spelling" "$SEARCHER" -i $index.dateline '~wagner'
done
stop_servers
await eval "! (: <'/dev/tcp/127.0.0.1/$first_port') 2>/dev/null"
exits 2 'a server that is not there' "$SEARCHER" -i remote.dateline mali
like "$err" 'check that the server of the remote shard is running' \
    'a server that is not there: the cure'

done_testing
