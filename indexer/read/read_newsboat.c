/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_newsboat.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/read/decode.h"
#include "indexer/read/given.h"
#include "indexer/read/html.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define STEPS_MAX 1000 /* thousands of instructions of SQLite's machine for one item */

enum { ID, GUID, TITLE, AUTHOR, URL, FEED_URL, DATE, CONTENT, FEED_TITLE, MIME };

#define COLUMNS "i.id, i.guid, i.title, i.author, i.url, i.feedurl, i.pubDate, i.content, f.title"
#define TABLES " FROM rss_item i LEFT JOIN rss_feed f ON f.rssurl = i.feedurl"

struct reader {
    const struct reader_options *options;
    const char *name;
    sqlite3 *db;
    sqlite3_stmt *items;
    struct arena bytes; /* of a database that has no path */
    uint64_t record;
    int steps; /* thousands left for the item in hand */
};

static bool recognises(struct slice head)
{
    static const char magic[] = "SQLite format 3";
    return head.length >= sizeof magic && memcmp(head.data, magic, sizeof magic) == 0 &&
           given_has(head, "rss_item");
}

/* ---- opening ---- */

static bool failed(struct reader *r, struct error *error)
{
    return error_set(error, ERROR_DAMAGED, "%s: %s", r->name,
                     r->db ? sqlite3_errmsg(r->db) : "no memory");
}

/* A path as a URI in which no byte has a meaning. */
static void path_uri(struct buf *uri, const char *path)
{
    buf_puts(uri, "file:");
    if (path[0] == '/' && path[1] == '/') /* or it is a host's */
        buf_puts(uri, "//");
    for (; *path; path++) {
        if (strchr("%?#", *path))
            buf_printf(uri, "%%%02X", (unsigned)*path);
        else
            buf_putc(uri, *path);
    }
    buf_puts(uri, "?immutable=1");
}

static bool open_path(struct reader *r, const char *path, struct error *error)
{
    struct buf uri = {0};
    path_uri(&uri, path);
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    int status = sqlite3_open_v2(uri.data, &r->db, flags, NULL);
    buf_free(&uri);
    return status == SQLITE_OK || failed(r, error);
}

static bool open_bytes(struct reader *r, struct input *in, struct error *error)
{
    struct slice bytes;
    if (!input_all(in, READER_RECORD_MAX, &r->bytes, &bytes, error))
        return false;
    unsigned char *data = (unsigned char *)(void *)(uintptr_t)bytes.data;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(":memory:", &r->db, flags, NULL) != SQLITE_OK ||
        sqlite3_deserialize(r->db, "main", data, (sqlite3_int64)bytes.length,
                            (sqlite3_int64)bytes.length, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
        return failed(r, error);
    return true;
}

/* Ends a query that a file made to do so would let run for ever. */
static int on_steps(void *context)
{
    struct reader *r = context;
    return r->steps-- <= 0;
}

/* True if both are tables: a view may be any query. */
static bool has_tables(struct reader *r)
{
    static const char sql[] = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN "
                              "('rss_item', 'rss_feed')";
    sqlite3_stmt *s = NULL;
    bool both = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL) == SQLITE_OK &&
                sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0) == 2;
    sqlite3_finalize(s);
    return both;
}

/* Columns came with versions of newsboat: the query with all of them, else with fewer. */
static bool prepare(struct reader *r, struct error *error)
{
    static const char *const queries[] = {
        "SELECT " COLUMNS ", i.content_mime_type" TABLES " WHERE i.deleted = 0 ORDER BY i.id",
        "SELECT " COLUMNS ", NULL" TABLES " WHERE i.deleted = 0 ORDER BY i.id",
        "SELECT " COLUMNS ", NULL" TABLES " ORDER BY i.id"};
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(r->db, SQLITE_LIMIT_LENGTH, (int)READER_RECORD_MAX);
    r->steps = STEPS_MAX;
    sqlite3_progress_handler(r->db, 1000, on_steps, r);
    if (!has_tables(r)) {
        int status = sqlite3_errcode(r->db);
        if (status != SQLITE_OK && status != SQLITE_NOTADB)
            return failed(r, error);
        return error_set(error, ERROR_UNSUPPORTED, "%s: no reader", r->name);
    }
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (sqlite3_prepare_v2(r->db, queries[i], -1, &r->items, NULL) == SQLITE_OK)
            return true;
    return failed(r, error);
}

