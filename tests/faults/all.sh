#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make faults` runs: all calls that can fail, and damage to all files. Each ends with a table.
cd "$(dirname "$0")/../.." || exit 1
failed=0
python3 tests/faults/faults.py || failed=1
python3 tests/faults/damage.py --tries 9000 || failed=1
python3 tests/faults/damage.py --tries 1000 --full --seed 13 || failed=1
exit $failed
