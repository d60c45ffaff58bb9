#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures dateline beside the peers that are installed, in one run on the same files.

    bench.py [table] [grow] [query] [read] [rank]      (all but grow by default)

table    the figures of the README: size, building, updating, whole processes, memory; at two
         sizes, 60,000 articles of 3.5 KB and 1.8 million of 260 bytes
grow     how the time of building grows from 10,000 articles to all of them
query    mean, median and 95th percentile of a query, by class, inside one process, at both sizes
read     how fast formats are read, beside the same articles as text files
rank     MAP and other figures on judged collections

With ../shared beside the project its corpora, peers and judged collections are used; else corpora
are made up. BENCH_DIR keeps corpora and indexes (default: build/bench), BENCH_SHORT=N makes the
short texts N instead of 1,800,000 (0: leave them out). Machines are noisy: compare within one run.
"""
import collections, csv, gzip, json, os, random, resource, shutil, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build")))
DIR = os.path.abspath(os.environ.get("BENCH_DIR", os.path.join(BUILD, "bench")))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
PEERS = os.path.join(SHARED, "bench", "peers")
INDEXER, SEARCHER = os.path.join(BUILD, "indexer"), os.path.join(BUILD, "searcher")
LONG, SHORT = os.path.join(DIR, "long"), os.path.join(DIR, "short")
SHORT_COUNT = int(os.environ.get("BENCH_SHORT", "1800000"))
JARS = [f"/usr/share/java/lucene-{j}-{v}.jar" for v in ("8.8.1", "8.7.0") for j in ("core", "analyzers-common")]
JARS = [j for j in JARS if os.path.exists(j)][:2]
RANGE = "2012-03..2012-09"


def corpora():
    """The corpora that are to be measured: name and folder."""
    yield "60,000 of 3.5 KB", LONG
    if SHORT_COUNT:
        yield f"{SHORT_COUNT:,} of 260 bytes", SHORT


def make_corpus(folder):
    """The corpora of ../shared, or some as large made of invented words (Zipf)."""
    if os.path.exists(folder + ".done"):
        return
    shutil.rmtree(folder, ignore_errors=True)
    script = os.path.join(SHARED, "bench", "mkcorpus.py" if folder == LONG else "mkshort.py")
    count = 60000 if folder == LONG else SHORT_COUNT
    if os.path.exists(script):
        subprocess.run([sys.executable, script, folder, str(count)], check=True, stdout=subprocess.DEVNULL)
    else:
        make_up(folder, count, (200, 1000) if folder == LONG else (20, 70))
    open(folder + ".done", "w").close()


def make_up(folder, count, words_of):
    rng = random.Random(1)
    parts = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
    words = ["".join(rng.choices(parts, k=rng.randint(1, 5))) for _ in range(200000)]
    weights = [1 / (i + 1) for i in range(len(words))]
    for i in range(count):
        text = " ".join(rng.choices(words, weights, k=rng.randint(*words_of)))
        below = os.path.join(folder, f"{i // 5000:04d}")
        os.makedirs(below, exist_ok=True)
        day = f"{2010 + i * 10 // count}-{i // 500 % 12 + 1:02d}-{i % 28 + 1:02d}"
        with open(os.path.join(below, f"{i:07d}.txt"), "w", encoding="utf-8") as f:
            f.write(f" date {day} {text[:40]}.\n\n{text}\n")


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


def home_of(corpus):
    return os.path.join(DIR, os.path.basename(corpus) + ".index")


def gzip_yardstick(files):
    with open(os.path.join(DIR, "text"), "wb") as out:
        for f in files:
            with open(f, "rb") as i:
                shutil.copyfileobj(i, out)
    return run(["gzip", "-1", "-k", "-f", os.path.join(DIR, "text")])[0]


def lucene_classes():
    if len(JARS) < 2 or not shutil.which("javac") or not os.path.exists(PEERS):
        return None
    classes = os.path.join(DIR, "classes")
    if not os.path.exists(os.path.join(classes, "LuceneQuery.class")):
        sources = [os.path.join(PEERS, c + ".java") for c in ("LuceneIndex", "LuceneQuery")]
        subprocess.run(["javac", "-cp", ":".join(JARS), "-d", classes] + sources, check=True)
    return ":".join(JARS + [classes])


def row(name, value, note=""):
    print(f"  {name:44}{value:>12}  {note}", flush=True)


# ---- the table ----


def bench_table():
    for name, corpus in corpora():
        make_corpus(corpus)
        files = files_of(corpus)
        text = sum(map(os.path.getsize, files))
        print(f"{name}: {len(files)} articles, {text / 1e6:.0f} MB of text")
        table_building(corpus, files, text)
        table_updating(corpus, files)
        table_processes(corpus)


def table_building(corpus, files, text):
    gz = gzip_yardstick(files)
    row("gzip -1 of the same text, one core", f"{gz:.2f} s")
    home = home_of(corpus)
    for options in (["-j1"], ["-j2", "-m", "64M"], ["-j2"]):
        shutil.rmtree(home, ignore_errors=True)
        seconds, peak = run([INDEXER, "-i", home] + options + [corpus])
        row("indexer " + " ".join(options), f"{seconds:.2f} s", f"{seconds / gz:.2f} times gzip, {peak:.0f} MB at the most")
    size = folder_bytes(home)
    row("index, bytes for each byte of text", f"{size / text:.3f}", f"{size} bytes")
    for file, bytes_ in sorted(file_sizes(home).items(), key=lambda x: -x[1]):
        row("    " + file, f"{bytes_ / text:.3f}")
    for peer, command, index in peers(corpus):
        shutil.rmtree(index, ignore_errors=True)
        os.makedirs(index)
        seconds, peak = run(command)
        row(peer, f"{seconds:.2f} s", f"{seconds / gz:.2f} times gzip, {peak:.0f} MB; {folder_bytes(index) / text:.3f} bytes a byte")


def peers(corpus):
    fts5 = os.path.join(PEERS, "fts5_index.py")
    name = os.path.basename(corpus)
    if os.path.exists(fts5):
        index = os.path.join(DIR, "fts5-" + name)
        yield "SQLite FTS5", [sys.executable, fts5, os.path.join(index, "db"), corpus], index
    path = lucene_classes()
    if path:
        index = os.path.join(DIR, "lucene-" + name)
        yield "Lucene, 2 threads", ["java", "-Xmx4g", "-cp", path, "LuceneIndex", index, corpus, "2"], index


def file_sizes(home):
    sizes = collections.Counter()
    for folder, _, names in os.walk(home):
        for n in names:
            sizes[n.split("-")[0]] += os.path.getsize(os.path.join(folder, n))
    return sizes


def table_updating(corpus, files):
    home = home_of(corpus)
    still, peak = run([INDEXER, "-q", "-i", home])
    row("a run that changes nothing", f"{still:.2f} s", f"{peak:.0f} MB at the most")
    extra = os.path.join(corpus, "bench-added.txt")
    times = []
    for i in range(10):
        with open(extra, "w", encoding="utf-8") as f:
            f.write(f" date 2020-01-01 Article number {i} that was added.\n")
        times.append(run([INDEXER, "-q", "-i", home])[0])
    os.remove(extra)
    run([INDEXER, "-q", "-i", home])
    row("one article added, median of 10", f"{statistics.median(times):.2f} s", f"{statistics.median(times) - still:+.2f} s")
    changed = files[:: 12]
    for f in changed:
        with open(f, "a", encoding="utf-8") as out:
            out.write("\nOne line more.\n")
    seconds, _ = run([INDEXER, "-q", "-i", home])
    whole, _ = run([INDEXER, "-q", "-i", home, "--rebuild"])
    row("8 % of the articles changed", f"{seconds:.2f} s", f"{seconds / whole:.2f} of a whole build, {whole:.2f} s")
    for f in changed:
        with open(f, "r+b") as out:
            out.truncate(os.path.getsize(f) - len("\nOne line more.\n"))
    run([INDEXER, "-q", "-i", home])
    run([INDEXER, "-q", "-i", home, "--compact"])


def median_ms(command, times=60):
    """A whole process, as a shell starts it."""
    taken = []
    for c in command if isinstance(command[0], list) else [command] * times:
        start = time.perf_counter()
        subprocess.run(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def table_processes(corpus):
    home = home_of(corpus)
    _, rows = queries(corpus)
    floor = median_ms(["/bin/true"])
    row("/bin/true, median of 60", f"{floor:.2f} ms")
    row("searcher --version", f"{median_ms([SEARCHER, '--version']) - floor:+.2f} ms")
    for kind in ("one", "two", "three", "phrase"):
        words = [q for k, q in rows if k == kind][:60]
        form = '"%s"' if kind == "phrase" else "%s"
        ours = median_ms([[SEARCHER, "-i", home, form % q] for q in words]) - floor
        note = ""
        if shutil.which("quest"):
            quest = median_ms([["quest", "-d", home, "-s", "english", "-b", "and", form % q] for q in words]) - floor
            note = f"quest {quest:+.2f} ms"
        row(f"searcher, ten hits with passages, {kind}", f"{ours:+.2f} ms", note)


def bench_grow():
    make_corpus(LONG)
    files = files_of(LONG)
    for count in range(10000, len(files) + 1, 10000):
        names = os.path.join(DIR, "names")
        with open(names, "w", encoding="utf-8") as f:
            f.write("\n".join(files[:count]) + "\n")
        home = os.path.join(fresh("grow"), ".dateline")
        os.makedirs(os.path.dirname(home))
        seconds, _ = run([INDEXER, "-i", home, "-j2", "--files-from", names])
        print(f"grow: {count:6} articles {seconds:7.2f} s, {seconds / count * 1e6:6.1f} us an article")


def our_index(corpus):
    make_corpus(corpus)
    home = home_of(corpus)
    subprocess.run([INDEXER, "-q", "-i", home, corpus], check=True)
    return home


def queries(corpus):
    path = os.path.join(DIR, os.path.basename(corpus) + ".queries.tsv")
    script = os.path.join(SHARED, "bench", "mkqueries.py")
    if not os.path.exists(path) and os.path.exists(script) and corpus == LONG:
        with open(path, "w", encoding="utf-8") as f:
            subprocess.run([sys.executable, script, corpus], stdout=f, check=True)
    if not os.path.exists(path):
        rng = random.Random(7)
        files = files_of(corpus)
        with open(path, "w", encoding="utf-8") as out:
            made = 0
            while made < 300:
                with open(rng.choice(files), encoding="utf-8") as f:
                    words = [w.lower() for w in f.read()[17:].split() if w.isalpha() and len(w) > 2]
                if len(words) < 6:
                    continue
                at = rng.randrange(len(words) - 2)
                for kind, some in (("one", 1), ("two", 2), ("three", 3)):
                    out.write(f"{kind}\t{' '.join(rng.sample(words, some))}\n")
                out.write(f"phrase\t{words[at]} {words[at + 1]}\n")
                made += 1
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
    for name, corpus in corpora():
        print(f"inside one process, {name}")
        index = our_index(corpus)
        path, rows = queries(corpus)
        for mode, (options, kinds, form) in MODES.items():
            asked = [(k, form % q) for k, q in rows if k in kinds]
            lines = [k + "\t" + q for k, q in asked]
            best = [min(t) for t in zip(*(time_ours(index, lines, options + ["-n10"]) for _ in range(3)))]
            times = collections.defaultdict(list)
            for (kind, _), t in zip(asked, best):
                times[kind].append(t)
            for kind, t in times.items():
                report("ours", mode, kind, t)
        query_peers(corpus, path)


def query_peers(corpus, path):
    classes, name = lucene_classes(), os.path.basename(corpus)
    for peer, command, index in peers(corpus):
        if not os.path.exists(index):
            os.makedirs(index)
            run(command)
    if classes:
        subprocess.run(["java", "-Xmx4g", "-cp", classes, "LuceneQuery", os.path.join(DIR, "lucene-" + name), path], check=True)
    fts5 = os.path.join(PEERS, "fts5_query.py")
    if os.path.exists(fts5) and corpus == LONG:
        subprocess.run([sys.executable, fts5, os.path.join(DIR, "fts5-" + name, "db"), path], check=True)


# ---- formats ----


def bench_read():
    """The same articles as text files, JSON Lines and CSV; and the pages of ../shared."""
    make_corpus(LONG)
    files = files_of(LONG)
    folder = os.path.join(DIR, "read")
    os.makedirs(folder, exist_ok=True)
    lines, table = os.path.join(folder, "all.jsonl"), os.path.join(folder, "all.csv")
    with open(lines, "w", encoding="utf-8") as j, open(table, "w", encoding="utf-8", newline="") as c:
        writer = csv.writer(c)
        writer.writerow(["id", "date", "text"])
        for i, f in enumerate(files):
            with open(f, encoding="utf-8") as article:
                text = article.read()
            j.write(json.dumps({"id": str(i), "date": text[6:16], "text": text[17:]}, ensure_ascii=False) + "\n")
            writer.writerow([i, text[6:16], text[17:]])
    base = 0
    for name, path in (("text files", LONG), ("JSON Lines", lines), ("CSV", table)):
        home = os.path.join(fresh("read-index"), ".dateline")
        os.makedirs(os.path.dirname(home))
        seconds, _ = run([INDEXER, "-q", "-i", home, path])
        again, _ = run([INDEXER, "-q", "-i", home])
        base = base or seconds
        row("building from " + name, f"{seconds:.2f} s", f"{seconds / base:.2f} of text files; again {again / seconds:.1%}")
    pages = os.path.join(SHARED, "data", "html", "pages.tar.xz")
    if os.path.exists(pages):
        html = fresh("html")
        os.makedirs(html)
        subprocess.run(["tar", "-xf", pages, "-C", html], check=True)
        size = folder_bytes(html)
        seconds, _ = run([INDEXER, "--dump", html])
        row("HTML pages read", f"{size / 1e6 / seconds:.0f} MB/s", f"{size / 1e6:.0f} MB")


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
    parts = {"table": bench_table, "grow": bench_grow, "query": bench_query, "read": bench_read, "rank": bench_rank}
    os.makedirs(DIR, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for part in sys.argv[1:] or [p for p in parts if p != "grow"]:
        if part not in parts:
            sys.exit(__doc__)
        parts[part]()
