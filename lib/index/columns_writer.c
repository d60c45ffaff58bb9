/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes columns. Rows come one by one, columns are written one by one, in widths that are
 * known when all have come: so each column is put aside at its full width, in memory up to
 * SPOOL_ROOM bytes (1 MiB; 26 bytes an article in all six), then in files without a name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/spool.h"
#include "lib/index/columns.h"

static const uint8_t full_width[COLUMNS] = {4, 4, 8, 8, 1, 1};

struct columns_writer {
    struct sealed_writer *file;
    char *shown;
    int folder; /* the caller's */
    struct spool spools[COLUMNS];
    uint64_t same[COLUMNS]; /* value of the first row */
    bool differs[COLUMNS];
    uint32_t documents, first_date, last_date, undated, before;
    uint32_t longest;
    bool ordered;
};

struct columns_writer *columns_create(int folder, const char *shown, struct error *error)
{
    struct sealed_writer *file =
        sealed_create(folder, COLUMNS_FILE, shown, COLUMNS_MAGIC, COLUMNS_VERSION, error);
    if (!file)
        return NULL;
    struct columns_writer *w = xcalloc(1, sizeof *w);
    *w = (struct columns_writer){
        .file = file, .shown = xstrdup(shown), .folder = folder, .ordered = true};
    return w;
}

void columns_writer_free(struct columns_writer *w)
{
    if (!w)
        return;
    sealed_writer_free(w->file);
    for (int i = 0; i < COLUMNS; i++)
        spool_free(&w->spools[i]);
    free(w->shown);
    free(w);
}

static void count_date(struct columns_writer *w, uint32_t date)
{
    w->ordered &= date >= w->before;
    w->before = date;
    w->undated += !date;
    if (date && (date < w->first_date || !w->first_date))
        w->first_date = date;
    if (date > w->last_date)
        w->last_date = date;
}

bool columns_add(struct columns_writer *w, const struct column_row *row, struct error *error)
{
    const uint64_t of[COLUMNS] = {row->date,      row->length, row->id,
                                  row->signature, row->source, row->format};
    if (w->documents == UINT32_MAX)
        return error_set(error, ERROR_LIMIT, "%s: more than %u articles in a shard", w->shown,
                         UINT32_MAX);
    for (int i = 0; i < COLUMNS; i++) {
        uint8_t bytes[8];
        char name[32];
        if (w->documents == 0)
            w->same[i] = of[i];
        w->differs[i] |= of[i] != w->same[i];
        little_put(bytes, of[i], full_width[i]);
        snprintf(name, sizeof name, COLUMNS_FILE "-%d", i);
        if (!spool_add(&w->spools[i], bytes, full_width[i], w->folder, name, error))
            return false;
    }
    count_date(w, row->date);
    if (row->length > w->longest)
        w->longest = row->length;
    w->documents++;
    return true;
}

static uint8_t width_of(const struct columns_writer *w, enum column i)
{
    if (i == COLUMN_LENGTH)
        return w->longest <= UINT8_MAX ? 1 : w->longest <= UINT16_MAX ? 2 : 4;
    if (i == COLUMN_DATE || i == COLUMN_ID)
        return full_width[i];
    return w->differs[i] ? full_width[i] : 0;
}

static bool write_head(struct columns_writer *w, struct error *error)
{
    uint8_t head[COLUMNS_HEAD] = {0};
    little_put(head, w->documents, 4);
    little_put(head + 4, w->first_date, 4);
    little_put(head + 8, w->last_date, 4);
    little_put(head + 12, w->undated, 4);
    head[16] = w->ordered;
    for (int i = 0; i < COLUMNS; i++) {
        head[17 + i] = width_of(w, (enum column)i);
        little_put(head + 24 + 8 * i, head[17 + i] ? 0 : w->same[i], 8);
    }
    return sealed_write(w->file, head, sizeof head, error);
}

/* Writes a column at its width, 8192 values at a time. */
static bool write_column(struct columns_writer *w, enum column c, struct error *error)
{
    enum { STEP = 8192 };
    uint8_t narrow[STEP * 8] = {0};
    unsigned full = full_width[c], width = width_of(w, c);
    if (!sealed_write(w->file, narrow, -sealed_at(w->file) & 7, error))
        return false;
    if (width == 0)
        return true;
    if (!spool_rewind(&w->spools[c], w->shown, error))
        return false;
    for (uint32_t done = 0; done < w->documents;) {
        uint32_t count = w->documents - done < STEP ? w->documents - done : STEP;
        const uint8_t *from = spool_read(&w->spools[c], (size_t)count * full, w->shown, error);
        if (!from)
            return false;
        for (size_t i = 0; i < count; i++)
            memcpy(narrow + i * width, from + i * full, width);
        if (!sealed_write(w->file, narrow, (size_t)count * width, error))
            return false;
        done += count;
    }
    return true;
}

bool columns_finish(struct columns_writer *w, struct error *error)
{
    if (!write_head(w, error))
        return false;
    for (int i = 0; i < COLUMNS; i++)
        if (!write_column(w, (enum column)i, error))
            return false;
    return sealed_finish(w->file, error);
}
