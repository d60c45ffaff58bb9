/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The date that a file's name or its folders carry. */
#include "lib/date/date_scan.h"

#include <string.h>

/* The digits that `text`, a C string, begins with, if there are exactly `count`; else -1. */
static int number_at(const char *text, size_t count)
{
    return date_scan_digits(text, count + 1) == count ? date_scan_number(text, count) : -1;
}

static bool is_year(int number)
{
    return number >= 1000 && number <= 2999;
}

static bool is_month(int number)
{
    return number >= 1 && number <= 12;
}

static enum date_status status_of(const int part[3], int count, struct date *date)
{
    return date_scan_parts(part, count, date) ? DATE_OK : DATE_IMPOSSIBLE;
}

/* 20230526: eight digits are a date only if they can be one in some year. */
static enum date_status from_digits(int number, struct date *date)
{
    int part[3] = {number / 10000, number / 100 % 100, number % 100};
    if (!is_year(part[0]) || !is_month(part[1]) || part[2] < 1 || part[2] > 31)
        return DATE_UNKNOWN;
    return status_of(part, 3, date);
}

/* 2023-05-26, 2023_05_26, 2023-05, 20230526 at the beginning of a file's name. */
static enum date_status from_name(const char *name, struct date *date)
{
    int together = number_at(name, 8);
    if (together >= 0)
        return from_digits(together, date);
    int part[3] = {number_at(name, 4), -1, -1};
    if (!is_year(part[0]) || (name[4] != '-' && name[4] != '_'))
        return DATE_UNKNOWN;
    part[1] = number_at(name + 5, 2);
    if (part[1] < 0)
        return DATE_UNKNOWN;
    if (name[7] == name[4])
        part[2] = number_at(name + 8, 2);
    if (part[2] >= 0)
        return status_of(part, 3, date);
    return name[4] == '-' && is_month(part[1]) ? status_of(part, 2, date) : DATE_UNKNOWN;
}

/* 2023/05/ or 2023/05/26/ at the beginning of a folder's path. */
static enum date_status from_folders(const char *path, struct date *date)
{
    int part[3] = {number_at(path, 4), -1, -1};
    if (!is_year(part[0]) || path[4] != '/')
        return DATE_UNKNOWN;
    part[1] = number_at(path + 5, 2);
    if (!is_month(part[1]) || path[7] != '/')
        return DATE_UNKNOWN;
    part[2] = number_at(path + 8, 2);
    if (part[2] >= 0 && path[10] == '/')
        return status_of(part, 3, date);
    return status_of(part, 2, date);
}

enum date_status date_from_path(const char *path, struct date *date)
{
    *date = (struct date){0, 0, 0};
    const char *slash = strrchr(path, '/');
    enum date_status status = from_name(slash ? slash + 1 : path, date);
    const char *folder = slash;
    while (status == DATE_UNKNOWN && folder && folder > path) { /* from the file upwards */
        folder--;
        if (*folder != '/' && (folder == path || folder[-1] == '/'))
            status = from_folders(folder, date);
    }
    return status;
}
