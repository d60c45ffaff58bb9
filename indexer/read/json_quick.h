/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fields of a JSON object without building it: most records are flat, and most of their bytes
 * one string. Several times as fast as jansson, which gets what is not plain: values that are
 * lists or objects, of keys that are fields; and the whole record as soon as anything is odd, so
 * that there is one place that says what is wrong with JSON. Values of other keys are passed over,
 * which takes no more than quotes and brackets that match.
 */
#ifndef DATELINE_INDEXER_READ_JSON_QUICK_H
#define DATELINE_INDEXER_READ_JSON_QUICK_H

#include "indexer/read/entry.h"
#include "indexer/read/field_map.h"
#include "lib/base/arena.h"

/* Fills in the entry of the object that the bytes (UTF-8) begin with, as json_record_entry() would,
 * and sets *used to how many it took. False: it is to be parsed otherwise; so is one that has no
 * text. */
bool json_quick_entry(struct slice bytes, const struct field_table *t, struct arena *arena,
                      struct entry *e, size_t *used);

#endif
