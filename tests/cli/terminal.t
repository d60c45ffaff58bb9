#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# searcher at a terminal: colours, links, bars, the pager; and that nothing of an article's control
# bytes gets there.
. "$(dirname "$0")/search.sh"

command -v script >/dev/null || skip_all 'script(1) is not here'
index_corpus
export TERM=xterm PAGER=cat
unset NO_COLOR CLICOLOR_FORCE DATELINE_PAGER LESS

# What a terminal shows of a text: without links, colours, and the \r of \r\n.
plain() {
    sed $'s/\033\\[[0-9;]*m//g; s/\033\\]8;;[^\033]*\033\\\\//g' <<<"$1"
}

# ---- hits ----

on_terminal "$SEARCHER" -n 2 title:ivoire OR title:tankers
is "$status" 0 'at a terminal: exit 0'
text=$(plain "$out")
unlike "$text" $'\033' 'at a terminal: nothing but colours and links'
like "$(sed -n 1p <<<"$out")" $'^\033\\[2m 1\033\\[0m  \033\\[32m2025-' 'rank and date in colour'
tankers=corpus/2025/mali-fuel-blockade.txt
like "$out" $'\033\\[33m[0-9a-f]{10}\033\\[0m  \033\\]8;;file://'"$PWD/$tankers"$'\033\\\\\033\\[35mco' \
    'ids in colour, and paths that lead to their files'
like "$out" $'\033\\]8;;https://example.org/africa/port-bouet-handed-over\033\\\\\033\\[1mFrance' \
    'titles that lead to their pages'
like "$out" $'\033\\[1;31mIvoire\033\\[0m' 'matches in colour'
like "$text" $'\n2 articles match, 1-2 shown; [0-9.]+ ms$' 'the last line'
run "$SEARCHER" -n 2 title:ivoire OR title:tankers
is "$(head -2 <<<"$text")" "$(head -2 <<<"$out")" 'a pipe has the same without'

long='The last French soldiers have left Tombouctou, almost nine years after they were cheered into'
long+=' the city.'
for columns in 40 60 100; do
    on_terminal sh -c "stty cols $columns && $(printf %q "$SEARCHER") title:tombouctou"
    mapfile -t title < <(plain "$out" | sed -n '1s/^ 1  2021-12-15  //p; 2,3s/^ \{16\}//p')
    longest=$(printf '%s\n' "${title[@]}" | wc -L)
    ok "a title at $columns columns is in lines of its width" test "$longest" -le $((columns - 16))
    joined=${title[*]}
    like "$long" "^${joined%…}" "a title at $columns columns is broken between words"
done
on_terminal sh -c "stty cols 200 && $(printf %q "$SEARCHER") title:tombouctou"
like "$(plain "$out")" "2021-12-15  $long"$'\n' 'a title at 200 columns is whole'
COLUMNS=50 on_terminal "$SEARCHER" title:tombouctou
like "$(plain "$out")" "2021-12-15  ${long:0:34}"$'\n {16}Tombouctou' 'COLUMNS counts where there is no size'
is "$(searcher title:tombouctou | head -1)" " 1  2021-12-15  $long" \
    'a title in a pipe is whole'

# ---- colour, or not ----

