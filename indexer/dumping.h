/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --dump does: reads files as they would be indexed, and prints the articles. */
#ifndef DATELINE_INDEXER_DUMPING_H
#define DATELINE_INDEXER_DUMPING_H

#include <signal.h>

#include "indexer/files/dates_list.h"
#include "indexer/read/source.h"
#include "lib/index/home.h"

struct dumping {
    const struct home *home;
    const char *const *paths; /* as kept */
    size_t path_count;
    const struct dates_list *dates;
    struct source_settings settings;
    bool verbose; /* name each file that is skipped */
    const volatile sig_atomic_t *stop;
};

/* Prints to stdout, and what is wrong to stderr. Returns how many faults there were. */
uint64_t dumping_run(const struct dumping *d);

#endif
