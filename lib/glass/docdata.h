/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the docdata table: the data of each document, as Document::get_data() returns it.
 *
 *   key  sortable docid                (glass_pack.h)
 *   tag  the data, deflated or not; a document without data has no entry
 */
#ifndef DATELINE_LIB_GLASS_DOCDATA_H
#define DATELINE_LIB_GLASS_DOCDATA_H

#include "lib/glass/table_writer.h"

struct glass_docdata;

/* The folder must exist. The caller frees the writer, finished or not. */
struct glass_docdata *glass_docdata_new(const char *folder);
void glass_docdata_free(struct glass_docdata *d);

/* Docids ascend. `deflated` says that glass_deflate() made the bytes. */
bool glass_docdata_add(struct glass_docdata *d, uint32_t docid, const void *data, size_t length,
                       bool deflated, struct error *error);

bool glass_docdata_finish(struct glass_docdata *d, struct glass_root *root, struct error *error);

#endif
