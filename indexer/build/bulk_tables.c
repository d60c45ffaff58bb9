/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/bulk_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/build/both.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/base/varint.h"
#include "lib/glass/position.h"
#include "lib/glass/postlist.h"
#include "lib/glass/synonym.h"
#include "lib/text/name_key.h"

void bulk_content_metadata(struct bulk_content *c, const char *key, size_t key_length,
                           const char *value, size_t length)
{
    c->metadata = xgrow(c->metadata, &c->metadata_room, c->metadata_count + 1, sizeof *c->metadata);
    c->metadata[c->metadata_count++] =
        (struct metadata_entry){arena_copy(&c->texts, key, key_length), key_length,
                                arena_copy(&c->texts, value, length), length};
}

void bulk_content_free(struct bulk_content *c)
{
    for (size_t i = 0; i < c->run_count; i++)
        run_free(&c->runs[i]);
    free(c->runs);
    free(c->lengths);
    free(c->dates);
    free(c->ids);
    free(c->metadata);
    arena_free(&c->texts);
    *c = (struct bulk_content){0};
}

/* ---- names: words of the postlist, met in byte order, by their key ---- */

struct name {
    char key[NAME_KEY_MAX + 1]; /* "~" and the key */
    uint8_t key_length;
    uint8_t length;
    const char *word;
};

struct names {
    struct name *list;
    size_t count;
    size_t room;
    struct arena texts;
};

static void add_name(struct names *names, const struct run_term *t)
{
    struct name name = {.key = "~", .length = (uint8_t)t->length};
    size_t length = name_key(t->text, t->length, name.key + 1);
    if (length == 0)
        return;
    name.key_length = (uint8_t)(length + 1);
    name.word = arena_copy(&names->texts, t->text, t->length);
    names->list = xgrow(names->list, &names->room, names->count + 1, sizeof *names->list);
    names->list[names->count++] = name;
}

static int by_key(const void *a, const void *b)
{
    const struct name *x = a;
    const struct name *y = b;
    int order = bytes_compare(x->key, x->key_length, y->key, y->key_length);
    return order ? order : bytes_compare(x->word, x->length, y->word, y->length);
}

static bool write_names(const char *folder, struct names *names, struct glass_root *root,
                        struct error *error)
{
    struct glass_synonym *table = glass_synonym_new(folder);
    bool ok = true;
    if (names->count)
        qsort(names->list, names->count, sizeof *names->list, by_key);
    for (size_t i = 0; ok && i < names->count; i++) {
        const struct name *n = &names->list[i];
        if (i == 0 || bytes_compare(n->key, n->key_length, n[-1].key, n[-1].key_length) != 0)
            ok = glass_synonym_term(table, n->key, n->key_length, error);
        ok = ok && glass_synonym_add(table, n->word, n->length, error);
    }
    ok = ok && glass_synonym_finish(table, root, error);
    glass_synonym_free(table);
    return ok;
}

/* ---- the postlist table ---- */

static int by_metadata_key(const void *a, const void *b)
{
    const struct metadata_entry *x = a;
    const struct metadata_entry *y = b;
    return bytes_compare(x->key, x->key_length, y->key, y->key_length);
}

static bool write_metadata(struct bulk_content *c, struct glass_postlist *p, struct error *error)
{
    if (c->metadata_count)
        qsort(c->metadata, c->metadata_count, sizeof *c->metadata, by_metadata_key);
    for (size_t i = 0; i < c->metadata_count; i++) {
        const struct metadata_entry *m = &c->metadata[i];
        if (!glass_postlist_metadata(p, m->key, m->key_length, m->value, m->length, error))
            return false;
    }
    return true;
}

/* The dates of those documents that have one, as text. */
struct dated {
    uint32_t *docids;
    char (*values)[8];
    uint32_t count;
};

static struct glass_value date_value(const void *from, uint32_t i)
{
    const struct dated *d = from;
    return (struct glass_value){d->docids[i], 8, d->values[i]};
}

static struct glass_value id_value(const void *from, uint32_t i)
{
    const struct bulk_content *c = from;
    return (struct glass_value){i + 1, SCHEMA_ID_HEX, c->ids[i]};
}

static bool write_values(const struct bulk_content *c, struct glass_postlist *p,
                         struct error *error)
{
    struct dated d = {xcalloc(c->documents, sizeof *d.docids),
                      xcalloc(c->documents, sizeof *d.values), 0};
    for (uint32_t i = 0; i < c->documents; i++) {
        char text[9];
        if (!c->dates[i])
            continue;
        schema_date_value(date_from_number(c->dates[i]), text);
        memcpy(d.values[d.count], text, 8);
        d.docids[d.count++] = i + 1;
    }
    struct glass_slot slots[] = {{SCHEMA_ID_SLOT, c->documents, id_value, c},
                                 {SCHEMA_DATE_SLOT, d.count, date_value, &d}};
    bool ok = glass_postlist_values(p, slots, d.count ? 2 : c->documents ? 1 : 0, error);
    free(d.docids);
    free(d.values);
    return ok;
}

static bool write_lengths(const struct bulk_content *c, struct glass_postlist *p,
                          struct error *error)
{
    for (uint32_t i = 0; i < c->documents; i++)
        if (!glass_postlist_length(p, i + 1, c->lengths[i], error))
            return false;
    return true;
}

