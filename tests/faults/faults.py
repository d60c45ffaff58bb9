#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes each call of the system, and each for memory, fail, in builds, updates, merges, rebuilds,
checks and searches of a small archive, or kills them there; and judges what came of it.

usage: faults.py [--sample N] [--jobs N] [--only NAME] [--verbose]

A call is tried at each place of the program from which it comes (as its stack has it): the first,
the last, and every 16th time. After each, the index must hold what it held before or what it should
hold after; the next run must make it equal to one that nothing disturbed, and leave nothing behind.
With --sample, N are tried, the same ones each time. Ends with a table, and with status 1 if
anything crashed, hung, was wrong or lost.
"""
import argparse
import collections
import os
import random
import shutil
import sys

import archive
from archive import run, must

INJECT = os.path.join(archive.BUILD, 'tests', 'inject.so')
EVERY = 16  # so many calls from one place are not told apart

# Reasons that a message may give.
REASONS = [os.strerror(n).encode() for n in range(1, 40)] + [
    b'out of memory', b'damaged', b'checksum', b'cut short', b'is it no longer there',
    b'could not be written', b'libxapian', b'no locks', b'no memory', b'Memory allocation failed']

COLUMNS = ['tried', 'clean errors', 'right answers', 'killed', 'unclear', 'crashes', 'hangs', 'wrong',
           'lost', 'left behind', 'descriptors']
BAD = COLUMNS[5:]  # what fails; messages that give no reason are told, too


class Scenario:
    def __init__(self, name, arguments, base, saved, writes, memory=True):
        self.name, self.arguments, self.base = name, arguments, base
        self.saved, self.writes, self.memory = saved, writes, memory
        self.program = arguments[0]


def environment(s, memory, log, **more):
    e = {'LD_PRELOAD': INJECT, 'FAULTS_PROGRAM': s.program, 'FAULTS_LOG': log}
    if memory:
        e['FAULTS_MEMORY'] = '1'
    if archive.SANITIZED:
        e['ASAN_OPTIONS'] = 'verify_asan_link_order=0:new_delete_type_mismatch=0'
    e.update(more)
    return e


# ---- the archives, and what is to be tried with them ----

def prepare(folder):
    """Two archives, one without an index yet, and one that has changed since it was indexed."""
    new, old = f'{folder}/new', f'{folder}/old'
    for base in new, old:
        os.makedirs(base + '/tmp')
        archive.make_archive(f'{base}/c')
        archive.write_queries(base)
    must(['indexer', '-q', '-j1', 'c'], old)
    shutil.copytree(f'{old}/.dateline', f'{folder}/one')
    archive.change_archive(f'{old}/c')
    must(['indexer', '-q', '-j1'], old)
    shutil.copytree(f'{old}/.dateline', f'{folder}/two')
    for n in range(20, 28):  # as many small updates as shards may be, so that the next merges
        archive.write(f'{old}/c/tier/{n}.txt', archive.article(n, 30))
        must(['indexer', '-q', '-j1'], old)
    shutil.copytree(f'{old}/.dateline', f'{folder}/many')
    return new, old


def scenarios(folder):
    new, old = f'{folder}/new', f'{folder}/old'
    one, two, many = f'{folder}/one', f'{folder}/two', f'{folder}/many'
    id_of = must(['searcher', '-f', 'tsv', '-n1', 'wagner'], old).split(b'\n')[1].split(b'\t')[2]
    yield Scenario('build', ['indexer', '-q', '-j1', 'c'], new, None, True)
    yield Scenario('build, 2 threads', ['indexer', '-q', '-j2', 'c'], new, None, True, False)
    yield Scenario('build, full tables', ['indexer', '-q', '-j1', '--tables=full', 'c'], new, None,
                   True)
    yield Scenario('build, little memory', ['indexer', '-q', '-j1', '-m', '1M', 'c'], new, None,
                   True, False)
    yield Scenario('update', ['indexer', '-q', '-j1'], old, one, True)
    yield Scenario('nothing to do', ['indexer', '-q', '-j1'], old, many, True)
    yield Scenario('compact', ['indexer', '-q', '-j1', '--compact'], old, many, True)
    yield Scenario('rebuild', ['indexer', '-q', '-j1', '--rebuild'], old, two, True)
    yield Scenario('--check', ['indexer', '--check'], old, many, False)
    yield Scenario('--stats', ['indexer', '--stats'], old, many, False)
    yield Scenario('--dry-run', ['indexer', '--dry-run', '-j1'], old, one, False)
    for arguments in archive.SEARCHES:
        arguments = [id_of.decode()[:10] if a == 'ID' else a for a in arguments]
        yield Scenario('searcher ' + ' '.join(arguments), ['searcher'] + arguments, old, many, False)


class Try:
    """One call that is to fail."""

    def __init__(self, scenario, memory, at, how, always, function):
        self.scenario, self.memory, self.at, self.how = scenario, memory, at, how
        self.always, self.function = always, function

    def __str__(self):
        return f'{self.scenario.name}: {self.function} {self.at}, {self.how}' + \
            (', always' if self.always else '')


CHANGING = {'open', 'openat', 'write', 'pwrite', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'renameat',
            'unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'fchmod', 'close'}


def trace(s, memory, scratch):
    """The calls of a run that nothing disturbs: (function, place, ways)."""
    log = f'{scratch}/trace'
    archive.restore(s.base, s.saved)
    run(s.arguments, s.base, environment(s, memory, log, FAULTS_TRACE='1', TMPDIR=f'{s.base}/tmp'),
        60)
    with open(log, encoding='utf-8') as f:
        calls = [line.split()[1:] for line in f if line.startswith('call ')]
    os.remove(log)
    return [(c[0], c[1], int(c[2])) for c in calls]


def tries(s, memory, scratch):
    """What of a scenario is tried."""
    calls = trace(s, memory, scratch)
    last = {c[:2]: i for i, c in enumerate(calls)}
    met = collections.Counter()
    for i, (function, place, ways) in enumerate(calls):
        met[function, place] += 1
        if met[function, place] % EVERY != 1 and last[function, place] != i:
            continue
        for how in range(ways):
            yield Try(s, memory, i + 1, str(how), False, function)
        if not memory:
            yield Try(s, memory, i + 1, '0', True, function)
            if s.writes and function in CHANGING:
                yield Try(s, memory, i + 1, 'kill', False, function)
                yield Try(s, memory, i + 1, 'killed', False, function)


# ---- judging ----

class Judge:
    """Runs tries in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.dumps = archive.Dumps()
        self.references = {}

    def reference(self, s):
        """What a run gives that nothing disturbs: (run, held before, held after)."""
        if s.name not in self.references:
            archive.restore(s.base, s.saved)
            before = self.dumps.of(s.base)
            r = run(s.arguments, s.base, {'TMPDIR': f'{s.base}/tmp'}, 60)
            self.references[s.name] = r, before, self.dumps.of(s.base)
        return self.references[s.name]

    def ended(self, t, r, expected):
        """The verdict on how it ended; and more."""
        if r.hung:
            return 'hangs', ''
        if r.status == -9 and t.how.startswith('kill'):
            return 'killed', ''
        if t.memory and b'GLib-ERROR' in r.err and b'failed to allocate' in r.err:
            return 'clean errors', ''  # GLib's own way to end: it says so, and aborts
        if r.crashed():
            return 'crashes', f'status {r.status}'
        if r.status == expected.status and same_output(t.scenario, r.out, expected.out):
            return 'right answers', ''
        if r.status == 0 or (r.status == 1 and t.scenario.program == 'searcher'):
            return 'wrong', f'status {r.status}, stdout differs'
        said = r.err + (r.out if '--check' in t.scenario.arguments else b'')
        if any(reason in said for reason in REASONS):
            return 'clean errors', ''
        return 'unclear', f'status {r.status}'

    def afterwards(self, t, r, before, after):
        """Faults of the index after a run that writes."""
        s = t.scenario
        now = self.dumps.of(s.base)
        if now is not None and now.startswith(b'!'):
            yield 'lost', f'the index cannot be read: {now[1:].decode(errors="replace")}'
        elif r.status == 0 and now != after:
            yield 'wrong', 'status 0, and the index holds something else'
        elif r.status != 1 and now not in (before, after):
            yield 'lost', 'the index holds neither what it did nor what it should'
        again = run([a for a in s.arguments if a not in ('--rebuild', '--compact')], s.base,
                    {'TMPDIR': f'{s.base}/tmp'}, 60)
        if again.status != 0:
            yield 'lost', f'the next run: status {again.status}, {again.err.decode(errors="replace")}'
        elif self.dumps.of(s.base) != after:
            yield 'lost', 'the next run does not make it equal to a clean build'
        left = archive.leftovers(f'{s.base}/.dateline')
        if left:
            yield 'left behind', ' '.join(left)

    def tidy(self, base, killed):
        left = os.listdir(f'{base}/tmp')
        for name in left:
            os.remove(f'{base}/tmp/{name}')
        return [] if killed else left

    def judge(self, t):
        """All verdicts on one try, the first on the run itself: [(column, detail)]."""
        s = t.scenario
        log = f'{self.folder}/log'
        expected, before, after = self.reference(s)
        archive.restore(s.base, s.saved)
        more = {'FAULTS_AT': str(t.at), 'FAULTS_HOW': t.how, 'TMPDIR': f'{s.base}/tmp'}
        if t.always:
            more['FAULTS_ALWAYS'] = '1'
        r = run(s.arguments, s.base, environment(s, t.memory, log, **more))
        verdicts = [self.ended(t, r, expected)]
        hit, still_open = read_log(log)
        left = self.tidy(s.base, r.status < 0)
        if left:
            verdicts.append(('left behind', 'in $TMPDIR: ' + ' '.join(left)))
        if still_open and b'out of memory' not in r.err and t.function not in ('close', 'fclose'):
            verdicts.append(('descriptors', ', '.join(still_open)))
        if s.writes:
            verdicts += self.afterwards(t, r, before, after)
        detail = f'{t} ({hit}): status {r.status}'
        said = (r.err.decode(errors='replace').strip() or '-').replace('\n', '\n      ')
        return [(column, f'{column}: {detail} {why}\n      {said}') for column, why in verdicts]


