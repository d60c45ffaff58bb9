/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test that matters for the glass writers: the same documents through libxapian's own writer
 * and through ours give equal databases, seen through libxapian; Database::check() finds no
 * fault in ours; and libxapian goes on adding, replacing and deleting in both with equal results.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/glass/deflate.h"
#include "lib/glass/docdata.h"
#include "lib/glass/position.h"
#include "lib/glass/postlist.h"
#include "lib/glass/synonym.h"
#include "lib/glass/termlist.h"
#include "lib/xapian/binding.h"
#include "tests/unit/glass_test.h"
#include "tests/unit/same_database.h"
#include "tests/unit/test.h"

/* ---- documents made from random numbers, the same each time they are asked for ---- */

enum { WORD_ROOM = 245, POSITIONS_MAX = 400, SLOTS = 4, META = 40, SYNONYMS = 60 };

static const uint32_t slot_numbers[SLOTS] = {0, 1, 128, 256};

struct word {
    size_t length;
    char text[WORD_ROOM];
};

struct corpus {
    uint64_t seed;
    uint32_t documents;
    size_t words;
    struct word *word; /* ascending, each once */
    uint32_t *docid;   /* of each document: ascending, with gaps */
};

/* What a document says of a word. */
struct use {
    uint32_t wdf;
    size_t count;
    uint32_t positions[POSITIONS_MAX];
};

static uint64_t mixed(const struct corpus *c, uint64_t what, uint64_t which)
{
    uint64_t state =
        c->seed ^ what * UINT64_C(0xD6E8FEB86659FD93) ^ which * UINT64_C(0x9E3779B97F4A7C15);
    next_random(&state);
    next_random(&state);
    return state;
}

static uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)((next_random(state) >> 16) % bound);
}

static void random_bytes(uint64_t *state, struct buf *out, size_t length, uint32_t letters)
{
    buf_clear(out);
    while (length--)
        buf_putc(out, (char)(letters == 256 ? below(state, 256) : 'a' + below(state, letters)));
}

static void random_word(uint64_t *state, struct word *w)
{
    static const char fill[3] = {'\0', '\xff', 'q'};
    uint32_t kind = below(state, 12);
    w->length = 1 + below(state, kind == 0 ? 245 : kind < 3 ? 2 : 5);
    for (size_t i = 0; i < w->length; i++)
        w->text[i] = kind < 3 ? fill[i < 6 ? below(state, 3) : 2] : (char)('a' + below(state, 26));
}

