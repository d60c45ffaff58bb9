# SPDX-License-Identifier: GPL-2.0-or-later
"""What all of tests/faults share: small archives, indexes of them, and how programs are run."""
import collections
import csv
import gzip
import hashlib
import io
import json
import multiprocessing
import os
import re
import resource
import shutil
import subprocess
import tempfile
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, os.environ.get('BUILD', 'build'))
SANITIZED = 'SANITIZED' in os.environ
SECONDS = 10  # in which whatever it is must end
MEMORY = 1 << 30

ENVIRONMENT = {'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'TZ': 'UTC', 'HOME': '/nonexistent'}

# Searches of every kind, as arguments of searcher.
SEARCHES = [
    ['wagner'], ['mali', 'wagner'], ['-n', '3', 'gold OR oil OR record'], ['"africa corps"'],
    ['junta', 'NEAR/5', 'mali'], ['~vagner'], ['sanct*'], ['title:mali'], ['from:example.org'],
    ['mali', '-wagner', '-f', 'json', '-n', '1000'], ['date:2023', 'mali'], ['--on', 'none', 'grain'],
    ['--by', 'month', 'mali'], ['--by', 'year'], ['-s', 'newest', '-n', '1000', '-f', 'tsv'],
    ['-s', 'oldest', 'wagner'], ['--count', 'wagner OR mali'], ['--explain', 'sahel wagner'], [],
    ['--any', 'junta', 'coup', 'gold', 'uranium'], ['nosuchword'], ['--show', 'ID'],
    ['-f', 'trec', 'record'], ['-f', 'csv', '=sanctions', 'OR', 'number*'],
    ['--queries', 'queries.txt', '-f', 'tsv'],
]


class Run:
    """How a program ended, and what it wrote."""

    def __init__(self, status, out, err, hung=False):
        self.status, self.out, self.err, self.hung = status, out, err, hung

    def crashed(self):
        return self.status < 0 or b'Sanitizer' in self.err or b'runtime error' in self.err


def limit():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(arguments, cwd, environment=None, seconds=SECONDS):
    """Runs one of the programs, or of the tools of the tests, by name."""
    name = arguments[0]
    path = os.path.join(BUILD, name) if os.path.exists(os.path.join(BUILD, name)) else \
        os.path.join(BUILD, 'tests', name)
    p = subprocess.Popen([path] + arguments[1:], cwd=cwd, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
                         env={**ENVIRONMENT, **(environment or {})})
    try:
        out, err = p.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        p.kill()
        out, err = p.communicate()
        return Run(p.returncode, out, err, True)
    return Run(p.returncode, out, err)


def must(arguments, cwd):
    """A run that nothing disturbs."""
    r = run(arguments, cwd, seconds=60)
    if r.status != 0:
        raise RuntimeError(f'{" ".join(arguments)}: status {r.status}\n{r.err.decode()}')
    return r.out


# ---- archives ----

WORDS = ('mali wagner junta gold coup sahel grain oil record number convoy tribunal ferry museum '
         'harvest strike minister glacier orchestra senate').split()


def text_of(seed, words):
    state = hashlib.sha256(str(seed).encode()).digest()
    out = []
    for i in range(words):
        if i % 32 == 0:
            state = hashlib.sha256(state).digest()
        out.append(WORDS[state[i % 32] % len(WORDS)] + ('.' if i % 11 == 10 else ''))
    return ' '.join(out)


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def article(n, words=80):
    return f'Title: Number {n}\nDate: 20{10 + n % 10}-{1 + n % 12:02}-11\n\n{text_of(n, words)}\n'


def records(first, last):
    return ''.join(json.dumps({'id': f'r{i}', 'title': f'Record {i}', 'text': text_of(i, 60),
                               'date': f'2021-{1 + i % 12:02}-{1 + i % 28:02}',
                               'url': f'https://example.org/{i}'}) + '\n'
                   for i in range(first, last))


def make_archive(folder):
    """The first state of an archive: files of many kinds."""
    shutil.copytree(os.path.join(TOP, 'corpus'), folder)
    for n in range(6):
        write(f'{folder}/more/{n}.txt', article(n))
    write(f'{folder}/records.jsonl', records(0, 40))
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(['title', 'date', 'text'])
    for n in range(100, 110):
        rows.writerow([f'Row {n}', '2019-03-04', text_of(n, 40) + '\nsecond line'])
    write(f'{folder}/table.csv', table.getvalue())
    write(f'{folder}/page.html', '<!doctype html><html><head><title>Page</title><meta property="article:'
          'published_time" content="2022-02-02"></head><body><article><h1>Page</h1>' +
          ''.join(f'<p>Some, such as {n}, say that {text_of(n, 9)}, but {text_of(n + 9, 9)}; others '
                  'do not, and it is said that they never will, whatever is done about it.</p>\n'
                  for n in range(200, 206)) + '</article></body></html>')
    write(f'{folder}/feed.xml', '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>' +
          ''.join(f'<item><title>Item {n}</title><pubDate>0{n} Feb 2022 10:00:00 GMT</pubDate>'
                  f'<description>{text_of(n + 300, 30)}</description></item>' for n in range(1, 5)) +
          '</channel></rss>')
    write(f'{folder}/letters.mbox', ''.join(
        f'From a@b Thu Jan  1 00:00:0{n} 2015\nFrom: A <a@example.org>\nSubject: Letter {n}\n'
        f'Date: 0{n + 1} Jan 2015 00:00:00 +0000\n\n{text_of(n + 400, 40)}\n\n'
        for n in range(4)))
    write(f'{folder}/packed.txt.gz', gzip.compress(article(7).encode(), mtime=0))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('a.txt', article(8))
        z.writestr('b.txt', article(9))
    write(f'{folder}/packed.zip', packed.getvalue())


def change_archive(folder):
    """The second state: something new, changed, moved and removed."""
    write(f'{folder}/more/10.txt', article(10))
    write(f'{folder}/more/1.txt', article(11))
    os.rename(f'{folder}/more/2.txt', f'{folder}/moved.txt')
    os.remove(f'{folder}/more/3.txt')
    os.remove(f'{folder}/page.html')
    write(f'{folder}/records.jsonl', records(3, 20) + records(21, 43))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('a.txt', article(8))
        z.writestr('c.txt', article(12))
    write(f'{folder}/packed.zip', packed.getvalue())


def write_queries(base):
    lines = [' '.join(a) for a in SEARCHES if a and not any(x.startswith('-') for x in a)]
    write(f'{base}/queries.txt', '\n'.join(lines) + '\n')


# ---- indexes ----

def manifest(index):
    """Names of what the revision that stands is made of, or None if there is none."""
    try:
        with open(f'{index}/index', encoding='utf-8') as f:
            text = f.read()
    except FileNotFoundError:
        return None
    return {m[1] for m in re.finditer(r'^(?:files|gone|shard) (\S+)', text, re.M) if m[1] != '-'}


def leftovers(index):
    """Names of what is in the folder of an index and no part of it."""
    named = manifest(index)
    if named is None:
        return os.listdir(index) if os.path.exists(index) else []
    return sorted(set(os.listdir(index)) - named - {'index', 'XAPIANDB', 'lock'})


def contents(index):
    """A hash of all that readers see of it, but for the time of the revision and its number."""
    h = hashlib.sha256()
    for folder, folders, files in os.walk(index):
        folders.sort()
        for name in sorted(files):
            if name == 'lock':
                continue
            with open(os.path.join(folder, name), 'rb') as f:
                data = f.read()
            if name == 'index':
                data = re.sub(rb'(?m)^(built|checksum) .*$', b'', data)
            h.update(name.encode() + b'\0' + data)
    return h.digest()


class Dumps:
    """What indexes hold; looked at once for each content."""

    def __init__(self):
        self.known = {}

    def of(self, base):
        """None: there is no index; bytes: why it cannot be read, after `!`; else a hash."""
        index = f'{base}/.dateline'
        if not os.path.exists(f'{index}/index'):
            return None
        key = contents(index)
        if key not in self.known:
            r = run(['dump', '.dateline'], base)
            self.known[key] = hashlib.sha256(r.out).digest() if r.status == 0 else b'!' + r.err
        return self.known[key]


def restore(base, saved):
    """Gives the archive the index that was saved."""
    shutil.rmtree(f'{base}/.dateline', ignore_errors=True)
    if saved and os.path.exists(saved):
        shutil.copytree(saved, f'{base}/.dateline')


# ---- many tries ----

def print_table(table, columns):
    width = max(len(c) for c in columns) + 1
    first = max([len(name) for name in table] + [3]) + 1
    total = collections.Counter()
    print(f'{"":{first}}' + ''.join(f'{c:>{width}}' for c in columns))
    for name, row in sorted(table.items()):
        total.update(row)
        print(f'{name:{first}}' + ''.join(f'{row.get(c, 0):>{width}}' for c in columns))
    print(f'{"all":{first}}' + ''.join(f'{total[c]:>{width}}' for c in columns))
    return total


def side_by_side(work, options, columns, bad):
    """Runs work((number, options, folder)) in options.jobs processes, each of which returns rows of
    the table and what is to be told; prints both. Returns whether anything was bad."""
    place = '/dev/shm' if os.access('/dev/shm', os.W_OK) and 'TMPDIR' not in os.environ else None
    with tempfile.TemporaryDirectory(prefix='dateline-faults.', dir=place) as scratch:
        with multiprocessing.Pool(options.jobs) as pool:
            results = pool.map(work, [(n, options, scratch) for n in range(options.jobs)], 1)
    table = collections.defaultdict(collections.Counter)
    for rows, details in results:
        for key, row in rows.items():
            table[key].update(row)
        if not options.verbose:
            print('\n'.join(details[:100]))
    total = print_table(table, columns)
    return any(total[c] for c in bad)
