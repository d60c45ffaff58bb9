/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks an index (--check): every checksum, the tables against each other and the manifest, and
 * each shard by Xapian's own check. Takes no lock: what a manifest names does not change; should a
 * writer publish another revision meanwhile and remove what was being looked at, the check begins
 * again with that one.
 */
#ifndef DATELINE_INDEXER_STORE_CHECK_H
#define DATELINE_INDEXER_STORE_CHECK_H

#include <signal.h>
#include <stdbool.h>

#include "lib/base/error.h"
#include "lib/index/home.h"

enum check_status {
    CHECK_SOUND,
    CHECK_FAULTS, /* told on stdout */
    CHECK_FAILED, /* it could not look: *error says why */
    CHECK_STOPPED /* *stop became other than 0 */
};

/* Prints a line for each shard and table on stdout. */
enum check_status check_index(const struct home *home, const volatile sig_atomic_t *stop,
                              struct error *error);

#endif
