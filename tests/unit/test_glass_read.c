/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The glass reader and libxapian see the same in databases that libxapian wrote and changed, and
 * in such as our writers make.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/glass/bits.h"
#include "lib/glass/pack.h"
#include "lib/glass/position.h"
#include "lib/glass/positions.h"
#include "lib/glass/postings.h"
#include "lib/glass/postlist.h"
#include "lib/glass/termlist.h"
#include "lib/glass/values.h"
#include "tests/unit/random_database.h"
#include "tests/unit/same_database.h"
#include "tests/unit/scratch.h"

/* ---- the same database, written by our writers ---- */

static struct error gerror;

static void assert_written(bool done)
{
    if (!done)
        fail_msg("%s", gerror.message);
}

struct values {
    struct glass_value *list;
    size_t count;
    size_t room;
};

static struct glass_value value_at(const void *from, uint32_t i)
{
    return ((const struct values *)from)->list[i];
}

static void read_values(struct xc_database *db, uint32_t slot, struct values *v)
{
    struct xc_values *from = xc_values_open(db, slot, &xerror);
    assert_non_null(from);
    for (;;) {
        const char *text;
        size_t length;
        uint32_t docid;
        XAPIAN(xc_values_next(from, 1, &docid, &text, &length, &xerror));
        if (!docid)
            break;
        v->list = xgrow(v->list, &v->room, v->count + 1, sizeof *v->list);
        v->list[v->count++] = (struct glass_value){docid, (uint32_t)length, xstrndup(text, length)};
    }
    xc_values_free(from);
}

static void copy_values(struct xc_database *db, struct glass_postlist *to)
{
    struct values values[SLOTS] = {0};
    struct glass_slot list[SLOTS];
    for (size_t s = 0; s < SLOTS; s++) {
        read_values(db, slots[s], &values[s]);
        list[s] = (struct glass_slot){slots[s], (uint32_t)values[s].count, value_at, &values[s]};
    }
    assert_written(glass_postlist_values(to, list, SLOTS, &gerror));
    for (size_t s = 0; s < SLOTS; s++) {
        for (size_t i = 0; i < values[s].count; i++)
            free((void *)(uintptr_t)values[s].list[i].bytes);
        free(values[s].list);
    }
}

static void copy_lengths(struct xc_database *db, struct glass_postlist *to)
{
    struct xc_postings *all = xc_postings_open(db, "", 0, &xerror);
    struct xc_posting posting;
    size_t n;
    assert_non_null(all);
    for (;;) {
        uint32_t length;
        XAPIAN(xc_postings_read(all, &posting, 1, &n, &xerror));
        if (!n)
            break;
        XAPIAN(xc_lengths(db, posting.docid, 1, &length, &xerror));
        assert_written(glass_postlist_length(to, posting.docid, length, &gerror));
    }
    xc_postings_free(all);
}

static void copy_term(struct xc_database *db, const struct xc_item *term,
                      struct glass_postlist *postlist, struct glass_position *position)
{
    struct xc_postings *from = xc_postings_open(db, term->text, term->length, &xerror);
    struct xc_scratch *scratch = NULL;
    struct xc_posting posting;
    uint32_t documents;
    uint32_t occurrences;
    size_t n;
    assert_non_null(from);
    XAPIAN(xc_frequency(db, term->text, term->length, &documents, &occurrences, &xerror));
    assert_written(
        glass_postlist_term(postlist, term->text, term->length, documents, occurrences, &gerror));
    assert_written(glass_position_term(position, term->text, term->length, &gerror));
    for (;;) {
        const uint32_t *list;
        size_t count;
        XAPIAN(xc_postings_read(from, &posting, 1, &n, &xerror));
        if (!n)
            break;
        assert_written(glass_postlist_posting(postlist, posting.docid, posting.wdf, &gerror));
        XAPIAN(xc_positions(db, posting.docid, term->text, term->length, &scratch, &list, &count,
                            &xerror));
        assert_written(glass_position_add(position, posting.docid, list, count, &gerror));
    }
    xc_scratch_free(scratch);
    xc_postings_free(from);
}

