# SPDX-License-Identifier: GPL-2.0-or-later
# Reads lines FILE INCLUDED and complains where a file includes what does not stand above its own
# folder in the order of the house, or where two headers include each other. Folders of one rank do
# not know each other.
BEGIN {
    split("lib/base:1 lib/date:2 lib/text:2 lib/glass:3 lib/xapian:3 lib/index:4 " \
          "indexer/files:5 indexer/read:6 indexer/words:7 indexer/build:8 indexer/store:9 " \
          "indexer:10 searcher/query:5 searcher/match:6 searcher/present:7 searcher/screen:8 " \
          "searcher:9", pairs, " ")
    for (i in pairs) {
        split(pairs[i], pair, ":")
        rank[pair[1]] = pair[2]
    }
}

function folder(path) {
    sub("/[^/]*$", "", path)
    return path
}

function room(path) {
    sub("/.*", "", path)
    return path
}

{
    from = folder($1)
    to = folder($2)
    if (!(from in rank) || !(to in rank)) {
        print $1 " or " $2 ": a folder that the order of the house does not have"
        bad = 1
    } else if (from != to && (rank[to] >= rank[from] || (room($2) != "lib" && room($2) != room($1)))) {
        print $1 " includes " $2 ", which does not stand above it"
        bad = 1
    }
    if (($2, $1) in seen) {
        print $1 " and " $2 " include each other"
        bad = 1
    }
    seen[$1, $2] = 1
}

END { exit bad }
