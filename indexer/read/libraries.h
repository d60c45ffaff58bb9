/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory of the libraries that readers use: libxml2 and jansson take a part of a file for all of
 * it, or for damaged, when there is none; so they get theirs from lib/base/mem.h, and the program
 * ends instead. GLib, under gmime, ends by itself.
 */
#ifndef DATELINE_INDEXER_READ_LIBRARIES_H
#define DATELINE_INDEXER_READ_LIBRARIES_H

/* Once, by main, before any of them is used. */
void libraries_begin(void);

#endif
