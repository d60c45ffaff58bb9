/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths alone, for xargs and such: with NUL after each as they are; a line each with ? for what is
 * unsafe in them, which is as little a path to open as one with a newline. */
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present.h"

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
    if (!p->nul)
        put_shown(p->out, h->path);
    else
        fputs(h->path, p->out);
    putc(p->nul ? '\0' : '\n', p->out);
}

const struct present_format present_paths = {
    .name = "paths",
    .machine = true,
    .hit = paths_hit,
    .bucket = present_bucket,
    .summary = present_undated,
    .show = paths_hit,
};
