/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Key word in context: a line for each match of an article, its date in front, the matches below
 * each other, as many whole words around them as there is room for.
 *
 *     2023-05-26   The United States imposed sanctions on the head of Wagner in Mali
 */
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/present_text.h"
#include "searcher/present/wrap.h"

enum { MATCH_COLUMNS = 12 }; /* that most matches take: what is left is shared */

/* Where the words before `at` begin that take at most `columns` columns, but for blanks. */
static size_t words_before(const char *text, size_t at, size_t columns, size_t *used)
{
    size_t begin = at;
    size_t i = at;
    *used = 0;
    while (i > 0) {
        i = glyph_before(text, i);
        size_t width = wrap_columns(text + i, at - i);
        if (width > columns)
            break;
        if (text[i] != ' ' && wrap_between(text, at, i)) {
            begin = i;
            *used = width;
        }
        if (at - i > columns * 8) /* marks piled up */
            break;
    }
    return begin;
}

static void put_occurrence(struct presenter *p, const struct hit *h, const struct snippet *s,
                           const struct snippet_mark *m, size_t left)
{
    const char *text = s->text.data;
    size_t used;
    size_t next;
    size_t begin = words_before(text, m->start, left, &used);
    style_date(p, h->record->date, true);
    style_blanks(p, left - used);
    fwrite(text + begin, 1, m->start - begin, p->out);
    size_t match = wrap_columns(text + m->start, m->end - m->start);
    size_t taken = KEY_COLUMNS + GAP + left + match;
    size_t right = p->columns > taken ? p->columns - taken : 0;
    size_t end = m->end;
    if (right && end < s->text.length)
        end += wrap_line(text + end, s->text.length - end, right, &next);
    if (wrap_columns(text + m->end, end - m->end) > right)
        end = m->end;
    style_marked(p, text, s, m->start, end);
    putc('\n', p->out);
}

void text_kwic(struct presenter *p, const struct hit *h)
{
    struct snippet whole = {0};
    size_t room = p->columns - KEY_COLUMNS - GAP;
    size_t left = (room > MATCH_COLUMNS ? room - MATCH_COLUMNS : 0) / 2;
    if (!h->marks)
        return;
    snippet_whole(&whole, h->marks, h->record->text);
    for (size_t i = 0; i < whole.count; i++)
        put_occurrence(p, h, &whole, &whole.marks[i], left);
    p->state.begun = p->state.begun || whole.count;
    snippet_free(&whole);
}
