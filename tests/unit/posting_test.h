/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard of postings alone: the folder `shard`, written by lib/glass/postlist.h and
 * lib/index/positions.h from lists of terms, and opened as far as posting.h reads it. */
#ifndef DATELINE_TESTS_UNIT_POSTING_TEST_H
#define DATELINE_TESTS_UNIT_POSTING_TEST_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/glass/postlist.h"
#include "lib/index/positions.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"
#include "tests/unit/test.h"

static struct error perror_;

static inline void assert_done(bool done)
{
    if (!done)
        fail_msg("%s", perror_.message);
}

/* The list of a term in memory. */
struct known_list {
    char term[246];
    size_t length;
    bool placed;
    uint32_t documents;
    uint32_t *docids;
    uint32_t *wdfs;
    uint32_t *lengths;
    uint32_t *positions; /* one after the other */
};

static inline void known_free(struct known_list *k)
{
    free(k->docids);
    free(k->wdfs);
    free(k->lengths);
    free(k->positions);
}

/* How a random list looks. */
struct known_shape {
    const char *term;
    bool placed;
    uint32_t documents;
    uint32_t gap;  /* docids are at most that far from one another */
    uint32_t wdf;  /* at most */
    uint32_t step; /* positions likewise */
};

/* Each article has the length `docid % 1000 + 50`, or what its positions need. */
static inline struct known_list known_make(const struct known_shape *s, uint64_t *state)
{
    struct known_list k = {.length = strlen(s->term), .placed = s->placed};
    size_t total = 0;
    memcpy(k.term, s->term, k.length);
    k.documents = s->documents;
    k.docids = xcalloc(k.documents, sizeof *k.docids);
    k.wdfs = xcalloc(k.documents, sizeof *k.wdfs);
    k.lengths = xcalloc(k.documents, sizeof *k.lengths);
    k.positions = xcalloc((size_t)k.documents * s->wdf, sizeof *k.positions);
    uint32_t docid = 0;
    for (uint32_t i = 0; i < k.documents; i++) {
        docid += 1 + (uint32_t)(next_random(state) >> 20) % s->gap;
        k.docids[i] = docid;
        k.wdfs[i] = 1 + (uint32_t)(next_random(state) >> 20) % s->wdf;
        k.lengths[i] = docid % 1000 + 50;
        uint32_t position = (uint32_t)(next_random(state) >> 20) % s->step;
        for (uint32_t j = 0; j < k.wdfs[i]; j++) {
            k.positions[total++] = position;
            position += 1 + (uint32_t)(next_random(state) >> 20) % s->step;
        }
    }
    return k;
}

static inline void write_list(struct glass_postlist *postlist, struct positions_writer *positions,
                              const struct known_list *k)
{
    uint32_t sum = 0;
    size_t at = 0;
    for (uint32_t i = 0; i < k->documents; i++)
        sum += k->wdfs[i];
    if (!glass_postlist_term(postlist, k->term, k->length, k->documents, sum, &perror_))
        fail_msg("%s", perror_.message);
    assert_done(positions_term(positions, k->term, k->length, k->documents, k->placed, &perror_));
    for (uint32_t i = 0; i < k->documents; i++) {
        assert_true(glass_postlist_posting(postlist, k->docids[i], k->wdfs[i], &perror_));
        assert_done(positions_posting(positions, k->docids[i], k->wdfs[i], k->lengths[i],
                                      k->placed ? k->positions + at : NULL, &perror_));
        at += k->wdfs[i];
    }
}

/* Writes the folder `shard`. Terms ascend. The table's lengths are made to add up. */
static inline void write_shard(const struct known_list *lists, size_t count)
{
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats;
    uint32_t last = 1;
    uint32_t sum = 0;
    assert_int_equal(mkdir("shard", 0777), 0);
    int folder = open("shard", O_RDONLY | O_DIRECTORY);
    assert_true(folder >= 0);
    for (size_t t = 0; t < count; t++) {
        const struct known_list *k = &lists[t];
        for (uint32_t i = 0; i < k->documents; i++)
            sum += k->wdfs[i];
        if (k->documents && k->docids[k->documents - 1] > last)
            last = k->docids[k->documents - 1];
    }
    struct glass_postlist *postlist = glass_postlist_new("shard");
    struct positions_writer *positions = positions_create(folder, "shard/positions", &perror_);
    assert_non_null(positions);
    assert_true(glass_postlist_length(postlist, 1, sum, &perror_));
    if (last > 1)
        assert_true(glass_postlist_length(postlist, last, 0, &perror_));
    for (size_t t = 0; t < count; t++)
        write_list(postlist, positions, &lists[t]);
    if (!glass_postlist_finish(postlist, &roots[GLASS_POSTLIST], &stats, &perror_))
        fail_msg("%s", perror_.message);
    assert_done(positions_finish(positions, &perror_));
    glass_postlist_free(postlist);
    positions_writer_free(positions);
    static const uint8_t uuid[GLASS_UUID_SIZE] = {1};
    assert_true(glass_version_write("shard", uuid, roots, &stats, &perror_));
    close(folder);
}

/* False, and perror_, if it does not open. */
static inline bool open_postings(struct shard *s)
{
    memset(s, 0, sizeof *s);
    s->folder = open("shard", O_RDONLY | O_DIRECTORY);
    assert_true(s->folder >= 0);
    bool done = glass_tree_open(&s->postlist, s->folder, "shard", &perror_) &&
                positions_open(&s->positions, s->folder, "shard/positions", &perror_);
    return done;
}

static inline void close_postings(struct shard *s)
{
    glass_tree_close(&s->postlist);
    sealed_close(&s->positions);
    close(s->folder);
}

#endif
