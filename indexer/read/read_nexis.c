/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_nexis.h"

#include <stdlib.h>

#include "indexer/read/news_date.h"
#include "indexer/read/newspaper.h"

/* ---- marks ---- */

static size_t digits(struct slice s)
{
    size_t n = 0;
    while (n < s.length && s.data[n] >= '0' && s.data[n] <= '9')
        n++;
    return n <= 6 ? n : 0;
}

static bool take(struct slice *s, const char *text)
{
    if (!news_begins(*s, text))
        return false;
    size_t n = strlen(text);
    *s = (struct slice){s->data + n, s->length - n};
    return true;
}

static bool take_digits(struct slice *s)
{
    size_t n = digits(*s);
    *s = (struct slice){s->data + n, s->length - n};
    return n > 0;
}

/* "1 of 200 DOCUMENTS", "FOCUS - 1 of 200 DOCUMENTS", "Dokument 1 von 200", "Document 1 de 200" */
static bool is_first_line(struct slice line)
{
    static const char *const counts[][2] = {
        {"Dokument ", " von "}, {"Document ", " de "}, {"Document ", " van "}};
    struct slice rest = line;
    take(&rest, "FOCUS - ");
    if (take_digits(&rest))
        return take(&rest, " of ") && take_digits(&rest) &&
               (news_is(rest, " DOCUMENTS") || news_is(rest, " DOCUMENT"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        rest = line;
        if (take(&rest, counts[i][0]) && take_digits(&rest) && take(&rest, counts[i][1]) &&
            take_digits(&rest) && rest.length == 0)
            return true;
    }
    return false;
}

static bool is_last_line(struct slice line)
{
    return news_begins(line, "End of Document") && news_is(line, "End of Document");
}

static bool is_body_line(struct slice line)
{
    return line.length == 4 && news_begins(line, "Body");
}

static enum news_mark mark(struct slice line)
{
    return is_first_line(line) ? NEWS_BEGINS : is_last_line(line) ? NEWS_ENDS : NEWS_INSIDE;
}

/* ---- fields ---- */

enum field {
    NONE,
    BYLINE,
    HEADLINE,
    LENGTH,
    LEAD, /* what goes before the text */
    BODY,
    URL,
    OTHER, /* of the head */
    TAIL   /* the text ends before it */
};

static const struct {
    const char *name;
    enum field field;
} fields[] = {
    {"BYLINE:", BYLINE},
    {"AUTOR:", BYLINE},
    {"AUTEUR:", BYLINE},
    {"HEADLINE:", HEADLINE},
    {"LENGTH:", LENGTH},
    {"L\xC3\x84NGE:", LENGTH},
    {"L\xC3\xA4nge:", LENGTH},
    {"LONGUEUR:", LENGTH},
    {"LENGTE:", LENGTH},
    {"DATELINE:", LEAD},
    {"HIGHLIGHT:", LEAD},
    {"BODY:", BODY},
    {"SECTION:", OTHER},
    {"RUBRIK:", OTHER},
    {"RUBRIQUE:", OTHER},
    {"SERIES:", OTHER},
    {"TYPE:", OTHER},
    {"SHOW:", OTHER},
    {"DISTRIBUTION:", OTHER},
    {"GUESTS:", OTHER},
    {"ANCHORS:", OTHER},
    {"REPORTERS:", OTHER},
    {"CONTACT:", OTHER},
    {"COLUMN:", OTHER},
    {"LOAD-DATE:", TAIL},
    {"LANGUAGE:", TAIL},
    {"PUBLICATION-TYPE:", TAIL},
    {"JOURNAL-CODE:", TAIL},
    {"GRAPHIC:", TAIL},
    {"GRAFIK:", TAIL},
    {"GRAPHIQUE:", TAIL},
    {"UPDATE:", TAIL},
    {"SPRACHE:", TAIL},
    {"LANGUE:", TAIL},
    {"DATE-CHARGEMENT:", TAIL},
    {"TAAL:", TAIL},
    {"DOCUMENT-TYPE:", TAIL},
    {"URL:", URL},
    {"ACC-NO:", TAIL},
};

/* Which field a line is. In the older kind names are in capitals; in the newer they are not. */
static enum field field_of(struct slice line, bool newer)
{
    if (!line.length || !memchr(line.data, ':', line.length < 24 ? line.length : 24))
        return NONE; /* most lines, soon */
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (newer ? news_begins_any_case(line, fields[i].name) : news_begins(line, fields[i].name))
            return fields[i].field;
    return NONE;
}

/* ---- heads ---- */

struct article {
    const struct news_lines *lines;
    struct arena *arena;
    struct entry *entry;
    bool newer;
    struct buf text; /* what goes before the text, then all of it */
};

static size_t block_end(const struct news_lines *lines, size_t from)
{
    while (from < lines->count && lines->line[from].length)
        from++;
    return from;
}

static size_t skip_empty(const struct news_lines *lines, size_t from)
{
    while (from < lines->count && lines->line[from].length == 0)
        from++;
    return from;
}

static bool is_noise(struct slice line)
{
    return news_is_copyright(line) || news_begins(line, "Link to ") ||
           news_begins(line, "Link zum ") || news_begins(line, "Lien vers ");
}

/* Any of a block's lines is a copyright. */
static bool block_is_noise(const struct news_lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (is_noise(lines->line[i]))
            return true;
    return false;
}

/* The value of a field whose lines are from..to, with its name or without. */
static struct slice field_value(const struct article *a, size_t from, size_t to)
{
    return news_value(news_join(a->lines, from, to, a->arena));
}

/* Takes the field that stands in lines from..to. */
static void take_field(struct article *a, enum field field, size_t from, size_t to)
{
    struct slice value = field_value(a, from, to);
    if (field == BYLINE)
        a->entry->author = news_author(value);
    else if (field == HEADLINE)
        a->entry->title = value;
    else if (field == LEAD)
        news_add(&a->text, value);
    else if (field == URL)
        a->entry->url = value;
}

/* The field's last line and one: a block may hold several. */
static size_t field_end(const struct article *a, size_t from)
{
    size_t to = from + 1;
    while (to < a->lines->count && a->lines->line[to].length &&
           field_of(a->lines->line[to], a->newer) == NONE &&
           !(a->newer && is_body_line(a->lines->line[to])))
        to++;
    return to;
}

/* ---- the older kind ---- */

/* Publication and date: returns the line behind the date's block; 0 if there is no date. */
static size_t read_masthead(struct article *a)
{
    const struct news_lines *lines = a->lines;
    struct slice publication = {"", 0};
    for (size_t at = skip_empty(lines, 0); at < lines->count;) {
        size_t end = block_end(lines, at);
        if (field_of(lines->line[at], false) != NONE)
            break;
        for (size_t i = at; i < end; i++) {
            if (is_noise(lines->line[i]) || !news_set_date(a->entry, lines->line[i], "date line"))
                continue;
            if (i > at && !block_is_noise(lines, at, i))
                publication = news_join(lines, at, i, a->arena);
            a->entry->publisher = publication;
            return end;
        }
        if (!block_is_noise(lines, at, end))
            publication = news_join(lines, at, end, a->arena);
        at = skip_empty(lines, end);
    }
    a->entry->publisher = (struct slice){"", 0};
    return 0;
}

/* Headline and fields up to the text; returns the line that the text begins at. */
static size_t read_head(struct article *a, size_t at)
{
    const struct news_lines *lines = a->lines;
    bool fields_begun = false;
    for (at = skip_empty(lines, at); at < lines->count; at = skip_empty(lines, at)) {
        enum field field = field_of(lines->line[at], false);
        size_t end = field == NONE ? block_end(lines, at) : field_end(a, at);
        if (field == TAIL || (field == NONE && fields_begun))
            return at;
        if (field == BODY) {
            size_t n = strlen("BODY:");
            lines->line[at] =
                news_trim((struct slice){lines->line[at].data + n, lines->line[at].length - n});
            return at;
        }
        fields_begun = fields_begun || field != NONE;
        if (field != NONE)
            take_field(a, field, at, end);
        else if (a->entry->title.length == 0)
            a->entry->title = news_join(lines, at, end, a->arena);
        else
            news_add(&a->text, news_text(lines, at, end, a->arena));
        at = end;
    }
    return at;
}

/* The text from line `at` on, up to the fields behind it. */
static void read_body(struct article *a, size_t at)
{
    const struct news_lines *lines = a->lines;
    size_t end = at;
    while (end < lines->count) {
        struct slice line = lines->line[end];
        enum field field = field_of(line, a->newer);
        bool stands_alone = end == at || lines->line[end - 1].length == 0;
        if ((field == TAIL && stands_alone) || is_last_line(line) ||
            (a->newer && stands_alone &&
             (news_is(line, "Classification") || news_is(line, "Graphic"))))
            break;
        end++;
    }
    for (size_t i = end; i < lines->count; i++)
        if (field_of(lines->line[i], a->newer) == URL)
            take_field(a, URL, i, i + 1);
    news_add(&a->text, news_text(lines, at, end, a->arena));
    if (a->text.length)
        a->entry->text =
            (struct slice){arena_copy(a->arena, a->text.data, a->text.length), a->text.length};
}

/* ---- the newer kind ---- */

/* The first line of its head that only articles have: a copyright, or a field. */
static size_t first_field(const struct news_lines *lines)
{
    size_t at = 0;
    while (at < lines->count && !is_body_line(lines->line[at]) &&
           (field_of(lines->line[at], true) == NONE || lines->line[at].length > 200) &&
           !news_is_copyright(lines->line[at]))
        at++;
    return at;
}

static size_t line_before(const struct news_lines *lines, size_t at)
{
    while (at > 0) {
        at--;
        if (lines->line[at].length && !is_noise(lines->line[at]))
            return at;
    }
    return lines->count;
}

/* Headline, publication and date line stand before the first field, whatever is before them. */
static bool read_newer_head(struct article *a, size_t first)
{
    const struct news_lines *lines = a->lines;
    size_t at = line_before(lines, first);
    for (int n = 0; n < 4 && at < lines->count; n++, at = line_before(lines, at)) {
        if (!news_set_date(a->entry, lines->line[at], "date line"))
            continue;
        size_t publication = line_before(lines, at);
        size_t headline =
            publication < lines->count ? line_before(lines, publication) : lines->count;
        if (publication < lines->count)
            a->entry->publisher = lines->line[publication];
        if (headline < lines->count)
            a->entry->title = lines->line[headline];
        return true;
    }
    return false;
}

static bool parse_newer(struct article *a)
{
    const struct news_lines *lines = a->lines;
    size_t first = first_field(lines);
    size_t body = first;
    while (body < lines->count && !is_body_line(lines->line[body]))
        body++;
    if (!read_newer_head(a, first) && body == lines->count)
        return false;
    size_t at = first;
    while (at < body) {
        enum field field = field_of(lines->line[at], true);
        size_t end = field_end(a, at);
        if (field == TAIL || (field == NONE && body == lines->count &&
                              !news_is_copyright(lines->line[at]) && lines->line[at].length))
            break; /* there is no "Body": the text begins here */
        if (field != NONE)
            take_field(a, field, at, end);
        at = field == NONE ? at + 1 : end;
    }
    read_body(a, body < lines->count ? body + 1 : at);
    return true;
}

static bool is_newer(const struct news_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (news_begins(lines->line[i], "LENGTH:"))
            return false;
        if (is_last_line(lines->line[i]) || is_body_line(lines->line[i]))
            return true;
    }
    return false;
}

