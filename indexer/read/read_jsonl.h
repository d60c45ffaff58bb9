/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON: an object a record, however they stand in the file (json_stream.h, json_record.h). */
#ifndef DATELINE_INDEXER_READ_READ_JSONL_H
#define DATELINE_INDEXER_READ_READ_JSONL_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_jsonl;

#endif
