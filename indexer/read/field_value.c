/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/field_value.h"

#include <string.h>
#include <strings.h>

#include "indexer/read/html.h"

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static struct slice trimmed(struct slice s)
{
    while (s.length && is_gap(s.data[0]))
        s = (struct slice){s.data + 1, s.length - 1};
    while (s.length && is_gap(s.data[s.length - 1]))
        s.length--;
    return s;
}

bool field_value_is_none(struct slice value)
{
    static const char *const nothing[] = {"null", "none", "nan", "nat", "n/a", "na", "undefined"};
    value = trimmed(value);
    if (value.length > 9)
        return false;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (value.length == strlen(nothing[i]) &&
            strncasecmp(value.data, nothing[i], value.length) == 0)
            return true;
    return value.length == 0;
}

/* Seconds and the like since 1970: which they are is told by how many digits there are. */
static bool from_epoch(struct slice s, struct date *date)
{
    bool before = s.length && s.data[0] == '-';
    size_t i = before;
    size_t digits = 0;
    uint64_t n = 0;
    for (; i < s.length && s.data[i] >= '0' && s.data[i] <= '9' && digits < 19; i++, digits++)
        n = n * 10 + (uint64_t)(s.data[i] - '0');
    if (i < s.length && s.data[i] == '.')
        for (i++; i < s.length && s.data[i] >= '0' && s.data[i] <= '9';)
            i++;
    if (i < s.length || digits < 9)
        return false;
    uint64_t unit = digits <= 11 ? 1 : digits <= 14 ? 1000 : digits <= 17 ? 1000000 : 1000000000;
    uint64_t days = n / (unit * 86400);
    bool part = n % (unit * 86400) != 0;
    if (days > 3652058)
        return false;
    const int32_t epoch = 719162; /* 1970-01-01 */
    *date = date_from_days(before ? epoch - (int32_t)days - part : epoch + (int32_t)days);
    return !date_is_none(*date);
}

enum date_status field_value_date(struct slice value, struct date *date)
{
    value = trimmed(value);
    enum date_status status = date_parse(value.data, value.length, date);
    if (status == DATE_UNKNOWN && from_epoch(value, date))
        status = DATE_OK;
    return status;
}

bool field_value_is_url(struct slice value)
{
    value = trimmed(value);
    for (size_t i = 0; i < value.length; i++)
        if (is_gap(value.data[i]))
            return false;
    return (value.length > 7 && strncasecmp(value.data, "http://", 7) == 0) ||
           (value.length > 8 && strncasecmp(value.data, "https://", 8) == 0);
}

/* The length of the tag at `s`, such as <p class="x"> or </b>; 0: there is none. */
static bool is_tag(struct slice s)
{
    static const char *const tags[] = {
        "p",      "br",       "div",        "a",       "b",    "i",    "em",      "strong", "span",
        "li",     "ul",       "ol",         "h1",      "h2",   "h3",   "h4",      "h5",     "h6",
        "img",    "table",    "tr",         "td",      "th",   "hr",   "pre",     "u",      "small",
        "sup",    "figure",   "blockquote", "section", "html", "body", "article", "script", "style",
        "iframe", "!doctype", "head",       "header",  "main", "font"};
    size_t n = 1;
    if (s.length > 1 && s.data[1] == '/')
        n++;
    size_t start = n;
    while (n < s.length && n < start + 12 &&
           ((s.data[n] | 32) == '!' || ((s.data[n] | 32) >= 'a' && (s.data[n] | 32) <= 'z') ||
            (s.data[n] >= '1' && s.data[n] <= '6') || s.data[n] == '!'))
        n++;
    if (n == s.length || !(is_gap(s.data[n]) || s.data[n] == '>' || s.data[n] == '/'))
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strlen(tags[i]) == n - start && strncasecmp(s.data + start, tags[i], n - start) == 0)
            return memchr(s.data + n, '>', s.length - n) != NULL;
    return false;
}

