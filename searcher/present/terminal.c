/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, LEAST_COLUMNS = 20, MOST_COLUMNS = 1000 };

static bool is_set(const char *value)
{
    return value && value[0];
}

bool terminal_colour(bool terminal, const char *when, const struct terminal_settings *settings)
{
    if (strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    if (is_set(settings->no_color))
        return false;
    if (is_set(settings->clicolor_force) && strcmp(settings->clicolor_force, "0") != 0)
        return true;
    return terminal && is_set(settings->term) && strcmp(settings->term, "dumb") != 0;
}

/* What the terminal says, else COLUMNS, else the default; within bounds. */
static unsigned width(int fd, const char *columns)
{
    struct winsize size;
    unsigned long n = 0;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0)
        n = size.ws_col;
    if (n == 0 && is_set(columns) && !columns[strspn(columns, "0123456789")])
        n = strtoul(columns, NULL, 10);
    if (n == 0)
        n = DEFAULT_COLUMNS;
    return n < LEAST_COLUMNS ? LEAST_COLUMNS : n > MOST_COLUMNS ? MOST_COLUMNS : (unsigned)n;
}

struct terminal terminal_look(int fd, const char *when, const struct terminal_settings *settings)
{
    struct terminal t = {.terminal = isatty(fd) == 1, .columns = DEFAULT_COLUMNS};
    t.colour = terminal_colour(t.terminal, when, settings);
    t.links = t.terminal && t.colour;
    if (t.terminal)
        t.columns = width(fd, settings->columns);
    return t;
}
