/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/files/file_table.h"
#include "indexer/store/store.h"
#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/index/shard.h"
#include "lib/text/shown.h"
#include "lib/xapian/binding.h"

#define TRIES 100 /* revisions that may be published while it looks */

struct checking {
    const struct home *home;
    const volatile sig_atomic_t *stop;
    struct error *error;
    int folder;
    struct manifest manifest;
    struct gone gone;
    bool gone_open;
    bool faults; /* some were told */
};

/* What was found of a part: told, if it is a fault of the index. False if it could not look. */
static bool judge(struct checking *c, const char *name, bool sound)
{
    if (sound) {
        printf("%s: no fault\n", name);
        return true;
    }
    enum error_status s = c->error->status;
    if (s != ERROR_DAMAGED && s != ERROR_VERSION && s != ERROR_LIMIT && s != ERROR_MISSING)
        return false;
    printf("%s: ", name);
    shown_put(stdout, c->error->message);
    putchar('\n');
    c->faults = true;
    return true;
}

static char *path_of(const struct checking *c, const char *name)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", c->home->index, name);
    return buf_take(&path);
}

/* ---- the table of files ---- */

/* Every entry can be read, paths ascend, and there are as many as it says. */
static bool walk_table(struct file_table *t, struct error *error)
{
    struct file_cursor c = {0};
    struct buf last = {0};
    uint64_t count = 0;
    bool ok = file_cursor_seek(&c, t, "", error);
    while (ok && c.found) {
        if (count++ && path_compare(c.file.path, last.data) <= 0)
            ok = error_set(error, ERROR_DAMAGED, "%s: paths do not ascend", t->file.shown);
        buf_clear(&last);
        buf_puts(&last, c.file.path);
        ok = ok && file_cursor_next(&c, error);
    }
    if (ok && count != t->count)
        ok = error_set(error, ERROR_DAMAGED, "%s: there are %llu files, it says %llu",
                       t->file.shown, (unsigned long long)count, (unsigned long long)t->count);
    buf_free(&last);
    file_cursor_free(&c);
    return ok;
}

static bool check_table(struct checking *c)
{
    struct file_table t = {0};
    const char *name = c->manifest.files;
    if (!name[0])
        return true;
    char *path = path_of(c, name);
    bool sound = file_table_open(&t, c->folder, name, path, c->error) &&
                 sealed_check(&t.file, c->error) && walk_table(&t, c->error);
    file_table_close(&t);
    free(path);
    return judge(c, name, sound);
}

/* ---- shards ---- */

enum { XAPIAN_FAULTS = 1, XAPIAN_UNSEEN = 2 };

/* Whether Xapian can open a table: its check opens them for writing, although it writes nothing. */
static bool may_write(const struct checking *c, const char *shard)
{
    struct buf path = {0};
    buf_printf(&path, "%s/postlist.glass", shard);
    bool may = faccessat(c->folder, path.data, W_OK, AT_EACCESS) == 0;
    buf_free(&path);
    return may;
}

/* Xapian's check of a shard, in a process of its own: tables that are badly damaged make libxapian
 * 1.4 crash. Ends with 0 if there is no fault. */
static void check_by_xapian(const char *path)
{
    struct xc_error error;
    char said[4096];
    size_t faults;
    bool looked = xc_check(path, &faults, said, sizeof said, &error);
    if (looked && !faults)
        _exit(0);
    struct buf text = {0};
    if (!looked)
        buf_printf(&text, "%s: Xapian's check: %s\n", path, error.message);
    else
        buf_printf(&text, "%s: Xapian's check found %zu faults\n%s", path, faults, said);
    struct buf shown = {0};
    shown_add(&shown, text.data, text.length, false);
    fwrite(shown.data, 1, shown.length, stdout);
    fflush(stdout);
    _exit(looked || error.status != XC_DATABASE_OPENING ? XAPIAN_FAULTS : XAPIAN_UNSEEN);
}

