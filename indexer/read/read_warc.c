/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_warc.h"

#include <stdlib.h>
#include <strings.h>

#include "indexer/read/decode.h"
#include "indexer/read/html.h"
#include "indexer/read/http.h"
#include "indexer/read/warc.h"
#include "lib/base/mem.h"

struct reader {
    struct warc warc;
    const struct reader_options *options;
    struct arena scratch; /* of the current record, since most are no articles */
};

/* What a record holds that can be an article. */
struct page {
    struct slice type; /* Content-Type */
    struct slice body;
    const char *fault; /* what is wrong with the body; NULL: nothing */
};

static bool is_warc(struct slice head)
{
    return head.length >= 6 && memcmp(head.data, "WARC/", 5) == 0 && head.data[5] >= '0' &&
           head.data[5] <= '9';
}

static struct reader *open_warc(struct input *in, const struct reader_options *options,
                                struct error *error)
{
    (void)error;
    struct reader *r = xcalloc(1, sizeof *r);
    warc_open(&r->warc, in, options);
    r->options = options;
    return r;
}

static void close_warc(struct reader *r)
{
    warc_close(&r->warc);
    arena_free(&r->scratch);
    free(r);
}

static void tell(const struct reader *r, const char *uri, const char *what)
{
    reader_fault(r->options, r->warc.number, 0, "%.200s: %s", uri, what);
}

/* ---- which records, and what is in them ---- */

static bool is_html(struct slice type, struct slice body)
{
    if (type.length)
        return http_type_is(type, "text/html") || http_type_is(type, "application/xhtml+xml");
    size_t at = 0;
    while (at < body.length && at < 512 && strchr(" \t\r\n", body.data[at]))
        at++;
    return body.length - at > 14 && (strncasecmp(body.data + at, "<!doctype html", 14) == 0 ||
                                     strncasecmp(body.data + at, "<html", 5) == 0);
}

static bool is_text(struct slice type, struct slice body)
{
    return http_type_is(type, "text/plain") || is_html(type, body);
}

static bool is_robots(struct slice uri)
{
    static const char name[] = "/robots.txt";
    const size_t n = sizeof name - 1;
    return uri.length >= n && memcmp(uri.data + uri.length - n, name, n) == 0;
}

/* What crawlers write about themselves: the log of wget, the texts of browsertrix. */
static bool is_of_crawler(struct slice uri)
{
    return (uri.length > 9 && memcmp(uri.data, "metadata:", 9) == 0) ||
           (uri.length > 4 && memcmp(uri.data, "urn:", 4) == 0);
}

static bool may_hold_page(const struct warc *w)
{
    if (w->continues || is_robots(w->uri) || is_of_crawler(w->uri))
        return false;
    if (http_is(w->type, "response"))
        return w->media.length == 0 || http_type_is(w->media, "application/http");
    return http_is(w->type, "resource") && is_text(w->media, (struct slice){"", 0});
}

/* Finds the page in the block of a response; false if it holds none, or after a fault. */
static bool page_of_response(const struct reader *r, struct slice block, const char *uri,
                             struct arena *arena, struct page *page)
{
    struct http_response response;
    if (!http_parse(block, arena, &response)) {
        tell(r, uri, "there is no HTTP response in it: skipped");
        return false;
    }
    if (response.status != 200 || (response.type.length && !is_text(response.type, block)))
        return false;
    if (!http_decode(&response, READER_RECORD_MAX, arena, &page->fault)) {
        tell(r, uri, page->fault);
        return false;
    }
    page->type = response.type;
    page->body = response.body;
    return is_text(page->type, page->body);
}

/* ---- articles ---- */

static void read_plain(const struct reader *r, const struct page *page, struct arena *arena,
                       struct entry *entry)
{
    const char *charset = http_charset(page->type, arena);
    struct decoded text;
    if (!charset || !decode_knows(charset))
        charset = r->options->encoding;
    decode_text(page->body, charset, arena, &text);
    entry->text = text.text;
    entry->charset = text.charset;
    if (entry->text.length > READER_TEXT_MAX) {
        size_t n = READER_TEXT_MAX;
        while (n && ((unsigned char)entry->text.data[n] & 0xC0) == 0x80)
            n--;
        entry->text.length = n;
        reader_fault(r->options, r->warc.number, 0, "its text is cut at %zu bytes",
                     READER_TEXT_MAX);
    }
}

static bool is_blank(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr(" \t\r\n\f\v", text.data[i]) || text.data[i] == '\0')
            return false;
    return true;
}

/* The article of a page; false if there is no text in it. */
static bool make_entry(const struct reader *r, const struct page *page, const char *uri,
                       struct arena *arena, struct entry *entry)
{
    *entry = (struct entry){0};
    if (is_html(page->type, page->body)) {
        struct html_hints hints = {.encoding = http_charset(page->type, arena),
                                   .fallback = r->options->encoding,
                                   .url = uri};
        html_read(page->body, &hints, arena, entry);
    } else {
        read_plain(r, page, arena, entry);
    }
    entry->url = entry->key = (struct slice){uri, strlen(uri)};
    entry->record = r->warc.number;
    entry->line = 0;
    return !is_blank(entry->text);
}

/* An address as UTF-8 without control bytes: it is what crawlers were given. */
static const char *clean_uri(struct slice uri, struct arena *arena)
{
    struct decoded text;
    decode_text(uri, NULL, arena, &text);
    char *copy = arena_copy(arena, text.text.data, text.text.length);
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    return copy;
}

/* Reads the block of the current record; *is_entry says whether it is an article. */
static bool read_record(struct reader *r, struct arena *arena, struct entry *entry, bool *is_entry,
                        struct error *error)
{
    struct warc *w = &r->warc;
    struct page page = {0};
    struct slice block;
    *is_entry = false;
    if (!may_hold_page(w))
        return warc_skip(w, error);
    arena_clear(&r->scratch);
    const char *uri = clean_uri(w->uri, &r->scratch);
    if (w->length > READER_RECORD_MAX) {
        tell(r, uri, "too large: skipped");
        return warc_skip(w, error);
    }
    if (!warc_block(w, &r->scratch, &block, error))
        return false;
    if (http_is(w->type, "response")) {
        if (!page_of_response(r, block, uri, &r->scratch, &page))
            return true;
    } else {
        page = (struct page){w->media, block, NULL};
    }
    *is_entry = make_entry(r, &page, uri, &r->scratch, entry);
    if (*is_entry)
        entry_keep(entry, arena);
    else
        tell(r, uri, "no text in it: skipped");
    if (page.fault)
        tell(r, uri, page.fault);
    if (w->truncated)
        tell(r, uri, "the crawler stored only its beginning");
    return true;
}

static enum reader_status next_entry(struct reader *r, struct arena *arena, struct entry *entry,
                                     struct error *error)
{
    for (;;) {
        bool found;
        bool is_entry;
        if (!warc_next(&r->warc, &found, error))
            return READER_FAILED;
        if (!found)
            return READER_END;
        if (!read_record(r, arena, entry, &is_entry, error))
            return READER_FAILED;
        if (is_entry)
            return READER_ENTRY;
    }
}

static const char *const endings[] = {".warc", NULL};

const struct reader_format reader_warc = {
    .name = "warc",
    .endings = endings,
    .what = "WARC, archives of crawlers",
    .many = true,
    .recognises = is_warc,
    .open = open_warc,
    .next = next_entry,
    .close = close_warc,
};
