#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures dateline beside the peers that are installed, in one run on the same files.

    bench.py [build] [grow] [query] [process] [rank]      (all by default)

build    seconds, MB/s, peak memory and index size of building, beside gzip -1 of the same text
grow     how the time of building grows from 10,000 articles to all of them
query    mean, median and 95th percentile of a query, by class, inside one process
process  a whole searcher process with ten hits and snippets: median of 50
rank     MAP and other figures on judged collections

With ../shared beside the project its corpus of 60,000 articles, peers and judged collections are
used; else a corpus is made up. BENCH_DIR keeps the corpus and indexes (default: build/bench),
BENCH_SLOW=1 adds the slow writers. Machines are noisy: compare within one run.
"""
import collections, gzip, json, os, random, resource, shutil, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build")))
DIR = os.path.abspath(os.environ.get("BENCH_DIR", os.path.join(BUILD, "bench")))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
PEERS = os.path.join(SHARED, "bench", "peers")
INDEXER, SEARCHER = os.path.join(BUILD, "indexer"), os.path.join(BUILD, "searcher")
CORPUS = os.path.join(DIR, "corpus")
JARS = [f"/usr/share/java/lucene-{j}-8.7.0.jar" for j in ("core", "analyzers-common")]
RANGE = "2012-03..2012-09"


def make_corpus():
    """60,000 articles: those of ../shared, or as many made of invented words (Zipf)."""
    if os.path.exists(CORPUS + ".done"):
        return
    shutil.rmtree(CORPUS, ignore_errors=True)
    script = os.path.join(SHARED, "bench", "mkcorpus.py")
    if os.path.exists(script):
        subprocess.run([sys.executable, script, CORPUS], check=True, stdout=subprocess.DEVNULL)
    else:
        rng = random.Random(1)
        parts = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
        words = ["".join(rng.choices(parts, k=rng.randint(1, 5))) for _ in range(200000)]
        weights = [1 / (i + 1) for i in range(len(words))]
        for i in range(60000):
            text = " ".join(rng.choices(words, weights, k=rng.randint(200, 1000)))
            folder = os.path.join(CORPUS, f"{i // 2000:03d}")
            os.makedirs(folder, exist_ok=True)
            day = f"{2010 + i // 6000}-{i // 500 % 12 + 1:02d}-{i % 28 + 1:02d}"
            with open(os.path.join(folder, f"{i:06d}.txt"), "w", encoding="utf-8") as f:
                f.write(f" date {day} {text[:40]}.\n\n{text}\n")
    open(CORPUS + ".done", "w").close()


def files_of(folder):
    return sorted(os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs if f.endswith(".txt"))


def run(command, **more):
    """Runs a command; returns seconds and its peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"bench: {command}: status {status}")
    return seconds, usage.ru_maxrss / 1024


def fresh(name):
    path = os.path.join(DIR, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def folder_bytes(path):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(path) for f in fs)


def gzip_yardstick(files):
    with open(os.path.join(DIR, "text"), "wb") as out:
        for f in files:
            with open(f, "rb") as i:
                shutil.copyfileobj(i, out)
    return run(["gzip", "-1", "-k", "-f", os.path.join(DIR, "text")])


def lucene_classes():
    if not all(map(os.path.exists, JARS)) or not shutil.which("javac") or not os.path.exists(PEERS):
        return None
    classes = os.path.join(DIR, "classes")
    if not os.path.exists(os.path.join(classes, "LuceneQuery.class")):
        sources = [os.path.join(PEERS, c + ".java") for c in ("LuceneIndex", "LuceneQuery")]
        subprocess.run(["javac", "-cp", ":".join(JARS), "-d", classes] + sources, check=True)
    return ":".join(JARS + [classes])


def builders():
    """Name, command, index: each builder that can run here."""
    home = os.path.join(DIR, "ours", ".dateline")
    for jobs in ("1", "2"):
        yield f"indexer, {jobs} job{'s' if jobs > '1' else ''}", [INDEXER, "-i", home, "-j", jobs, CORPUS], home
    for memory in ("64M", "256M", "1G"):
        yield f"indexer, 2 jobs, {memory}", [INDEXER, "-i", home, "-j2", "-m", memory, CORPUS], home
    fts5 = os.path.join(PEERS, "fts5_index.py")
    if os.path.exists(fts5):
        db = os.path.join(DIR, "fts5", "db")
        yield "SQLite FTS5", [sys.executable, fts5, db, CORPUS], os.path.dirname(db)
    path = lucene_classes()
    if path:
        index = os.path.join(DIR, "lucene")
        yield "Lucene 8.7, 2 threads", ["java", "-Xmx4g", "-cp", path, "LuceneIndex", index, CORPUS, "2"], index
    if os.environ.get("BENCH_SLOW"):
        yield "indexer --writer=update", [INDEXER, "-i", home, "--writer=update", CORPUS], home
        loop = os.path.join(ROOT, "tests", "bench", "termgenerator.py")
        index = os.path.join(DIR, "termgenerator")
        if subprocess.run(["/usr/bin/python3", "-c", "import xapian"], capture_output=True).returncode == 0:
            yield "Xapian TermGenerator", ["/usr/bin/python3", loop, index, CORPUS], index


