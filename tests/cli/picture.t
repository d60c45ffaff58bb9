#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The pictures of the README: they are what a terminal shows, and hold nothing else.
. "$(dirname "$0")/lib.sh"

if ! command -v python3 >/dev/null; then
    skip 'no python3' 'pictures'
    done_testing
    exit
fi

mkdir "$scratch/pictures"
exits 0 'pictures are drawn' env BUILD="$BUILD" sh "$top/tests/picture.sh" "$scratch/pictures"
for name in search count error; do
    picture=man/picture-$name.svg
    ok "$picture is up to date: 'make picture' draws it" \
        cmp "$top/$picture" "$scratch/pictures/picture-$name.svg"
    ok "README.md shows $picture" grep -qF "($picture)" "$top/README.md"
    ok "$picture is XML" python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' \
        "$top/$picture"
    unlike "$(<"$top/$picture")" '<script|<image|href|@import|url\(' "$picture needs nothing else"
done

# ---- colours, and what hurts ----

draw() { # COMMAND
    python3 "$top/tests/tools/picture.py" "$scratch/one.svg" 40 "$1"
}

exits 0 'colours' draw "printf '\\033[1;31mred\\033[0m a<b \\033[7mback\\033[27m ██▌ 12.3 ms\\n'"
drawn=$(<"$scratch/one.svg")
like "$drawn" '<tspan class="bold red" [^>]*>red<' 'bold and red'
like "$drawn" '>a&lt;b<' 'text is escaped'
like "$drawn" '<tspan class="turned" [^>]*>back<' 'reverse is on a box'
like "$drawn" '<rect class="fill" [^>]*width="21\.07"' 'a bar is drawn to the eighth'
like "$drawn" '>0\.4 ms<' 'a time is always the same'
exits 0 'width' draw 'stty size <&1'
like "$(<"$scratch/one.svg")" '>60 40<' 'the terminal is as wide as was said'
exits 1 'what is not known is not drawn' draw "printf '\\033[2J'"
exits 1 'nor are other colours' draw "printf '\\033[38;5;1mred'"

done_testing
