/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/layout.h"

#define SHORT 14 /* rows: fewer have room for the list or the text, not for both */
#define WIDE 120 /* columns: as many have room for both side by side */

static unsigned bar_rows(unsigned height)
{
    return height >= 40 ? 8 : height >= 24 ? 4 : height >= SHORT ? 2 : 1;
}

static void share_columns(struct layout *l, unsigned top, unsigned rows)
{
    unsigned left = l->width * 9 / 20;
    l->list = (struct area){top + 1, 0, left, rows - 1};
    l->text = (struct area){top + 1, left + 1, l->width - left - 1, rows - 1};
}

static void share_rows(struct layout *l, unsigned top, unsigned rows)
{
    unsigned list = (rows - 2) * 2 / 5;
    list = list < 3 ? 3 : list;
    l->list = (struct area){top + 1, 0, l->width, list};
    l->text = (struct area){top + list + 2, 0, l->width, rows - list - 2};
}

struct layout layout_make(unsigned width, unsigned height, enum part part)
{
    struct layout l = {.width = width, .status = 1};
    l.fits = width >= LAYOUT_LEAST_WIDTH && height >= LAYOUT_LEAST_HEIGHT;
    if (!l.fits)
        return l;
    l.hints = height - 1;
    l.bars =
        (struct area){2, 0, width > LAYOUT_UNDATED ? width - LAYOUT_UNDATED : 1, bar_rows(height)};
    unsigned top = l.bars.row + l.bars.height + 1;
    unsigned rows = l.hints - top;
    struct area all = {top, 0, width, rows};
    l.headed = height >= SHORT;
    if (l.headed && width >= WIDE)
        share_columns(&l, top, rows);
    else if (l.headed)
        share_rows(&l, top, rows);
    else if (part == PART_TEXT)
        l.text = all;
    else
        l.list = all;
    return l;
}

static bool is_in(const struct area *a, unsigned row, unsigned column, bool headed)
{
    unsigned first = a->row - headed;
    return a->height && row >= first && row < a->row + a->height && column >= a->column &&
           column < a->column + a->width;
}

enum part layout_part(const struct layout *l, unsigned row, unsigned column)
{
    if (!l->fits || row < l->bars.row)
        return PART_QUERY;
    if (row <= l->bars.row + l->bars.height)
        return PART_TIMELINE;
    return is_in(&l->text, row, column, l->headed) ? PART_TEXT : PART_LIST;
}
