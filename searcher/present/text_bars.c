/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Histograms of the text format: bars on a terminal, KEY<TAB>COUNT elsewhere. An empty line stands
 * before a row of another year (of days: month) than the one before.
 */
#include <inttypes.h>
#include <string.h>

#include "lib/text/shown.h"
#include "searcher/present/present_text.h"
#include "searcher/present/wrap.h"

enum {
    EIGHTHS = 8,       /* steps of a block of a bar */
    SHARE_COLUMNS = 8, /* "100.00 %" */
    LEAST_BAR = 10
};

/* A bar of a length of at most 1, which is `columns` columns, to an eighth of a column. */
static void put_bar(struct presenter *p, const struct bucket *b, unsigned columns)
{
    static const char *const parts[EIGHTHS] = {"",
                                               "\xE2\x96\x8F",
                                               "\xE2\x96\x8E",
                                               "\xE2\x96\x8D",
                                               "\xE2\x96\x8C",
                                               "\xE2\x96\x8B",
                                               "\xE2\x96\x8A",
                                               "\xE2\x96\x89"};
    unsigned eighths = (unsigned)(b->length * columns * EIGHTHS + 0.5);
    struct buf bar = {0};
    buf_reserve(&bar, 1)[0] = '\0';
    if (eighths == 0 && b->count > 0)
        eighths = 1;
    for (unsigned i = 0; i < eighths / EIGHTHS; i++)
        buf_puts(&bar, "\xE2\x96\x88");
    buf_puts(&bar, parts[eighths % EIGHTHS]);
    style_put(p, STYLE_BAR, bar.data, bar.length);
    buf_free(&bar);
}

/* The key, cut at a word if it takes more than its columns. */
static void put_key(struct presenter *p, const char *key, unsigned columns)
{
    struct buf safe = {0};
    size_t next;
    shown_add(&safe, key, strlen(key), true);
    size_t length = safe.length;
    size_t used = wrap_columns(safe.data, length);
    if (used > columns) {
        length = wrap_line(safe.data, length, columns - 1, &next);
        used = wrap_columns(safe.data, length) + 1;
    }
    fwrite(safe.data, 1, length, p->out);
    if (length < safe.length)
        fputs(ELLIPSIS, p->out);
    style_blanks(p, columns > used ? columns - used : 0);
    buf_free(&safe);
}

void text_bucket(struct presenter *p, const struct bucket *b)
{
    if (p->query_id && !p->state.answering)
        style_break(p);
    else if (p->terminal && b->apart)
        putc('\n', p->out);
    p->state.begun = true;
    if (!p->terminal) {
        present_bucket(p, b);
        return;
    }
    unsigned half = p->columns / 2 > KEY_COLUMNS ? p->columns / 2 : KEY_COLUMNS;
    unsigned key = b->columns < KEY_COLUMNS ? KEY_COLUMNS : b->columns > half ? half : b->columns;
    unsigned taken = key + GAP + b->digits + GAP + (p->shares ? SHARE_COLUMNS + GAP : 0);
    unsigned room = p->columns > taken + LEAST_BAR ? p->columns - taken : LEAST_BAR;
    put_key(p, b->key, key);
    fprintf(p->out, "%*s%*" PRIu64 "%*s", GAP, "", (int)b->digits, b->count, GAP, "");
    if (p->shares)
        fprintf(p->out, "%*.2f %%%*s", SHARE_COLUMNS - 2, 100 * bucket_share(b), GAP, "");
    put_bar(p, b, room);
    putc('\n', p->out);
}