def bench_build():
    make_corpus()
    files = files_of(CORPUS)
    text = sum(map(os.path.getsize, files))
    subprocess.run(["cat"] + files[:1], stdout=subprocess.DEVNULL)
    gz, _ = gzip_yardstick(files)
    print(f"building: {len(files)} articles, {text / 1e6:.0f} MB of text")
    print(f"{'':26}{'seconds':>9}{'MB/s':>8}{'x gzip':>8}{'peak MB':>9}{'index/text':>12}")
    print(f"{'gzip -1 (yardstick)':26}{gz:9.2f}{text / 1e6 / gz:8.1f}{1:8.2f}")
    sizes, home = {}, os.path.join(DIR, "ours", ".dateline")
    for name, command, index in builders():
        fresh(os.path.relpath(index if "ours" not in index else os.path.dirname(index), DIR))
        os.makedirs(os.path.dirname(index) if "ours" in index else index, exist_ok=True)
        seconds, peak = run(command)
        size = folder_bytes(index) / text
        print(f"{name:26}{seconds:9.2f}{text / 1e6 / seconds:8.1f}{seconds / gz:8.2f}{peak:9.0f}{size:12.3f}", flush=True)
        if name in ("indexer, 2 jobs", "indexer --writer=update"):
            sizes[name] = table_sizes(index)
    if "indexer --writer=update" in sizes:
        run([INDEXER, "-q", "-i", home, "--compact"])
        sizes["the same, compacted"] = table_sizes(home)
    for name, tables in sizes.items():
        print(f"{name}, bytes by table and for each byte of text:")
        for table, size in tables.items():
            print(f"  {table:10}{size:12} {size / text:6.3f}")


def table_sizes(index):
    shards = [d for d in os.listdir(index) if os.path.isdir(os.path.join(index, d))]
    sizes = {t: sum(os.path.getsize(os.path.join(index, s, t + ".glass")) for s in shards)
             for t in ("postlist", "position", "termlist", "docdata", "synonym")}
    return sizes | {"all": sum(sizes.values())}


def bench_grow():
    make_corpus()
    files = files_of(CORPUS)
    for count in range(10000, len(files) + 1, 10000):
        names = os.path.join(DIR, "names")
        with open(names, "w", encoding="utf-8") as f:
            f.write("\n".join(files[:count]) + "\n")
        home = os.path.join(fresh("grow"), ".dateline")
        os.makedirs(os.path.dirname(home))
        seconds, _ = run([INDEXER, "-i", home, "-j2", "--files-from", names])
        print(f"grow: {count:6} articles {seconds:7.2f} s, {seconds / count * 1e6:6.1f} us an article")


def our_index():
    make_corpus()
    home = os.path.join(DIR, "ours", ".dateline")
    os.makedirs(os.path.dirname(home), exist_ok=True)
    subprocess.run([INDEXER, "-q", "-i", home, CORPUS], check=True)
    return home


def queries():
    path = os.path.join(DIR, "queries.tsv")
    script = os.path.join(SHARED, "bench", "mkqueries.py")
    if not os.path.exists(path) and os.path.exists(script):
        with open(path, "w", encoding="utf-8") as f:
            subprocess.run([sys.executable, script, CORPUS], stdout=f, check=True)
    if not os.path.exists(path):
        rng = random.Random(7)
        with open(path, "w", encoding="utf-8") as out:
            for _ in range(300):
                with open(rng.choice(files_of(CORPUS)), encoding="utf-8") as f:
                    words = [w for w in f.read()[60:].split() if w.isalpha()]
                at = rng.randrange(len(words) - 2)
                for kind, some in (("one", 1), ("two", 2), ("three", 3)):
                    out.write(f"{kind}\t{' '.join(rng.sample(words, some))}\n")
                out.write(f"phrase\t{words[at]} {words[at + 1]}\n")
    with open(path, encoding="utf-8") as f:
        return path, [line.rstrip("\n").split("\t") for line in f]


MODES = {  # class of query: options, which kinds of words, how they are written
    "or": (["--any"], ("one", "two", "three"), "%s"),
    "and": ([], ("two", "three"), "%s"),
    "phrase": ([], ("phrase",), '"%s"'),
    "or+range": (["--any", "--on", RANGE], ("one", "two", "three"), "%s"),
    "or+by-month": (["--any", "--by", "month"], ("one", "two", "three"), "%s"),
}


