/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    DEFAULT_COLUMNS = 80,
    LEAST_COLUMNS = 20,
    MOST_COLUMNS = 1000,
    DEFAULT_ROWS = 24,
    LEAST_ROWS = 4,
    MOST_ROWS = 1000
};

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

/* What the terminal says, else the variable. 0 if neither does. */
static unsigned long told(unsigned short says, const char *variable)
{
    if (says == 0 && is_set(variable) && !variable[strspn(variable, "0123456789")])
        return strtoul(variable, NULL, 10);
    return says;
}

static unsigned within(unsigned long n, unsigned least, unsigned most)
{
    return n < least ? least : n > most ? most : (unsigned)n;
}

static void measure(int fd, const struct terminal_settings *settings, struct terminal *t)
{
    struct winsize size = {0};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0)
        size = (struct winsize){0};
    unsigned long columns = told(size.ws_col, settings->columns);
    unsigned long rows = told(size.ws_row, settings->lines);
    t->columns = within(columns ? columns : DEFAULT_COLUMNS, LEAST_COLUMNS, MOST_COLUMNS);
    t->rows = within(rows ? rows : DEFAULT_ROWS, LEAST_ROWS, MOST_ROWS);
}

struct terminal terminal_look(int fd, const char *when, const struct terminal_settings *settings)
{
    struct terminal t = {.terminal = isatty(fd) == 1, .columns = DEFAULT_COLUMNS};
    t.colour = terminal_colour(t.terminal, when, settings);
    t.links = t.terminal && t.colour;
    if (t.terminal)
        measure(fd, settings, &t);
    t.dumb = settings->term && strcmp(settings->term, "dumb") == 0;
    return t;
}
