/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The docdata table. */
#include "lib/glass/docdata.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/glass/pack.h"

struct glass_docdata {
    struct glass_table *table;
};

struct glass_docdata *glass_docdata_new(const char *folder)
{
    struct glass_docdata *d = xmalloc(sizeof *d);
    d->table = glass_table_new(folder, GLASS_DOCDATA);
    return d;
}

void glass_docdata_free(struct glass_docdata *d)
{
    if (d == NULL)
        return;
    glass_table_free(d->table);
    free(d);
}

bool glass_docdata_add(struct glass_docdata *d, uint32_t docid, const void *data, size_t length,
                       bool deflated, struct error *error)
{
    if (docid == 0)
        return error_set(error, ERROR_INTERNAL, "docdata: documents are numbered from 1");
    if (length == 0)
        return true;
    uint8_t key[GLASS_SORTABLE_MAX];
    struct glass_entry entry = {
        .key = key,
        .key_length = (size_t)(glass_put_sortable(key, docid) - key),
        .tag = data,
        .tag_length = length,
        .deflated = deflated,
    };
    return glass_table_add(d->table, &entry, error);
}

bool glass_docdata_finish(struct glass_docdata *d, struct glass_root *root, struct error *error)
{
    return glass_table_finish(d->table, root, error);
}
