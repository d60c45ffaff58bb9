/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The libraries that words and stored texts depend on, for --version. */
#ifndef DATELINE_LIB_INDEX_VERSIONS_H
#define DATELINE_LIB_INDEX_VERSIONS_H

#include <stdio.h>

/* Prints a line: "Snowball 2.2.0, Unicode 15.0.0, zstd 1.5.4". Loads nothing. */
void versions_print(FILE *to);

#endif
