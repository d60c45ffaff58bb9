/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/maintain.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/index/schema.h"
#include "lib/index/shards.h"
#include "lib/xapian/binding.h"

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

/* Writes what Xapian finds. True if that is nothing. */
static bool check_shard(const struct shard *shard, FILE *out)
{
    struct xc_error error;
    char said[4096];
    size_t faults;
    if (!xc_check(shard->path, &faults, said, sizeof said, &error))
        fprintf(out, "%s: %s\n", shard->name, error.message);
    else if (faults)
        fprintf(out, "%s: %zu faults\n%s", shard->name, faults, said);
    else
        return fprintf(out, "%s: no fault\n", shard->name) > 0;
    return false;
}

/* Does so in a process of its own, whose words can be read from *said: tables that are badly
 * damaged make libxapian 1.4 crash. Returns its number, or -1. */
static pid_t start_check(const struct shard *shard, FILE **said)
{
    int ends[2];
    signal(SIGCHLD, SIG_DFL); /* were it ignored, the status of a child would be lost */
    fflush(stdout);
    if (pipe(ends) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        FILE *out = fdopen(ends[1], "w");
        bool sound = out && check_shard(shard, out);
        _exit(!out || fclose(out) != 0 || !sound);
    }
    close(ends[1]);
    *said = child < 0 ? NULL : fdopen(ends[0], "r");
    if (!*said)
        close(ends[0]);
    return *said ? child : -1;
}

/* What ends a process that goes wrong by itself. */
static bool is_crash(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGABRT || number == SIGFPE ||
           number == SIGILL;
}

/* Xapian's check opens the tables as if to write to them. What is missing it tells itself. */
static bool can_check(const struct shard *shard, char message[512])
{
    struct buf path = {0};
    buf_printf(&path, "%s/iamglass", shard->path);
    bool can = access(path.data, R_OK | W_OK) == 0 || errno == ENOENT || errno == ENOTDIR;
    if (!can)
        snprintf(message, 512, "%.300s: %s; Xapian's check wants to open it for writing", path.data,
                 strerror(errno));
    buf_free(&path);
    return can;
}

/* False if the shard could not be checked. */
static bool check_apart(const struct shard *shard, bool *sound, char message[512])
{
    FILE *said = NULL;
    int status;
    if (!can_check(shard, message))
        return false;
    pid_t child = start_check(shard, &said);
    for (int c; said && (c = getc(said)) != EOF;)
        putchar(c);
    if (said)
        fclose(said);
    pid_t ended = child;
    while (child > 0 && (ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
        ;
    if (ended < 0) {
        snprintf(message, 512, "no process for the check of %s: %s", shard->name, strerror(errno));
        return false;
    }
    *sound = status == 0;
    if (WIFSIGNALED(status) && is_crash(WTERMSIG(status))) {
        printf("%s: damaged so badly that Xapian's check breaks off (%s); make the index anew with "
               "'indexer --rebuild'\n",
               shard->name, strsignal(WTERMSIG(status)));
    } else if (WIFSIGNALED(status)) {
        snprintf(message, 512, "the check of %s was ended: %s", shard->name,
                 strsignal(WTERMSIG(status)));
        return false;
    }
    return true;
}

bool maintain_check(const struct home *home, char message[512])
{
    struct shards s;
    message[0] = '\0';
    if (!list(home, &s, message))
        return false;
    bool all_sound = true;
    bool checked = true;
    for (size_t i = 0; checked && i < s.count; i++) {
        bool sound = false;
        checked = check_apart(&s.list[i], &sound, message);
        all_sound = all_sound && sound;
    }
    shards_free(&s);
    return checked && all_sound;
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
