/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers for people. Hits with a blank line between them; the summary goes to the notes:
 *
 *      1  2023-05-26  The United States has imposed sanctions on a local boss in Mali.
 *         dd81aae63a  press/000_47a15c43ae6d9cfb.txt
 *         … has imposed sanctions on the mercenary group Wagner's local boss in Mali …
 *
 * Dates and ids are ten columns wide. On a terminal titles and passages are in lines of its width,
 * broken between words, and histograms are drawn (text_bars.c); elsewhere both are one line.
 */
#include <inttypes.h>
#include <string.h>

#include "lib/text/shown.h"
#include "searcher/present/present_text.h"
#include "searcher/present/wrap.h"

enum {
    RANK_COLUMNS = 2,
    TITLE_LINES = 3, /* of a terminal: what is left of longer titles is cut */
    LEAST_LINE = 8   /* columns, of terminals that are too narrow */
};

static size_t room_after(const struct presenter *p, size_t column)
{
    return p->columns > column + LEAST_LINE ? p->columns - column : LEAST_LINE;
}

static void put_title(struct presenter *p, const struct record *r, unsigned column)
{
    struct buf title = {0};
    const char *text = r->title[0] ? r->title : "(no title)";
    size_t room = room_after(p, column);
    size_t at = 0;
    shown_add(&title, text, strlen(text), true);
    for (unsigned line = 1; at < title.length || line == 1; line++) {
        const char *rest = title.data + at;
        size_t left = title.length - at;
        size_t next = left;
        size_t length = p->terminal ? wrap_line(rest, left, room, &next) : left;
        bool cut = line == TITLE_LINES && next < left;
        if (cut) /* with room for the ellipsis */
            length = wrap_line(rest, left, room - 1, &next);
        if (line > 1)
            style_blanks(p, column);
        style_link(p, STYLE_BOLD, (struct slice){rest, length}, style_web_page(r->url));
        fputs(cut ? ELLIPSIS "\n" : "\n", p->out);
        at = cut ? title.length : at + next;
    }
    buf_free(&title);
}

static void put_passage(struct presenter *p, const struct snippet *s, unsigned column)
{
    size_t room = room_after(p, column);
    for (size_t at = 0, next; at < s->text.length; at += next) {
        size_t left = s->text.length - at;
        next = left;
        size_t length = p->terminal ? wrap_line(s->text.data + at, left, room, &next) : left;
        style_blanks(p, column);
        style_marked(p, s->text.data, s, at, at + length);
        putc('\n', p->out);
    }
}

static void text_hit(struct presenter *p, const struct hit *h)
{
    char rank[16];
    const struct record *r = h->record;
    if (p->kwic) {
        text_kwic(p, h);
        return;
    }
    unsigned digits = (unsigned)snprintf(rank, sizeof rank, "%*u", RANK_COLUMNS, h->rank);
    style_break(p);
    style_put(p, STYLE_FAINT, rank, digits);
    style_blanks(p, GAP);
    style_date(p, r->date, true);
    put_title(p, r, digits + GAP + KEY_COLUMNS + GAP);
    style_blanks(p, digits + GAP);
    style_put(p, STYLE_ID, r->id, strnlen(r->id, SCHEMA_ID_HEX));
    style_blanks(p, GAP);
    style_path(p, h);
    putc('\n', p->out);
    if (h->snippet)
        put_passage(p, h->snippet, digits + GAP);
}

/* ", 1-3 shown"; of a single match that goes without saying. */
static void add_shown(struct buf *line, const struct summary *s)
{
    if (s->first == 0 || s->matches == 1)
        return;
    if (s->last == 1)
        buf_puts(line, ", 1 shown");
    else
        buf_printf(line, ", %" PRIu64 "-%" PRIu64 " shown", s->first, s->last);
}

static void add_range(struct buf *line, const struct range *r)
{
    char text[RANGE_TEXT];
    if (r && r->undated)
        buf_puts(line, "; undated");
    else if (r && !range_is_all(*r))
        buf_printf(line, "; %s", range_print(*r, text));
}

void present_add_summary(struct buf *line, const struct summary *s)
{
    present_add_query(line, s->query_id);
    if (s->matches)
        buf_printf(line, "%" PRIu64 " %s", s->matches,
                   s->matches == 1 ? "article matches" : "articles match");
    else
        buf_puts(line, "no article matches");
    add_shown(line, s);
    add_range(line, s->range);
}

static void text_summary(struct presenter *p, const struct summary *s)
{
    struct buf line = {0};
    FILE *notes = present_notes(p);
    if (p->terminal && p->state.begun)
        putc('\n', notes);
    present_add_summary(&line, s);
    fprintf(notes, "%s; %.1f ms\n", line.data, s->ms);
    present_undated(p, s);
    p->state.answering = false;
    buf_free(&line);
}

const struct present_format present_text = {
    .name = "text",
    .wants_snippets = true,
    .hit = text_hit,
    .bucket = text_bucket,
    .summary = text_summary,
    .show = text_show,
};