static bool has_tag(struct slice s)
{
    const char *end = s.data + s.length;
    int tried = 0;
    for (const char *c = s.data; c < end && tried < 1000; c++, tried++) {
        c = memchr(c, '<', (size_t)(end - c));
        if (!c)
            return false;
        size_t left = (size_t)(end - c);
        if (is_tag((struct slice){c, left < 4000 ? left : 4000}))
            return true;
    }
    return false;
}

/* &amp; &#8217; &#x2019; somewhere. */
static bool has_reference(struct slice s)
{
    for (size_t i = 0; i < s.length; i++) {
        if (s.data[i] != '&')
            continue;
        size_t n = i + 1;
        while (n < s.length && n < i + 12 &&
               (s.data[n] == '#' || (s.data[n] >= '0' && s.data[n] <= '9') ||
                ((s.data[n] | 32) >= 'a' && (s.data[n] | 32) <= 'z')))
            n++;
        if (n < s.length && s.data[n] == ';' && n > i + 2)
            return true;
    }
    return false;
}

struct slice field_value_text(struct slice value, struct arena *arena)
{
    return value.length && has_tag(value) ? html_text(value, arena) : value;
}

struct slice field_value_line(struct slice value, struct arena *arena)
{
    return has_reference(value) || (value.length && has_tag(value)) ? html_text(value, arena)
                                                                    : value;
}

static void take_date(struct record_fields *r, unsigned rank, struct slice key, struct slice value)
{
    struct given_date given = {.text = trimmed(value), .where = ""};
    given.status = field_value_date(value, &given.date);
    /* A date that cannot be read gives way to any that can. */
    if (r->date.where) {
        bool was = r->date.status != DATE_UNKNOWN;
        bool is = given.status != DATE_UNKNOWN;
        if (was != is ? was : r->rank[FIELD_DATE] < rank)
            return;
    }
    r->date = given;
    r->date_where = key;
    r->rank[FIELD_DATE] = rank;
}

void record_fields_take(struct record_fields *r, struct field_use use, struct slice key,
                        struct slice value)
{
    if (field_value_is_none(value))
        return;
    if (use.field == FIELD_DATE) {
        take_date(r, use.rank, key, value);
        return;
    }
    bool source = key.length == 6 && strncasecmp(key.data, "source", 6) == 0;
    if (source && field_value_is_url(value) != (use.field == FIELD_URL))
        return;
    if (r->value[use.field].data && r->rank[use.field] < use.rank)
        return;
    r->value[use.field] = value;
    r->rank[use.field] = use.rank;
}

static void keep(struct slice *value, struct slice bytes, struct arena *arena)
{
    uintptr_t at = (uintptr_t)value->data;
    uintptr_t from = (uintptr_t)bytes.data;
    if (value->data && at >= from && at <= from + bytes.length)
        value->data = arena_copy(arena, value->data, value->length);
}

void record_fields_keep(struct record_fields *r, struct slice bytes, struct arena *arena)
{
    for (int f = 0; f < FIELDS; f++)
        keep(&r->value[f], bytes, arena);
    keep(&r->date.text, bytes, arena);
}

void record_fields_entry(const struct record_fields *r, struct arena *arena, struct entry *e)
{
    *e = (struct entry){.date = r->date};
    e->title = field_value_line(trimmed(r->value[FIELD_TITLE]), arena);
    e->text = field_value_text(trimmed(r->value[FIELD_TEXT]), arena);
    e->url = trimmed(r->value[FIELD_URL]);
    e->publisher = field_value_line(trimmed(r->value[FIELD_PUBLISHER]), arena);
    e->author = field_value_line(trimmed(r->value[FIELD_AUTHOR]), arena);
    e->key = trimmed(r->value[FIELD_KEY]);
    e->title_in_text = e->title.length == 0;
    if (r->date.where)
        e->date.where = arena_copy(arena, r->date_where.data, r->date_where.length);
}
