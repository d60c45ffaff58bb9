/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/update.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text/name_key.h"

void update_init(struct update *u, struct store *store, struct stemmer *stemmer)
{
    *u = (struct update){.store = store};
    analyser_init(&u->analyser, stemmer);
}

void update_free(struct update *u)
{
    analyser_free(&u->analyser);
    buf_free(&u->scratch);
    vocabulary_free(&u->dropped);
}

/* The synonym key of a word that may be a name: "~" + name key; length 0 if it has none. */
static struct term name_term(const char *word, size_t length)
{
    char key[NAME_KEY_MAX];
    size_t n = name_key(word, length, key);
    return n ? schema_term("~", key, n) : (struct term){.length = 0};
}

/* Words met for the first time in this run become known by their name keys. (A word may have been
 * met before as a term alone: where the title of an article is cut.) */
static bool add_names(struct update *u, struct xc_database *db, const struct analysed *terms,
                      struct xc_error *error)
{
    for (size_t i = 0; i < terms->count; i++) {
        struct term_entry *e = &u->analyser.vocabulary.entries[terms->postings[i].term];
        if (!e->word || e->named)
            continue;
        struct term key = name_term(e->text, e->length);
        if (key.length && !xc_add_synonym(db, key.text, key.length, e->text, e->length, error))
            return false;
        e->named = true;
    }
    return true;
}

static bool fill_document(struct update *u, struct xc_document *d, const struct article *a,
                          const struct analysed *terms, struct xc_error *error)
{
    const struct vocabulary *v = &u->analyser.vocabulary;
    for (size_t i = 0; i < terms->count; i++) {
        const struct posting *p = &terms->postings[i];
        const struct term_entry *e = &v->entries[p->term];
        if (!xc_document_add(d, e->text, e->length, p->wdf, terms->positions + p->first, p->count,
                             error))
            return false;
    }
    char value[9];
    schema_date_value(a->date, value);
    buf_clear(&u->scratch);
    article_pack(&u->scratch, a);
    return (!value[0] || xc_document_set_value(d, SCHEMA_DATE_SLOT, value, strlen(value), error)) &&
           xc_document_set_value(d, SCHEMA_ID_SLOT, a->id, SCHEMA_ID_HEX, error) &&
           xc_document_set_data(d, u->scratch.data, u->scratch.length, error);
}

/* Writes an article as a new document, or over `docid` if that is not 0. */
static bool put(struct update *u, struct xc_database *db, uint32_t docid, const struct article *a,
                struct xc_error *error)
{
    const struct analysed *terms = analyse(&u->analyser, a);
    struct xc_document *d = xc_document_new(error);
    bool ok = d && fill_document(u, d, a, terms, error) &&
              (docid ? xc_replace(db, docid, d, error) : xc_add(db, d, &docid, error)) &&
              add_names(u, db, terms, error);
    xc_document_free(d);
    return ok;
}

bool update_add(struct update *u, size_t shard, const struct article *a, struct xc_error *error)
{
    struct xc_database *db = store_writer(u->store, shard, error);
    return db && put(u, db, 0, a, error);
}

/* The document of a file that holds one article; 0 if there is none, which is an error. */
static bool find_single(struct xc_database *db, const char *path, uint32_t *docid,
                        struct xc_error *error)
{
    char id[SCHEMA_HEX + 1];
    article_id(path, "", id);
    struct term t = schema_term("Q", id, SCHEMA_HEX);
    struct xc_posting found = {0};
    size_t count;
    struct xc_postings *p = xc_postings_open(db, t.text, t.length, error);
    bool ok = p && xc_postings_read(p, &found, 1, &count, error);
    xc_postings_free(p);
    *docid = found.docid;
    return ok;
}

/* Notes the words of a document that goes. */
static bool note_dropped(struct update *u, struct xc_database *db, uint32_t docid,
                         struct xc_error *error)
{
    struct xc_list *terms = xc_document_terms(db, docid, error);
    struct xc_item item;
    bool found = false;
    bool ok = terms != NULL;
    while (ok && (ok = xc_list_next(terms, &item, &found, error)) && found)
        if (name_term(item.text, item.length).length)
            vocabulary_add(&u->dropped, item.text, item.length);
    xc_list_free(terms);
    return ok;
}

bool update_replace(struct update *u, size_t shard, const char *path, const struct article *a,
                    struct xc_error *error)
{
    uint32_t docid;
    struct xc_database *db = store_writer(u->store, shard, error);
    return db && find_single(db, path, &docid, error) &&
           (!docid || note_dropped(u, db, docid, error)) && put(u, db, docid, a, error);
}

