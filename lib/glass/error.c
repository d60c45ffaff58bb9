/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error values of the glass writers. */
#include "lib/glass/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool glass_fail(struct glass_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    return false;
}

bool glass_fail_errno(struct glass_error *error, const char *path, int number)
{
    char reason[128];
    if (strerror_r(number, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", number);
    return glass_fail(error, "%s: %s", path, reason);
}
