/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/format_numbers.h"

#include <string.h>

#include "indexer/read/reader.h"
#include "lib/base/mem.h"

static size_t find(const struct manifest *m, const char *name)
{
    size_t i = 0;
    while (i < m->format_count && strcmp(m->formats[i], name) != 0)
        i++;
    return i;
}

bool format_numbers_learn(struct format_numbers *n, struct manifest *m)
{
    bool more = false;
    const struct reader_format *f;
    *n = (struct format_numbers){0};
    for (size_t i = 0; i < FORMAT_NUMBERS && (f = reader_at(i)) != NULL; i++) {
        size_t number = find(m, f->name);
        if (number == m->format_count && number < sizeof m->formats / sizeof *m->formats) {
            m->formats[m->format_count++] = xstrdup(f->name);
            more = true;
        }
        n->of[i + 1] = (uint8_t)(number < m->format_count ? number + 1 : 0);
    }
    return more;
}

uint8_t format_numbers_of(const struct format_numbers *n, const struct reader_format *format)
{
    for (size_t i = 0; format && i < FORMAT_NUMBERS && reader_at(i); i++)
        if (reader_at(i) == format)
            return n->of[i + 1];
    return 0;
}

uint8_t format_numbers_place(const struct format_numbers *n, uint8_t number)
{
    for (size_t i = 1; number && i <= FORMAT_NUMBERS; i++)
        if (n->of[i] == number)
            return (uint8_t)i;
    return 0;
}
