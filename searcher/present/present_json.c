/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines: an object a line, told apart by "type": hit, bucket, summary, article. Strings are
 * valid UTF-8; what is unsafe for a terminal is escaped, bytes that are no UTF-8 are U+FFFD.
 *
 *     hit      rank score id date date_source title path record url [snippet]
 *     bucket   by key count
 *     summary  query matches undated since until [undated_only] ms match_ms
 *     article  id date date_source title path record url publisher key text
 *
 * "query_id" comes second in answers to --queries. What is not known is null; a date is
 * "2023-05-26", "2023-05" or "2023"; an open end of the range is null; a record is a number.
 */
#include <inttypes.h>
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present.h"

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
    fprintf(out, "{\"type\":\"%s\"", type);
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

static void put_record(FILE *out, const struct hit *h)
{
    const struct record *r = h->record;
    fprintf(out, ",\"id\":\"%.*s\"", PRESENT_ID(r));
    put_date(out, "date", r->date);
    put_member(out, "date_source", schema_date_source_name(r->date_source));
    put_member(out, "title", r->title);
    put_member(out, "path", h->path);
    put_number(out, "record", r->number);
    put_member(out, "url", r->url);
}

static void json_hit(struct presenter *p, const struct hit *h)
{
    open_object(p->out, "hit", p->query_id);
    fprintf(p->out, ",\"rank\":%u,\"score\":%.4f", h->rank, h->score);
    put_record(p->out, h);
    if (h->snippet) {
        fputs(",\"snippet\":", p->out);
        put_text(p->out, h->snippet->text.data, h->snippet->text.length);
    }
    fputs("}\n", p->out);
}

static void json_bucket(struct presenter *p, const struct bucket *b)
{
    open_object(p->out, "bucket", p->query_id);
    put_member(p->out, "by", b->by);
    put_member(p->out, "key", b->key);
    fprintf(p->out, ",\"count\":%" PRIu64 "}\n", b->count);
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
    const struct record *r = h->record;
    open_object(p->out, "article", p->query_id);
    put_record(p->out, h);
    put_member(p->out, "publisher", r->from);
    put_member(p->out, "key", r->key);
    fputs(",\"text\":", p->out);
    put_text(p->out, r->text.data, r->text.length);
    fputs("}\n", p->out);
}

const struct present_format present_json = {
    .name = "json",
    .wants_snippets = true,
    .hit = json_hit,
    .bucket = json_bucket,
    .summary = json_summary,
    .show = json_show,
};