def report(name, mode, kind, times):
    times.sort()
    print(f"{name:6} {mode:12} {kind:7} mean {statistics.mean(times):.3f} p50 {times[len(times) // 2]:.3f} "
          f"p95 {times[len(times) * 95 // 100]:.3f} ms", flush=True)


def time_ours(index, lines, options):
    command = [SEARCHER, "-i", index, "--queries", "-", "--format", "json", "--no-snippets"] + options
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True)
    answers = map(json.loads, done.stdout.splitlines())
    return [a["match_ms"] for a in answers if a["type"] == "summary"]


def bench_query():
    index = our_index()
    path, rows = queries()
    for mode, (options, kinds, form) in MODES.items():
        asked = [(k, form % q) for k, q in rows if k in kinds]
        lines = [k + "\t" + q for k, q in asked]
        best = [min(t) for t in zip(*(time_ours(index, lines, options) for _ in range(3)))]
        times = collections.defaultdict(list)
        for (kind, _), t in zip(asked, best):
            times[kind].append(t)
        for kind, t in times.items():
            report("ours", mode, kind, t)
        report("ours", mode, "all", best)
    classes = lucene_classes()
    lucene = os.path.join(DIR, "lucene")
    if classes:
        if not os.path.exists(lucene):
            run(["java", "-Xmx4g", "-cp", classes, "LuceneIndex", lucene, CORPUS, "2"])
        subprocess.run(["java", "-Xmx4g", "-cp", classes, "LuceneQuery", lucene, path], check=True)
    fts5 = os.path.join(PEERS, "fts5_query.py")
    if os.path.exists(fts5):
        db = os.path.join(DIR, "fts5", "db")
        if not os.path.exists(db):
            os.makedirs(os.path.dirname(db), exist_ok=True)
            run([sys.executable, os.path.join(PEERS, "fts5_index.py"), db, CORPUS])
        subprocess.run([sys.executable, fts5, db, path], check=True)


def bench_process():
    index = our_index()
    _, rows = queries()
    for kind in ("one", "two", "three", "phrase"):
        words = [q for k, q in rows if k == kind][:50]
        form = '"%s"' if kind == "phrase" else "%s"
        times = [whole(index, form % q) for q in words]
        report("process", "text", kind, times)


def whole(index, query):
    start = time.perf_counter()
    subprocess.run([SEARCHER, "-i", index, query], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1e3


def bench_rank():
    data = os.path.join(SHARED, "data")
    if not os.path.exists(data):
        print("rank: ../shared is not there")
        return
    for name in ("time", "npl", "cisi"):
        folder = fresh("rank-" + name)
        os.makedirs(folder)
        with gzip.open(os.path.join(data, name, name + ".jsonl.gz"), "rt", encoding="utf-8") as f:
            for line in f:
                r = json.loads(line)
                head = f"Title: {r['title']}\n\n" if r["title"] else ""
                with open(os.path.join(folder, r["id"] + ".txt"), "w", encoding="utf-8") as out:
                    out.write(head + r["text"])
        home = os.path.join(folder, ".dateline")
        subprocess.run([INDEXER, "-q", "-i", home, folder], check=True)
        with open(os.path.join(data, name, "queries.tsv"), encoding="utf-8") as f:
            lines = [plain(line) for line in f if line.strip()]
        trec = subprocess.run([SEARCHER, "-i", home, "--any", "-n1000", "--format", "trec", "--queries", "-"],
                              input="\n".join(lines) + "\n", capture_output=True, text=True)
        result = os.path.join(folder, "run")
        with open(result, "w", encoding="utf-8") as f:
            f.write(trec.stdout)
        evaluate = [sys.executable, os.path.join(SHARED, "bench", "eval.py"), os.path.join(data, name, "qrels.txt"), result]
        print(f"rank: {name:5}", subprocess.run(evaluate, capture_output=True, text=True).stdout.strip())


def plain(line):
    """ID<TAB>words of a question: its signs are not meant as operators."""
    number, text = line.rstrip("\n").split("\t", 1)
    words = "".join(c if c.isalnum() or c in "'." else " " for c in text).split()
    return number + "\t" + " ".join(w.lower() for w in words if any(c.isalnum() for c in w))


if __name__ == "__main__":
    parts = {"build": bench_build, "grow": bench_grow, "query": bench_query, "process": bench_process, "rank": bench_rank}
    os.makedirs(DIR, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for part in sys.argv[1:] or parts:
        if part not in parts:
            sys.exit(__doc__)
        parts[part]()
