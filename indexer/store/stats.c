/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/stats.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/read/article.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/shard.h"
#include "lib/text/shown.h"

#define PUBLISHERS 20 /* those with most articles; of others, the number */

/* A name and how many articles have it. */
struct tally {
    char *name;
    uint64_t count;
};

struct tallies {
    struct tally *list; /* sorted by name */
    size_t count;
    size_t room;
};

struct stats {
    struct manifest manifest;
    struct gone gone;
    bool gone_open;
    struct tallies sources;
    struct tallies precisions;
    struct tallies formats;
    struct tallies publishers;
    uint64_t articles;
    uint64_t odd; /* dates to check */
};

static void tally_add(struct tallies *t, const char *name, uint64_t count)
{
    size_t low = 0;
    size_t high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(t->list[middle].name, name);
        if (order == 0) {
            t->list[middle].count += count;
            return;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    t->list = xgrow(t->list, &t->room, t->count + 1, sizeof *t->list);
    memmove(t->list + low + 1, t->list + low, (t->count - low) * sizeof *t->list);
    t->list[low] = (struct tally){xstrdup(name), count};
    t->count++;
}

static void tallies_free(struct tallies *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->list[i].name);
    free(t->list);
}

static int by_count(const void *a, const void *b)
{
    const struct tally *x = a;
    const struct tally *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void tallies_print(struct tallies *t, const char *title, size_t most)
{
    uint64_t others = 0;
    if (t->count == 0)
        return;
    qsort(t->list, t->count, sizeof *t->list, by_count);
    printf("%s\n", title);
    for (size_t i = 0; i < t->count; i++) {
        if (i >= most) {
            others += t->list[i].count;
            continue;
        }
        printf("%12" PRIu64 "  ", t->list[i].count);
        shown_put(stdout, t->list[i].name);
        putchar('\n');
    }
    if (others)
        printf("%12" PRIu64 "  of %zu others\n", others, t->count - most);
}

static const char *precision(struct date d)
{
    return d.day ? "day" : d.month ? "month" : d.year ? "year" : "none";
}

/* Counts one article. */
static bool count_article(struct stats *s, struct shard *shard, uint32_t docid, struct error *error)
{
    struct column_row row;
    struct slice bytes;
    struct record record;
    if (!columns_row(&shard->columns, docid, &row, error) ||
        !texts_read(&shard->texts, docid, &bytes, error))
        return false;
    struct date date = date_from_number(row.date);
    const char *source = schema_date_source_name((enum date_source)row.source);
    bool known = row.format && row.format <= s->manifest.format_count;
    tally_add(&s->sources, source[0] ? source : "none", 1);
    tally_add(&s->precisions, precision(date), 1);
    tally_add(&s->formats, known ? s->manifest.formats[row.format - 1] : "unknown", 1);
    if (record_unpack(&record, bytes.data, bytes.length)) {
        if (record.from[0])
            tally_add(&s->publishers, record.from, 1);
        record_free(&record);
    }
    s->odd += article_date_is_odd(&(struct article){.date = date});
    s->articles++;
    return true;
}

static void print_line(const char *shard, const char *what, uint64_t number, const char *unit)
{
    printf("%-12s  %-15s %14" PRIu64 "%s\n", shard, what, number, unit);
}

/* Sizes of the files of a shard, a line each. */
static void print_files(const struct shard *shard)
{
    DIR *folder = opendir(shard->path);
    struct stat st;
    if (!folder)
        return;
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        if (fstatat(dirfd(folder), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
            print_line(shard->info.name, e->d_name, (uint64_t)st.st_size, " bytes");
    closedir(folder);
}

static bool count_shard(struct stats *s, int folder, const struct home *home,
                        const struct manifest_shard *info, struct error *error)
{
    struct shard shard;
    if (!shard_open(&shard, folder, home->index, info, s->gone_open ? &s->gone : NULL, error))
        return false;
    print_line(info->name, "articles", info->documents - info->gone, "");
    if (info->gone)
        print_line(info->name, "gone", info->gone, " (until shards are merged)");
    print_line(info->name, "words", info->total_length, " (with stems)");
    print_files(&shard);
    bool ok = true;
    for (uint32_t d = 1; ok && d <= info->documents; d++)
        ok = shard_is_gone(&shard, d) || count_article(s, &shard, d, error);
    ok = ok && shard_intact(&shard, error);
    shard_close(&shard);
    return ok;
}

static bool open_gone(struct stats *s, int folder, const struct home *home, struct error *error)
{
    if (!s->manifest.gone[0])
        return true;
    struct buf path = {0};
    buf_printf(&path, "%s/%s", home->index, s->manifest.gone);
    s->gone_open = gone_open(&s->gone, folder, s->manifest.gone, path.data, error);
    buf_free(&path);
    return s->gone_open;
}

static void print_all(struct stats *s)
{
    print_line("all", "articles", s->articles, "");
    tallies_print(&s->sources, "dates from", s->sources.count);
    tallies_print(&s->precisions, "dates known to the", s->precisions.count);
    if (s->odd)
        printf("%12" PRIu64 "  to check: before 1450 or after tomorrow\n", s->odd);
    tallies_print(&s->formats, "formats", s->formats.count);
    tallies_print(&s->publishers, "publishers", PUBLISHERS);
}

bool stats_print(const struct home *home, struct error *error)
{
    struct stats s = {0};
    int folder = folder_open(home->index, error);
    bool ok = folder >= 0 && manifest_read(&s.manifest, folder, home->index, error) &&
              open_gone(&s, folder, home, error);
    for (size_t i = 0; ok && i < s.manifest.shard_count; i++)
        ok = count_shard(&s, folder, home, &s.manifest.shards[i], error);
    if (ok)
        print_all(&s);
    if (s.gone_open)
        gone_close(&s.gone);
    tallies_free(&s.sources);
    tallies_free(&s.precisions);
    tallies_free(&s.formats);
    tallies_free(&s.publishers);
    manifest_free(&s.manifest);
    if (folder >= 0)
        close(folder);
    return ok;
}
