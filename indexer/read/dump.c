/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/dump.h"

#include <string.h>

#include "lib/text/utf8.h"

/* A string with its quotes; control characters, DEL and C1 too, are escaped. */
static void add_string(struct buf *out, struct slice s)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < s.length;) {
        size_t from = i;
        unsigned char c = 0;
        for (; i < s.length; i++) {
            c = (unsigned char)s.data[i];
            bool c1 = c == 0xC2 && i + 1 < s.length && (unsigned char)s.data[i + 1] < 0xA0;
            if (c < ' ' || c == '"' || c == '\\' || c == 0x7F || c1)
                break;
        }
        buf_add(out, s.data + from, i - from);
        if (i == s.length)
            break;
        i++;
        if (c == '\n')
            buf_puts(out, "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_printf(out, "\\u%04x", c == 0xC2 ? (unsigned char)s.data[i++] : c);
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
