/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs written to files. */
#include "indexer/build/run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lib/base/varint.h"

enum { BUFFER = 1 << 18 };

struct run_output {
    int fd;
    const char *shown;
    struct buf bytes;
};

static bool output_open(struct run_output *o, int folder, const char *name, const char *shown,
                        struct error *error)
{
    *o = (struct run_output){.shown = shown};
    o->fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return o->fd >= 0 || error_system(error, errno, shown);
}

static bool output_flush(struct run_output *o, struct error *error)
{
    for (size_t done = 0; done < o->bytes.length;) {
        ssize_t n = write(o->fd, o->bytes.data + done, o->bytes.length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            return error_system(error, errno, o->shown);
    }
    buf_clear(&o->bytes);
    return true;
}

/* Closes the file of an output that was opened, or not. */
static bool output_close(struct run_output *o, bool ok, struct error *error)
{
    ok = ok && output_flush(o, error);
    buf_free(&o->bytes);
    if (o->fd >= 0 && close(o->fd) != 0 && ok)
        return error_system(error, errno, o->shown);
    return ok;
}

static void put_number(struct run_output *o, uint64_t n)
{
    uint8_t bytes[VARINT_MAX];
    buf_add(&o->bytes, bytes, (size_t)(varint_put(bytes, n) - bytes));
}

static void put_term(struct run_output *o, const char *text, size_t length, uint64_t documents,
                     uint64_t occurrences, bool placed)
{
    put_number(o, length);
    buf_add(&o->bytes, text, length);
    put_number(o, documents);
    put_number(o, occurrences);
    put_number(o, placed);
}

struct chunk {
    uint32_t count;
    uint32_t before; /* the docid before its first */
    const uint8_t *postings;
    size_t postings_length;
    const uint8_t *positions;
    size_t positions_length;
};

static bool put_chunk(struct run_output *o, const struct chunk *c, struct error *error)
{
    put_number(o, c->count);
    put_number(o, c->before);
    put_number(o, c->postings_length);
    put_number(o, c->positions_length);
    buf_add(&o->bytes, c->postings, c->postings_length);
    if (c->positions_length)
        buf_add(&o->bytes, c->positions, c->positions_length);
    return o->bytes.length < BUFFER || output_flush(o, error);
}

static const uint8_t *skip_varints(const uint8_t *at, uint32_t count)
{
    while (count)
        count -= *at++ < 0x80;
    return at;
}

/* Cuts a long list of postings into chunks. */
static bool put_chunks(struct run_output *o, const struct run *r, const struct run_term *t,
                       struct error *error)
{
    const bool placed = t->positions_length > 0;
    const uint8_t *at = r->postings + t->postings;
    const uint8_t *from = placed ? r->positions + t->positions : NULL;
    struct chunk c = {0, r->first - 1, at, 0, from, 0};
    uint32_t docid = r->first - 1;
    bool ok = true;
    for (uint32_t left = t->documents; ok && left; left--) {
        uint32_t distance;
        uint32_t wdf;
        at = varint_get(varint_get(at, &distance), &wdf);
        docid += distance;
        from = placed ? skip_varints(from, wdf) : NULL;
        c.count++;
        c.postings_length = (size_t)(at - c.postings);
        c.positions_length = placed ? (size_t)(from - c.positions) : 0;
        if (left > 1 && c.count < RUN_CHUNK && c.positions_length < RUN_CHUNK_POSITIONS)
            continue;
        ok = put_chunk(o, &c, error);
        c = (struct chunk){0, docid, at, 0, from, 0};
    }
    return ok;
}

static bool write_term(struct run_output *o, const struct run *r, const struct run_term *t,
                       struct error *error)
{
    put_term(o, t->text, t->length, t->documents, t->occurrences, t->positions_length > 0);
    if (t->documents > RUN_CHUNK || t->positions_length > RUN_CHUNK_POSITIONS)
        return put_chunks(o, r, t, error);
    struct chunk c = {t->documents,
                      r->first - 1,
                      r->postings + t->postings,
                      t->postings_length,
                      r->positions + t->positions,
                      t->positions_length};
    return put_chunk(o, &c, error);
}

bool run_file_write(const struct run *r, int folder, const char *name, const char *shown,
                    struct error *error)
{
    struct run_output o;
    bool ok = output_open(&o, folder, name, shown, error);
    for (size_t i = 0; ok && i < r->term_count; i++)
        ok = write_term(&o, r, &r->terms[i], error);
    return output_close(&o, ok, error);
}

/* Encodes a block of a term as a chunk after docid `before`. */
static bool put_block(struct run_output *o, const struct term_block *b, bool placed,
                      uint32_t before, struct buf *scratch, struct error *error)
{
    size_t places = 0;
    for (size_t i = 0; placed && i < b->count; i++)
        places += b->wdfs[i];
    buf_clear(scratch);
    uint8_t *start = (uint8_t *)buf_reserve(scratch, b->count * 10 + places * 5);
    uint8_t *end = start;
    uint32_t last = before;
    for (size_t i = 0; i < b->count; last = b->docids[i++])
        end = varint_put(varint_put(end, b->docids[i] - last), b->wdfs[i]);
    struct chunk c = {(uint32_t)b->count, before, start, (size_t)(end - start), end, 0};
    const uint32_t *position = b->positions;
    for (size_t i = 0; placed && i < b->count; i++) {
        last = 0;
        for (uint32_t n = b->wdfs[i]; n; last = *position++, n--)
            end = varint_put(end, *position - last);
    }
    c.positions_length = (size_t)(end - c.positions);
    return put_chunk(o, &c, error);
}

bool run_file_merge(struct term_merge *m, int folder, const char *name, const char *shown,
                    const volatile sig_atomic_t *stop, struct error *error)
{
    struct run_output o;
    struct term_block block = {0};
    struct buf scratch = {0};
    bool found = false;
    bool ok = output_open(&o, folder, name, shown, error);
    while (ok && (ok = term_merge_next(m, &found, error)) && found) {
        uint32_t before = 0;
        put_term(&o, m->text, m->length, m->documents, m->occurrences, m->placed);
        while ((ok = term_merge_read(m, &block, error)) && block.count &&
               (ok = put_block(&o, &block, m->placed, before, &scratch, error)))
            before = block.docids[block.count - 1];
        if (ok && *stop)
            ok = error_set(error, ERROR_STOPPED, "%s: stopped", shown);
    }
    buf_free(&scratch);
    term_block_free(&block);
    return output_close(&o, ok, error);
}
