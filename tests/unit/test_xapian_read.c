/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: postings, positions, lists, values, documents; also over two shards. */
#include "lib/xapian/binding.h"

#include "tests/unit/xapian_test.h"

/* ---- postings ---- */

/* Documents 1 .. 1000: all have "all", every third "three" twice; every hundredth is deleted. */
static struct xc_database *make_thousand(void)
{
    struct xc_database *db = open_writer("db");
    for (int i = 1; i <= 1000; i++)
        add_text(db, i % 3 ? "all" : "all three three");
    for (uint32_t i = 100; i <= 1000; i += 100)
        XAPIAN(xc_delete(db, i, &xerror));
    XAPIAN(xc_commit(db, &xerror));
    return db;
}

static bool is_there(uint32_t docid, bool three)
{
    return docid <= 1000 && docid % 100 && (!three || docid % 3 == 0);
}

/* Reads all postings of "three", or of the empty term, with that much room. */
static void check_postings(struct xc_database *db, bool three, size_t room)
{
    struct xc_posting out[400];
    size_t count;
    uint32_t expected = 0;
    struct xc_postings *p = xc_postings_open(db, "three", three ? 5 : 0, &xerror);
    assert_non_null(p);
    do {
        XAPIAN(xc_postings_read(p, out, room, &count, &xerror));
        assert_true(count <= room);
        for (size_t i = 0; i < count; i++) {
            do
                expected++;
            while (!is_there(expected, three));
            assert_int_equal(out[i].docid, expected);
            assert_int_equal(out[i].wdf, three ? 2 : 1);
        }
    } while (count);
    assert_int_equal(expected, 999);
    XAPIAN(xc_postings_read(p, out, room, &count, &xerror));
    assert_int_equal(count, 0);
    xc_postings_free(p);
}

static void test_postings(void **state)
{
    (void)state;
    struct xc_database *db = make_thousand();
    static const size_t rooms[] = {1, 2, 7, 400};
    for (size_t i = 0; i < COUNT(rooms); i++) {
        check_postings(db, true, rooms[i]);
        check_postings(db, false, rooms[i]);
    }
    struct xc_posting out;
    size_t count = 1;
    struct xc_postings *none = xc_postings_open(db, "nosuch", 6, &xerror);
    assert_non_null(none);
    XAPIAN(xc_postings_read_from(none, 5, &out, 1, &count, &xerror));
    assert_int_equal(count, 0);
    xc_postings_free(none);
    xc_database_free(db);
}

/* Random reads and skips against the list as it must be. */
static void test_postings_read_from(void **state)
{
    (void)state;
    struct xc_database *db = make_thousand();
    uint64_t seed = 1;
    for (int run = 0; run < 200; run++) {
        struct xc_postings *p = xc_postings_open(db, "three", 5, &xerror);
        assert_non_null(p);
        uint32_t last = 0;
        for (size_t count = 1; count;) {
            struct xc_posting out[8];
            size_t room = next_random(&seed) % 8 + 1;
            uint32_t from = last + (uint32_t)(next_random(&seed) % 80);
            from = from < 20 ? 0 : from - 20; /* at times before what was read: no way back */
            XAPIAN(xc_postings_read_from(p, from, out, room, &count, &xerror));
            for (size_t i = 0; i < count; i++) {
                uint32_t next = i == 0 && from > last ? from : last + 1;
                while (!is_there(next, true))
                    next++;
                assert_int_equal(out[i].docid, next);
                last = next;
            }
            if (!count)
                assert_true(last == 999 || from > 999);
        }
        xc_postings_free(p);
    }
    xc_database_free(db);
}

static void test_lengths(void **state)
{
    (void)state;
    struct xc_database *db = make_thousand();
    uint32_t lengths[30];
    static const uint32_t firsts[] = {1, 90, 980, 1000, 5000, UINT32_MAX - 5};
    for (size_t i = 0; i < COUNT(firsts); i++) {
        memset(lengths, 0xFF, sizeof lengths);
        XAPIAN(xc_lengths(db, firsts[i], COUNT(lengths), lengths, &xerror));
        for (uint32_t k = 0; k < COUNT(lengths); k++) {
            uint64_t docid = (uint64_t)firsts[i] + k;
            bool there = docid <= 1000 && is_there((uint32_t)docid, false);
            assert_int_equal(lengths[k], !there ? 0 : docid % 3 ? 1 : 3);
        }
    }
    XAPIAN(xc_lengths(db, 1, 0, lengths, &xerror));
    xc_database_free(db);
}

