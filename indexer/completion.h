/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `indexer --completion SHELL`, which make install calls: completions for bash, zsh and fish. */
#ifndef DATELINE_INDEXER_COMPLETION_H
#define DATELINE_INDEXER_COMPLETION_H

#include <stdbool.h>

/* True if the arguments ask for completions, of a shell that is known: they are on stdout. */
bool completion_asked(int argc, char **argv);

#endif
