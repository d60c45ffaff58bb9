/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/update.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

/* A file of many records that is being read, over several batches. */
struct update_file {
    char *path;
    struct records known; /* what the index has of it */
    uint64_t articles;    /* that it has so far */
    uint32_t replaces;    /* articles of when it was a file of one, whose place no record took */
};

bool update_begin(struct update *u, struct error *error)
{
    u->gone = tombstones_new(u->store, error);
    u->changes = u->gone ? changes_new(u->dry_run ? -1 : u->store->folder, error) : NULL;
    return u->changes != NULL;
}

static void drop_file(struct update *u, size_t i)
{
    free(u->files[i].path);
    records_free(&u->files[i].known);
    u->files[i] = u->files[--u->file_count];
}

void update_end(struct update *u)
{
    while (u->file_count)
        drop_file(u, 0);
    free(u->files);
    u->files = NULL;
    tombstones_free(u->gone);
    changes_free(u->changes);
    shard_writer_free(u->writer);
    if (u->shard[0])
        store_remove(u->store, u->shard);
    u->gone = NULL;
    u->changes = NULL;
    u->writer = NULL;
}

/* ---- what the index had ---- */

/* Takes all records of a file out. */
static bool drop_records(struct update *u, const char *path, struct error *error)
{
    struct records known = {0};
    bool ok = records_load(&known, u->store, u->gone, path, error);
    for (size_t i = 0; ok && i < known.count; i++)
        tombstones_add(u->gone, known.list[i].shard, known.list[i].docid);
    records_free(&known);
    return ok;
}

/* Takes the articles of a file out. */
static bool drop_articles(struct update *u, const char *path, bool many, uint32_t articles,
                          struct error *error)
{
    char id[SCHEMA_HEX + 1];
    if (u->dry_run || articles == 0 || u->anew)
        return true;
    if (many)
        return drop_records(u, path, error);
    article_id(path, "", id);
    tombstones_drop_id(u->gone, id);
    return true;
}

static bool keep_records(struct update *u, const char *path, struct error *error)
{
    struct records known = {0};
    bool ok = records_load(&known, u->store, u->gone, path, error);
    for (size_t i = 0; ok && i < known.count; i++)
        tombstones_keep(u->gone, known.list[i].shard, known.list[i].docid);
    records_free(&known);
    return ok;
}

bool update_keep(struct update *u, const struct known_file *f, struct error *error)
{
    char id[SCHEMA_HEX + 1];
    u->counts.unchanged += f->articles;
    if (!u->anew || f->articles == 0)
        return true;
    u->kept += f->articles;
    if (f->many)
        return keep_records(u, f->path, error);
    article_id(f->path, "", id);
    tombstones_keep_id(u->gone, id);
    return true;
}

/* Whether the index knows the file of a reading, and is not built anew. */
static bool is_known(const struct update *u, const struct reading *r)
{
    return r->work.known && !u->anew;
}

/* ---- what is known of a file from now on ---- */

static bool remember(struct update *u, const struct reading *r, uint64_t articles,
                     struct error *error)
{
    struct known_file k = r->work.now;
    k.hash = r->hash;
    k.articles = (uint32_t)articles;
    k.format = r->format;
    k.many = r->many;
    k.skipped = r->skipped != NULL;
    k.fault_count = (uint32_t)r->fault_count;
    k.fault = "";
    if (r->fault_count) {
        k.fault_record = r->faults[0].record;
        k.fault_line = r->faults[0].line;
        k.fault = r->faults[0].message;
    } else if (r->skipped) {
        k.fault_count = 1;
        k.fault = r->skipped;
    }
    return u->dry_run || changes_put(u->changes, &k, error);
}

static void tell_faults(struct update *u, const struct reading *r)
{
    const char *path = r->work.now.path;
    for (size_t i = 0; i < r->fault_kept; i++)
        u->events->fault(u->events->context, path, &r->faults[i]);
    if (r->skipped && !r->fault_count)
        u->events->skipped(u->events->context, path, &(struct skip){NULL, r->skipped, 0});
    for (size_t i = 0; i < r->skip_count; i++)
        u->events->skipped(u->events->context, path, &r->skips[i]);
    if (r->broken)
        u->counts.broken++;
    else if (r->fault_count)
        u->counts.faulty++;
}

