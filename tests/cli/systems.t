#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Machines that are not Debian: what is missing is named in their words, libraries are found.
# shellcheck disable=SC2016 # what is for other shells and for make
. "$(dirname "$0")/lib.sh"

# A machine with a few commands; pkg-config there knows nothing but zlib.
mkdir "$scratch/bin"
for tool in sh awk grep cat id gcc uname find sort expand sed echo; do
    ln -s "$(type -P $tool)" "$scratch/bin/$tool"
done
cat >"$scratch/bin/pkg-config" <<'EOS'
#!/bin/sh
case $* in *zlib) case $1 in --libs) echo -L/far -lz ;; esac ;; *) exit 1 ;; esac
EOS
chmod +x "$scratch/bin/pkg-config"
there() { # COMMAND ...
    PATH=$scratch/bin "$@"
}
sh=$(command -v sh) make=$(command -v make)

exits 0 'nothing is missing' there "$sh" "$top/tests/deps.sh" gcc pkg-config libc6-dev zlib1g-dev
is "$out$err" '' 'and nothing is said'
exits 1 'libraries are missing' there "$sh" "$top/tests/deps.sh" gcc zlib1g-dev libxapian-dev \
    libgmime-3.0-dev mandoc
is "$out" "there is no apt-get here, and these are missing, by their names in Debian:
 libxapian-dev libgmime-3.0-dev mandoc (can be left out)
to install them:
  sudo dnf install xapian-core-devel gmime30-devel mandoc
  sudo pacman -S --needed xapian-core gmime3 mandoc
  sudo apk add xapian-core-dev gmime-dev mandoc
  brew install xapian gmime mandoc" 'they are named for four package managers'
exits 0 'a tool that can be left out' there "$sh" "$top/tests/deps.sh" gcc mandoc clang
like "$out" 'mandoc \(can be left out\) clang \(can be left out\)' 'is named, too'

printf '#!/bin/sh\nexit 9\n' >"$scratch/bin/apk"
chmod +x "$scratch/bin/apk"
exits 1 'the manager that is there is not run' there "$sh" "$top/tests/deps.sh" libxapian-dev
is "$(sed -n '4,$p' <<<"$out")" '  sudo apk add xapian-core-dev' 'only its words are told'

# Every package that the Makefile wants is in the table.
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/pkg-config"
for list in BUILD TEST LINT; do
    packages=$("$make" -s -C "$top" -f Makefile -f <(echo "show: ; @echo \$(${list}_PACKAGES)") show)
    missing=
    for package in $packages; do
        grep -q "^$package " "$top/tests/deps.sh" || missing+=" $package"
    done
    is "$missing" '' "the table has all of ${list}_PACKAGES"
done

# ---- libraries ----

libraries() { # COMMAND-TO-COMPILE
    there "$make" -s -C "$top" CC="$1" -f Makefile -f <(echo 'show: ; @echo $(INDEXER_LIBS)') show
}
printf '#!/bin/sh\necho "${1#-print-file-name=}"\n' >"$scratch/bin/no-archives"
chmod +x "$scratch/bin/no-archives"
exits 0 'libraries without pkg-config and archives' libraries no-archives
like "$out" '^-lstemmer -lutf8proc -lzstd -lncursesw -lm -lxapian ' 'have the names they have everywhere'
printf '#!/bin/sh\n[ "$1" = --libs ] && echo "-L/far -l$2"\n' >"$scratch/bin/pkg-config"
exits 0 'libraries of pkg-config' libraries no-archives
like "$out" '^-L/far -llibstemmer .*-L/far -lxapian-core .*-L/far -lgmime-3\.0$' 'are where it says'

done_testing
