/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs read as sources of terms: the part of indexer/build/run_file.h that reads. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/run_file.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"

enum { FIRST_ROOM = 1 << 16, HEAD_MAX = 5 * VARINT_MAX + SCHEMA_TERM_MAX };

struct run_source {
    struct term_source term;
    bool positions;
    const struct run *run; /* one in memory, or NULL */
    size_t next;           /* of its terms */
    int fd;                /* of one in a file */
    char *shown;
    uint8_t *buffer;
    size_t at;
    size_t end;
    size_t room;
    char text[SCHEMA_TERM_MAX + 1];
    uint32_t left;   /* postings of the term in chunks to come */
    size_t unwanted; /* bytes of positions behind the chunk */
    /* The chunk at hand. */
    uint32_t chunk_left;
    uint32_t docid; /* of the posting before */
    const uint8_t *postings;
    const uint8_t *places;
};

static void close_source(struct term_source *t)
{
    struct run_source *s = (struct run_source *)t;
    if (s->fd >= 0)
        close(s->fd);
    free(s->shown);
    free(s->buffer);
    free(s);
}

/* Makes `length` bytes wait in the buffer; beyond the end of the file they are zeros. */
static bool fill(struct run_source *s, size_t length, struct error *error)
{
    if (s->end - s->at >= length)
        return true;
    memmove(s->buffer, s->buffer + s->at, s->end - s->at);
    s->end -= s->at;
    s->at = 0;
    if (length > s->room)
        s->buffer = xgrow(s->buffer, &s->room, length, 1);
    while (s->end < length) {
        ssize_t n = read(s->fd, s->buffer + s->end, s->room - s->end);
        if (n == 0)
            break;
        if (n > 0)
            s->end += (size_t)n;
        else if (errno != EINTR)
            return error_system(error, errno, s->shown);
    }
    if (s->end < length)
        memset(s->buffer + s->end, 0, length - s->end);
    return true;
}

static bool cut_short(const struct run_source *s, struct error *error)
{
    return error_set(error, ERROR_DAMAGED, "%s: cut short while it was in use", s->shown);
}

static const uint8_t *get_number(const uint8_t *at, uint64_t *n)
{
    *n = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        *n |= (uint64_t)(*at & 0x7F) << shift;
        if (*at++ < 0x80)
            break;
    }
    return at;
}

/* Passes over the positions of the last chunk, if they are not wanted. */
static bool skip_positions(struct run_source *s, struct error *error)
{
    size_t length = s->unwanted;
    s->unwanted = 0;
    if (length <= s->end - s->at) {
        s->at += length;
        return true;
    }
    length -= s->end - s->at;
    s->at = s->end = 0;
    return lseek(s->fd, (off_t)length, SEEK_CUR) >= 0 || error_system(error, errno, s->shown);
}

static bool load_chunk(struct run_source *s, struct error *error)
{
    uint64_t n[4];
    if (!skip_positions(s, error) || !fill(s, sizeof n / sizeof *n * VARINT_MAX, error))
        return false;
    const uint8_t *at = s->buffer + s->at;
    for (size_t i = 0; i < sizeof n / sizeof *n; i++)
        at = get_number(at, &n[i]);
    s->at = (size_t)(at - s->buffer);
    if (s->at > s->end || n[0] == 0 || n[0] > s->left)
        return cut_short(s, error);
    size_t wanted = (size_t)(n[2] + (s->positions ? n[3] : 0));
    s->unwanted = (size_t)(n[2] + n[3]) - wanted;
    if (!fill(s, wanted, error))
        return false;
    if (s->end - s->at < wanted)
        return cut_short(s, error);
    s->chunk_left = (uint32_t)n[0];
    s->left -= s->chunk_left;
    s->docid = (uint32_t)n[1];
    s->postings = s->buffer + s->at;
    s->places = s->postings + n[2];
    s->at += wanted;
    return true;
}