static void tell_change(struct update *u, const char *what, const struct article *a)
{
    u->events->change(u->events->context, what, a->path, a);
}

/* ---- files of one article ---- */

/* True if only the file's time or inode changed, not its content, nor a date taken from the time.
 */
static bool is_touched(const struct reading *r)
{
    const struct known_file *was = &r->work.was;
    const struct known_file *now = &r->work.now;
    bool by_mtime = r->article_count && r->articles[0].date_source == FROM_MTIME;
    return was->hash == r->hash && was->size == r->bytes && was->skipped == (r->skipped != NULL) &&
           !was->many && !r->many && was->format == r->format && was->digits == now->digits &&
           was->articles == r->article_count && date_compare(was->listed, now->listed) == 0 &&
           (was->mtime == now->mtime || !by_mtime);
}

/* The file that this one was before it was renamed; NULL if it is none that is gone. */
static struct gone_file *moved_from(struct update *u, const struct reading *r)
{
    if (u->anew || r->work.known || r->skipped || r->many || r->article_count != 1)
        return NULL;
    return comparison_take_gone(u->found, r->bytes, r->hash, r->format);
}

/* Whether both paths have the same date, or none, or one that does not exist. */
static bool same_date_in_path(const struct gone_file *from, const struct known_file *now)
{
    int last_year = date_today().year + 1;
    struct date old_date = {0};
    struct date new_date = {0};
    enum date_status old_status = date_from_path(from->path, last_year, from->digits, &old_date);
    enum date_status new_status = date_from_path(now->path, last_year, now->digits, &new_date);
    return old_status == new_status && date_compare(old_date, new_date) == 0;
}

/* A move gives the article a new path and id and nothing else. But a date that depends on the
 * path, on the time of the file, or on --dates may be another one: then it is written anew. */
static bool move(struct update *u, struct reading *r, const struct gone_file *from, bool *done,
                 struct error *error)
{
    struct article *a = &r->articles[0];
    char old_id[SCHEMA_HEX + 1];
    if (date_is_none(r->work.now.listed) && !date_is_none(from->listed)) {
        r->work.now.listed = a->date = from->listed;
        a->date_source = FROM_LIST;
    }
    tell_change(u, "moved", a);
    u->counts.moved++;
    *done = a->date_source != FROM_MTIME && same_date_in_path(from, &r->work.now) &&
            date_compare(r->work.now.listed, from->listed) == 0;
    if (u->dry_run)
        return *done = true;
    article_id(from->path, "", old_id);
    if (*done)
        tombstones_move_id(u->gone, old_id, a->id, a->path);
    else
        tombstones_drop_id(u->gone, old_id);
    return remember(u, r, 1, error);
}

/*
 * Settles a file that yields at most one article: what cannot be read, was only touched, moved, or
 * is no article. *done is false where its article is to be written.
 */
static bool settle(struct update *u, struct reading *r, bool *done, struct error *error)
{
    const struct known_file *was = &r->work.was;
    uint32_t had = is_known(u, r) ? was->articles : 0;
    *done = true;
    tell_faults(u, r);
    if (r->unread)
        return !r->work.known || update_keep(u, was, error);
    if (is_known(u, r) && is_touched(r)) {
        u->counts.unchanged += had;
        return remember(u, r, had, error);
    }
    struct gone_file *from = moved_from(u, r);
    if (from)
        return move(u, r, from, done, error);
    if (!drop_articles(u, was->path, was->many, had, error))
        return false;
    *done = r->article_count == 0;
    if (*done)
        u->counts.removed += had;
    else
        u->counts.removed += had > 1 ? had - 1 : 0;
    return remember(u, r, r->article_count, error);
}

/* ---- files of many records ---- */

static struct update_file *find_file(struct update *u, const char *path)
{
    for (size_t i = 0; i < u->file_count; i++)
        if (strcmp(u->files[i].path, path) == 0)
            return &u->files[i];
    return NULL;
}

