/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables in text with a header row: CSV, TSV and their kin (csv_shape.h), a row a record. Columns
 * are fields by their names (field_map.h). Quoted fields may hold newlines. Blank rows say nothing.
 */
#ifndef DATELINE_INDEXER_READ_READ_CSV_H
#define DATELINE_INDEXER_READ_READ_CSV_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_csv;

#endif
