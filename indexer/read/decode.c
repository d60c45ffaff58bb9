/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/utf8.h"

#define HEAD ((size_t)8000) /* bytes in which a NUL tells that a file is binary, as git has it */
#define CHUNK ((size_t)1 << 16)

static const char replacement[] = "\xEF\xBF\xBD";

/* A charset whose characters are 2 or 4 bytes. */
struct wide {
    const char *name; /* NULL: it is none */
    size_t mark;      /* bytes of the byte order mark */
    size_t unit;
};

static bool begins(struct slice s, const char *mark, size_t n)
{
    return s.length >= n && memcmp(s.data, mark, n) == 0;
}

/* UTF-16 without a mark: of the first units most have a NUL on one side, none on the other. */
static struct wide wide_by_shape(struct slice head)
{
    size_t units = (head.length < HEAD ? head.length : HEAD) / 2;
    size_t zero[2] = {0, 0};
    if (units == 0 || !memchr(head.data, '\0', units * 2))
        return (struct wide){0};
    for (size_t i = 0; i < units * 2; i++)
        zero[i % 2] += head.data[i] == '\0';
    if (units >= 4 && zero[0] == 0 && zero[1] * 10 > units * 7)
        return (struct wide){"UTF-16LE", 0, 2};
    if (units >= 4 && zero[1] == 0 && zero[0] * 10 > units * 7)
        return (struct wide){"UTF-16BE", 0, 2};
    return (struct wide){0};
}

static bool is_utf8(struct slice head)
{
    struct arena arena = {0};
    size_t replaced;
    size_t cut = head.length; /* a character may be cut off at the end of the head */
    for (int i = 0; i < 4 && cut && ((unsigned char)head.data[cut - 1] & 0x80); i++)
        cut--;
    utf8_clean((struct slice){head.data, cut}, &arena, &replaced);
    arena_free(&arena);
    return replaced == 0;
}

static struct wide wide_by_name(struct slice head, const char *encoding)
{
    bool four = strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0;
    if (!four && strncasecmp(encoding, "UTF-16", 6) != 0 && strncasecmp(encoding, "UCS-2", 5) != 0)
        return (struct wide){0};
    if (!memchr(head.data, '\0', head.length) && is_utf8(head))
        return (struct wide){0};
    return (struct wide){encoding, 0, four ? 4 : 2};
}

static struct wide wide_of(struct slice head, const char *encoding)
{
    if (head.length == 0 || begins(head, "\xEF\xBB\xBF", 3))
        return (struct wide){0};
    if (begins(head, "\xFF\xFE\0\0", 4))
        return (struct wide){"UTF-32LE", 4, 4};
    if (begins(head, "\0\0\xFE\xFF", 4))
        return (struct wide){"UTF-32BE", 4, 4};
    if (begins(head, "\xFF\xFE", 2))
        return (struct wide){"UTF-16LE", 2, 2};
    if (begins(head, "\xFE\xFF", 2))
        return (struct wide){"UTF-16BE", 2, 2};
    struct wide w = wide_by_shape(head);
    return w.name || !encoding ? w : wide_by_name(head, encoding);
}

bool decode_is_binary(struct slice head, const char *encoding)
{
    size_t n = head.length < HEAD ? head.length : HEAD;
    return n && memchr(head.data, '\0', n) != NULL && !wide_of(head, encoding).name;
}

bool decode_knows(const char *encoding)
{
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (cd == (iconv_t)-1)
        return false;
    iconv_close(cd);
    return true;
}

/* Appends the text of `bytes`; what is no character becomes U+FFFD, `unit` bytes at a time. Returns
 * how many bytes of a character that is cut off are left over at the end. */
static size_t convert(iconv_t cd, struct slice bytes, size_t unit, struct buf *out,
                      size_t *replaced)
{
    char *from = (char *)bytes.data;
    size_t left = bytes.length;
    while (left) {
        size_t room = left * 2 + 16;
        char *to = buf_reserve(out, room);
        size_t free_room = room;
        size_t status = iconv(cd, &from, &left, &to, &free_room);
        int why = errno;
        out->length += room - free_room;
        if (status != (size_t)-1 || why == E2BIG)
            continue;
        if (why == EINVAL)
            break;
        size_t bad = left < unit ? left : unit;
        buf_add(out, replacement, 3);
        from += bad;
        left -= bad;
        *replaced += bad;
    }
    buf_reserve(out, 1)[0] = '\0';
    return left;
}

static struct slice convert_all(const char *charset, struct slice bytes, size_t unit,
                                struct arena *arena, size_t *replaced)
{
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1)
        return utf8_clean(bytes, arena, replaced);
    struct buf out = {0};
    size_t left = convert(cd, bytes, unit, &out, replaced);
    if (left) {
        buf_add(&out, replacement, 3);
        *replaced += left;
    }
    iconv_close(cd);
    struct slice text = {arena_copy(arena, out.data ? out.data : "", out.length), out.length};
    buf_free(&out);
    return text;
}

