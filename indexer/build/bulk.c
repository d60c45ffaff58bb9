/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/bulk.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/build/both.h"
#include "indexer/build/bulk_tables.h"
#include "indexer/build/bulk_verify.h"
#include "lib/base/mem.h"
#include "lib/glass/docdata.h"
#include "lib/glass/termlist.h"
#include "lib/text/stem.h"
#include "lib/xapian/binding.h"

/* What a thread makes of its share of a batch. */
struct share {
    struct bulk *bulk;
    struct stemmer *stemmer;
    struct glass_deflater *deflater;
    struct run_builder builder;
    pthread_t thread;
    const struct article *const *articles;
    size_t count;
    uint32_t first; /* docid */
    struct run run;
    struct buf packed;
    struct buf data;  /* deflated records, one after the other */
    struct buf lists; /* term lists */
    struct document_tag *data_tags;
    struct document_tag *list_tags;
    size_t data_room;
    size_t list_room;
    struct error error;
    bool ok;
};

struct bulk {
    struct bulk_options options;
    struct share *shares;
    struct glass_docdata *data;
    struct glass_termlist *lists;
    struct bulk_content content;
    size_t run_room;
    size_t lengths_room;
    size_t dates_room;
    size_t ids_room;
    uint64_t held; /* bytes of the runs in memory */
};

uint64_t bulk_batch_bytes(const struct bulk_options *options)
{
    /* A batch takes its text, and while it is worked on up to five times as much again; what does
     * not grow with it (buffers, stem caches, the list of files) goes off first. */
    const uint64_t fixed = (uint64_t)40 << 20;
    return options->memory > 2 * fixed ? (options->memory - fixed) / 8 : options->memory / 16;
}

struct bulk *bulk_new(const struct bulk_options *options, struct error *error)
{
    if (mkdir(options->folder, 0777) != 0) {
        error_system(error, errno, options->folder);
        return NULL;
    }
    struct bulk *b = xcalloc(1, sizeof *b);
    b->options = *options;
    b->content.folder = options->folder;
    b->shares = xcalloc(options->jobs, sizeof *b->shares);
    for (size_t i = 0; i < options->jobs; i++) {
        struct share *s = &b->shares[i];
        s->bulk = b;
        s->stemmer = stemmer_new(options->language);
        s->deflater = glass_deflater_new(GLASS_FAST);
        run_builder_init(&s->builder, s->stemmer, s->deflater);
    }
    b->data = glass_docdata_new(options->folder);
    b->lists = glass_termlist_new(options->folder);
    return b;
}

static void free_share(struct share *s)
{
    run_free(&s->run); /* one that was not kept, since something failed */
    run_builder_free(&s->builder);
    stemmer_free(s->stemmer);
    glass_deflater_free(s->deflater);
    buf_free(&s->packed);
    buf_free(&s->data);
    buf_free(&s->lists);
    free(s->data_tags);
    free(s->list_tags);
}

void bulk_free(struct bulk *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->options.jobs; i++)
        free_share(&b->shares[i]);
    free(b->shares);
    glass_docdata_free(b->data);
    glass_termlist_free(b->lists);
    bulk_content_free(&b->content);
    free(b);
}

static void add_data(struct share *s, const struct article *a, struct document_tag *tag)
{
    buf_clear(&s->packed);
    article_pack(&s->packed, a);
    tag->offset = s->data.length;
    tag->deflated = glass_deflate(s->deflater, s->packed.data, s->packed.length, &s->data);
    if (!tag->deflated)
        buf_add(&s->data, s->packed.data, s->packed.length);
    tag->length = s->data.length - tag->offset;
}

/* The work of a thread: a run, and what is kept by document. */
static void *work_share(void *context)
{
    struct share *s = context;
    buf_clear(&s->data);
    buf_clear(&s->lists);
    s->data_tags = xgrow(s->data_tags, &s->data_room, s->count, sizeof *s->data_tags);
    s->list_tags = xgrow(s->list_tags, &s->list_room, s->count, sizeof *s->list_tags);
    s->ok = true;
    for (size_t i = 0; s->ok && i < s->count; i++) {
        if (*s->bulk->options.stop)
            return NULL;
        s->ok = run_builder_add(&s->builder, s->articles[i], &s->error);
        add_data(s, s->articles[i], &s->data_tags[i]);
    }
    s->ok = s->ok && run_builder_finish(&s->builder, s->first, &s->run, &s->lists, s->list_tags,
                                        s->bulk->content.lengths + s->first - 1, &s->error);
    return NULL;
}

/* Splits a batch into shares of about as many bytes of text each. */
static void split(struct bulk *b, const struct article *const *articles, size_t count)
{
    uint64_t total = 0;
    uint64_t done = 0;
    size_t next = 0;
    for (size_t i = 0; i < count; i++)
        total += articles[i]->text.length;
    for (size_t i = 0; i < b->options.jobs; i++) {
        struct share *s = &b->shares[i];
        uint64_t goal = total / b->options.jobs * (i + 1);
        bool last = i + 1 == b->options.jobs;
        s->articles = articles + next;
        s->first = b->content.documents + (uint32_t)next + 1;
        size_t start = next;
        while (next < count && (last || done < goal))
            done += articles[next++]->text.length;
        s->count = next - start;
    }
}

