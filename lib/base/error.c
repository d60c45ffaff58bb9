/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool error_setv(struct error *e, enum error_status status, const char *format, va_list args)
{
    *e = (struct error){.status = status};
    vsnprintf(e->message, sizeof e->message, format, args);
    return false;
}

bool error_set(struct error *e, enum error_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_setv(e, status, format, args);
    va_end(args);
    return false;
}

bool error_system(struct error *e, int number, const char *path)
{
    char reason[128];
    enum error_status status = number == ENOENT   ? ERROR_MISSING
                               : number == ENOMEM ? ERROR_MEMORY
                                                  : ERROR_SYSTEM;
    if (strerror_r(number, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", number);
    error_set(e, status, "%s: %s", path, reason);
    e->number = number;
    return false;
}

bool error_cure(struct error *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(e->cure, sizeof e->cure, format, args);
    va_end(args);
    return false;
}
