#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests that can fail: makes one small change at random in the product's C, in a copy of the tree,
builds it, and runs units, command line and a sample of faults; names each change that none finds.

usage: mutants.py [N [SEED]]

A change: a comparison turned, `return false` made true and the other way round, a step of one more
or less, && for ||, a number of one more. What does not compile counts as another try. At the end
the worth of the tests: found of tried. Status 1 if a tenth or more of them survive.
"""
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get('BUILD', 'build')
SECONDS = 900  # for the tests of one change

CHANGES = [(r'\breturn false;', 'return true;'), (r'\breturn true;', 'return false;'),
           (r' < ', ' <= '), (r' <= ', ' < '), (r' > ', ' >= '), (r' >= ', ' > '),
           (r' == ', ' != '), (r' != ', ' == '), (r' && ', ' || '), (r' \|\| ', ' && '),
           (r' \+ 1\b', ' + 2'), (r' - 1\b', ' - 0'), (r'\+\+;', '--;')]


def places(folder):
    """All places where a change can be made: (file, offset, old, new)."""
    for path in sorted(glob.glob(f'{folder}/*/*.c') + glob.glob(f'{folder}/*/*/*.c')):
        name = os.path.relpath(path, folder)
        if name.split('/')[0] not in ('lib', 'indexer', 'searcher'):
            continue
        with open(path, encoding='utf-8') as f:
            text = f.read()
        comments = [m.span() for m in re.finditer(r'/\*.*?\*/|^#.*?$|"(?:\\.|[^"\\])*"', text,
                                                  re.S | re.M)]
        for old, new in CHANGES:
            for m in re.finditer(old, text):
                if not any(a <= m.start() < b for a, b in comments):
                    yield name, m.start(), m[0], new


def run(arguments, folder, log):
    with open(log, 'wb') as f:
        try:
            return subprocess.run(arguments, cwd=folder, stdout=f, stderr=subprocess.STDOUT,
                                  timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            return -1


def found_by(folder, log):
    """What finds the change: `build` if it does not compile; None: nothing."""
    if run(['make', '-s', '-j2', 'build-tests'], folder, log) != 0:
        return 'build'
    units = sorted(glob.glob(f'{folder}/{BUILD}/tests/test_*'))
    scripts = sorted(glob.glob(f'{folder}/tests/cli/*.t'))
    if run(['prove', '-j2', '--exec', ''] + units, folder, log) != 0:
        return 'units'
    if run(['prove', '-j2', '--exec', ''] + scripts, folder, log) != 0:
        return 'command line'
    return None


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    r = random.Random(sys.argv[2] if len(sys.argv) > 2 else None)
    tried, survivors = 0, []
    with tempfile.TemporaryDirectory(prefix='dateline-mutants.') as scratch:
        folder, log = f'{scratch}/tree', f'{scratch}/log'
        shutil.copytree(TOP, folder, ignore=shutil.ignore_patterns('.git'))
        everywhere = list(places(folder))
        while tried < wanted:
            name, at, old, new = r.choice(everywhere)
            path = f'{folder}/{name}'
            with open(path, encoding='utf-8') as f:
                text = f.read()
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text[:at] + new + text[at + len(old):])
            by = found_by(folder, log)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
            if by == 'build':
                continue
            tried += 1
            line = text.count('\n', 0, at) + 1
            told = f'{name}:{line}: {old.strip()} made {new.strip()}: {by or "SURVIVES"}'
            print(told, flush=True)
            if not by:
                survivors.append(told)
    print(f'{tried - len(survivors)} of {tried} found')
    sys.exit(len(survivors) * 10 > tried)


if __name__ == '__main__':
    main()