/* False if it could not be run. */
static bool run_xapian_check(struct checking *c, const char *path, const char *name)
{
    int status = 0;
    signal(SIGCHLD, SIG_DFL); /* were it ignored, the status of a child would be lost */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        check_by_xapian(path);
    pid_t ended = child;
    while (child > 0 && (ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
        ;
    if (ended < 0)
        return error_system(c->error, errno, "a process for Xapian's check");
    if (WIFSIGNALED(status))
        printf("%s: damaged so badly that Xapian's check breaks off (%s)\n", name,
               strsignal(WTERMSIG(status)));
    if (WIFEXITED(status) && WEXITSTATUS(status) == XAPIAN_UNSEEN)
        return error_set(c->error, ERROR_SYSTEM, "%s: Xapian's check could not look", path);
    c->faults = c->faults || status != 0;
    return true;
}

static bool check_shard(struct checking *c, const struct manifest_shard *info)
{
    struct shard shard;
    bool faults = c->faults;
    bool sound = shard_open(&shard, c->folder, c->home->index, info, c->gone_open ? &c->gone : NULL,
                            c->error);
    if (sound) {
        sound = shard_check(&shard, c->error);
        shard_close(&shard);
    }
    char *path = path_of(c, info->name);
    bool looked = true;
    c->faults = false;
    if (sound && may_write(c, info->name))
        looked = run_xapian_check(c, path, info->name);
    else if (sound)
        printf("%s: Xapian's own check is left out, since it opens for writing\n", info->name);
    if (looked && !c->faults)
        looked = judge(c, info->name, sound);
    c->faults = c->faults || faults;
    free(path);
    return looked;
}

static bool check_gone(struct checking *c)
{
    const char *name = c->manifest.gone;
    if (!name[0])
        return true;
    char *path = path_of(c, name);
    c->gone_open = gone_open(&c->gone, c->folder, name, path, c->error);
    bool sound = c->gone_open && sealed_check(&c->gone.file, c->error);
    free(path);
    return judge(c, name, sound);
}

static bool check_all(struct checking *c)
{
    if (!manifest_read(&c->manifest, c->folder, c->home->index, c->error)) {
        bool missing = c->error->status == ERROR_MISSING;
        return !missing && c->error->status != ERROR_VERSION && judge(c, MANIFEST_FILE, false);
    }
    if (!manifest_check_stub(&c->manifest, c->folder, c->home->index, c->error) &&
        !judge(c, MANIFEST_STUB, false))
        return false;
    if (!check_gone(c) || !check_table(c))
        return false;
    for (size_t i = 0; i < c->manifest.shard_count; i++)
        if (*c->stop || !check_shard(c, &c->manifest.shards[i]))
            return false;
    return true;
}

/* Whether a writer published another revision since. */
static bool is_outdated(const struct checking *c)
{
    struct manifest now = {0};
    struct error ignored;
    bool other = manifest_read(&now, c->folder, c->home->index, &ignored) &&
                 now.revision != c->manifest.revision;
    manifest_free(&now);
    return other;
}

static void forget(struct checking *c)
{
    if (c->gone_open)
        gone_close(&c->gone);
    manifest_free(&c->manifest);
    c->gone_open = false;
}

enum check_status check_index(const struct home *home, const volatile sig_atomic_t *stop,
                              struct error *error)
{
    struct checking c = {.home = home, .stop = stop, .error = error};
    bool looked = false;
    c.folder = folder_open(home->index, error);
    if (c.folder < 0)
        return CHECK_FAILED;
    for (int tries = 0; tries < TRIES && !*stop; tries++) {
        c.faults = false;
        looked = check_all(&c);
        bool again = (c.faults || !looked) && is_outdated(&c);
        forget(&c);
        if (!again)
            break;
        puts("a writer published another revision meanwhile; looking at that");
    }
    close(c.folder);
    if (*stop)
        return CHECK_STOPPED;
    return !looked ? CHECK_FAILED : c.faults ? CHECK_FAULTS : CHECK_SOUND;
}
