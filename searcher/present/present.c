/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/present.h"

#include <inttypes.h>
#include <string.h>

#include "lib/text/glyph.h"
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

void present_safe(struct buf *out, const char *text, size_t length, bool one_line)
{
    shown_add(out, text, length, one_line);
}

size_t present_fit(const char *text, size_t length, size_t columns)
{
    struct glyph g;
    size_t used = 0;
    size_t cut = 0; /* where an ellipsis would still fit */
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        used += g.columns;
        if (used > columns)
            return cut;
        if (used < columns)
            cut = i + g.length;
    }
    return length;
}

void present_bucket(struct presenter *p, const struct bucket *b)
{
    fprintf(p->out, "%s\t%" PRIu64 "\n", b->key, b->count);
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
    present_safe(note, query_id, strlen(query_id), true);
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