static bool next_in_file(struct term_source *t, bool *found, struct error *error)
{
    struct run_source *s = (struct run_source *)t;
    uint64_t length;
    uint64_t n[3];
    if (!skip_positions(s, error) || !fill(s, HEAD_MAX, error))
        return false;
    *found = s->at < s->end;
    if (!*found)
        return true;
    const uint8_t *at = get_number(s->buffer + s->at, &length);
    if (length > SCHEMA_TERM_MAX)
        return cut_short(s, error);
    memcpy(s->text, at, length);
    at += length;
    for (size_t i = 0; i < 3; i++)
        at = get_number(at, &n[i]);
    s->at = (size_t)(at - s->buffer);
    if (s->at > s->end)
        return cut_short(s, error);
    t->text = s->text;
    t->length = (uint32_t)length;
    t->head = term_head(s->text, length);
    t->documents = s->left = (uint32_t)n[0];
    t->occurrences = n[1];
    t->placed = n[2] != 0;
    s->chunk_left = 0;
    return true;
}

static bool next_in_memory(struct term_source *t, bool *found, struct error *error)
{
    (void)error;
    struct run_source *s = (struct run_source *)t;
    *found = s->next < s->run->term_count;
    if (!*found)
        return true;
    const struct run_term *r = &s->run->terms[s->next++];
    t->text = r->text;
    t->length = r->length;
    t->head = r->head;
    t->documents = s->chunk_left = r->documents;
    t->occurrences = r->occurrences;
    t->placed = r->positions_length > 0;
    s->docid = s->run->first - 1;
    s->postings = s->run->postings + r->postings;
    s->places = s->run->positions + r->positions;
    return true;
}

/* Decodes the positions of a block. */
static void read_positions(struct run_source *s, struct term_block *b, size_t count)
{
    if (count > b->position_room)
        b->positions = xgrow(b->positions, &b->position_room, count, sizeof *b->positions);
    uint32_t *to = b->positions;
    const uint8_t *from = s->places;
    for (size_t i = 0; i < b->count; i++) {
        uint32_t position = 0;
        for (uint32_t n = b->wdfs[i]; n; n--) {
            uint32_t distance;
            from = varint_get(from, &distance);
            *to++ = position += distance;
        }
    }
    s->places = from;
}

static bool read_block(struct term_source *t, struct term_block *b, struct error *error)
{
    struct run_source *s = (struct run_source *)t;
    b->count = 0;
    if (s->chunk_left == 0) {
        if (s->left == 0)
            return true;
        if (!load_chunk(s, error))
            return false;
    }
    b->count = s->chunk_left < TERM_BLOCK ? s->chunk_left : TERM_BLOCK;
    s->chunk_left -= (uint32_t)b->count;
    size_t places = 0;
    const uint8_t *at = s->postings;
    for (size_t i = 0; i < b->count; i++) {
        uint32_t distance;
        at = varint_get(varint_get(at, &distance), &b->wdfs[i]);
        b->docids[i] = s->docid += distance;
        places += b->wdfs[i];
    }
    s->postings = at;
    if (s->positions && t->placed)
        read_positions(s, b, places);
    return true;
}

static const struct term_source_kind in_memory = {next_in_memory, read_block, close_source};
static const struct term_source_kind in_file = {next_in_file, read_block, close_source};

struct term_source *run_source_memory(const struct run *r, bool positions)
{
    struct run_source *s = xcalloc(1, sizeof *s);
    s->term.kind = &in_memory;
    s->run = r;
    s->positions = positions;
    s->fd = -1;
    return &s->term;
}

struct term_source *run_source_file(int folder, const char *name, const char *shown, bool positions,
                                    struct error *error)
{
    struct run_source *s = xcalloc(1, sizeof *s);
    s->term.kind = &in_file;
    s->positions = positions;
    s->shown = xstrdup(shown);
    s->fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (s->fd < 0) {
        error_system(error, errno, shown);
        close_source(&s->term);
        return NULL;
    }
    s->buffer = xgrow(s->buffer, &s->room, FIRST_ROOM, 1);
    return &s->term;
}
