/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/apply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

/* What is known of a file once it was read. */
static struct known_file fresh_known(const struct applier *a, const struct work *w,
                                     const struct reading *reading)
{
    struct known_file k = {.path = w->file->path,
                           .size = w->file->size,
                           .mtime = w->file->mtime,
                           .mtime_ns = w->file->mtime_ns,
                           .inode = w->file->inode,
                           .hash = reading->hash,
                           .articles = (uint32_t)reading->article_count,
                           .many = reading->many,
                           .skipped = reading->skipped,
                           .listed = w->listed,
                           .fault_count = (uint32_t)reading->fault_count,
                           .shard = w->was ? w->was->shard : a->shard};
    if (reading->fault_count)
        k.fault = reading->faults[0];
    return k;
}

/* Writes what is known of a file to where its articles go. */
static bool remember(struct applier *a, const struct work *w, const struct reading *reading,
                     struct xc_error *error)
{
    struct known_file k = fresh_known(a, w, reading);
    if (a->dry_run)
        return true;
    if (!a->bulk || w->was)
        return update_known(a->update, &k, error);
    struct buf key = {0};
    struct buf value = {0};
    known_key(k.path, &key);
    known_value(&k, &value);
    bulk_metadata(a->bulk, key.data, key.length, value.data, value.length);
    buf_free(&key);
    buf_free(&value);
    return true;
}

static void tell_faults(struct applier *a, const struct work *w, const struct reading *reading)
{
    for (size_t i = 0; i < reading->fault_count; i++)
        report_fault(a->report, w->file->path, &reading->faults[i], reading->skipped);
    if (reading->skipped)
        a->report->counts.skipped++;
    else if (reading->fault_count)
        a->report->counts.damaged++;
}

/* The file that this one was before it was renamed; NULL if it is none that is gone. */
static struct known_file *moved_from(struct applier *a, const struct work *w,
                                     const struct reading *reading)
{
    if (w->was || reading->skipped || reading->many || !reading->hash)
        return NULL;
    struct known_file *k = comparison_take_gone(a->found, reading->bytes, reading->hash);
    if (k && (k->many || k->articles != 1)) {
        k->seen = false;
        return NULL;
    }
    return k;
}

/* A date that --dates gave goes with the file. */
static bool move(struct applier *a, const struct work *w, const struct reading *reading,
                 struct known_file *from, struct xc_error *error)
{
    struct article article = reading->articles[0];
    struct known_file k = fresh_known(a, w, reading);
    k.shard = from->shard;
    if (date_is_none(k.listed) && !date_is_none(from->listed)) {
        k.listed = article.date = from->listed;
        article.date_source = FROM_LIST;
    }
    report_change(a->report, "moved", k.path);
    a->report->counts.moved++;
    return a->dry_run ||
           (update_move(a->update, from->shard, from->path, &article, error) &&
            update_forget(a->update, from, error) && update_known(a->update, &k, error));
}

/* Takes the articles of a file out of the index, if it has any. */
static bool drop(struct applier *a, const struct known_file *k, struct xc_error *error)
{
    return a->dry_run || k->articles == 0 || update_delete(a->update, k, error);
}

static bool is_dated_by_mtime(const struct reading *reading)
{
    for (size_t i = 0; i < reading->article_count; i++)
        if (reading->articles[i].date_source == FROM_MTIME)
            return true;
    return false;
}

/* True if only the file's time or inode changed, not its content, nor a date taken from the time.
 */
static bool is_touched(const struct work *w, const struct reading *reading)
{
    const struct known_file *was = w->was;
    return was && was->hash == reading->hash && was->size == reading->bytes &&
           was->skipped == reading->skipped && was->many == reading->many &&
           was->articles == reading->article_count && date_compare(was->listed, w->listed) == 0 &&
           (was->mtime == w->file->mtime || !is_dated_by_mtime(reading));
}

/*
 * Settles what needs no new article: what cannot be read, was only touched, moved, or is skipped.
 * *done is false for files whose articles are to be written.
 */
static bool settle(struct applier *a, const struct work *w, const struct reading *reading,
                   bool *done, struct xc_error *error)
{
    struct counts *c = &a->report->counts;
    *done = true;
    tell_faults(a, w, reading);
    if (reading->unread) {
        c->unchanged += w->was ? w->was->articles : 0;
        return true;
    }
    if (is_touched(w, reading)) {
        c->unchanged += reading->article_count;
        return remember(a, w, reading, error);
    }
    struct known_file *from = moved_from(a, w, reading);
    if (from)
        return move(a, w, reading, from, error);
    *done = reading->skipped || reading->article_count == 0;
    if (!*done)
        return true;
    c->removed += w->was ? w->was->articles : 0;
    return (!w->was || drop(a, w->was, error)) && remember(a, w, reading, error);
}