static bool swap_dates(struct xc_document *d, struct date old, struct date new,
                       struct xc_error *error)
{
    struct date olds[] = {old, {old.year, old.month, 0}, {old.year, 0, 0}};
    struct date news[] = {new, {new.year, new.month, 0}, {new.year, 0, 0}};
    bool ok = true;
    for (size_t i = 0; ok && i < 3; i++) {
        struct term t = schema_date_term(olds[i]);
        bool again = i > 0 && date_compare(olds[i], olds[i - 1]) == 0;
        ok = again || xc_document_remove(d, t.text, t.length, error);
    }
    for (size_t i = 0; ok && i < 3; i++) {
        struct term t = schema_date_term(news[i]);
        ok = xc_document_add(d, t.text, t.length, 0, NULL, 0, error);
    }
    char value[9];
    schema_date_value(new, value);
    return ok && xc_document_set_value(d, SCHEMA_DATE_SLOT, value, strlen(value), error);
}

bool update_move(struct update *u, size_t shard, const char *path, const struct article *a,
                 struct xc_error *error)
{
    uint32_t docid;
    char id[SCHEMA_HEX + 1];
    article_id(path, "", id);
    struct term old_id = schema_term("Q", id, SCHEMA_HEX);
    struct term new_id = schema_term("Q", a->id, SCHEMA_HEX);
    struct xc_database *db = store_writer(u->store, shard, error);
    if (!db || !find_single(db, path, &docid, error))
        return false;
    struct xc_document *d = xc_document_get(db, docid, error);
    const char *value;
    size_t length;
    buf_clear(&u->scratch);
    article_pack(&u->scratch, a);
    bool ok = d && xc_document_value(d, SCHEMA_DATE_SLOT, &value, &length, error);
    struct date old = ok ? schema_value_date(value, length) : (struct date){0};
    ok = ok && (date_compare(old, a->date) == 0 || swap_dates(d, old, a->date, error)) &&
         xc_document_remove(d, old_id.text, old_id.length, error) &&
         xc_document_add(d, new_id.text, new_id.length, 0, NULL, 0, error) &&
         xc_document_set_value(d, SCHEMA_ID_SLOT, a->id, SCHEMA_ID_HEX, error) &&
         xc_document_set_data(d, u->scratch.data, u->scratch.length, error) &&
         xc_replace(db, docid, d, error);
    xc_document_free(d);
    return ok;
}

bool update_delete(struct update *u, const struct known_file *f, struct xc_error *error)
{
    struct xc_posting batch[256];
    size_t count = 0;
    char id[SCHEMA_HEX + 1];
    article_id(f->path, "", id);
    struct term t = schema_term(f->many ? "XF" : "Q", id, SCHEMA_HEX);
    struct xc_database *db = store_writer(u->store, f->shard, error);
    if (!db)
        return false;
    do { /* a list of postings does not outlive a change */
        struct xc_postings *p = xc_postings_open(db, t.text, t.length, error);
        bool ok = p && xc_postings_read(p, batch, sizeof batch / sizeof *batch, &count, error);
        xc_postings_free(p);
        for (size_t i = 0; ok && i < count; i++)
            ok = note_dropped(u, db, batch[i].docid, error) && xc_delete(db, batch[i].docid, error);
        if (!ok)
            return false;
    } while (count);
    return true;
}

static bool set_known(struct update *u, const struct known_file *f, const struct buf *value,
                      struct xc_error *error)
{
    struct buf key = {0};
    known_key(f->path, &key);
    struct xc_database *db = store_writer(u->store, f->shard, error);
    bool ok = db && xc_set_metadata(db, key.data, key.length, value->data, value->length, error);
    buf_free(&key);
    return ok;
}

bool update_known(struct update *u, const struct known_file *f, struct xc_error *error)
{
    buf_clear(&u->scratch);
    known_value(f, &u->scratch);
    return set_known(u, f, &u->scratch, error);
}

bool update_forget(struct update *u, const struct known_file *f, struct xc_error *error)
{
    buf_clear(&u->scratch);
    return set_known(u, f, &u->scratch, error);
}

/* Whether a word is in any article, over all shards, changes that are not committed included. */
static bool is_used(struct update *u, const struct term_entry *e, bool *used,
                    struct xc_error *error)
{
    *used = false;
    for (size_t i = 0; i < u->store->shards.count && !*used; i++) {
        uint32_t documents;
        uint32_t times;
        struct xc_database *db = store_writer(u->store, i, error);
        if (!db || !xc_frequency(db, e->text, e->length, &documents, &times, error))
            return false;
        *used = documents > 0;
    }
    return true;
}

bool update_names(struct update *u, struct xc_error *error)
{
    for (size_t n = 0; n < u->dropped.count; n++) {
        const struct term_entry *e = &u->dropped.entries[n];
        struct term key = name_term(e->text, e->length);
        bool stays;
        if (!is_used(u, e, &stays, error))
            return false;
        for (size_t i = 0; !stays && i < u->store->shards.count; i++) {
            struct xc_database *db = store_writer(u->store, i, error);
            if (!db || !xc_remove_synonym(db, key.text, key.length, e->text, e->length, error))
                return false;
        }
    }
    vocabulary_clear(&u->dropped);
    return true;
}
