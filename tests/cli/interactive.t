#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The interactive mode from end to end: keys into a terminal of tmux, screens out of it. Each
# session starts in a shell of its own, so that what the screen leaves behind is seen, too.
. "$(dirname "$0")/lib.sh"

command -v tmux >/dev/null || skip_all 'there is no tmux'

export XDG_STATE_HOME=$scratch/state TMUX_TMPDIR=$scratch HOME=$scratch
unset TMUX NO_COLOR VISUAL EDITOR PAGER DATELINE_PAGER
cp -r "$corpus" .
"$INDEXER" -q corpus || fail 'the corpus is indexed'

terminals=0 # each has a server of its own

mux() {
    tmux -u -L "t$terminals" -f /dev/null "$@" 2>/dev/null
}
trap 'mux kill-server; clean_up' EXIT

# Starts a shell in a terminal of a size; what is typed there runs in this folder.
terminal() { # COLUMNS ROWS [NAME=VALUE ...]
    local shell="exec env PS1='\$ ' ${*:3} bash --norc --noediting"
    mux kill-server
    ((++terminals))
    mux new-session -d -x "$1" -y "$2" "$shell"
    mux set-option -g status off
    mux resize-window -x "$1" -y "$2"
    sees '^\$'
    keys "PATH=$BUILD:\$PATH; stty -g >$scratch/modes.before; clear; echo ready"
    key Enter
    sees '^ready'
}

keys() { # TEXT
    mux send-keys -l -- "$1"
}

key() { # NAME ...
    mux send-keys "$@"
}

screen() {
    mux capture-pane -p
}

has() { # REGEX, of a line
    screen | LC_ALL=C.UTF-8 grep -qE -- "$1"
}

has_not() {
    ! has "$1"
}

# Waits until a line is on the screen. What is not seen is told with the screen there is.
sees() { # REGEX
    await has "$1" || {
        diag "not seen: $1" "$(screen)"
        return 1
    }
}

session() { # ARGUMENT ... of searcher
    keys "searcher -I $*; echo left \$?"
    key Enter
    sees '^ (F1|\?) keys'
}

# Tests that the screen gave the terminal back, and how it was left.
leaves() { # STATUS NAME
    sees "^(\\$ )?left $1"
    keys "stty -g >$scratch/modes.after; echo told"
    key Enter
    sees '^told'
    if has "^(\\$ )?left $1" && cmp -s "$scratch/modes.before" "$scratch/modes.after"; then
        pass "$2"
    else
        fail "$2" "$(screen)"
    fi
}

# ---- 1 to 4: type, see, open ----

terminal 80 24
session
ok 'all articles are there before anything is typed' sees '^34 articles, '
keys wagner
ok 'results follow the keys' sees '^19 articles, 2020-10-24 to 2026-02-28, .* best first'
ok 'the histogram has the last period under its pointer' sees '2026-02: 1 ▲'
ok 'the first hit is selected' sees '^>[0-9-]{10} '
ok 'its passages are shown' sees '^── passages: '
keys ' "mali'
ok 'an unfinished query has its caret' sees '^               \^$'
ok 'and its cure' sees 'never closed; close the quotes'
ok 'what was found before stays' sees '^── hit 1 of 19 '
keys '"'
ok 'finished, it is answered' sees '^16 articles'
key Enter
sees 'Enter print path'
key Down Down
ok 'another hit is selected' sees '^── hit 3 of 16 '
key Enter
leaves 0 'Enter leaves'
ok 'and prints the path' has '^corpus/20[0-9/]+.*\.txt$'

terminal 80 24
keys "echo \"got \$(searcher -I title:moura)\""
key Enter
sees '^ F1 keys'
key Enter
sees 'Enter print path'
key Enter
ok 'standard output may be a pipe' sees '^got corpus/2023/un-report-on-moura.txt'

