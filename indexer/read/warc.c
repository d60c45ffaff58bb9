/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/warc.h"

#include "indexer/read/http.h"

#define LINE_MAX_BYTES ((size_t)1 << 16)
#define HEAD_MAX ((size_t)1 << 18)
#define MAGIC "WARC/"
/* Bytes that are read again at most, so that many lengths that are too large cost no more. */
#define AGAIN_MAX (8 * (uint64_t)READER_RECORD_MAX)

void warc_open(struct warc *w, struct input *in, const struct reader_options *options)
{
    *w = (struct warc){.in = in, .options = options};
}

void warc_close(struct warc *w)
{
    buf_free(&w->head);
    buf_free(&w->pending);
}

/* ---- bytes: what is pending, then the input ---- */

static struct slice pending(const struct warc *w)
{
    return (struct slice){w->pending.length ? w->pending.data + w->pending_at : "",
                          w->pending.length - w->pending_at};
}

static bool is_pending(const struct warc *w, struct slice line)
{
    return w->pending.length && line.length && line.data >= w->pending.data &&
           line.data < w->pending.data + w->pending.length;
}

/* Makes the bytes that were read last, and the line behind them, come again. */
static void put_back(struct warc *w, struct slice bytes, struct slice more)
{
    struct buf all = {0};
    size_t length = bytes.length + more.length;
    if (is_pending(w, more) && w->pending_at >= length) {
        w->pending_at -= length; /* they are still there */
        return;
    }
    struct slice rest = pending(w);
    buf_add(&all, bytes.data, bytes.length);
    buf_add(&all, more.data, more.length);
    buf_add(&all, rest.data, rest.length);
    buf_free(&w->pending);
    w->pending = all;
    w->pending_at = 0;
}

/* A line, with its end; a long one comes cut. Good until the next call. */
static bool next_line(struct warc *w, struct slice *line, bool *found, struct error *error)
{
    struct slice ahead = pending(w);
    const char *end = ahead.length ? memchr(ahead.data, '\n', ahead.length) : NULL;
    bool cut;
    *found = true;
    if (end) {
        *line = (struct slice){ahead.data, (size_t)(end - ahead.data) + 1};
        w->pending_at += line->length;
        return true;
    }
    if (!input_line(w->in, LINE_MAX_BYTES, line, found, &cut, error))
        return false;
    if (ahead.length) {
        if (*found)
            buf_add(&w->pending, line->data, line->length);
        *line = pending(w);
        w->pending_at = w->pending.length;
        *found = true;
    }
    return true;
}

static bool next_bytes(struct warc *w, char *to, size_t room, size_t *got, struct error *error)
{
    struct slice ahead = pending(w);
    if (ahead.length == 0)
        return input_read(w->in, to, room, got, error);
    *got = ahead.length < room ? ahead.length : room;
    memcpy(to, ahead.data, *got);
    w->pending_at += *got;
    return true;
}

/* ---- heads ---- */

static bool begins_record(struct slice line)
{
    const size_t n = sizeof MAGIC - 1;
    return line.length > n && memcmp(line.data, MAGIC, n) == 0 && line.data[n] >= '0' &&
           line.data[n] <= '9';
}

static bool is_empty_line(struct slice line)
{
    return line.length == 0 || line.data[0] == '\n' ||
           (line.data[0] == '\r' && (line.length == 1 || line.data[1] == '\n'));
}

/* Goes to the line behind the first of the next record. */
static bool find_record(struct warc *w, bool *found, struct error *error)
{
    struct slice line;
    bool strayed = false;
    for (;;) {
        if (!next_line(w, &line, found, error))
            return false;
        if (!*found || begins_record(line))
            break;
        if (!is_empty_line(line) && !strayed) {
            reader_fault(w->options, w->number + 1, 0,
                         "no WARC record where one should begin: passed over up to the next");
            strayed = true;
        }
    }
    if (!*found && w->number == 0 && strayed)
        return error_set(error, ERROR_DAMAGED, "%s: there is no WARC record in it", w->in->name);
    w->number += *found;
    return true;
}

static struct slice without_angles(struct slice uri)
{
    if (uri.length >= 2 && uri.data[0] == '<' && uri.data[uri.length - 1] == '>')
        return (struct slice){uri.data + 1, uri.length - 2};
    return uri;
}

/* Takes the fields out of the head; false if it has no length. */
static bool parse_head(struct warc *w)
{
    struct slice rest = {w->head.data, w->head.length};
    struct slice line;
    bool has_length = false;
    w->type = w->uri = w->media = (struct slice){"", 0};
    w->truncated = w->continues = false;
    while (http_line(&rest, &line)) {
        struct slice name;
        struct slice value;
        uint64_t number;
        if (!http_field(line, &name, &value))
            continue;
        if (http_is(name, "WARC-Type"))
            w->type = value;
        else if (http_is(name, "WARC-Target-URI"))
            w->uri = without_angles(value);
        else if (http_is(name, "Content-Type"))
            w->media = value;
        else if (http_is(name, "WARC-Truncated"))
            w->truncated = true;
        else if (http_is(name, "WARC-Segment-Number"))
            w->continues = http_number(value, &number) && number > 1;
        else if (http_is(name, "Content-Length") && !has_length)
            has_length = http_number(value, &w->length);
    }
    return has_length;
}

