/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The body of a sealed file (lib/index/sealed.h) with the magic "DLinefil", version 1:
 *
 *     entries, in blocks: a block ends with the entry that brings it to BLOCK bytes
 *         varint  how many bytes of the path are those of the path before; 0 for the first of a
 *                 block
 *         varint  how many follow; these bytes
 *         1 byte  flags: 1 many records, 2 skipped, 4 listed by --dates, 8 faults, 16 the
 *                 format was told by --format, 32 names of digits are dates in its folder, 64
 *                 articles and format are those of the entry before
 *         varint  size; varint mtime in seconds, less that of the entry before (zigzag); varint its
 *                 nanoseconds; varint inode, less that of the entry before (zigzag)
 *         8 bytes hash of the content, little endian
 *         varint  articles; 1 byte number of the format; unless flags say that both are as before
 *         varint  date of --dates as YYYYMMDD, if listed
 *         varint  faults; of the first: varint record, varint line, varint length, bytes; if any
 *     for each block 8 bytes: where it begins in the body
 *     8 bytes: number of files
 *     8 bytes: where the list of blocks begins
 *
 * All numbers are little endian, varints are LEB128. Paths are shorter than 2^16 bytes.
 */
#include "indexer/files/file_table.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/base/varint.h"

#define MAGIC "DLinefil"
#define VERSION 1
#define BLOCK 16384
#define PATH_MOST 65535
#define TAIL 16

enum { MANY = 1, SKIPPED = 2, LISTED = 4, FAULTS = 8, FORCED = 16, DIGITS = 32, SAME = 64 };

static void put_number(struct buf *out, uint64_t n)
{
    uint8_t *to = (uint8_t *)buf_reserve(out, VARINT_MAX);
    out->length += (size_t)(varint_put(to, n) - to);
}

static void put_fixed(struct buf *out, uint64_t n)
{
    for (int i = 0; i < 8; i++)
        buf_putc(out, (char)(n >> 8 * i));
}

static uint64_t get_fixed(const uint8_t *at)
{
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n |= (uint64_t)at[i] << 8 * i;
    return n;
}

static int flags_of(const struct known_file *f, const struct known_file *before)
{
    bool same = f->articles == before->articles && f->format == before->format;
    return (f->many ? MANY : 0) | (f->skipped ? SKIPPED : 0) |
           (date_is_none(f->listed) ? 0 : LISTED) | (f->fault_count ? FAULTS : 0) |
           (f->forced ? FORCED : 0) | (f->digits ? DIGITS : 0) | (same ? SAME : 0);
}

void known_file_pack(struct buf *out, const struct known_file *f, const struct known_file *before)
{
    static const struct known_file none = {.path = ""};
    size_t shared = 0;
    before = before ? before : &none;
    while (f->path[shared] && f->path[shared] == before->path[shared])
        shared++;
    int flags = flags_of(f, before);
    put_number(out, shared);
    put_number(out, strlen(f->path + shared));
    buf_puts(out, f->path + shared);
    buf_putc(out, (char)flags);
    put_number(out, f->size);
    put_number(out, varint_zigzag((int64_t)((uint64_t)f->mtime - (uint64_t)before->mtime)));
    put_number(out, f->mtime_ns);
    put_number(out, varint_zigzag((int64_t)(f->inode - before->inode)));
    put_fixed(out, f->hash);
    if (!(flags & SAME)) {
        put_number(out, f->articles);
        buf_putc(out, (char)f->format);
    }
    if (flags & LISTED)
        put_number(out, date_to_number(f->listed));
    if (flags & FAULTS) {
        put_number(out, f->fault_count);
        put_number(out, f->fault_record);
        put_number(out, f->fault_line);
        put_number(out, strlen(f->fault));
        buf_puts(out, f->fault);
    }
}

/* Bytes still to be read; `at` is NULL once they were not what they should be. */
struct bytes {
    const uint8_t *at;
    const uint8_t *end;
};

static uint64_t take_number(struct bytes *b)
{
    uint64_t n = 0;
    if (b->at)
        b->at = varint_read(b->at, b->end, &n);
    return n;
}

/* The next `n` bytes; NULL if there are not so many. */
static const uint8_t *take(struct bytes *b, uint64_t n)
{
    const uint8_t *found = b->at;
    if (!found || (uint64_t)(b->end - found) < n)
        return b->at = NULL;
    b->at += n;
    return found;
}