terminal 80 24
session -f json title:moura
key Enter
sees 'Enter print path'
key Enter
ok 'with -f, the hit is printed so' sees '"path": ?"corpus/2023/un-report-on-moura.txt"'

terminal 80 24
session wagner
key C-c
leaves 130 '^C leaves with 130'

# ---- 5 to 8: histogram, command line, undo ----

terminal 80 24
session sanctions
sees '^[0-9]+ articles'
key Tab
sees 'm M mark'
keys 1
sees '2026: [0-9]+ '
key Left Left
sees '2024: [0-9]+ '
keys M
ok 'a mark is told' sees '^marked 2024-01-01\.\.2024-12-31'
key Left Left
sees '2022: [0-9]+ '
keys m
sees '^marked 2022-01-01\.\.2024-12-31'
key Enter
ok 'the marks scope the search' sees '^[0-9]+ articles, in 2022-01-01\.\.2024-12-31'
keys ss
sees 'oldest first'
found=$(screen | sed -n 's/^\([0-9]*\) articles.*/\1/p')
top_hit=$(screen | sed -n 's/^>\([0-9-]*\).*/\1/p')
keys c
ok 'the equal command line is shown' \
    sees '^searcher --on 2022-01-01\.\.2024-12-31 -s oldest .*sanctions'
key Enter
leaves 0 'Enter prints it'
command=$(screen | grep '^searcher --on')
run bash -c "PATH=$BUILD:\$PATH; ${command/searcher/searcher -f csv}"
is "$(grep -c '^[0-9]' <<<"$out")" "$found" 'run, it finds as many'
ok 'the same one first' grep -q -m1 "$top_hit" <(grep -m1 '^[0-9]' <<<"$out")

terminal 80 24
session wagner
key Tab
sees 'm M mark'
keys 1
key Enter
sees '^[0-9]+ articles?, in 2026'
keys u
ok 'u undoes' sees '^19 articles, 2020'
keys 6
ok 'weekdays have bars' sees 'Mon.*Sun|▲ (Mon|Sun)'
key Enter
ok 'and no days to search' sees 'no days here'
keys 5
ok 'of days, those near the pointer are shown' sees '^<20'
keys 0
keys +
sees '20[0-9][0-9]-[0-9][0-9]'
keys -
keys q
leaves 1 'q leaves with 1'

terminal 80 24
session
key Tab
sees 'none'
key Right
key Enter
ok 'the bar of the undated scopes to them' sees '^4 articles, in none'
keys /
ok '/ goes back to the query' sees '^ F1 keys'
key C-c
leaves 130 'and ^C leaves'

# ---- 9 to 11: text, pager, editor, files ----

terminal 80 24
session wagner
key Tab Tab Tab
sees 'n N matches'
keys n
ok 'n goes to a match' sees '^match 1 of '
keys t
ok 't shows the whole text' sees '^── text: '
keys '?'
ok '? shows the keys' sees '^ all keys'
key Escape
sees 'n N matches'
key C-c
leaves 130 'and all is given back'

terminal 80 24 "PAGER='sed s/^/paged:/; read -r line </dev/tty #'" EDITOR=echo
session title:moura
key Enter
sees 'Enter print path'
keys o
ok 'o opens the pager' sees '^paged:'
key Enter
ok 'and comes back' sees '^── hit 1 of 1'
keys e
ok 'so does e from the editor' sees '^── hit 1 of 1'
keys W
sees 'write hits to: hits.csv'
key Enter
ok 'W writes' sees '^written to hits.csv'
ok 'what the name asks for' grep -q 'un-report-on-moura.txt' hits.csv
keys W
sees 'write hits to'
key Enter
ok 'and writes nothing over' sees 'hits.csv: File exists'
keys q
leaves 1 'and all is given back after other programs'

# ---- 12, 13: history ----

terminal 80 24
session
sees '^34 articles'
key Up
ok 'up has the last query' sees '^search: title:moura$'
key Up
ok 'and the one before' sees '^search: (wagner|sanctions)$'
key C-u
keys draft
key Down Down Down Down
key C-c
leaves 130 'history is left'
ok 'the history is private' test "$(stat -c %a "$XDG_STATE_HOME/dateline/history")" = 600

