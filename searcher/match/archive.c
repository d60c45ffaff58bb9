/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/index/posting.h"
#include "searcher/match/remote.h"

/* How often an index that is published anew meanwhile is opened. */
#define TRIES 100

/* ---- closing ---- */

static void close_index(struct archive *a, struct open_index *x)
{
    for (size_t i = x->first; i < x->first + x->count; i++) {
        struct reader *r = &a->readers[i];
        remote_close(r->remote);
        if (r->shard)
            shard_close(r->shard);
        free(r->shard);
    }
    a->count = x->first;
    x->count = 0;
    gone_close(&x->gone);
    manifest_free(&x->manifest);
    if (x->folder >= 0)
        close(x->folder);
    x->folder = -1;
}

void archive_close(struct archive *a)
{
    while (a->index_count)
        close_index(a, &a->indexes[--a->index_count]);
    free(a->indexes);
    free(a->readers);
    free(a->language);
    free(a->built);
    *a = (struct archive){0};
}

/* ---- opening ---- */

static struct reader *add_reader(struct archive *a, struct open_index *x)
{
    a->readers = xreallocarray(a->readers, a->count + 1, sizeof *a->readers);
    struct reader *r = &a->readers[a->count++];
    *r = (struct reader){.index = (size_t)(x - a->indexes)};
    x->count++;
    return r;
}

static bool open_gone(struct open_index *x, struct error *error)
{
    char *path = folder_path(x->home->index, x->manifest.gone);
    bool ok = gone_open(&x->gone, x->folder, x->manifest.gone, path, error);
    free(path);
    if (!ok && error->status == ERROR_MISSING) { /* the index says that it is there */
        error->status = ERROR_DAMAGED;
        error_cure(error, "restore the index, or build it anew with 'indexer --rebuild'");
    }
    return ok;
}

static bool open_shards(struct archive *a, struct open_index *x, struct error *error)
{
    const struct manifest *m = &x->manifest;
    const char *path = x->home->index;
    if (m->gone[0] && !open_gone(x, error))
        return false;
    struct gone *gone = m->gone[0] ? &x->gone : NULL;
    for (size_t i = 0; i < m->shard_count; i++) {
        struct reader *r = add_reader(a, x);
        r->name = m->shards[i].name;
        r->documents = m->shards[i].documents;
        r->shard = xcalloc(1, sizeof *r->shard);
        if (!shard_open(r->shard, x->folder, path, &m->shards[i], gone, error)) {
            free(r->shard);
            r->shard = NULL;
            return false;
        }
    }
    return true;
}

/* True if somebody published another revision since `m` was read. */
static bool has_moved(const struct open_index *x, uint64_t revision)
{
    struct manifest now = {0};
    struct error ignored;
    bool moved =
        manifest_read(&now, x->folder, x->home->index, &ignored) && now.revision != revision;
    manifest_free(&now);
    return moved;
}

/* The language, and the rules and libraries that made the words, must be ours. */
static bool check_words(const struct open_index *x, const char *language, const char *words,
                        struct error *error)
{
    char ours[17];
    manifest_words(language, ours);
    if (strcmp(ours, words) == 0)
        return true;
    if (!ours[0])
        error_set(error, ERROR_VERSION, "%s: its language, '%.40s', is not known here",
                  x->home->index, language);
    else
        error_set(error, ERROR_VERSION,
                  "%s: its words were made by other rules than those of this program and its "
                  "libraries, and would not be found",
                  x->home->index);
    return error_cure(error, "build it anew: indexer --rebuild");
}

static bool add_settings(struct archive *a, const struct open_index *x, const char *language,
                         const char *words, const char *built, struct error *error)
{
    if (!check_words(x, language, words, error))
        return false;
    if (a->language && strcmp(a->language, language) != 0) {
        error_set(error, ERROR_USAGE, "%s is of the language %s, and others of %s", x->home->index,
                  language, a->language);
        return error_cure(error, "search them one by one");
    }
    if (!a->language)
        a->language = xstrdup(language);
    if (!a->built || strcmp(built, a->built) > 0) {
        free(a->built);
        a->built = xstrdup(built);
    }
    return true;
}

/* Widens the archive's bounds of dates; 0, 0 is a shard whose articles are all undated. */
static void add_bounds(struct archive *a, uint32_t first_date, uint32_t last_date)
{
    struct date first = date_from_number(first_date);
    struct date last = date_from_number(last_date);
    if (!date_is_none(first) && (date_is_none(a->first) || date_compare(first, a->first) < 0))
        a->first = first;
    if (!date_is_none(last) && (date_is_none(a->last) || date_compare(last, a->last) > 0))
        a->last = last;
}

static void add_statistics(struct archive *a, uint64_t documents, uint64_t length)
{
    double total = a->average_length * (double)a->documents + (double)length;
    a->documents += documents;
    a->average_length = a->documents ? total / (double)a->documents : 0;
}

