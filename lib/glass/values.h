/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the values of documents from a glass database. What they look like in the table is in
 * lib/glass/value.h. */
#ifndef DATELINE_LIB_GLASS_VALUES_H
#define DATELINE_LIB_GLASS_VALUES_H

#include "lib/glass/read.h"

/*
 * Calls `each` for the documents of first .. first+count-1 that have a value in the slot, docids
 * ascending. The bytes are good during the call. If the status is not GLASS_OK, values may be
 * missing.
 */
enum glass_status glass_values(struct glass_reader *r, uint32_t slot, uint32_t first, size_t count,
                               void (*each)(void *context, uint32_t docid, const char *value,
                                            size_t length),
                               void *context);

#endif
