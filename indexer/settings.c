/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/read/field_map.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

/* Hashes of sentences that are no titles. */
#define SHARED "shared-sentence"

/* The value of an entry if it is of this name; else NULL. */
static const char *value_of(const char *entry, const char *name)
{
    size_t n = strlen(name);
    return strncmp(entry, name, n) == 0 && entry[n] == '=' ? entry + n + 1 : NULL;
}

static void add(struct settings *s, const char *name, const char *value)
{
    struct buf entry = {0};
    buf_printf(&entry, "%s=%s", name, value);
    s->list = xgrow(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = buf_take(&entry);
}

/* Adds those of a name that are in force: the given ones, or else those that are remembered. */
static void take(struct settings *s, const char *name, const struct arguments *given,
                 const struct manifest *m)
{
    for (size_t i = 0; i < given->count; i++)
        if (given->list[i][0])
            add(s, name, given->list[i]);
    for (size_t i = 0; given->count == 0 && i < m->option_count; i++) {
        const char *value = value_of(m->options[i], name);
        if (value)
            add(s, name, value);
    }
}

/* Whether the entries of a name are the same in both. */
static bool same(const struct settings *s, const struct manifest *m, const char *name)
{
    size_t i = 0;
    for (size_t n = 0; n < s->count; n++) {
        if (!value_of(s->list[n], name))
            continue;
        while (i < m->option_count && !value_of(m->options[i], name))
            i++;
        if (i == m->option_count || strcmp(m->options[i++], s->list[n]) != 0)
            return false;
    }
    while (i < m->option_count && !value_of(m->options[i], name))
        i++;
    return i == m->option_count;
}

static bool fixed(const struct settings *s, const struct manifest *m, const char *name,
                  bool rebuild, struct error *error)
{
    if (rebuild || m->revision == 0 || same(s, m, name))
        return true;
    error_set(error, ERROR_USAGE, "the index was made with another --%s, or without", name);
    return error_cure(error,
                      "leave the option out, or build the index anew with 'indexer "
                      "--rebuild --%s=...'",
                      name);
}

/* Makes of the list what files are chosen and read by. */
static bool apply(struct settings *s, struct error *error)
{
    for (size_t i = 0; i < s->count; i++) {
        const char *value;
        if ((value = value_of(s->list[i], "exclude")) != NULL)
            ignore_add(&s->filter.exclude, value);
        else if ((value = value_of(s->list[i], "include")) != NULL)
            ignore_add(&s->filter.include, value);
        else if ((value = value_of(s->list[i], "encoding")) != NULL)
            s->encoding = value;
        else if ((value = value_of(s->list[i], SHARED)) != NULL)
            title_counts_know(s->shared, strtoull(value, NULL, 16));
        else if ((value = value_of(s->list[i], "map")) != NULL) {
            s->map = s->map ? s->map : field_map_new();
            if (!field_map_add(s->map, value, error))
                return false;
        }
    }
    return true;
}

bool settings_join(struct settings *s, const struct options *given, const struct manifest *m,
                   bool rebuild, struct error *error)
{
    const struct arguments none = {NULL, 0, 0};
    struct arguments encoding = {&(const char *){given->encoding}, given->encoding != NULL, 1};
    *s = (struct settings){0};
    take(s, "encoding", &encoding, m);
    take(s, "exclude", &given->exclude, m);
    take(s, "include", &given->include, m);
    take(s, "map", &given->map, m);
    if (!rebuild)
        take(s, SHARED, &none, m);
    s->shared = title_counts_new();
    s->changed = s->count != m->option_count || !same(s, m, "encoding") || !same(s, m, "map") ||
                 !same(s, m, "exclude") || !same(s, m, "include");
    return fixed(s, m, "map", rebuild, error) && fixed(s, m, "encoding", rebuild, error) &&
           apply(s, error);
}

void settings_set_shared(struct settings *s, struct title_counts *counted)
{
    size_t count;
    const uint64_t *hashes = title_counts_list(counted, &count);
    title_counts_free(s->shared);
    s->shared = counted;
    for (size_t i = 0; i < count; i++) {
        char value[17];
        snprintf(value, sizeof value, "%016" PRIx64, hashes[i]);
        add(s, SHARED, value);
    }
}

void settings_free(struct settings *s)
{
    title_counts_free(s->shared);
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i]);
    free(s->list);
    ignore_free(&s->filter.exclude);
    ignore_free(&s->filter.include);
    field_map_free(s->map);
    *s = (struct settings){0};
}