static bool open_remote(struct archive *a, struct open_index *x, struct error *error)
{
    struct remote_facts facts;
    struct remote *remote;
    if (!remote_open(x->home->index, x->folder, &remote, &facts, error))
        return false;
    struct reader *r = add_reader(a, x);
    r->remote = remote;
    r->name = "remote shards";
    r->documents = facts.last_docid;
    add_statistics(a, facts.documents, facts.total_length);
    add_bounds(a, facts.first_date, facts.last_date);
    return add_settings(a, x, facts.language, facts.words, "", error);
}

/* Opens the shards of the revision that is there now. */
static bool open_local(struct archive *a, struct open_index *x, struct error *error)
{
    const struct manifest *m = &x->manifest;
    uint64_t length = 0;
    uint64_t documents = 0;
    if (!open_shards(a, x, error) || !add_settings(a, x, m->language, m->words, m->built, error))
        return false;
    for (size_t i = 0; i < m->shard_count; i++) {
        documents += m->shards[i].documents;
        length += m->shards[i].total_length;
        a->gone += m->shards[i].gone;
        add_bounds(a, m->shards[i].first_date, m->shards[i].last_date);
    }
    add_statistics(a, documents, length);
    return true;
}

static bool open_index_folder(struct open_index *x, struct error *error)
{
    x->folder = folder_open(x->home->index, error);
    if (x->folder < 0 && error->status == ERROR_MISSING)
        error_cure(error, "make an index with 'indexer FOLDER'");
    return x->folder >= 0;
}

/*
 * The manifest, then its shards. A writer may publish another one meanwhile, and remove what only
 * the old one named: then all starts over.
 */
static bool open_index(struct archive *a, const struct home *home, struct error *error)
{
    struct open_index *x = &a->indexes[a->index_count++];
    *x = (struct open_index){.home = home, .folder = -1, .first = a->count};
    for (int tries = 0; tries < TRIES; tries++) {
        if (!open_index_folder(x, error))
            return false;
        if (!manifest_read(&x->manifest, x->folder, home->index, error)) {
            if (error->status == ERROR_REMOTE)
                return open_remote(a, x, error);
            if (error->status == ERROR_MISSING)
                error_cure(error, "make an index with 'indexer FOLDER'");
            return false;
        }
        if (open_local(a, x, error))
            return true;
        if (!has_moved(x, x->manifest.revision))
            break;
        close_index(a, x);
    }
    return false;
}

/* The sums of several indexes are added up in their order: so scores are the same every time. */
bool archive_open(struct archive *a, const struct home *homes, size_t count, struct error *error)
{
    *a = (struct archive){0};
    a->indexes = xcalloc(count, sizeof *a->indexes);
    for (size_t i = 0; i < count; i++)
        if (!open_index(a, &homes[i], error)) {
            archive_close(a);
            return false;
        }
    return true;
}

bool archive_intact(const struct archive *a, struct error *error)
{
    for (size_t i = 0; i < a->count; i++)
        if (!a->readers[i].remote && !shard_intact(a->readers[i].shard, error))
            return false;
    for (size_t i = 0; i < a->index_count; i++)
        if (a->indexes[i].manifest.gone[0] && map_failed(&a->indexes[i].gone.file.map)) {
            error_set(error, ERROR_DAMAGED, "%s/%s: a part of it cannot be read",
                      a->indexes[i].home->index, a->indexes[i].manifest.gone);
            return error_cure(error, "build the index anew: indexer --rebuild");
        }
    return true;
}

/* ---- articles ---- */

const struct home *archive_home(const struct archive *a, size_t reader)
{
    return a->indexes[a->readers[reader].index].home;
}

bool archive_clip(const struct archive *a, struct range *range)
{
    if (date_is_none(a->first))
        return false;
    struct range whole = {date_first_day((struct date){a->first.year, 0, 0}),
                          date_last_day((struct date){a->last.year, 0, 0}), false};
    return range_intersect(*range, whole, range);
}

static bool unpack(const struct reader *r, uint32_t docid, struct slice bytes,
                   struct record *record, struct error *error)
{
    if (record_unpack(record, bytes.data, bytes.length))
        return true;
    error_set(error, ERROR_DAMAGED, "%s: document %u is no article", r->name, docid);
    return error_cure(error, "build the index anew: indexer --rebuild");
}

/* The record of an article that moved has its old path and id: it gets the new ones, in its own
 * storage. */
static void apply_move(struct record *r, const struct move *m)
{
    struct record moved = *r;
    struct buf packed = {0};
    char *path = xstrndup(m->path.data, m->path.length);
    moved.path = path;
    moved.id = m->full_id;
    record_pack(&packed, &moved);
    record_free(r);
    if (!record_unpack(r, packed.data, packed.length))
        *r = (struct record){0};
    buf_free(&packed);
    free(path);
}

static bool find_move(struct archive *a, struct reader *r, uint32_t docid, struct move *move,
                      bool *moved, struct error *error)
{
    *moved = false;
    return !r->shard->gone.moves ||
           gone_move(&a->indexes[r->index].gone, &r->shard->gone, docid, move, moved, error);
}

