/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities of HTML that are left in texts: those by number, and the names that prose has. */
#ifndef DATELINE_SEARCHER_PRESENT_PLAIN_ENTITY_H
#define DATELINE_SEARCHER_PRESENT_PLAIN_ENTITY_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"

/* Appends the character that an entity stands for, the first thing in the text; returns its bytes
 * there, 0 if the text begins with none that is known. Controls are none. */
size_t plain_entity(struct buf *out, struct slice text);

#endif
