/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/command.h"

#include <inttypes.h>
#include <string.h>

#define SHOWN_BY_DEFAULT 10

void command_quote(struct buf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=./:,@%";
    if (word[0] && word[strspn(word, plain)] == '\0') {
        buf_puts(out, word);
        return;
    }
    buf_putc(out, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            buf_puts(out, "'\\''");
        else
            buf_putc(out, *word);
    }
    buf_putc(out, '\'');
}

/* Days that no article can have, for ranges that have no day in common. */
static void print_impossible(struct buf *out)
{
    buf_puts(out, " --until 0001-01-01 --since 9999-12-31");
}

static void print_range(struct buf *out, const struct command *c)
{
    char text[RANGE_TEXT];
    if (c->impossible)
        print_impossible(out);
    else if (c->dated && range_is_all(c->range))
        buf_puts(out, " --since 0001-01-01");
    else if (c->dated)
        buf_printf(out, " --on %s", range_print(c->range, text));
}

void command_print(struct buf *out, const struct command *c)
{
    char today[DATE_TEXT];
    buf_puts(out, "searcher");
    for (size_t i = 0; i < c->index_count; i++) {
        buf_puts(out, " -i ");
        command_quote(out, c->indexes[i]);
    }
    print_range(out, c);
    if (c->undated)
        buf_puts(out, " --undated");
    if (c->any)
        buf_puts(out, " --any");
    if (!date_is_none(c->today))
        buf_printf(out, " --today %s", date_print(c->today, today));
    /* Without a query, dates and an order, searcher tells about the index. */
    if (c->sort || (!c->query[0] && !c->dated && !c->impossible))
        buf_printf(out, " -s %s", c->sort ? c->sort : "newest");
    if (c->matches > SHOWN_BY_DEFAULT)
        buf_printf(out, " -n %" PRIu64, c->matches);
    if (c->query[0]) {
        buf_puts(out, c->query[0] == '-' ? " -- " : " ");
        command_quote(out, c->query);
    }
}
