/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The glass writers piece by piece: bytes of the format, edges of items, blocks and chunks.
 * test_glass_errors.c has what they refuse; test_glass_equal.c compares whole databases with
 * those of libxapian.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/glass/bits.h"
#include "lib/glass/deflate.h"
#include "lib/glass/docdata.h"
#include "lib/glass/pack.h"
#include "lib/glass/postlist.h"
#include "lib/glass/termlist.h"
#include "lib/xapian/binding.h"
#include "tests/unit/glass_test.h"
#include "tests/unit/same_database.h"
#include "tests/unit/test.h"

static void assert_bytes(const void *bytes, size_t length, const char *hex)
{
    struct buf text = {0};
    for (size_t i = 0; i < length; i++)
        buf_printf(&text, "%02x", ((const uint8_t *)bytes)[i]);
    buf_puts(&text, "");
    assert_string_equal(text.data, hex);
    buf_free(&text);
}

/* ---- numbers and bits ---- */

static void packs_numbers(void **state)
{
    static const struct {
        uint32_t number;
        const char *uint;
        const char *last;
        const char *sortable;
    } rows[] = {
        {0, "00", "", "0000"},
        {1, "01", "01", "0001"},
        {127, "7f", "7f", "007f"},
        {128, "8001", "80", "0080"},
        {300, "ac02", "2c01", "012c"},
        {16383, "ff7f", "ff3f", "3fff"},
        {16384, "808001", "0040", "4000"},
        {32767, "ffff01", "ff7f", "7fff"},
        {32768, "808002", "0080", "808000"},
        {(1 << 22) - 1, "ffffff01", "ffff3f", "bfffff"},
        {1 << 22, "80808002", "000040", "c0400000"},
        {(1 << 29) - 1, "ffffffff01", "ffffff1f", "dfffffff"},
        {1 << 29, "8080808002", "00000020", "e020000000"},
        {UINT32_MAX, "ffffffff0f", "ffffffff", "e0ffffffff"},
    };
    uint8_t bytes[16];
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t n = rows[i].number;
        assert_bytes(bytes, (size_t)(glass_put_uint(bytes, n) - bytes), rows[i].uint);
        assert_bytes(bytes, (size_t)(glass_put_small(bytes, n) - bytes), rows[i].uint);
        assert_bytes(bytes, (size_t)(glass_put_last(bytes, n) - bytes), rows[i].last);
        assert_bytes(bytes, (size_t)(glass_put_sortable(bytes, n) - bytes), rows[i].sortable);
    }
    assert_bytes(bytes, (size_t)(glass_put_uint(bytes, UINT64_MAX) - bytes),
                 "ffffffffffffffffff01");
    assert_bytes(bytes, (size_t)(glass_put_term(bytes, "a\0\xff\0", 4) - bytes), "6100ffff00ff");
}

