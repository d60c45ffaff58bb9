/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/sums.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/index/columns.h"
#include "lib/index/names.h"
#include "lib/index/positions.h"
#include "lib/index/texts.h"

enum { HEAD = 8, ENTRY = 32, NAME = 16, SUM = 4, SEAL = 8, STEP = 128 * SUMS_BLOCK };

const char *const sums_names[] = {
    "postlist.glass", "iamglass",       "docdata.glass", "termlist.glass",
    "position.glass", "spelling.glass", "synonym.glass", NULL};

const char *const sums_sealed[] = {COLUMNS_FILE, NAMES_FILE, POSITIONS_NAME, TEXTS_FILE, NULL};

static uint64_t blocks_of(uint64_t length)
{
    return length / SUMS_BLOCK + (length % SUMS_BLOCK != 0);
}

static bool is_sealed(const char *name)
{
    int i = 0;
    while (sums_sealed[i] && strcmp(sums_sealed[i], name) != 0)
        i++;
    return sums_sealed[i] != NULL;
}

/* Reads as much as there is, up to `room`. */
static bool read_full(int fd, uint8_t *to, size_t room, size_t *length, const char *shown,
                      struct error *error)
{
    for (*length = 0; *length < room;) {
        ssize_t n = read(fd, to + *length, room - *length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_system(error, errno, shown);
        if (n == 0)
            break;
        *length += (size_t)n;
    }
    return true;
}

/* The sums of a file, read from front to back. */
static bool sum_file(int fd, struct buf *sums, uint64_t *length, const char *shown,
                     struct error *error)
{
    uint8_t *bytes = xmalloc(STEP);
    size_t got = STEP;
    bool ok = true;
    for (*length = 0; ok && got == STEP; *length += got) {
        ok = read_full(fd, bytes, STEP, &got, shown, error);
        for (size_t at = 0; ok && at < got; at += SUMS_BLOCK) {
            uint8_t sum[SUM];
            little_put(sum, hash_64(bytes + at, got - at < SUMS_BLOCK ? got - at : SUMS_BLOCK),
                       SUM);
            buf_add(sums, sum, SUM);
        }
    }
    free(bytes);
    return ok;
}

/* ---- writing ---- */

/* Length and seal of a sealed file. */
static bool find_seal(int fd, uint8_t seal[SEAL], uint64_t *length, const char *shown,
                      struct error *error)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return error_system(error, errno, shown);
    *length = (uint64_t)st.st_size;
    ssize_t n = st.st_size < SEAL ? 0 : pread(fd, seal, SEAL, st.st_size - SEAL);
    if (n == SEAL)
        return true;
    return error_system(error, n < 0 ? errno : EIO, shown);
}

/* Adds a file, if it is there. */
static bool add_file(int folder, const char *shown, const char *name, bool sealed,
                     struct buf *table, struct buf *sums, struct error *error)
{
    uint8_t entry[ENTRY] = {0};
    uint64_t length = 0;
    struct error missing;
    char *path = folder_path(shown, name);
    int fd = folder_file(folder, name, path, &missing);
    bool ok = fd >= 0 || missing.status == ERROR_MISSING;
    if (!ok)
        *error = missing;
    if (fd >= 0) {
        memcpy(entry, name, strlen(name));
        little_put(entry + 24, sums->length, 8); /* among the sums, as yet */
        ok = sealed ? find_seal(fd, entry + 24, &length, path, error)
                    : sum_file(fd, sums, &length, path, error);
        little_put(entry + 16, length, 8);
        buf_add(table, entry, ENTRY);
        close(fd);
    }
    free(path);
    return ok;
}