static int compare_words(const void *a, const void *b)
{
    const struct word *x = a;
    const struct word *y = b;
    int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

/* Docids go up by 1, and now and then by up to `gap` more. */
static struct corpus corpus_new(uint64_t seed, uint32_t documents, uint32_t gap, size_t words)
{
    struct corpus c = {.seed = seed, .documents = documents, .words = words};
    c.word = xcalloc(words, sizeof *c.word);
    c.docid = xcalloc(documents, sizeof *c.docid);
    uint64_t state = seed;
    for (size_t i = 0; i < words; i++)
        random_word(&state, &c.word[i]);
    qsort(c.word, words, sizeof *c.word, compare_words);
    size_t kept = 0;
    for (size_t i = 0; i < words; i++)
        if (kept == 0 || compare_words(&c.word[i], &c.word[kept - 1]) != 0)
            c.word[kept++] = c.word[i];
    c.words = kept;
    uint32_t docid = 0;
    for (uint32_t i = 0; i < documents; i++)
        c.docid[i] = docid += 1 + (gap && below(&state, 5) == 0 ? below(&state, gap) : 0);
    return c;
}

static void corpus_free(struct corpus *c)
{
    free(c->word);
    free(c->docid);
}

static bool get_use(const struct corpus *c, uint32_t document, size_t word, struct use *use)
{
    uint64_t state = mixed(c, document + 1, word + 1);
    /* Some documents have no words; words get rarer towards the end of the alphabet. */
    if (mixed(c, 7, document) % 20 == 0 || below(&state, (uint32_t)(2 + word / 8)) != 0)
        return false;
    use->wdf = below(&state, 5) == 0 ? 0 : 1 + below(&state, below(&state, 20) ? 4 : 100000);
    use->count = 0;
    /* No positions where the length of the document may be 0: Database::check() minds. */
    if (use->wdf == 0 || below(&state, 3) == 0)
        return true;
    size_t count = 1 + below(&state, below(&state, 20) ? 4 : POSITIONS_MAX - 1);
    uint32_t spread = below(&state, 10) == 0 ? UINT32_MAX / POSITIONS_MAX : 1 + below(&state, 90);
    uint32_t position = below(&state, 200);
    while (use->count < count) {
        use->positions[use->count++] = position;
        position += 1 + below(&state, spread);
    }
    return true;
}

/* The value of a document in a slot; empty if it has none. */
static void get_document_value(const struct corpus *c, uint32_t document, size_t slot,
                               struct buf *value)
{
    uint64_t state = mixed(c, 1000003 + slot, document);
    bool any = below(&state, slot < 2 ? 3 : 20) != 0;
    random_bytes(&state, value, any ? 1 + below(&state, below(&state, 50) ? 9 : 5000) : 0, 3);
}

static void get_data(const struct corpus *c, uint32_t document, struct buf *data)
{
    uint64_t state = mixed(c, 2000003, document);
    uint32_t most = below(&state, 20) ? 1500 : 20000;
    random_bytes(&state, data, below(&state, 4) ? below(&state, most) : 0,
                 below(&state, 2) ? 256 : 4);
}

static void get_metadata(const struct corpus *c, uint32_t i, char key[16], struct buf *value)
{
    uint64_t state = mixed(c, 3000017, i);
    snprintf(key, 16, "meta%03u", i);
    random_bytes(&state, value, 1 + below(&state, i % 9 ? 100 : 9000), 256);
}

/* ---- libxapian's writer ---- */

static struct xc_document *make_document(const struct corpus *c, uint32_t document)
{
    struct xc_document *d = xc_document_new(&xerror);
    struct use use;
    struct buf bytes = {0};
    for (size_t w = 0; w < c->words; w++)
        if (get_use(c, document, w, &use))
            XAPIAN(xc_document_add(d, c->word[w].text, c->word[w].length, use.wdf, use.positions,
                                   use.count, &xerror));
    for (size_t s = 0; s < SLOTS; s++) {
        get_document_value(c, document, s, &bytes);
        if (bytes.length)
            XAPIAN(xc_document_set_value(d, slot_numbers[s], bytes.data, bytes.length, &xerror));
    }
    get_data(c, document, &bytes);
    XAPIAN(xc_document_set_data(d, bytes.data, bytes.length, &xerror));
    buf_free(&bytes);
    return d;
}

static void replace(struct xc_database *db, uint32_t docid, const struct corpus *c,
                    uint32_t document)
{
    struct xc_document *d = make_document(c, document);
    XAPIAN(xc_replace(db, docid, d, &xerror));
    xc_document_free(d);
}

static void write_xapian(const char *path, const struct corpus *c)
{
    struct xc_database *db = xc_open_writable(path, &xerror);
    assert_non_null(db);
    for (uint32_t i = 0; i < c->documents; i++)
        replace(db, c->docid[i], c, i);
    struct buf value = {0};
    char key[16];
    for (uint32_t i = 0; i < META; i++) {
        get_metadata(c, i, key, &value);
        XAPIAN(xc_set_metadata(db, key, strlen(key), value.data, value.length, &xerror));
    }
    buf_free(&value);
    for (size_t w = 0; w < c->words && w < SYNONYMS; w++)
        for (size_t s = w; s < c->words && s < 2 * w + 1; s++)
            XAPIAN(xc_add_synonym(db, c->word[w].text, c->word[w].length, c->word[s].text,
                                  c->word[s].length, &xerror));
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
}

/* ---- ours ---- */

struct slot_values {
    size_t count;
    uint32_t *docid;
    struct buf *value;
};

static struct glass_value value_at(const void *from, uint32_t i)
{
    const struct slot_values *v = from;
    return (struct glass_value){v->docid[i], (uint32_t)v->value[i].length, v->value[i].data};
}

static void write_values(struct glass_postlist *p, const struct corpus *c)
{
    struct slot_values values[SLOTS];
    struct glass_slot slots[SLOTS];
    for (size_t s = 0; s < SLOTS; s++) {
        struct slot_values *v = &values[s];
        v->count = 0;
        v->docid = xcalloc(c->documents, sizeof *v->docid);
        v->value = xcalloc(c->documents + 1, sizeof *v->value);
        for (uint32_t i = 0; i < c->documents; i++) {
            get_document_value(c, i, s, &v->value[v->count]);
            if (v->value[v->count].length)
                v->docid[v->count++] = c->docid[i];
        }
        slots[s] = (struct glass_slot){slot_numbers[s], (uint32_t)v->count, value_at, v};
    }
    GLASS(glass_postlist_values(p, slots, SLOTS, &gerror));
    for (size_t s = 0; s < SLOTS; s++) {
        for (uint32_t i = 0; i <= c->documents; i++)
            buf_free(&values[s].value[i]);
        free(values[s].value);
        free(values[s].docid);
    }
}

static void write_postlist(const char *path, const struct corpus *c, struct glass_root *root,
                           struct glass_stats *stats)
{
    struct glass_postlist *p = glass_postlist_new(path);
    struct buf value = {0};
    char key[16];
    for (uint32_t i = 0; i < META; i++) {
        get_metadata(c, i, key, &value);
        GLASS(glass_postlist_metadata(p, key, strlen(key), value.data, value.length, &gerror));
    }
    buf_free(&value);
    write_values(p, c);
    struct use use;
    for (uint32_t i = 0; i < c->documents; i++) {
        uint32_t length = 0;
        for (size_t w = 0; w < c->words; w++)
            length += get_use(c, i, w, &use) ? use.wdf : 0;
        GLASS(glass_postlist_length(p, c->docid[i], length, &gerror));
    }
    for (size_t w = 0; w < c->words; w++) {
        uint32_t documents = 0;
        uint32_t occurrences = 0;
        for (uint32_t i = 0; i < c->documents; i++)
            if (get_use(c, i, w, &use)) {
                documents++;
                occurrences += use.wdf;
            }
        if (documents == 0)
            continue;
        GLASS(glass_postlist_term(p, c->word[w].text, c->word[w].length, documents, occurrences,
                                  &gerror));
        for (uint32_t i = 0; i < c->documents; i++)
            if (get_use(c, i, w, &use))
                GLASS(glass_postlist_posting(p, c->docid[i], use.wdf, &gerror));
    }
    GLASS(glass_postlist_finish(p, root, stats, &gerror));
    glass_postlist_free(p);
}

static void write_position(const char *path, const struct corpus *c, struct glass_root *root)
{
    struct glass_position *p = glass_position_new(path);
    struct use use;
    for (size_t w = 0; w < c->words; w++) {
        GLASS(glass_position_term(p, c->word[w].text, c->word[w].length, &gerror));
        for (uint32_t i = 0; i < c->documents; i++)
            if (get_use(c, i, w, &use))
                GLASS(glass_position_add(p, c->docid[i], use.positions, use.count, &gerror));
    }
    GLASS(glass_position_finish(p, root, &gerror));
    glass_position_free(p);
}

static void write_termlist(const char *path, const struct corpus *c, struct glass_root *root)
{
    struct glass_termlist *t = glass_termlist_new(path);
    struct glass_deflater *deflater = glass_deflater_new(GLASS_FAST);
    struct glass_term *terms = xcalloc(c->words, sizeof *terms);
    struct buf tag = {0};
    struct buf shorter = {0};
    struct use use;
    for (uint32_t i = 0; i < c->documents; i++) {
        size_t count = 0;
        for (size_t w = 0; w < c->words; w++)
            if (get_use(c, i, w, &use))
                terms[count++] =
                    (struct glass_term){c->word[w].text, (uint32_t)c->word[w].length, use.wdf};
        buf_clear(&tag);
        buf_clear(&shorter);
        encode_list(terms, count, &tag);
        bool deflated = glass_deflate(deflater, tag.data, tag.length, &shorter);
        const struct buf *b = deflated ? &shorter : &tag;
        GLASS(glass_termlist_add(t, c->docid[i], b->data, b->length, deflated, &gerror));

        uint32_t used[SLOTS];
        size_t slots = 0;
        for (size_t s = 0; s < SLOTS; s++) {
            get_document_value(c, i, s, &tag);
            if (tag.length)
                used[slots++] = slot_numbers[s];
        }
        GLASS(glass_termlist_slots(t, used, slots, &gerror));
    }
    GLASS(glass_termlist_finish(t, root, &gerror));
    free(terms);
    buf_free(&tag);
    buf_free(&shorter);
    glass_deflater_free(deflater);
    glass_termlist_free(t);
}

static void write_docdata(const char *path, const struct corpus *c, struct glass_root *root)
{
    struct glass_docdata *d = glass_docdata_new(path);
    struct glass_deflater *deflater = glass_deflater_new(GLASS_FAST);
    struct buf data = {0};
    struct buf shorter = {0};
    for (uint32_t i = 0; i < c->documents; i++) {
        get_data(c, i, &data);
        buf_clear(&shorter);
        bool deflated = glass_deflate(deflater, data.data, data.length, &shorter);
        const struct buf *b = deflated ? &shorter : &data;
        GLASS(glass_docdata_add(d, c->docid[i], b->data, b->length, deflated, &gerror));
    }
    GLASS(glass_docdata_finish(d, root, &gerror));
    buf_free(&data);
    buf_free(&shorter);
    glass_deflater_free(deflater);
    glass_docdata_free(d);
}

static void write_synonyms(const char *path, const struct corpus *c, struct glass_root *root)
{
    struct glass_synonym *s = glass_synonym_new(path);
    for (size_t w = 0; w < c->words && w < SYNONYMS; w++) {
        GLASS(glass_synonym_term(s, c->word[w].text, c->word[w].length, &gerror));
        for (size_t i = w; i < c->words && i < 2 * w + 1; i++)
            GLASS(glass_synonym_add(s, c->word[i].text, c->word[i].length, &gerror));
    }
    GLASS(glass_synonym_finish(s, root, &gerror));
    glass_synonym_free(s);
}

static void write_glass(const char *path, const struct corpus *c)
{
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats;
    uint8_t uuid[GLASS_UUID_SIZE];
    assert_int_equal(mkdir(path, 0777), 0);
    write_postlist(path, c, &roots[GLASS_POSTLIST], &stats);
    write_position(path, c, &roots[GLASS_POSITION]);
    write_termlist(path, c, &roots[GLASS_TERMLIST]);
    write_docdata(path, c, &roots[GLASS_DOCDATA]);
    write_synonyms(path, c, &roots[GLASS_SYNONYM]);
    GLASS(glass_uuid(uuid, &gerror));
    GLASS(glass_version_write(path, uuid, roots, &stats, &gerror));
    GLASS(glass_version_sync(path, &gerror));
}

/* ---- the comparison ---- */

static char *path_of(const char *name, uint64_t seed)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s%" PRIu64, folder, name, seed);
    return buf_take(&path);
}

