/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/stem.h"
#include "searcher/match/lists.h"

static void free_reader(struct shard_reader *r)
{
    glass_reader_free(r->glass);
    xc_database_free(r->db);
    free(r->lengths);
    free(r->dates);
    free(r->ids);
    for (int i = 0; i < COLUMNS; i++)
        free(r->loaded[i]);
    free(r->scores);
    docset_free(&r->all);
    docset_free(&r->undated);
    docset_free(&r->in_range);
}

static void free_readers(struct archive *a)
{
    for (size_t i = 0; i < a->count; i++)
        free_reader(&a->readers[i]);
    free(a->readers);
    a->readers = NULL;
    a->count = 0;
    shards_free(&a->shards);
    free(a->language);
    free(a->built);
    a->language = a->built = NULL;
}

void archive_close(struct archive *a)
{
    free_readers(a);
    *a = (struct archive){0};
}

static bool open_reader(struct shard_reader *r, const char *name, const char *path, bool remote,
                        struct xc_error *error)
{
    *r = (struct shard_reader){.name = name};
    r->db = xc_open(path, error);
    if (!r->db || !xc_get_statistics(r->db, &r->statistics, error))
        return false;
    if (remote)
        return true;
    if (!lists_init(r, path, error))
        return false;
    size_t documents = (size_t)r->statistics.last_docid + 1;
    size_t blocks = documents / COLUMN_BLOCK + 1;
    r->lengths = xcalloc(documents, sizeof *r->lengths);
    r->dates = xcalloc(documents, sizeof *r->dates);
    r->ids = xcalloc(documents, sizeof *r->ids);
    r->scores = xcalloc(documents, sizeof *r->scores);
    for (int i = 0; i < COLUMNS; i++)
        r->loaded[i] = xcalloc(blocks, sizeof(bool));
    return true;
}

/* Widens the archive's bounds of dates by those of a shard. */
static bool add_bounds(struct archive *a, struct shard_reader *r, struct xc_error *error)
{
    const char *low;
    const char *high;
    size_t low_length;
    size_t high_length;
    uint32_t dated;
    if (!xc_value_bounds(r->db, SCHEMA_DATE_SLOT, &low, &low_length, &high, &high_length, &dated,
                         error))
        return false;
    if (!dated)
        return true;
    struct date first = schema_value_date(low, low_length);
    struct date last = schema_value_date(high, high_length);
    if (date_is_none(a->first) || date_compare(first, a->first) < 0)
        a->first = first;
    if (date_is_none(a->last) || date_compare(last, a->last) > 0)
        a->last = last;
    return true;
}

static char *metadata(struct shard_reader *r, const char *key, struct xc_error *error)
{
    const char *value;
    size_t length;
    if (!xc_metadata(r->db, key, strlen(key), &value, &length, error))
        return NULL;
    return xstrndup(value, length);
}

/* An index that other rules made must not be searched by ours: its words are other words. */
static bool check_version(struct shard_reader *r, const char *key, const char *ours,
                          struct xc_error *error)
{
    char *theirs = metadata(r, key, error);
    bool same = theirs && strcmp(theirs, ours) == 0;
    if (theirs && !same) {
        error->status = XC_DATABASE_VERSION;
        snprintf(error->message, sizeof error->message, "%s of the index is '%.40s', not '%s'", key,
                 theirs, ours);
        snprintf(error->hint, sizeof error->hint, "build it anew: indexer --rebuild");
    }
    free(theirs);
    return same;
}

static bool read_settings(struct archive *a, struct shard_reader *r, struct xc_error *error)
{
    if (!check_version(r, SCHEMA_META_FORMAT, SCHEMA_VERSION, error) ||
        !check_version(r, SCHEMA_META_WORDS, SCHEMA_WORDS, error) ||
        !check_version(r, SCHEMA_META_STEMMER, stemmer_version(), error))
        return false;
    char *built = metadata(r, SCHEMA_META_BUILT, error);
    if (built && (!a->built || strcmp(built, a->built) > 0)) {
        free(a->built);
        a->built = built;
    } else {
        free(built);
    }
    if (!a->language)
        a->language = metadata(r, SCHEMA_META_LANGUAGE, error);
    return a->language && a->built;
}

