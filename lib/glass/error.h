/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What went wrong while glass tables were written: a message for the user, in a value that the
 * caller owns. Every function that can fail takes a `struct glass_error *` as its last argument,
 * returns false and fills it in; it is left alone on success. After a failure a writer can only
 * be freed.
 */
#ifndef DATELINE_LIB_GLASS_ERROR_H
#define DATELINE_LIB_GLASS_ERROR_H

#include <stdbool.h>

struct glass_error {
    char text[256];
};

/* Writes the message, cut to fit, and returns false. */
bool glass_fail(struct glass_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for a failed system call: "PATH: what the error number means". */
bool glass_fail_errno(struct glass_error *error, const char *path, int number);

#endif