static void run_threads(struct bulk *b)
{
    size_t started = 1;
    while (started < b->options.jobs &&
           pthread_create(&b->shares[started].thread, NULL, work_share, &b->shares[started]) == 0)
        started++;
    work_share(&b->shares[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(b->shares[i].thread, NULL);
    for (size_t i = started; i < b->options.jobs; i++)
        work_share(&b->shares[i]);
}

/* The values of documents are kept to the end, since their statistics come first in the table. */
static void keep_values(struct bulk *b, const struct article *const *articles, size_t count)
{
    struct bulk_content *c = &b->content;
    size_t all = c->documents + count;
    c->lengths = xgrow(c->lengths, &b->lengths_room, all, sizeof *c->lengths);
    c->dates = xgrow(c->dates, &b->dates_room, all, sizeof *c->dates);
    c->ids = xgrow(c->ids, &b->ids_room, all, sizeof *c->ids);
    for (size_t i = 0; i < count; i++) {
        c->dates[c->documents + i] = date_to_number(articles[i]->date);
        memcpy(c->ids[c->documents + i], articles[i]->id, SCHEMA_ID_HEX);
    }
}

static bool write_data(void *context, struct error *error)
{
    struct bulk *b = context;
    for (size_t i = 0; i < b->options.jobs; i++) {
        const struct share *s = &b->shares[i];
        for (size_t d = 0; d < s->count; d++) {
            const struct document_tag *t = &s->data_tags[d];
            if (!glass_docdata_add(b->data, s->first + (uint32_t)d, s->data.data + t->offset,
                                   t->length, t->deflated, error))
                return false;
        }
    }
    return true;
}

static bool write_lists(void *context, struct error *error)
{
    static const uint32_t slots[] = {SCHEMA_DATE_SLOT, SCHEMA_ID_SLOT};
    struct bulk *b = context;
    for (size_t i = 0; i < b->options.jobs; i++) {
        const struct share *s = &b->shares[i];
        for (size_t d = 0; d < s->count; d++) {
            const struct document_tag *t = &s->list_tags[d];
            uint32_t docid = s->first + (uint32_t)d;
            bool dated = b->content.dates[docid - 1] != 0;
            if (!glass_termlist_add(b->lists, docid, s->lists.data + t->offset, t->length,
                                    t->deflated, error) ||
                !glass_termlist_slots(b->lists, slots + !dated, 1 + dated, error))
                return false;
        }
    }
    return true;
}

/* Keeps the runs of a batch; when all runs pass their share of the memory, the new ones go to
 * disk. */
static bool keep_runs(struct bulk *b, struct error *error)
{
    struct bulk_content *c = &b->content;
    bool ok = true;
    for (size_t i = 0; i < b->options.jobs; i++) {
        struct run *run = &b->shares[i].run;
        if (run->documents == 0) {
            run_free(run);
            continue;
        }
        b->held += run->memory;
        if (ok && b->held > b->options.memory / 4) {
            struct buf path = {0};
            b->held -= run->memory;
            buf_printf(&path, "%s/run-%zu", b->options.folder, c->run_count);
            ok = run_spill(run, buf_take(&path), error);
        }
        c->runs = xgrow(c->runs, &b->run_room, c->run_count + 1, sizeof *c->runs);
        c->runs[c->run_count++] = *run;
        *run = (struct run){0};
    }
    return ok;
}

bool bulk_add(struct bulk *b, const struct article *const *articles, size_t count,
              struct error *error)
{
    if (count > UINT32_MAX - 1 - b->content.documents)
        return error_set(error, ERROR_INTERNAL, "more articles than a shard can have");
    keep_values(b, articles, count);
    split(b, articles, count);
    run_threads(b);
    for (size_t i = 0; i < b->options.jobs; i++)
        if (!b->shares[i].ok) {
            *error = b->shares[i].error;
            return false;
        }
    if (*b->options.stop)
        return true;
    b->content.documents += (uint32_t)count;
    return both(b->options.jobs > 1, write_data, write_lists, b, error) && keep_runs(b, error);
}

void bulk_metadata(struct bulk *b, const char *key, size_t key_length, const char *value,
                   size_t length)
{
    bulk_content_metadata(&b->content, key, key_length, value, length);
}

struct finish {
    struct bulk *bulk;
    struct glass_root *roots;
};

/* The tables that are kept by document have their entries, but it takes time until all is on the
 * disk: meanwhile the others are made. */
static bool finish_documents(void *context, struct error *error)
{
    const struct finish *f = context;
    return glass_docdata_finish(f->bulk->data, &f->roots[GLASS_DOCDATA], error) &&
           glass_termlist_finish(f->bulk->lists, &f->roots[GLASS_TERMLIST], error);
}

static bool finish_terms(void *context, struct error *error)
{
    const struct finish *f = context;
    return bulk_tables_write(&f->bulk->content, f->bulk->options.jobs, f->roots, error);
}

/* The version file makes the tables a database. */
static bool finish_version(const struct bulk *b, const struct glass_root roots[GLASS_KINDS],
                           struct error *error)
{
    uint8_t uuid[GLASS_UUID_SIZE];
    const char *folder = b->options.folder;
    return glass_uuid(uuid, error) &&
           glass_version_write(folder, uuid, roots, &b->content.stats, error) &&
           glass_version_sync(folder, error);
}

bool bulk_finish(struct bulk *b, struct error *error)
{
    struct glass_root roots[GLASS_KINDS] = {{0}};
    for (size_t i = 0; i < b->options.jobs; i++) { /* their memory is wanted for the merge */
        free_share(&b->shares[i]);
        b->shares[i] = (struct share){0};
    }
    struct finish finish = {b, roots};
    bool ok = both(b->options.jobs > 1, finish_documents, finish_terms, &finish, error) &&
              finish_version(b, roots, error);
    for (size_t i = 0; i < b->content.run_count; i++) /* the folder is to hold the tables alone */
        run_free(&b->content.runs[i]);
    b->content.run_count = 0;
    return ok;
}

bool bulk_verify(const struct bulk *b, bool all, struct error *error)
{
    return bulk_content_verify(&b->content, all, error);
}

bool bulk_knows_library(void)
{
    return strncmp(xc_version(), "1.4.", 4) == 0;
}
