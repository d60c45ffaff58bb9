/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a line of light markup without the marks in it. */
#ifndef DATELINE_INDEXER_READ_MARKUP_INLINE_H
#define DATELINE_INDEXER_READ_MARKUP_INLINE_H

#include "indexer/read/markup.h"
#include "lib/base/buf.h"

void markup_inline(struct slice line, enum markup kind, struct buf *out);

#endif
