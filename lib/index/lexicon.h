/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lexicon: terms in order, each with a few bytes, in a sealed file that holds other things too.
 * Question: where does this file keep what belongs to this term? A look-up reads one node a level
 * (four levels for a million terms) and nothing else; opening reads nothing.
 *
 * A B-tree that never changes. A node is cut after LEXICON_NODE bytes, and written wherever the
 * file has come to. It is a run of entries:
 *
 *      1  bytes that the term shares with the one before in the node << 4 | bytes that follow;
 *         15 in either half: the rest of that number is a varint, the shared one's first
 *         the bytes that follow
 *         varint: length of the value << 1 | mark
 *         the value; its meaning, and that of the mark, is the owner's
 *
 * In a node above the leaves an entry is a child: as its term the least bytes that tell its first
 * term from the one before it (none for the first of all), as its value varint offset in the body,
 * varint length. The tree ends with a tail, where its owner wants it: 8 offset of the root, 4 its
 * length, 4 levels above the leaves. Without a term: 0, 0, 0.
 *
 * Limits: terms of 255 bytes, values of 512. Written from memory: one node a level.
 */
#ifndef DATELINE_LIB_INDEX_LEXICON_H
#define DATELINE_LIB_INDEX_LEXICON_H

#include "lib/base/slice.h"
#include "lib/index/sealed.h"

enum { LEXICON_NODE = 512, LEXICON_TAIL = 16, LEXICON_TERM = 255, LEXICON_VALUE = 512 };

struct lexicon_writer;

/* The file must outlive the writer. */
struct lexicon_writer *lexicon_new(struct sealed_writer *file);
void lexicon_free(struct lexicon_writer *w);

/* Adds a term: they ascend bytewise. */
bool lexicon_add(struct lexicon_writer *w, struct slice term, bool mark, struct slice value,
                 struct error *error);

/* Writes what is left, and the tail. */
bool lexicon_finish(struct lexicon_writer *w, struct error *error);

/* Looks a term up in the lexicon whose tail is at `tail`. The value stays mapped; its data is NULL
 * if the term is not there. False if the file is damaged. */
bool lexicon_find(struct sealed *s, uint64_t tail, struct slice term, bool *mark,
                  struct slice *value, struct error *error);

#endif
