/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_text.h"

#include <string.h>
#include <strings.h>

#include "indexer/read/byline.h"
#include "indexer/read/title.h"
#include "indexer/read/whole.h"
#include "lib/base/buf.h"

struct cursor {
    const char *at;
    const char *end;
    size_t line;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_space(struct cursor *c)
{
    while (c->at < c->end && is_space(*c->at))
        c->at++;
}

static void skip_blank_lines(struct cursor *c)
{
    for (skip_space(c); c->at < c->end && *c->at == '\n'; skip_space(c)) {
        c->at++;
        c->line++;
    }
}

/* The line at the cursor without its end, trimmed; the cursor goes on to the next one. */
static struct slice next_line(struct cursor *c)
{
    const char *stop = memchr(c->at, '\n', (size_t)(c->end - c->at));
    const char *start = c->at;
    const char *end = stop ? stop : c->end;
    c->at = stop ? stop + 1 : c->end;
    c->line++;
    while (start < end && is_space(*start))
        start++;
    while (end > start && is_space(end[-1]))
        end--;
    return (struct slice){start, (size_t)(end - start)};
}

/* What a header says. */
struct header {
    struct entry *entry;
    struct buf kept; /* lines that stay in the text */
};

static struct given_date take_date(struct slice value, size_t line)
{
    struct given_date given = {.text = value, .line = line, .where = "header"};
    given.status = date_parse(value.data, value.length, &given.date);
    return given;
}

/* Four digits, then nothing or a hyphen and more digits and hyphens. */
static bool has_date_shape(struct slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        bool digit = value.data[i] >= '0' && value.data[i] <= '9';
        bool hyphen = value.data[i] == '-';
        if (i < 4 ? !digit : i == 4 ? !hyphen : !digit && !hyphen)
            return false;
    }
    return value.length >= 4;
}

/* ` date 2023-05-26 `: the cursor goes behind it. False, and nothing happens, if it is not there.
 */
static bool archive_header(struct cursor *c, struct header *h)
{
    struct cursor look = *c;
    skip_blank_lines(&look);
    if (look.end - look.at < 5 || memcmp(look.at, "date", 4) != 0 || !is_space(look.at[4]))
        return false;
    look.at += 4;
    skip_space(&look);
    const char *start = look.at;
    while (look.at < look.end && !is_space(*look.at) && *look.at != '\n')
        look.at++;
    struct slice value = {start, (size_t)(look.at - start)};
    if (!has_date_shape(value))
        return false;
    h->entry->date = take_date(value, look.line);
    *c = look;
    return true;
}

/* Splits `Key: value`; false if the line has not this shape. */
static bool key_value(struct slice line, struct slice *key, struct slice *value)
{
    size_t n = 0;
    while (n < line.length && n < 30 &&
           (is_letter(line.data[n]) || (n && strchr("-_ ", line.data[n]) && line.data[n])))
        n++;
    if (n == 0 || n == line.length || line.data[n] != ':' || line.data[n - 1] == ' ')
        return false;
    *key = (struct slice){line.data, n++};
    if (n < line.length && !is_space(line.data[n]))
        return false;
    while (n < line.length && is_space(line.data[n]))
        n++;
    *value = (struct slice){line.data + n, line.length - n};
    return true;
}

static bool is_word(struct slice text, const char *word)
{
    return text.length == strlen(word) && strncasecmp(text.data, word, text.length) == 0;
}

enum field { FIELD_OTHER, FIELD_TITLE, FIELD_DATE, FIELD_FROM, FIELD_URL, FIELD_AUTHOR };

static enum field field_of(struct slice key)
{
    static const struct {
        const char *name;
        enum field field;
    } names[] = {
        {"title", FIELD_TITLE},
        {"headline", FIELD_TITLE},
        {"date", FIELD_DATE},
        {"published", FIELD_DATE},
        {"published on", FIELD_DATE},
        {"published at", FIELD_DATE},
        {"publication date", FIELD_DATE},
        {"publication-date", FIELD_DATE},
        {"publication_date", FIELD_DATE},
        {"publish date", FIELD_DATE},
        {"publish-date", FIELD_DATE},
        {"publish_date", FIELD_DATE},
        {"pubdate", FIELD_DATE},
        {"pub date", FIELD_DATE},
        {"date published", FIELD_DATE},
        {"date of publication", FIELD_DATE},
        {"release date", FIELD_DATE},
        {"posted", FIELD_DATE},
        {"posted on", FIELD_DATE},
        {"dated", FIELD_DATE},
        {"source", FIELD_FROM},
        {"publisher", FIELD_FROM},
        {"publication", FIELD_FROM},
        {"newspaper", FIELD_FROM},
        {"url", FIELD_URL},
        {"link", FIELD_URL},
        {"author", FIELD_AUTHOR},
        {"authors", FIELD_AUTHOR},
        {"by", FIELD_AUTHOR},
        {"byline", FIELD_AUTHOR},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_word(key, names[i].name))
            return names[i].field;
    return FIELD_OTHER;
}