static bool write_sums(struct sealed_writer *w, struct buf *table, const struct buf *sums,
                       struct error *error)
{
    uint8_t head[HEAD] = {0};
    little_put(head, table->length / ENTRY, 4);
    for (size_t at = 0; at < table->length; at += ENTRY) {
        if (is_sealed(table->data + at))
            continue;
        uint8_t *where = (uint8_t *)table->data + at + 24;
        little_put(where, HEAD + table->length + little_64(where), 8);
    }
    return sealed_write(w, head, HEAD, error) &&
           sealed_write(w, table->data, table->length, error) &&
           sealed_write(w, sums->data, sums->length, error) && sealed_finish(w, error);
}

bool sums_write(int folder, const char *shown, struct error *error)
{
    struct buf table = {0}, sums = {0};
    bool ok = true;
    for (int i = 0; ok && sums_names[i]; i++)
        ok = add_file(folder, shown, sums_names[i], false, &table, &sums, error);
    for (int i = 0; ok && sums_sealed[i]; i++)
        ok = add_file(folder, shown, sums_sealed[i], true, &table, &sums, error);
    char *path = folder_path(shown, SUMS_FILE);
    struct sealed_writer *w =
        ok ? sealed_create(folder, SUMS_FILE, path, SUMS_MAGIC, SUMS_VERSION, error) : NULL;
    ok = w && write_sums(w, &table, &sums, error);
    sealed_writer_free(w);
    free(path);
    buf_free(&table);
    buf_free(&sums);
    return ok;
}

/* ---- reading ---- */

struct summed {
    char name[NAME];
    uint64_t length;
    uint64_t at;
};

static bool read_entry(struct sums *s, uint32_t i, struct summed *f, struct error *error)
{
    const uint8_t *entry = sealed_bytes(&s->file, HEAD + (uint64_t)i * ENTRY, ENTRY, error);
    if (!entry)
        return false;
    memcpy(f->name, entry, NAME);
    f->length = little_64(entry + 16);
    f->at = little_64(entry + 24);
    if (!f->name[NAME - 1] && is_sealed(f->name))
        return true;
    uint64_t size = blocks_of(f->length) * SUM;
    if (f->name[NAME - 1] || f->at > s->file.length || blocks_of(f->length) > s->file.length ||
        size > s->file.length - f->at)
        return sealed_damaged(&s->file, "the sums of a file make no sense", error);
    return true;
}

/* The file of a name: *found tells whether there is one. */
static bool find_entry(struct sums *s, const char *name, struct summed *f, bool *found,
                       struct error *error)
{
    *found = false;
    for (uint32_t i = 0; i < s->files && !*found; i++) {
        if (!read_entry(s, i, f, error))
            return false;
        *found = strcmp(f->name, name) == 0;
    }
    return true;
}

static bool read_head(struct sums *s, struct error *error)
{
    struct summed postlist;
    bool found;
    const uint8_t *head = sealed_bytes(&s->file, 0, HEAD, error);
    if (!head)
        return false;
    s->files = little_32(head);
    if (s->files >= 16)
        return sealed_damaged(&s->file, "more files than there can be", error);
    if (!find_entry(s, sums_names[0], &postlist, &found, error))
        return false;
    if (!found || blocks_of(postlist.length) > UINT32_MAX)
        return sealed_damaged(&s->file, "it has nothing of postlist.glass", error);
    s->postlist_at = postlist.at;
    s->postlist_length = postlist.length;
    s->blocks = (uint32_t)blocks_of(postlist.length);
    return true;
}

bool sums_open(struct sums *s, int folder, const char *shown, struct error *error)
{
    *s = (struct sums){0};
    char *path = folder_path(shown, SUMS_FILE);
    bool ok = sealed_open(&s->file, folder, SUMS_FILE, path, SUMS_MAGIC, SUMS_VERSION, error);
    free(path);
    if (ok && !read_head(s, error)) {
        sums_close(s);
        return false;
    }
    return ok;
}

void sums_close(struct sums *s)
{
    sealed_close(&s->file);
    *s = (struct sums){0};
}

