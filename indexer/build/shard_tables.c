/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_tables.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/build/both.h"
#include "indexer/build/name_sort.h"
#include "lib/base/buf.h"
#include "lib/glass/postlist.h"
#include "lib/index/manifest.h"
#include "lib/index/names.h"
#include "lib/index/positions.h"

/* All lengths of the shard. */
struct lengths {
    const void *list;
    unsigned width;
};

static uint32_t length_of(const struct lengths *l, uint32_t docid)
{
    const size_t i = docid - 1;
    return l->width == 1   ? ((const uint8_t *)l->list)[i]
           : l->width == 2 ? ((const uint16_t *)l->list)[i]
                           : ((const uint32_t *)l->list)[i];
}

static bool find_lengths(const struct shard_tables *t, struct lengths *l, struct error *error)
{
    l->width = columns_length_width(t->columns);
    l->list = columns_lengths(t->columns, 1, t->columns->documents, error);
    return l->list != NULL;
}

static bool is_stopped(const struct shard_tables *t, struct error *error)
{
    return *t->stop && !error_set(error, ERROR_STOPPED, "%s: stopped", t->path);
}

/* ---- the postlist table ---- */

/* Dates are asked for in order, twice: the place of the last one is kept. */
struct dated {
    const uint32_t *dates;
    uint32_t docid; /* of the last one */
    char text[9];
};
struct dated_reference {
    struct dated *to;
};

static struct glass_value date_value(const void *from, uint32_t i)
{
    struct dated *d = ((const struct dated_reference *)from)->to;
    if (i == 0)
        d->docid = 0;
    do
        d->docid++;
    while (!d->dates[d->docid - 1]);
    schema_date_value(date_from_number(d->dates[d->docid - 1]), d->text);
    return (struct glass_value){d->docid, 8, d->text};
}

struct identified {
    struct columns *columns;
    char digits[17];
    struct error error; /* of the columns */
};
struct identified_reference {
    struct identified *to;
};

static struct glass_value id_value(const void *from, uint32_t i)
{
    struct identified *d = ((const struct identified_reference *)from)->to;
    struct column_row row = {0};
    if (!d->error.status)
        columns_row(d->columns, i + 1, &row, &d->error);
    snprintf(d->digits, sizeof d->digits, "%016" PRIx64, row.id);
    return (struct glass_value){i + 1, SCHEMA_ID_HEX, d->digits};
}

static bool write_values(const struct shard_tables *t, struct glass_postlist *p,
                         struct error *error)
{
    struct columns *c = t->columns;
    struct dated dates = {.dates = columns_dates(c, 1, c->documents, error)};
    struct identified ids = {.columns = c};
    struct dated_reference to_dates = {&dates};
    struct identified_reference to_ids = {&ids};
    struct glass_slot slots[2];
    size_t count = 0;
    if (!dates.dates)
        return false;
    if (c->undated < c->documents)
        slots[count++] =
            (struct glass_slot){SCHEMA_DATE_SLOT, c->documents - c->undated, date_value, &to_dates};
    if (t->full)
        slots[count++] = (struct glass_slot){SCHEMA_ID_SLOT, c->documents, id_value, &to_ids};
    bool ok = glass_postlist_values(p, slots, count, error);
    if (ok && ids.error.status)
        *error = ids.error;
    return ok && !ids.error.status;
}

static bool write_lengths(const struct shard_tables *t, struct glass_postlist *p,
                          struct error *error)
{
    struct lengths lengths;
    bool ok = find_lengths(t, &lengths, error);
    for (uint32_t docid = 1; ok && docid <= t->columns->documents; docid++)
        ok = glass_postlist_length(p, docid, length_of(&lengths, docid), error);
    return ok;
}

/* Keeps one term of each `step`; when the sample is full, half of it goes and the step doubles. */
static void keep_sample(struct term_sample *s, const struct term_merge *m, uint32_t last)
{
    const size_t room = sizeof s->list / sizeof *s->list;
    if (s->step == 0)
        s->step = 1;
    if (s->terms++ % s->step)
        return;
    if (s->count == room) {
        for (size_t i = 0; i < room / 2; i++)
            s->list[i] = s->list[2 * i];
        s->count = room / 2;
        s->step *= 2;
    }
    s->list[s->count++] =
        (struct sampled_term){schema_term("", m->text, m->length), (uint32_t)m->documents,
                              (uint32_t)m->occurrences, last};
}

static bool write_postings(struct shard_tables *t, struct term_merge *m, struct glass_postlist *p,
                           struct term_block *block, struct error *error)
{
    uint32_t last = 0;
    if (m->occurrences > UINT32_MAX)
        return error_set(error, ERROR_LIMIT, "'%.*s' occurs more often than a shard can count",
                         (int)m->length, m->text);
    if (!glass_postlist_term(p, m->text, m->length, (uint32_t)m->documents,
                             (uint32_t)m->occurrences, error))
        return false;
    while (term_merge_read(m, block, error)) {
        if (block->count == 0) {
            keep_sample(&t->sample, m, last);
            return true;
        }
        for (size_t i = 0; i < block->count; i++)
            if (!glass_postlist_posting(p, block->docids[i], block->wdfs[i], error))
                return false;
        last = block->docids[block->count - 1];
    }
    return false;
}

/* Takes the names of the term out of each, where they do not come first. */
static bool write_terms(struct shard_tables *t, struct glass_postlist *p, struct name_sort *names,
                        struct error *error)
{
    struct term_merge m;
    struct term_block block = {0};
    bool found = false;
    bool ok = t->open(t->from, false, &m, error);
    while (ok && (ok = term_merge_next(&m, &found, error)) && found)
        ok = !is_stopped(t, error) && (t->full || name_sort_add(names, m.text, m.length, error)) &&
             write_postings(t, &m, p, &block, error);
    term_merge_close(&m);
    term_block_free(&block);
    return ok;
}