/* Begins a file: finds what the index has of it. */
static struct update_file *begin_file(struct update *u, const struct reading *r,
                                      struct error *error)
{
    const struct known_file *was = &r->work.was;
    bool known = is_known(u, r) && was->articles;
    u->files = xgrow(u->files, &u->file_room, u->file_count + 1, sizeof *u->files);
    struct update_file *f = &u->files[u->file_count];
    *f = (struct update_file){.path = xstrdup(r->work.now.path)};
    u->file_count++;
    bool ok = !known || (was->many ? records_load(&f->known, u->store, u->gone, f->path, error)
                                   : drop_articles(u, f->path, false, was->articles, error));
    if (known && !was->many)
        f->replaces = was->articles;
    return ok ? f : NULL;
}

static uint64_t id_number(const char *id)
{
    char digits[17];
    memcpy(digits, id, 16);
    digits[16] = '\0';
    return strtoull(digits, NULL, 16);
}

/* Whether the index has this very record; one that changed is taken out. */
static bool is_known_record(struct update *u, struct update_file *f, const struct article *a,
                            bool *changed)
{
    struct known_record *k = records_find(&f->known, id_number(a->id), a->signature);
    *changed = k && k->signature != a->signature;
    if (!k)
        return false;
    k->met = true;
    if (*changed && !u->dry_run)
        tombstones_add(u->gone, k->shard, k->docid);
    return !*changed;
}

/* Whether a new record takes the place of what was the one article of its file. */
static bool takes_place(struct update_file *f)
{
    if (f->replaces == 0)
        return false;
    f->replaces--;
    return true;
}

/* Ends a file: what was not met is no more in it; unless it could not be read to its end. */
static bool end_file(struct update *u, const struct reading *r, struct update_file *f,
                     struct error *error)
{
    tell_faults(u, r);
    for (size_t i = 0; i < f->known.count; i++) {
        const struct known_record *k = &f->known.list[i];
        if (k->met)
            continue;
        if (r->unread || r->broken) {
            u->counts.unchanged++;
            f->articles++;
            continue;
        }
        u->counts.removed++;
        if (!u->dry_run)
            tombstones_add(u->gone, k->shard, k->docid);
    }
    u->counts.removed += f->replaces;
    bool ok = r->unread ? !u->anew || !r->work.known || update_keep(u, &r->work.was, error)
                        : remember(u, r, f->articles, error);
    drop_file(u, (size_t)(f - u->files));
    return ok;
}

/* ---- writing ---- */

/* Articles of a batch that are to be written, to be sorted by date. */
struct chosen {
    const struct article **list;
    size_t count;
    size_t room;
};

static void choose(struct update *u, struct chosen *c, const struct article *a, bool update)
{
    c->list = xgrow(c->list, &c->room, c->count + 1, sizeof *c->list);
    c->list[c->count++] = a;
    if (update) {
        u->counts.updated++;
    } else {
        u->counts.added++;
        u->counts.added_undated += date_is_none(a->date);
    }
    u->counts.added_odd += article_date_is_odd(a);
    tell_change(u, update ? "updated" : "added", a);
}

static bool take_single(struct update *u, struct reading *r, struct chosen *c, struct error *error)
{
    bool done;
    uint64_t moved = u->counts.moved;
    if (!settle(u, r, &done, error))
        return false;
    if (done)
        return true;
    if (u->counts.moved == moved) {
        choose(u, c, &r->articles[0], is_known(u, r) && r->work.was.articles);
        return true;
    }
    c->list = xgrow(c->list, &c->room, c->count + 1, sizeof *c->list);
    c->list[c->count++] = &r->articles[0];
    return true;
}

static bool take_many(struct update *u, struct reading *r, struct chosen *c, struct error *error)
{
    struct update_file *f = r->begins ? begin_file(u, r, error) : find_file(u, r->work.now.path);
    if (!f)
        return false;
    for (size_t i = 0; i < r->article_count; i++) {
        bool changed;
        f->articles++;
        if (is_known_record(u, f, &r->articles[i], &changed))
            u->counts.unchanged++;
        else
            choose(u, c, &r->articles[i], changed || takes_place(f));
    }
    return !r->ends || end_file(u, r, f, error);
}

