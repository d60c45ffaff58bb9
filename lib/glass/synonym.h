/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the synonym table, as libxapian's add_synonym() fills it.
 *
 *   key  the term, bytes as they are
 *   tag  the synonyms, ascending: for each 1 byte, its length xor 96 (so that zlib sees
 *        letters); the bytes. Deflated where that makes it shorter
 */
#ifndef DATELINE_LIB_GLASS_SYNONYM_H
#define DATELINE_LIB_GLASS_SYNONYM_H

#include "lib/glass/table_writer.h"

struct glass_synonym;

/* The folder must exist. The caller frees the writer. */
struct glass_synonym *glass_synonym_new(const char *folder);
void glass_synonym_free(struct glass_synonym *s);

/* Begins a term of 1 to 255 bytes; terms ascend bytewise. */
bool glass_synonym_term(struct glass_synonym *s, const char *term, size_t length,
                        struct error *error);

/* Adds a synonym of 1 to 255 bytes to the term; they ascend bytewise. A term that gets none is
 * not stored. */
bool glass_synonym_add(struct glass_synonym *s, const char *synonym, size_t length,
                       struct error *error);

bool glass_synonym_finish(struct glass_synonym *s, struct glass_root *root, struct error *error);

#endif
