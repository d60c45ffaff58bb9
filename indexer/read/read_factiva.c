/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_factiva.h"

#include <stdlib.h>

#include "indexer/read/news_date.h"
#include "indexer/read/newspaper.h"

/* ---- marks ---- */

static bool is_capital_or_digit(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The number of a document: capitals and digits, small letters too, some twenty of them. */
static bool is_number(struct slice s)
{
    size_t capitals = 0;
    for (size_t i = 0; i < s.length; i++) {
        capitals += is_capital_or_digit(s.data[i]);
        if (!is_capital_or_digit(s.data[i]) && (s.data[i] < 'a' || s.data[i] > 'z'))
            return false;
    }
    return s.length >= 14 && s.length <= 40 && capitals >= 8;
}

/* The document's number in its last line: "Document LBA0000020230526dj5q00abc"; {"", 0} if it is
 * another line. */
static struct slice document_number(struct slice line)
{
    static const char *const words[] = {"Document ", "Dokument ", "Documento "};
    if (news_begins(line, "AN "))
        line = news_trim((struct slice){line.data + 3, line.length - 3});
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (!news_begins(line, words[i]))
            continue;
        struct slice rest = news_trim((struct slice){line.data + n, line.length - n});
        if (is_number(rest))
            return rest;
    }
    return (struct slice){"", 0};
}

static enum news_mark mark(struct slice line)
{
    return document_number(line).length ? NEWS_ENDS : NEWS_INSIDE;
}

/* ---- fields ---- */

static const char *const codes[] = {"SE",  "HD",  "CR",  "BY",  "WC", "PD",  "ET", "SN",
                                    "SC",  "PG",  "ED",  "VOL", "LA", "CY",  "LP", "TD",
                                    "CLM", "ART", "CT",  "RF",  "CO", "IN",  "NS", "RE",
                                    "IPC", "IPD", "PUB", "AN",  "CX", "RST", "DLN"};

#define CODES (sizeof codes / sizeof *codes)

/* The code that a line begins with, and what is behind it; NULL if none. */
static const char *code_of(struct slice line, struct slice *value)
{
    for (size_t i = 0; i < CODES; i++) {
        size_t n = strlen(codes[i]);
        if (!news_begins(line, codes[i]))
            continue;
        struct slice rest = {line.data + n, line.length - n};
        *value = news_trim(rest);
        bool apart = rest.length == 0 || rest.data[0] == '\t' || news_begins(rest, "  ") ||
                     news_begins(rest, " \t") || news_begins(rest, "\xC2\xA0") ||
                     (strcmp(codes[i], "WC") == 0 && news_is_word_count(*value));
        if (apart)
            return codes[i];
    }
    return NULL;
}

static bool is_code(struct slice line, const char *code)
{
    struct slice value;
    const char *found = code_of(line, &value);
    return found && strcmp(found, code) == 0;
}

/* Takes the field of this code, whose value is lines from..to. */
static void take_field(const char *code, const struct news_lines *lines, size_t from, size_t to,
                       struct arena *arena, struct entry *entry, struct buf *text)
{
    struct slice value = news_join(lines, from, to, arena);
    if (strcmp(code, "HD") == 0)
        entry->title = value;
    else if (strcmp(code, "BY") == 0)
        entry->author = news_author(value);
    else if (strcmp(code, "PD") == 0)
        news_set_date(entry, value, "PD");
    else if (strcmp(code, "SN") == 0)
        entry->publisher = value;
    else if (strcmp(code, "LP") == 0 || strcmp(code, "TD") == 0)
        news_add(text, news_text(lines, from, to, arena));
}

static bool parse_fields(const struct news_lines *lines, size_t first, struct arena *arena,
                         struct entry *entry)
{
    struct buf text = {0};
    for (size_t at = first; at < lines->count;) {
        struct slice value;
        struct slice ignored;
        const char *code = code_of(lines->line[at], &value);
        size_t end = at + 1;
        while (end < lines->count && !code_of(lines->line[end], &ignored) &&
               document_number(lines->line[end]).length == 0)
            end++;
        if (code) {
            lines->line[at] = value;
            take_field(code, lines, at, end, arena, entry, &text);
        }
        at = end;
    }
    if (text.length)
        entry->text = (struct slice){arena_copy(arena, text.data, text.length), text.length};
    buf_free(&text);
    return true;
}

/* ---- as displayed ---- */

static size_t next_full(const struct news_lines *lines, size_t at)
{
    while (at < lines->count && lines->line[at].length == 0)
        at++;
    return at;
}

static bool is_byline(struct slice line)
{
    return news_author(line).length && news_author(line).data != line.data;
}

/* The line `435 words` with a date line behind it; the count of lines if there is none. */
static size_t word_count_line(const struct news_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct date date;
        if (!news_is_word_count(lines->line[i]))
            continue;
        size_t next = next_full(lines, i + 1);
        if (next < lines->count && news_date(lines->line[next], &date) != DATE_UNKNOWN)
            return i;
    }
    return lines->count;
}