/* ---- names ---- */

/* Where names go. Words of one key come one after the other. */
struct name_output {
    struct names_writer *file;
    struct glass_postlist *metadata; /* NULL: not there */
    struct buf key;
    struct buf words;
};

static bool write_metadata(struct name_output *o, struct error *error)
{
    bool ok = o->key.length == 0 || glass_postlist_metadata(o->metadata, o->key.data, o->key.length,
                                                            o->words.data, o->words.length, error);
    buf_clear(&o->key);
    buf_clear(&o->words);
    return ok;
}

static bool write_name(void *to, struct slice key, struct slice word, struct error *error)
{
    struct name_output *o = to;
    if (!names_add(o->file, key, word, error))
        return false;
    if (!o->metadata)
        return true;
    bool same = o->key.length &&
                bytes_compare(o->key.data + 1, o->key.length - 1, key.data, key.length) == 0;
    if (!same && !write_metadata(o, error))
        return false;
    if (!same) {
        buf_putc(&o->key, '~');
        buf_add(&o->key, key.data, key.length);
    } else {
        buf_putc(&o->words, ' ');
    }
    buf_add(&o->words, word.data, word.length);
    return true;
}

/* How the words were made, for who reads the shard from afar, without the manifest. */
static bool write_settings(const struct shard_tables *t, struct glass_postlist *p,
                           struct error *error)
{
    char words[17];
    manifest_words(t->language, words);
    return glass_postlist_metadata(p, SCHEMA_META_LANGUAGE, strlen(SCHEMA_META_LANGUAGE),
                                   t->language, strlen(t->language), error) &&
           glass_postlist_metadata(p, SCHEMA_META_WORDS, strlen(SCHEMA_META_WORDS), words,
                                   strlen(words), error);
}

static bool write_names(const struct shard_tables *t, struct name_sort *names,
                        struct glass_postlist *metadata, struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/" NAMES_FILE, t->path);
    struct name_output o = {.file = names_create(t->folder, path.data, error),
                            .metadata = metadata};
    bool ok = o.file && name_sort_walk(names, write_name, &o, error) &&
              (!metadata || write_metadata(&o, error)) && names_finish(o.file, error);
    names_writer_free(o.file);
    buf_free(&o.key);
    buf_free(&o.words);
    buf_free(&path);
    return ok;
}

/* Walks over all terms for their names alone. */
static bool collect_names(const struct shard_tables *t, struct name_sort *names,
                          struct error *error)
{
    struct term_merge m;
    struct term_block block = {0};
    bool found = false;
    bool ok = t->open(t->from, false, &m, error);
    while (ok && (ok = term_merge_next(&m, &found, error)) && found) {
        ok = !is_stopped(t, error) && name_sort_add(names, m.text, m.length, error);
        while (ok && (ok = term_merge_read(&m, &block, error)) && block.count)
            ;
    }
    term_merge_close(&m);
    term_block_free(&block);
    return ok;
}

static bool write_postlist(void *context, struct error *error)
{
    struct shard_tables *t = context;
    struct name_sort *names = name_sort_new(t->folder, t->path, t->memory);
    struct glass_postlist *p = glass_postlist_new(t->path);
    bool ok = (!t->full || (write_settings(t, p, error) && collect_names(t, names, error) &&
                            write_names(t, names, p, error))) &&
              write_values(t, p, error) && write_lengths(t, p, error) &&
              write_terms(t, p, names, error) &&
              glass_postlist_finish(p, &t->postlist, &t->stats, error) &&
              (t->full || write_names(t, names, NULL, error));
    glass_postlist_free(p);
    name_sort_free(names);
    return ok;
}

/* ---- positions ---- */

static bool write_places(struct positions_writer *w, const struct term_block *b, bool placed,
                         const struct lengths *lengths, struct error *error)
{
    const uint32_t *positions = placed ? b->positions : NULL;
    for (size_t i = 0; i < b->count; i++) {
        if (!positions_posting(w, b->docids[i], b->wdfs[i], length_of(lengths, b->docids[i]),
                               positions, error))
            return false;
        positions += placed ? b->wdfs[i] : 0;
    }
    return true;
}

static bool write_placed_terms(const struct shard_tables *t, struct positions_writer *w,
                               struct error *error)
{
    struct lengths lengths;
    struct term_merge m;
    struct term_block block = {0};
    bool found = false;
    bool ok = t->open(t->from, true, &m, error) && find_lengths(t, &lengths, error);
    while (ok && (ok = term_merge_next(&m, &found, error)) && found) {
        ok = !is_stopped(t, error) &&
             positions_term(w, m.text, m.length, (uint32_t)m.documents, m.placed, error);
        while (ok && (ok = term_merge_read(&m, &block, error)) && block.count)
            ok = write_places(w, &block, m.placed, &lengths, error);
    }
    term_merge_close(&m);
    term_block_free(&block);
    return ok;
}

static bool write_positions(void *context, struct error *error)
{
    const struct shard_tables *t = context;
    struct buf path = {0};
    buf_printf(&path, "%s/" POSITIONS_NAME, t->path);
    struct positions_writer *w = positions_create(t->folder, path.data, error);
    bool ok = w && write_placed_terms(t, w, error) && positions_finish(w, error);
    positions_writer_free(w);
    buf_free(&path);
    return ok;
}

bool shard_tables_write(struct shard_tables *t, struct error *error)
{
    return both(t->jobs > 1, write_postlist, write_positions, t, error);
}