static void take_text(struct bytes *b, struct buf *out, uint64_t shared)
{
    uint64_t n = take_number(b);
    const uint8_t *text = n > PATH_MOST ? NULL : take(b, n);
    if (!text || memchr(text, '\0', (size_t)n)) {
        b->at = NULL;
        return;
    }
    out->length = (size_t)shared;
    buf_add(out, text, (size_t)n);
}

static void take_fault(struct bytes *b, struct known_file *f, struct buf *fault)
{
    f->fault_count = (uint32_t)take_number(b);
    f->fault_record = take_number(b);
    f->fault_line = take_number(b);
    take_text(b, fault, 0);
}

const uint8_t *known_file_unpack(const uint8_t *at, const uint8_t *end, struct buf *path,
                                 struct buf *fault, struct known_file *f)
{
    struct bytes b = {at, end};
    const struct known_file before = *f;
    uint64_t shared = take_number(&b);
    *f = (struct known_file){.articles = before.articles, .format = before.format};
    if (!b.at || shared > path->length)
        return NULL;
    take_text(&b, path, shared);
    const uint8_t *byte = take(&b, 1);
    int flags = byte ? *byte : SAME;
    f->size = take_number(&b);
    f->mtime = (int64_t)((uint64_t)before.mtime + (uint64_t)varint_unzigzag(take_number(&b)));
    f->mtime_ns = (uint32_t)take_number(&b);
    f->inode = before.inode + (uint64_t)varint_unzigzag(take_number(&b));
    const uint8_t *hash = take(&b, 8);
    if (!(flags & SAME)) {
        f->articles = (uint32_t)take_number(&b);
        byte = take(&b, 1);
        f->format = byte ? *byte : 0;
    }
    if (!b.at)
        return NULL;
    f->many = flags & MANY;
    f->skipped = flags & SKIPPED;
    f->forced = flags & FORCED;
    f->digits = flags & DIGITS;
    f->hash = get_fixed(hash);
    f->listed = date_from_number(flags & LISTED ? (uint32_t)take_number(&b) : 0);
    buf_clear(fault);
    if (flags & FAULTS)
        take_fault(&b, f, fault);
    f->path = path->data;
    f->fault = fault->data;
    return b.at;
}

/* ---- reading ---- */

static bool damaged(const struct file_table *t, struct error *error)
{
    error_set(error, ERROR_DAMAGED, "%s: an entry makes no sense", t->file.shown);
    return error_cure(error, "build the index anew with 'indexer --rebuild'");
}

bool file_table_open(struct file_table *t, int folder, const char *name, const char *shown,
                     struct error *error)
{
    *t = (struct file_table){0};
    if (!sealed_open(&t->file, folder, name, shown, MAGIC, VERSION, error))
        return false;
    uint64_t length = t->file.length;
    const uint8_t *tail = length < TAIL ? NULL : sealed_bytes(&t->file, length - TAIL, TAIL, error);
    if (tail) {
        t->count = get_fixed(tail);
        t->entries = get_fixed(tail + 8);
    }
    bool sound = tail && t->entries <= length - TAIL && (length - TAIL - t->entries) % 8 == 0 &&
                 (length - TAIL - t->entries) / 8 <= UINT32_MAX;
    if (sound) {
        t->blocks = (uint32_t)((length - TAIL - t->entries) / 8);
        return true;
    }
    if (length < TAIL || tail)
        damaged(t, error);
    file_table_close(t);
    return false;
}

void file_table_close(struct file_table *t)
{
    sealed_close(&t->file);
    *t = (struct file_table){0};
}

/* Where block `number` begins; that after the last is the end of the entries. */
static bool block_start(struct file_table *t, uint32_t number, uint64_t *start, struct error *error)
{
    *start = t->entries;
    if (number == t->blocks)
        return true;
    const uint8_t *at = sealed_bytes(&t->file, t->entries + (uint64_t)number * 8, 8, error);
    if (at)
        *start = get_fixed(at);
    return at && (*start <= t->entries || damaged(t, error));
}

