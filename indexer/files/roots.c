/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/roots.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/files/known.h"
#include "lib/base/mem.h"

void roots_key(const char *root, struct buf *key)
{
    known_path_key(SCHEMA_META_ROOT, root, key);
}

const char *roots_value(const char *root)
{
    return strlen(root) > KNOWN_PATH ? root : "1";
}

bool roots_load(struct path_set *roots, struct xc_database *db, struct xc_error *error)
{
    size_t prefix = strlen(SCHEMA_META_ROOT);
    struct xc_list *keys = xc_metadata_keys(db, SCHEMA_META_ROOT, prefix, error);
    struct xc_item key;
    bool found = false;
    bool ok = keys != NULL;
    while (ok && (ok = xc_list_next(keys, &key, &found, error)) && found) {
        const char *value;
        size_t length;
        ok = xc_metadata(db, key.text, key.length, &value, &length, error);
        if (ok) {
            bool whole = length == 1 && value[0] == '1';
            char *root =
                whole ? xstrndup(key.text + prefix, key.length - prefix) : xstrndup(value, length);
            path_set_add(roots, root);
            free(root);
        }
    }
    xc_list_free(keys);
    return ok;
}

static bool set(struct xc_database *db, const char *root, const char *value, struct xc_error *error)
{
    struct buf key = {0};
    roots_key(root, &key);
    bool ok = xc_set_metadata(db, key.data, key.length, value, strlen(value), error);
    buf_free(&key);
    return ok;
}

bool roots_write(struct xc_database *db, const char *root, struct xc_error *error)
{
    return set(db, root, roots_value(root), error);
}

bool roots_forget(struct xc_database *db, const char *root, struct xc_error *error)
{
    return set(db, root, "", error);
}