/* Copies what the reader reads; the new database has no term lists. */
static void write_glass(const char *from, const char *to)
{
    struct xc_database *db = xc_open(from, &xerror);
    assert_non_null(db);
    assert_int_equal(mkdir(to, 0777), 0);
    struct glass_root roots[GLASS_KINDS] = {0};
    struct glass_stats stats;
    struct glass_postlist *postlist = glass_postlist_new(to);
    struct glass_position *position = glass_position_new(to);
    struct glass_termlist *termlist = glass_termlist_new(to);
    copy_values(db, postlist);
    copy_lengths(db, postlist);
    struct xc_list *terms = xc_terms(db, "", 0, &xerror);
    assert_non_null(terms);
    for (;;) {
        struct xc_item term;
        bool found;
        XAPIAN(xc_list_next(terms, &term, &found, &xerror));
        if (!found)
            break;
        copy_term(db, &term, postlist, position);
    }
    xc_list_free(terms);
    assert_written(glass_postlist_finish(postlist, &roots[GLASS_POSTLIST], &stats, &gerror));
    assert_written(glass_position_finish(position, &roots[GLASS_POSITION], &gerror));
    assert_written(glass_termlist_finish(termlist, &roots[GLASS_TERMLIST], &gerror));
    glass_postlist_free(postlist);
    glass_position_free(position);
    glass_termlist_free(termlist);
    static const uint8_t uuid[GLASS_UUID_SIZE] = {1};
    assert_written(glass_version_write(to, uuid, roots, &stats, &gerror));
    xc_database_free(db);
}

/* ---- both readers, side by side ---- */

struct both {
    struct xc_database *db;
    struct glass_reader *reader;
    struct xc_statistics statistics;
    uint64_t state;
};

#define GLASS(call) assert_int_equal(call, GLASS_OK)

static void open_both(struct both *b, const char *path)
{
    *b = (struct both){.db = xc_open(path, &xerror), .state = 99};
    assert_non_null(b->db);
    XAPIAN(xc_get_statistics(b->db, &b->statistics, &xerror));
    assert_int_not_equal(b->statistics.revision, 0);
    GLASS(glass_reader_open(path, b->statistics.revision, &b->reader));
    assert_int_equal(b->reader->last_docid, b->statistics.last_docid);
}

static void close_both(struct both *b)
{
    glass_reader_free(b->reader);
    xc_database_free(b->db);
}

/* Reads the lists of a term in the same steps, among them skips, and compares. */
static void same_walk(struct both *b, const char *term, size_t length, uint32_t stride)
{
    struct xc_posting theirs[70];
    struct xc_posting ours[70];
    struct xc_postings *their_list = xc_postings_open(b->db, term, length, &xerror);
    struct glass_postings *our_list;
    size_t n = 1;
    size_t m = 1;
    uint32_t docid = 0;
    assert_non_null(their_list);
    GLASS(glass_postings_open(b->reader, term, length, &our_list));
    while (n) {
        size_t room = 1 + below(&b->state, 70);
        if (stride && below(&b->state, 3)) {
            docid += below(&b->state, stride);
            XAPIAN(xc_postings_read_from(their_list, docid, theirs, room, &n, &xerror));
            GLASS(glass_postings_skip(our_list, docid));
        } else {
            XAPIAN(xc_postings_read(their_list, theirs, room, &n, &xerror));
        }
        GLASS(glass_postings_read(our_list, ours, room, &m));
        assert_int_equal(n, m);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(ours[i].docid, theirs[i].docid);
            if (length)
                assert_int_equal(ours[i].wdf, theirs[i].wdf);
        }
        docid = n && theirs[n - 1].docid > docid ? theirs[n - 1].docid : docid;
    }
    glass_postings_free(our_list);
    xc_postings_free(their_list);
}

static void same_walks(struct both *b, const char *term, size_t length)
{
    same_walk(b, term, length, 0);
    for (uint32_t stride = 2; stride / 4 < b->statistics.last_docid; stride *= 3)
        same_walk(b, term, length, stride);
}

static void same_skip_to(struct both *b, const char *term, size_t length, uint32_t docid)
{
    struct xc_posting theirs;
    struct xc_posting ours;
    size_t n;
    size_t m;
    struct xc_postings *their_list = xc_postings_open(b->db, term, length, &xerror);
    struct glass_postings *our_list;
    assert_non_null(their_list);
    GLASS(glass_postings_open(b->reader, term, length, &our_list));
    XAPIAN(xc_postings_read_from(their_list, docid, &theirs, 1, &n, &xerror));
    GLASS(glass_postings_skip(our_list, docid));
    GLASS(glass_postings_read(our_list, &ours, 1, &m));
    assert_int_equal(n, m);
    if (n)
        assert_int_equal(ours.docid, theirs.docid);
    glass_postings_free(our_list);
    xc_postings_free(their_list);
}

static void same_position_lists(struct both *b, const char *term, size_t length, uint32_t step)
{
    struct glass_positions *list = glass_positions_open(b->reader, term, length);
    struct xc_scratch *scratch = NULL;
    for (uint32_t docid = 1; docid <= b->statistics.last_docid + 1;
         docid += 1 + below(&b->state, step)) {
        const uint32_t *theirs;
        const uint32_t *ours;
        size_t n;
        size_t m;
        XAPIAN(xc_positions(b->db, docid, term, length, &scratch, &theirs, &n, &xerror));
        GLASS(glass_positions_read(list, docid, &ours, &m));
        assert_int_equal(n, m);
        if (n)
            assert_memory_equal(ours, theirs, n * sizeof *ours);
    }
    xc_scratch_free(scratch);
    glass_positions_free(list);
}

