/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options that an index remembers, so that a later run without them does the same: --exclude and
 * --include, which a run may replace (an empty one takes them away); --map and --encoding, which
 * say what texts are, so that to change them takes a rebuild; and the sentences that many texts of
 * the archive begin with (indexer/read/title_counts.h), which no option says.
 */
#ifndef DATELINE_INDEXER_SETTINGS_H
#define DATELINE_INDEXER_SETTINGS_H

#include "indexer/files/walk.h"
#include "indexer/options.h"
#include "indexer/read/source.h"
#include "lib/index/manifest.h"

/* What a run follows: those that it was given, and those of the index that it was not. */
struct settings {
    char **list; /* "NAME=VALUE", as the next manifest has them */
    size_t count;
    size_t room;
    bool changed; /* they are not those of the manifest */
    struct walk_filter filter;
    struct field_map *map;       /* NULL: none */
    const char *encoding;        /* points into the list; NULL: none */
    struct title_counts *shared; /* sentences that are no titles */
};

/* False and *error: they conflict with those of the index. Free with settings_free() in any case.
 */
bool settings_join(struct settings *s, const struct options *given, const struct manifest *m,
                   bool rebuild, struct error *error);

/* Replaces the sentences that are no titles by those that were counted; takes them over. */
void settings_set_shared(struct settings *s, struct title_counts *counted);

void settings_free(struct settings *s);

#endif
