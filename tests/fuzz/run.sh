#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make fuzz` runs: each target with libFuzzer, AddressSanitizer and UBSan, for a minute, or
# $FUZZ_SECONDS; $LIBS are linked to them. Inputs that found something new are kept in
# $BUILD/fuzz/NAME and used again; one that breaks a target is written to $BUILD/fuzz, and the run
# fails.
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}/fuzz
seconds=${FUZZ_SECONDS:-60}
checks=address,undefined
mkdir -p "$BUILD"

build() {
    rooms="$BUILD/searcher.a $BUILD/indexer.a $BUILD/lib.a"
    objects=$(printf '%s\n' tests/fuzz/fuzz_*.c | sed "s|^|$BUILD/obj/|; s|\.c\$|.o|")
    # shellcheck disable=SC2086 # lists of names without blanks
    ${MAKE:-make} --no-print-directory -s -j2 BUILD="$BUILD" CC=clang CXX=clang++ \
        CFLAGS='-O1 -g' SANITIZE="-fsanitize=fuzzer-no-link,$checks -fno-sanitize-recover=all" \
        $rooms $objects
    for object in $objects; do
        # shellcheck disable=SC2086
        clang++ -o "$BUILD/run-$(basename "$object" .o)" "$object" $rooms \
            -fsanitize=fuzzer,$checks -pthread -Wl,--as-needed $LIBS
    done
}

build
for target in tests/fuzz/fuzz_*.c; do
    name=$(basename "$target" .c)
    mkdir -p "$BUILD/$name"
    echo "== $name, $seconds s"
    if ! "$BUILD/run-$name" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
        -artifact_prefix="$BUILD/$name-" "$BUILD/$name" >"$BUILD/$name.log" 2>&1; then
        tail -n 60 "$BUILD/$name.log"
        echo "failed: $BUILD/run-$name $BUILD/$name-..."
        exit 1
    fi
    grep '^Done' "$BUILD/$name.log" || true
done