# ---- 14 to 17: sizes ----

terminal 40 10
session wagner
ok '40x10 has room' sees '^19 articles, 2020'
ok 'for the list' sees '^>20'
key Tab Tab Tab
ok 'and for the text in its place' sees 'up, down: scroll'
keys '?'
sees '^ all keys'
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do key NPage; done
ok 'and for all keys, page by page' sees 'wheel scrolls'
key Escape
mux resize-window -x 200 -y 50
ok 'resized, it is drawn anew' sees '^── hit 1 of 19 ─+.* passages: '
mux resize-window -x 12 -y 4
ok 'too small, it says so' sees 'too small|this window'
mux resize-window -x 80 -y 24
ok 'and comes back' sees '^── hit 1 of 19'
key C-c
leaves 130 'no size leaves the terminal changed'

terminal 200 50
session wagner
ok '200x50 has list and text side by side' sees '^>20.* [A-Z]'
key C-c
leaves 130 'and leaves it as it was'

# ---- 18: colours and kinds of terminals ----

for kind in xterm screen linux NO_COLOR; do
    case $kind in
    NO_COLOR) terminal 80 24 NO_COLOR=1 ;;
    *) terminal 80 24 TERM=$kind ;;
    esac
    session wagner
    ok "$kind: results are there" sees '^19 articles'
    colours=$(mux capture-pane -p -e | grep -c $'\e\\[[0-9;]*3[0-7][m;]')
    case $kind in
    NO_COLOR) is "$colours" 0 'NO_COLOR: no colours' ;;
    linux) ok 'linux: whole and half blocks alone' has_not '[▁▂▃▅▆▇]' ;;
    esac
    key C-c
    leaves 130 "$kind: and all is given back"
done

terminal 80 24
keys 'TERM=dumb searcher -I x; echo left $?'
key Enter
leaves 2 'a terminal that cannot be drawn on is refused'
run setsid "$SEARCHER" -I x </dev/null
left 2 'so is none'
like "$err" 'no terminal' 'and told'

# ---- 19: all kinds of text ----

article wide.txt 2024-01-01 '東京の新聞は東京で読まれる zebra. 中文也在這裏'
article combining.txt 2024-01-02 $'cafe\u0301 zebra na\u0308i\u0308ve'
article rtl.txt 2024-01-03 'zebra שלום עולם مرحبا بالعالم'
article bad.txt 2024-01-04 $'zebra \e[31mred\e]0;title\a \u202eevil'
"$INDEXER" -q wide.txt combining.txt rtl.txt bad.txt
terminal 60 20
session zebra
ok 'wide, combining, right to left: all are found' sees '^4 articles'
ok 'wide characters stand in the list' sees '2024-01-01 東京'
ok 'right to left, too' sees 'שלום'
ok 'no control gets through' has '2024-01-04 .*\[31mred'
keys ' 東'
key BSpace BSpace
ok 'wide text is edited' sees '^search: zebra$'
key C-c
leaves 130 'and all is given back'

# ---- 20: an index that is updated meanwhile, and signals ----

terminal 80 24
session zebra
sees '^4 articles'
rm wide.txt hits.csv
"$INDEXER" -q .
keys ' OR moura'
ok 'an update does not disturb what is open' sees '^[5-9] articles'
key Enter
sees 'Enter print path'
key C-c
leaves 130 'and all is given back'

for signal in TERM HUP SEGV; do
    terminal 80 24
    keys "bash -c 'echo \$\$ >$scratch/pid; exec searcher -I wagner'; echo left \$?"
    key Enter
    sees '^19 articles'
    kill -"$signal" "$(<"$scratch/pid")"
    leaves $((128 + $(kill -l "$signal"))) "SIG$signal gives the terminal back"
done

done_testing
