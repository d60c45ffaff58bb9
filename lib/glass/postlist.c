/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The postlist table: its four parts in order, and the statistics that come with them. */
#include "lib/glass/postlist.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/glass/chunk.h"
#include "lib/glass/pack.h"

enum part { METADATA, VALUES, LENGTHS, TERMS };

struct glass_postlist {
    struct glass_table *table;
    struct glass_chunks list; /* the one being written, if any */
    bool in_list;
    enum part part;
    uint32_t value_docid; /* the greatest of all values */
    uint32_t postings;    /* of the list so far */
    uint64_t occurrences; /* of the list so far */
    uint64_t total;       /* occurrences in ended lists of terms */
    struct glass_stats stats;
};

struct glass_postlist *glass_postlist_new(const char *folder)
{
    struct glass_postlist *p = xcalloc(1, sizeof *p);
    p->table = glass_table_new(folder, GLASS_POSTLIST);
    p->list.table = p->table;
    return p;
}

void glass_postlist_free(struct glass_postlist *p)
{
    if (p == NULL)
        return;
    glass_table_free(p->table);
    free(p);
}

/* Writes the last chunk of the list at hand, if there is one. */
static bool end_list(struct glass_postlist *p, struct error *error)
{
    if (!p->in_list)
        return true;
    if (p->part == TERMS && (p->postings != p->list.total || p->occurrences != p->list.sum))
        return error_set(error, ERROR_INTERNAL,
                         "a term came with %" PRIu32 " documents and %" PRIu64
                         " occurrences, not %" PRIu32 " and %" PRIu32,
                         p->postings, p->occurrences, p->list.total, p->list.sum);
    p->in_list = false;
    p->total += p->occurrences;
    p->postings = 0;
    p->occurrences = 0;
    return glass_chunks_cut(&p->list, true, error);
}

/* Goes on to a part of the table, which must not lie behind. */
static bool enter_part(struct glass_postlist *p, enum part part, struct error *error)
{
    if (part < p->part)
        return error_set(error, ERROR_INTERNAL, "parts of the postlist table are not in order");
    p->part = part;
    return true;
}

bool glass_postlist_metadata(struct glass_postlist *p, const char *key, size_t key_length,
                             const char *value, size_t length, struct error *error)
{
    uint8_t full[GLASS_KEY_MAX] = {0x00, 0xc0};
    if (key_length == 0 || key_length > sizeof full - 2)
        return error_set(error, ERROR_INTERNAL, "a metadata key has 1 to %zu bytes, not %zu",
                         sizeof full - 2, key_length);
    if (!enter_part(p, METADATA, error))
        return false;
    if (length == 0)
        return true;
    memcpy(full + 2, key, key_length);
    struct glass_entry entry = {
        .key = full,
        .key_length = key_length + 2,
        .tag = value,
        .tag_length = length,
    };
    return glass_table_add(p->table, &entry, error);
}

bool glass_postlist_values(struct glass_postlist *p, const struct glass_slot *slots, size_t count,
                           struct error *error)
{
    return enter_part(p, VALUES, error) &&
           glass_value_write(p->table, slots, count, &p->value_docid, error);
}

bool glass_postlist_length(struct glass_postlist *p, uint32_t docid, uint32_t length,
                           struct error *error)
{
    struct glass_stats *stats = &p->stats;
    if (docid <= stats->last_docid)
        return error_set(error, ERROR_INTERNAL,
                         "the length of document %" PRIu32 " is out of order", docid);
    if (!enter_part(p, LENGTHS, error))
        return false;
    if (!p->in_list) {
        glass_chunks_lengths(&p->list);
        p->in_list = true;
    }
    stats->documents++;
    stats->last_docid = docid;
    stats->length_total += length;
    if (length && (stats->length_min == 0 || length < stats->length_min))
        stats->length_min = length;
    if (length > stats->length_max)
        stats->length_max = length;
    return glass_chunks_add(&p->list, docid, length, error);
}

bool glass_postlist_term(struct glass_postlist *p, const char *term, size_t length,
                         uint32_t documents, uint32_t occurrences, struct error *error)
{
    if (length == 0 || length > GLASS_TERM_MAX)
        return error_set(error, ERROR_INTERNAL, "a term has 1 to %d bytes, not %zu", GLASS_TERM_MAX,
                         length);
    if (documents == 0)
        return error_set(error, ERROR_INTERNAL, "a term has no documents");
    if (!end_list(p, error) || !enter_part(p, TERMS, error))
        return false;
    glass_chunks_term(&p->list, term, length, documents, occurrences);
    p->in_list = true;
    return true;
}

bool glass_postlist_posting(struct glass_postlist *p, uint32_t docid, uint32_t wdf,
                            struct error *error)
{
    if (docid <= p->list.last_docid || docid > p->stats.last_docid || p->part != TERMS)
        return error_set(error, ERROR_INTERNAL, "a posting of document %" PRIu32 " is out of order",
                         docid);
    p->postings++;
    p->occurrences += wdf;
    if (wdf > p->stats.wdf_max)
        p->stats.wdf_max = wdf;
    return glass_chunks_add(&p->list, docid, wdf, error);
}

bool glass_postlist_finish(struct glass_postlist *p, struct glass_root *root,
                           struct glass_stats *stats, struct error *error)
{
    if (!end_list(p, error))
        return false;
    if (p->total != p->stats.length_total)
        return error_set(error, ERROR_INTERNAL,
                         "documents have %" PRIu64 " words, but terms occur %" PRIu64 " times",
                         p->stats.length_total, p->total);
    if (p->value_docid > p->stats.last_docid)
        return error_set(error, ERROR_INTERNAL, "document %" PRIu32 " has a value but no length",
                         p->value_docid);
    *stats = p->stats;
    return glass_table_finish(p->table, root, error);
}
