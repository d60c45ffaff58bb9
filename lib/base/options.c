/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getopt_long() is GNU's and the BSDs'. */
#define _GNU_SOURCE
#include "lib/base/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

static struct option *long_options(const struct option_row *table, size_t count)
{
    struct option *list = xcalloc(count + 1, sizeof *list);
    size_t n = 0;
    for (; table->name; table++)
        if (table->letter)
            list[n++] =
                (struct option){table->name, table->argument ? required_argument : no_argument,
                                NULL, table->letter};
    return list;
}

static char *short_options(const struct option_row *table)
{
    struct buf letters = {0};
    buf_putc(&letters, ':');
    for (; table->name; table++)
        if (table->letter && table->letter < 256) {
            buf_putc(&letters, (char)table->letter);
            if (table->argument)
                buf_putc(&letters, ':');
        }
    return buf_take(&letters);
}

static bool has_letter(const struct option_row *table, int letter)
{
    while (table->name && table->letter != letter)
        table++;
    return table->name != NULL;
}

/* The word that has a letter we do not have: getopt_long() has left it if that is its last. */
static const char *word_with(int letter, char **argv)
{
    const char *word = argv[optind];
    bool inside = word && word[0] == '-' && word[1] != '-' && strchr(word, letter);
    return inside ? word : argv[optind - 1];
}

/* What getopt_long() stopped at: a word of argv; or a letter inside a word, which it may not have
 * left yet. A letter that we have is one of a long option that takes no argument, but got one. */
static void complain(const struct option_row *table, const char *program, const char *advice,
                     int kind, char **argv, void (*show)(FILE *to, const char *text))
{
    const char *word = argv[optind - 1];
    bool letter = kind == '?' && optopt && optopt < 256 && !has_letter(table, optopt);
    bool whole = letter && optopt > 0 && optopt < 128; /* and no part of a character */
    if (letter)
        word = word_with(optopt, argv);
    if (whole) {
        fprintf(stderr, "%s: no option '-%c'; see '%s --help'\n", program, optopt, program);
    } else {
        fprintf(stderr, "%s: %soption '", program, kind == ':' ? "" : "no ");
        show(stderr, word);
        fprintf(stderr, "'%s; see '%s --help'\n",
                kind == ':' ? " needs an argument" : ", or it is not used so", program);
    }
    if (kind == '?' && advice && (letter || strncmp(word, "--", 2) != 0))
        fprintf(stderr, "%s: %s\n", program, advice);
}

/* True if the argument of the option that was read is the rest of its word: -niger. */
static bool is_glued(char **argv)
{
    const char *word = argv[optind - 1];
    return optarg && strncmp(word, "--", 2) != 0 && optarg > word && optarg <= strchr(word, '\0');
}

int options_read(const struct option_row *table, const char *program, const char *advice, int argc,
                 char **argv, void (*show)(FILE *to, const char *text),
                 bool (*take)(int letter, const char *argument, void *context), void *context)
{
    size_t count = 0;
    while (table[count].name)
        count++;
    struct option *names = long_options(table, count);
    char *letters = short_options(table);
    bool ok = true;
    optind = 0; /* begins anew, even inside a word where an error ended an earlier reading */
    opterr = 0;
    for (int c; ok && (c = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        ok = c != '?' && c != ':';
        if (!ok)
            complain(table, program, advice, c, argv, show);
        else if (!(ok = take(c, optarg, context)) && advice && is_glued(argv))
            fprintf(stderr, "%s: %s\n", program, advice);
    }
    free(letters);
    free(names);
    return ok ? optind : -1;
}

void options_print(const struct option_row *table, FILE *to)
{
    struct buf left = {0};
    for (; table->name; table++) {
        if (!table->letter)
            fprintf(to, "\n%s:\n", table->name);
        if (!table->help)
            continue;
        buf_clear(&left);
        if (table->letter < 256)
            buf_printf(&left, "-%c, ", table->letter);
        else
            buf_puts(&left, "    ");
        buf_printf(&left, "--%s", table->name);
        if (table->argument)
            buf_printf(&left, " %s", table->argument);
        fprintf(to, "  %-23s %s\n", left.data, table->help);
    }
    buf_free(&left);
}
