#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The fuzz targets are given their seeds, and some hundred inputs made of these, the same in each
# run. `make fuzz` looks for new ones.
. "$(dirname "$0")/lib.sh"

for target in "$top"/tests/fuzz/fuzz_*.c; do
    name=$(basename "$target" .c)
    seeds=("$top/tests/fuzz/seeds/${name#fuzz_}"/*)
    [[ -e ${seeds[0]} ]] || seeds=()
    run timeout 120 "$BUILD/tests/replay_${name#fuzz_}" -n 300 "${seeds[@]}"
    is "$status" 0 "$name with ${#seeds[@]} seeds"
done

done_testing
