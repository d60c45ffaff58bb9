/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/dates_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static const char *parse_line(struct dates_list *l, char *line, size_t number,
                              const struct home *home)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (!line[0] || line[0] == '#')
        return NULL;
    char *tab = strrchr(line, '\t');
    if (!tab)
        return "no tab between path and date";
    *tab = '\0';
    struct date date = {0};
    if (strcmp(tab + 1, "none") != 0) {
        switch (date_parse(tab + 1, strlen(tab + 1), &date)) {
        case DATE_IMPOSSIBLE:
            return "there is no such day";
        case DATE_UNKNOWN:
            return "not a date: write 2023, 2023-05, 2023-05-26 or none";
        case DATE_OK:
            break;
        }
    }
    char *kept = home_keep(home, line);
    if (!kept)
        return "there is no such file, nor its folder";
    l->dates = xgrow(l->dates, &l->capacity, l->count + 1, sizeof *l->dates);
    l->dates[l->count++] =
        (struct listed_date){arena_copy(&l->texts, kept, strlen(kept)), date, number, false};
    free(kept);
    return NULL;
}

static int by_path(const void *a, const void *b)
{
    const struct listed_date *x = a;
    const struct listed_date *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool no_path_twice(const struct dates_list *l, const char *file, struct error *error)
{
    for (size_t i = 1; i < l->count; i++)
        if (strcmp(l->dates[i].path, l->dates[i - 1].path) == 0) {
            error_set(error, ERROR_USAGE, "%s:%zu: %s has a date in line %zu already", file,
                      l->dates[i].line, l->dates[i].path, l->dates[i - 1].line);
            return error_cure(error, "leave one of the lines out");
        }
    return true;
}

bool dates_list_read(struct dates_list *l, const char *file, const struct home *home,
                     struct error *error)
{
    *l = (struct dates_list){0};
    FILE *f = fopen(file, "re");
    if (!f)
        return error_system(error, errno, file);
    char *line = NULL;
    size_t room = 0;
    const char *fault = NULL;
    size_t number = 0;
    while (!fault && getline(&line, &room, f) >= 0)
        fault = parse_line(l, line, ++number, home);
    if (fault)
        error_set(error, ERROR_USAGE, "%s:%zu: %s", file, number, fault);
    else if (ferror(f)) {
        error_system(error, errno, file);
        fault = error->message;
    }
    free(line);
    fclose(f);
    if (l->count)
        qsort(l->dates, l->count, sizeof *l->dates, by_path);
    if (!fault && no_path_twice(l, file, error))
        return true;
    dates_list_free(l);
    return false;
}

void dates_list_free(struct dates_list *l)
{
    free(l->dates);
    arena_free(&l->texts);
    *l = (struct dates_list){0};
}

struct listed_date *dates_list_find(const struct dates_list *l, const char *path)
{
    size_t low = 0;
    size_t high = l->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, l->dates[middle].path);
        if (order == 0)
            return &l->dates[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