coloured() { # NAME WANTED COMMAND ...
    on_terminal "${@:3}"
    local found=no
    [[ $out == *$'\033[1;31m'* ]] && found=yes
    is $found "$2" "$1 at a terminal: colour"
    is "$([[ $out == *$'\033]8;'* ]] && echo yes || echo no)" "$2" "$1 at a terminal: links"
}
colour_in_pipe() { # NAME WANTED COMMAND ...
    run "${@:3}"
    is "$([[ $out == *$'\033[1;31m'* ]] && echo yes || echo no)" "$2" "$1 in a pipe: colour"
    unlike "$out" $'\033\\]8;' "$1 in a pipe: no links"
}
both() { # NAME AT-TERMINAL IN-PIPE COMMAND ...
    coloured "$1" "$2" "${@:4}"
    colour_in_pipe "$1" "$3" "${@:4}"
}
search=("$SEARCHER" -n 1 wagner)
many=("$SEARCHER" -n 30 wagner) # more than a screen
both 'nothing said' yes no "${search[@]}"
both '--color=auto' yes no "${search[@]}" --color=auto
both '--color=always' yes yes "${search[@]}" --color=always
both '--color=never' no no "${search[@]}" --color=never
both 'NO_COLOR=1' no no env NO_COLOR=1 "${search[@]}"
both 'NO_COLOR=' yes no env NO_COLOR= "${search[@]}"
both 'CLICOLOR_FORCE=1' yes yes env CLICOLOR_FORCE=1 "${search[@]}"
both 'CLICOLOR_FORCE=0' yes no env CLICOLOR_FORCE=0 "${search[@]}"
both 'NO_COLOR and CLICOLOR_FORCE' no no env NO_COLOR=1 CLICOLOR_FORCE=1 "${search[@]}"
both 'NO_COLOR, but --color=always' yes yes env NO_COLOR=1 "${search[@]}" --color=always
both 'CLICOLOR_FORCE, but --color=never' no no env CLICOLOR_FORCE=1 "${search[@]}" --color=never
both 'TERM=dumb' no no env TERM=dumb "${search[@]}"
both 'no TERM' no no env -u TERM "${search[@]}"

# ---- bars ----

on_terminal sh -c "stty cols 60 && $(printf %q "$SEARCHER") --by year wagner"
text=$(plain "$out")
is "$(sed -n '/^20/p' <<<"$text" | awk '{ print $1 "\t" $2 }')" \
    "$(searcher --by year wagner)" 'bars have the keys and counts of a pipe'
longest=$(sed -n 's/^2023  *6  //p' <<<"$text")
is "$longest" "$(printf '█%.0s' {1..45})" 'the longest bar fills the line'
is "$(sed -n 's/^2021  *2  //p' <<<"$text")" "$(printf '█%.0s' {1..15})" 'others are as long as due'
like "$out" $'\033\\[36m█' 'bars in colour'
on_terminal "$SEARCHER" --by year --color=never wagner
unlike "$out" $'\033' 'bars without colour'
like "$out" '█' 'bars without colour are bars'
unlike "$(searcher --by year --color=always wagner)" '█ |'$'\033' 'no bars in a pipe'
on_terminal "$SEARCHER"
like "$(plain "$out")" $'\n2023 +8  (█)+\n' 'the screen about the index has bars, too'
for format in tsv csv json; do
    on_terminal "$SEARCHER" -f $format --by year wagner
    unlike "$out" '█|'$'\033' "-f $format has no bars"
done

# ---- the pager ----

cat >mark <<'MARK'
#!/bin/sh
sed "s/^/$1:/"
MARK
chmod +x mark
paged() { # NAME WANTED-PREFIX COMMAND ...
    on_terminal "${@:3}"
    is "$(sed -n 's/^\([a-z]*\):.*/\1/p' <<<"$out" | sort -u)" "$2" "$1"
}
paged PAGER usual env PAGER='./mark usual' "${many[@]}"
is "$(grep -vc '^usual:' <<<"$out")" 0 'all goes through the pager, notes as well'
paged 'DATELINE_PAGER goes before PAGER' own env DATELINE_PAGER='./mark own' PAGER='./mark usual' \
    "${many[@]}"
