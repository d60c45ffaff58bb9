/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines: an object a line, told apart by "type": hit, bucket, summary, article. Strings are
 * valid UTF-8; what is unsafe for a terminal is escaped, bytes that are no UTF-8 are U+FFFD.
 *
 *     hit      rank score id date date_source title path record url [snippet]
 *     bucket   by key count [all share]
 *     summary  query matches undated since until [undated_only] ms match_ms
 *     article  id date date_source title path record url publisher author key text
 *
 * "version" comes second: it changes when a member goes or means something else, not when there are
 * more. "query_id" comes third in answers to --queries. Chosen fields take the place of those of
 * hits and articles. searcher(1) has the schema. What is not known is null; a date is
 * "2023-05-26", "2023-05" or "2023"; an open end of the range is null; a record is a number.
 */
#include <inttypes.h>
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present.h"

enum { JSON_VERSION = 1 };

static void put_escape(FILE *out, int32_t code)
{
    static const char letters[] = "btn\vfr"; /* \b is 8, \r is 13; \v has no letter */
    if (code >= '\b' && code <= '\r' && code != '\v')
        fprintf(out, "\\%c", letters[code - '\b']);
    else
        fprintf(out, "\\u%04x", (unsigned)code);
}

static void put_text(FILE *out, const char *text, size_t length)
{
    size_t plain = 0; /* bytes from here to i go out as they are */
    struct glyph g;
    putc('"', out);
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        bool quoted = g.code == '"' || g.code == '\\';
        if (!quoted && (g.kind == GLYPH_VISIBLE || g.kind == GLYPH_SPACE))
            continue;
        fwrite(text + plain, 1, i - plain, out);
        plain = i + g.length;
        if (quoted)
            fprintf(out, "\\%c", (char)g.code);
        else if (g.code == 0xFFFD)
            fputs("\xEF\xBF\xBD", out);
        else
            put_escape(out, g.code);
    }
    fwrite(text + plain, 1, length - plain, out);
    putc('"', out);
}

/* Names of members go with the comma before them: all but the first have one. */
static void put_member(FILE *out, const char *name, const char *value)
{
    fprintf(out, ",\"%s\":", name);
    if (value[0])
        put_text(out, value, strlen(value));
    else
        fputs("null", out);
}

static void put_date(FILE *out, const char *name, struct date d)
{
    char text[DATE_TEXT];
    put_member(out, name, date_print(d, text));
}

static void open_object(FILE *out, const char *type, const char *query_id)
{
    fprintf(out, "{\"type\":\"%s\",\"version\":%d", type, JSON_VERSION);
    if (query_id) {
        fputs(",\"query_id\":", out);
        put_text(out, query_id, strlen(query_id));
    }
}

/* The number of a record as a number, if JSON can have it so. */
static void put_number(FILE *out, const char *name, const char *number)
{
    size_t digits = strspn(number, "0123456789");
    if (digits && !number[digits] && (number[0] != '0' || digits == 1))
        fprintf(out, ",\"%s\":%s", name, number);
    else
        put_member(out, name, number);
}

static void put_field(FILE *out, enum field f, const struct hit *h)
{
    char scratch[FIELD_SCRATCH];
    struct slice value = fields_value(f, h, scratch);
    if (f == FIELD_RANK || f == FIELD_SCORE) {
        fprintf(out, ",\"%s\":%s", fields_name(f), value.data);
    } else if (f == FIELD_RECORD) {
        put_number(out, fields_name(f), value.data);
    } else if (f == FIELD_SNIPPET || f == FIELD_TEXT) {
        fprintf(out, ",\"%s\":", fields_name(f));
        put_text(out, value.data, value.length);
    } else if (f == FIELD_ID) {
        fprintf(out, ",\"id\":\"%.*s\"", PRESENT_ID(h->record));
    } else {
        put_member(out, fields_name(f), value.data);
    }
}

static void put_fields(struct presenter *p, const struct fields *usual, const struct hit *h)
{
    const struct fields *f = p->fields ? p->fields : usual;
    for (size_t i = 0; i < f->count; i++)
        if (f->list[i] != FIELD_SNIPPET || h->snippet)
            put_field(p->out, f->list[i], h);
    fputs("}\n", p->out);
}

static void json_hit(struct presenter *p, const struct hit *h)
{
    open_object(p->out, "hit", p->query_id);
    put_fields(p, &fields_of_hits, h);
}

static void json_bucket(struct presenter *p, const struct bucket *b)
{
    open_object(p->out, "bucket", p->query_id);
    put_member(p->out, "by", b->by);
    put_member(p->out, "key", b->key);
    fprintf(p->out, ",\"count\":%" PRIu64, b->count);
    if (p->shares)
        fprintf(p->out, ",\"all\":%" PRIu64 ",\"share\":%.6f", b->all, bucket_share(b));
    fputs("}\n", p->out);
}

static void put_range(FILE *out, const struct range *r)
{
    struct date since = {0};
    struct date until = {0};
    if (r && !r->undated) {
        if (date_compare(r->first, RANGE_FIRST) != 0)
            since = r->first;
        if (date_compare(r->last, RANGE_LAST) != 0)
            until = r->last;
    }
    put_date(out, "since", since);
    put_date(out, "until", until);
    if (r && r->undated)
        fputs(",\"undated_only\":true", out);
}

static void json_summary(struct presenter *p, const struct summary *s)
{
    open_object(p->out, "summary", s->query_id);
    fputs(",\"query\":", p->out);
    put_text(p->out, s->query, strlen(s->query));
    fprintf(p->out, ",\"matches\":%" PRIu64 ",\"undated\":%" PRIu64, s->matches, s->undated);
    put_range(p->out, s->range);
    fprintf(p->out, ",\"ms\":%.3f,\"match_ms\":%.3f}\n", s->ms, s->match_ms);
}

static void json_show(struct presenter *p, const struct hit *h)
{
    open_object(p->out, "article", p->query_id);
    put_fields(p, &fields_of_articles, h);
}

const struct present_format present_json = {
    .name = "json",
    .wants_snippets = true,
    .machine = true,
    .has_fields = true,
    .hit = json_hit,
    .bucket = json_bucket,
    .summary = json_summary,
    .show = json_show,
};
