#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make picture` draws: sessions in a terminal of 80 columns, as picture-*.svg in the folder
# that is named. tests/cli/picture.t holds those that are checked in against it.
set -eu

here=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
top=$PWD
BUILD=$(cd "${BUILD:-build}" && pwd)
PATH=$BUILD:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R corpus "$work/corpus" # an index in the folder itself: ids of articles are of paths from it
cd "$work"
indexer -q corpus

draw() { # NAME COMMAND ...
    name=$1
    shift
    python3 "$top/tests/tools/picture.py" "$here/picture-$name.svg" 80 "$@"
}

draw search "searcher -n 2 --since 2021-06 '~vagner' gold"
draw count "searcher --by year gold OR sanctions"
draw error "searcher 'gold AND (mine OR diamonds'"
