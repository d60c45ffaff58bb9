/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_html.h"

#include <stdlib.h>

#include "indexer/read/html.h"
#include "indexer/read/html_word.h"
#include "lib/base/mem.h"

struct reader {
    struct input *input;
    const struct reader_options *options;
    bool done;
};

static const char *const endings[] = {".html", ".htm", ".xhtml", ".shtml", NULL};

/* Passes over a byte order mark, blanks, comments and the declaration of XML. */
static struct slice skip_prologue(struct slice head)
{
    if (head.length >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = (struct slice){head.data + 3, head.length - 3};
    for (;;) {
        head = html_trim(head);
        bool comment = head.length > 4 && memcmp(head.data, "<!--", 4) == 0;
        bool xml = head.length > 5 && memcmp(head.data, "<?xml", 5) == 0;
        if (!comment && !xml)
            return head;
        const char *end = head.data + 4;
        while (end < head.data + head.length && (*end != '>' || (comment && end[-1] != '-')))
            end++;
        if (end == head.data + head.length)
            return (struct slice){head.data, 0};
        head = (struct slice){end + 1, head.length - (size_t)(end + 1 - head.data)};
    }
}

/* True of what begins as a page: with a doctype or an element of HTML. */
static bool recognises(struct slice head)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head", "<body",   "<title",
                                         "<meta",          "<div",  "<p",    "<br",     "<table",
                                         "<style",         "<h1",   "<font", "<center", "<script"};
    head = skip_prologue(head);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t length = strlen(starts[i]);
        if (head.length > length && strchr(" \t\r\n>/", head.data[length]) &&
            html_is((struct slice){head.data, length}, starts[i]))
            return true;
    }
    return false;
}

static struct reader *open_page(struct input *input, const struct reader_options *options,
                                struct error *error)
{
    (void)error;
    struct reader *r = xcalloc(1, sizeof *r);
    r->input = input;
    r->options = options;
    return r;
}

static enum reader_status next(struct reader *r, struct arena *arena, struct entry *entry,
                               struct error *error)
{
    struct slice page;
    if (r->done)
        return READER_END;
    r->done = true;
    if (!input_all(r->input, READER_RECORD_MAX, arena, &page, error))
        return READER_FAILED;
    html_read(page, &(struct html_hints){.fallback = r->options->encoding}, arena, entry);
    if (entry->text.length)
        return READER_ENTRY;
    reader_fault(r->options, 0, 0, "no article is found in the page");
    return READER_END;
}

static void close_page(struct reader *r)
{
    free(r);
}

const struct reader_format reader_html = {
    .name = "html",
    .endings = endings,
    .what = "HTML page",
    .recognises = recognises,
    .open = open_page,
    .next = next,
    .close = close_page,
};