static void test_frequencies(void **state)
{
    (void)state;
    struct xc_database *db = make_thousand();
    uint32_t documents;
    uint32_t occurrences;
    uint32_t bound;
    XAPIAN(xc_frequency(db, "three", 5, &documents, &occurrences, &xerror));
    assert_int_equal(documents, 330);
    assert_int_equal(occurrences, 660);
    XAPIAN(xc_frequency(db, "thre", 4, &documents, &occurrences, &xerror));
    assert_int_equal(documents, 0);
    assert_int_equal(occurrences, 0);
    XAPIAN(xc_wdf_bound(db, "three", 5, &bound, &xerror));
    assert_in_range(bound, 2, 660);
    XAPIAN(xc_wdf_bound(db, "nosuch", 6, &bound, &xerror));
    assert_int_equal(bound, 0);
    xc_database_free(db);
}

/* ---- positions ---- */

static void check_positions(struct xc_database *db, uint32_t docid, const char *term,
                            const uint32_t *expected, size_t expected_count)
{
    struct xc_scratch *scratch = NULL;
    const uint32_t *positions;
    size_t count;
    for (int again = 0; again < 2; again++) {
        XAPIAN(xc_positions(db, docid, term, strlen(term), &scratch, &positions, &count, &xerror));
        assert_int_equal(count, expected_count);
        if (count)
            assert_memory_equal(positions, expected, count * sizeof *positions);
    }
    xc_scratch_free(scratch);
}

static void test_positions(void **state)
{
    (void)state;
    static const uint32_t given[] = {900000, 3, 7, 3, 1};
    static const uint32_t ascending[] = {1, 3, 7, 900000};
    struct xc_database *db = open_writer("db");
    struct xc_document *d = make_document("mali north mali");
    uint32_t docid;
    XAPIAN(xc_document_add(d, "scattered", 9, 5, given, COUNT(given), &xerror));
    XAPIAN(xc_document_add(d, "bare", 4, 2, NULL, 0, &xerror));
    XAPIAN(xc_add(db, d, &docid, &xerror));
    xc_document_free(d);
    for (int committed = 0; committed < 2; committed++) {
        check_positions(db, docid, "mali", (uint32_t[]){1, 3}, 2);
        check_positions(db, docid, "north", (uint32_t[]){2}, 1);
        check_positions(db, docid, "scattered", ascending, COUNT(ascending));
        check_positions(db, docid, "bare", NULL, 0);
        check_positions(db, docid, "nosuch", NULL, 0);
        check_positions(db, docid + 1, "mali", NULL, 0);
        XAPIAN(xc_commit(db, &xerror));
    }
    xc_database_free(db);
}

/* ---- lists ---- */

/* The items of a list as "a:2 b:1 "; frees it. */
static void assert_list(struct xc_list *l, const char *expected)
{
    struct buf b = {0};
    struct xc_item item;
    bool found;
    buf_clear(&b);
    assert_non_null(l);
    for (;;) {
        XAPIAN(xc_list_next(l, &item, &found, &xerror));
        if (!found)
            break;
        buf_add(&b, item.text, item.length);
        buf_printf(&b, ":%u ", item.frequency);
    }
    XAPIAN(xc_list_next(l, &item, &found, &xerror));
    assert_false(found);
    assert_string_equal(b.data, expected);
    buf_free(&b);
    xc_list_free(l);
}

static struct xc_database *make_few(void)
{
    struct xc_database *db = open_writer("db");
    add_text(db, "mali mali malta niger");
    add_text(db, "mali malta mam");
    add_text(db, "mal mali zinder");
    XAPIAN(xc_commit(db, &xerror));
    return db;
}