static void same_term(struct both *b, const char *term, size_t length)
{
    uint32_t theirs[2];
    uint32_t ours[2];
    XAPIAN(xc_frequency(b->db, term, length, &theirs[0], &theirs[1], &xerror));
    GLASS(glass_frequency(b->reader, term, length, &ours[0], &ours[1]));
    assert_memory_equal(ours, theirs, sizeof ours);
    same_walks(b, term, length);
    same_position_lists(b, term, length, 1);
    same_position_lists(b, term, length, 50);
}

static void same_lengths(struct both *b)
{
    for (int i = 0; i < 60; i++) {
        uint32_t theirs[500];
        uint32_t ours[500];
        uint32_t first = 1 + below(&b->state, b->statistics.last_docid + 9);
        size_t count = 1 + below(&b->state, 500);
        XAPIAN(xc_lengths(b->db, first, count, theirs, &xerror));
        GLASS(glass_lengths(b->reader, first, count, ours));
        assert_memory_equal(ours, theirs, count * sizeof *ours);
    }
}

struct seen {
    struct both *both;
    struct xc_values *values;
    uint32_t next;
};

static void same_value(void *context, uint32_t docid, const char *value, size_t length)
{
    struct seen *s = context;
    const char *theirs;
    size_t theirs_length;
    uint32_t their_docid;
    XAPIAN(xc_values_next(s->values, s->next, &their_docid, &theirs, &theirs_length, &xerror));
    assert_int_equal(docid, their_docid);
    same_bytes(value, length, theirs, theirs_length);
    s->next = docid + 1;
}

static void same_run(struct both *b, uint32_t slot, uint32_t first, size_t count)
{
    const char *value;
    size_t length;
    uint32_t docid;
    struct seen s = {b, xc_values_open(b->db, slot, &xerror), first};
    assert_non_null(s.values);
    GLASS(glass_values(b->reader, slot, first, count, same_value, &s));
    XAPIAN(xc_values_next(s.values, s.next, &docid, &value, &length, &xerror));
    assert_true(docid == 0 || docid - first >= count);
    xc_values_free(s.values);
}

/* Everything that the reader can read. */
static void same_all(const char *path)
{
    struct both b;
    open_both(&b, path);
    struct xc_list *terms = xc_terms(b.db, "", 0, &xerror);
    assert_non_null(terms);
    for (;;) {
        struct xc_item term;
        bool found;
        XAPIAN(xc_list_next(terms, &term, &found, &xerror));
        if (!found)
            break;
        same_term(&b, term.text, term.length);
    }
    xc_list_free(terms);
    same_walks(&b, "", 0);
    for (uint32_t docid = 0; docid < b.statistics.last_docid + 3; docid += 1 + below(&b.state, 12))
        same_skip_to(&b, docid % 2 ? "a0" : "c7", 2, docid);
    same_lengths(&b);
    static const uint32_t asked[] = {0, 1, 2, 300, 299, 301};
    for (size_t s = 0; s < sizeof asked / sizeof *asked; s++)
        for (int i = 0; i < 40; i++)
            same_run(&b, asked[s], 1 + below(&b.state, b.statistics.last_docid + 4),
                     1 + below(&b.state, i % 2 ? 30 : 3000));
    close_both(&b);
}

/* ---- the tests ---- */

static void equals_libxapian_after_changes(void **state)
{
    (void)state;
    write_random("small", 1, 40, 1);
    same_all("small");
    write_random("large", 2, 1500, 1);
    same_all("large");
    struct xc_database *db = xc_open_writable("large", &xerror);
    uint64_t seed = 3;
    for (int i = 0; i < 3; i++) {
        change(db, &seed, 400, 1500);
        same_all("large");
    }
    xc_database_free(db);
}

static void equals_libxapian_on_ours(void **state)
{
    (void)state;
    write_random("theirs", 4, 1000, 3);
    write_glass("theirs", "ours");
    same_all("ours");
    struct xc_database *db = xc_open_writable("theirs", &xerror);
    assert_non_null(db);
    xc_database_free(db);
    const char *const from[] = {"theirs"};
    XAPIAN(xc_compact(from, 1, "compact", &xerror));
    same_all("compact");
}