static int by_date(const void *a, const void *b)
{
    const struct article *x = *(const struct article *const *)a;
    const struct article *y = *(const struct article *const *)b;
    uint32_t x_date = date_to_number(x->date);
    uint32_t y_date = date_to_number(y->date);
    if (x_date != y_date)
        return x_date < y_date ? -1 : 1;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->id, y->id);
}

static bool write_chosen(struct update *u, struct chosen *c, struct error *error)
{
    if (u->dry_run || c->count == 0)
        return true;
    qsort(c->list, c->count, sizeof *c->list, by_date);
    if (!u->writer) {
        store_new_shard(u->store, u->shard);
        u->writer =
            shard_writer_new(u->store->folder, u->store->home->index, u->shard, u->options, error);
        if (!u->writer)
            return false;
    }
    return shard_writer_add(u->writer, c->list, c->count, error);
}

bool update_batch(struct update *u, const struct batch *b, struct error *error)
{
    struct chosen chosen = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < b->count; i++) {
        struct reading *r = &b->readings[i];
        ok = r->many ? take_many(u, r, &chosen, error) : take_single(u, r, &chosen, error);
    }
    ok = ok && write_chosen(u, &chosen, error);
    free(chosen.list);
    return ok;
}

/* ---- the end ---- */

static int by_path(const void *a, const void *b)
{
    const struct gone_file *x = a;
    const struct gone_file *y = b;
    return path_compare(x->path, y->path);
}

bool update_gone(struct update *u, struct error *error)
{
    struct comparison *c = u->found;
    if (c->gone_count)
        qsort(c->gone, c->gone_count, sizeof *c->gone, by_path);
    for (size_t i = 0; i < c->gone_count && !*u->stop; i++) {
        const struct gone_file *g = &c->gone[i];
        if (!g->taken) {
            u->counts.removed += g->articles;
            if (g->articles)
                u->events->change(u->events->context, "removed", g->path, NULL);
            if (!drop_articles(u, g->path, g->many, g->articles, error))
                return false;
        }
        if (!u->dry_run && !changes_drop(u->changes, g->path, error))
            return false;
    }
    return true;
}

/* Writes the table of files of the next revision, if there is anything new to it. */
static bool write_files(struct update *u, struct manifest *next, struct error *error)
{
    struct store *s = u->store;
    struct file_table old = {0};
    bool ok = true;
    if (changes_count(u->changes) == 0)
        return true;
    if (s->manifest.files[0]) {
        char *old_path = store_path(s, s->manifest.files);
        ok = file_table_open(&old, s->folder, s->manifest.files, old_path, error);
        free(old_path);
    }
    store_new_file(s, "files", next->files);
    char *path = store_path(s, next->files);
    struct file_table_writer *w =
        ok ? file_table_create(s->folder, next->files, path, error) : NULL;
    ok = w && changes_write(u->changes, old.count ? &old : NULL, w, error) &&
         file_table_finish(w, error);
    file_table_writer_free(w);
    file_table_close(&old);
    free(path);
    return ok;
}

static bool write_shard(struct update *u, struct manifest *next, struct error *error)
{
    struct manifest_shard info;
    if (u->anew && !u->kept)
        next->shard_count = 0;
    if (!u->writer)
        return true;
    if (!shard_writer_finish(u->writer, &info, error))
        return false;
    next->shards = xreallocarray(next->shards, next->shard_count + 1, sizeof *next->shards);
    next->shards[next->shard_count++] = info;
    return true;
}

bool update_publish(struct update *u, struct manifest *next, bool forced, struct error *error)
{
    if (!tombstones_resolve(u->gone, error))
        return false;
    bool changed = u->writer || tombstones_changed(u->gone) || changes_count(u->changes);
    if (!changed && !forced)
        return true;
    if (!write_shard(u, next, error) || !write_files(u, next, error) ||
        !tombstones_write(u->gone, next, error))
        return false;
    tombstones_free(u->gone); /* of the revision that goes */
    u->gone = NULL;
    return store_publish(u->store, next, error);
}
