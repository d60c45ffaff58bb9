/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/folder.h"

#define TRIES_A_SECOND 20
#define HOST_ROOM 64

/* 0, or errno. */
static int try_lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &whole) == 0 ? 0 : errno;
}

/* The kernel knows the holder's pid; the file tells since when, and on which machine. */
static void name_holder(int fd, struct error *error)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char text[160] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    const char *since = strchr(text, ' ');
    if (fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK)
        error_set(error, ERROR_LOCKED, "the index is being written by process %ld%s%s",
                  (long)whole.l_pid, since ? ", started" : "", since ? since : "");
    else
        error_set(error, ERROR_LOCKED, "the index was being written just now");
    error_cure(error, "try again later, or wait for it with --wait SECONDS");
}

/* What the file says is for people; the lock itself does not depend on it. */
static void sign(int fd)
{
    char text[160];
    char when[32] = "";
    char host[HOST_ROOM] = "";
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local))
        strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &local);
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    int n = snprintf(text, sizeof text, "%ld %s on %s\n", (long)getpid(), when, host);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
        (void)!ftruncate(fd, 0);
}

/* False if who held the lock before removed it: others may lock a new file of that name. */
static bool is_there(int fd)
{
    struct stat s;
    return fstat(fd, &s) == 0 && s.st_nlink > 0;
}

/* Made by whoever comes first, with a mode as the folder's. */
static int open_or_create(int folder)
{
    struct error ignored;
    int fd;
    do {
        fd = openat(folder, LOCK_FILE, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (fd < 0 && errno == ENOENT) {
            fd = folder_create(folder, LOCK_FILE, LOCK_FILE, &ignored);
            errno = fd < 0 ? ignored.number : 0;
        }
    } while (fd < 0 && errno == EEXIST); /* another one came first */
    return fd;
}

static int open_lock(int folder, const char *index_path, struct error *error)
{
    struct stat s;
    int fd = open_or_create(folder);
    int unseen = fd >= 0 && fstat(fd, &s) != 0 ? errno : 0;
    if (fd >= 0 && (unseen || !S_ISREG(s.st_mode))) {
        close(fd);
        fd = -1;
        errno = unseen ? unseen : EINVAL;
    }
    if (fd >= 0)
        return fd;
    if (errno == ELOOP || errno == EINVAL || errno == ENXIO || errno == EISDIR) {
        error_set(error, ERROR_DAMAGED, "%s/" LOCK_FILE " is no regular file", index_path);
        error_cure(error, "an index does not make such a thing: look at it, and remove it");
    } else {
        char path[320];
        snprintf(path, sizeof path, "%.300s/" LOCK_FILE, index_path);
        error_system(error, errno, path);
    }
    return -1;
}

static enum lock_status fail(int fd, const char *index_path, int reason, struct error *error)
{
    close(fd);
    error_set(error, ERROR_SYSTEM, "%s/" LOCK_FILE ": the file system does not lock files: %s",
              index_path, strerror(reason));
    error_cure(error, "keep the index on a local disk, or mount the share with locks");
    return LOCK_FAILED;
}

enum lock_status lock_take(int folder, const char *index_path, unsigned wait,
                           const volatile sig_atomic_t *stop, int *fd, struct error *error)
{
    const struct timespec nap = {0, 1000000000 / TRIES_A_SECOND};
    *fd = open_lock(folder, index_path, error);
    if (*fd < 0)
        return LOCK_FAILED;
    for (unsigned long tries = (unsigned long)wait * TRIES_A_SECOND;; tries--) {
        int reason = try_lock(*fd);
        if (reason == 0 && is_there(*fd)) {
            sign(*fd);
            return LOCK_TAKEN;
        }
        if (reason == 0) { /* a run that made the folder and came to nothing took it away */
            close(*fd);
            *fd = open_lock(folder, index_path, error);
            if (*fd < 0)
                return LOCK_FAILED;
            continue;
        }
        if (reason != EACCES && reason != EAGAIN)
            return fail(*fd, index_path, reason, error);
        if (tries == 0 || *stop)
            break;
        nanosleep(&nap, NULL);
    }
    name_holder(*fd, error);
    close(*fd);
    return LOCK_HELD;
}

void lock_remove(int folder)
{
    unlinkat(folder, LOCK_FILE, 0);
}
