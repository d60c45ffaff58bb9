/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completions for shells, out of a program's table of options (lib/base/options.h). */
#ifndef DATELINE_LIB_BASE_COMPLETION_H
#define DATELINE_LIB_BASE_COMPLETION_H

#include "lib/base/options.h"

/* What an option takes: words with blanks between them. A list ends with a row without a name. */
struct option_values {
    const char *name;
    const char *values;
};

/*
 * Prints the completions of a program for a shell: bash, zsh or fish; false for another. Arguments
 * named DIR and FILE are completed as such, those in `values` by these, others not at all;
 * `files` says that other arguments are files.
 */
bool completion_print(const struct option_row *table, const struct option_values *values,
                      const char *program, bool files, const char *shell, FILE *to);

#endif