/* What libxapian does to a database, the same for the same corpus. */
static void change(const char *path, const struct corpus *c)
{
    struct xc_database *db = xc_open_writable(path, &xerror);
    uint64_t state = c->seed + 1;
    assert_non_null(db);
    for (uint32_t i = 0; i < 60; i++) {
        uint32_t victim = c->docid[below(&state, c->documents)];
        if (below(&state, 3) == 0) {
            if (!xc_delete(db, victim, &xerror))
                assert_int_equal(xerror.status, XC_DOC_NOT_FOUND);
        } else {
            bool added = below(&state, 2);
            replace(db, added ? c->docid[c->documents - 1] + 1 + i : victim, c, c->documents + i);
        }
        if (i % 20 == 19)
            XAPIAN(xc_commit(db, &xerror));
    }
    XAPIAN(xc_set_metadata(db, "meta000", 7, "", 0, &xerror));
    XAPIAN(xc_set_metadata(db, "meta001", 7, "other", 5, &xerror));
    XAPIAN(xc_add_synonym(db, "new", 3, "newer", 5, &xerror));
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
}

static off_t size_of(const char *path, const char *file)
{
    char name[200];
    struct stat status;
    snprintf(name, sizeof name, "%s/%s", path, file);
    return stat(name, &status) == 0 ? status.st_size : 0;
}