static size_t words_in(struct slice line)
{
    size_t n = 0;
    for (size_t i = 0; i < line.length; i++)
        n += line.data[i] != ' ' && (i == 0 || line.data[i - 1] == ' ');
    return n;
}

#define TOP_MAX 4 /* lines that headline, section and byline have together */

/* Headline and byline, from the lines before the word count. */
static void read_top(const struct news_lines *lines, size_t words, struct entry *entry)
{
    struct slice top[TOP_MAX];
    size_t count = 0;
    for (size_t i = words; i-- > 0 && count < TOP_MAX;)
        if (lines->line[i].length)
            top[count++] = lines->line[i]; /* the last of them first */
    size_t low = 0;
    if (count > 1 && is_byline(top[0]))
        entry->author = news_author(top[low++]);
    if (low == count)
        return;
    /* A section is a few words; a headline says more. */
    size_t high = count - 1;
    if (high > low && words_in(top[high]) <= 3 && top[high - 1].length > top[high].length)
        high--;
    entry->title = top[high];
}

static bool is_time(struct slice line)
{
    size_t n = 0;
    while (n < line.length && line.data[n] >= '0' && line.data[n] <= '9')
        n++;
    return n > 0 && n <= 2 && n < line.length && line.data[n] == ':' && line.length < 16;
}

/* Date and publication; returns the line that the text begins at. */
static size_t read_middle(const struct news_lines *lines, size_t words, struct entry *entry)
{
    size_t at = next_full(lines, words + 1);
    news_set_date(entry, lines->line[at], "date line");
    at = next_full(lines, at + 1);
    if (at < lines->count && is_time(lines->line[at]))
        at = next_full(lines, at + 1);
    if (at < lines->count && !news_is_copyright(lines->line[at]))
        entry->publisher = lines->line[at];
    size_t stop = at;
    for (size_t n = 0; n < 8 && stop < lines->count; n++) {
        if (news_is_copyright(lines->line[stop])) {
            while (stop < lines->count && lines->line[stop].length)
                stop++;
            return stop;
        }
        stop = next_full(lines, stop + 1);
    }
    while (at < lines->count && lines->line[at].length)
        at++;
    return at;
}

static bool parse_display(const struct news_lines *lines, size_t words, struct arena *arena,
                          struct entry *entry)
{
    read_top(lines, words, entry);
    size_t from = read_middle(lines, words, entry);
    size_t to = lines->count;
    while (to > from &&
           (lines->line[to - 1].length == 0 || document_number(lines->line[to - 1]).length))
        to--;
    entry->text = news_text(lines, from, to, arena);
    return true;
}

static bool parse(const struct news_lines *lines, struct arena *arena, struct entry *entry)
{
    for (size_t i = 0; i < lines->count; i++)
        if (document_number(lines->line[i]).length)
            entry->key = document_number(lines->line[i]);
    for (size_t i = 0; i < lines->count; i++)
        if (is_code(lines->line[i], "HD"))
            return parse_fields(lines, i, arena, entry);
    size_t words = word_count_line(lines);
    return words < lines->count && parse_display(lines, words, arena, entry);
}

static bool must_end(const struct news_lines *lines)
{
    (void)lines;
    return true;
}

/* ---- the format ---- */

/* HD, WC, PD and SN in this order; or a word count, then a date line, then within eight lines a
 * copyright. */
static bool is_factiva(struct slice head)
{
    static const char *const wanted[] = {"HD", "WC", "PD", "SN"};
    size_t fields = 0;
    int display = 0; /* lines since the date line behind a word count; 0: none */
    bool words = false;
    while (head.length) {
        const char *stop = memchr(head.data, '\n', head.length);
        size_t n = stop ? (size_t)(stop - head.data) + 1 : head.length;
        struct slice line = news_trim((struct slice){head.data, n});
        struct date date;
        head = (struct slice){head.data + n, head.length - n};
        if (line.length == 0)
            continue;
        fields += fields < 4 && is_code(line, wanted[fields]);
        if (fields == 4 || (display && display <= 8 && news_is_copyright(line)))
            return true;
        display += display > 0;
        if (words && line.length < 40 && news_date(line, &date) == DATE_OK && date.day)
            display = 1;
        words = news_is_word_count(line);
    }
    return false;
}

static const struct news_form form = {mark, parse, must_end};

static struct reader *open_factiva(struct input *in, const struct reader_options *options,
                                   struct error *error)
{
    return news_open(in, options, &form, error);
}

static const char *const endings[] = {".txt", NULL};

const struct reader_format reader_factiva = {
    .name = "factiva",
    .endings = endings,
    .what = "Factiva exports in plain text",
    .many = true,
    .recognises = is_factiva,
    .open = open_factiva,
    .next = news_next,
    .close = news_close,
};
