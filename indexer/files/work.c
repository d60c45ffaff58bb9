/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An item in the file: 4 bytes length of what follows, a byte that is 1 if the file was known, and
 * one or two entries as known_file_pack() makes them.
 */
#include "indexer/files/work.h"

#include <string.h>

#define HEAD 5

bool work_list_open(struct work_list *l, int folder, struct error *error)
{
    *l = (struct work_list){.file = tempfile_new(folder, error)};
    return l->file != NULL;
}

void work_list_close(struct work_list *l)
{
    tempfile_free(l->file);
    buf_free(&l->packed);
    *l = (struct work_list){0};
}

bool work_list_add(struct work_list *l, const struct work *w, struct error *error)
{
    buf_clear(&l->packed);
    known_file_pack(&l->packed, &w->now, NULL);
    if (w->known)
        known_file_pack(&l->packed, &w->was, NULL);
    l->count++;
    l->bytes += w->now.size;
    uint32_t length = (uint32_t)l->packed.length;
    uint8_t head[HEAD];
    memcpy(head, &length, 4);
    head[4] = w->known;
    return tempfile_add(l->file, head, HEAD, error) &&
           tempfile_add(l->file, l->packed.data, l->packed.length, error);
}

static bool unpack(struct work_cursor *c, const uint8_t *at, const uint8_t *end)
{
    for (int i = 0; i < 4; i++)
        buf_clear(&c->texts[i]);
    at = known_file_unpack(at, end, &c->texts[0], &c->texts[1], &c->work.now);
    if (at && c->work.known)
        at = known_file_unpack(at, end, &c->texts[2], &c->texts[3], &c->work.was);
    return at != NULL;
}

bool work_cursor_next(struct work_cursor *c, bool *found, struct error *error)
{
    const uint8_t *bytes;
    size_t length;
    uint32_t packed;
    if (!c->reader.file)
        c->reader =
            (struct tempfile_reader){.file = c->list->file, .end = tempfile_length(c->list->file)};
    if (!tempfile_look(&c->reader, HEAD, &bytes, &length, error))
        return false;
    *found = length >= HEAD;
    if (!*found)
        return true;
    memcpy(&packed, bytes, 4);
    c->work = (struct work){.known = bytes[4]};
    tempfile_skip(&c->reader, HEAD);
    if (!tempfile_look(&c->reader, packed, &bytes, &length, error))
        return false;
    if (length < packed || !unpack(c, bytes, bytes + packed))
        return error_set(error, ERROR_INTERNAL, "a temporary file of the index was changed");
    tempfile_skip(&c->reader, packed);
    return true;
}

void work_cursor_free(struct work_cursor *c)
{
    tempfile_reader_free(&c->reader);
    for (int i = 0; i < 4; i++)
        buf_free(&c->texts[i]);
    *c = (struct work_cursor){0};
}