/* No table of ours is larger than what libxapian makes of its own by compacting it. (Not term
 * lists and data, which write_glass() deflates for speed.) */
static void check_sizes(const char *theirs, const char *ours)
{
    static const char *const tables[] = {"postlist.glass", "position.glass", "synonym.glass"};
    char *compact = path_of("compact", 0);
    XAPIAN(xc_compact(&theirs, 1, compact, &xerror));
    for (size_t i = 0; i < COUNT(tables); i++)
        assert_in_range(size_of(ours, tables[i]), 0, size_of(compact, tables[i]));
    assert_int_equal(remove_database(compact), 0);
    free(compact);
}

static void check_corpus(uint64_t seed, uint32_t documents, uint32_t gap, size_t words)
{
    struct corpus c = corpus_new(seed, documents, gap, words);
    char *theirs = path_of("theirs", seed);
    char *ours = path_of("ours", seed);
    write_xapian(theirs, &c);
    write_glass(ours, &c);
    assert_same_database(theirs, ours, slot_numbers, SLOTS, true);
    assert_sound(ours);
    check_sizes(theirs, ours);
    if (documents) {
        change(theirs, &c);
        change(ours, &c);
        assert_same_database(theirs, ours, slot_numbers, SLOTS, false);
        assert_sound(ours);
    }
    assert_int_equal(remove_database(theirs), 0);
    assert_int_equal(remove_database(ours), 0);
    free(theirs);
    free(ours);
    corpus_free(&c);
}

static void no_documents(void **state)
{
    (void)state;
    check_corpus(1, 0, 0, 0);
    check_corpus(2, 0, 0, 5);
}

static void one_document(void **state)
{
    (void)state;
    check_corpus(3, 1, 0, 0);
    check_corpus(4, 1, 0, 1);
    check_corpus(5, 1, 0, 300);
}

static void few_documents(void **state)
{
    (void)state;
    for (uint64_t seed = 10; seed < 16; seed++)
        check_corpus(seed, (uint32_t)(2 + seed % 5), 50, 100);
}

static void many_documents(void **state)
{
    (void)state;
    check_corpus(20, 700, 0, 400);
    check_corpus(21, 300, 500, 800);
}

static void docids_of_all_widths(void **state)
{
    (void)state;
    check_corpus(30, 250, 300000, 60);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(no_documents),   TEST(one_document),         TEST(few_documents),
        TEST(many_documents), TEST(docids_of_all_widths),
    };
    return run_tap(tests);
}
