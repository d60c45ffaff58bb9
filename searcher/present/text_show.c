/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An article whole: what is known of it, and its text, in lines as wide as the terminal. */
#include <string.h>

#include "lib/text/shown.h"
#include "searcher/present/present_text.h"
#include "searcher/present/wrap.h"

static void put_label(struct presenter *p, const char *label)
{
    fprintf(p->out, "%-*s%*s", KEY_COLUMNS, label, GAP, "");
}

/* A line of the head of a shown article, if there is something to say; wrapped, if `wraps`. */
static void put_line(struct presenter *p, const char *label, const char *style, const char *value,
                     const char *target, bool wraps)
{
    struct buf safe = {0};
    size_t at = 0;
    size_t room = p->columns > 2 * (KEY_COLUMNS + GAP) ? p->columns - KEY_COLUMNS - GAP : 0;
    if (!value[0])
        return;
    shown_add(&safe, value, strlen(value), true);
    do {
        size_t next = safe.length;
        size_t end = wraps && p->terminal && room
                         ? at + wrap_line(safe.data + at, safe.length - at, room, &next)
                         : safe.length;
        put_label(p, at ? "" : label);
        style_link(p, style, (struct slice){safe.data + at, end - at}, target);
        putc('\n', p->out);
        at = end < safe.length ? at + next : safe.length;
    } while (at < safe.length);
    buf_free(&safe);
}

static void put_head(struct presenter *p, const struct hit *h)
{
    static const char *const sources[] = {[FROM_NOTHING] = "",
                                          [FROM_HEADER] = " (from its header)",
                                          [FROM_META] = " (from what its format says)",
                                          [FROM_NAME] = " (from its path)",
                                          [FROM_MTIME] = " (from the time of its file)",
                                          [FROM_LIST] = " (from a list of dates)"};
    const struct record *r = h->record;
    put_line(p, "Title:", STYLE_BOLD, r->title, NULL, true);
    put_label(p, "Date:");
    style_date(p, r->date, false);
    fprintf(p->out, "%s\n", sources[r->date_source]);
    put_label(p, "Id:");
    style_put(p, STYLE_ID, r->id, strnlen(r->id, SCHEMA_ID_HEX));
    putc('\n', p->out);
    put_label(p, "Path:");
    style_path(p, h);
    putc('\n', p->out);
    put_line(p, "URL:", STYLE_PLAIN, r->url, style_web_page(r->url), false);
    put_line(p, "Source:", STYLE_PLAIN, r->from, NULL, true);
    put_line(p, "Author:", STYLE_PLAIN, r->author ? r->author : "", NULL, true);
}

/* A line of the text, in as many of the terminal as it takes. */
static void put_wrapped(struct presenter *p, const char *text, const struct snippet *marks,
                        size_t at, size_t end)
{
    do {
        size_t next = end - at;
        size_t length = p->terminal ? wrap_line(text + at, end - at, p->columns, &next) : end - at;
        style_marked(p, text, marks, at, at + length);
        putc('\n', p->out);
        at += next;
    } while (at < end);
}

void text_show(struct presenter *p, const struct hit *h)
{
    struct buf safe = {0};
    struct snippet marks = {0};
    style_break(p);
    put_head(p, h);
    putc('\n', p->out);
    shown_add(&safe, h->record->text.data, h->record->text.length, false);
    if (h->marks)
        snippet_mark_all(&marks, h->marks, (struct slice){safe.data, safe.length});
    for (size_t at = 0; at < safe.length;) {
        const char *newline = memchr(safe.data + at, '\n', safe.length - at);
        size_t end = newline ? (size_t)(newline - safe.data) : safe.length;
        put_wrapped(p, safe.data, &marks, at, end);
        at = end + 1;
    }
    snippet_free(&marks);
    buf_free(&safe);
}
