/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small index in the current folder, `.dateline`, of articles that a test names or makes at
 * random: as many shards as it likes, written by the shards' own writer, with tombstones.
 */
#ifndef DATELINE_TESTS_UNIT_SMALL_INDEX_H
#define DATELINE_TESTS_UNIT_SMALL_INDEX_H

#include "indexer/build/shard_writer.h"
#include "lib/base/arena.h"
#include "lib/index/gone.h"
#include "lib/index/home.h"
#include "searcher/match/archive.h"
#include "tests/unit/scratch.h"

static struct error small_error;

#define assert_done(done)                        \
    do {                                         \
        if (!(done))                             \
            fail_msg("%s", small_error.message); \
    } while (0)

struct small_index {
    bool full; /* set it before shards are added: with Xapian's other tables */
    struct home home;
    int folder;
    struct manifest manifest;
    struct manifest_shard shards[16];
    uint64_t *gone[16]; /* bits by docid, or NULL */
    struct arena texts;
};

static inline void small_index_start(struct small_index *x)
{
    *x = (struct small_index){.folder = -1};
    assert_int_equal(mkdir(".dateline", 0777), 0);
    assert_true(home_find(".dateline", NULL, false, &x->home, &small_error));
    x->folder = folder_open(x->home.index, &small_error);
    assert_true(x->folder >= 0);
    struct manifest *m = &x->manifest;
    m->revision = 1;
    snprintf(m->built, sizeof m->built, "2026-11-24T10:00:00Z");
    snprintf(m->language, sizeof m->language, "english");
    snprintf(m->date_from, sizeof m->date_from, "header,meta,name");
    manifest_words(m->language, m->words);
    m->shards = x->shards;
}

/* An article whose strings are kept by the index. */
static inline struct article small_article(struct small_index *x, const char *path,
                                           const char *title, struct date date, const char *text)
{
    struct article a = {.number = "", .key = "", .from = "", .url = ""};
    a.path = arena_copy(&x->texts, path, strlen(path));
    a.title = arena_copy(&x->texts, title, strlen(title));
    a.text = (struct slice){arena_copy(&x->texts, text, strlen(text)), strlen(text)};
    a.date = date;
    article_id(a.path, "", a.id);
    return a;
}

/* Adds a shard of these articles, in this order. */
static inline void small_index_shard(struct small_index *x, const struct article *articles,
                                     size_t count)
{
    static const volatile sig_atomic_t never = 0;
    const struct shard_options options = {
        .language = "english", .jobs = 1, .memory = 256 << 20, .full = x->full, .stop = &never};
    char name[32];
    struct manifest *m = &x->manifest;
    snprintf(name, sizeof name, "shard-%04zu", m->shard_count + 1);
    const struct article **list = xcalloc(count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = &articles[i];
    struct shard_writer *w =
        shard_writer_new(x->folder, x->home.index, name, &options, &small_error);
    assert_done(w);
    assert_done(shard_writer_add(w, list, count, &small_error));
    assert_done(shard_writer_finish(w, &x->shards[m->shard_count++], &small_error));
    shard_writer_free(w);
    free(list);
}

/* Makes an article of a shard gone. */
static inline void small_index_remove(struct small_index *x, size_t shard, uint32_t docid)
{
    struct manifest_shard *s = &x->shards[shard];
    if (!x->gone[shard])
        x->gone[shard] = xcalloc((s->documents + 64) / 64, sizeof(uint64_t));
    uint64_t bit = UINT64_C(1) << (docid & 63);
    s->gone += (x->gone[shard][docid >> 6] & bit) == 0;
    x->gone[shard][docid >> 6] |= bit;
}

/* Publishes what there is; moves are of the first shard. */
static inline void small_index_publish(struct small_index *x, const struct move *moves,
                                       size_t move_count)
{
    struct manifest *m = &x->manifest;
    snprintf(m->gone, sizeof m->gone, "gone-%d", (int)m->revision);
    struct gone_writer *w = gone_create(x->folder, m->gone, m->gone, &small_error);
    assert_done(w);
    for (size_t i = 0; i < m->shard_count; i++)
        assert_done(gone_add(w, x->shards[i].name, x->shards[i].documents, x->gone[i], moves,
                             i == 0 ? move_count : 0, &small_error));
    assert_done(gone_finish(w, &small_error));
    gone_writer_free(w);
    assert_done(manifest_publish(m, x->folder, x->home.index, &small_error));
    m->revision++;
}

static inline void small_index_free(struct small_index *x)
{
    for (size_t i = 0; i < 16; i++)
        free(x->gone[i]);
    arena_free(&x->texts);
    close(x->folder);
    home_free(&x->home);
}

#endif
