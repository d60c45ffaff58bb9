/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables with a header row, for spreadsheets and cut(1). For hits: rank, score, id, date, title,
 * path, url. For histograms: the key, under the name of what is counted by, and count. For the
 * queries of --queries, a row for each query instead of its hits: query, matches, first and last
 * date, id and path of the best hit. TSV and CSV differ in how a field is written.
 */
#ifndef DATELINE_SEARCHER_PRESENT_PRESENT_TABLE_H
#define DATELINE_SEARCHER_PRESENT_PRESENT_TABLE_H

#include "searcher/present/present.h"

struct table {
    char separator;
    void (*put_field)(FILE *out, const char *text);
};

void table_hit(struct presenter *p, const struct hit *h, const struct table *t);
void table_bucket(struct presenter *p, const struct bucket *b, const struct table *t);
void table_summary(struct presenter *p, const struct summary *s, const struct table *t);

#endif
