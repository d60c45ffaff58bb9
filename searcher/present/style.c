/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/style.h"

#include <string.h>

#include "lib/text/shown.h"

void style_put(struct presenter *p, const char *style, const char *text, size_t length)
{
    if (p->colour)
        fputs(style, p->out);
    fwrite(text, 1, length, p->out);
    if (p->colour)
        fputs(STYLE_PLAIN, p->out);
}

void style_blanks(struct presenter *p, size_t n)
{
    while (n--)
        putc(' ', p->out);
}

/* A URL as OSC 8 takes it: printable ASCII, all else as %XX. A path has its % encoded, too. */
static void put_encoded(FILE *out, const char *text, bool path)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}", c) || (path && strchr("%?#;", c)))
            fprintf(out, "%%%02X", c);
        else
            putc(c, out);
    }
}

const char *style_web_page(const char *url)
{
    bool web = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
    return web ? url : NULL;
}

void style_link(struct presenter *p, const char *style, struct slice text, const char *target)
{
    bool link = p->links && target;
    bool path = link && target[0] == '/';
    if (link) {
        fputs(path ? "\033]8;;file://" : "\033]8;;", p->out);
        put_encoded(p->out, target, path);
        fputs("\033\\", p->out);
    }
    style_put(p, style, text.data, text.length);
    if (link)
        fputs("\033]8;;\033\\", p->out);
}

void style_marked(struct presenter *p, const char *text, const struct snippet *marks, size_t from,
                  size_t to)
{
    for (size_t i = 0; i < marks->count && from < to; i++) {
        const struct snippet_mark *m = &marks->marks[i];
        size_t start = m->start > from ? m->start : from;
        size_t end = m->end < to ? m->end : to;
        if (start >= end)
            continue;
        fwrite(text + from, 1, start - from, p->out);
        style_put(p, STYLE_MATCH, text + start, end - start);
        from = end;
    }
    fwrite(text + from, 1, to - from, p->out);
}

void style_date(struct presenter *p, struct date d, bool padded)
{
    char text[DATE_TEXT];
    const char *shown = date_is_none(d) ? "undated" : date_print(d, text);
    size_t length = strlen(shown);
    style_put(p, date_is_none(d) ? STYLE_FAINT : STYLE_DATE, shown, length);
    if (padded)
        style_blanks(p, KEY_COLUMNS - length + GAP);
}

void style_break(struct presenter *p)
{
    struct buf id = {0};
    if (p->state.begun)
        putc('\n', p->out);
    if (p->query_id && !p->state.answering) {
        shown_add(&id, p->query_id, strlen(p->query_id), true);
        fputs("query ", p->out);
        style_put(p, STYLE_BOLD, id.data, id.length);
        fputs("\n\n", p->out);
        buf_free(&id);
    }
    p->state.begun = p->state.answering = true;
}

void style_path(struct presenter *p, const struct hit *h)
{
    struct buf path = {0};
    shown_add(&path, h->path, strlen(h->path), true);
    style_link(p, STYLE_PATH, (struct slice){path.data, path.length}, h->open);
    if (h->record->number[0]) {
        buf_clear(&path);
        shown_add(&path, h->record->number, strlen(h->record->number), true);
        fprintf(p->out, " #%s", path.data);
    }
    buf_free(&path);
}
