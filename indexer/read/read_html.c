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

/* True of a page that says so within its first bytes: a doctype or an element of the beginning. */
static bool recognises(struct slice head)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head>", "<body"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (html_contains(head, starts[i]))
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
