/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/glass/pack.h"

enum {
    VERSION_READ = 256, /* bytes of the version file; libxapian reads as many */
    VERSION_HEAD = 32   /* the magic, the version and the uuid */
};

/* What the version file says of a table. */
struct root {
    uint32_t block;
    uint32_t level_and_flags;
    uint32_t block_size; /* in 2 KiB */
};

struct version {
    uint64_t revision;
    struct root roots[GLASS_KINDS];
    uint32_t documents;
    uint32_t unused_docids;
};

/* Reads up to `room` bytes; returns how many, 0 on any error. */
static size_t read_start(const char *path, uint8_t *bytes, size_t room)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    if (fd < 0)
        return 0;
    while (length < room) {
        ssize_t n = read(fd, bytes + length, room - length);
        if (n > 0)
            length += (size_t)n;
        else if (n == 0 || errno != EINTR)
            break;
    }
    close(fd);
    return length;
}

/* The layout is that of lib/glass/version.h. */
static const uint8_t *get_root(const uint8_t *at, const uint8_t *end, struct root *root)
{
    uint64_t entries;
    uint32_t deflate_min;
    uint32_t list;
    if (!(at = glass_get_uint(at, end, &root->block)) ||
        !(at = glass_get_uint(at, end, &root->level_and_flags)) ||
        !(at = glass_get_uint64(at, end, &entries)) ||
        !(at = glass_get_uint(at, end, &root->block_size)) ||
        !(at = glass_get_uint(at, end, &deflate_min)) || !(at = glass_get_uint(at, end, &list)) ||
        (size_t)(end - at) < list)
        return NULL;
    return at + list;
}

static bool read_version(const char *folder, struct version *v)
{
    uint8_t bytes[VERSION_READ];
    struct buf path = {0};
    buf_printf(&path, "%s/iamglass", folder);
    size_t length = read_start(path.data, bytes, sizeof bytes);
    buf_free(&path);
    size_t magic = sizeof GLASS_MAGIC - 1;
    if (length < VERSION_HEAD || memcmp(bytes, GLASS_MAGIC, magic) != 0 ||
        glass_get_be16(bytes + magic) != GLASS_FORMAT)
        return false;
    const uint8_t *end = bytes + length;
    const uint8_t *at = glass_get_uint64(bytes + VERSION_HEAD, end, &v->revision);
    for (unsigned i = 0; at && i < GLASS_KINDS; i++)
        at = get_root(at, end, &v->roots[i]);
    v->documents = v->unused_docids = 0; /* all there is to say of a new database is nothing */
    return at && (at == end || ((at = glass_get_uint(at, end, &v->documents)) != NULL &&
                                glass_get_uint(at, end, &v->unused_docids) != NULL));
}

static bool map_file(const char *path, struct old_tree *t)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &s) == 0 && s.st_size >= GLASS_BLOCK_SIZE;
    if (ok) {
        uint64_t blocks = (uint64_t)s.st_size / GLASS_BLOCK_SIZE;
        t->blocks = blocks > UINT32_MAX ? UINT32_MAX : (uint32_t)blocks;
        void *map = mmap(NULL, (size_t)t->blocks * GLASS_BLOCK_SIZE, PROT_READ, MAP_SHARED, fd, 0);
        ok = map != MAP_FAILED;
        t->map = ok ? map : NULL;
        t->blocks = ok ? t->blocks : 0;
    }
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool open_table(struct glass_reader *r, const char *folder, const char *name,
                       enum glass_kind kind, const struct version *v)
{
    struct old_tree *t = &r->trees[kind];
    const struct root *root = &v->roots[kind];
    t->revision = (uint32_t)v->revision;
    if (root->level_and_flags & GLASS_ROOT_NO_BLOCKS)
        return true;
    t->root = root->block;
    t->top = root->level_and_flags >> 2;
    if (t->top >= GLASS_LEVELS || root->block_size != GLASS_BLOCK_SIZE / 2048)
        return false;
    struct buf path = {0};
    buf_printf(&path, "%s/%s.glass", folder, name);
    bool ok = map_file(path.data, t);
    buf_free(&path);
    return ok;
}

enum glass_status glass_reader_open(const char *folder, uint64_t revision,
                                    struct glass_reader **reader)
{
    struct version v;
    *reader = NULL;
    if (!read_version(folder, &v) || v.revision > UINT32_MAX)
        return GLASS_UNKNOWN;
    if (v.revision != revision)
        return GLASS_MODIFIED;
    struct glass_reader *r = xcalloc(1, sizeof *r);
    r->last_docid = v.documents + v.unused_docids;
    if (!open_table(r, folder, "postlist", GLASS_POSTLIST, &v) ||
        !open_table(r, folder, "position", GLASS_POSITION, &v)) {
        glass_reader_free(r);
        return GLASS_UNKNOWN;
    }
    *reader = r;
    return GLASS_OK;
}

void glass_reader_free(struct glass_reader *r)
{
    if (!r)
        return;
    for (unsigned i = 0; i < GLASS_KINDS; i++) {
        struct old_tree *t = &r->trees[i];
        for (struct old_cursor *c = r->spare[i], *next; c; c = next) {
            next = c->next;
            old_cursor_free(c);
        }
        if (t->map)
            munmap((void *)(uintptr_t)t->map, (size_t)t->blocks * GLASS_BLOCK_SIZE);
    }
    free(r);
}

struct old_cursor *glass_reader_take(struct glass_reader *r, enum glass_kind kind)
{
    struct old_cursor *c = r->spare[kind];
    if (!c)
        return old_cursor_new(&r->trees[kind]);
    r->spare[kind] = c->next;
    return c;
}

void glass_reader_give(struct glass_reader *r, enum glass_kind kind, struct old_cursor *c)
{
    c->next = r->spare[kind];
    r->spare[kind] = c;
}
