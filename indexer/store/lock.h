/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One writer at a time: the file `lock` in the index folder, locked with fcntl(), so that the
 * kernel lets go of it when the process dies. It holds "PID START HOST\n", START in local time. On
 * a file system without locks (some network ones) that is an error that says so.
 */
#ifndef DATELINE_INDEXER_STORE_LOCK_H
#define DATELINE_INDEXER_STORE_LOCK_H

#include <signal.h>

#include "lib/base/error.h"

#define LOCK_FILE "lock"

enum lock_status { LOCK_TAKEN, LOCK_HELD, LOCK_FAILED };

/*
 * Takes the lock of the index folder, which is open as `folder`, waiting up to `wait` seconds while
 * another holds it, or until *stop is not 0. Only a regular file is opened, no link followed.
 * LOCK_HELD: *error (ERROR_LOCKED) names who holds it. *fd stays open as long as the lock is
 * wanted; close it to let go.
 */
enum lock_status lock_take(int folder, const char *index_path, unsigned wait,
                           const volatile sig_atomic_t *stop, int *fd, struct error *error);

/* Removes the lock file, for a holder that leaves no index behind. */
void lock_remove(int folder);

#endif
