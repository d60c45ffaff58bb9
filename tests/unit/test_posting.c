/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was written of a term is what the cursor reads: walked, sought, by bounds, with positions.
 */
#include "lib/index/bound.h"
#include "tests/unit/posting_test.h"
#include "tests/unit/scratch.h"

static const struct known_shape shapes[] = {
    {"a", true, 1, 1, 1, 5},
    {"aa", true, 1, 100000, 3, UINT32_C(1) << 30},
    {"aaa", true, 3, 10, 2, 20},
    {"ab", true, 127, 9, 5, 300},
    {"abandon", true, 128, 9, 5, 300},
    {"abandoned", true, 129, 2000, 1, 300},
    {"b", false, 1, 100, 9, 1},
    {"c", false, 128, 100, 9, 1},
    {"d", false, 129, 100, 9, 1},
    {"e", false, 100000, 3, 300, 1},
    {"f", true, 100000, 20, 12, 40},
    {"g", true, 20000, 400, 1, 4000},
    {"h", true, 3000, 50000, 2, UINT32_C(1) << 28},
    {"i", true, 2560, 1, 200, 1},
    {"j", true, 1500, 3, 3, UINT32_C(700000000)},
    {"k", true, 700, 1, 40, 3},
    {"l", true, 500, 5, 1, UINT32_MAX},
    {"m", true, 500, 5, 2, UINT32_C(1) << 31},
    {"n", true, 7, 5, 2, UINT32_C(1) << 31},
};

enum { SHAPES = COUNT(shapes) };

static struct known_list lists[SHAPES];

static int make_lists(void **state)
{
    uint64_t seed = 7;
    if (scratch_make(state))
        return -1;
    for (size_t i = 0; i < SHAPES; i++)
        lists[i] = known_make(&shapes[i], &seed);
    write_shard(lists, SHAPES);
    return 0;
}

static int drop_lists(void **state)
{
    for (size_t i = 0; i < SHAPES; i++)
        known_free(&lists[i]);
    return scratch_remove(state);
}

static size_t positions_before(const struct known_list *k, uint32_t posting)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < posting; i++)
        sum += k->wdfs[i];
    return sum;
}

static void same_positions(struct posting_list *l, const struct known_list *k, size_t i, size_t at)
{
    size_t count;
    uint32_t *out = xcalloc(l->wdfs[i], sizeof *out);
    assert_done(posting_positions(l, i, out, &count, &perror_));
    assert_int_equal(count, k->placed ? l->wdfs[i] : 0);
    if (count)
        assert_memory_equal(out, k->positions + at, count * sizeof *out);
    free(out);
}

static void open_list(struct posting_list *l, struct shard *s, const struct known_list *k)
{
    memset(l, 0, sizeof *l);
    assert_done(posting_list_open(l, s, k->term, k->length, &perror_));
    assert_int_equal(l->documents, k->documents);
    assert_int_equal(l->occurrences, positions_before(k, k->documents));
}

static void same_walk(struct shard *s, const struct known_list *k)
{
    struct posting_list l;
    uint32_t n = 0;
    size_t at = 0;
    open_list(&l, s, k);
    for (;;) {
        assert_done(posting_list_next(&l, &perror_));
        if (!l.count)
            break;
        for (size_t i = 0; i < l.count; i++, n++) {
            assert_int_equal(l.docids[i], k->docids[n]);
            assert_int_equal(l.wdfs[i], k->wdfs[n]);
            if (n % 3)
                same_positions(&l, k, i, at);
            at += k->wdfs[n];
        }
    }
    assert_int_equal(n, k->documents);
    posting_list_close(&l);
}

static void reads_what_was_written(void **state)
{
    (void)state;
    struct shard s;
    assert_done(open_postings(&s));
    for (size_t i = 0; i < SHAPES; i++)
        same_walk(&s, &lists[i]);
    close_postings(&s);
}

/* Holds a block's bound, of postings from .. to-1, against what they are. */
static void assert_bound(const struct known_list *k, uint32_t from, uint32_t to,
                         const struct posting_bound *b)
{
    uint32_t wdf = 0;
    uint32_t length = UINT32_MAX;
    for (uint32_t i = from; i < to; i++) {
        wdf = k->wdfs[i] > wdf ? k->wdfs[i] : wdf;
        length = k->lengths[i] < length ? k->lengths[i] : length;
    }
    assert_int_equal(b->last, k->docids[to - 1]);
    if (k->documents > POSTING_BLOCK) {
        assert_int_equal(b->max_wdf, wdf);
        assert_int_equal(b->min_length, length);
    } else {
        assert_true(b->max_wdf >= wdf && b->min_length <= length);
    }
}

static void sought(struct posting_list *l, const struct known_list *k, uint32_t expected,
                   uint32_t docid)
{
    if (expected == k->documents) {
        assert_int_equal(l->count, 0);
        return;
    }
    uint32_t first = expected / POSTING_BLOCK * POSTING_BLOCK;
    size_t i = expected - first;
    assert_true(i < l->count);
    assert_int_equal(l->docids[0], k->docids[first]);
    assert_int_equal(l->docids[i], k->docids[expected]);
    assert_int_equal(l->wdfs[i], k->wdfs[expected]);
    assert_true(l->docids[i] >= docid);
    same_positions(l, k, i, positions_before(k, expected));
    if (i)
        same_positions(l, k, i - 1, positions_before(k, expected - 1));
}

