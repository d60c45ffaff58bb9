/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/history.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

char *history_path(const char *state_home, const char *home)
{
    struct buf path = {0};
    if (state_home && state_home[0] == '/')
        buf_printf(&path, "%s/dateline/history", state_home);
    else if (home && home[0] == '/')
        buf_printf(&path, "%s/.local/state/dateline/history", home);
    else
        return NULL;
    return buf_take(&path);
}

static void keep(struct history *h, const char *line)
{
    if (h->count == HISTORY_MOST) {
        free(h->lines[0]);
        memmove(h->lines, h->lines + 1, (HISTORY_MOST - 1) * sizeof *h->lines);
        h->count--;
    }
    h->lines = xgrow(h->lines, &h->capacity, h->count + 1, sizeof *h->lines);
    h->lines[h->count++] = xstrdup(line);
}

/* Writes all lines anew, beside the file, and puts it in its place. */
static void rewrite(const struct history *h)
{
    struct buf beside = {0};
    buf_printf(&beside, "%s.%ld", h->path, (long)getpid());
    int fd = open(beside.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    bool ok = f != NULL;
    for (size_t i = 0; ok && i < h->count; i++)
        ok = fprintf(f, "%s\n", h->lines[i]) > 0;
    if (f)
        ok = fclose(f) == 0 && ok;
    if (!ok || rename(beside.data, h->path) != 0)
        unlink(beside.data);
    buf_free(&beside);
}

void history_open(struct history *h, char *path)
{
    *h = (struct history){.path = path};
    FILE *f = path ? fopen(path, "re") : NULL;
    char *line = NULL;
    size_t room = 0;
    size_t read = 0;
    for (ssize_t n; f && (n = getline(&line, &room, f)) >= 0; read++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] && strlen(line) <= 4000)
            keep(h, line);
    }
    free(line);
    if (f)
        fclose(f);
    if (read > 2 * HISTORY_MOST)
        rewrite(h);
    h->at = h->count;
}

void history_free(struct history *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->lines[i]);
    free(h->lines);
    free(h->draft);
    free(h->path);
    *h = (struct history){0};
}

/* Makes the folders above the file. */
static void make_folders(const char *path)
{
    char *part = xstrdup(path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(part, 0700);
        *slash = '/';
    }
    free(part);
}

static void append(const struct history *h, const char *query)
{
    struct buf line = {0};
    make_folders(h->path);
    int fd = open(h->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    buf_printf(&line, "%s\n", query);
    /* A history that cannot be written is no reason to stop. */
    if (fd >= 0 && write(fd, line.data, line.length) >= 0)
        close(fd);
    buf_free(&line);
}

void history_add(struct history *h, const char *query)
{
    free(h->draft);
    h->draft = NULL;
    bool again = h->count && strcmp(h->lines[h->count - 1], query) == 0;
    if (query[0] && !again && !strchr(query, '\n')) {
        keep(h, query);
        if (h->path)
            append(h, query);
    }
    h->at = h->count;
}

const char *history_earlier(struct history *h, const char *now)
{
    if (h->at == 0)
        return NULL;
    if (h->at == h->count) {
        free(h->draft);
        h->draft = xstrdup(now);
    }
    return h->lines[--h->at];
}

const char *history_later(struct history *h)
{
    if (h->at == h->count)
        return NULL;
    h->at++;
    if (h->at < h->count)
        return h->lines[h->at];
    return h->draft ? h->draft : "";
}
