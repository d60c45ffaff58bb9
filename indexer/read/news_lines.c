/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/news_lines.h"

#include <strings.h>

#include "indexer/read/news_date.h"

/* The length of a blank at the front of the bytes, or of a mark that nobody sees; 0 if none. */
static size_t blank_before(struct slice s)
{
    if (s.length && s.data[0] && strchr(" \t\r\n\f\v", s.data[0]))
        return 1;
    if (s.length >= 2 && memcmp(s.data, "\xC2\xA0", 2) == 0)
        return 2;
    return s.length >= 3 && memcmp(s.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

struct slice news_trim(struct slice s)
{
    for (size_t n; (n = blank_before(s)) > 0;)
        s = (struct slice){s.data + n, s.length - n};
    while (s.length) {
        struct slice last = {s.data + s.length - 1, 1};
        struct slice two = {s.data + s.length - (s.length > 1 ? 2 : 1), s.length > 1 ? 2 : 1};
        size_t n = blank_before(last);
        if (n == 0 && blank_before(two) == 2)
            n = 2;
        if (n == 0)
            break;
        s.length -= n;
    }
    return s;
}

struct news_lines news_lines(struct slice text, struct arena *arena)
{
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '\n';
    struct news_lines lines = {arena_alloc(arena, count * sizeof *lines.line), 0};
    const char *at = text.data;
    const char *end = at + text.length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = stop ? (size_t)(stop - at) : (size_t)(end - at);
        lines.line[lines.count++] = news_trim((struct slice){at, n});
        at += n + (stop != NULL);
    }
    return lines;
}

bool news_begins(struct slice line, const char *text)
{
    size_t n = strlen(text);
    return line.length >= n && memcmp(line.data, text, n) == 0;
}

bool news_begins_any_case(struct slice line, const char *text)
{
    size_t n = strlen(text);
    return line.length >= n && strncasecmp(line.data, text, n) == 0;
}

bool news_is(struct slice line, const char *text)
{
    return line.length == strlen(text) && news_begins_any_case(line, text);
}

bool news_is_copyright(struct slice line)
{
    return news_begins_any_case(line, "copyright ") || news_begins_any_case(line, "(c) ") ||
           news_begins(line, "\xC2\xA9") || news_begins_any_case(line, "all rights reserved");
}

bool news_is_word_count(struct slice line)
{
    static const char *const words[] = {"words",    "word",     "W\xC3\xB6rter", "mots",
                                        "palabras", "palavras", "parole",        "woorden"};
    size_t n = 0;
    while (n < line.length && (strchr("0123456789,.", line.data[n]) && line.data[n]))
        n++;
    if (n == 0 || n > 9 || line.data[0] == ',' || line.data[0] == '.')
        return false;
    struct slice rest = news_trim((struct slice){line.data + n, line.length - n});
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (news_is(rest, words[i]))
            return true;
    return false;
}

struct slice news_value(struct slice line)
{
    const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
    if (!colon)
        return (struct slice){"", 0};
    size_t n = (size_t)(colon - line.data) + 1;
    return news_trim((struct slice){line.data + n, line.length - n});
}

struct slice news_author(struct slice line)
{
    static const char *const before[] = {"By ", "BY ", "by ", "Von ", "Par ", "Por ", "Door "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (news_begins(line, before[i])) {
            size_t n = strlen(before[i]);
            line = news_trim((struct slice){line.data + n, line.length - n});
            break;
        }
    while (line.length && strchr(".;,", line.data[line.length - 1]))
        line.length--;
    return line;
}

/* Joins lines by `between`, and by `gap` where empty ones are between them. */
static struct slice join(const struct news_lines *lines, size_t from, size_t to,
                         const char *between, const char *gap, struct arena *arena)
{
    size_t room = 0;
    for (size_t i = from; i < to; i++)
        room += lines->line[i].length + strlen(gap);
    char *data = arena_alloc(arena, room + 1);
    size_t length = 0;
    bool after_empty = false;
    for (size_t i = from; i < to; i++) {
        struct slice line = lines->line[i];
        if (line.length == 0) {
            after_empty = true;
            continue;
        }
        const char *before = length == 0 ? "" : after_empty ? gap : between;
        memcpy(data + length, before, strlen(before));
        length += strlen(before);
        memcpy(data + length, line.data, line.length);
        length += line.length;
        after_empty = false;
    }
    return (struct slice){data, length};
}

struct slice news_join(const struct news_lines *lines, size_t from, size_t to, struct arena *arena)
{
    return join(lines, from, to, " ", " ", arena);
}

struct slice news_text(const struct news_lines *lines, size_t from, size_t to, struct arena *arena)
{
    return join(lines, from, to, "\n", "\n\n", arena);
}

void news_add(struct buf *text, struct slice paragraph)
{
    if (paragraph.length && text->length)
        buf_puts(text, "\n\n");
    buf_add(text, paragraph.data, paragraph.length);
}

bool news_set_date(struct entry *entry, struct slice line, const char *where)
{
    struct date date;
    enum date_status status = news_date(line, &date);
    if (status == DATE_UNKNOWN)
        return false;
    entry->date = (struct given_date){.status = status, .date = date, .text = line, .where = where};
    return true;
}
