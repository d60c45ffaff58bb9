/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/given.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/date/date_scan.h"

#define DAY_SECONDS 86400
#define WRITTEN_MAX 100 /* bytes of a date that is looked at in parts */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

struct slice given_trim(struct slice text)
{
    while (text.length && is_blank(text.data[text.length - 1]))
        text.length--;
    while (text.length && is_blank(*text.data)) {
        text.data++;
        text.length--;
    }
    return text;
}

bool given_has(struct slice bytes, const char *word)
{
    size_t length = strlen(word);
    if (bytes.length < length)
        return false;
    const char *end = bytes.data + bytes.length;
    for (const char *at = bytes.data; (size_t)(end - at) >= length; at++) {
        at = memchr(at, word[0], (size_t)(end - at) - length + 1);
        if (!at)
            return false;
        if (memcmp(at, word, length) == 0)
            return true;
    }
    return false;
}

struct slice given_copy(struct slice text, struct arena *arena)
{
    text = given_trim(text);
    if (!text.length)
        return (struct slice){NULL, 0};
    return (struct slice){arena_copy(arena, text.data, text.length), text.length};
}

struct slice given_text(struct slice text, const struct reader_options *options, uint64_t record)
{
    if (text.length <= READER_TEXT_MAX)
        return text;
    text.length = READER_TEXT_MAX;
    while (text.length && ((unsigned char)text.data[text.length] & 0xC0) == 0x80)
        text.length--;
    reader_fault(options, record, 0, "the text is above %zu MiB and cut there",
                 READER_TEXT_MAX >> 20);
    return text;
}

/* Where a time of day begins: one or two digits before a colon and a digit. False: there is none.
 */
static bool find_time(struct slice s, size_t *start)
{
    for (size_t i = 1; i + 1 < s.length; i++) {
        if (s.data[i] != ':' || !date_scan_is_digit(s.data[i - 1]) ||
            !date_scan_is_digit(s.data[i + 1]))
            continue;
        *start = i - 1;
        while (*start && date_scan_is_digit(s.data[*start - 1]))
            --*start;
        return i - *start <= 2;
    }
    return false;
}

static struct slice last_word(struct slice s)
{
    size_t start = s.length;
    while (start && !is_blank(s.data[start - 1]))
        start--;
    return (struct slice){s.data + start, s.length - start};
}

/* The day before the time of day, with the year behind it if it stands there. */
static enum date_status parse_before_time(struct slice s, struct date *date)
{
    size_t end;
    char joined[WRITTEN_MAX + 8];
    if (!find_time(s, &end) || end == 0)
        return DATE_UNKNOWN;
    struct slice day = given_trim((struct slice){s.data, end});
    if (day.length > 1 && (day.data[day.length - 1] == ',' || day.data[day.length - 1] == 'T'))
        day.length--;
    enum date_status status = date_parse(day.data, day.length, date);
    if (status == DATE_OK && date->day == 0)
        *date = (struct date){0, 0, 0};
    else if (status != DATE_UNKNOWN)
        return status;
    struct slice year = last_word(s);
    if (year.length != 4 || date_scan_digits(year.data, 4) != 4)
        return DATE_UNKNOWN;
    int n = snprintf(joined, sizeof joined, "%.*s %.4s", (int)day.length, day.data, year.data);
    return date_parse(joined, (size_t)n, date);
}

/* What follows a word of letters and a comma, which is a weekday of some language. */
static struct slice without_weekday(struct slice s)
{
    size_t n = 0;
    while (n < s.length && n < 20 && s.data[n] != ',' && !date_scan_is_digit(s.data[n]))
        n++;
    if (n == 0 || n == s.length || s.data[n] != ',')
        return s;
    return given_trim((struct slice){s.data + n + 1, s.length - n - 1});
}

static enum date_status parse(struct slice s, struct date *date)
{
    enum date_status status = date_parse(s.data, s.length, date);
    if (status != DATE_UNKNOWN || s.length > WRITTEN_MAX)
        return status;
    status = parse_before_time(s, date);
    if (status != DATE_UNKNOWN)
        return status;
    struct slice rest = without_weekday(s);
    if (rest.length == s.length)
        return DATE_UNKNOWN;
    status = date_parse(rest.data, rest.length, date);
    return status != DATE_UNKNOWN ? status : parse_before_time(rest, date);
}

struct given_date given_date(struct slice written, const char *where, size_t line,
                             struct arena *arena)
{
    struct given_date given = {.text = given_copy(written, arena), .line = line};
    if (!given.text.length)
        return (struct given_date){0};
    given.where = where;
    given.status = parse(given.text, &given.date);
    if (given.status != DATE_OK)
        given.date = (struct date){0, 0, 0};
    return given;
}

struct given_date given_epoch(int64_t seconds, const char *where, struct arena *arena)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%" PRId64, seconds);
    struct given_date given = {.where = where};
    given.text = (struct slice){arena_copy(arena, text, (size_t)n), (size_t)n};
    int64_t days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
    days += date_to_days((struct date){1970, 1, 1});
    if (days >= 0 && days <= date_to_days((struct date){9999, 12, 31}))
        given.date = date_from_days((int32_t)days);
    given.status = date_is_none(given.date) ? DATE_IMPOSSIBLE : DATE_OK;
    return given;
}