/* The characters of windows-1252 from 0x80 to 0x9F; 0: there is none. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static struct slice from_windows(struct slice bytes, struct arena *arena, size_t *replaced)
{
    char *text = arena_alloc(arena, bytes.length * 3 + 1);
    char *to = text;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char b = (unsigned char)bytes.data[i];
        unsigned code = b < 0x80 || b >= 0xA0 ? b : windows[b - 0x80];
        if (b >= 0x80 && code == 0) {
            code = 0xFFFD;
            ++*replaced;
        }
        if (code >= 0x800) {
            *to++ = (char)(0xE0 | code >> 12);
            *to++ = (char)(0x80 | (code >> 6 & 0x3F));
            *to++ = (char)(0x80 | (code & 0x3F));
        } else if (code >= 0x80) {
            *to++ = (char)(0xC0 | code >> 6);
            *to++ = (char)(0x80 | (code & 0x3F));
        } else {
            *to++ = (char)code;
        }
    }
    return (struct slice){text, (size_t)(to - text)};
}

/* Charsets that are ASCII until an escape sequence, so that being valid UTF-8 says nothing. */
static bool has_escapes(struct slice bytes, const char *encoding)
{
    return encoding && strncasecmp(encoding, "ISO-2022", 8) == 0 &&
           memchr(bytes.data, '\x1B', bytes.length) != NULL;
}

static void decode_bytes(struct slice bytes, const char *encoding, struct arena *arena,
                         struct decoded *out)
{
    size_t bad = 0;
    size_t high = 0;
    *out = (struct decoded){.text = bytes};
    if (bytes.length == 0)
        return;
    if (!has_escapes(bytes, encoding)) {
        out->text = utf8_clean(bytes, arena, &bad);
        if (bad == 0)
            return;
    }
    for (size_t i = 0; i < bytes.length; i++)
        high += (unsigned char)bytes.data[i] >= 0x80;
    if (bad && high - bad >= 2 * bad) {
        out->replaced = bad;
        return;
    }
    if (encoding) {
        out->text = convert_all(encoding, bytes, 1, arena, &out->replaced);
        out->charset = encoding;
    } else {
        out->text = from_windows(bytes, arena, &out->replaced);
        out->charset = "windows-1252";
    }
}

void decode_text(struct slice bytes, const char *encoding, struct arena *arena, struct decoded *out)
{
    struct wide w = wide_of(bytes, encoding);
    if (!w.name) {
        decode_bytes(bytes, encoding, arena, out);
        return;
    }
    *out = (struct decoded){.charset = w.name};
    bytes.data += w.mark;
    bytes.length -= w.mark;
    out->text = convert_all(w.name, bytes, w.unit, arena, &out->replaced);
}

/* A stream of wide characters. */
struct widened {
    struct input *in;
    iconv_t cd;
    size_t unit;
    size_t held; /* bytes of a character that has not come whole, at the front of `raw` */
    char raw[CHUNK];
    struct buf text;
    size_t given; /* of `text` */
};

static bool wide_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct widened *w = source;
    while (w->given == w->text.length) {
        size_t more;
        size_t replaced = 0;
        buf_clear(&w->text);
        w->given = 0;
        if (!input_read(w->in, w->raw + w->held, CHUNK - w->held, &more, error))
            return false;
        if (more == 0) {
            if (w->held)
                buf_add(&w->text, replacement, 3);
            w->held = 0;
            break;
        }
        struct slice bytes = {w->raw, w->held + more};
        w->held = convert(w->cd, bytes, w->unit, &w->text, &replaced);
        memmove(w->raw, w->raw + bytes.length - w->held, w->held);
    }
    *got = w->text.length - w->given;
    *got = *got < room ? *got : room;
    if (*got)
        memcpy(to, w->text.data + w->given, *got);
    w->given += *got;
    return true;
}

static void wide_close(void *source)
{
    struct widened *w = source;
    iconv_close(w->cd);
    buf_free(&w->text);
    free(w);
}

bool decoder_open(struct decoder *d, struct input *in, const char *encoding, struct error *error)
{
    static const struct input_kind kind = {wide_read, wide_close};
    struct slice head;
    char mark[4];
    size_t got;
    *d = (struct decoder){.in = in, .encoding = encoding};
    if (!input_peek(in, HEAD, &head, error))
        return false;
    struct wide w = wide_of(head, encoding);
    size_t skip = begins(head, "\xEF\xBB\xBF", 3) ? 3 : w.mark;
    while (skip) {
        if (!input_read(in, mark, skip, &got, error))
            return false;
        skip -= got;
    }
    if (!w.name)
        return true;
    iconv_t cd = iconv_open("UTF-8", w.name);
    if (cd == (iconv_t)-1)
        return error_set(error, ERROR_UNSUPPORTED, "%s: no way to read %s here", in->name, w.name);
    struct widened *source = xmalloc(sizeof *source);
    source->in = in;
    source->cd = cd;
    source->unit = w.unit;
    source->held = source->given = 0;
    source->text = (struct buf){0};
    input_open(&d->wide, &kind, source, in->name);
    d->in = &d->wide;
    d->charset = w.name;
    return true;
}

void decoder_close(struct decoder *d)
{
    if (d->in == &d->wide)
        input_close(&d->wide);
}

void decoder_text(const struct decoder *d, struct slice bytes, struct arena *arena,
                  struct decoded *out)
{
    decode_bytes(bytes, d->encoding, arena, out);
    if (d->charset)
        out->charset = d->charset;
}
