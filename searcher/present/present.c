/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/present.h"

#include <inttypes.h>
#include <string.h>

#include "lib/text/shown.h"

const struct present_format *present_find(const char *name)
{
    static const struct present_format *const formats[] = {
        &present_text, &present_json, &present_paths, &present_tsv, &present_csv, &present_trec};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

double bucket_share(const struct bucket *b)
{
    return b->all ? (double)b->count / (double)b->all : 0;
}

void present_bucket(struct presenter *p, const struct bucket *b)
{
    shown_put(p->out, b->key);
    fprintf(p->out, "\t%" PRIu64, b->count);
    if (p->shares)
        fprintf(p->out, "\t%.6f", bucket_share(b));
    putc('\n', p->out);
}

FILE *present_notes(struct presenter *p)
{
    fflush(p->out);
    return p->notes ? p->notes : stderr;
}

void present_add_query(struct buf *note, const char *query_id)
{
    if (!query_id)
        return;
    shown_add(note, query_id, strlen(query_id), true);
    buf_puts(note, ": ");
}

void present_undated(struct presenter *p, const struct summary *s)
{
    struct buf note = {0};
    if (s->undated == 0)
        return;
    present_add_query(&note, s->query_id);
    buf_printf(&note, "%" PRIu64 " undated %s too: add --undated\n", s->undated,
               s->undated == 1 ? "article matches" : "articles match");
    fputs(note.data, present_notes(p));
    buf_free(&note);
}