/* True if a block of `Key: value` lines with a key that we know stands at the cursor. */
static bool is_key_block(struct cursor c)
{
    bool known = false;
    struct slice key;
    struct slice value;
    while (c.at < c.end) {
        struct slice line = next_line(&c);
        if (line.length == 0)
            return known;
        if (!key_value(line, &key, &value))
            return false;
        known |= field_of(key) != FIELD_OTHER && field_of(key) != FIELD_AUTHOR;
    }
    return known;
}

static bool take_text(struct slice *field, struct slice value)
{
    if (field->length)
        return false;
    *field = value;
    return true;
}

/* False if the line is to stay in the text: its key has no field, or the field has a value. */
static bool take_field(struct entry *e, enum field field, struct slice value, size_t line)
{
    switch (field) {
    case FIELD_TITLE:
        return take_text(&e->title, value);
    case FIELD_FROM:
        return take_text(&e->publisher, value);
    case FIELD_URL:
        return take_text(&e->url, value);
    case FIELD_AUTHOR:
        return take_text(&e->author, value);
    case FIELD_DATE:
        if (e->date.where)
            return false;
        if (value.length) /* else it says no more than if it were not there */
            e->date = take_date(value, line);
        return true;
    case FIELD_OTHER:
        break;
    }
    return false;
}

static void key_block(struct cursor *c, struct header *h)
{
    struct slice key;
    struct slice value;
    while (c->at < c->end) {
        size_t number = c->line;
        struct slice line = next_line(c);
        if (!key_value(line, &key, &value))
            return;
        if (!take_field(h->entry, field_of(key), value, number)) {
            buf_add(&h->kept, line.data, line.length);
            buf_putc(&h->kept, '\n');
        }
    }
}

/* The text behind the header, with the header's lines that have no field of their own. */
static struct slice whole_text(struct header *h, const struct cursor *c, struct arena *arena)
{
    struct slice rest = {c->at, (size_t)(c->end - c->at)};
    if (h->kept.length) {
        buf_putc(&h->kept, '\n');
        buf_add(&h->kept, rest.data, rest.length);
        rest = (struct slice){arena_copy(arena, h->kept.data, h->kept.length), h->kept.length};
    }
    buf_free(&h->kept);
    return rest;
}

/* A line that is a date and no more, but for a key or a word before it and marks around it. */
static bool is_date_line(struct slice line, size_t number, struct given_date *given)
{
    struct date date;
    if (byline_date(line, &date)) {
        *given = (struct given_date){
            .date = date, .status = DATE_OK, .text = line, .line = number, .where = "header"};
        return true;
    }
    static const char *const words[] = {"published on", "published", "posted on",
                                        "posted",       "date:",     "dated"};
    struct slice key;
    struct slice value;
    while (line.length && strchr("[(*_", line.data[0]))
        line = (struct slice){line.data + 1, line.length - 1};
    while (line.length && strchr("])*_", line.data[line.length - 1]))
        line.length--;
    if (key_value(line, &key, &value) && field_of(key) == FIELD_DATE) {
        line = value;
    } else {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t n = strlen(words[i]);
            if (line.length > n && strncasecmp(line.data, words[i], n) == 0 &&
                is_space(line.data[n])) {
                line = (struct slice){line.data + n, line.length - n};
                break;
            }
        }
    }
    *given = take_date(line, number);
    return given->status == DATE_OK && given->date.day;
}

/* The date line among the first lines; the cursor goes behind it if it is the first, and no more
 * than the date. */
static void first_lines(struct cursor *c, struct given_date *date)
{
    struct cursor look = *c;
    for (int n = 0; n < 4 && look.at < look.end; n++) {
        skip_blank_lines(&look);
        size_t number = look.line;
        struct given_date given;
        struct slice line = next_line(&look);
        if (is_date_line(line, number, &given)) {
            *date = given;
            if (n == 0 && !byline_date(line, &given.date))
                *c = look;
            return;
        }
    }
}

void text_entry(struct slice text, struct arena *arena, struct entry *entry)
{
    struct cursor c = {text.data, text.data + text.length, 1};
    struct header h = {.entry = entry};
    *entry = (struct entry){.header = true};
    if (!archive_header(&c, &h)) {
        skip_blank_lines(&c);
        if (is_key_block(c))
            key_block(&c, &h);
        else
            first_lines(&c, &entry->date);
    }
    skip_blank_lines(&c);
    entry->title_in_text = entry->title.length == 0;
    if (entry->title_in_text && h.kept.length) { /* those lines are no title */
        const char *title =
            title_of_text((struct slice){c.at, (size_t)(c.end - c.at)}, NULL, arena);
        entry->title = (struct slice){title, strlen(title)};
    }
    entry->text = whole_text(&h, &c, arena);
}

static enum reader_status next(struct reader *reader, struct arena *arena, struct entry *entry,
                               struct error *error)
{
    struct slice text;
    const char *charset;
    enum reader_status status = whole_read(reader, arena, &text, &charset, error);
    if (status == READER_ENTRY) {
        text_entry(text, arena, entry);
        entry->charset = charset;
    }
    return status;
}

static const char *const endings[] = {".txt", ".text", NULL};

const struct reader_format reader_text = {.name = "text",
                                          .endings = endings,
                                          .what = "plain text",
                                          .open = whole_open,
                                          .next = next,
                                          .close = whole_close};
