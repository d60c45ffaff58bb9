/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Comma-separated values as RFC 4180 has them: a field with a comma, a quote or a line end stands
 * in quotes, its own quotes doubled, and rows end with \r\n. Only texts have lines, which end with
 * \n; tsv is the format for tools that take \r for part of a field.
 */
#include <string.h>

#include "searcher/present/present_table.h"

static void put_field(FILE *out, const char *text)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

static const struct table csv = {',', "\r\n", true, put_field};

static void csv_hit(struct presenter *p, const struct hit *h)
{
    table_hit(p, h, &csv);
}

static void csv_bucket(struct presenter *p, const struct bucket *b)
{
    table_bucket(p, b, &csv);
}

static void csv_summary(struct presenter *p, const struct summary *s)
{
    table_summary(p, s, &csv);
}

const struct present_format present_csv = {
    .name = "csv",
    .machine = true,
    .has_fields = true,
    .hit = csv_hit,
    .bucket = csv_bucket,
    .summary = csv_summary,
    .show = csv_hit,
};
