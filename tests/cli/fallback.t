#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# When the bulk writer cannot be trusted, libxapian writes, and the user is told. A library that is
# loaded before libxapian answers in its place, to make it seem what it is not.
. "$(dirname "$0")/lib.sh"

[[ -z ${SANITIZED:-} ]] || skip_all 'a sanitizer wants to be loaded first'

preload() { # NAME CODE: a library that does what the code says
    printf '%s\n' "$2" >"$scratch/$1.c"
    "${CC:-gcc}" -shared -fPIC -o "$scratch/$1.so" "$scratch/$1.c" ||
        skip_all 'no shared library can be made'
}

# What libxapian says of itself, Xapian::Internal::constinfo, with another version.
preload newer '
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <string.h>
    struct constinfo {
        unsigned char table[256];
        int numbers[3];
        char version[8];
        unsigned length;
        char stemmers[256];
    };
    const struct constinfo *_ZN6Xapian8Internal14get_constinfo_Ev(void)
    {
        static struct constinfo info;
        info = *((struct constinfo * (*)(void)) dlsym(RTLD_NEXT, __func__))();
        strcpy(info.version, "1.5.0");
        return &info;
    }'
# Xapian::Database::get_doccount() counts wrong.
preload wrong '
    unsigned _ZNK6Xapian8Database12get_doccountEv(const void *d) { return d ? 7 : 8; }'

cp -r "$corpus" articles
run "$INDEXER" -i wanted --writer=update articles
count=${out%% *}
wanted=$("$DUMP" wanted | sha256sum)

check() { # LIBRARY SAYING OPTION ...
    local name="$1 ${*:3}"
    rm -rf written
    run env LD_PRELOAD="$scratch/$1.so" "$INDEXER" -i written "${@:3}" articles
    left 0 "$name"
    like "$err" "$2" "$name: says so"
    like "$out" "^$count added" "$name: all is added"
    is "$("$DUMP" written | sha256sum)" "$wanted" "$name: as libxapian writes it"
    is "$(find written -name 'shard-*' | wc -l)" 1 "$name: and nothing is left over"
    like "$(xapian-check written/shard-* 2>&1)" 'No errors found' "$name: a sound index"
}

check newer 'libxapian 1\.5\.0'
check newer 'libxapian 1\.5\.0' --writer=bulk
check wrong 'not as it should be: .*written again by libxapian'
check wrong 'not as it should be: .*written again by libxapian' --jobs 1

run env LD_PRELOAD="$scratch/newer.so" "$INDEXER" -i written --writer=update --rebuild
left 0 'libxapian writes because it was asked to'
unlike "$err" 'libxapian' 'which needs no word'

shard=$(cd written && echo shard-*)
run env LD_PRELOAD="$scratch/wrong.so" "$INDEXER" -i written --rebuild
left 0 'a rebuild that falls back'
like "$err" 'written again by libxapian' 'says so'
is "$("$DUMP" written | sha256sum)" "$wanted" 'the same content'
ok 'in a new shard' test ! -e "written/$shard"
is "$(find written -name 'shard-*' | wc -l)" 1 'the old one being gone'

done_testing
