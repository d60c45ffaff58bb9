/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One writer at a time: the file `lock` in the index folder, locked with fcntl(), so that the
 * kernel lets go of it when the process dies. It holds "PID START\n", START in local time.
 */
#ifndef DATELINE_INDEXER_STORE_LOCK_H
#define DATELINE_INDEXER_STORE_LOCK_H

#include <signal.h>

#define LOCK_FILE "lock"

enum lock_status { LOCK_TAKEN, LOCK_HELD, LOCK_GONE, LOCK_FAILED };

/*
 * Takes the lock of the index folder, waiting up to `wait` seconds while another holds it, or
 * until *stop is not 0. LOCK_HELD: `message` names who holds it; LOCK_GONE: the folder is not
 * there, or who held the lock removed it; LOCK_FAILED: `message` says why, as it does for GONE.
 * *fd stays open as long as the lock is wanted; close it to let go.
 */
enum lock_status lock_take(const char *index, unsigned wait, const volatile sig_atomic_t *stop,
                           int *fd, char message[512]);

/* Removes the lock file, for a holder that leaves no index behind. */
void lock_remove(const char *index);

#endif
