/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/http_body.h"

#include <brotli/decode.h>

#include "indexer/read/inflate.h"
#include "lib/base/buf.h"

/* ---- chunks ---- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The line that a chunk begins with: its size, and perhaps extensions behind a semicolon. Returns
 * the length of the line with its end; 0 if it is none. A size above 2^60 is none. */
static size_t chunk_size(struct slice at, size_t *size)
{
    size_t n = 0;
    *size = 0;
    for (; n < at.length && n < 16 && hex_value(at.data[n]) >= 0; n++)
        *size = *size * 16 + (size_t)hex_value(at.data[n]);
    if (n == 0 || n == 16)
        return 0;
    const char *end = memchr(at.data + n, '\n', at.length - n);
    for (const char *c = at.data + n; end && c < end && *c != ';'; c++)
        if (*c != ' ' && *c != '\t' && *c != '\r')
            return 0;
    return end ? (size_t)(end - at.data) + 1 : 0;
}

static bool skip_line_end(struct slice *rest)
{
    size_t n = rest->length && rest->data[0] == '\r';
    if (rest->length <= n || rest->data[n] != '\n')
        return false;
    *rest = (struct slice){rest->data + n + 1, rest->length - n - 1};
    return true;
}

void http_unchunk(struct slice *body, struct arena *arena, const char **fault)
{
    struct slice rest = *body;
    size_t size;
    size_t line = chunk_size(rest, &size);
    if (line == 0)
        return; /* they were undone before it was stored */
    char *out = arena_alloc(arena, body->length);
    size_t length = 0;
    for (; line; line = chunk_size(rest, &size)) {
        rest = (struct slice){rest.data + line, rest.length - line};
        bool last = size == 0;
        bool cut = size > rest.length;
        size_t n = cut ? rest.length : size;
        if (n)
            memcpy(out + length, rest.data, n);
        length += n;
        rest = (struct slice){rest.data + n, rest.length - n};
        *body = (struct slice){out, length};
        if (last)
            return;
        if (cut || rest.length == 0) {
            *fault = "its last chunk is cut short";
            return;
        }
        if (!skip_line_end(&rest))
            break;
    }
    *fault = rest.length ? "the size of a chunk is wrong; its body ends there"
                         : "its last chunk is missing";
}

/* ---- compression ---- */

static bool too_large(const char **fault)
{
    *fault = "its body is too large";
    return false;
}

/* Reads an input to its end, into the arena. */
static bool drink(struct input *in, struct slice *body, size_t limit, struct arena *arena,
                  const char **fault)
{
    struct buf out = {0};
    struct error error;
    size_t got = 1;
    bool good = true;
    while (got && out.length <= limit) {
        char *to = buf_reserve(&out, (size_t)1 << 16);
        good = input_read(in, to, (size_t)1 << 16, &got, &error);
        if (!good)
            break;
        out.length += got;
    }
    if (!good && error.status == ERROR_DAMAGED)
        *fault = "its compressed body is damaged or cut short";
    bool fits = out.length <= limit;
    if (fits)
        *body = (struct slice){arena_copy(arena, out.data ? out.data : "", out.length), out.length};
    buf_free(&out);
    return fits || too_large(fault);
}

static bool inflate_body(struct slice *body, enum inflate_form form, size_t limit,
                         struct arena *arena, const char **fault)
{
    struct input packed;
    struct input in;
    struct error error;
    struct slice stored = *body;
    const char *why = *fault;
    input_open_memory(&packed, stored, "body");
    if (!inflate_open(&in, &packed, form, "body", &error)) {
        input_close(&packed);
        *fault = "there is not enough memory to inflate it";
        return false;
    }
    bool good = drink(&in, body, limit, arena, &why);
    input_close(&in);
    input_close(&packed);
    if (good && form == INFLATE_DEFLATE && body->length == 0 && stored.length && why != *fault) {
        *body = stored; /* not even its beginning is deflated: it was undone before */
        return true;
    }
    *fault = why;
    return good;
}

bool http_gunzip(struct slice *body, size_t limit, struct arena *arena, const char **fault)
{
    return !inflate_is_gzip(*body) || inflate_body(body, INFLATE_GZIP, limit, arena, fault);
}

bool http_inflate(struct slice *body, size_t limit, struct arena *arena, const char **fault)
{
    return body->length == 0 || inflate_body(body, INFLATE_DEFLATE, limit, arena, fault);
}

/* No control bytes at the front. */
static bool is_plain(struct slice body)
{
    for (size_t i = 0; i < body.length && i < 64; i++)
        if ((unsigned char)body.data[i] < 0x20 && !strchr("\t\n\f\r", body.data[i]))
            return false;
    return !memchr(body.data, 0, body.length < 64 ? body.length : 64);
}

bool http_unbrotli(struct slice *body, size_t limit, struct arena *arena, const char **fault)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *from = (const uint8_t *)body->data;
    size_t left = body->length;
    struct buf out = {0};
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    if (!state || left == 0) {
        BrotliDecoderDestroyInstance(state);
        return true;
    }
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out.length <= limit) {
        size_t room = (size_t)1 << 16;
        uint8_t *to = (uint8_t *)buf_reserve(&out, room);
        result = BrotliDecoderDecompressStream(state, &left, &from, &room, &to, NULL);
        out.length += ((size_t)1 << 16) - room;
    }
    BrotliDecoderDestroyInstance(state);
    bool good = result == BROTLI_DECODER_RESULT_SUCCESS;
    /* It was undone before it was stored, if it is text. */
    bool plain = !good && out.length == 0 && is_plain(*body);
    bool fits = out.length <= limit;
    if (!good && !plain && fits)
        *fault = "its compressed body is damaged or cut short";
    if (fits && !plain)
        *body = (struct slice){arena_copy(arena, out.data ? out.data : "", out.length), out.length};
    buf_free(&out);
    return fits || too_large(fault);
}