/* Reads lines up to the empty one; *good is false if there is none, or a length is missing. */
static bool read_head(struct warc *w, bool *good, struct error *error)
{
    struct slice line;
    bool found;
    buf_clear(&w->head);
    *good = false;
    while (w->head.length < HEAD_MAX) {
        if (!next_line(w, &line, &found, error))
            return false;
        if (!found)
            break;
        if (is_empty_line(line)) {
            *good = parse_head(w);
            break;
        }
        bool folded = (line.data[0] == ' ' || line.data[0] == '\t') && w->head.length;
        while (folded && w->head.length && strchr("\r\n", w->head.data[w->head.length - 1]))
            w->head.length--;
        buf_add(&w->head, line.data, line.length);
    }
    return true;
}

bool warc_next(struct warc *w, bool *found, struct error *error)
{
    for (;;) {
        bool good;
        if (!find_record(w, found, error))
            return false;
        if (!*found)
            return true;
        if (!read_head(w, &good, error))
            return false;
        if (good)
            return true;
        reader_fault(w->options, w->number, 0, "its head is damaged or cut short: skipped");
    }
}

/* ---- blocks ---- */

static void tell_length(struct warc *w)
{
    reader_fault(w->options, w->number, 0, "its Content-Length is wrong");
}

/* Where in the block the next record begins, its last bytes being perhaps in `line`; the block's
 * length if it does not. */
static size_t record_within(struct slice block, struct slice line)
{
    const size_t n = sizeof MAGIC - 1;
    const char *end = block.data + block.length;
    for (const char *at = block.data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;) {
        at++;
        size_t left = (size_t)(end - at);
        size_t here = left < n ? left : n;
        if (here && memcmp(at, MAGIC, here) == 0 &&
            (here == n || (line.length >= n - here && !memcmp(line.data, &MAGIC[here], n - here))))
            return (size_t)(at - block.data);
        if (left == 0)
            break;
    }
    return block.length;
}

/* Without the two line ends that part records. */
static size_t without_ends(struct slice block)
{
    size_t n = block.length;
    for (int i = 0; i < 2 && n && block.data[n - 1] == '\n'; i++)
        n -= n > 1 && block.data[n - 2] == '\r' ? 2 : 1;
    return n;
}

/* Looks at what follows a block, and shortens one that swallowed the next record. */
static bool end_block(struct warc *w, struct slice *block, struct error *error)
{
    struct slice line = {"", 0};
    bool found;
    if (!next_line(w, &line, &found, error))
        return false;
    bool ends = found && (is_empty_line(line) || begins_record(line));
    bool whole = block->length == w->length;
    if (whole && (ends || !found)) {
        if (found && !is_empty_line(line))
            put_back(w, (struct slice){"", 0}, line);
        return true;
    }
    size_t at = w->again < AGAIN_MAX ? record_within(*block, line) : block->length;
    w->again += block->length - at;
    struct slice rest = {block->data + at, block->length - at};
    if (whole || rest.length)
        tell_length(w);
    else
        reader_fault(w->options, w->number, 0, "cut short: %zu of %llu bytes are there",
                     block->length, (unsigned long long)w->length);
    if (found || rest.length)
        put_back(w, rest, line);
    if (rest.length)
        block->length = without_ends((struct slice){block->data, at});
    return true;
}

bool warc_block(struct warc *w, struct arena *arena, struct slice *block, struct error *error)
{
    size_t length = 0;
    size_t got = 1;
    char *data = arena_alloc(arena, (size_t)w->length + 1);
    for (; length < w->length && got; length += got)
        if (!next_bytes(w, data + length, (size_t)w->length - length, &got, error))
            return false;
    *block = (struct slice){data, length};
    return end_block(w, block, error);
}

bool warc_skip(struct warc *w, struct error *error)
{
    static const struct slice none = {"", 0};
    char piece[1 << 14];
    uint64_t left = w->length;
    size_t got = 1;
    while (left && got) {
        size_t want = left < sizeof piece ? (size_t)left : sizeof piece;
        if (!next_bytes(w, piece, want, &got, error))
            return false;
        left -= got;
    }
    struct slice line = none;
    bool found;
    if (!next_line(w, &line, &found, error))
        return false;
    if (left)
        reader_fault(w->options, w->number, 0, "cut short: %llu bytes are missing",
                     (unsigned long long)left);
    else if (found && !is_empty_line(line) && !begins_record(line))
        tell_length(w);
    if (found && !is_empty_line(line))
        put_back(w, none, line);
    return true;
}