def same_output(s, out, expected):
    if s.program == 'searcher' or '--check' in s.arguments:
        return strip_time(out) == strip_time(expected)
    return s.writes or strip_time(out) == strip_time(expected)


def strip_time(out):
    """Without what no two runs have alike."""
    return archive.re.sub(rb'"(ms|match_ms|took)": ?[0-9.]+|; [0-9.]+ m?s|[0-9.]+ m?s\b', b'', out)


def read_log(log):
    hit, still_open = '-', []
    try:
        with open(log, encoding='utf-8', errors='replace') as f:
            for line in f:
                kind, _, rest = line.strip().partition(' ')
                if kind == 'hit':
                    hit = rest
                elif kind == 'open':
                    still_open.append(rest)
        os.remove(log)
    except FileNotFoundError:
        pass
    return hit, still_open


# ---- all of it ----

def work(arguments):
    """One of the jobs: every so many'th try, in a folder of its own. Returns verdicts by kind."""
    number, options, scratch = arguments
    folder = f'{scratch}/{number}'
    os.mkdir(folder)
    prepare(folder)
    judge = Judge(folder)
    listed = [(s, m) for s in scenarios(folder) for m in ((False, True) if s.memory else (False,))
              if not options.only or options.only in s.name]
    all_tries = [t for s, m in listed for t in tries(s, m, folder)]
    if options.sample and options.sample < len(all_tries):
        all_tries = random.Random(options.seed).sample(all_tries, options.sample)
    table = collections.defaultdict(collections.Counter)
    details = []
    for t in all_tries[number::options.jobs]:
        kind = 'searcher' if t.scenario.program == 'searcher' else t.scenario.name
        row = table[kind + (', memory' if t.memory else ', calls')]
        row['tried'] += 1
        for column, detail in judge.judge(t):
            row[column] += 1
            if column in BAD or column == 'unclear':
                details.append(detail)
                if options.verbose:
                    print(detail, flush=True)
    return {k: dict(v) for k, v in table.items()}, details


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--sample', type=int, default=0)
    parser.add_argument('--seed', type=int, default=12)
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--only', default='')
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    sys.exit(archive.side_by_side(work, options, COLUMNS, BAD))


if __name__ == '__main__':
    main()
