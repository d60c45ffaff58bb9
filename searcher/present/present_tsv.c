/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tab-separated values: tabs and line ends in a field become blanks, nothing is quoted. */
#include "searcher/present/present_table.h"

static void put_field(FILE *out, const char *text)
{
    for (; *text; text++)
        putc(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text, out);
}

static const struct table tsv = {'\t', put_field};

static void tsv_hit(struct presenter *p, const struct hit *h)
{
    table_hit(p, h, &tsv);
}

static void tsv_bucket(struct presenter *p, const struct bucket *b)
{
    table_bucket(p, b, &tsv);
}

static void tsv_summary(struct presenter *p, const struct summary *s)
{
    table_summary(p, s, &tsv);
}

const struct present_format present_tsv = {
    .name = "tsv",
    .hit = tsv_hit,
    .bucket = tsv_bucket,
    .summary = tsv_summary,
    .show = tsv_hit,
};
