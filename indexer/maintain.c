/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/maintain.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/schema.h"
#include "lib/shards.h"
#include "lib/xapian_c.h"

static bool list(const struct home *home, struct shards *s, char message[512])
{
    bool missing;
    if (!shards_read(home->index, s, &missing, message))
        return false;
    if (!s->remote)
        return true;
    snprintf(message, 512, "%s has remote shards; look at them where they are", home->index);
    shards_free(s);
    return false;
}

bool maintain_check(const struct home *home, char message[512])
{
    struct shards s;
    message[0] = '\0';
    if (!list(home, &s, message))
        return false;
    bool sound = true;
    for (size_t i = 0; i < s.count; i++) {
        struct xc_error error;
        char said[4096];
        size_t faults;
        if (!xc_check(s.list[i].path, &faults, said, sizeof said, &error)) {
            printf("%s: %s\n", s.list[i].name, error.message);
            sound = false;
        } else if (faults) {
            printf("%s: %zu faults\n%s", s.list[i].name, faults, said);
            sound = false;
        } else {
            printf("%s: no fault\n", s.list[i].name);
        }
    }
    shards_free(&s);
    return sound;
}

/* Sizes of the files of a shard, a line each. */
static void print_tables(const struct shard *shard)
{
    DIR *folder = opendir(shard->path);
    if (!folder)
        return;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        struct stat st;
        const char *dot = strrchr(e->d_name, '.');
        if (dot && strcmp(dot, ".glass") == 0 && fstatat(dirfd(folder), e->d_name, &st, 0) == 0)
            printf("%-14s%-12.*s%12" PRIu64 " bytes\n", shard->name, (int)(dot - e->d_name),
                   e->d_name, (uint64_t)st.st_size);
    }
    closedir(folder);
}

bool maintain_stats(const struct home *home, char message[512])
{
    struct shards s;
    if (!list(home, &s, message))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < s.count; i++) {
        struct xc_error error;
        struct xc_statistics t;
        struct xc_database *db = xc_open(s.list[i].path, &error);
        ok = db && xc_get_statistics(db, &t, &error);
        if (ok) {
            printf("%-14sarticles    %12" PRIu32 "\n", s.list[i].name, t.documents);
            printf("%-14swords       %12" PRIu64 " (with stems)\n", s.list[i].name, t.total_length);
            print_tables(&s.list[i]);
        } else {
            snprintf(message, 512, "%s: %s", s.list[i].path, error.message);
        }
        xc_database_free(db);
    }
    shards_free(&s);
    return ok;
}
