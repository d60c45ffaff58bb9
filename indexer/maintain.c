/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/maintain.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Prints what Xapian finds. */
static bool check_shard(const struct shard *shard)
{
    struct xc_error error;
    char said[4096];
    size_t faults;
    if (!xc_check(shard->path, &faults, said, sizeof said, &error))
        printf("%s: %s\n", shard->name, error.message);
    else if (faults)
        printf("%s: %zu faults\n%s", shard->name, faults, said);
    else
        return printf("%s: no fault\n", shard->name) > 0;
    return false;
}

/* Does so in a process of its own: tables that are badly damaged make libxapian 1.4 crash. */
static bool check_apart(const struct shard *shard)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        return check_shard(shard);
    if (child == 0) {
        bool sound = check_shard(shard);
        _exit(fflush(stdout) != 0 || !sound);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFSIGNALED(status))
        printf("%s: damaged so badly that Xapian's check breaks off (%s); make the index anew with "
               "'indexer --rebuild'\n",
               shard->name, strsignal(WTERMSIG(status)));
    return status == 0;
}

bool maintain_check(const struct home *home, char message[512])
{
    struct shards s;
    message[0] = '\0';
    if (!list(home, &s, message))
        return false;
    bool sound = true;
    for (size_t i = 0; i < s.count; i++)
        sound = check_apart(&s.list[i]) && sound;
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
