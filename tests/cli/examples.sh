# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the examples of documents, for man.t and readme.t. Sourced after lib.sh.
#
# An example is a text in which lines that begin with "$ " are commands, and the lines after a
# command are what it writes, stdout and stderr. A command without such lines may write anything.
# In them, "..." stands for any text, on a line of its own for any lines, and times taken may
# differ. A command ends with status 0, or as a comment at its end says: "# exit 1".

# shellcheck disable=SC2016,SC2154 # what is set by lib.sh

# What the examples are run in: the sample articles, with an index of them.
made=$scratch/made
mkdir "$made" && cp -R "$corpus" "$made/corpus" && (cd "$made" && "$INDEXER" -q corpus) || exit 1

# Tools that examples use, and that need not be there.
optional='jq quest xapian-check xapian-delve xapian-metadata'

missing_tool() { # COMMAND
    local tool
    for tool in $optional; do
        [[ " $1 " == *[[:space:]\|]"$tool "* ]] && ! command -v "$tool" >/dev/null && echo "$tool"
    done
}

# An extended regular expression of what a command must write.
pattern() { # LINES
    sed -E -e 's/[][\\.*^$(){}|+?]/\\&/g' \
        -e 's/^\\\.\\\.\\\.$/@ANY-LINES@/' \
        -e 's/\\\.\\\.\\\./@ANY@/g' \
        -e 's/[0-9]+\\\.[0-9]+ (ms|s)\b/[0-9.]+ \1/g' <<<"$1" |
        awk -v newline='\n' '
            /^@ANY-LINES@$/ { printf "([^%s]*%s)*", newline, newline; next }
            { gsub(/@ANY@/, "[^" newline "]*"); printf "%s%s", $0, newline }'
}

# Runs a command as the reader of the document would; its output is then in $got.
run_plain() { # COMMAND
    bash -c "$1" >"$scratch/got" 2>&1 </dev/null
}

# The same on a terminal of 80 columns, without colours and pager.
run_on_terminal() { # COMMAND
    NO_COLOR=1 DATELINE_PAGER='' TERM=xterm RUN_THIS=$1 \
        script -qec 'stty cols 80 -onlcr; bash -c "$RUN_THIS"' /dev/null \
        </dev/null >"$scratch/seen"
    local code=$?
    sed -E 's/^.*\r//; s/\x1b\[[0-9;?]*[A-Za-z]//g' "$scratch/seen" >"$scratch/got"
    return $code
}

check_command() { # RUNNER NAME COMMAND EXPECTED
    local command=$3 wanted=0 tool got regex code
    if [[ $command =~ [[:space:]]+'# exit '([0-9]+)$ ]]; then
        wanted=${BASH_REMATCH[1]}
        command=${command%"${BASH_REMATCH[0]}"}
    fi
    tool=$(missing_tool "$command")
    if [[ -n $tool ]]; then
        skip "no $tool" "$2: $command"
        return
    fi
    "$1" "$command"
    code=$?
    got=$(<"$scratch/got")
    regex=$(pattern "$4" && echo .) # the dot keeps the newline before it
    if ((code != wanted)); then
        fail "$2: $command" "exit status $code, not $wanted" "$got"
    elif [[ -n $4 && ! $got$'\n' =~ ^${regex%.}$ ]]; then
        fail "$2: $command" 'it writes:' "$got" 'documented:' "$4"
    else
        pass "$2: $command"
    fi
}

# Runs the commands of an example, a file, in a folder of their own.
run_example() { # RUNNER NAME FILE FOLDER-TO-COPY
    local line command='' expected='' there=$scratch/example
    rm -rf "$there"
    cp -R "$4" "$there" && cd "$there" || exit 1
    while IFS= read -r line || [[ -n $line ]]; do
        if [[ $line == '$ '* ]]; then
            [[ -z $command ]] || check_command "$1" "$2" "$command" "$expected"
            command=${line#'$ '} expected=
        elif [[ -n $command ]]; then
            expected+=${expected:+$'\n'}$line
        fi
    done <"$3"
    [[ -z $command ]] || check_command "$1" "$2" "$command" "$expected"
    cd "$scratch/here" || exit 1
}

# Programs are called by their names in examples.
PATH=$BUILD:$PATH
