/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names: which words of a shard have a name key (lib/text/name_key.h). Question: here is the key
 * of a name, which words of the index may be spellings of it?
 *
 *     (format: see names.c)
 */
#ifndef DATELINE_LIB_INDEX_NAMES_H
#define DATELINE_LIB_INDEX_NAMES_H

#include "lib/base/slice.h"
#include "lib/index/sealed.h"

struct names {
    struct sealed file;
    /* private */
    uint64_t keys_at;
    uint32_t keys;
};

bool names_open(struct names *n, int folder, const char *shown, struct error *error);
void names_close(struct names *n);

/* Calls `found` for each word of a key, in byte order; false from it ends the walk. */
bool names_find(struct names *n, struct slice key, bool (*found)(void *context, struct slice word),
                void *context, struct error *error);

/* ---- writing: keys ascend bytewise, so do the words of each ---- */

struct names_writer;
struct names_writer *names_create(int folder, const char *shown, struct error *error);
void names_writer_free(struct names_writer *w);
bool names_add(struct names_writer *w, struct slice key, struct slice word, struct error *error);
bool names_finish(struct names_writer *w, struct error *error);

#endif
