/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text/caret.h"

#include <limits.h>
#include <string.h>

#include "lib/text/glyph.h"
#include "lib/text/shown.h"

/* How many columns the first bytes of a text take, as it is shown. */
static int columns_of(const char *text, size_t length)
{
    struct buf shown = {0};
    struct glyph g;
    size_t columns = 0;
    shown_add(&shown, text, length, true);
    for (size_t i = 0; i < shown.length; i += g.length) {
        g = glyph_at(shown.data, shown.length, i);
        columns += g.columns;
    }
    buf_free(&shown);
    return columns < INT_MAX ? (int)columns : INT_MAX;
}

void caret_print(FILE *to, const char *where, const char *message, const char *text, size_t byte,
                 const char *cure)
{
    struct buf shown = {0};
    shown_add(&shown, text, strlen(text), true);
    fprintf(to, "%s: %s\n  %s\n  %*s^\n", where, message, shown.length ? shown.data : "",
            columns_of(text, byte - 1), "");
    shown_put(to, cure);
    fputc('\n', to);
    buf_free(&shown);
}