/* Says that a file beside `sums` is damaged. */
static bool damaged(const struct sums *s, const char *name, const char *what, struct error *error)
{
    const char *slash = strrchr(s->file.shown, '/');
    int folder = slash ? (int)(slash - s->file.shown) + 1 : 0;
    error_set(error, ERROR_DAMAGED, "%.*s%s: damaged: %s", folder, s->file.shown, name, what);
    return error_cure(error, "restore the index, or build it anew with 'indexer --rebuild'");
}

bool sums_block(struct sums *s, uint32_t number, const uint8_t *bytes, struct error *error)
{
    char what[64];
    uint64_t begin = (uint64_t)number * SUMS_BLOCK;
    if (number >= s->blocks || s->postlist_length - begin < SUMS_BLOCK)
        return damaged(s, sums_names[0], "it leads past its own end", error);
    const uint8_t *sum =
        sealed_bytes(&s->file, s->postlist_at + (uint64_t)number * SUM, SUM, error);
    if (!sum)
        return false;
    if (little_32(sum) == (uint32_t)hash_64(bytes, SUMS_BLOCK))
        return true;
    snprintf(what, sizeof what, "block %u has a wrong checksum", number);
    return damaged(s, sums_names[0], what, error);
}

/* Whether the sums of a file are these. */
static bool same_sums(struct sums *s, const struct summed *f, const struct buf *sums,
                      uint64_t length, struct error *error)
{
    if (length != f->length)
        return damaged(s, f->name, "it is shorter or longer than it was", error);
    const uint8_t *kept = sealed_bytes(&s->file, f->at, sums->length, error);
    if (!kept)
        return false;
    return sums->length == 0 || memcmp(kept, sums->data, sums->length) == 0 ||
           damaged(s, f->name, "it has a wrong checksum", error);
}

bool sums_iamglass(struct sums *s, const uint8_t *bytes, size_t length, struct error *error)
{
    struct summed f;
    struct buf sums = {0};
    bool found;
    if (!find_entry(s, "iamglass", &f, &found, error))
        return false;
    if (!found)
        return damaged(s, SUMS_FILE, "it has nothing of iamglass", error);
    for (size_t at = 0; at < length; at += SUMS_BLOCK) {
        uint8_t sum[SUM];
        size_t left = length - at;
        little_put(sum, hash_64(bytes + at, left < SUMS_BLOCK ? left : SUMS_BLOCK), SUM);
        buf_add(&sums, sum, SUM);
    }
    bool ok = same_sums(s, &f, &sums, length, error);
    buf_free(&sums);
    return ok;
}

bool sums_seal(struct sums *s, const char *name, const struct sealed *file, struct error *error)
{
    struct summed f;
    bool found;
    if (!find_entry(s, name, &f, &found, error))
        return false;
    const uint8_t *end = file->map.bytes + file->map.length;
    return (found && f.length == file->map.length && f.at == little_64(end - SEAL)) ||
           damaged(s, name, "it is not the one that belongs to this shard", error);
}

static bool check_file(struct sums *s, int folder, const char *shown, const char *name,
                       struct error *error)
{
    struct summed f;
    struct error unopened;
    struct buf sums = {0};
    uint64_t length;
    bool named;
    if (!find_entry(s, name, &f, &named, error))
        return false;
    char *path = folder_path(shown, name);
    int fd = folder_file(folder, name, path, &unopened);
    bool ok = false;
    if (fd < 0 && !named && unopened.status == ERROR_MISSING)
        ok = true;
    else if (fd < 0)
        *error = unopened;
    else if (!named)
        damaged(s, name, "it is no file of this shard", error);
    else
        ok = sum_file(fd, &sums, &length, path, error) && same_sums(s, &f, &sums, length, error);
    if (fd >= 0)
        close(fd);
    buf_free(&sums);
    free(path);
    return ok;
}

bool sums_check(struct sums *s, int folder, const char *shown, struct error *error)
{
    if (!sealed_check(&s->file, error))
        return false;
    for (int i = 0; sums_names[i]; i++)
        if (!check_file(s, folder, shown, sums_names[i], error))
            return false;
    return true;
}
