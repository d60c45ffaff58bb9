#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual pages: they say what the programs do.
. "$(dirname "$0")/lib.sh"
# shellcheck source=examples.sh
. "$top/tests/cli/examples.sh"

pages=("$top"/man/*.[1-8])

# Source of a page to plain text, as far as displays and tables use escapes.
plain() {
    sed -e "s/\\\\(aq/'/g" -e 's/\\(dq/"/g' -e 's/\\(ti/~/g' -e 's/\\-/-/g' -e 's/\\&//g' \
        -e 's/\\e/\\/g'
}

section() { # PAGE NAME
    awk -v name=".Sh $2" '/^\.Sh / { on = $0 == name } on' "$top/man/$1"
}

# ---- the pages themselves ----

# Whether the manuals of other packages are there is a matter of the machine.
lint=$(mandoc -Tlint -W style "${pages[@]}" 2>&1 |
    grep -v -e 'outdated mandoc.db' -e 'referenced manual not found')
if command -v mandoc >/dev/null; then
    is "$lint" '' 'mandoc finds nothing wrong'
else
    skip 'no mandoc' 'mandoc finds nothing wrong'
fi

own=$(cd "$top/man" && printf '%s ' *)
while read -r _ name number _; do
    like " $own" " $name\.$number " "there is a page $name($number)"
done < <(grep -hE '^\.Xr (indexer|searcher|dateline)' "${pages[@]}" | sort -u)

# ---- options ----

# One line for each option: "-i --index DIR". From --help, and from the list in a page.
options_of_help() {
    "$1" --help | sed -nE 's/^  ((-.), |    )(--[a-z-]+)( [A-Z]+)?  .*/\2 \3\4/p' |
        sed -E 's/^ //; s/ [A-Z]+$/ ARGUMENT/' | sort
}

options_of_page() {
    section "$1.1" DESCRIPTION | sed -nE 's/^\.It (Fl .*)/\1/p' |
        sed -E 's/Fl Fl ([a-z-]+)/--\1/; s/Fl (.)( |$)/-\1\2/; s/^(-. )(Ar [a-z]+ )?, /\1/; s/Ar [a-z]+/ARGUMENT/' |
        sort
}

for program in indexer searcher; do
    is "$(options_of_page $program)" "$(options_of_help "$BUILD/$program")" \
        "$program(1) has the options of --help, and no others"
    synopsis=$(section $program.1 SYNOPSIS)
    missing=
    while read -r option _; do
        case $option in
        --*) sought="Fl Fl ${option#--}" ;;
        *) sought="Fl [A-Za-z0-9]*${option#-}[A-Za-z0-9]*" ;;
        esac
        grep -qE "(^|[ .])$sought( |$)" <<<"$synopsis" || missing+="$option "
    done < <(options_of_help "$BUILD/$program")
    is "$missing" '' "the synopsis of $program(1) has all options"
done

# ---- examples ----

# Writes each display with commands to a file: page-1, page-2, ...
displays() { # PAGE
    rm -f "$scratch"/display-*
    section "$1" EXAMPLES | plain | awk -v base="$scratch/display-" '
        function file() { return sprintf("%s%02d", base, number) }
        /^\.Dl \$ / { number++; print substr($0, 5) > file(); next }
        /^\.Bd -literal/ { number++; on = 1; next }
        /^\.Ed/ { on = 0 }
        on { print > file() }'
}

mkdir "$scratch/unmade" && cp -R "$corpus" "$scratch/unmade/corpus" || exit 1
for page in indexer.1 searcher.1 searcher-query.7 dateline-index.5; do
    start=$made
    [[ $page == indexer.1 ]] && start=$scratch/unmade
    displays $page
    unlike "$(cat "$scratch"/display-*)" '\\\(|\\\[' "$page: no unknown escapes in examples"
    for display in "$scratch"/display-*; do
        run_example run_plain "$page" "$display" "$start"
    done
done

# ---- the table of dates ----