/* An article of a batch, to be sorted by date. */
struct entry {
    uint32_t date;
    uint32_t item;   /* of the batch */
    uint32_t number; /* of the article in it */
};

struct entries {
    struct entry *list;
    size_t count;
    size_t room;
};

static int by_date(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void add_entries(struct entries *e, const struct reading *reading, size_t item)
{
    e->list = xgrow(e->list, &e->room, e->count + reading->article_count, sizeof *e->list);
    for (size_t i = 0; i < reading->article_count; i++)
        e->list[e->count++] =
            (struct entry){date_to_number(reading->articles[i].date), (uint32_t)item, (uint32_t)i};
}

static void count_article(struct applier *a, const struct work *w, const struct article *article)
{
    struct counts *c = &a->report->counts;
    bool update = w->was && w->was->articles;
    if (update) {
        c->updated++;
    } else {
        c->added++;
        c->added_undated += date_is_none(article->date);
    }
    report_change(a->report, update ? "updated" : "added", article->path);
}

/* True if the one article of a file takes the place of the one it had. */
static bool is_replaced(const struct work *w, const struct reading *reading)
{
    return w->was && w->was->articles == 1 && !w->was->many && !reading->many;
}

/* Before the first article of a file is written: takes out those that it had, and notes what is
 * known of it now. */
static bool begin_file(struct applier *a, const struct work *w, const struct reading *reading,
                       struct xc_error *error)
{
    return (!w->was || is_replaced(w, reading) || drop(a, w->was, error)) &&
           remember(a, w, reading, error);
}

static bool write_article(struct applier *a, const struct work *w, const struct reading *reading,
                          const struct article *article, struct xc_error *error)
{
    const struct known_file *was = w->was;
    if (is_replaced(w, reading))
        return update_replace(a->update, was->shard, was->path, article, error);
    return update_add(a->update, was ? was->shard : a->shard, article, error);
}

static bool write_in_bulk(struct applier *a, const struct article **articles, size_t count,
                          struct xc_error *error)
{
    struct error reason;
    if (count == 0 || *a->stop || bulk_add(a->bulk, articles, count, &reason))
        return true;
    error->status = XC_DATABASE;
    error->hint[0] = '\0';
    snprintf(error->message, sizeof error->message, "%.290s", reason.message);
    return false;
}

static bool write_entries(struct applier *a, const struct work *work, const struct batch *batch,
                          const struct entries *e, struct xc_error *error)
{
    const struct article **bulk = xcalloc(e->count, sizeof *bulk);
    bool *begun = xcalloc(batch->count, sizeof *begun);
    size_t bulk_count = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < e->count; i++) {
        size_t item = e->list[i].item;
        const struct work *w = &work[item];
        const struct reading *reading = &batch->readings[item];
        const struct article *article = &reading->articles[e->list[i].number];
        if (!begun[item] && *a->stop)
            continue;
        ok = begun[item] || begin_file(a, w, reading, error);
        begun[item] = true;
        count_article(a, w, article);
        if (a->bulk && !w->was)
            bulk[bulk_count++] = article;
        else
            ok = ok && (a->dry_run || write_article(a, w, reading, article, error));
        if (!a->bulk)
            report_progress(a->report, reading->bytes / reading->article_count);
    }
    ok = ok && write_in_bulk(a, bulk, bulk_count, error);
    free(bulk);
    free(begun);
    return ok;
}

bool apply_batch(struct applier *a, const struct work *work, const struct batch *batch,
                 struct xc_error *error)
{
    struct entries entries = {0};
    uint64_t bytes = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < batch->count && !*a->stop; i++) {
        const struct reading *reading = &batch->readings[i];
        bool done;
        ok = settle(a, &work[i], reading, &done, error);
        if (!done)
            add_entries(&entries, reading, i);
        if (done || a->bulk)
            bytes += reading->bytes;
    }
    if (entries.count)
        qsort(entries.list, entries.count, sizeof *entries.list, by_date);
    ok = ok && write_entries(a, work, batch, &entries, error);
    report_progress(a->report, bytes);
    free(entries.list);
    return ok;
}

bool apply_gone(struct applier *a, struct xc_error *error)
{
    for (size_t i = 0; i < a->found->gone_count && !*a->stop; i++) {
        struct known_file *k = a->found->gone[i];
        if (k->seen)
            continue;
        a->report->counts.removed += k->articles;
        report_change(a->report, "removed", k->path);
        if (!drop(a, k, error) || (!a->dry_run && !update_forget(a->update, k, error)))
            return false;
    }
    return true;
}
