/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a table in text is written: what parts its columns, and whether quotes are more than
 * characters. Found out from its first bytes: a `sep=;` line of Excel, else the mark of , ; tab |
 * by which most names of the header are known ones, else that by which the first rows have most
 * columns, and all as many.
 */
#ifndef DATELINE_INDEXER_READ_CSV_SHAPE_H
#define DATELINE_INDEXER_READ_CSV_SHAPE_H

#include "indexer/read/field_map.h"
#include "lib/base/slice.h"

struct csv_shape {
    char separator;
    bool quotes;   /* "..." may hold separators and newlines; else a quote is a character */
    size_t header; /* bytes before the header: a sep= line */
};

struct csv_shape csv_shape_of(struct slice head, const char *name, const struct field_table *t);

#endif