static bool enter_block(struct file_cursor *c, uint32_t number, struct error *error)
{
    uint64_t start;
    uint64_t end;
    c->block = number;
    c->found = false;
    if (!block_start(c->table, number, &start, error) ||
        !block_start(c->table, number + 1, &end, error))
        return false;
    if (end <= start)
        return damaged(c->table, error);
    c->at = sealed_bytes(&c->table->file, start, (size_t)(end - start), error);
    c->end = c->at + (end - start);
    buf_clear(&c->path);
    c->file = (struct known_file){0};
    return c->at != NULL;
}

bool file_cursor_next(struct file_cursor *c, struct error *error)
{
    if (!c->table)
        return true;
    if (c->at == c->end) {
        if (c->block + 1 >= c->table->blocks) {
            c->found = false;
            return true;
        }
        if (!enter_block(c, c->block + 1, error))
            return false;
    }
    c->at = known_file_unpack(c->at, c->end, &c->path, &c->fault, &c->file);
    c->found = c->at != NULL;
    return c->found || damaged(c->table, error);
}

/* The last block whose first path is not after `path`, or the first block. */
static bool find_block(struct file_cursor *c, const char *path, uint32_t *number,
                       struct error *error)
{
    uint32_t low = 0;
    uint32_t high = c->table->blocks;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (!enter_block(c, middle, error) || !file_cursor_next(c, error))
            return false;
        if (path_compare(c->file.path, path) > 0)
            high = middle;
        else
            low = middle;
    }
    *number = low;
    return true;
}

bool file_cursor_seek(struct file_cursor *c, struct file_table *t, const char *path,
                      struct error *error)
{
    uint32_t block = 0;
    c->table = t && t->blocks ? t : NULL;
    c->found = false;
    if (!c->table)
        return true;
    if (!find_block(c, path, &block, error) || !enter_block(c, block, error) ||
        !file_cursor_next(c, error))
        return false;
    while (c->found && path_compare(c->file.path, path) < 0)
        if (!file_cursor_next(c, error))
            return false;
    return true;
}

void file_cursor_free(struct file_cursor *c)
{
    buf_free(&c->path);
    buf_free(&c->fault);
    *c = (struct file_cursor){0};
}

/* ---- writing ---- */

struct file_table_writer {
    struct sealed_writer *out;
    struct buf block;
    struct buf blocks;        /* where they begin */
    struct buf path;          /* of the last entry */
    struct known_file before; /* the last entry of the block; its path is NULL if there is none */
    uint64_t count;
};

struct file_table_writer *file_table_create(int folder, const char *name, const char *shown,
                                            struct error *error)
{
    struct sealed_writer *out = sealed_create(folder, name, shown, MAGIC, VERSION, error);
    if (!out)
        return NULL;
    struct file_table_writer *w = xcalloc(1, sizeof *w);
    w->out = out;
    buf_clear(&w->path);
    return w;
}

void file_table_writer_free(struct file_table_writer *w)
{
    if (!w)
        return;
    sealed_writer_free(w->out);
    buf_free(&w->block);
    buf_free(&w->blocks);
    buf_free(&w->path);
    free(w);
}

static bool end_block(struct file_table_writer *w, struct error *error)
{
    if (w->block.length == 0)
        return true;
    put_fixed(&w->blocks, sealed_at(w->out));
    bool ok = sealed_write(w->out, w->block.data, w->block.length, error);
    buf_clear(&w->block);
    return ok;
}

bool file_table_add(struct file_table_writer *w, const struct known_file *f, struct error *error)
{
    if (strlen(f->path) > PATH_MOST)
        return error_set(error, ERROR_LIMIT, "%.200s...: the path is too long", f->path);
    known_file_pack(&w->block, f, w->block.length ? &w->before : NULL);
    buf_clear(&w->path);
    buf_puts(&w->path, f->path);
    w->before = *f;
    w->before.path = w->path.data;
    w->count++;
    return w->block.length < BLOCK || end_block(w, error);
}

bool file_table_finish(struct file_table_writer *w, struct error *error)
{
    if (!end_block(w, error))
        return false;
    uint64_t entries = sealed_at(w->out);
    put_fixed(&w->blocks, w->count);
    put_fixed(&w->blocks, entries);
    return sealed_write(w->out, w->blocks.data, w->blocks.length, error) &&
           sealed_finish(w->out, error);
}
