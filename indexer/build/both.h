/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two jobs side by side. */
#ifndef DATELINE_INDEXER_BUILD_BOTH_H
#define DATELINE_INDEXER_BUILD_BOTH_H

#include "lib/base/error.h"

typedef bool both_job(void *context, struct error *error);

/*
 * Does both jobs, each in a thread of its own if `threads` (and the system has one), else one after
 * the other, and waits for them. What they share in `context` is theirs to keep apart. False if
 * one of them failed: *error is that of `one`, if it did.
 */
bool both(bool threads, both_job *one, both_job *other, void *context, struct error *error);

#endif
