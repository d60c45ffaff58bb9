/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --dates FILE: dates that a person gave to articles by hand. A line each, PATH<TAB>DATE, the path
 * relative to the current folder or absolute, the date YYYY, YYYY-MM or YYYY-MM-DD (or any form of
 * date_parse()); `none` takes an earlier entry back. Empty lines and lines with # at the start are
 * passed over. These dates go before those of headers and names.
 */
#ifndef DATELINE_INDEXER_FILES_DATES_LIST_H
#define DATELINE_INDEXER_FILES_DATES_LIST_H

#include "lib/base/arena.h"
#include "lib/date/date.h"
#include "lib/index/home.h"

struct listed_date {
    const char *path; /* as kept */
    struct date date; /* none takes back */
    size_t line;
    bool used; /* a file has this path */
};

struct dates_list {
    struct listed_date *dates; /* sorted by path */
    size_t count;
    size_t capacity;
    struct arena texts;
};

/* Reads the file. False: *error names file, line and what is wrong; nothing is taken then. */
bool dates_list_read(struct dates_list *l, const char *file, const struct home *home,
                     struct error *error);
void dates_list_free(struct dates_list *l);

/* The entry of a kept path, or NULL. */
struct listed_date *dates_list_find(const struct dates_list *l, const char *path);

#endif
