#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Damages every file of an index, in every way, and judges what searcher and indexer --check say.

usage: damage.py [--sample N] [--tries N] [--jobs N] [--full] [--verbose]

A damage: bits of a byte flipped, the file cut, a block zeroed, two blocks swapped, bytes put in or
in addition, the file gone, empty, or that of another shard or revision in its place. Of a damaged
index the searches of archive.py must answer as before, or end with an error; --check must find it.
Ends with a table, and with status 1 if anything crashed, hung, was wrong or not found.
"""
import argparse
import collections
import multiprocessing
import os
import random
import shutil
import sys
import tempfile

import archive
from archive import run, must

COLUMNS = ['tried', 'found', 'refused', 'same answers', 'crashes', 'hangs', 'wrong', 'not found']
BAD = COLUMNS[4:]
WAYS = ['flip', 'flip', 'flip', 'byte', 'cut', 'zeroed', 'swapped', 'put in', 'longer', 'empty', 'gone',
        'another', 'folder', 'link']


def files_of(index):
    """The files of a revision, but for the lock, which says nothing."""
    for folder, folders, names in os.walk(index):
        folders.sort()
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), index)
            if path != 'lock':
                yield path


def like_it(path, indexes):
    """Files that do the same in another shard or revision: (index, path)."""
    def kind(p):
        return archive.re.sub(r'[0-9]+', 'N', p)
    return [(i, p) for i in indexes for p in files_of(i) if kind(p) == kind(path)]


def damage(r, way, path, index, indexes):
    """Damages a file. Returns what was done, or None if that changes nothing."""
    whole = f'{index}/{path}'
    with open(whole, 'rb') as f:
        data = f.read()
    at = r.randrange(len(data))
    size = min(r.choice([1, 16, 512, 4096]), len(data))
    start = r.randrange(len(data) - size + 1)
    if way == 'flip':
        new = data[:at] + bytes([data[at] ^ 1 << r.randrange(8)]) + data[at + 1:]
        note = f'bit at {at}'
    elif way == 'byte':
        new = data[:at] + bytes([r.randrange(256)]) + data[at + 1:]
        note = f'byte at {at}'
    elif way == 'cut':
        new, note = data[:at], f'to {at}'
    elif way == 'zeroed':
        new, note = data[:start] + bytes(size) + data[start + size:], f'{size} at {start}'
    elif way == 'swapped':
        a, b = sorted((start, r.randrange(len(data) - size + 1)))
        if b - a < size:
            return None
        new = data[:a] + data[b:b + size] + data[a + size:b] + data[a:a + size] + data[b + size:]
        note = f'{size} at {a} and {b}'
    elif way == 'put in':
        new, note = data[:at] + data[start:start + size] + data[at:], f'{size} of {start} at {at}'
    elif way == 'longer':
        new, note = data + r.choice([bytes(size), data[start:start + size]]), f'by {size}'
    elif way == 'empty':
        new, note = b'', ''
    elif way == 'another':
        i, p = r.choice(like_it(path, indexes))
        with open(f'{i}/{p}', 'rb') as f:
            new = f.read()
        note = f'{p} of {os.path.basename(i)}'
    else:
        new, note = None, ''
    if new == data:
        return None
    os.remove(whole)
    if way == 'folder':
        os.mkdir(whole)
    elif way == 'link':
        os.symlink('/dev/zero', whole)
    elif new is not None:
        with open(whole, 'wb') as f:
            f.write(new)
    return f'{path}: {way} {note}'


class Judge:
    def __init__(self, folder, full):
        self.base, self.saved = f'{folder}/old', f'{folder}/many'
        os.makedirs(self.base)
        archive.make_archive(f'{self.base}/c')
        archive.write_queries(self.base)
        indexing = ['indexer', '-q', '-j1'] + (['--tables=full'] if full else [])
        must(indexing + ['c'], self.base)
        shutil.copytree(f'{self.base}/.dateline', f'{folder}/one')
        archive.change_archive(f'{self.base}/c')
        must(indexing, self.base)
        shutil.copytree(f'{self.base}/.dateline', f'{folder}/two')
        archive.write(f'{self.base}/c/last.txt', archive.article(30))
        os.rename(f'{self.base}/c/more/4.txt', f'{self.base}/c/moved-4.txt')
        must(indexing, self.base)
        shutil.copytree(f'{self.base}/.dateline', self.saved)
        self.indexes = [f'{folder}/one', f'{folder}/two', self.saved]
        self.files = list(files_of(self.saved))
        found = must(['searcher', '-f', 'tsv', '-n1', 'wagner'], self.base)
        id_of = found.split(b'\n')[1].split(b'\t')[2].decode()
        self.searches = [[id_of[:10] if a == 'ID' else a for a in s] for s in archive.SEARCHES]
        self.searches += [['--by', 'month', '-f', 'json'], ['-f', 'json', '-n', '1000', 'NOT mali'],
                          ['-f', 'paths', '-n', '1000', '-s', 'newest']]
        self.references = [run(['searcher'] + s, self.base) for s in self.searches]

    def ask(self, number):
        """The verdict on one search: (column, detail)."""
        name = 'searcher ' + ' '.join(self.searches[number])
        expected, r = self.references[number], run(['searcher'] + self.searches[number], self.base)
        if r.hung or r.crashed():
            return ('hangs' if r.hung else 'crashes'), f'{name}: status {r.status}'
        if r.status == 2 and r.err.strip():
            return 'refused', ''
        if r.status == expected.status and r.err == expected.err and r.out == expected.out:
            return 'same answers', ''
        if r.status == expected.status and plain(r) == plain(expected):
            return 'same answers', ''
        return 'wrong', f'{name}: status {r.status}'

    def check(self):
        r = run(['indexer', '--check'], self.base, seconds=30)
        if r.hung or r.crashed():
            return ('hangs' if r.hung else 'crashes'), f'--check: status {r.status}'
        return ('found', '') if r.status in (1, 2) else ('not found', '--check: no fault')

    def judge(self, r, way, path):
        archive.restore(self.base, self.saved)
        done = damage(r, way, path, f'{self.base}/.dateline', self.indexes)
        if not done:
            return None
        numbers = r.sample(range(len(self.searches)), 3)
        verdicts = [self.check()] + [self.ask(n) for n in numbers]
        return [(column, f'{column}: {done}: {why}') for column, why in verdicts]


def plain(r):
    """What it wrote, without times, and the index of the overview, of which the size may differ."""
    strip = archive.re.compile(rb'"(ms|match_ms)": ?[0-9.]+|[0-9.]+ m?s\b|(?m:^index.*$)|[0-9.]+ [kKM]?B\b')
    return strip.sub(b'', r.out), strip.sub(b'', r.err)


def work(arguments):
    number, options, scratch = arguments
    folder = f'{scratch}/{number}'
    os.mkdir(folder)
    judge = Judge(folder, options.full)
    table = collections.defaultdict(collections.Counter)
    details = []
    tries = options.sample or options.tries
    for n in range(tries):
        if n % options.jobs != number:
            continue
        r = random.Random(f'{options.seed} {n}')
        way, path = r.choice(WAYS), r.choice(judge.files)
        verdicts = judge.judge(r, way, path)
        if verdicts is None:
            continue
        row = table[archive.re.sub(r'[0-9]+', 'N', path)]
        row['tried'] += 1
        for column, detail in verdicts:
            row[column] += 1
            if column in BAD:
                details.append(detail)
                if options.verbose:
                    print(detail, flush=True)
    return {k: dict(v) for k, v in table.items()}, details


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--sample', type=int, default=0)
    parser.add_argument('--tries', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=12)
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    sys.exit(archive.side_by_side(work, options, COLUMNS, BAD))


if __name__ == '__main__':
    main()
