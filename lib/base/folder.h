/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files of a folder that may have come with somebody's archive: nothing in it is trusted.
 * Files are opened relative to their folder, without following a link, and only if they are
 * regular; nothing else is ever written or removed. Names are of one part, without a slash.
 * `shown` is the path for messages. Descriptors are the caller's to close.
 */
#ifndef DATELINE_LIB_BASE_FOLDER_H
#define DATELINE_LIB_BASE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"

/* Opens a folder to open files in, without following a link in its last part; -1 and *error,
 * ERROR_DAMAGED if it is a link or no folder. */
int folder_open(const char *path, struct error *error);

/* The same of a folder in a folder. */
int folder_sub(int folder, const char *name, const char *shown, struct error *error);

/* Opens a regular file of a folder for reading. -1 and *error; ERROR_MISSING if it is not there,
 * ERROR_DAMAGED if it is a link or no regular file. */
int folder_file(int folder, const char *name, const char *shown, struct error *error);

/* Makes a new file, for reading and writing; one that is there, a link too, is an error. Its mode
 * is what the folder's mode gives of 0666, whatever the umask is. -1 and *error. */
int folder_create(int folder, const char *name, const char *shown, struct error *error);

/* The same in a folder that is not open. */
int folder_create_in(const char *folder, const char *name, struct error *error);

/* Makes a new folder in a folder, with the mode of that, and opens it. -1 and *error. */
int folder_make(int folder, const char *name, const char *shown, struct error *error);

/* Removes a regular file; true if there is none. ERROR_DAMAGED if it is something else, which
 * stays. */
bool folder_remove_file(int folder, const char *name, const char *shown, struct error *error);

/* Removes a folder with the regular files in it; true if there is none. ERROR_DAMAGED if it is a
 * link or no folder, or if something else is in it: that stays. */
bool folder_remove_sub(int folder, const char *name, const char *shown, struct error *error);

/* Writes all the bytes, from where the file stands on. */
bool folder_write(int fd, const void *bytes, size_t length, const char *shown, struct error *error);

/* Appends all of a regular file, of at most `most` bytes; ERROR_DAMAGED if it has more. */
bool folder_read(int folder, const char *name, const char *shown, size_t most, struct buf *bytes,
                 struct error *error);

/* Makes a new file of these bytes in place of a regular file of that name, which is removed
 * first, and waits until they are on the disk. */
bool folder_put(int folder, const char *name, const void *bytes, size_t length, const char *shown,
                struct error *error);

/* Waits until what was made, renamed and removed in the folder is on the disk. */
bool folder_sync(int folder, const char *shown, struct error *error);

/* FOLDER/NAME, for messages. The caller frees it. */
char *folder_path(const char *folder, const char *name);

#endif
