#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make deps` runs, with names of Debian packages: installs those that are missing, or, where
# there is no apt-get, names them in the words of the package manager that is there, or of four.
# Needs no network if nothing is missing. Fails if something that building needs is missing; a
# tool that only tests and lint use is told, and they leave out what they would do with it.
set -uf

CC=${CC:-gcc}

# Debian's name; how to see that it is there (a module of pkg-config, a header, or a command; with
# ? building goes without); the names of dnf, pacman, apk and brew, "-" for what each system has.
table() {
    cat <<'END'
gcc                cmd:gcc            gcc                 gcc          gcc                gcc
g++                cmd:g++            gcc-c++             gcc          g++                gcc
pkg-config         cmd:pkg-config     pkgconf-pkg-config  pkgconf      pkgconf            pkgconf
libc6-dev          h:stdio.h          glibc-devel         glibc        musl-dev           -
libxapian-dev      pc:xapian-core     xapian-core-devel   xapian-core  xapian-core-dev    xapian
libstemmer-dev     h:libstemmer.h     libstemmer-devel    snowball     libstemmer-dev     snowball
zlib1g-dev         pc:zlib            zlib-devel          zlib         zlib-dev           zlib
libutf8proc-dev    pc:libutf8proc     utf8proc-devel      libutf8proc  utf8proc-dev       utf8proc
libncurses-dev     pc:ncursesw        ncurses-devel       ncurses      ncurses-dev        ncurses
libxxhash-dev      pc:libxxhash       xxhash-devel        xxhash       xxhash-dev         xxhash
libzstd-dev        pc:libzstd         libzstd-devel       zstd         zstd-dev           zstd
libisal-dev        pc:libisal         isa-l-devel         isa-l        isa-l-dev          isa-l
libarchive-dev     pc:libarchive      libarchive-devel    libarchive   libarchive-dev     libarchive
libbrotli-dev      pc:libbrotlidec    brotli-devel        brotli       brotli-dev         brotli
libxml2-dev        pc:libxml-2.0      libxml2-devel       libxml2      libxml2-dev        libxml2
libjansson-dev     pc:jansson         jansson-devel       jansson      jansson-dev        jansson
libcsv-dev         h:csv.h            libcsv-devel        libcsv       libcsv-dev         libcsv
libyaml-dev        pc:yaml-0.1        libyaml-devel       libyaml      yaml-dev           libyaml
libsqlite3-dev     pc:sqlite3         sqlite-devel        sqlite       sqlite-dev         sqlite
libgmime-3.0-dev   pc:gmime-3.0       gmime30-devel       gmime3       gmime-dev          gmime
libcmocka-dev      pc:cmocka          libcmocka-devel     cmocka       cmocka-dev         cmocka
mandoc             ?cmd:mandoc        mandoc              mandoc       mandoc             mandoc
xapian-tools       ?cmd:xapian-delve  xapian-core         xapian-core  xapian-core        xapian
bash               cmd:bash           bash                bash         bash               bash
perl               cmd:prove          perl-Test-Harness   perl         perl-utils         perl
python3            ?cmd:python3       python3             python       python3            python
procps             ?cmd:pkill         procps-ng           procps-ng    procps             -
util-linux         ?cmd:script        util-linux          util-linux   util-linux-misc    -
wget               ?cmd:wget          wget                wget         wget               wget
tmux               ?cmd:tmux          tmux                tmux         tmux               tmux
clang              ?cmd:clang         clang               clang        clang              llvm
libclang-rt-dev    ?cmd:clang         compiler-rt         compiler-rt  compiler-rt        llvm
clang-format       ?cmd:clang-format  clang-tools-extra   clang        clang-extra-tools  clang-format
cppcheck           ?cmd:cppcheck      cppcheck            cppcheck     cppcheck           cppcheck
shellcheck         ?cmd:shellcheck    ShellCheck          shellcheck   shellcheck         shellcheck
END
}

install_debian() { # PACKAGE ...
    missing=$(for p; do
        dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null | grep -q '^install ok installed' || echo "$p"
    done)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # a list of names without blanks
    echo installing $missing
    [ "$(id -u)" = 0 ] && sudo='' || sudo=sudo
    # shellcheck disable=SC2086
    $sudo apt-get update -q &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
}

is_there() { # PROBE
    case $1 in
    cmd:g++) command -v g++ || command -v c++ ;;
    cmd:gcc) command -v "$CC" ;;
    cmd:*) command -v "${1#cmd:}" ;;
    pc:*) pkg-config --exists "${1#pc:}" ;;
    h:*) echo "#include <${1#h:}>" | "$CC" -E - ;;
    esac >/dev/null 2>&1
}

# Rows of what is missing of the named packages; one that the table does not know is as it is.
missing_rows() { # PACKAGE ...
    for p; do
        row=$(table | awk -v name="$p" '$1 == name')
        # shellcheck disable=SC2086
        set -- ${row:-$p cmd:$p $p $p $p $p}
        is_there "${2#\?}" || echo "$*"
    done
}

advise() { # ROWS COLUMN INSTALL-COMMAND
    names=$(printf '%s\n' "$1" | awk -v n="$2" '$n != "-" && !seen[$n]++ { printf " %s", $n }')
    printf '  %s%s\n' "$3" "$names"
}

name_missing() { # PACKAGE ...
    rows=$(missing_rows "$@")
    [ -n "$rows" ] || return 0
    echo "there is no apt-get here, and these are missing, by their names in Debian:"
    printf '%s\n' "$rows" | awk '{ printf " %s%s", $1, $2 ~ /^\?/ ? " (can be left out)" : "" }
        END { print "\nto install them:" }'
    any=''
    for manager in dnf pacman apk brew; do
        command -v $manager >/dev/null && any=$any$manager
    done
    [ -n "$any" ] || any=dnfpacmanapkbrew
    case $any in *dnf*) advise "$rows" 3 'sudo dnf install' ;; esac
    case $any in *pacman*) advise "$rows" 4 'sudo pacman -S --needed' ;; esac
    case $any in *apk*) advise "$rows" 5 'sudo apk add' ;; esac
    case $any in *brew*) advise "$rows" 6 'brew install' ;; esac
    ! printf '%s\n' "$rows" | grep -qv '^[^ ]* ?'
}

if command -v apt-get >/dev/null; then
    install_debian "$@"
else
    name_missing "$@"
fi
