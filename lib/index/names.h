/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names: which words of a shard have a name key (lib/text/name_key.h). Question: here is the key
 * of a name, which words of the index may be spellings of it?
 *
 * A sealed file "DLinenam", version 1. Its body:
 *
 *     the groups, one after the other, each of at least one key, and not many more than
 *     NAMES_GROUP bytes. For each key, in byte order:
 *         the key, as what it does not share with the one before it in the group
 *         the number of its words, a varint, at least 1
 *         the words, in byte order, as what each does not share with the one before it
 *     the table: for each group 4 bytes, where it begins in the body, and 4 more, where the last
 *     one ends
 *     4 bytes: the number of keys; 4 bytes: the number of groups
 *
 * What is not shared is written as: a byte, its upper half how many bytes are shared, its lower
 * half how many follow (15: a byte with the number comes next, first that of the upper half); the
 * bytes. Keys and words have 1 to NAMES_LONGEST bytes, 0 shared ones are with what is the first.
 * The groups end at 2^32.
 *
 * The 43,061 words with a key of 21,578 short news take 8.8 bytes each, key included, where they
 * have 7.2 letters: 0.02 bytes a byte of text.
 */
#ifndef DATELINE_LIB_INDEX_NAMES_H
#define DATELINE_LIB_INDEX_NAMES_H

#include "lib/base/slice.h"
#include "lib/index/sealed.h"

#define NAMES_FILE "names"
#define NAMES_MAGIC "DLinenam"
#define NAMES_VERSION 1
#define NAMES_GROUP 512
#define NAMES_LONGEST 255

struct names {
    struct sealed file;
    uint32_t keys;
    /* private */
    uint64_t table_at;
    uint32_t groups;
};

bool names_open(struct names *n, int folder, const char *shown, struct error *error);
void names_close(struct names *n); /* takes {0}, too */

/* Calls `found` for each word of a key, in byte order; false from it ends the walk. The word is
 * good until it returns. Safe from several threads. */
bool names_find(struct names *n, struct slice key, bool (*found)(void *context, struct slice word),
                void *context, struct error *error);

/* A walk over all keys and words, in order: start with {.names = n}. */
struct names_walk {
    struct names *names;
    /* private */
    uint32_t group;    /* the next one */
    const uint8_t *at; /* in the group at hand */
    const uint8_t *end;
    uint64_t words_left; /* of the key */
    size_t key_length;
    size_t word_length;
    char key_bytes[NAMES_LONGEST];
    char word_bytes[NAMES_LONGEST];
};

/* The next word and its key; *found is false at the end. Both are good until the next call. */
bool names_walk_next(struct names_walk *w, struct slice *key, struct slice *word, bool *found,
                     struct error *error);

/* Verifies every byte, and the order of all keys and words. */
bool names_check(struct names *n, struct error *error);

/* ---- writing: keys ascend bytewise, so do the words of each ---- */

struct names_writer;
struct names_writer *names_create(int folder, const char *shown, struct error *error);
void names_writer_free(struct names_writer *w);
/* ERROR_INTERNAL if they do not ascend or are too long. */
bool names_add(struct names_writer *w, struct slice key, struct slice word, struct error *error);
bool names_finish(struct names_writer *w, struct error *error);

#endif
