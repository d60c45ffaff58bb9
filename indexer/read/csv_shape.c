/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/csv_shape.h"

#include <string.h>
#include <strings.h>

#define ROWS 20 /* that are looked at */

/* The end of a field that begins at `c`, at a separator or the end of its row. */
static const char *field_end(const char *c, const char *end, char separator, bool quotes)
{
    if (quotes && c < end && *c == '"') {
        for (c++; c < end; c++) {
            if (*c != '"')
                continue;
            if (c + 1 == end || c[1] != '"') {
                c++;
                break;
            }
            c++;
        }
    }
    while (c < end && *c != separator && *c != '\n' && *c != '\r')
        c++;
    return c;
}

/* How many columns the first rows have if this is the separator; 0: not all as many. */
static size_t columns(struct slice head, char separator)
{
    const char *end = head.data + head.length;
    const char *c = head.data;
    size_t first = 0;
    for (int row = 0; row < ROWS && c < end; row++) {
        size_t n = 0;
        for (;; c++) {
            c = field_end(c, end, separator, true);
            n++;
            if (c == end || *c != separator)
                break;
        }
        if (c == end && row)
            break; /* it may be cut off */
        while (c < end && (*c == '\n' || *c == '\r'))
            c++;
        if (row == 0)
            first = n;
        else if (n != first)
            return 0;
    }
    return first;
}

/* How many names of the header are known if this is the separator. */
static size_t known_names(struct slice head, char separator, const struct field_table *t)
{
    const char *end = head.data + head.length;
    const char *c = head.data;
    size_t known = 0;
    for (;; c++) {
        struct field_use uses[FIELD_USES];
        const char *from = c;
        c = field_end(c, end, separator, true);
        const char *to = c;
        if (to - from > 1 && *from == '"' && to[-1] == '"') {
            from++;
            to--;
        }
        known += field_table_find(t, from, (size_t)(to - from), uses) > 0;
        if (c == end || *c != separator)
            return known;
    }
}

/* False if fields begin with quotes that do not end with them, as in tables that have no quoting:
 * a closing quote is followed by something that does not end a field. */
static bool has_quoting(struct slice head, char separator)
{
    const char *end = head.data + head.length;
    size_t good = 0;
    size_t bad = 0;
    for (const char *c = head.data; c < end; c++) {
        bool begins = c == head.data || c[-1] == separator || c[-1] == '\n' || c[-1] == '\r';
        if (!begins || *c != '"')
            continue;
        const char *close = c + 1;
        while (close < end && (*close != '"' || (close + 1 < end && close[1] == '"')))
            close += *close == '"' ? 2 : 1;
        if (close >= end)
            break;
        const char *after = close + 1;
        bool ends = after == end || *after == separator || *after == '\n' || *after == '\r';
        good += ends;
        bad += !ends;
        c = ends ? close : c;
    }
    return good >= bad;
}

struct csv_shape csv_shape_of(struct slice head, const char *name, const struct field_table *t)
{
    static const char marks[] = ",;\t|";
    struct csv_shape shape = {.separator = ',', .quotes = true};
    size_t n = strlen(name);
    size_t best = 0;
    const char *newline = head.length ? memchr(head.data, '\n', head.length) : NULL;
    if (newline && head.length > 5 && strncasecmp(head.data, "sep=", 4) == 0 &&
        newline - head.data <= 6) {
        shape.separator = head.data[4];
        shape.header = (size_t)(newline + 1 - head.data);
        return shape;
    }
    if (n > 4 && (strcasecmp(name + n - 4, ".tsv") == 0 || strcasecmp(name + n - 4, ".tab") == 0))
        shape.separator = '\t';
    for (const char *m = marks; *m; m++) {
        size_t found = known_names(head, *m, t);
        size_t wide = columns(head, *m);
        size_t score = found * 1000000 + (wide > 1 ? wide : 0) * 10 + (*m == shape.separator);
        if (score > best) {
            best = score;
            shape.separator = *m;
        }
    }
    shape.quotes = has_quoting(head, shape.separator);
    return shape;
}
