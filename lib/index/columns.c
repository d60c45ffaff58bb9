/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/columns.h"

#include <string.h>

#include "lib/base/little.h"
#include "lib/date/date.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "columns are mapped as they are: little endian"
#endif

/* The widths that each column may have, a bit for each. */
static const uint16_t widths[COLUMNS] = {
    [COLUMN_DATE] = 1 << 4,
    [COLUMN_LENGTH] = 1 << 1 | 1 << 2 | 1 << 4,
    [COLUMN_ID] = 1 << 8,
    [COLUMN_SIGNATURE] = 1 << 8 | 1 << 0,
    [COLUMN_SOURCE] = 1 << 1 | 1 << 0,
    [COLUMN_FORMAT] = 1 << 1 | 1 << 0,
};

static bool read_head(struct columns *c, struct error *error)
{
    const uint8_t *head = sealed_bytes(&c->file, 0, COLUMNS_HEAD, error);
    if (!head)
        return false;
    c->documents = little_32(head);
    c->first_date = little_32(head + 4);
    c->last_date = little_32(head + 8);
    c->undated = little_32(head + 12);
    c->ordered = head[16] == 1;
    uint64_t at = COLUMNS_HEAD;
    for (int i = 0; i < COLUMNS; i++) {
        c->width[i] = head[17 + i];
        c->same[i] = little_64(head + 24 + 8 * i);
        c->at[i] = at = (at + 7) & ~UINT64_C(7);
        if (c->width[i] > 8 || !(widths[i] >> c->width[i] & 1))
            return sealed_damaged(&c->file, "a column of a width that it cannot have", error);
        at += (uint64_t)c->width[i] * c->documents;
    }
    if (at != c->file.length)
        return sealed_damaged(&c->file, "the columns are not as long as they should be", error);
    return true;
}

bool columns_open(struct columns *c, int folder, const char *shown, struct error *error)
{
    *c = (struct columns){0};
    if (!sealed_open(&c->file, folder, COLUMNS_FILE, shown, COLUMNS_MAGIC, COLUMNS_VERSION, error))
        return false;
    if (read_head(c, error))
        return true;
    columns_close(c);
    return false;
}

void columns_close(struct columns *c)
{
    sealed_close(&c->file);
    *c = (struct columns){0};
}

/* The values of docids first..first+count-1 in a column whose width is not 0. */
static const void *values(struct columns *c, enum column i, uint32_t first, uint32_t count,
                          struct error *error)
{
    if (first == 0 || count == 0 || first > c->documents || count > c->documents - first + 1) {
        error_set(error, ERROR_DAMAGED, "%s: damaged: there is no article %u, the last one is %u",
                  c->file.shown, first ? first + count - 1 : 0, c->documents);
        error_cure(error, "build the index anew with 'indexer --rebuild'");
        return NULL;
    }
    return sealed_bytes(&c->file, c->at[i] + (uint64_t)(first - 1) * c->width[i],
                        (size_t)count * c->width[i], error);
}

const uint32_t *columns_dates(struct columns *c, uint32_t first, uint32_t count,
                              struct error *error)
{
    return values(c, COLUMN_DATE, first, count, error);
}

const void *columns_lengths(struct columns *c, uint32_t first, uint32_t count, struct error *error)
{
    return values(c, COLUMN_LENGTH, first, count, error);
}

unsigned columns_length_width(const struct columns *c)
{
    return c->width[COLUMN_LENGTH];
}

static bool value(struct columns *c, enum column i, uint32_t docid, uint64_t *n,
                  struct error *error)
{
    *n = c->same[i];
    const void *at = values(c, i, docid, 1, error);
    if (at && c->width[i] > 0) {
        *n = 0;
        memcpy(n, at, c->width[i]);
    }
    return at != NULL;
}

bool columns_row(struct columns *c, uint32_t docid, struct column_row *row, struct error *error)
{
    uint64_t of[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        if (!value(c, (enum column)i, docid, &of[i], error))
            return false;
    *row = (struct column_row){
        .date = (uint32_t)of[COLUMN_DATE],
        .length = (uint32_t)of[COLUMN_LENGTH],
        .id = of[COLUMN_ID],
        .signature = of[COLUMN_SIGNATURE],
        .source = (uint8_t)of[COLUMN_SOURCE],
        .format = (uint8_t)of[COLUMN_FORMAT],
    };
    return true;
}

bool columns_find_id(struct columns *c, uint64_t id, unsigned digits,
                     bool (*found)(void *context, uint32_t docid, uint64_t id), void *context,
                     struct error *error)
{
    unsigned unread = digits < 1 ? 60 : digits < 16 ? 64 - 4 * digits : 0;
    enum { STEP = 1 << 16 };
    for (uint32_t done = 0; done < c->documents;) {
        uint32_t count = c->documents - done < STEP ? c->documents - done : STEP;
        const uint64_t *ids = values(c, COLUMN_ID, done + 1, count, error);
        if (!ids)
            return false;
        for (uint32_t i = 0; i < count; i++)
            if (ids[i] >> unread == id >> unread && !found(context, done + i + 1, ids[i]))
                return true;
        done += count;
    }
    return true;
}

/* What the head says of the dates, made out of the dates. */
static bool check_dates(struct columns *c, struct error *error)
{
    const uint32_t *dates = columns_dates(c, 1, c->documents, error);
    uint32_t first = UINT32_MAX, last = 0, undated = 0;
    bool ordered = true;
    if (!dates)
        return false;
    for (uint32_t i = 0; i < c->documents; i++) {
        uint32_t d = dates[i];
        if (d && date_is_none(date_from_number(d)))
            return sealed_damaged(&c->file, "a date that does not exist", error);
        undated += !d;
        first = d && d < first ? d : first;
        last = d > last ? d : last;
        ordered &= i == 0 || dates[i - 1] <= d;
    }
    if (c->first_date != (last ? first : 0) || c->last_date != last || c->undated != undated ||
        c->ordered != ordered)
        return sealed_damaged(&c->file, "its first and last date are not those of the column",
                              error);
    return true;
}

bool columns_check(struct columns *c, uint64_t *total_length, struct error *error)
{
    *total_length = 0;
    if (!sealed_check(&c->file, error))
        return false;
    if (c->documents == 0)
        return true;
    const void *lengths = columns_lengths(c, 1, c->documents, error);
    if (!lengths)
        return false;
    for (uint32_t i = 0; i < c->documents; i++)
        *total_length += columns_length(lengths, c->width[COLUMN_LENGTH], i);
    return check_dates(c, error);
}
