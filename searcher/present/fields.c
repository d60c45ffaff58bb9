/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/fields.h"

#include <stdio.h>
#include <string.h>

static const char *const names[FIELDS] = {"rank",   "score", "id",      "date", "date_source",
                                          "title",  "path",  "record",  "url",  "publisher",
                                          "author", "key",   "snippet", "text"};

const struct fields fields_of_tables = {
    {FIELD_RANK, FIELD_SCORE, FIELD_ID, FIELD_DATE, FIELD_TITLE, FIELD_PATH, FIELD_URL}, 7};

const struct fields fields_of_hits = {{FIELD_RANK, FIELD_SCORE, FIELD_ID, FIELD_DATE,
                                       FIELD_DATE_SOURCE, FIELD_TITLE, FIELD_PATH, FIELD_RECORD,
                                       FIELD_URL, FIELD_SNIPPET},
                                      10};

const struct fields fields_of_articles = {{FIELD_ID, FIELD_DATE, FIELD_DATE_SOURCE, FIELD_TITLE,
                                           FIELD_PATH, FIELD_RECORD, FIELD_URL, FIELD_PUBLISHER,
                                           FIELD_AUTHOR, FIELD_KEY, FIELD_TEXT},
                                          11};

const char *fields_name(enum field f)
{
    return names[f];
}

bool fields_have(const struct fields *f, enum field wanted)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->list[i] == wanted)
            return true;
    return false;
}

static bool find(const char *text, size_t length, enum field *f)
{
    for (int i = 0; i < FIELDS; i++)
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0) {
            *f = (enum field)i;
            return true;
        }
    return false;
}

static bool refuse(struct error *error, const char *text, size_t length, const char *why)
{
    struct buf all = {0};
    for (int i = 0; i < FIELDS; i++)
        buf_printf(&all, "%s%s", i ? "," : "", names[i]);
    error_set(error, ERROR_USAGE, "--fields: '%.*s' %s", (int)(length < 99 ? length : 99), text,
              why);
    error_cure(error, "choose from %s", all.data);
    buf_free(&all);
    return false;
}

bool fields_parse(const char *text, struct fields *f, struct error *error)
{
    *f = (struct fields){.count = 0};
    for (;; text++) {
        enum field one;
        size_t length = strcspn(text, ",");
        if (!find(text, length, &one))
            return refuse(error, text, length, "is no field");
        if (fields_have(f, one))
            return refuse(error, text, length, "stands there twice");
        f->list[f->count++] = one;
        text += length;
        if (!*text)
            return true;
    }
}

static struct slice printed(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static struct slice number(char scratch[FIELD_SCRATCH], enum field f, const struct hit *h)
{
    if (f == FIELD_RANK)
        snprintf(scratch, FIELD_SCRATCH, "%u", h->rank);
    else
        snprintf(scratch, FIELD_SCRATCH, "%.4f", h->score);
    return printed(scratch);
}

struct slice fields_value(enum field f, const struct hit *h, char scratch[FIELD_SCRATCH])
{
    const struct record *r = h->record;
    switch (f) {
    case FIELD_RANK:
    case FIELD_SCORE:
        return number(scratch, f, h);
    case FIELD_ID:
        return (struct slice){r->id, strnlen(r->id, SCHEMA_ID_HEX)};
    case FIELD_DATE:
        return printed(date_print(r->date, scratch));
    case FIELD_DATE_SOURCE:
        return printed(schema_date_source_name(r->date_source));
    case FIELD_TITLE:
        return printed(r->title);
    case FIELD_PATH:
        return printed(h->path);
    case FIELD_RECORD:
        return printed(r->number);
    case FIELD_URL:
        return printed(r->url);
    case FIELD_PUBLISHER:
        return printed(r->from);
    case FIELD_AUTHOR:
        return printed(r->author ? r->author : "");
    case FIELD_KEY:
        return printed(r->key);
    case FIELD_SNIPPET:
        return h->snippet ? (struct slice){h->snippet->text.data, h->snippet->text.length}
                          : printed("");
    case FIELD_TEXT:
        return r->text;
    }
    return printed("");
}