/* Opens all shards. *moved turns true if a failure may come from a list that changed meanwhile. */
static bool open_all(struct archive *a, struct xc_error *error)
{
    uint64_t total_length = 0;
    a->documents = 0;
    a->first = a->last = (struct date){0};
    a->remote = a->shards.remote;
    size_t count = a->remote ? 1 : a->shards.count;
    a->readers = xcalloc(count, sizeof *a->readers);
    for (size_t i = 0; i < count; i++) {
        struct shard_reader *r = &a->readers[a->count++];
        const struct shard *shard = &a->shards.list[i];
        if (!open_reader(r, shard->name, a->remote ? a->home->index : shard->path, a->remote,
                         error) ||
            !read_settings(a, r, error) || !add_bounds(a, r, error))
            return false;
        a->documents += r->statistics.documents;
        total_length += r->statistics.total_length;
    }
    a->average_length = a->documents ? (double)total_length / (double)a->documents : 0;
    return true;
}

static bool list_is_still(const struct archive *a)
{
    struct shards now;
    bool missing;
    char ignored[512];
    if (!shards_read(a->home->index, &now, &missing, ignored))
        return false;
    bool still = shards_equal(&now, &a->shards);
    shards_free(&now);
    return still;
}

/*
 * Reads the list, opens its shards, and looks at the list again: a shard that is listed no more
 * may have been removed while it was opened, and miss a table. Then all starts over.
 */
static bool open_listed(struct archive *a, struct xc_error *error)
{
    bool missing;
    char message[512];
    for (int tries = 0; tries < 100; tries++) {
        if (!shards_read(a->home->index, &a->shards, &missing, message)) {
            error->status = missing ? XC_DATABASE_NOT_FOUND : XC_DATABASE_OPENING;
            snprintf(error->message, sizeof error->message, "%.250s", message);
            snprintf(error->hint, sizeof error->hint, "%s",
                     missing ? "make an index with 'indexer FOLDER'" : "");
            return false;
        }
        if (a->shards.count == 0) {
            error->status = XC_DATABASE_OPENING;
            snprintf(error->message, sizeof error->message, "%.250s/" SHARDS_FILE " lists no shard",
                     a->home->index);
            snprintf(error->hint, sizeof error->hint, "make the index anew: indexer FOLDER");
            return false;
        }
        bool ok = open_all(a, error);
        if (list_is_still(a) && (ok || error->status != XC_DATABASE_MODIFIED))
            return ok;
        free_readers(a);
    }
    error->status = XC_DATABASE_MODIFIED;
    snprintf(error->message, sizeof error->message,
             "the index changes too fast to be opened, or it is damaged");
    snprintf(error->hint, sizeof error->hint,
             "if nobody writes it, see what 'indexer --check' says of it");
    return false;
}

bool archive_open(struct archive *a, const struct home *home, char message[512])
{
    struct xc_error error;
    *a = (struct archive){.home = home};
    if (open_listed(a, &error))
        return true;
    snprintf(message, 512, "%s%s%s", error.message, error.hint[0] ? "; " : "", error.hint);
    archive_close(a);
    return false;
}

static bool open_again(struct archive *a, struct xc_error *error)
{
    free_readers(a);
    return open_listed(a, error);
}

struct retry {
    struct archive *archive;
    bool (*body)(void *context, struct xc_error *error);
    void *context;
};

static bool retry_body(void *context, struct xc_error *error)
{
    struct retry *r = context;
    return r->body(r->context, error);
}

static bool retry_again(void *context, struct xc_error *error)
{
    struct retry *r = context;
    return open_again(r->archive, error);
}

bool archive_retry(struct archive *a, bool (*body)(void *context, struct xc_error *error),
                   void *context, struct xc_error *error)
{
    struct retry r = {a, body, context};
    return xc_retry(retry_body, retry_again, &r, error);
}

bool archive_record(struct shard_reader *r, uint32_t docid, struct record *record,
                    struct xc_error *error)
{
    const char *data;
    size_t length;
    struct xc_document *d = xc_document_get(r->db, docid, error);
    bool ok = d && xc_document_data(d, &data, &length, error);
    if (ok && !record_unpack(record, data, length)) {
        error->status = XC_DATABASE_CORRUPT;
        snprintf(error->message, sizeof error->message, "document %u of %s is no article", docid,
                 r->name);
        snprintf(error->hint, sizeof error->hint, "build the index anew: indexer --rebuild");
        ok = false;
    }
    xc_document_free(d);
    return ok;
}