paged 'what fits the screen' '' env PAGER='./mark usual' "${search[@]}"
paged 'what fits the screen, --pager' usual env PAGER='./mark usual' "${search[@]}" --pager
paged 'TERM=dumb' '' env TERM=dumb PAGER='./mark usual' "${many[@]}"
paged '--no-pager' '' env PAGER='./mark usual' "${many[@]}" --no-pager
paged 'PAGER=cat' '' env PAGER=cat "${many[@]}"
paged 'PAGER=' '' env PAGER= "${many[@]}"
paged 'DATELINE_PAGER=' '' env DATELINE_PAGER= PAGER='./mark usual' "${many[@]}"
paged '-c' '' env PAGER='./mark usual' "${many[@]}" -c
paged '--show' usual env PAGER='./mark usual' "$SEARCHER" \
    --show "$(searcher -f tsv wagner | sed 1d | cut -f3 | paste -sd ,)"
paged '--by' usual env PAGER='./mark usual' "$SEARCHER" --by month wagner
run env PAGER='./mark usual' "${search[@]}"
unlike "$out" '^usual:' 'no pager in a pipe'
run env PAGER='./mark usual' "${search[@]}" --pager
like "$out" '^usual:' '--pager in a pipe'
on_terminal sh -c "PAGER='./mark usual' $(printf '%q ' "${many[@]}") | cat"
unlike "$out" '(^|'$'\n'')usual:' 'no pager if only stderr is a terminal'
on_terminal sh -c "PAGER='./mark usual' $(printf '%q ' "${many[@]}") 2>notes"
unlike "$out" '(^|'$'\n'')usual:' 'no pager if only stdout is a terminal'
like "$(<notes)" '19 articles match' 'the notes go where stderr goes'
on_terminal env PAGER='./mark usual' "$SEARCHER" nosuchword
is "$status" 1 'nothing found, with a pager: exit 1'
on_terminal env PAGER='./mark usual' "$SEARCHER" '(oil'
is "$status" 2 'an error, with a pager: exit 2'
like "$out" "'\\(' is never closed" 'an error, with a pager: the message'
on_terminal env PAGER='head -1' "$SEARCHER" -n 100 mali
is "$status" 0 'a pager that leaves early: exit 0'
is "$(wc -l <<<"$out")" 1 'a pager that leaves early: nothing else is said'
on_terminal env PAGER=nosuchpager "${many[@]}"
is "$status $(grep -c '19 articles match' <<<"$out")" '2 0' 'a pager that is not there: exit 2'
if command -v less >/dev/null; then
    on_terminal env -u PAGER "${search[@]}"
    is "$status" 0 'less by default: exit 0'
    like "$out" $'19 articles match, 1 shown' 'less by default: a short answer ends it'
    on_terminal env -u PAGER LESS=FRXE "${search[@]}"
    like "$out" $'19 articles match, 1 shown' 'LESS is kept'
fi

# What the pager gets in its environment.
# shellcheck disable=SC2016 # for the pager
printf '#!/bin/sh\necho "charset ${LESSCHARSET-none}"\n' >charset
chmod +x charset
charset() { # WANTED NAME VARIABLE=VALUE ...
    on_terminal env -u LESSCHARSET -u LC_ALL -u LANG PAGER=./charset "${@:3}" "${many[@]}"
    is "$(sed -n 's/^charset //p' <<<"$out")" "$1" "LESSCHARSET: $2"
}
charset utf-8 'no locale' LC_CTYPE=
charset utf-8 'a locale of another charset' LANG=C
charset none 'a locale of UTF-8' LANG=de_DE.UTF-8
charset none 'another spelling' LC_ALL=C.utf8
charset latin1 'as the user has it' LESSCHARSET=latin1 LANG=C

# ---- the number of matches, where it can be seen ----

sized() { # ROWS COLUMNS COMMAND ...
    local command
    printf -v command '%q ' "${@:3}"
    on_terminal sh -c "stty rows $1 cols $2 && $command"
}
sized 24 80 env PAGER=cat "$SEARCHER" mali
is "$(head -1 <<<"$out")" '27 articles match, 1-10 shown' 'a list that scrolls begins with it'
like "$out" $'\n27 articles match, 1-10 shown; [0-9.]+ ms$' 'and ends with it'
sized 24 80 env PAGER='./mark usual' "$SEARCHER" mali
is "$(head -1 <<<"$out")" 'usual:27 articles match, 1-10 shown' 'so it does in the pager'
sized 24 80 "$SEARCHER" -n 2 mali
is "$(grep -c '27 articles match' <<<"$out")" 1 'a list that fits says it once'
sized 200 80 "$SEARCHER" mali
is "$(grep -c '27 articles match' <<<"$out")" 1 'so does a longer one on a larger screen'

