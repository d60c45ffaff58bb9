/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tombstones and moves: which articles of each shard are no more (replaced or removed since the
 * shard was written), and which have another path. The file gone-REV holds those of all shards at
 * one revision; a shard without any has no part in it.
 *
 *     (format: see gone.c)
 */
#ifndef DATELINE_LIB_INDEX_GONE_H
#define DATELINE_LIB_INDEX_GONE_H

#include "lib/base/slice.h"
#include "lib/index/sealed.h"

struct gone {
    struct sealed file;
    /* private */
    uint32_t shards;
};

/* What is gone of one shard: mapped. A shard without a part has count 0, bits NULL, moves 0. */
struct gone_shard {
    uint32_t count;       /* tombstones */
    const uint64_t *bits; /* by docid, (documents + 64) / 64 words, bit docid & 63; little endian */
    size_t words;
    uint32_t moves;
    uint64_t moves_at; /* private */
};

/* A moved article: the new path and id. */
struct move {
    uint32_t docid;
    uint64_t id;       /* as in the columns */
    char full_id[21];  /* all digits, with a NUL */
    struct slice path; /* as kept; mapped, or the caller's when written */
};

bool gone_open(struct gone *g, int folder, const char *name, const char *shown,
               struct error *error);
void gone_close(struct gone *g);

/* The part of the shard of this name, which has `documents`. */
bool gone_find(struct gone *g, const char *shard, uint32_t documents, struct gone_shard *part,
               struct error *error);
/* The move of a docid: *found tells whether there is one. */
bool gone_move(struct gone *g, const struct gone_shard *part, uint32_t docid, struct move *move,
               bool *found, struct error *error);
/* The n-th move of a shard, n below part->moves, by docid. */
bool gone_move_at(struct gone *g, const struct gone_shard *part, uint32_t n, struct move *move,
                  struct error *error);

/* ---- writing: shards in any order, each once ---- */

struct gone_writer;
struct gone_writer *gone_create(int folder, const char *name, const char *shown,
                                struct error *error);
void gone_writer_free(struct gone_writer *w);
/* `bits` has (documents + 64) / 64 words; moves ascend by docid. */
bool gone_add(struct gone_writer *w, const char *shard, uint32_t documents, const uint64_t *bits,
              const struct move *moves, size_t move_count, struct error *error);
bool gone_finish(struct gone_writer *w, struct error *error);

#endif
