/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tombstones and moves: which articles of each shard are no more (replaced or removed since the
 * shard was written), and which have another path. The file gone-REV holds those of all shards at
 * one revision; a shard without any has no part in it.
 *
 * A sealed file "DLinegon", version 1. Its body:
 *
 *     the parts of the shards, each from a multiple of 8 on (0 between):
 *         where there are tombstones, the bits, (documents + 64) / 64 words of 8 bytes
 *         the moves, by docid, each of 32 bytes:
 *         0   4  docid
 *         4   4  bytes of the path, at most GONE_PATH_MAX
 *         8   8  where the path stands in the body
 *        16  10  the id: its 20 hex digits
 *        26   6  0
 *         their paths; one that is like that of the move before is not written again
 *     the table, for each shard 64 bytes:
 *         0  32  its name, 0 behind
 *        32   4  number of documents
 *        36   4  number of tombstones: of bits that are set
 *        40   8  where the bits are in the body; 0 tombstones: 0
 *        48   4  number of moves
 *        52   4  0
 *        56   8  where the moves are; 0 moves: 0
 *     4 bytes: the number of shards; 4 bytes: 0
 *
 * A bit an article, however few are gone: 0.13 bytes.
 */
#ifndef DATELINE_LIB_INDEX_GONE_H
#define DATELINE_LIB_INDEX_GONE_H

#include "lib/base/slice.h"
#include "lib/index/sealed.h"

#define GONE_MAGIC "DLinegon"
#define GONE_VERSION 1
#define GONE_NAME 32            /* room for the name of a shard with its NUL */
#define GONE_PATH_MAX (1 << 20) /* bytes of a path */

struct gone {
    struct sealed file;
    uint32_t shards; /* that have a part */
    /* private */
    uint64_t table_at;
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
void gone_close(struct gone *g); /* takes {0}, too */

/* All reading is safe from several threads. */

/* The part of the shard of this name; ERROR_DAMAGED if it is of another number of documents. */
bool gone_find(struct gone *g, const char *shard, uint32_t documents, struct gone_shard *part,
               struct error *error);
/* The move of a docid: *found tells whether there is one. */
bool gone_move(struct gone *g, const struct gone_shard *part, uint32_t docid, struct move *move,
               bool *found, struct error *error);
/* The n-th move of a shard, n below part->moves, by docid. */
bool gone_move_at(struct gone *g, const struct gone_shard *part, uint32_t n, struct move *move,
                  struct error *error);

/* Verifies every byte, and that numbers, order and ids are what they should be. */
bool gone_check(struct gone *g, struct error *error);

/* ---- writing: shards in any order, each once ---- */

struct gone_writer;
struct gone_writer *gone_create(int folder, const char *name, const char *shown,
                                struct error *error);
void gone_writer_free(struct gone_writer *w);
/* `bits` has (documents + 64) / 64 words, NULL: none is gone; moves ascend by docid, and of their
 * ids full_id is written. A shard without either is left out. */
bool gone_add(struct gone_writer *w, const char *shard, uint32_t documents, const uint64_t *bits,
              const struct move *moves, size_t move_count, struct error *error);
bool gone_finish(struct gone_writer *w, struct error *error);

#endif
