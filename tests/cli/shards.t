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

# An index of three shards, as three runs make it.
make_three() { # OPTION ...
    local folders
    for folders in 'corpus first' second 'loose third'; do
        read -ra folders <<<"$folders"
        "$INDEXER" -q -i three.dateline "$@" "${folders[@]}"
    done
}
shards_of() { # INDEX
    sed -n 's/^shard \([^ ]*\) .*/\1/p' "$1/index"
}
"$INDEXER" -q -i one.dateline corpus loose first second third
make_three
is "$(shards_of one.dateline | wc -l)" 1 'one index has one shard'
is "$(shards_of three.dateline | wc -l)" 3 'one has three'
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
is "$(shards_of three.dateline | wc -l)" 1 'a rebuild makes one shard of three'
"$INDEXER" -q -i one.dateline --rebuild
answers one.dateline >one
answers three.dateline >three
is "$(diff one three | head -20)" '' 'and it answers the same'

# ---- several indexes as one ----

mkdir apart
mv first apart/first
"$INDEXER" -q -i apart/.dateline apart/first
"$INDEXER" -q -i rest.dateline corpus loose second third
several() { # ARGUMENT ...
    searcher -i rest.dateline -i apart/.dateline "$@"
}
mv apart/first first
"$INDEXER" -q -i one.dateline --rebuild
is "$(several -n 1000 -f tsv "${common[0]}" | cut -f1,2,4,5)" \
    "$(searcher -i one.dateline -n 1000 -f tsv "${common[0]}" | cut -f1,2,4,5)" \
    'two indexes: hits and scores of one'
is "$(DATELINE_INDEX=rest.dateline:apart/.dateline searcher -c wagner)" \
    "$(searcher -i one.dateline -c wagner)" 'DATELINE_INDEX may name several'
like "$(several 'NOT nosuchword' -n 1000 -f paths)" $'(^|\n)apart/first/' 'each has its own paths'
"$INDEXER" -q -l french -i french.dateline corpus
exits 2 'two languages' "$SEARCHER" -i one.dateline -i french.dateline mali
like "$err" 'french' 'two languages: which'

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

stub() { # NAME LINE ...
    mkdir "$1"
    printf '%s\n' '# shards elsewhere' "${@:2}" >"$1/XAPIANDB"
}
rm -r three.dateline
make_three --tables=full
mapfile -t shards < <(shards_of three.dateline)
if ! command -v xapian-tcpsrv >/dev/null || ! serve "three.dateline/${shards[0]}"; then
    skip 'xapian-tcpsrv does not run here' 'remote shards'
    done_testing
fi
ports=("$port")
for shard in "${shards[@]:1}"; do
    serve "three.dateline/$shard" || fail 'a further server runs'
    ports+=("$port")
done
stub remote.dateline "${ports[@]/#/remote 127.0.0.1:}"
exits 0 'remote: something is found' "$SEARCHER" -i remote.dateline wagner
exits 1 'remote: nothing is found' "$SEARCHER" -i remote.dateline nosuchword
answers three.dateline >near
answers remote.dateline >far
is "$(diff near far | head -20)" '' 'remote: the same answers, to the last digit'
for query in sanctons vagnr 'wagner quetzal gold'; do
    run "$SEARCHER" -i three.dateline "$query"
    wanted=${err#*ms}
    run "$SEARCHER" -i remote.dateline "$query"
    is "${err#*ms}" "$wanted" "remote: the advice on $query"
done
id=$(searcher -i three.dateline -f tsv title:tankers | sed -n 2p | cut -f3)
is "$(searcher -i remote.dateline --show "$id")" "$(searcher -i three.dateline --show "$id")" \
    'remote: --show'
run "$SEARCHER" -i remote.dateline
like "$out" $'\narticles +[0-9]+\n' 'remote: about the index'
stub wrong.dateline "remote 127.0.0.1:${ports[0]}" 'glass elsewhere'
exits 2 'a line that is no remote shard' "$SEARCHER" -i wrong.dateline mali
like "$err" 'XAPIANDB:3: .*-i' 'a line that is no remote shard: the cure'
stop_servers
await eval "! (: <'/dev/tcp/127.0.0.1/${ports[0]}') 2>/dev/null"
exits 2 'a server that is not there' "$SEARCHER" -i remote.dateline mali
like "$err" 'check that the server of the remote shard is running' \
    'a server that is not there: the cure'

done_testing
