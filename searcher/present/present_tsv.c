/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tab-separated values: tabs and line ends in a field become blanks, nothing is quoted; rows end
 * with \n. */
#include "searcher/present/present_table.h"

static void put_field(FILE *out, const char *text)
{
    fputs(text, out);
}

static const struct table tsv = {'\t', "\n", false, put_field};

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
    .machine = true,
    .has_fields = true,
    .hit = tsv_hit,
    .bucket = tsv_bucket,
    .summary = tsv_summary,
    .show = tsv_hit,
};
