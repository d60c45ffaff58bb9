/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of formats. Where two share an ending, or could both know a file by its first bytes,
 * the special one stands before the general one: of those with the ending of a file's name the
 * first that recognises its content is taken, else the last.
 */
#include "indexer/read/reader.h"

#include <stdio.h>
#include <string.h>

#include "indexer/read/prose.h"
#include "indexer/read/read_csv.h"
#include "indexer/read/read_factiva.h"
#include "indexer/read/read_feed.h"
#include "indexer/read/read_frontmatter.h"
#include "indexer/read/read_html.h"
#include "indexer/read/read_jsonl.h"
#include "indexer/read/read_mail.h"
#include "indexer/read/read_mastodon.h"
#include "indexer/read/read_newsboat.h"
#include "indexer/read/read_nexis.h"
#include "indexer/read/read_proquest.h"
#include "indexer/read/read_telegram.h"
#include "indexer/read/read_text.h"
#include "indexer/read/read_warc.h"

static const struct reader_format *const formats[] = {
    &reader_telegram, &reader_mastodon, &reader_feed, &reader_mbox,        &reader_mail,
    &reader_newsboat, &reader_html,     &reader_warc, &reader_nexis,       &reader_proquest,
    &reader_factiva,  &reader_jsonl,    &reader_csv,  &reader_frontmatter, &reader_text,
};

#define FORMATS (sizeof formats / sizeof *formats)

void reader_fault(const struct reader_options *o, uint64_t record, size_t line, const char *format,
                  ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (o->fault)
        o->fault(o->context, record, line, message);
}

const struct reader_format *reader_find(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

const struct reader_format *reader_at(size_t n)
{
    return n < FORMATS ? formats[n] : NULL;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A name that is nothing but an ending, such as .txt, has none. */
static bool ends_with(const char *name, size_t length, const char *ending)
{
    size_t n = strlen(ending);
    if (length <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(name[length - n + i]) != ending[i])
            return false;
    return true;
}

static bool has_ending(const struct reader_format *f, const char *name, size_t length)
{
    for (const char *const *e = f->endings; *e; e++)
        if (ends_with(name, length, *e))
            return true;
    return false;
}

bool reader_has_ending(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < FORMATS; i++)
        if (has_ending(formats[i], name, length))
            return true;
    return false;
}

static bool recognises(const struct reader_format *f, struct slice head)
{
    return f->recognises && f->recognises(head);
}

const struct reader_format *reader_choose(const char *name, struct slice head)
{
    const char *slash = strrchr(name, '/');
    const char *last = slash ? slash + 1 : name;
    size_t length = strlen(last);
    const struct reader_format *by_name = NULL;
    if (head.length > READER_HEAD)
        head.length = READER_HEAD;
    for (size_t i = 0; i < FORMATS; i++)
        if (has_ending(formats[i], last, length)) {
            by_name = formats[i];
            if (recognises(by_name, head))
                break;
        }
    for (size_t i = 0; i < FORMATS && !by_name; i++)
        if (recognises(formats[i], head))
            return formats[i];
    if (!by_name && prose_no_ending(last) && prose_is_article(last, head))
        return &reader_text;
    return by_name;
}
