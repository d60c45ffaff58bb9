/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run as trec_eval reads it: QID Q0 DOCID RANK SCORE dateline. QID is the id of the query, or 1.
 * DOCID is the record's own id; else the stem of the file's name, with "#" and the number of the
 * record if the file holds many. Blanks in either, and what is no visible character, become _.
 */
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present.h"

static void put_word(FILE *out, const char *text, size_t length)
{
    struct glyph g;
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        if (g.kind == GLYPH_VISIBLE)
            fwrite(text + i, 1, g.length, out);
        else
            putc('_', out);
    }
    if (length == 0)
        putc('_', out);
}

/* The name of a file without its folders and its last suffix. */
static struct slice stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return (struct slice){name, dot && dot > name ? (size_t)(dot - name) : strlen(name)};
}

static void trec_hit(struct presenter *p, const struct hit *h)
{
    const struct record *r = h->record;
    const char *query = p->query_id ? p->query_id : "1";
    struct slice document = r->key[0] ? (struct slice){r->key, strlen(r->key)} : stem_of(r->path);
    put_word(p->out, query, strlen(query));
    fputs(" Q0 ", p->out);
    put_word(p->out, document.data, document.length);
    if (!r->key[0] && r->number[0]) {
        putc('#', p->out);
        put_word(p->out, r->number, strlen(r->number));
    }
    fprintf(p->out, " %u %.6f dateline\n", h->rank, h->score);
}

const struct present_format present_trec = {
    .name = "trec",
    .machine = true,
    .hit = trec_hit,
    .bucket = present_bucket,
    .summary = present_undated,
    .show = trec_hit,
};
