/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers for people. Hits with a blank line between them; the summary goes to the notes:
 *
 *      1  2023-05-26  The United States has imposed sanctions on a local boss in Mali.
 *         dd81aae63a  press/000_47a15c43ae6d9cfb.txt
 *         … has imposed sanctions on the mercenary group Wagner's local boss in Mali …
 *
 * Dates and ids are ten columns wide. On a terminal titles are cut at its width, and histograms
 * are drawn; elsewhere titles are whole and histograms are KEY<TAB>COUNT.
 */
#include <inttypes.h>
#include <string.h>

#include "searcher/present/present.h"

#define PLAIN "\033[0m"
#define FAINT "\033[2m"
#define BOLD "\033[1m"
#define DATE "\033[32m"
#define ID "\033[33m"
#define PATH "\033[35m"
#define MATCH "\033[1;31m"
#define BAR "\033[36m"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
    RANK_COLUMNS = 2,
    KEY_COLUMNS = 10, /* of dates, ids, keys of a histogram */
    GAP = 2,
    EIGHTHS = 8 /* steps of a block of a bar */
};

static void put_styled(struct presenter *p, const char *style, const char *text, size_t length)
{
    if (p->colour)
        fputs(style, p->out);
    fwrite(text, 1, length, p->out);
    if (p->colour)
        fputs(PLAIN, p->out);
}

static void put_blanks(struct presenter *p, unsigned n)
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

/* The URL of an article, if it is one to be linked to: a web page, not a file of the reader. */
static const char *web_page(const char *url)
{
    bool web = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
    return web ? url : NULL;
}

/* Text that leads to `target`, an absolute path or a URL, if it is not NULL and links are on. */
static void put_linked(struct presenter *p, const char *style, struct slice text,
                       const char *target)
{
    bool link = p->links && target;
    bool path = link && target[0] == '/';
    if (link) {
        fputs(path ? "\033]8;;file://" : "\033]8;;", p->out);
        put_encoded(p->out, target, path);
        fputs("\033\\", p->out);
    }
    put_styled(p, style, text.data, text.length);
    if (link)
        fputs("\033]8;;\033\\", p->out);
}

/* A date, ten columns wide if something is to follow it. */
static void put_date(struct presenter *p, struct date d, bool padded)
{
    char text[DATE_TEXT];
    const char *shown = date_is_none(d) ? "undated" : date_print(d, text);
    size_t length = strlen(shown);
    put_styled(p, date_is_none(d) ? FAINT : DATE, shown, length);
    if (padded)
        put_blanks(p, (unsigned)(KEY_COLUMNS - length) + GAP);
}

/* What separates a hit from what came before it; between answers, the query that it is of. */
static void put_break(struct presenter *p)
{
    struct buf id = {0};
    if (p->state.begun)
        putc('\n', p->out);
    if (p->query_id && !p->state.answering) {
        present_safe(&id, p->query_id, strlen(p->query_id), true);
        fputs("query ", p->out);
        put_styled(p, BOLD, id.data, id.length);
        fputs("\n\n", p->out);
        buf_free(&id);
    }
    p->state.begun = p->state.answering = true;
}

static void put_title(struct presenter *p, const struct record *r, unsigned column)
{
    struct buf title = {0};
    const char *text = r->title[0] ? r->title : "(no title)";
    unsigned room = p->columns > column + KEY_COLUMNS ? p->columns - column : KEY_COLUMNS;
    present_safe(&title, text, strlen(text), true);
    size_t length = p->terminal ? present_fit(title.data, title.length, room) : title.length;
    put_linked(p, BOLD, (struct slice){title.data, length}, web_page(r->url));
    if (length < title.length)
        fputs(ELLIPSIS, p->out);
    buf_free(&title);
}

static void put_path(struct presenter *p, const struct hit *h)
{
    struct buf path = {0};
    present_safe(&path, h->path, strlen(h->path), true);
    put_linked(p, PATH, (struct slice){path.data, path.length}, h->open);
    if (h->record->number[0]) {
        buf_clear(&path);
        present_safe(&path, h->record->number, strlen(h->record->number), true);
        fprintf(p->out, " #%s", path.data);
    }
    buf_free(&path);
}

static void put_snippet(struct presenter *p, const struct snippet *s)
{
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct snippet_mark *m = &s->marks[i];
        fwrite(s->text.data + at, 1, m->start - at, p->out);
        put_styled(p, MATCH, s->text.data + m->start, m->end - m->start);
        at = m->end;
    }
    fwrite(s->text.data + at, 1, s->text.length - at, p->out);
}

static void text_hit(struct presenter *p, const struct hit *h)
{
    char rank[16];
    const struct record *r = h->record;
    unsigned digits = (unsigned)snprintf(rank, sizeof rank, "%*u", RANK_COLUMNS, h->rank);
    put_break(p);
    put_styled(p, FAINT, rank, digits);
    put_blanks(p, GAP);
    put_date(p, r->date, true);
    put_title(p, r, digits + GAP + KEY_COLUMNS + GAP);
    putc('\n', p->out);
    put_blanks(p, digits + GAP);
    put_styled(p, ID, r->id, strnlen(r->id, SCHEMA_ID_HEX));
    put_blanks(p, GAP);
    put_path(p, h);
    putc('\n', p->out);
    if (h->snippet && h->snippet->text.length) {
        put_blanks(p, digits + GAP);
        put_snippet(p, h->snippet);
        putc('\n', p->out);
    }
}