/* What has neither a date line nor a field is a cover page. */
static bool parse_older(struct article *a)
{
    size_t at = read_masthead(a);
    size_t text = read_head(a, at);
    bool some = false;
    for (size_t i = at; i < text && !some; i++)
        some = field_of(a->lines->line[i], false) != NONE;
    read_body(a, text);
    return at > 0 || some;
}

static bool parse(const struct news_lines *lines, struct arena *arena, struct entry *entry)
{
    struct article a = {lines, arena, entry, is_newer(lines), {0}};
    bool found = a.newer ? parse_newer(&a) : parse_older(&a);
    buf_free(&a.text);
    return found;
}

/* ---- the format ---- */

static bool is_nexis(struct slice head)
{
    bool begun = false;
    bool length = false;
    bool copyright = false;
    while (head.length) {
        const char *stop = memchr(head.data, '\n', head.length);
        size_t n = stop ? (size_t)(stop - head.data) + 1 : head.length;
        struct slice line = news_trim((struct slice){head.data, n});
        struct date date;
        head = (struct slice){head.data + n, head.length - n};
        if (begun && (news_is_copyright(line) || field_of(line, false) != NONE ||
                      news_date(line, &date) == DATE_OK))
            return true;
        if (length && copyright && is_body_line(line))
            return true;
        begun = begun || is_first_line(line);
        length = length || (field_of(line, true) == LENGTH && news_is_word_count(news_value(line)));
        copyright = copyright || news_is_copyright(line);
    }
    return false;
}

static const struct news_form form = {mark, parse, is_newer};

static struct reader *open_nexis(struct input *in, const struct reader_options *options,
                                 struct error *error)
{
    return news_open(in, options, &form, error);
}

static const char *const endings[] = {".txt", NULL};

const struct reader_format reader_nexis = {
    .name = "nexis",
    .endings = endings,
    .what = "Nexis exports in plain text",
    .many = true,
    .recognises = is_nexis,
    .open = open_nexis,
    .next = news_next,
    .close = news_close,
};