/* Keeps one term of each `sample_step`; when the sample is full, half of it goes and the step
 * doubles. */
static void keep_sample(struct bulk_content *c, const struct merge *m, uint32_t last)
{
    const struct run_term *t = &m->parts[0]->term;
    if (c->sample_step == 0)
        c->sample_step = 1;
    if (c->terms++ % c->sample_step)
        return;
    if (c->sample_count == BULK_SAMPLE) {
        for (size_t i = 0; i < BULK_SAMPLE / 2; i++)
            c->sample[i] = c->sample[2 * i];
        c->sample_count = BULK_SAMPLE / 2;
        c->sample_step *= 2;
    }
    c->sample[c->sample_count++] =
        (struct sampled_term){schema_term("", t->text, t->length), (uint32_t)m->documents,
                              (uint32_t)m->occurrences, last};
}

static bool write_postings(struct bulk_content *c, const struct merge *m, struct glass_postlist *p,
                           struct error *error)
{
    uint32_t docid = 0;
    const struct run_term *t = &m->parts[0]->term;
    if (m->occurrences > UINT32_MAX)
        return error_set(error, ERROR_INTERNAL, "'%.*s' occurs more often than an index can count",
                         (int)t->length, t->text);
    if (!glass_postlist_term(p, t->text, t->length, (uint32_t)m->documents,
                             (uint32_t)m->occurrences, error))
        return false;
    for (size_t i = 0; i < m->part_count; i++) {
        const struct run_reader *r = m->parts[i];
        const uint8_t *at = r->postings;
        docid = r->run->first - 1;
        for (uint32_t left = r->term.documents; left; left--) {
            uint32_t distance;
            uint32_t wdf;
            at = varint_get(varint_get(at, &distance), &wdf);
            docid += distance;
            if (!glass_postlist_posting(p, docid, wdf, error))
                return false;
        }
    }
    keep_sample(c, m, docid);
    return true;
}

static bool write_terms(struct bulk_content *c, struct glass_postlist *p, struct names *names,
                        struct error *error)
{
    struct merge m;
    bool found = false;
    bool ok = merge_open(&m, c->runs, c->run_count, false, error);
    while (ok && (ok = merge_next(&m, &found, error)) && found) {
        bool word = false;
        for (size_t i = 0; i < m.part_count; i++)
            word |= m.parts[i]->term.word;
        if (word)
            add_name(names, &m.parts[0]->term);
        ok = write_postings(c, &m, p, error);
    }
    merge_close(&m);
    return ok;
}

struct tables {
    struct bulk_content *content;
    struct glass_root *roots;
};

static bool write_postlist(void *context, struct error *error)
{
    const struct tables *t = context;
    struct bulk_content *c = t->content;
    struct names names = {0};
    struct glass_postlist *p = glass_postlist_new(c->folder);
    bool ok = write_metadata(c, p, error) && write_values(c, p, error) &&
              write_lengths(c, p, error) && write_terms(c, p, &names, error) &&
              glass_postlist_finish(p, &t->roots[GLASS_POSTLIST], &c->stats, error) &&
              write_names(c->folder, &names, &t->roots[GLASS_SYNONYM], error);
    glass_postlist_free(p);
    free(names.list);
    arena_free(&names.texts);
    return ok;
}

/* ---- the position table ---- */

struct positions {
    uint32_t *list;
    size_t room;
};

static bool add_positions(const struct run_reader *r, struct glass_position *p,
                          struct positions *positions, struct error *error)
{
    const uint8_t *at = r->postings;
    const uint8_t *from = r->positions;
    uint32_t docid = r->run->first - 1;
    for (uint32_t left = r->term.documents; left; left--) {
        uint32_t distance;
        uint32_t wdf;
        uint32_t position = 0;
        at = varint_get(varint_get(at, &distance), &wdf);
        docid += distance;
        positions->list = xgrow(positions->list, &positions->room, wdf, sizeof *positions->list);
        for (uint32_t i = 0; i < wdf; i++) {
            from = varint_get(from, &distance);
            position += distance;
            positions->list[i] = position;
        }
        if (!glass_position_add(p, docid, positions->list, wdf, error))
            return false;
    }
    return true;
}

static bool write_positions(void *context, struct error *error)
{
    const struct tables *t = context;
    const struct bulk_content *c = t->content;
    struct merge m;
    struct positions positions = {0};
    bool found = false;
    struct glass_position *p = glass_position_new(c->folder);
    bool ok = merge_open(&m, c->runs, c->run_count, true, error);
    while (ok && (ok = merge_next(&m, &found, error)) && found) {
        const struct run_term *term = &m.parts[0]->term;
        if (term->positions_length == 0)
            continue;
        ok = glass_position_term(p, term->text, term->length, error);
        for (size_t i = 0; ok && i < m.part_count; i++)
            ok = add_positions(m.parts[i], p, &positions, error);
    }
    ok = ok && glass_position_finish(p, &t->roots[GLASS_POSITION], error);
    merge_close(&m);
    glass_position_free(p);
    free(positions.list);
    return ok;
}

bool bulk_tables_write(struct bulk_content *c, size_t jobs, struct glass_root roots[GLASS_KINDS],
                       struct error *error)
{
    struct tables tables = {c, roots};
    return both(jobs > 1, write_postlist, write_positions, &tables, error);
}
