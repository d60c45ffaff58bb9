/* SPDX-License-Identifier: GPL-2.0-or-later */
#define XXH_INLINE_ALL
#include "indexer/files/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/base/mem.h"

enum { FLAG_MANY = 1, FLAG_SKIPPED = 2, FLAG_LONG = 4 };

static void put_number(struct buf *b, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        buf_putc(b, (char)(n | 0x80));
    buf_putc(b, (char)n);
}

static void put_text(struct buf *b, const char *text)
{
    put_number(b, strlen(text));
    buf_puts(b, text);
}

void known_path_key(const char *prefix, const char *path, struct buf *key)
{
    size_t length = strlen(path);
    buf_puts(key, prefix);
    buf_add(key, path, length > KNOWN_PATH ? KNOWN_PATH : length);
    if (length > KNOWN_PATH) {
        char hash[SCHEMA_HEX + 1];
        article_id(path, "", hash);
        buf_putc(key, '\0');
        buf_puts(key, hash);
    }
}

void known_key(const char *path, struct buf *key)
{
    known_path_key(SCHEMA_META_FILE, path, key);
}

void known_value(const struct known_file *f, struct buf *value)
{
    bool is_long = strlen(f->path) > KNOWN_PATH;
    put_number(value, f->size);
    put_number(value, ((uint64_t)f->mtime << 1) ^ (uint64_t)(f->mtime < 0 ? -1 : 0));
    put_number(value, f->mtime_ns);
    put_number(value, f->inode);
    for (int i = 0; i < 8; i++)
        buf_putc(value, (char)(f->hash >> (8 * i)));
    put_number(value, f->articles);
    put_number(value, (f->many ? FLAG_MANY : 0u) | (f->skipped ? FLAG_SKIPPED : 0u) |
                          (is_long ? FLAG_LONG : 0u));
    put_number(value, date_to_number(f->listed));
    put_number(value, f->fault_count);
    if (f->fault_count) {
        put_number(value, f->fault.line);
        put_text(value, f->fault.message);
    }
    if (is_long)
        put_text(value, f->path);
}

/* Reads a value from its front; `ok` turns false when it ends too early. */
struct reader {
    const unsigned char *at;
    const unsigned char *end;
    bool ok;
};

static uint64_t get_number(struct reader *r)
{
    uint64_t n = 0;
    for (unsigned shift = 0; r->at < r->end && shift < 64; shift += 7) {
        unsigned char byte = *r->at++;
        n |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return n;
    }
    r->ok = false;
    return 0;
}

static uint64_t get_hash(struct reader *r)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < 8; i++) {
        if (r->at == r->end) {
            r->ok = false;
            return 0;
        }
        n |= (uint64_t)*r->at++ << (8 * i);
    }
    return n;
}

static const char *get_text(struct reader *r, struct arena *arena)
{
    uint64_t length = get_number(r);
    if (!r->ok || length > (uint64_t)(r->end - r->at)) {
        r->ok = false;
        return "";
    }
    const char *text = arena_copy(arena, (const char *)r->at, (size_t)length);
    r->at += length;
    return text;
}

/* Fills all but path and shard; false if the bytes are not of this format. */
static bool parse_value(struct known_file *f, const char *value, size_t length, struct arena *arena)
{
    struct reader r = {(const unsigned char *)value, (const unsigned char *)value + length, true};
    f->size = get_number(&r);
    uint64_t zigzag = get_number(&r);
    f->mtime = (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
    f->mtime_ns = (uint32_t)get_number(&r);
    f->inode = get_number(&r);
    f->hash = get_hash(&r);
    f->articles = (uint32_t)get_number(&r);
    uint64_t flags = get_number(&r);
    f->many = flags & FLAG_MANY;
    f->skipped = flags & FLAG_SKIPPED;
    f->listed = date_from_number((uint32_t)get_number(&r));
    f->fault_count = (uint32_t)get_number(&r);
    f->fault.message = "";
    if (r.ok && f->fault_count) {
        f->fault.line = (size_t)get_number(&r);
        f->fault.message = get_text(&r, arena);
    }
    if (r.ok && flags & FLAG_LONG)
        f->path = get_text(&r, arena);
    return r.ok && r.at == r.end;
}

static size_t slot_of(const struct known *k, const char *path)
{
    size_t at = XXH3_64bits(path, strlen(path)) & (k->table_size - 1);
    while (k->table[at] && strcmp(k->files[k->table[at] - 1].path, path) != 0)
        at = (at + 1) & (k->table_size - 1);
    return at;
}

/* Enters the last file. If two shards know a path, which a writer that died between two commits
 * may leave, the later one counts. */
static void enter(struct known *k)
{
    if (2 * k->count > k->table_size) {
        free(k->table);
        k->table_size = k->table_size ? k->table_size * 2 : 1024;
        k->table = xcalloc(k->table_size, sizeof *k->table);
        for (size_t i = 0; i + 1 < k->count; i++)
            k->table[slot_of(k, k->files[i].path)] = (uint32_t)i + 1;
    }
    k->table[slot_of(k, k->files[k->count - 1].path)] = (uint32_t)k->count;
}

static bool load_one(struct known *k, struct xc_database *db, const struct xc_item *key,
                     size_t shard, struct xc_error *error)
{
    const char *value;
    size_t length;
    size_t prefix = strlen(SCHEMA_META_FILE);
    if (!xc_metadata(db, key->text, key->length, &value, &length, error))
        return false;
    k->files = xgrow(k->files, &k->capacity, k->count + 1, sizeof *k->files);
    struct known_file *f = &k->files[k->count];
    *f = (struct known_file){.shard = shard};
    f->path = arena_copy(&k->texts, key->text + prefix, key->length - prefix);
    if (!parse_value(f, value, length, &k->texts)) {
        error->status = XC_DATABASE_CORRUPT;
        snprintf(error->message, sizeof error->message, "what is known of %s is damaged", f->path);
        snprintf(error->hint, sizeof error->hint, "build the index anew with --rebuild");
        return false;
    }
    k->count++;
    enter(k);
    return true;
}

bool known_load(struct known *k, struct xc_database *db, size_t shard, struct xc_error *error)
{
    struct xc_list *keys = xc_metadata_keys(db, SCHEMA_META_FILE, strlen(SCHEMA_META_FILE), error);
    struct xc_item key;
    bool found = false;
    bool ok = keys != NULL;
    while (ok && (ok = xc_list_next(keys, &key, &found, error)) && found)
        ok = load_one(k, db, &key, shard, error);
    xc_list_free(keys);
    return ok;
}

struct known_file *known_find(const struct known *k, const char *path)
{
    if (!k->table_size)
        return NULL;
    uint32_t number = k->table[slot_of(k, path)];
    return number ? &k->files[number - 1] : NULL;
}

void known_free(struct known *k)
{
    free(k->files);
    free(k->table);
    arena_free(&k->texts);
    *k = (struct known){0};
}