bool archive_record(struct archive *a, size_t reader, uint32_t docid, struct record *record,
                    struct error *error)
{
    struct reader *r = &a->readers[reader];
    struct slice bytes = {NULL, 0};
    struct move move;
    bool moved;
    if (r->remote)
        return remote_data(r->remote, docid, &bytes.data, &bytes.length, error) &&
               unpack(r, docid, bytes, record, error);
    if (!texts_read(&r->shard->texts, docid, &bytes, error) ||
        !unpack(r, docid, bytes, record, error))
        return false;
    if (!find_move(a, r, docid, &move, &moved, error)) {
        record_free(record);
        return false;
    }
    if (moved)
        apply_move(record, &move);
    return true;
}

/* ---- columns ---- */

const uint32_t *reader_dates(struct reader *r, uint32_t first, uint32_t count, struct error *error)
{
    return r->remote ? remote_dates(r->remote, first, count, error)
                     : columns_dates(&r->shard->columns, first, count, error);
}

const void *reader_lengths(struct reader *r, uint32_t first, uint32_t count, unsigned *width,
                           struct error *error)
{
    *width = r->remote ? 4 : columns_length_width(&r->shard->columns);
    return r->remote ? remote_lengths(r->remote, first, count, error)
                     : columns_lengths(&r->shard->columns, first, count, error);
}

bool reader_id(struct archive *a, size_t reader, uint32_t docid, uint64_t *id, struct error *error)
{
    struct reader *r = &a->readers[reader];
    struct column_row row;
    struct move move;
    bool moved;
    if (r->remote)
        return remote_id(r->remote, docid, id, error);
    if (!find_move(a, r, docid, &move, &moved, error))
        return false;
    if (moved)
        *id = move.id;
    else if (!columns_row(&r->shard->columns, docid, &row, error))
        return false;
    else
        *id = row.id;
    return true;
}

const uint64_t *reader_gone(const struct reader *r)
{
    if (r->remote)
        return remote_missing(r->remote);
    return r->shard->gone.count ? r->shard->gone.bits : NULL;
}

bool reader_ordered(const struct reader *r)
{
    return !r->remote && r->shard->columns.ordered;
}

uint32_t reader_undated(const struct reader *r)
{
    return r->remote ? 0 : r->shard->columns.undated;
}

uint32_t reader_last_date(const struct reader *r)
{
    return r->remote ? UINT32_MAX : r->shard->info.last_date;
}

bool reader_frequency(struct reader *r, const struct term *t, uint32_t *documents,
                      struct error *error)
{
    uint64_t occurrences;
    if (r->remote)
        return remote_frequency(r->remote, t, documents, error);
    return posting_frequency(r->shard, t->text, t->length, documents, &occurrences, error);
}

/* ---- ids ---- */

struct id_search {
    struct archive *archive;
    size_t reader;
    const char *hex;
    void (*found)(void *context, size_t reader, uint32_t docid);
    void *context;
    struct error *error;
    bool ok;
};

static bool begins_with(const char *id, const char *hex)
{
    return strncmp(id, hex, strlen(hex)) == 0;
}

/* A candidate by its first digits: held against the whole id, which a move may have changed. */
static bool take_candidate(void *context, uint32_t docid, uint64_t id)
{
    struct id_search *s = context;
    struct record record;
    (void)id;
    if (shard_is_gone(s->archive->readers[s->reader].shard, docid))
        return true;
    s->ok = archive_record(s->archive, s->reader, docid, &record, s->error);
    if (!s->ok)
        return false;
    if (begins_with(record.id, s->hex))
        s->found(s->context, s->reader, docid);
    record_free(&record);
    return true;
}

static uint64_t hex_number(const char *hex, unsigned *digits)
{
    uint64_t n = 0;
    for (*digits = 0; hex[*digits] && *digits < 16; ++*digits) {
        char c = hex[*digits];
        n = n << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return *digits ? n << (64 - 4 * *digits) : 0;
}

/* Moved articles whose new id begins so; those that began so before, too, were found already. */
static bool find_moved(struct id_search *s, uint64_t id, unsigned digits)
{
    struct reader *r = &s->archive->readers[s->reader];
    struct gone *gone = &s->archive->indexes[r->index].gone;
    for (uint32_t i = 0; i < r->shard->gone.moves; i++) {
        struct move move;
        struct column_row row;
        if (!gone_move_at(gone, &r->shard->gone, i, &move, s->error) ||
            !columns_row(&r->shard->columns, move.docid, &row, s->error))
            return false;
        if (begins_with(move.full_id, s->hex) && (row.id ^ id) >> (64 - 4 * digits) != 0 &&
            !take_candidate(s, move.docid, move.id))
            return false;
    }
    return true;
}

bool reader_find_id(struct archive *a, size_t reader, const char *hex,
                    void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                    struct error *error)
{
    struct reader *r = &a->readers[reader];
    struct id_search s = {a, reader, hex, found, context, error, true};
    unsigned digits;
    uint64_t id = hex_number(hex, &digits);
    if (r->remote)
        return remote_find_id(r->remote, hex, reader, found, context, error);
    return columns_find_id(&r->shard->columns, id, digits, take_candidate, &s, error) && s.ok &&
           find_moved(&s, id, digits);
}
