/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/inflate.h"

#include <stdint.h>
#include <stdlib.h>

#include "lib/base/mem.h"

#if defined __x86_64__ || defined __aarch64__ /* as the Makefile has it */
#include <isa-l/igzip_lib.h>

struct inflater {
    struct inflate_state state;
};

struct inflater *inflater_new(void)
{
    return xmalloc(sizeof(struct inflater));
}

void inflater_free(struct inflater *i)
{
    free(i);
}

bool inflate_start(struct inflater *i, const void *stream, size_t length, void *out, size_t wanted)
{
    struct inflate_state *s = &i->state;
    isal_inflate_init(s);
    s->next_in = (uint8_t *)(uintptr_t)stream; /* it does not write there */
    s->avail_in = (uint32_t)length;
    s->next_out = out;
    s->avail_out = (uint32_t)wanted;
    int status = isal_inflate_stateless(s);
    return (status == ISAL_DECOMP_OK || status == ISAL_OUT_OVERFLOW) && s->avail_out == 0;
}

#else
#include <stdio.h>
#include <zlib.h>

struct inflater {
    z_stream state;
};

struct inflater *inflater_new(void)
{
    struct inflater *i = xcalloc(1, sizeof *i);
    if (inflateInit2(&i->state, -MAX_WBITS) != Z_OK) {
        fputs("dateline: out of memory\n", stderr);
        exit(2);
    }
    return i;
}

void inflater_free(struct inflater *i)
{
    if (i)
        inflateEnd(&i->state);
    free(i);
}

bool inflate_start(struct inflater *i, const void *stream, size_t length, void *out, size_t wanted)
{
    z_stream *s = &i->state;
    inflateReset(s);
    s->next_in = (z_const Bytef *)(uintptr_t)stream;
    s->avail_in = (uInt)length;
    s->next_out = out;
    s->avail_out = (uInt)wanted;
    int status = inflate(s, Z_FINISH);
    return (status == Z_STREAM_END || status == Z_BUF_ERROR) && s->avail_out == 0;
}
#endif