static void has_no_such_term(void **state)
{
    (void)state;
    struct both b;
    char text[600] = {0};
    uint32_t documents;
    uint32_t occurrences;
    write_random("db", 5, 50, 1);
    open_both(&b, "db");
    for (size_t length = 1; length <= sizeof text; length += 61) {
        struct xc_posting posting;
        struct glass_postings *list;
        struct glass_positions *positions = glass_positions_open(b.reader, text, length);
        const uint32_t *found;
        size_t n;
        GLASS(glass_frequency(b.reader, text, length, &documents, &occurrences));
        assert_int_equal(documents, 0);
        GLASS(glass_postings_open(b.reader, text, length, &list));
        GLASS(glass_postings_skip(list, 3));
        GLASS(glass_postings_read(list, &posting, 1, &n));
        assert_int_equal(n, 0);
        GLASS(glass_positions_read(positions, 7, &found, &n));
        assert_int_equal(n, 0);
        glass_postings_free(list);
        glass_positions_free(positions);
    }
    close_both(&b);
}

static void opens_what_it_knows_alone(void **state)
{
    (void)state;
    struct glass_reader *r;
    struct xc_statistics s;
    struct xc_database *db = xc_open_writable("empty", &xerror);
    assert_non_null(db);
    XAPIAN(xc_get_statistics(db, &s, &xerror));
    xc_database_free(db);
    assert_int_equal(glass_reader_open("missing", 1, &r), GLASS_UNKNOWN);
    assert_int_equal(glass_reader_open("empty", s.revision + 1, &r), GLASS_MODIFIED);
    assert_null(r);
    GLASS(glass_reader_open("empty", s.revision, &r));
    uint32_t lengths[3] = {1, 1, 1};
    GLASS(glass_lengths(r, 1, 3, lengths));
    assert_int_equal(lengths[0] + lengths[1] + lengths[2], 0);
    glass_reader_free(r);

    int fd = open("empty/iamglass", O_RDWR);
    assert_int_equal(pwrite(fd, "\x05", 1, 15), 1);
    close(fd);
    assert_int_equal(glass_reader_open("empty", s.revision, &r), GLASS_UNKNOWN);
    assert_int_equal(truncate("empty/iamglass", 40), 0);
    assert_int_equal(glass_reader_open("empty", s.revision, &r), GLASS_UNKNOWN);
}

/* ---- numbers ---- */

static void numbers_come_back(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (int i = 0; i < 20000; i++) {
        uint8_t bytes[16];
        uint64_t wide = next_random(&seed) >> below(&seed, 64);
        uint64_t wide_back;
        uint32_t number = (uint32_t)wide;
        uint32_t back;
        uint8_t *end = glass_put_uint(bytes, wide);
        assert_ptr_equal(glass_get_uint64(bytes, end, &wide_back), end);
        assert_true(wide == wide_back);
        assert_null(glass_get_uint64(bytes, end - 1, &wide_back));
        assert_ptr_equal(glass_get_uint(bytes, end, &back), wide > UINT32_MAX ? NULL : end);
        end = glass_put_sortable(bytes, number);
        assert_ptr_equal(glass_get_sortable(bytes, end, &back), end);
        assert_int_equal(number, back);
        assert_null(glass_get_sortable(bytes, end - 1, &back));
    }
}

static void bits_come_back(void **state)
{
    (void)state;
    uint64_t seed = 9;
    for (int round = 0; round < 2000; round++) {
        uint8_t bytes[4 * 64 + 16];
        uint32_t bounds[64];
        uint32_t numbers[64];
        size_t count = 1 + below(&seed, 64);
        struct glass_bits out = {.to = bytes};
        for (size_t i = 0; i < count; i++) {
            bounds[i] = (uint32_t)(next_random(&seed) >> (32 + below(&seed, 32)));
            bounds[i] += bounds[i] == 0;
            numbers[i] = below(&seed, 3) ? below(&seed, bounds[i]) : bounds[i] - 1;
            glass_bits_number(&out, numbers[i], bounds[i]);
        }
        const uint8_t *end = glass_bits_end(&out);
        struct glass_bits_in in = {.at = bytes, .end = end};
        struct glass_bits_in cut = {.at = bytes, .end = bytes + (end - bytes) / 2};
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(glass_bits_get(&in, bounds[i]), numbers[i]);
            assert_true(glass_bits_get(&cut, bounds[i]) < bounds[i]);
        }
        assert_true(glass_bits_sound(&in));
        if (end > bytes + 1)
            assert_false(glass_bits_sound(&cut));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back),          cmocka_unit_test(bits_come_back),
        SCRATCH_TEST(opens_what_it_knows_alone),      SCRATCH_TEST(has_no_such_term),
        SCRATCH_TEST(equals_libxapian_after_changes), SCRATCH_TEST(equals_libxapian_on_ours),
    };
    return run_tap(tests);
}
