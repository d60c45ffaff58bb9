/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/inflate.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "lib/base/mem.h"

#define CHUNK ((size_t)1 << 16)

struct inflater {
    struct input *packed;
    const char *name;
    z_stream z;
    enum inflate_form form;
    bool dry;    /* packed has no more bytes */
    bool inside; /* between the first byte of a member and its last */
    bool some;   /* a member has been read to its end */
    bool ended;
    struct error failed; /* its status is ERROR_NONE until something fails */
    char chunk[CHUNK];
};

static void fail(struct inflater *f, const char *what)
{
    error_set(&f->failed, ERROR_DAMAGED, "%s: %s", f->name, what);
}

static void fill(struct inflater *f)
{
    size_t got;
    if (f->z.avail_in || f->dry)
        return;
    if (!input_read(f->packed, f->chunk, sizeof f->chunk, &got, &f->failed))
        return;
    f->dry = got == 0;
    f->z.next_in = (unsigned char *)f->chunk;
    f->z.avail_in = (uInt)got;
}

/* Finds the next member, or that there is none. */
static void begin_member(struct inflater *f)
{
    while (f->some && f->z.avail_in && *f->z.next_in == 0) {
        f->z.next_in++;
        f->z.avail_in--;
    }
    if (f->z.avail_in == 0) {
        f->ended = f->dry;
    } else if (f->some && *f->z.next_in != 0x1F) {
        fail(f, "bytes that are not gzip follow the end of the gzip data");
    } else {
        inflateReset(&f->z);
        f->inside = true;
    }
}

/* Inflates into `to`; returns how many bytes came of it. */
static size_t step(struct inflater *f, char *to, size_t room)
{
    uInt give = room > INT_MAX ? INT_MAX : (uInt)room;
    f->z.next_out = (unsigned char *)to;
    f->z.avail_out = give;
    int result = inflate(&f->z, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
        f->inside = false;
        f->some = true;
        f->ended = f->form != INFLATE_GZIP;
    } else if (result == Z_MEM_ERROR) {
        error_set(&f->failed, ERROR_MEMORY, "%s: not enough memory to inflate it", f->name);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
        fail(f, "the compressed data are damaged");
    }
    return give - f->z.avail_out;
}

static bool inflater_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct inflater *f = source;
    *got = 0;
    while (*got == 0 && f->failed.status == ERROR_NONE && !f->ended) {
        fill(f);
        if (f->failed.status != ERROR_NONE)
            break;
        if (!f->inside)
            begin_member(f);
        else if (f->z.avail_in == 0 && f->dry)
            fail(f, "the compressed data are cut short");
        else
            *got = step(f, to, room);
    }
    if (*got == 0 && f->failed.status != ERROR_NONE) {
        *error = f->failed;
        return false;
    }
    return true;
}

static void inflater_close(void *source)
{
    struct inflater *f = source;
    inflateEnd(&f->z);
    free(f);
}

static const struct input_kind inflater_kind = {inflater_read, inflater_close};

/* zlib's number for what the bytes are wrapped in. */
static int window_bits(enum inflate_form form, struct slice head)
{
    if (form == INFLATE_GZIP)
        return 16 + MAX_WBITS;
    const unsigned char *b = (const unsigned char *)head.data;
    bool wrapped = head.length >= 2 && (b[0] & 15) == Z_DEFLATED && (b[0] * 256 + b[1]) % 31 == 0;
    return wrapped ? MAX_WBITS : -MAX_WBITS;
}

bool inflate_open(struct input *in, struct input *packed, enum inflate_form form, const char *name,
                  struct error *error)
{
    struct slice head;
    if (!input_peek(packed, 2, &head, error))
        return false;
    struct inflater *f = xcalloc(1, sizeof *f);
    f->packed = packed;
    f->name = name;
    f->form = form;
    if (inflateInit2(&f->z, window_bits(form, head)) != Z_OK) {
        free(f);
        return error_set(error, ERROR_MEMORY, "%s: not enough memory to inflate it", name);
    }
    input_open(in, &inflater_kind, f, name);
    return true;
}