cd "$made" || exit 1
rows=0
while IFS= read -r line; do
    ((++rows))
    range=${line% Ta *} days=${line#* Ta }
    bare=${range//\"/}
    [[ $range == none ]] && days=none
    run "$SEARCHER" --explain -c --today 2023-05-26 --on "$bare"
    like $'\n'"$err" $'\n'"dates: ${days//./\\.}"$'\n' "--on $range"
    [[ $range == none ]] && continue
    run "$SEARCHER" --explain -c --today 2023-05-26 "date:$range"
    like $'\n'"$err" $'\n'"dates: ${days//./\\.}"$'\n' "date:$range"
done < <(section searcher-query.7 'RANGES OF DATES' | sed -n 's/^\.It Li //p' | plain)
ok 'the table of dates has rows' test $rows -gt 20

# ---- the table of the query language ----

# What a query finds, as sorted paths; what grep finds in the articles.
found() { # QUERY ...
    "$SEARCHER" -f paths -n 1000 -- "$@" 2>/dev/null | sort
}

texts() { # GREP-OPTION ... PATTERN
    grep -rlE "$@" corpus --include='*.txt' | sort
}

both() { # PATTERN PATTERN
    comm -12 <(texts -iw "$1") <(texts -iw "$2")
}

# Articles in which words of two patterns are at most so many words apart.
nearby() { # PATTERN PATTERN WORDS
    # shellcheck disable=SC2016
    find corpus -name '*.txt' | sort | xargs perl -e '
        my ($one, $two, $most) = splice @ARGV, 0, 3;
        for my $path (@ARGV) {
            open my $file, "<", $path or die;
            my $text = lc join "", <$file>;
            $text =~ s/\xe2\x80\x99/\x27/g;       # a curly apostrophe
            $text =~ s/\x27s\b|(?<=\d),(?=\d)//g; # nor the comma of 50,000
            $text =~ s/\b([a-z])\.(?=[a-z]\b)/$1/g; # U.S.
            $text =~ s/\xe2\x80./ /g;            # quotes and dashes
            my @words = $text =~ /[a-z0-9\x80-\xff]+/g;
            my @first = grep { $words[$_] =~ /^(?:$one)$/ } 0 .. $#words;
            my @second = grep { $words[$_] =~ /^(?:$two)$/ } 0 .. $#words;
            my $near = grep { my $at = $_; grep { abs($at - $_) <= $most } @second } @first;
            print "$path\n" if $near;
        }' "$1" "$2" "$3"
}

titled() { # PATTERN
    "$SEARCHER" --undated --on 0001..9998 -n 1000 -f tsv 2>/dev/null |
        awk -F '\t' -v wanted="$1" 'NR > 1 && tolower($5) ~ wanted { print $6 }' | sort
}

row() { # FORM QUERY PATHS
    documented+="$1"$'\n'
    is "$(found "$2")" "$3" "$1: $2"
    ok "$1: $2 finds something" test -n "$3"
}

documented=
row 'words here' 'gold mine' "$(both 'gold' 'min(e|es|ed|ing)')"
row '"exact phrase"' '"military government"' "$(texts -iw 'military government')"
row '=word' '=leaving' "$(texts -iw 'leaving')"
row 'word*' 'prigo*' "$(texts -i '\bprigo')"
row 'w*rd , w?rd' 'pr?g*zhin' "$(texts -iw 'prigozhin')"
is "$(found 'pri*hin')" "$(texts -iw 'prigozhin')" 'w*rd: pri*hin'
row '~name' '~vagner' "$(texts -iw 'wagner|vagner')"
row 'a OR b' 'gold OR diamonds' "$(texts -iw 'gold|diamonds?')"
row 'NOT a , -a' 'NOT mali' "$(grep -rLiw mali corpus --include='*.txt' | sort)"
is "$(found -mali)" "$(found 'NOT mali')" '-a alone is NOT a'
is "$(found 'wagner -mali')" "$(comm -23 <(texts -iw wagner) <(texts -iw mali))" 'a -b'
row '(...)' '(gold OR diamonds) mine' "$(both 'gold|diamonds?' 'min(e|es|ed|ing)')"
row 'a NEAR b' 'wagner NEAR mali' "$(nearby wagner mali 10)"
row 'a NEAR/5 b' 'wagner NEAR/5 mali' "$(nearby wagner mali 5)"
row 'title:word' 'title:sanctions' "$(titled sanction)"
row 'title:(...)' 'title:(mali sanctions)' "$(comm -12 <(titled mali) <(titled sanction))"
row 'from:name' 'from:example.org' "$(texts '^URL: https://example\.org/')"
is "$(found 'from:"gazette example"')" "$(texts '^Source: Example Gazette')" 'from: a publisher'
row 'author:name' 'author:hofman' "$(texts '^(Author|author): .*Hofman')"
row 'path:glob' 'path:2025' "$(find corpus/2025 -name '*.txt' | sort)"
row 'id:hex' 'id:7431' corpus/2023/2023-05-26-us-sanctions-wagner-head-in-mali.txt
row 'date:range' 'date:2023-05' \
    "$( (texts '^ date 2023-05' && find corpus -name '2023-05-*') | sort)"
is "$(section searcher-query.7 DESCRIPTION | sed -nE 's/^\.It Ql (.*) Ta .*/\1/p' | plain)" \
    "${documented%$'\n'}" 'the table of the language has these rows, and no others'

# ---- precedence, as documented ----

tree() { # QUERY
    "$SEARCHER" --explain -c "$1" 2>&1 | sed '/^plan:/,$d'
}

while IFS='|' read -r short long; do
    is "$(tree "$short")" "$(tree "$long")" "$short is $long"
done <<'EQUAL'
a b OR c -d|(a b) OR (c NOT d)
NOT NOT a|a
a AND b|a b
AK-47|"AK-47"
"wagner"|=wagner
a NEAR b c|(a NEAR/10 b) c
EQUAL

# ---- the table of what is written elsewhere ----

rows=0
while IFS= read -r line; do
    ((++rows))
    there=${line% Ta *} here=${line#* Ta }
    run "$SEARCHER" --today 2023-05-26 -- "$there"
    is "$(sed -n 4p <<<"$err")" "write $here" "$there: $here"
    is "$status" 2 "$there is an error"
done < <(section searcher-query.7 'COMING FROM' |
    sed -n 's/^\.It Li "\(.*\)" Ta /\1 Ta /p; s/^\.It Li //p' | plain)
ok 'the table of what is written elsewhere has rows' test $rows -gt 20

# ---- the table of words ----

rows=0
while IFS= read -r line; do
    ((++rows))
    run "$SEARCHER" --explain -n 0 "\"${line% Ta *}\""
    words=$(sed -n 's/^\(phrase\|exact\) //p' <<<"$err")
    is "$words" "${line#* Ta }" "words of ${line% Ta *}"
done < <(section dateline-index.5 WORDS | sed -n 's/^\.It Li //p' | plain)
ok 'the table of words has rows' test $rows -gt 20

done_testing