static void test_lists(void **state)
{
    (void)state;
    struct xc_database *db = make_few();
    assert_list(xc_terms(db, "", 0, &xerror), "mal:1 mali:3 malta:2 mam:1 niger:1 zinder:1 ");
    assert_list(xc_terms(db, "mal", 3, &xerror), "mal:1 mali:3 malta:2 ");
    assert_list(xc_terms(db, "n", 1, &xerror), "niger:1 ");
    assert_list(xc_terms(db, "o", 1, &xerror), "");
    assert_list(xc_document_terms(db, 1, &xerror), "mali:2 malta:1 niger:1 ");
    assert_null(xc_document_terms(db, 4, &xerror));
    assert_int_equal(xerror.status, XC_DOC_NOT_FOUND);
    xc_database_free(db);
}

static void assert_skips(struct xc_list *l, const char *to, const char *expected)
{
    struct xc_item item;
    bool found;
    XAPIAN(xc_list_skip(l, to, strlen(to), &item, &found, &xerror));
    if (found != (expected != NULL))
        fail_msg("skipping to %s", to);
    if (found) {
        assert_int_equal(item.length, strlen(expected));
        assert_memory_equal(item.text, expected, item.length);
    }
}

static void check_skips(struct xc_list *l)
{
    assert_non_null(l);
    assert_skips(l, "", "mal");
    assert_skips(l, "mali", "mali");
    assert_skips(l, "mali", "malta"); /* each item once, and never back */
    assert_skips(l, "a", "mam");
    assert_skips(l, "nia", "niger");
    assert_skips(l, "zz", NULL);
    assert_skips(l, "a", NULL);
    xc_list_free(l);
}

static void test_skips(void **state)
{
    (void)state;
    static const char *const words[] = {"mal", "mali", "malta", "mam", "niger", "zinder"};
    struct xc_database *db = make_few();
    check_skips(xc_terms(db, "", 0, &xerror));
    for (size_t i = 0; i < COUNT(words); i++) {
        XAPIAN(xc_set_metadata(db, words[i], strlen(words[i]), "x", 1, &xerror));
        XAPIAN(xc_add_synonym(db, "key", 3, words[i], strlen(words[i]), &xerror));
        XAPIAN(xc_add_synonym(db, words[i], strlen(words[i]), "x", 1, &xerror));
    }
    XAPIAN(xc_commit(db, &xerror));
    check_skips(xc_metadata_keys(db, "", 0, &xerror));
    check_skips(xc_synonyms(db, "key", 3, &xerror));
    XAPIAN(xc_remove_synonym(db, "key", 3, "mal", 3, &xerror));
    struct xc_list *keys = xc_synonym_keys(db, "", 0, &xerror);
    assert_skips(keys, "l", "mal");
    assert_skips(keys, "mb", "niger");
    xc_list_free(keys);
    struct xc_list *terms = xc_document_terms(db, 1, &xerror);
    assert_skips(terms, "malt", "malta");
    assert_skips(terms, "malt", "niger");
    assert_skips(terms, "o", NULL);
    xc_list_free(terms);
    xc_database_free(db);
}

static void test_synonyms(void **state)
{
    (void)state;
    struct xc_database *db = open_writer("db");
    XAPIAN(xc_add_synonym(db, BYTES("~vgnr"), BYTES("wagner"), &xerror));
    XAPIAN(xc_add_synonym(db, BYTES("~vgnr"), BYTES("vagner"), &xerror));
    XAPIAN(xc_add_synonym(db, BYTES("~vgnr"), BYTES("vagner"), &xerror));
    XAPIAN(xc_add_synonym(db, BYTES("~ml"), BYTES("mali"), &xerror));
    XAPIAN(xc_commit(db, &xerror));
    assert_list(xc_synonyms(db, BYTES("~vgnr"), &xerror), "vagner:0 wagner:0 ");
    assert_list(xc_synonyms(db, BYTES("~x"), &xerror), "");
    assert_list(xc_synonym_keys(db, BYTES("~"), &xerror), "~ml:0 ~vgnr:0 ");
    assert_list(xc_synonym_keys(db, BYTES("~v"), &xerror), "~vgnr:0 ");
    XAPIAN(xc_remove_synonym(db, BYTES("~vgnr"), BYTES("wagner"), &xerror));
    XAPIAN(xc_remove_synonym(db, BYTES("~ml"), BYTES("mali"), &xerror));
    XAPIAN(xc_remove_synonym(db, BYTES("~nosuch"), BYTES("mali"), &xerror));
    XAPIAN(xc_commit(db, &xerror));
    assert_list(xc_synonyms(db, BYTES("~vgnr"), &xerror), "vagner:0 ");
    assert_list(xc_synonym_keys(db, "", 0, &xerror), "~vgnr:0 ");
    xc_database_free(db);
}

