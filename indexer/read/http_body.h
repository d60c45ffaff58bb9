/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The encodings of an HTTP body, undone one by one (http_decode() knows their order). Each replaces
 * *body by what it was before, in the arena; a body that does not begin as its encoding does stays
 * as it is. *fault is set if it is damaged: then *body is what stands before the damage. False,
 * with *fault, if more than `limit` bytes would come of it.
 */
#ifndef DATELINE_INDEXER_READ_HTTP_BODY_H
#define DATELINE_INDEXER_READ_HTTP_BODY_H

#include <stdbool.h>

#include "lib/base/arena.h"
#include "lib/base/slice.h"

void http_unchunk(struct slice *body, struct arena *arena, const char **fault);
bool http_gunzip(struct slice *body, size_t limit, struct arena *arena, const char **fault);
bool http_inflate(struct slice *body, size_t limit, struct arena *arena, const char **fault);
bool http_unbrotli(struct slice *body, size_t limit, struct arena *arena, const char **fault);

#endif
