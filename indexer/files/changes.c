/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * In the file, an entry is a byte (1 put, 0 drop), its length as 4 bytes, and its bytes as
 * known_file_pack() makes them, whole. Entries that ascend are a stretch; where one does not,
 * a new stretch begins, and all stretches are merged at the end.
 */
#include "indexer/files/changes.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

#define HEAD 5

struct changes {
    struct tempfile *file;
    struct buf packed;
    struct buf last;  /* the path noted last */
    uint64_t *starts; /* of stretches */
    size_t count;
    size_t room;
    uint64_t entries;
};

struct changes *changes_new(int folder, struct error *error)
{
    struct tempfile *file = tempfile_new(folder, error);
    if (!file)
        return NULL;
    struct changes *c = xcalloc(1, sizeof *c);
    c->file = file;
    return c;
}

void changes_free(struct changes *c)
{
    if (!c)
        return;
    tempfile_free(c->file);
    buf_free(&c->packed);
    buf_free(&c->last);
    free(c->starts);
    free(c);
}

uint64_t changes_count(const struct changes *c)
{
    return c->entries;
}

static bool note(struct changes *c, const struct known_file *f, bool put, struct error *error)
{
    if (c->count == 0 || path_compare(f->path, c->last.data) <= 0) {
        c->starts = xgrow(c->starts, &c->room, c->count + 1, sizeof *c->starts);
        c->starts[c->count++] = tempfile_length(c->file);
    }
    buf_clear(&c->last);
    buf_puts(&c->last, f->path);
    buf_clear(&c->packed);
    known_file_pack(&c->packed, f, NULL);
    c->entries++;
    uint32_t length = (uint32_t)c->packed.length;
    uint8_t head[HEAD] = {put};
    memcpy(head + 1, &length, 4);
    return tempfile_add(c->file, head, HEAD, error) &&
           tempfile_add(c->file, c->packed.data, c->packed.length, error);
}

bool changes_put(struct changes *c, const struct known_file *f, struct error *error)
{
    return note(c, f, true, error);
}

bool changes_drop(struct changes *c, const char *path, struct error *error)
{
    const struct known_file f = {.path = path, .fault = ""};
    return note(c, &f, false, error);
}

/* ---- merging ---- */

/* A stretch, and its entry at hand. */
struct stretch {
    struct tempfile_reader reader;
    bool found;
    bool put;
    struct known_file file;
    struct buf path;
    struct buf fault;
};

static bool stretch_next(struct stretch *s, struct error *error)
{
    const uint8_t *bytes;
    size_t length;
    uint32_t packed = 0;
    if (!tempfile_look(&s->reader, HEAD, &bytes, &length, error))
        return false;
    s->found = length >= HEAD;
    if (!s->found)
        return true;
    s->put = bytes[0];
    memcpy(&packed, bytes + 1, 4);
    tempfile_skip(&s->reader, HEAD);
    if (!tempfile_look(&s->reader, packed, &bytes, &length, error))
        return false;
    buf_clear(&s->path);
    s->file = (struct known_file){0};
    if (length < packed || !known_file_unpack(bytes, bytes + packed, &s->path, &s->fault, &s->file))
        return error_set(error, ERROR_INTERNAL, "a temporary file of the index was changed");
    tempfile_skip(&s->reader, packed);
    return true;
}

/* The stretches of a merge; later ones go before earlier ones. */
struct merging {
    struct changes *changes;
    struct stretch *stretches;
    struct file_cursor old;
    struct file_table_writer *to;
    struct error *error;
};

/* The least path of all that are left; NULL at the end. */
static const char *least(const struct merging *m)
{
    const char *path = m->old.found ? m->old.file.path : NULL;
    for (size_t i = 0; i < m->changes->count; i++) {
        const struct stretch *s = &m->stretches[i];
        if (s->found && (!path || path_compare(s->file.path, path) < 0))
            path = s->file.path;
    }
    return path;
}

/* Writes what is to be of one path, and goes on wherever it stands. */
static bool merge_path(struct merging *m, const struct buf *path)
{
    bool settled = false;
    for (size_t i = m->changes->count; i > 0; i--) {
        struct stretch *s = &m->stretches[i - 1];
        if (!s->found || strcmp(s->file.path, path->data) != 0)
            continue;
        if (!settled && s->put && !file_table_add(m->to, &s->file, m->error))
            return false;
        settled = true;
        if (!stretch_next(s, m->error))
            return false;
    }
    if (!m->old.found || strcmp(m->old.file.path, path->data) != 0)
        return true;
    return (settled || file_table_add(m->to, &m->old.file, m->error)) &&
           file_cursor_next(&m->old, m->error);
}

static bool merge_all(struct merging *m)
{
    struct buf path = {0};
    bool ok = true;
    for (const char *next; ok && (next = least(m)) != NULL;) {
        buf_clear(&path);
        buf_puts(&path, next);
        ok = merge_path(m, &path);
    }
    buf_free(&path);
    return ok;
}

bool changes_write(struct changes *c, struct file_table *old, struct file_table_writer *to,
                   struct error *error)
{
    struct merging m = {c, xcalloc(c->count, sizeof *m.stretches), {0}, to, error};
    bool ok = file_cursor_seek(&m.old, old, "", error);
    for (size_t i = 0; ok && i < c->count; i++) {
        uint64_t end = i + 1 < c->count ? c->starts[i + 1] : tempfile_length(c->file);
        m.stretches[i].reader = (struct tempfile_reader){c->file, c->starts[i], end, NULL, 0, 0, 0};
        ok = stretch_next(&m.stretches[i], error);
    }
    ok = ok && merge_all(&m);
    for (size_t i = 0; i < c->count; i++) {
        tempfile_reader_free(&m.stretches[i].reader);
        buf_free(&m.stretches[i].path);
        buf_free(&m.stretches[i].fault);
    }
    free(m.stretches);
    file_cursor_free(&m.old);
    return ok;
}
