/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/overview.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/text/shown.h"
#include "searcher/counts.h"

/* Bytes of the files in a folder. */
static uint64_t folder_size(const char *path)
{
    uint64_t bytes = 0;
    DIR *folder = opendir(path);
    struct stat st;
    if (!folder)
        return 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        if (fstatat(dirfd(folder), e->d_name, &st, 0) == 0 && S_ISREG(st.st_mode))
            bytes += (uint64_t)st.st_size;
    closedir(folder);
    return bytes;
}

static void print_size(FILE *out, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB"};
    double n = (double)bytes;
    int unit = 0;
    for (; n >= 1000 && unit < 4; unit++)
        n /= 1000;
    fprintf(out, "%.*f %s", unit && n < 100 ? 1 : 0, n, units[unit]);
}

struct count {
    struct answerer *x;
    struct facet facet;
    struct found found;
};

static bool count_all(struct count *c, struct error *error)
{
    struct planned all = {.range = range_all()};
    struct search s = {.planned = &all, .facet = &c->facet, .bounds = true};
    return search_run(c->x->archive, &s, &c->found, error) && archive_intact(c->x->archive, error);
}

static uint64_t undated(const struct facet *f)
{
    for (size_t i = 0; i < f->size; i++)
        if (f->days[i].count && f->days[i].number == 0)
            return f->days[i].count;
    return 0;
}

/* Bytes of an index: of its folder, and of those of its shards. */
static uint64_t archive_size(const struct archive *a)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < a->index_count; i++)
        bytes += folder_size(a->indexes[i].home->index);
    for (size_t i = 0; i < a->count; i++)
        bytes += a->readers[i].remote ? 0 : folder_size(a->readers[i].shard->path);
    return bytes;
}

static void print_indexes(const struct archive *a, FILE *out)
{
    for (size_t i = 0; i < a->index_count; i++) {
        struct buf safe = {0};
        char *shown = home_show(a->indexes[i].home, a->indexes[i].home->index);
        shown_add(&safe, shown, strlen(shown), true);
        fprintf(out, "%s %s\n", i ? "          " : "index     ", safe.data);
        buf_free(&safe);
        free(shown);
    }
}

static void print_facts(const struct count *c)
{
    char first[DATE_TEXT];
    char last[DATE_TEXT];
    FILE *out = c->x->presenter->out;
    const struct archive *a = c->x->archive;
    print_indexes(a, out);
    fprintf(out, "articles   %" PRIu64 "\n", c->found.matches);
    if (!date_is_none(c->found.first_date))
        fprintf(out, "dates      %s to %s\n", date_print(c->found.first_date, first),
                date_print(c->found.last_date, last));
    fprintf(out, "undated    %" PRIu64 "\n", undated(&c->facet));
    fputs("size       ", out);
    print_size(out, archive_size(a));
    fprintf(out, ", %zu shard%s\n", a->count, a->count == 1 ? "" : "s");
    fprintf(out, "built      %s, language %s\n", a->built[0] ? a->built : "unknown", a->language);
}

static void print_years(const struct count *c)
{
    counts_of_facet(c->x->presenter, &c->facet, BY_YEAR);
}

enum answer_status overview(struct answerer *x)
{
    struct count c = {.x = x};
    struct error error;
    if (!count_all(&c, &error)) {
        found_free(&c.found);
        facet_free(&c.facet);
        return answer_failed(&error);
    }
    if (x->presenter->format == &present_text) {
        print_facts(&c);
        fputc('\n', x->presenter->out);
    }
    print_years(&c);
    enum answer_status status = c.found.matches ? ANSWER_FOUND : ANSWER_NOTHING;
    found_free(&c.found);
    facet_free(&c.facet);
    return status;
}
