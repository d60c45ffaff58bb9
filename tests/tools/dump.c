/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump INDEX: prints what an index holds, the same whatever the order in which it came to hold
 * it. Two indexes of the same files give the same lines, so that diff(1) tells what differs:
 *
 *     article Q...             each article, sorted, with lines below it:
 *       length N, value SLOT VALUE, data RECORD, term WDF [POSITION ...]
 *     term TERM DOCUMENTS OCCURRENCES
 *     synonym KEY WORD
 *     setting KEY VALUE        but for the time of the last change
 *     root PATH
 *     file PATH ...            what is known of it, but for inode and mtime
 *
 * Control bytes, blanks and backslashes are written as \xNN. Exit: 0, or 2 after an error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/files/known.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/shards.h"
#include "lib/xapian/binding.h"

/* Entries to be printed, of one or more lines each. */
struct entries {
    char **list;
    size_t count;
    size_t room;
};

/* Gives up if a call of the binding failed. */
static void check(bool ok, const struct xc_error *error)
{
    if (ok)
        return;
    fprintf(stderr, "dump: %s\n", error->message);
    exit(2);
}

static bool next(struct xc_list *l, struct xc_item *item)
{
    struct xc_error error;
    bool found;
    check(xc_list_next(l, item, &found, &error), &error);
    return found;
}

static void add(struct entries *e, struct buf *entry)
{
    e->list = xgrow(e->list, &e->room, e->count + 1, sizeof *e->list);
    e->list[e->count++] = buf_take(entry);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts and prints. Shards of one index agree on settings and share words: what is there twice is
 * printed once, unless it is an article. */
static void print(struct entries *e, bool once)
{
    if (e->count)
        qsort(e->list, e->count, sizeof *e->list, by_text);
    for (size_t i = 0; i < e->count; i++)
        if (!once || i == 0 || strcmp(e->list[i], e->list[i - 1]) != 0)
            puts(e->list[i]);
    for (size_t i = 0; i < e->count; i++)
        free(e->list[i]);
    free(e->list);
}

static void put_escaped(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c == '\\' || c == 0x7f)
            buf_printf(out, "\\x%02x", c);
        else
            buf_putc(out, text[i]);
    }
}

/* ---- articles ---- */

static void put_values(struct buf *out, struct xc_document *d)
{
    for (uint32_t slot = 0; slot < 8; slot++) {
        struct xc_error error;
        const char *value;
        size_t length;
        check(xc_document_value(d, slot, &value, &length, &error), &error);
        if (!length)
            continue;
        buf_printf(out, "\n  value %" PRIu32 " ", slot);
        put_escaped(out, value, length);
    }
}

static void put_terms(struct buf *out, struct xc_database *db, uint32_t docid,
                      struct xc_scratch **scratch)
{
    struct xc_error error;
    struct xc_item term;
    struct xc_list *terms = xc_document_terms(db, docid, &error);
    check(terms != NULL, &error);
    while (next(terms, &term)) {
        const uint32_t *positions;
        size_t count;
        buf_puts(out, "\n  ");
        put_escaped(out, term.text, term.length);
        buf_printf(out, " %" PRIu32, term.frequency);
        check(xc_positions(db, docid, term.text, term.length, scratch, &positions, &count, &error),
              &error);
        for (size_t i = 0; i < count; i++)
            buf_printf(out, " %" PRIu32, positions[i]);
    }
    xc_list_free(terms);
}

/* The term that says which article a document is. */
static void put_name(struct buf *out, struct xc_database *db, uint32_t docid)
{
    struct xc_error error;
    struct xc_item term;
    bool found = false;
    struct xc_list *terms = xc_document_terms(db, docid, &error);
    check(terms && xc_list_skip(terms, "Q", 1, &term, &found, &error), &error);
    buf_puts(out, "article ");
    if (found)
        put_escaped(out, term.text, term.length);
    xc_list_free(terms);
}

static void add_article(struct entries *articles, struct xc_database *db, uint32_t docid,
                        struct xc_scratch **scratch)
{
    struct buf entry = {0};
    struct xc_error error;
    const char *data;
    size_t length;
    uint32_t words = 0;
    struct xc_document *d = xc_document_get(db, docid, &error);
    check(d && xc_lengths(db, docid, 1, &words, &error), &error);
    put_name(&entry, db, docid);
    buf_printf(&entry, "\n  length %" PRIu32, words);
    put_values(&entry, d);
    check(xc_document_data(d, &data, &length, &error), &error);
    buf_puts(&entry, "\n  data ");
    put_escaped(&entry, data, length);
    put_terms(&entry, db, docid, scratch);
    xc_document_free(d);
    add(articles, &entry);
}

