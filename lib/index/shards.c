/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/shards.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

static char *join(const char *dir, const char *name)
{
    struct buf path = {0};
    if (name[0] != '/')
        buf_printf(&path, "%s/", dir);
    buf_puts(&path, name);
    return buf_take(&path);
}

static void add(struct shards *s, const char *name, char *path)
{
    s->list = xreallocarray(s->list, s->count + 1, sizeof *s->list);
    s->list[s->count++] = (struct shard){xstrdup(name), path};
    s->remote |= path == NULL;
}

void shards_add(struct shards *s, const char *dir, const char *name)
{
    add(s, name, join(dir, name));
}

/* What follows "KIND " in a line; NULL if it begins otherwise, or nothing follows. */
static const char *name_of(const char *line, const char *kind)
{
    size_t n = strlen(kind);
    return strncmp(line, kind, n) == 0 && line[n] == ' ' && line[n + 1] ? line + n + 1 : NULL;
}

/* Takes one line of the file; false if it names no shard that we know how to open. */
static bool add_line(struct shards *s, const char *dir, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0')
        return true;
    const char *remote = name_of(line, "remote");
    const char *local = name_of(line, "glass");
    if (!local)
        local = name_of(line, "auto");
    if (remote)
        add(s, remote, NULL);
    else if (local)
        shards_add(s, dir, local);
    return remote || local;
}

bool shards_read(const char *dir, struct shards *s, bool *missing, char message[512])
{
    *s = (struct shards){0};
    char *path = join(dir, SHARDS_FILE);
    FILE *f = fopen(path, "re");
    *missing = !f && (errno == ENOENT || errno == ENOTDIR);
    if (!f) {
        snprintf(message, 512, "%s: %s", path, strerror(errno));
        free(path);
        return false;
    }
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    for (size_t number = 1; ok && getline(&line, &room, f) >= 0; number++) {
        ok = add_line(s, dir, line);
        if (!ok)
            snprintf(message, 512,
                     "%s:%zu: not a shard: '%s'; write glass NAME, auto NAME or remote HOST:PORT, "
                     "or take the line out",
                     path, number, line);
    }
    if (ok && ferror(f)) {
        snprintf(message, 512, "%s: %s", path, strerror(errno));
        ok = false;
    }
    free(line);
    fclose(f);
    free(path);
    if (!ok)
        shards_free(s);
    return ok;
}

static bool write_all(const char *path, const char *text, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool ok = write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

/* A rename must outlive a loss of power before what it took the place of is removed. Some file
 * systems cannot sync folders. */
static bool sync_folder(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0 || errno == EINVAL;
    return close(fd) == 0 && ok;
}

bool shards_write(const char *dir, const struct shards *s, char message[512])
{
    struct buf text = {0};
    char *path = join(dir, SHARDS_FILE);
    char *draft = join(dir, SHARDS_FILE ".new");
    buf_puts(&text, "# dateline index: one shard a line\n");
    for (size_t i = 0; i < s->count; i++)
        buf_printf(&text, "glass %s\n", s->list[i].name);
    bool ok =
        write_all(draft, text.data, text.length) && rename(draft, path) == 0 && sync_folder(dir);
    if (!ok)
        snprintf(message, 512, "%s: %s", path, strerror(errno));
    buf_free(&text);
    free(draft);
    free(path);
    return ok;
}

void shards_free(struct shards *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->list[i].name);
        free(s->list[i].path);
    }
    free(s->list);
    *s = (struct shards){0};
}

bool shards_equal(const struct shards *a, const struct shards *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->list[i].name, b->list[i].name) != 0)
            return false;
    return true;
}