static void close_cache(struct reader *r)
{
    sqlite3_finalize(r->items);
    sqlite3_close(r->db);
    arena_free(&r->bytes);
    free(r);
}

static struct reader *open_cache(struct input *in, const struct reader_options *options,
                                 struct error *error)
{
    struct reader *r = xcalloc(1, sizeof *r);
    r->options = options;
    r->name = in->name;
    bool good = in->path ? open_path(r, in->path, error) : open_bytes(r, in, error);
    if (good && prepare(r, error))
        return r;
    close_cache(r);
    return NULL;
}

/* ---- items ---- */

/* What the column holds, as UTF-8 in the arena. */
static struct slice column(const struct reader *r, int n, struct arena *arena)
{
    struct decoded decoded;
    const unsigned char *text = sqlite3_column_text(r->items, n);
    struct slice bytes = {(const char *)text, (size_t)sqlite3_column_bytes(r->items, n)};
    if (!text || !bytes.length)
        return (struct slice){NULL, 0};
    decode_text(bytes, r->options->encoding, arena, &decoded);
    return given_copy(decoded.text, arena);
}

static struct slice item_text(const struct reader *r, struct arena *arena)
{
    struct slice content = column(r, CONTENT, arena);
    struct slice mime = column(r, MIME, arena);
    if (!content.length || given_has(mime, "plain"))
        return content;
    return given_trim(html_text(content, arena));
}

static struct slice item_key(const struct reader *r, struct arena *arena)
{
    struct slice guid = column(r, GUID, arena);
    struct slice feed = column(r, FEED_URL, arena);
    if (!guid.length || !feed.length)
        return guid;
    char *key = arena_alloc(arena, guid.length + feed.length + 2);
    memcpy(key, feed.data, feed.length);
    key[feed.length] = ' ';
    memcpy(key + feed.length + 1, guid.data, guid.length + 1);
    return (struct slice){key, feed.length + 1 + guid.length};
}

static bool fill(const struct reader *r, struct arena *arena, struct entry *entry)
{
    struct slice text = item_text(r, arena);
    sqlite3_int64 seconds = sqlite3_column_int64(r->items, DATE);
    *entry = (struct entry){.title = column(r, TITLE, arena),
                            .url = column(r, URL, arena),
                            .publisher = column(r, FEED_TITLE, arena),
                            .author = column(r, AUTHOR, arena),
                            .key = item_key(r, arena),
                            .record = r->record};
    if (seconds)
        entry->date = given_epoch(seconds, "pubDate", arena);
    entry->title_in_text = !text.length;
    entry->text = given_text(text.length ? text : entry->title, r->options, r->record);
    if (!entry->text.length)
        reader_fault(r->options, r->record, 0, "has no text and is skipped");
    return entry->text.length > 0;
}

static enum reader_status next_item(struct reader *r, struct arena *arena, struct entry *entry,
                                    struct error *error)
{
    for (;;) {
        r->steps = STEPS_MAX;
        int status = sqlite3_step(r->items);
        if (status == SQLITE_DONE)
            return READER_END;
        if (status != SQLITE_ROW) {
            failed(r, error);
            return READER_FAILED;
        }
        r->record++;
        if (fill(r, arena, entry))
            return READER_ENTRY;
    }
}

const struct reader_format reader_newsboat = {
    .name = "newsboat",
    .endings = (const char *const[]){".db", NULL},
    .what = "newsboat's cache.db",
    .many = true,
    .recognises = recognises,
    .open = open_cache,
    .next = next_item,
    .close = close_cache,
};
