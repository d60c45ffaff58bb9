/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles by their paths. An index has no terms for them: the record of each article that may be
 * one is read: on news, 12 microseconds each, nearly all of it for unpacking their block. So a
 * query is answered without its path: first, and what it finds is looked at.
 */
#ifndef DATELINE_SEARCHER_MATCH_PATHS_H
#define DATELINE_SEARCHER_MATCH_PATHS_H

#include "searcher/match/plan.h"

/*
 * True if a glob matches a path, whole names of it: a file or folder anywhere in the path, or with
 * slashes several of them in a row; what it matches holds all that is in it. One that begins with a
 * slash begins at the path's beginning. In a name `*` stands for any bytes, `?` for one, `[abc]`
 * and `[!a-c]` for one of those bytes or of others; `**` for any bytes and slashes; a backslash
 * makes the next of these itself.
 */
bool path_matches(const char *glob, const char *path);

/* Calls `found` for each article of a reader, in order, that `among` (NULL: all) matches and the
 * glob too. ERROR_USAGE if the reader is remote. */
bool find_paths(struct archive *a, size_t reader, const char *glob, const struct planned *among,
                void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                struct error *error);

#endif