static void seek_through(struct shard *s, const struct known_list *k, uint32_t stride,
                         uint64_t *seed)
{
    struct posting_list l;
    uint32_t expected = 0;
    uint32_t docid = 0;
    uint32_t greatest = k->docids[k->documents - 1];
    open_list(&l, s, k);
    assert_int_equal(l.top.last, greatest);
    while (docid <= greatest + 1) {
        struct posting_bound bound;
        while (expected < k->documents && k->docids[expected] < docid)
            expected++;
        uint64_t chance = next_random(seed) >> 20;
        if (chance & 1) {
            uint32_t from = expected / POSTING_BLOCK * POSTING_BLOCK;
            uint32_t to = from + POSTING_BLOCK < k->documents ? from + POSTING_BLOCK : k->documents;
            assert_done(posting_list_bound(&l, docid, &bound, &perror_));
            if (expected < k->documents)
                assert_bound(k, from, to, &bound);
            else
                assert_int_equal(bound.last, 0);
        }
        if (chance & 2) {
            assert_done(posting_list_seek(&l, docid, &perror_));
            sought(&l, k, expected, docid);
        }
        docid += 1 + (uint32_t)(chance >> 2) % stride;
    }
    posting_list_close(&l);
}

static void seeks_as_a_walk_finds(void **state)
{
    (void)state;
    struct shard s;
    uint64_t seed = 11;
    assert_done(open_postings(&s));
    for (size_t i = 0; i < SHAPES; i++) {
        uint32_t greatest = lists[i].docids[lists[i].documents - 1];
        for (uint32_t stride = greatest / 200 + 1; stride / 3 < greatest; stride *= 4)
            seek_through(&s, &lists[i], stride, &seed);
    }
    close_postings(&s);
}

static void walks_all_terms(void **state)
{
    (void)state;
    struct shard s;
    const char *term;
    size_t length;
    uint32_t documents;
    assert_done(open_postings(&s));
    static const char *const prefixes[] = {"", "a", "ab", "aband", "abandonedx", "n", "z"};
    for (size_t p = 0; p < COUNT(prefixes); p++) {
        size_t prefix = strlen(prefixes[p]);
        struct term_walk *w = term_walk_open(&s, prefixes[p], prefix, &perror_);
        assert_non_null(w);
        for (size_t i = 0; i < SHAPES; i++) {
            if (strncmp(lists[i].term, prefixes[p], prefix) != 0)
                continue;
            assert_done(term_walk_next(w, &term, &length, &documents, &perror_));
            assert_string_equal(term, lists[i].term);
            assert_int_equal(length, lists[i].length);
            assert_int_equal(documents, lists[i].documents);
        }
        assert_done(term_walk_next(w, &term, &length, &documents, &perror_));
        assert_int_equal(length, 0);
        term_walk_close(w);
    }
    close_postings(&s);
}

static void has_no_such_term(void **state)
{
    (void)state;
    struct shard s;
    char term[300];
    memset(term, 'c', sizeof term);
    assert_done(open_postings(&s));
    for (size_t length = 0; length <= sizeof term; length += 7) {
        struct posting_list l = {0};
        struct posting_bound bound;
        uint32_t documents;
        uint64_t occurrences;
        size_t count;
        assert_done(posting_list_open(&l, &s, term, length, &perror_));
        assert_int_equal(l.documents, 0);
        assert_done(posting_list_next(&l, &perror_));
        assert_done(posting_list_seek(&l, 3, &perror_));
        assert_int_equal(l.count, 0);
        assert_done(posting_list_bound(&l, 3, &bound, &perror_));
        assert_int_equal(bound.last, 0);
        assert_done(posting_positions(&l, 0, NULL, &count, &perror_));
        assert_int_equal(count, 0);
        posting_list_close(&l);
        assert_done(posting_frequency(&s, term, length, &documents, &occurrences, &perror_));
        assert_int_equal(documents + occurrences, 0);
    }
    close_postings(&s);
}

/* ---- bounds in 16 bits ---- */

static void bounds_stay_bounds(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (uint32_t i = 0; i < 300000; i++) {
        uint32_t n = i < 100000 ? i : (uint32_t)(next_random(&seed) >> (32 + i % 32));
        n = i == 100000 ? UINT32_MAX : n;
        uint32_t above = bound_number(bound_above(n));
        uint32_t below = bound_number(bound_below(n));
        assert_true(above >= n && below <= n && bound_above(n) <= UINT16_MAX);
        assert_true(above - n <= n >> 10 && n - below <= n >> 10);
    }
    for (uint32_t code = 1; code <= UINT16_MAX; code++)
        assert_true(bound_number(code) > bound_number(code - 1) ||
                    bound_number(code) == UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written), cmocka_unit_test(seeks_as_a_walk_finds),
        cmocka_unit_test(walks_all_terms),        cmocka_unit_test(has_no_such_term),
        cmocka_unit_test(bounds_stay_bounds),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_lists, drop_lists);
}
