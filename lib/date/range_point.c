/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a text, and errors about it. */
#include "lib/date/range_point.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/date/date_scan.h"

void point_cut(struct point *p)
{
    size_t at = 0;
    p->dashed = true;
    for (p->count = 0; p->count < POINT_PIECES && at < p->length; p->count++) {
        char c = p->text[at];
        bool between = p->count > 0 && !date_scan_is_digit(c) && !date_scan_is_letter(c);
        size_t start = at + between, end = start;
        bool number = start < p->length && date_scan_is_digit(p->text[start]);
        while (end < p->length &&
               (number ? date_scan_is_digit(p->text[end]) : date_scan_is_letter(p->text[end])))
            end++;
        if (end == start)
            break;
        struct point_piece *piece = &p->piece[p->count];
        *piece = (struct point_piece){start, end - start, 0, between ? c : '\0'};
        if (number)
            piece->value = date_scan_number(p->text + start, end - start);
        p->kinds[p->count] = number ? 'N' : 'W';
        p->dashed = p->dashed && (p->count == 0 || piece->before == '-');
        at = end;
    }
    p->kinds[p->count] = '\0';
    p->odd = at;
}

bool point_is_kind(const struct point *p, const char *kinds)
{
    return p->odd == p->length && strcmp(p->kinds, kinds) == 0;
}

bool point_is_word(const struct point *p, int piece, const char *word)
{
    return date_scan_is(p->text + p->piece[piece].at, p->piece[piece].length, word);
}

bool point_is_year(const struct point *p, int piece)
{
    return p->kinds[piece] == 'N' && p->piece[piece].length == 4;
}

size_t point_column(const struct point *p, int piece)
{
    return p->column + p->piece[piece].at;
}

struct point_quote point_quote(const struct point *p)
{
    struct point_quote q = {""};
    size_t n = 0;
    for (size_t i = 0; i < p->length; i++) {
        unsigned char c = (unsigned char)p->text[i];
        if (n == 40) {
            memcpy(q.text + n, "...", 4);
            break;
        }
        if (c >= 0x80 && c < 0xC0) /* continues a character */
            continue;
        q.text[n++] = c >= ' ' && c < 0x7F ? (char)c : '?';
    }
    return q;
}

void point_cure(const struct point *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->error->cure, sizeof p->error->cure, format, args);
    va_end(args);
}

bool point_fail(const struct point *p, size_t column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->error->message, sizeof p->error->message, format, args);
    va_end(args);
    p->error->column = column;
    return false;
}
