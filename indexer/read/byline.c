/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/byline.h"

#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES 120 /* of a byline; that of a dateline may go on with the text */
#define PLACE_MAX 40       /* bytes of the place of a dateline */

static struct slice part(struct slice line, size_t from, size_t to)
{
    while (from < to && line.data[from] == ' ')
        from++;
    while (to > from && (line.data[to - 1] == ' ' || line.data[to - 1] == ','))
        to--;
    return (struct slice){line.data + from, to - from};
}

static bool begins(struct slice text, const char *word)
{
    size_t n = strlen(word);
    return text.length > n && strncasecmp(text.data, word, n) == 0;
}

/* A full day, with a word such as "posted on" before it or not. */
static bool is_day(struct slice text, struct date *date)
{
    static const char *const words[] = {"published on ", "published: ", "published ",
                                        "posted on ",    "posted: ",    "posted "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(text, words[i])) {
            text = part(text, strlen(words[i]), text.length);
            break;
        }
    return date_parse(text.data, text.length, date) == DATE_OK && date->day;
}

/* Bytes of what stands between the parts of a byline, 0 if it is none. */
static size_t separator(struct slice line, size_t at)
{
    static const char *const marks[] = {"|", " by ", "·", "•", " - ", " – ", " — "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (line.length - at >= n && strncasecmp(line.data + at, marks[i], n) == 0)
            return n;
    }
    return 0;
}

/* The parts of a line: the first must be the day, or the line begin with By. Dashes stand in
 * sentences too ("May 26, 1950 - Born in London"): with them only what begins with By counts. */
static bool in_parts(struct slice line, struct date *date)
{
    bool by = begins(line, "by ");
    size_t from = 0;
    for (size_t at = 0; at < line.length; at++) {
        size_t n = separator(line, at);
        if (!n)
            continue;
        bool dash = line.data[at] == ' ' && line.data[at + 1] != 'b' && line.data[at + 1] != 'B';
        if ((by || (from == 0 && !dash)) && is_day(part(line, from, at), date))
            return true;
        if (!by)
            return false;
        from = at + n;
        at += n - 1;
    }
    return by && from && is_day(part(line, from, line.length), date);
}

/* LONDON, May 26, 2023 (Reuters) - ...: a place in capitals, and a mark behind the day. */
static bool is_dateline(struct slice line, struct date *date)
{
    static const char *const ends[] = {" (", " /", " -", " –", " —"};
    size_t comma = 0, end;
    while (comma < line.length && comma < PLACE_MAX && line.data[comma] != ',') {
        unsigned char c = (unsigned char)line.data[comma++];
        if (!(c >= 'A' && c <= 'Z') && c < 0x80 && c != ' ' && c != '.' && c != '-' && c != '\'')
            return false;
    }
    if (comma < 3 || comma == line.length || line.data[comma] != ',')
        return false;
    for (end = comma + 1; end < line.length && end < comma + 40; end++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            size_t n = strlen(ends[i]);
            if (line.length - end >= n && memcmp(line.data + end, ends[i], n) == 0)
                return is_day(part(line, comma + 1, end), date);
        }
    return false;
}

bool byline_date(struct slice line, struct date *date)
{
    return (line.length <= LINE_MAX_BYTES && in_parts(line, date)) || is_dateline(line, date);
}