static void test_metadata(void **state)
{
    (void)state;
    struct xc_database *db = open_writer("db");
    XAPIAN(xc_set_metadata(db, BYTES("file:a"), BYTES("\0one\0\n"), &xerror));
    XAPIAN(xc_set_metadata(db, BYTES("file:a\0b"), BYTES("two"), &xerror));
    XAPIAN(xc_set_metadata(db, BYTES("root:a"), BYTES("1"), &xerror));
    for (int committed = 0; committed < 2; committed++) {
        assert_metadata(db, BYTES("file:a"), BYTES("\0one\0\n"));
        assert_metadata(db, BYTES("file:a\0b"), BYTES("two"));
        assert_metadata(db, BYTES("file:"), "", 0);
        XAPIAN(xc_commit(db, &xerror));
    }
    struct xc_list *keys = xc_metadata_keys(db, BYTES("file:"), &xerror);
    struct xc_item item;
    bool found;
    XAPIAN(xc_list_next(keys, &item, &found, &xerror));
    assert_int_equal(item.length, 6);
    XAPIAN(xc_list_next(keys, &item, &found, &xerror));
    assert_int_equal(item.length, 8);
    assert_memory_equal(item.text, "file:a\0b", 8);
    XAPIAN(xc_list_next(keys, &item, &found, &xerror));
    assert_false(found);
    xc_list_free(keys);

    XAPIAN(xc_set_metadata(db, BYTES("file:a"), "", 0, &xerror));
    XAPIAN(xc_commit(db, &xerror));
    assert_metadata(db, BYTES("file:a"), "", 0);
    assert_list(xc_metadata_keys(db, "", 0, &xerror), "file:a\0b:0 root:a:0 ");
    xc_database_free(db);
}

/* ---- values and documents ---- */

/* Documents 1 .. 300; those divisible by 4 have a value in slot 3, which holds a NUL. */
static struct xc_database *make_values(void)
{
    struct xc_database *db = open_writer("db");
    for (uint32_t i = 1; i <= 300; i++) {
        char value[8];
        uint32_t docid;
        struct xc_document *d = make_document("mali");
        snprintf(value, sizeof value, "%03u", i);
        value[3] = '\0';
        if (i % 4 == 0)
            XAPIAN(xc_document_set_value(d, 3, value, 4, &xerror));
        XAPIAN(xc_add(db, d, &docid, &xerror));
        xc_document_free(d);
    }
    XAPIAN(xc_commit(db, &xerror));
    return db;
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        uint32_t from;
        uint32_t docid;
    } rows[] = {{1, 4},     {1, 8},   {9, 12},    {12, 16}, {100, 100},
                {101, 104}, {0, 108}, {299, 300}, {1, 0},   {1, 0}};
    struct xc_database *db = make_values();
    struct xc_values *v = xc_values_open(db, 3, &xerror);
    assert_non_null(v);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t docid;
        const char *value;
        size_t length;
        XAPIAN(xc_values_next(v, rows[i].from, &docid, &value, &length, &xerror));
        assert_int_equal(docid, rows[i].docid);
        if (docid) {
            assert_int_equal(length, 4);
            assert_int_equal(atoi(value), docid);
        }
    }
    xc_values_free(v);

    const char *low;
    const char *high;
    size_t low_length;
    size_t high_length;
    uint32_t documents;
    XAPIAN(xc_value_bounds(db, 3, &low, &low_length, &high, &high_length, &documents, &xerror));
    assert_int_equal(documents, 75);
    assert_int_equal(low_length, 4);
    assert_int_equal(high_length, 4);
    assert_string_equal(low, "004");
    assert_string_equal(high, "300");
    XAPIAN(xc_value_bounds(db, 7, &low, &low_length, &high, &high_length, &documents, &xerror));
    assert_int_equal(documents + low_length + high_length, 0);
    xc_database_free(db);
}

