/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/dump.h"

#include <string.h>

#include "lib/text/glyph.h"
#include "lib/text/utf8.h"

/* The length of the character at `at`; *escape says whether it is to be written by its number: what
 * a terminal obeys (lib/text/glyph.h), quotes and the backslash. */
static size_t look_at(struct slice s, size_t at, bool *escape, int32_t *code)
{
    unsigned char c = (unsigned char)s.data[at];
    struct glyph g = {c, GLYPH_VISIBLE, 1, 1};
    *escape = c < ' ' || c == '"' || c == '\\' || c == 0x7F;
    if (c >= 0x80) {
        g = glyph_at(s.data, s.length, at);
        *escape = (g.kind == GLYPH_UNSAFE || g.kind == GLYPH_BREAK) && g.code < 0x10000;
    }
    *code = g.code;
    return g.length;
}

/* A string with its quotes. */
static void add_string(struct buf *out, struct slice s)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < s.length;) {
        size_t from = i;
        size_t length = 0;
        bool escape = false;
        int32_t code = 0;
        for (; i < s.length; i += length) {
            length = look_at(s, i, &escape, &code);
            if (escape)
                break;
        }
        buf_add(out, s.data + from, i - from);
        if (i == s.length)
            break;
        i += length;
        if (code == '\n')
            buf_puts(out, "\\n");
        else if (code == '"' || code == '\\')
            buf_printf(out, "\\%c", (char)code);
        else
            buf_printf(out, "\\u%04x", (unsigned)code);
    }
    buf_putc(out, '"');
}

static void add_field(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, ",\"%s\":", name);
    add_string(out, (struct slice){value, strlen(value)});
}

void dump_article(struct buf *out, const struct article *a, const char *path)
{
    char date[DATE_TEXT];
    char id[SCHEMA_ID_HEX + 1] = "";
    struct arena arena = {0};
    size_t replaced;
    memcpy(id, a->id, SCHEMA_ID_HEX);
    buf_puts(out, "{\"path\":");
    add_string(out, utf8_clean((struct slice){path, strlen(path)}, &arena, &replaced));
    add_field(out, "record", a->number);
    add_field(out, "id", id);
    add_field(out, "title", a->title);
    add_field(out, "date", date_print(a->date, date));
    add_field(out, "date_source", schema_date_source_name(a->date_source));
    add_field(out, "date_where", a->date_where);
    add_field(out, "url", a->url);
    add_field(out, "publisher", a->from);
    add_field(out, "author", a->author);
    buf_puts(out, ",\"text\":");
    add_string(out, a->text);
    buf_puts(out, "}\n");
    arena_free(&arena);
}