/* The codes of the numbers below 11, and of some below other bounds, as the bits come. */
static void codes_numbers_below_a_bound(void **state)
{
    static const struct {
        uint32_t number;
        uint32_t bound;
        const char *bits; /* the lowest first */
    } rows[] = {
        {0, 11, "0000"},  {1, 11, "1000"}, {2, 11, "0100"}, {3, 11, "110"},  {4, 11, "001"},
        {5, 11, "101"},   {6, 11, "011"},  {7, 11, "111"},  {8, 11, "0001"}, {9, 11, "1001"},
        {10, 11, "0101"}, {0, 1, ""},      {0, 2, "0"},     {1, 2, "1"},     {0, 3, "00"},
        {1, 3, "1"},      {2, 3, "01"},    {5, 8, "101"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t bytes[16] = {0};
        char text[33];
        struct glass_bits b = {.to = bytes};
        glass_bits_number(&b, rows[i].number, rows[i].bound);
        unsigned count = b.count;
        glass_bits_end(&b);
        for (unsigned k = 0; k < count; k++)
            text[k] = bytes[k / 8] >> k % 8 & 1 ? '1' : '0';
        text[count] = '\0';
        assert_string_equal(text, rows[i].bits);
    }
}

static void deflates_only_what_gets_shorter(void **state)
{
    (void)state;
    for (int effort = GLASS_FAST; effort <= GLASS_SMALL; effort++) {
        struct glass_deflater *d = glass_deflater_new((enum glass_effort)effort);
        struct buf out = {0};
        buf_puts(&out, "before");
        assert_false(glass_deflate(d, "aaaaaaaaaaaaaaaaaa", 18, &out));
        assert_false(glass_deflate(d, "0123456789abcdefghi", 19, &out));
        assert_string_equal(out.data, "before");
        char tag[200];
        memset(tag, 'a', sizeof tag);
        assert_true(glass_deflate(d, tag, sizeof tag, &out));
        assert_in_range(out.length, 7, 6 + sizeof tag - 1);

        char back[256] = {0};
        z_stream z = {0};
        assert_int_equal(inflateInit2(&z, -15), Z_OK);
        z.next_in = (Bytef *)out.data + 6;
        z.avail_in = (uInt)out.length - 6;
        z.next_out = (Bytef *)back;
        z.avail_out = sizeof back;
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        assert_int_equal(z.total_out, sizeof tag);
        assert_memory_equal(back, tag, sizeof tag);
        inflateEnd(&z);
        buf_free(&out);
        glass_deflater_free(d);
    }
}

/* Texts that shrink by little or nothing: what is kept is always shorter. */
static void never_keeps_what_does_not_shrink(void **state)
{
    (void)state;
    uint64_t random = 5;
    struct glass_deflater *d = glass_deflater_new(GLASS_FAST);
    struct buf out = {0};
    for (int i = 0; i < 20000; i++) {
        char text[64];
        size_t length = 19 + next_random(&random) % 40;
        uint64_t letters = 2 + next_random(&random) % 40;
        for (size_t k = 0; k < length; k++)
            text[k] = (char)('a' + next_random(&random) % letters);
        buf_clear(&out);
        if (glass_deflate(d, text, length, &out))
            assert_in_range(out.length, 1, length - 1);
        else
            assert_int_equal(out.length, 0);
        assert_int_equal(out.data[out.length], '\0');
    }
    buf_free(&out);
    glass_deflater_free(d);
}

/* ---- tables ---- */

static const uint8_t some_uuid[] = "0123456789abcdef";

static void renew_folder(void **state)
{
    assert_int_equal(remove_folder(state), 0);
    assert_int_equal(make_folder(state), 0);
}

/* Compares some bytes of a file with what they should be. */
static void assert_in_file(const char *name, off_t from, size_t length, const char *hex)
{
    char path[100];
    uint8_t bytes[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t got = pread(fd, bytes, length, from);
    close(fd);
    assert_true(got >= 0);
    assert_bytes(bytes, (size_t)got, hex);
}

/* The version file and a table of one block. */
static void writes_the_format_to_the_byte(void **state)
{
    (void)state;
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats = {.documents = 3,
                                .last_docid = 5,
                                .length_min = 2,
                                .length_max = 300,
                                .wdf_max = 128,
                                .length_total = 1000};
    struct glass_docdata *d = glass_docdata_new(folder);
    GLASS(glass_docdata_add(d, 5, "hello", 5, false, &gerror));
    GLASS(glass_docdata_add(d, 70000, "xyz", 3, true, &gerror));
    GLASS(glass_docdata_finish(d, &roots[GLASS_DOCDATA], &gerror));
    glass_docdata_free(d);
    GLASS(glass_version_write(folder, some_uuid, roots, &stats, &gerror));

    assert_in_file("iamglass", 0, 200,
                   "0f0d58617069616e20476c617373046e" /* magic, version */
                   "30313233343536373839616263646566" /* uuid */
                   "01"                               /* revision */
                   "000300040000"                     /* postlist: nothing */
                   "000202041206010100000000"         /* docdata: 2 entries, 1 block */
                   "000300041200"                     /* termlist */
                   "000300040000"                     /* position */
                   "000300041200"                     /* spelling */
                   "000300041200"                     /* synonym */
                   "0302028001ac0100e80700");         /* statistics */
    assert_in_file("docdata.glass", 0, 18,
                   "0000000100"       /* revision, level */
                   "1fd91fd9"         /* free bytes, twice */
                   "00111fea1fed1ff7" /* directory: where it ends, three items */
                   "00");
    assert_in_file("docdata.glass", 0x1fea, 200,
                   "600000"               /* the item of no key */
                   "600702000568656c6c6f" /* 5: hello */
                   "e0060381117078797a"); /* 70000: xyz, deflated */
}

/* Four items of the greatest size fit into a block: a tag of 5000 bytes makes three. */
static void cuts_tags_into_items(void **state)
{
    (void)state;
    char data[5000] = {0};
    struct glass_root root;
    struct glass_docdata *d = glass_docdata_new(folder);
    GLASS(glass_docdata_add(d, 1, data, sizeof data, false, &gerror));
    GLASS(glass_docdata_finish(d, &root, &gerror));
    glass_docdata_free(d);
    assert_int_equal(root.entries, 1);
    assert_in_file("docdata.glass", 5, 14, "0c4f0c4f00130c620c6514601c5b");
    assert_in_file("docdata.glass", 0x0c65, 6, "27f802000100");     /* 2043 bytes, the first */
    assert_in_file("docdata.glass", 0x1460, 8, "07f8020001000200"); /* 2043 bytes, the second */
    assert_in_file("docdata.glass", 0x1c5b, 8, "43a2020001000300"); /* 933 bytes, the last */
}

/* Writes documents with data and nothing else: document i has lengths[i - 1] bytes of it. */
static void write_data(const char *data, const size_t *lengths, uint32_t count)
{
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats;
    struct glass_docdata *d = glass_docdata_new(folder);
    struct glass_postlist *p = glass_postlist_new(folder);
    for (uint32_t i = 0; i < count; i++) {
        GLASS(glass_docdata_add(d, i + 1, data + i, lengths[i], false, &gerror));
        GLASS(glass_postlist_length(p, i + 1, 0, &gerror));
    }
    GLASS(glass_docdata_finish(d, &roots[GLASS_DOCDATA], &gerror));
    GLASS(glass_postlist_finish(p, &roots[GLASS_POSTLIST], &stats, &gerror));
    GLASS(glass_version_write(folder, some_uuid, roots, &stats, &gerror));
    glass_docdata_free(d);
    glass_postlist_free(p);
}

/* Documents with data of lengths around what an item and a block hold. */
static void splits_long_tags(void **state)
{
    (void)state;
    uint64_t random = 77;
    size_t lengths[300] = {5000000, 1, 18, 19, 100000};
    uint32_t count = 5;
    for (size_t n = 2020; n <= 2060; n++)
        lengths[count++] = n;
    for (size_t n = 8150; n <= 8200; n++)
        lengths[count++] = n;
    while (count < COUNT(lengths))
        lengths[count++] = (size_t)(next_random(&random) >> 32) % 3000;
    char *data = xmalloc(lengths[0]);
    for (size_t i = 0; i < lengths[0]; i++)
        data[i] = (char)(next_random(&random) >> 56);
    write_data(data, lengths, count);

    struct xc_database *db = xc_open(folder, &xerror);
    assert_non_null(db);
    for (uint32_t i = 0; i < count; i++) {
        struct xc_document *document = xc_document_get(db, i + 1, &xerror);
        const char *got;
        size_t length;
        XAPIAN(xc_document_data(document, &got, &length, &xerror));
        same_bytes(got, length, data + i, lengths[i]);
        xc_document_free(document);
    }
    xc_database_free(db);
    free(data);
    assert_sound(folder);
}

/* Finishes a postlist table and makes it a database. */
static void finish_postlist(struct glass_postlist *p, struct glass_root *root)
{
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats;
    GLASS(glass_postlist_finish(p, &roots[GLASS_POSTLIST], &stats, &gerror));
    GLASS(glass_version_write(folder, some_uuid, roots, &stats, &gerror));
    *root = roots[GLASS_POSTLIST];
    glass_postlist_free(p);
}

/* Ends a term of 245 bytes in five digits. */
static void number_term(char *term, uint32_t n)
{
    for (int i = 1; i <= 5; i++, n /= 10)
        term[GLASS_TERM_MAX - i] = (char)('0' + n % 10);
}

/* Makes a database of terms that are long and alike, and returns the root of its postlist. */
static struct glass_root write_long_terms(uint32_t terms)
{
    char term[GLASS_TERM_MAX];
    struct glass_root root;
    struct glass_postlist *p = glass_postlist_new(folder);
    memset(term, 'p', sizeof term);
    GLASS(glass_postlist_length(p, 1, terms, &gerror));
    for (uint32_t n = 0; n < terms; n++) {
        number_term(term, n);
        GLASS(glass_postlist_term(p, term, GLASS_TERM_MAX, 1, 1, &gerror));
        GLASS(glass_postlist_posting(p, 1, 1, &gerror));
    }
    finish_postlist(p, &root);
    return root;
}

/* Few entries fit into a block when keys are long and alike: trees of many levels. */
static void builds_trees_of_all_heights(void **state)
{
    static const struct {
        uint32_t terms;
        uint32_t level;
    } rows[] = {{0, 0}, {1, 0}, {40, 1}, {1500, 2}, {40000, 3}};
    char term[GLASS_TERM_MAX];
    memset(term, 'p', sizeof term);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct glass_root root = write_long_terms(rows[i].terms);
        assert_int_equal(root.level, rows[i].level);
        assert_int_equal(root.entries, rows[i].terms + 1);

        struct xc_database *db = xc_open(folder, &xerror);
        assert_non_null(db);
        for (uint32_t n = 0; n < rows[i].terms; n += 7) {
            uint32_t documents;
            uint32_t occurrences;
            number_term(term, n);
            XAPIAN(xc_frequency(db, term, sizeof term, &documents, &occurrences, &xerror));
            assert_int_equal(documents, 1);
        }
        xc_database_free(db);
        assert_sound(folder);
        renew_folder(state);
    }
}

static struct glass_value value_of_each(const void *from, uint32_t i)
{
    return (struct glass_value){i + 1, 1, from};
}

/*
 * Makes a database of documents that have one word, document d of them d % 100 times, and the
 * value "v". A chunk holds 1001 lengths or postings, of 2 bytes, or 667 values, of 3.
 */
static void write_one_list(uint32_t count)
{
    uint32_t sum = 0;
    struct glass_root root;
    struct glass_slot slot = {3, count, value_of_each, "v"};
    struct glass_postlist *p = glass_postlist_new(folder);
    GLASS(glass_postlist_values(p, &slot, 1, &gerror));
    for (uint32_t d = 1; d <= count; d++) {
        GLASS(glass_postlist_length(p, d, d % 100, &gerror));
        sum += d % 100;
    }
    GLASS(glass_postlist_term(p, "word", 4, count, sum, &gerror));
    for (uint32_t d = 1; d <= count; d++)
        GLASS(glass_postlist_posting(p, d, d % 100, &gerror));
    finish_postlist(p, &root);
    assert_int_equal(root.entries, 1 + (count + 666) / 667 + 2 * ((count + 1000) / 1001));
}

/* Lists that end just before, at and after the end of a chunk. */
static void cuts_chunks(void **state)
{
    static const uint32_t documents[] = {666,  667,  668,  998,  999,  1000, 1001, 1002,
                                         1003, 1999, 2000, 2001, 2002, 2003, 2004};
    struct xc_posting postings[3000];
    for (size_t i = 0; i < COUNT(documents); i++) {
        write_one_list(documents[i]);
        struct xc_database *db = xc_open(folder, &xerror);
        assert_non_null(db);
        struct xc_postings *list = xc_postings_open(db, "word", 4, &xerror);
        size_t count;
        XAPIAN(xc_postings_read(list, postings, COUNT(postings), &count, &xerror));
        assert_int_equal(count, documents[i]);
        for (uint32_t d = 1; d <= count; d++) {
            uint32_t length;
            assert_int_equal(postings[d - 1].docid, d);
            assert_int_equal(postings[d - 1].wdf, d % 100);
            XAPIAN(xc_lengths(db, d, 1, &length, &xerror));
            assert_int_equal(length, d % 100);
        }
        xc_postings_free(list);
        xc_database_free(db);
        assert_sound(folder);
        renew_folder(state);
    }
}

/* Stems that share bytes, counts that do and do not fit into the byte of shared bytes. */
static void encodes_term_lists(void **state)
{
    static const struct glass_term terms[] = {
        {"Zmali", 5, 0},  {"Zmalian", 7, 1}, {"a", 1, 20}, {"a\0", 2, 127},
        {"a\0b", 3, 126}, {"ab", 2, 1000},   {"b", 1, 83}, {"ba", 2, 1},
    };
    (void)state;
    struct buf tag = {0};
    encode_list(terms, 0, &tag);
    assert_int_equal(tag.length, 0);
    encode_list(terms, COUNT(terms), &tag);
    assert_bytes(tag.data, tag.length,
                 "ce0a"
                 "08" /* length, terms */
                 "05"
                 "5a6d616c69"
                 "00" /* Zmali */
                 "11"
                 "02"
                 "616e" /* Zmalian: 5 of it shared, (1 + 1) * (5 + 1) */
                 "a8"
                 "01"
                 "61" /* a: (20 + 1) * (7 + 1) */
                 "01"
                 "01"
                 "00"
                 "7f" /* a and NUL: 127 is too many */
                 "02"
                 "01"
                 "62"
                 "7e" /* 127 * 3 is too many */
                 "01"
                 "01"
                 "62"
                 "e807" /* ab */
                 "fc"
                 "01"
                 "62" /* b: 84 * 3 */
                 "05"
                 "01"
                 "61"); /* ba: 2 * 2 + 1 */
    buf_free(&tag);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs_numbers),
        cmocka_unit_test(codes_numbers_below_a_bound),
        cmocka_unit_test(deflates_only_what_gets_shorter),
        cmocka_unit_test(never_keeps_what_does_not_shrink),
        TEST(writes_the_format_to_the_byte),
        TEST(cuts_tags_into_items),
        TEST(splits_long_tags),
        TEST(builds_trees_of_all_heights),
        TEST(cuts_chunks),
        cmocka_unit_test(encodes_term_lists),
    };
    return run_tap(tests);
}