static void assert_value(struct xc_document *d, uint32_t slot, const char *expected)
{
    const char *value;
    size_t length;
    XAPIAN(xc_document_value(d, slot, &value, &length, &xerror));
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(value, expected, length);
}

static void test_documents_change(void **state)
{
    (void)state;
    struct xc_database *db = make_few();
    struct xc_document *d = xc_document_get(db, 2, &xerror);
    assert_non_null(d);
    XAPIAN(xc_document_remove(d, "malta", 5, &xerror));
    assert_false(xc_document_remove(d, "malta", 5, &xerror));
    assert_int_equal(xerror.status, XC_INVALID_ARGUMENT);
    XAPIAN(xc_document_add(d, "mali", 4, 2, (uint32_t[]){9}, 1, &xerror));
    XAPIAN(xc_document_add(d, "Y2023", 5, 0, NULL, 0, &xerror));
    XAPIAN(xc_document_set_data(d, BYTES("a\0b"), &xerror));
    XAPIAN(xc_document_set_value(d, 0, BYTES("20230526"), &xerror));
    XAPIAN(xc_document_set_value(d, 9, BYTES("gone"), &xerror));
    XAPIAN(xc_document_set_value(d, 9, "", 0, &xerror));
    XAPIAN(xc_replace(db, 2, d, &xerror));
    XAPIAN(xc_replace(db, 7, d, &xerror)); /* a docid that was free */
    xc_document_free(d);
    XAPIAN(xc_commit(db, &xerror));

    for (uint32_t docid = 2; docid <= 7; docid += 5) {
        assert_list(xc_document_terms(db, docid, &xerror), "Y2023:0 mali:3 mam:1 ");
        check_positions(db, docid, "mali", (uint32_t[]){1, 9}, 2);
        d = xc_document_get(db, docid, &xerror);
        const char *data;
        size_t length;
        XAPIAN(xc_document_data(d, &data, &length, &xerror));
        assert_int_equal(length, 3);
        assert_memory_equal(data, "a\0b", 3);
        assert_value(d, 0, "20230526");
        assert_value(d, 9, "");
        xc_document_free(d);
    }
    assert_int_equal(frequency_of(db, "malta"), 1);
    assert_int_equal(add_text(db, "next"), 8);
    xc_database_free(db);
    assert_sound("db");
}

/* Over two shards: documents take turns, and all that is read comes merged. */
static void test_two_shards(void **state)
{
    (void)state;
    static const char *const a[] = {"mali one", "mali two", "mali"};
    static const char *const b[] = {"niger", "mali one"};
    scratch_folder("index");
    make_database("index/a", a, COUNT(a));
    make_database("index/b", b, COUNT(b));
    scratch_text("index/XAPIANDB", "glass a\nglass b\n");
    struct xc_database *db = open_reader("index");
    struct xc_posting out[9];
    size_t count;
    uint32_t lengths[6];
    static const uint32_t expected[] = {2, 1, 2, 2, 1, 0};
    assert_list(xc_terms(db, "", 0, &xerror), "mali:4 niger:1 one:2 two:1 ");
    struct xc_postings *p = xc_postings_open(db, "mali", 4, &xerror);
    XAPIAN(xc_postings_read_from(p, 2, out, COUNT(out), &count, &xerror));
    assert_int_equal(count, 3);
    assert_int_equal(out[0].docid, 3);
    assert_int_equal(out[1].docid, 4);
    assert_int_equal(out[2].docid, 5);
    xc_postings_free(p);
    XAPIAN(xc_lengths(db, 1, COUNT(lengths), lengths, &xerror));
    assert_memory_equal(lengths, expected, sizeof expected);
    check_positions(db, 4, "one", (uint32_t[]){2}, 1);
    xc_database_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_postings),
        SCRATCH_TEST(test_postings_read_from),
        SCRATCH_TEST(test_lengths),
        SCRATCH_TEST(test_frequencies),
        SCRATCH_TEST(test_positions),
        SCRATCH_TEST(test_lists),
        SCRATCH_TEST(test_skips),
        SCRATCH_TEST(test_synonyms),
        SCRATCH_TEST(test_metadata),
        SCRATCH_TEST(test_values),
        SCRATCH_TEST(test_documents_change),
        SCRATCH_TEST(test_two_shards),
    };
    return run_tap(tests);
}
