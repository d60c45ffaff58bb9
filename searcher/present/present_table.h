/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables with a header row, for spreadsheets and cut(1). For hits: the fields that were chosen,
 * else rank, score, id, date, title, path, url. For histograms: the key, under the name of what is
 * counted by, and count; with shares, also all and share. For the queries of --queries, a row for
 * each query instead of its hits: query, matches, first and last date, id and path of the best hit;
 * if fields were chosen, the hits, with the query before them; of counts, a row without a key where
 * nothing matches. No field has a control byte, but for the line ends of a text in CSV.
 */
#ifndef DATELINE_SEARCHER_PRESENT_PRESENT_TABLE_H
#define DATELINE_SEARCHER_PRESENT_PRESENT_TABLE_H

#include "searcher/present/present.h"

struct table {
    char separator;
    const char *end; /* of a row */
    bool lines;      /* texts keep theirs */
    void (*put_field)(FILE *out, const char *text);
};

void table_hit(struct presenter *p, const struct hit *h, const struct table *t);
void table_bucket(struct presenter *p, const struct bucket *b, const struct table *t);
void table_summary(struct presenter *p, const struct summary *s, const struct table *t);

#endif
