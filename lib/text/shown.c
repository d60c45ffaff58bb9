/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text/shown.h"

#include <string.h>

#include "lib/text/glyph.h"

static void add_break(struct buf *out, int32_t code, bool before_newline, bool one_line)
{
    if (one_line)
        buf_putc(out, ' ');
    else if (code == '\n' || code == '\t')
        buf_putc(out, (char)code);
    else if (code != '\r' || !before_newline)
        buf_puts(out, "\xEF\xBF\xBD");
}

void shown_add(struct buf *out, const char *text, size_t length, bool one_line)
{
    struct glyph g;
    buf_reserve(out, length)[0] = '\0';
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        if (g.kind == GLYPH_UNSAFE)
            buf_puts(out, "\xEF\xBF\xBD");
        else if (g.kind == GLYPH_BREAK)
            add_break(out, g.code, i + 1 < length && text[i + 1] == '\n', one_line);
        else
            buf_add(out, text + i, g.length);
    }
}

void shown_put(FILE *to, const char *text)
{
    struct buf shown = {0};
    shown_add(&shown, text, strlen(text), true);
    fwrite(shown.data, 1, shown.length, to);
    buf_free(&shown);
}

void shown_error(FILE *to, const char *program, const struct error *error)
{
    fprintf(to, "%s: ", program);
    shown_put(to, error->message);
    if (error->cure[0])
        fputs("; ", to);
    shown_put(to, error->cure);
    fputc('\n', to);
}
