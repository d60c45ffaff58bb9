/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/mem.h"

#define NOT_OURS "what is there was not made by dateline; move it away"

static int refuse(struct error *error, const char *shown, const char *is)
{
    error_set(error, ERROR_DAMAGED, "%s: it is %s", shown, is);
    error_cure(error, NOT_OURS);
    return -1;
}

int folder_sub(int folder, const char *name, const char *shown, struct error *error)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        return fd;
    if (errno == ELOOP || errno == ENOTDIR) /* Linux says ENOTDIR of a link, too */
        return refuse(error, shown, "a link, or no folder");
    error_system(error, errno, shown);
    return -1;
}

int folder_open(const char *path, struct error *error)
{
    return folder_sub(AT_FDCWD, path, path, error);
}

int folder_file(int folder, const char *name, const char *shown, struct error *error)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP)
        return refuse(error, shown, "a link");
    if (fd < 0 && (errno == ENXIO || errno == ENODEV))
        return refuse(error, shown, "no regular file");
    if (fd < 0) {
        error_system(error, errno, shown);
        return -1;
    }
    struct stat s;
    if (fstat(fd, &s) != 0)
        error_system(error, errno, shown);
    else if (!S_ISREG(s.st_mode))
        refuse(error, shown, "no regular file");
    else
        return fd;
    close(fd);
    return -1;
}

/* Gives what was just made the mode that its folder's allows. */
static bool follow_mode(int folder, int made, mode_t most)
{
    struct stat s;
    return fstat(folder, &s) == 0 && fchmod(made, s.st_mode & most) == 0;
}

int folder_create(int folder, const char *name, const char *shown, struct error *error)
{
    int fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0 && follow_mode(folder, fd, 0666))
        return fd;
    error_system(error, errno, shown);
    if (fd >= 0) {
        unlinkat(folder, name, 0);
        close(fd);
    }
    return -1;
}

int folder_create_in(const char *folder, const char *name, struct error *error)
{
    int fd = -1;
    int in = folder_open(folder, error);
    char *path = folder_path(folder, name);
    if (in >= 0) {
        fd = folder_create(in, name, path, error);
        close(in);
    } else if (error->number) {
        error_system(error, error->number, path);
    }
    free(path);
    return fd;
}

int folder_make(int folder, const char *name, const char *shown, struct error *error)
{
    if (mkdirat(folder, name, 0700) != 0) {
        error_system(error, errno, shown);
        return -1;
    }
    int fd = folder_sub(folder, name, shown, error);
    if (fd < 0 || follow_mode(folder, fd, 02777))
        return fd;
    error_system(error, errno, shown);
    close(fd);
    return -1;
}

bool folder_remove_file(int folder, const char *name, const char *shown, struct error *error)
{
    struct stat s;
    if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || error_system(error, errno, shown);
    if (!S_ISREG(s.st_mode)) {
        refuse(error, shown, S_ISLNK(s.st_mode) ? "a link" : "no regular file");
        return false;
    }
    return unlinkat(folder, name, 0) == 0 || errno == ENOENT || error_system(error, errno, shown);
}

/* Removes the regular files of a folder; `fd` is closed. */
static bool empty(int fd, const char *shown, struct error *error)
{
    DIR *entries = fdopendir(fd);
    if (!entries) {
        error_system(error, errno, shown);
        close(fd);
        return false;
    }
    bool ok = true;
    for (struct dirent *e; ok && (errno = 0, e = readdir(entries)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            ok = folder_remove_file(fd, e->d_name, shown, error);
    if (ok && errno != 0)
        ok = error_system(error, errno, shown);
    closedir(entries);
    return ok;
}

bool folder_remove_sub(int folder, const char *name, const char *shown, struct error *error)
{
    int fd = folder_sub(folder, name, shown, error);
    if (fd < 0)
        return error->status == ERROR_MISSING;
    return empty(fd, shown, error) && (unlinkat(folder, name, AT_REMOVEDIR) == 0 ||
                                       errno == ENOENT || error_system(error, errno, shown));
}

bool folder_write(int fd, const void *bytes, size_t length, const char *shown, struct error *error)
{
    for (const char *at = bytes; length > 0;) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_system(error, errno, shown);
        at += n;
        length -= (size_t)n;
    }
    return true;
}

bool folder_read(int folder, const char *name, const char *shown, size_t most, struct buf *bytes,
                 struct error *error)
{
    int fd = folder_file(folder, name, shown, error);
    if (fd < 0)
        return false;
    ssize_t n = 1;
    while (n > 0 && bytes->length <= most) {
        n = read(fd, buf_reserve(bytes, 1 << 16), 1 << 16);
        if (n < 0 && errno == EINTR)
            n = 1;
        else if (n > 0)
            bytes->length += (size_t)n;
    }
    if (n < 0)
        error_system(error, errno, shown);
    else if (bytes->length > most)
        error_set(error, ERROR_DAMAGED, "%s: damaged: more than %zu bytes", shown, most);
    close(fd);
    return n >= 0 && bytes->length <= most;
}

bool folder_put(int folder, const char *name, const void *bytes, size_t length, const char *shown,
                struct error *error)
{
    if (!folder_remove_file(folder, name, shown, error))
        return false;
    int fd = folder_create(folder, name, shown, error);
    if (fd < 0)
        return false;
    bool ok = folder_write(fd, bytes, length, shown, error) &&
              (fsync(fd) == 0 || error_system(error, errno, shown));
    if (close(fd) != 0 && ok)
        ok = error_system(error, errno, shown);
    return ok;
}

bool folder_sync(int folder, const char *shown, struct error *error)
{
    return fsync(folder) == 0 || errno == EINVAL /* the file system cannot */ ||
           error_system(error, errno, shown);
}

char *folder_path(const char *folder, const char *name)
{
    size_t room = strlen(folder) + strlen(name) + 2;
    char *path = xmalloc(room);
    snprintf(path, room, "%s/%s", folder, name);
    return path;
}
