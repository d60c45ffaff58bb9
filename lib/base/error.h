/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What went wrong, as a value: its kind, a message that names the file (and line or column), and
 * a cure, what to do or to write about it. The caller owns it. A function that can fail takes a
 * `struct error *` (never NULL) as its last argument, returns false or NULL, and fills it in; on
 * success it is left alone. Messages are cut to fit; they may hold bytes out of file names, and
 * go through lib/text/shown.h before a person sees them.
 */
#ifndef DATELINE_LIB_BASE_ERROR_H
#define DATELINE_LIB_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

enum error_status {
    ERROR_NONE,
    ERROR_USAGE,       /* what was asked for is wrong: an option, a query, a path, a setting */
    ERROR_MISSING,     /* a file, folder or index is not there */
    ERROR_SYSTEM,      /* a call of the system failed: errno is in `number` */
    ERROR_MEMORY,      /* there is not enough memory */
    ERROR_DAMAGED,     /* a file does not hold what it should: cut short, a wrong checksum */
    ERROR_VERSION,     /* made by another version, or with other tables of words */
    ERROR_LOCKED,      /* another writer is at work */
    ERROR_STOPPED,     /* a signal asked to end */
    ERROR_LIMIT,       /* more than a stated limit */
    ERROR_REMOTE,      /* a remote shard does not answer */
    ERROR_UNSUPPORTED, /* what is asked for cannot be done here */
    ERROR_INTERNAL     /* what should not happen: a mistake in the program */
};

struct error {
    enum error_status status;
    int number; /* errno of ERROR_SYSTEM and ERROR_MISSING; else 0 */
    char message[512];
    char cure[256]; /* "" if there is nothing to say */
};

/* Fills in status and message, without a cure; returns false. */
bool error_set(struct error *e, enum error_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool error_setv(struct error *e, enum error_status status, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* For a failed call of the system: "PATH: what the number means". ENOENT is ERROR_MISSING, ENOMEM
 * ERROR_MEMORY, all others ERROR_SYSTEM. Returns false. */
bool error_system(struct error *e, int number, const char *path);

/* Adds the cure; returns false. */
bool error_cure(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
