/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths alone, one a line or NUL-terminated, for xargs and such. */
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present.h"

/* A path as a terminal may have it, a ? for each unsafe character. */
static void put_shown(FILE *out, const char *path)
{
    size_t length = strlen(path);
    struct glyph g;
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(path, length, i);
        if (g.kind == GLYPH_UNSAFE || g.kind == GLYPH_BREAK)
            putc('?', out);
        else
            fwrite(path + i, 1, g.length, out);
    }
}

static void paths_hit(struct presenter *p, const struct hit *h)
{
    if (p->terminal)
        put_shown(p->out, h->path);
    else
        fputs(h->path, p->out);
    putc(p->nul ? '\0' : '\n', p->out);
}

const struct present_format present_paths = {
    .name = "paths",
    .hit = paths_hit,
    .bucket = present_bucket,
    .summary = present_undated,
    .show = paths_hit,
};
