#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Articles to test with, and an independent count of what a search in them should find.

    reuters.py unpack FILE.jsonl.gz FOLDER    a text file for each record
    reuters.py expect FOLDER OUT              makes queries, and what each should find

OUT gets `queries`, lines ID<TAB>QUERY; `counts`, lines ID<TAB>COUNT; `few`, the queries that find
at most FEW articles; and `names`, lines ID NAME, sorted: what those find, as names of the files in
FOLDER without suffix. The words are cut here once more, from what is said of them: letters and
digits make words; don't stays, l'evenement is two, a trailing 's is dropped; U.S. is us; 1.5
stays; 50,000 is 50000. Nothing is stemmed. The texts are nearly ASCII.
"""
import collections
import gzip
import json
import os
import random
import re
import sys
import unicodedata

FEW = 200
CHUNK = re.compile(r"[a-z0-9]+(?:[.,']+[a-z0-9]+)*")  # a word, or some with signs between
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
WORD = re.compile(
    rf"""
    (?: (?P<initials> [a-z] (?: \.[a-z](?![a-z0-9]) )+ ) \.?
      | (?P<word>
            (?: {NUMBER} | [a-z0-9]+ ) [a-z0-9]*
            (?: (?<=[0-9]) \. (?: {NUMBER} | [0-9] ) [a-z0-9]*
              | (?<=[a-z]) ' (?! s(?![a-z0-9]) ) [a-z] [a-z0-9]*
            )*
        )
    )
    (?: 's(?![a-z0-9]) )?
    """,
    re.VERBOSE,
)


def words_of_chunk(chunk):
    for match in WORD.finditer(chunk):
        if match["initials"]:
            yield match["initials"].replace(".", "")
            continue
        parts = match["word"].replace(",", "").split("'")
        word = parts[0]
        for part in parts[1:]:
            if len(word) == 1 or word.endswith("qu"):  # l', d', qu'
                yield word
                word = part
            else:
                word += "'" + part
        yield word


def words_of(text):
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = []
    for chunk in CHUNK.findall(text.lower()):
        if chunk.isalnum():
            words.append(chunk)
        else:
            words.extend(words_of_chunk(chunk))
    return words


def unpack(source, folder):
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            place = os.path.join(folder, f"{number // 1000:02}")
            if number % 1000 == 0:
                os.makedirs(place, exist_ok=True)
            with open(os.path.join(place, record["id"] + ".txt"), "w", encoding="utf-8") as out:
                out.write(f" date {record['date']} {record['title']}\n\n{record['text']}")


class Articles:
    """The articles of a folder, by name: dates, words in order, and which have a word."""

    def __init__(self, folder):
        self.dates = {}
        self.words = {}
        self.having = collections.defaultdict(set)
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                self.read(os.path.join(place, name), name.removesuffix(".txt"))

    def read(self, path, name):
        with open(path, encoding="utf-8") as file:
            header, text = file.read().split("\n", 1)
        _, _, date, title = header.split(" ", 3)
        self.dates[name] = date
        self.words[name] = words_of(title + "\n" + text)
        for word in set(self.words[name]):
            self.having[word].add(name)

    def near(self, a, b, most):
        return {n for n in self.having[a] & self.having[b] if self.closest(n, a, b) <= most}

    def closest(self, name, a, b):
        """How many words apart a and b stand at least; they are not the same word."""
        best, last = 1 << 30, {}
        for at, word in enumerate(self.words[name]):
            if word in (a, b):
                last[word] = at
                if len(last) == 2:
                    best = min(best, abs(last[a] - last[b]))
        return best

    def phrase(self, phrase):
        found = set.intersection(*(self.having[w] for w in phrase))
        n = len(phrase)
        return {
            name
            for name in found
            if any(self.words[name][i : i + n] == phrase
                   for i, w in enumerate(self.words[name]) if w == phrase[0])
        }

    def between(self, first, last):
        return {n for n, date in self.dates.items() if first <= date <= last}


class Queries:
    """Queries with what they should find, chosen by chance: the same in every run."""

    def __init__(self, articles):
        self.articles = articles
        self.random = random.Random(1987)
        self.names = sorted(articles.words)
        self.vocabulary = sorted(articles.having)
        by_count = sorted(self.vocabulary, key=lambda w: (-len(articles.having[w]), w))
        self.frequent = by_count[:600]
        self.days = sorted(set(articles.dates.values()))
        self.list = []

    def add(self, query, found):
        self.list.append((query, found))

    def neighbours(self, count):
        """Some words that stand side by side in some article."""
        while True:
            words = self.articles.words[self.random.choice(self.names)]
            if len(words) >= count:
                at = self.random.randrange(len(words) - count + 1)
                return words[at : at + count]

    def pair(self):
        while True:
            words = self.neighbours(8)
            if words[0] != words[5]:
                return words[0], words[5]

    def range(self):
        first, last = sorted(self.random.sample(self.days, 2))
        return f"date:{first}..{last}", self.articles.between(first, last)

    def make(self):
        having = self.articles.having
        for word in self.random.sample(self.vocabulary, 30) + self.random.sample(self.frequent, 30):
            self.add("=" + word, having[word])
        for _ in range(20):
            a, b = self.pair()
            self.add(f"={a} ={b}", having[a] & having[b])
        for i in range(20):
            phrase = self.neighbours(2 + i % 3)
            self.add(f'"{" ".join(phrase)}"', self.articles.phrase(phrase))
        for i in range(20):
            text, found = self.range()
            word = self.random.choice(self.frequent)
            self.add(f"={word} {text}" if i % 2 else text, having[word] & found if i % 2 else found)
        for _ in range(8):
            a, b = self.pair()
            text, found = self.range()
            self.add(f"={a} NOT ={b}", having[a] - having[b])
            self.add(f"(={a} OR ={b}) {text}", (having[a] | having[b]) & found)
            self.add(f"={a} -{text}", having[a] - found)
            self.add(f"={a} -{text} date:1987", having[a] - found)
            self.add(f"={a} NEAR/5 ={b}", self.articles.near(a, b, 5))
        for word in self.random.sample([w for w in self.vocabulary if w.isalpha() and len(w) > 4], 8):
            start = word[:4]
            union = set().union(*(having[w] for w in self.vocabulary if w.startswith(start)))
            self.add(start + "*", union)
        return self.list


def expect(folder, out):
    files = {name: open(os.path.join(out, name), "w", encoding="utf-8")
             for name in ("queries", "counts", "few", "names")}
    for number, (query, found) in enumerate(Queries(Articles(folder)).make()):
        files["queries"].write(f"{number:03}\t{query}\n")
        files["counts"].write(f"{number:03}\t{len(found)}\n")
        if len(found) <= FEW:
            files["few"].write(f"{number:03}\t{query}\n")
            files["names"].writelines(f"{number:03} {name}\n" for name in sorted(found))
    for file in files.values():
        file.close()


if __name__ == "__main__":
    {"unpack": unpack, "expect": expect}[sys.argv[1]](*sys.argv[2:])
