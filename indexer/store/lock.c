/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"

#define TRIES_A_SECOND 20

static bool try_lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &whole) == 0;
}

/* The kernel knows the holder's pid; the file tells since when. */
static void name_holder(int fd, char message[512])
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char text[64] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    const char *since = n > 0 ? strchr(text, ' ') : NULL;
    text[n > 0 ? strcspn(text, "\n") : 0] = '\0';
    if (fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK)
        snprintf(message, 512,
                 "the index is being written by process %ld%s%s; try again later, or wait for it "
                 "with --wait SECONDS",
                 (long)whole.l_pid, since ? ", started" : "", since ? since : "");
    else
        snprintf(message, 512, "the index was being written just now; try again");
}

static void sign(int fd)
{
    char text[64];
    char when[32] = "";
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local))
        strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &local);
    int n = snprintf(text, sizeof text, "%ld %s\n", (long)getpid(), when);
    /* What the file says is for people; the lock itself does not depend on it. */
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) != n)
        (void)ftruncate(fd, 0);
}

static char *lock_path(const char *index)
{
    struct buf path = {0};
    buf_printf(&path, "%s/" LOCK_FILE, index);
    return buf_take(&path);
}

/* False if who held the lock before removed it: others may lock a new file of that name. */
static bool is_there(int fd)
{
    struct stat s;
    return fstat(fd, &s) == 0 && s.st_nlink > 0;
}

enum lock_status lock_take(const char *index, unsigned wait, const volatile sig_atomic_t *stop,
                           int *fd, char message[512])
{
    char *path = lock_path(index);
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int reason = errno;
    if (*fd < 0)
        snprintf(message, 512, "%s: %s", path, strerror(reason));
    free(path);
    if (*fd < 0)
        return reason == ENOENT ? LOCK_GONE : LOCK_FAILED;
    const struct timespec nap = {0, 1000000000 / TRIES_A_SECOND};
    for (unsigned long tries = (unsigned long)wait * TRIES_A_SECOND;; tries--) {
        if (try_lock(*fd)) {
            if (is_there(*fd)) {
                sign(*fd);
                return LOCK_TAKEN;
            }
            snprintf(message, 512, "%s was removed by another process", index);
            close(*fd);
            return LOCK_GONE;
        }
        if (tries == 0 || *stop)
            break;
        nanosleep(&nap, NULL);
    }
    name_holder(*fd, message);
    close(*fd);
    return LOCK_HELD;
}

void lock_remove(const char *index)
{
    char *path = lock_path(index);
    unlink(path);
    free(path);
}