# ---- control bytes ----

mkdir evil
printf '%b' ' date 2023-05-26 Evil \e[31mred\a \0302\0205 \0342\0200\0256ltr\0302\0233 title\n' \
    'malware \e]0;pwned\a and \e[2J, \0177 del, \b back, \0302\0233 c1, ' \
    '\0342\0201\0246 isolate.\r\n' \
    'Next\r line malware \0377 \v\n' >evil/text.txt
printf '%b' 'Title: \e[5mBlink\nDate: 2023\nURL: https://example.org/\e[31m"x\n' \
    'Source: So\eurce\n\nmalware \e[31m body\n' \
    >$'evil/b\033[31m\nred\342\200\256.txt'
printf 'malware of a bad name\n' >$'evil/c\377\200\033.txt'
"$INDEXER" -q -i evil.dateline evil 2>/dev/null # it names the byte that is no UTF-8
is "$(searcher -i evil.dateline -c malware)" 3 'three articles with control bytes'

# What must not reach a terminal but for our own colours and links: C0 but \n and \t, DEL, C1 (also
# those of UTF-8), overrides and isolates of direction, bytes that are no UTF-8.
unsafe() { # FILE
    python3 -c 'import re, sys
text = open(sys.argv[1], "rb").read()
ours = rb"\x1b\[(0|1|2|32|33|35|36|1;31)?m|\x1b\]8;;[!-~]*\x1b\\|\r+(?=\n)"
text = re.sub(ours, b"", text).decode("utf-8", "surrogateescape")
bad = re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\udc80-\udcff]", text)
print(*map(ascii, bad))' "$1"
}
evil=("$SEARCHER" -i evil.dateline)
for options in '' '--by year' '-f json' '-f tsv' '-f csv' '-f trec' '-f paths' '--explain' \
    '-s oldest --no-snippets' '--queries queries' '--queries queries -f tsv'; do
    read -ra words <<<"$options"
    printf 'q\033[31m\tmalware\n' >queries
    [[ $options == *--queries* ]] || words+=(malware)
    on_terminal "${evil[@]}" "${words[@]}"
    like "$out" . "searcher ${options:-(text)} of evil articles prints something"
    is "$(unsafe "$scratch/screen")" '' "searcher ${options:-(text)}: no control bytes"
    on_terminal "${evil[@]}" "${words[@]}" --color=never
    not_ok "searcher ${options:-(text)} --color=never: no escapes" grep -q $'\033' "$scratch/screen"
done
while read -r id; do
    for format in text json tsv csv; do
        on_terminal "${evil[@]}" --show "$id" -f $format
        is "$(unsafe "$scratch/screen")" '' "--show $id -f $format: no control bytes"
    done
done < <("${evil[@]}" -f tsv malware 2>/dev/null | grep -ao $'\t[0-9a-f]\\{10\\}\t' | tr -d '\t')
on_terminal "$SEARCHER" $'\033[31mmalware ('
is "$(unsafe "$scratch/screen")" '' 'an error in a query: no control bytes'
on_terminal "$SEARCHER" $'nosuch\302\233word'
is "$(unsafe "$scratch/screen")" '' 'advice: no control bytes'
"${evil[@]}" -0 -f paths malware 2>/dev/null | sort -z | xargs -0 ls >/dev/null 2>"$scratch/err"
is "$(<"$scratch/err")" '' 'paths in a pipe are as they are'
is "$(unsafe <("${evil[@]}" -f json malware 2>/dev/null))" '' 'json is safe in a pipe, too'

done_testing