static void add_articles(struct entries *articles, struct xc_database *db)
{
    struct xc_error error;
    struct xc_posting all[256];
    size_t count;
    struct xc_scratch *scratch = NULL;
    struct xc_postings *p = xc_postings_open(db, "", 0, &error);
    check(p != NULL, &error);
    do {
        check(xc_postings_read(p, all, sizeof all / sizeof *all, &count, &error), &error);
        for (size_t i = 0; i < count; i++)
            add_article(articles, db, all[i].docid, &scratch);
    } while (count);
    xc_postings_free(p);
    xc_scratch_free(scratch);
}

/* ---- the rest of a shard ---- */

static void add_synonyms(struct entries *synonyms, struct xc_database *db)
{
    struct xc_error error;
    struct xc_item key;
    struct xc_item word;
    struct xc_list *keys = xc_synonym_keys(db, "", 0, &error);
    check(keys != NULL, &error);
    while (next(keys, &key)) {
        struct xc_list *words = xc_synonyms(db, key.text, key.length, &error);
        check(words != NULL, &error);
        while (next(words, &word)) {
            struct buf entry = {0};
            buf_puts(&entry, "synonym ");
            put_escaped(&entry, key.text, key.length);
            buf_putc(&entry, ' ');
            put_escaped(&entry, word.text, word.length);
            add(synonyms, &entry);
        }
        xc_list_free(words);
    }
    xc_list_free(keys);
}

/* Metadata with a prefix: `name`, then the key behind `skip` bytes, then the value. */
static void add_metadata(struct entries *settings, struct xc_database *db, const char *prefix,
                         const char *name, size_t skip)
{
    struct xc_error error;
    struct xc_item key;
    struct xc_list *keys = xc_metadata_keys(db, prefix, strlen(prefix), &error);
    check(keys != NULL, &error);
    while (next(keys, &key)) {
        const char *value;
        size_t length;
        check(xc_metadata(db, key.text, key.length, &value, &length, &error), &error);
        if (strcmp(key.text, SCHEMA_META_BUILT) == 0)
            continue;
        struct buf entry = {0};
        buf_printf(&entry, "%s ", name);
        put_escaped(&entry, key.text + skip, key.length - skip);
        buf_putc(&entry, ' ');
        put_escaped(&entry, value, length);
        add(settings, &entry);
    }
    xc_list_free(keys);
}

static void add_file(struct entries *files, const struct known_file *f)
{
    struct buf entry = {0};
    buf_puts(&entry, "file ");
    put_escaped(&entry, f->path, strlen(f->path));
    buf_printf(&entry, " size %" PRIu64 " hash %016" PRIx64 " articles %" PRIu32, f->size, f->hash,
               f->articles);
    buf_printf(&entry, "%s%s listed %" PRIu32, f->many ? " many" : "", f->skipped ? " skipped" : "",
               date_to_number(f->listed));
    if (f->fault_count) {
        buf_printf(&entry, " faults %" PRIu32 " line %zu ", f->fault_count, f->fault.line);
        put_escaped(&entry, f->fault.message, strlen(f->fault.message));
    }
    add(files, &entry);
}

/* ---- the index as a whole ---- */

static void print_terms(const char *index)
{
    struct xc_error error;
    struct xc_item term;
    struct xc_database *db = xc_open(index, &error);
    struct xc_list *terms = db ? xc_terms(db, "", 0, &error) : NULL;
    check(terms != NULL, &error);
    while (next(terms, &term)) {
        uint32_t documents;
        uint32_t occurrences;
        struct buf entry = {0};
        check(xc_frequency(db, term.text, term.length, &documents, &occurrences, &error), &error);
        put_escaped(&entry, term.text, term.length);
        printf("term %s %" PRIu32 " %" PRIu32 "\n", entry.data, documents, occurrences);
        buf_free(&entry);
    }
    xc_list_free(terms);
    xc_database_free(db);
}

static void print_shards(const struct shards *s)
{
    struct entries articles = {0};
    struct entries synonyms = {0};
    struct entries settings = {0};
    struct entries files = {0};
    struct known known = {0};
    for (size_t i = 0; i < s->count; i++) {
        struct xc_error error;
        struct xc_database *db = xc_open(s->list[i].path, &error);
        check(db && known_load(&known, db, i, &error), &error);
        add_articles(&articles, db);
        add_synonyms(&synonyms, db);
        add_metadata(&settings, db, "dateline.", "setting", 0);
        add_metadata(&settings, db, SCHEMA_META_ROOT, "root", strlen(SCHEMA_META_ROOT));
        xc_database_free(db);
    }
    for (size_t i = 0; i < known.count; i++)
        add_file(&files, &known.files[i]);
    known_free(&known);
    print(&articles, false);
    print(&synonyms, true);
    print(&settings, true);
    print(&files, false);
}

int main(int argc, char **argv)
{
    struct shards s;
    bool missing;
    char message[512];
    if (argc != 2 || !shards_read(argv[1], &s, &missing, message)) {
        fprintf(stderr, "dump: %s\n", argc != 2 ? "usage: dump INDEX" : message);
        return 2;
    }
    print_shards(&s);
    print_terms(argv[1]);
    shards_free(&s);
    return 0;
}
