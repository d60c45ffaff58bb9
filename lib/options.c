/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getopt_long() is GNU's and the BSDs'. */
#define _GNU_SOURCE
#include "lib/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"

static struct option *long_options(const struct option_row *table, size_t count)
{
    struct option *list = xcalloc(count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct option){table[i].name,
                                  table[i].argument ? required_argument : no_argument, NULL,
                                  table[i].letter};
    return list;
}

static char *short_options(const struct option_row *table)
{
    struct buf letters = {0};
    buf_putc(&letters, ':');
    for (; table->name; table++)
        if (table->letter < 256) {
            buf_putc(&letters, (char)table->letter);
            if (table->argument)
                buf_putc(&letters, ':');
        }
    return buf_take(&letters);
}

/* What getopt_long() stopped at: a word of argv, or a letter inside one. */
static void complain(const char *program, const char *advice, int kind, char **argv)
{
    const char *word = argv[optind - 1];
    if (kind == ':')
        fprintf(stderr, "%s: option '%s' needs an argument; see '%s --help'\n", program, word,
                program);
    else if (optopt > 0 && optopt < 256 && strncmp(word, "--", 2) != 0)
        fprintf(stderr, "%s: no option '-%c'; see '%s --help'\n", program, optopt, program);
    else
        fprintf(stderr, "%s: no option '%s', or it is not used so; see '%s --help'\n", program, word,
                program);
    if (kind == '?' && advice && strncmp(word, "--", 2) != 0)
        fprintf(stderr, "%s: %s\n", program, advice);
}

int options_read(const struct option_row *table, const char *program, const char *advice,
                 int argc, char **argv,
                 bool (*take)(int letter, const char *argument, void *context), void *context)
{
    size_t count = 0;
    while (table[count].name)
        count++;
    struct option *names = long_options(table, count);
    char *letters = short_options(table);
    bool ok = true;
    optind = 1;
    opterr = 0;
    for (int c; ok && (c = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        ok = c != '?' && c != ':';
        if (!ok)
            complain(program, advice, c, argv);
        else
            ok = take(c, optarg, context);
    }
    free(letters);
    free(names);
    return ok ? optind : -1;
}

void options_print(const struct option_row *table, FILE *to)
{
    struct buf left = {0};
    for (; table->name; table++) {
        buf_clear(&left);
        if (table->letter < 256)
            buf_printf(&left, "-%c, ", table->letter);
        else
            buf_puts(&left, "    ");
        buf_printf(&left, "--%s", table->name);
        if (table->argument)
            buf_printf(&left, " %s", table->argument);
        fprintf(to, "  %-30s %s\n", left.data, table->help);
    }
    buf_free(&left);
}