/* A bar as long as count is of `most`, of at most `columns` columns, to an eighth of a column. */
static void put_bar(struct presenter *p, const struct bucket *b, unsigned columns)
{
    static const char *const parts[EIGHTHS] = {"",
                                               "\xE2\x96\x8F",
                                               "\xE2\x96\x8E",
                                               "\xE2\x96\x8D",
                                               "\xE2\x96\x8C",
                                               "\xE2\x96\x8B",
                                               "\xE2\x96\x8A",
                                               "\xE2\x96\x89"};
    double share = b->most > b->count ? (double)b->count / (double)b->most : b->count > 0;
    unsigned eighths = (unsigned)(share * columns * EIGHTHS + 0.5);
    struct buf bar = {0};
    if (eighths == 0 && b->count > 0)
        eighths = 1;
    for (unsigned i = 0; i < eighths / EIGHTHS; i++)
        buf_puts(&bar, "\xE2\x96\x88");
    buf_puts(&bar, parts[eighths % EIGHTHS]);
    put_styled(p, BAR, bar.data, bar.length);
    buf_free(&bar);
}

static void text_bucket(struct presenter *p, const struct bucket *b)
{
    if (p->query_id && !p->state.answering)
        put_break(p);
    if (!p->terminal) {
        present_bucket(p, b);
        return;
    }
    int digits = snprintf(NULL, 0, "%" PRIu64, b->most);
    unsigned taken = KEY_COLUMNS + GAP + (unsigned)digits + GAP;
    unsigned room = p->columns > taken + KEY_COLUMNS ? p->columns - taken : KEY_COLUMNS;
    fprintf(p->out, "%-*s%*s%*" PRIu64 "%*s", KEY_COLUMNS, b->key, GAP, "", digits, b->count, GAP,
            "");
    put_bar(p, b, room);
    putc('\n', p->out);
    p->state.begun = true;
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

static void text_summary(struct presenter *p, const struct summary *s)
{
    struct buf line = {0};
    FILE *notes = present_notes(p);
    if (p->terminal && p->state.begun)
        putc('\n', notes);
    present_add_query(&line, s->query_id);
    if (s->matches)
        buf_printf(&line, "%" PRIu64 " %s", s->matches,
                   s->matches == 1 ? "article matches" : "articles match");
    else
        buf_puts(&line, "no article matches");
    add_shown(&line, s);
    add_range(&line, s->range);
    fprintf(notes, "%s; %.1f ms\n", line.data, s->ms);
    present_undated(p, s);
    p->state.answering = false;
    buf_free(&line);
}

static void put_label(struct presenter *p, const char *label)
{
    fprintf(p->out, "%-*s%*s", KEY_COLUMNS, label, GAP, "");
}

/* A line of the head of a shown article, if there is something to say. */
static void put_line(struct presenter *p, const char *label, const char *style, const char *value,
                     const char *target)
{
    struct buf safe = {0};
    if (!value[0])
        return;
    present_safe(&safe, value, strlen(value), true);
    put_label(p, label);
    put_linked(p, style, (struct slice){safe.data, safe.length}, target);
    putc('\n', p->out);
    buf_free(&safe);
}

static void put_head(struct presenter *p, const struct hit *h)
{
    static const char *const sources[] = {[FROM_NOTHING] = "",
                                          [FROM_HEADER] = " (from its header)",
                                          [FROM_NAME] = " (from its path)",
                                          [FROM_MTIME] = " (from the time of its file)",
                                          [FROM_LIST] = " (from a list of dates)"};
    const struct record *r = h->record;
    put_line(p, "Title:", BOLD, r->title, NULL);
    put_label(p, "Date:");
    put_date(p, r->date, false);
    fprintf(p->out, "%s\n", sources[r->date_source]);
    put_label(p, "Id:");
    put_styled(p, ID, r->id, strnlen(r->id, SCHEMA_ID_HEX));
    putc('\n', p->out);
    put_label(p, "Path:");
    put_path(p, h);
    putc('\n', p->out);
    put_line(p, "URL:", PLAIN, r->url, web_page(r->url));
    put_line(p, "Source:", PLAIN, r->from, NULL);
}

static void text_show(struct presenter *p, const struct hit *h)
{
    struct buf safe = {0};
    struct slice text = h->record->text;
    put_break(p);
    put_head(p, h);
    putc('\n', p->out);
    if (p->terminal) {
        present_safe(&safe, text.data, text.length, false);
        text = (struct slice){safe.data, safe.length};
    }
    fwrite(text.data, 1, text.length, p->out);
    if (text.length && text.data[text.length - 1] != '\n')
        putc('\n', p->out);
    buf_free(&safe);
}

const struct present_format present_text = {
    .name = "text",
    .wants_snippets = true,
    .hit = text_hit,
    .bucket = text_bucket,
    .summary = text_summary,
    .show = text_show,
};
