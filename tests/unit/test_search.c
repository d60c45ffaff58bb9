/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our evaluation against Xapian's own matcher: random trees over an index of random articles, in
 * one shard and in three, must match as many articles, with the same scores; histograms and orders
 * hold what their headers promise.
 */
#include <math.h>
#include <string.h>

#include "indexer/indexing.h"
#include "searcher/match/matcher.h"
#include "searcher/match/search.h"
#include "tests/unit/scratch.h"

enum { ARTICLES = 300, WORDS = 60, TREES = 400 };

static const volatile sig_atomic_t never = 0;

static const char *word(uint64_t *random, char text[8])
{
    /* The product of two random numbers: few words are in most articles, many in few. */
    uint64_t n = next_random(random) % WORDS * (next_random(random) % WORDS) / WORDS;
    snprintf(text, 8, "w%c%c", (char)('a' + n / 10), (char)('a' + n % 10));
    return text;
}

static void write_article(const char *folder, int number, uint64_t *random)
{
    char path[64];
    char text[8];
    snprintf(path, sizeof path, "%s/%03d.txt", folder, number);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    switch (next_random(random) % 8) {
    case 0:
        break;
    case 1:
        fprintf(f, " date %d ", 2019 + (int)(next_random(random) % 4));
        break;
    case 2:
        fprintf(f, " date 2021-%02d ", 1 + (int)(next_random(random) % 12));
        break;
    default:
        fprintf(f, " date %d-%02d-%02d ", 2019 + (int)(next_random(random) % 4),
                1 + (int)(next_random(random) % 12), 1 + (int)(next_random(random) % 28));
    }
    for (uint64_t n = 5 + next_random(random) % 80; n; n--)
        fprintf(f, "%s%s", word(random, text), n % 11 ? " " : ".\n");
    assert_int_equal(fclose(f), 0);
}

/* Indexes the folder a, b or c into the index of `home`, as a shard of its own. */
static void add_shard(const struct home *home, const char *folder)
{
    char message[512];
    struct report report = {.quiet = true};
    struct request q = {.home = home,
                        .paths = &folder,
                        .path_count = 1,
                        .writer = WRITER_BULK,
                        .jobs = 1,
                        .memory = (uint64_t)64 << 20,
                        .stop = &never};
    report_start(&report, home);
    assert_int_equal(indexing_run(&q, &report, message), INDEXING_OK);
}

struct fixture {
    struct home home;
    struct archive archive;
    struct xc_database *whole; /* the same index, through libxapian alone */
    struct stemmer *stemmer;
};

static void make_fixture(struct fixture *x, int shards, uint64_t seed)
{
    char message[512];
    static const char *const folders[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++)
        assert_int_equal(mkdir(folders[i], 0777), 0);
    for (int i = 0; i < ARTICLES; i++)
        write_article(folders[i * shards / ARTICLES], i, &seed);
    assert_true(home_find(".dateline", NULL, true, &x->home, message));
    for (int i = 0; i < shards; i++)
        add_shard(&x->home, folders[i]);
    assert_true(archive_open(&x->archive, &x->home, message));
    assert_int_equal(x->archive.count, shards);
    struct xc_error error;
    x->whole = xc_open(x->home.index, &error);
    assert_non_null(x->whole);
    x->stemmer = stemmer_new("english");
}

static void free_fixture(struct fixture *x)
{
    xc_database_free(x->whole);
    archive_close(&x->archive);
    stemmer_free(x->stemmer);
    home_free(&x->home);
}

/* A random query as text: the parser makes the tree. NEAR has words alone, which Xapian's takes. */
static void random_query(struct buf *q, int depth, uint64_t *random)
{
    char a[8];
    char b[8];
    switch (next_random(random) % (depth > 0 ? 10 : 5)) {
    case 0:
        buf_printf(q, "\"%s %s\"", word(random, a), word(random, b));
        break;
    case 1:
        buf_printf(q, "=%s", word(random, a));
        break;
    case 2:
        buf_printf(q, "date:20%02d-%02d..2022", 19 + (int)(next_random(random) % 3),
                   1 + (int)(next_random(random) % 12));
        break;
    case 3:
        buf_printf(q, "%s", word(random, a));
        break;
    case 4:
        buf_printf(q, "(=%s NEAR/%d =%s)", word(random, a), 1 + (int)(next_random(random) % 4),
                   word(random, b));
        break;
    case 5:
        buf_puts(q, "NOT (");
        random_query(q, depth - 1, random);
        buf_puts(q, ")");
        break;
    default: {
        const char *op = next_random(random) % 2 ? " OR " : " ";
        buf_puts(q, "(");
        random_query(q, depth - 1, random);
        for (uint64_t n = 1 + next_random(random) % 3; n; n--) {
            buf_puts(q, op);
            random_query(q, depth - 1, random);
        }
        buf_puts(q, ")");
    }
    }
}

/* The title bonus is ours alone: Xapian's matcher gets the plan without it. */
static void drop_bonus(struct plan *p)
{
    if (p->kind == PLAN_TERM && p->count) {
        free(p->parts[0]);
        free(p->parts);
        p->parts = NULL;
        p->count = 0;
    }
    for (size_t i = 0; i < p->count; i++)
        drop_bonus(p->parts[i]);
}

static void compare_with_matcher(struct fixture *x, struct planned *p, const char *query,
                                 bool scores)
{
    struct xc_error error;
    struct found f;
    struct xc_hit hits[ARTICLES];
    size_t count;
    uint32_t matches;
    struct search s = {.planned = p, .limit = ARTICLES};
    p->dated = false; /* filters are compared below */
    assert_true(search_run(&x->archive, &s, &f, &error));
    struct archive remote = x->archive;
    remote.readers = &(struct shard_reader){.db = x->whole};
    remote.count = 1;
    struct xc_query *q = matcher_query(&remote, p->plan, &error);
    if (!q)
        fail_msg("%s: %s", query, error.message);
    struct xc_search how = {
        .room = ARTICLES, .exact = true, .k1 = 1.2, .b = 0.75, .slot = SCHEMA_DATE_SLOT};
    assert_true(xc_match(x->whole, q, &how, hits, &count, &matches, &error));
    if (f.matches != matches)
        fail_msg("%s: we match %d, Xapian %d", query, (int)f.matches, (int)matches);
    for (size_t i = 0; i < f.count && scores; i++)
        if (fabs(f.hits[i].score - hits[i].weight) > 1e-9 * (1 + hits[i].weight))
            fail_msg("%s: hit %zu scores %f, Xapian's %f", query, i, f.hits[i].score,
                     hits[i].weight);
    xc_query_free(q);
    found_free(&f);
}

/* libxapian 1.4.22 gives documents the weight of a branch that they do not match, where a phrase or
 * NEAR stands below AND below OR below AND: of such trees only the counts are compared. */
static bool has_right_weights(const char *query, int depth)
{
    return depth == 1 || !(strchr(query, '"') || strstr(query, "NEAR"));
}

static void check_trees(struct fixture *x, uint64_t seed)
{
    const struct plan_options how = {false, range_all(), false};
    const struct date today = {2022, 6, 1};
    for (int i = 0; i < TREES; i++) {
        struct buf query = {0};
        struct query_error parse;
        struct xc_error error;
        struct planned p;
        int depth = i % 2 ? 3 : 1;
        random_query(&query, depth, &seed);
        struct node *tree = query_parse(query.data, query.length, today, &parse);
        if (!tree)
            fail_msg("%s: %s", query.data, parse.message);
        assert_true(plan_make(&p, tree, &x->archive, x->stemmer, &how, &error));
        if (p.plan) {
            drop_bonus(p.plan);
            compare_with_matcher(x, &p, query.data,
                                 p.ranked && has_right_weights(query.data, depth));
        }
        plan_free(&p);
        query_free(tree);
        buf_free(&query);
    }
}

static void one_shard_equals_matcher(void **state)
{
    (void)state;
    struct fixture x;
    make_fixture(&x, 1, 11);
    check_trees(&x, 12);
    free_fixture(&x);
}

static void three_shards_equal_matcher(void **state)
{
    (void)state;
    struct fixture x;
    make_fixture(&x, 3, 21);
    check_trees(&x, 22);
    free_fixture(&x);
}

static uint64_t count(struct fixture *x, const char *query, struct range range, bool dated,
                      struct facet *facet, uint64_t *undated)
{
    const struct plan_options how = {false, range, dated};
    struct query_error parse;
    struct xc_error error;
    struct planned p;
    struct found f;
    struct node *tree = query_parse(query, strlen(query), (struct date){2022, 6, 1}, &parse);
    assert_non_null(tree);
    assert_true(plan_make(&p, tree, &x->archive, x->stemmer, &how, &error));
    struct search s = {.planned = &p, .facet = facet};
    assert_true(search_run(&x->archive, &s, &f, &error));
    uint64_t matches = f.matches;
    *undated = f.undated;
    found_free(&f);
    plan_free(&p);
    query_free(tree);
    return matches;
}

/* date:A..B and date:B+1..C together are date:A..C, but for dates that span the border. */
static void ranges_add_up(void **state)
{
    (void)state;
    struct fixture x;
    uint64_t seed = 31;
    uint64_t undated;
    make_fixture(&x, 3, 30);
    int32_t base = date_to_days((struct date){2019, 1, 1});
    for (int i = 0; i < 100; i++) {
        int32_t a = base + (int32_t)(next_random(&seed) % 700);
        int32_t b = a + (int32_t)(next_random(&seed) % 400);
        int32_t c = b + 1 + (int32_t)(next_random(&seed) % 400);
        struct range left = {date_from_days(a), date_from_days(b), false};
        struct range right = {date_from_days(b + 1), date_from_days(c), false};
        struct range both = {left.first, right.last, false};
        struct facet days = {0};
        uint64_t spanning = 0;
        uint64_t n = count(&x, "waa", both, true, &days, &undated);
        for (size_t d = 0; d < days.size; d++) {
            struct date date = date_from_number(days.days[d].number);
            if (days.days[d].count && !range_contains(left, date) && !range_contains(right, date))
                spanning += days.days[d].count;
        }
        uint64_t apart = count(&x, "waa", left, true, NULL, &undated);
        apart += count(&x, "waa", right, true, NULL, &undated);
        assert_int_equal(n, apart + spanning);
        uint64_t ignored;
        assert_int_equal(undated, count(&x, "waa date:none", range_all(), false, NULL, &ignored));
        facet_free(&days);
    }
    free_fixture(&x);
}

static void histograms_sum_to_the_count(void **state)
{
    (void)state;
    static const char *const queries[] = {"waa", "wab OR wac", "NOT waa", "\"waa wab\"", "wa*"};
    static const enum facet_by kinds[] = {BY_YEAR, BY_MONTH, BY_WEEK, BY_DAY, BY_WEEKDAY};
    struct fixture x;
    make_fixture(&x, 3, 40);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct facet f = {0};
        uint64_t undated;
        uint64_t matches = count(&x, queries[i], range_all(), false, &f, &undated);
        assert_true(matches > 0);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            size_t rows;
            uint64_t sum = 0;
            struct facet_row *row = facet_rows(&f, kinds[k], &rows);
            for (size_t r = 0; r < rows; r++)
                sum += row[r].count;
            assert_int_equal(sum, matches);
            free(row);
        }
        facet_free(&f);
    }
    free_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(one_shard_equals_matcher), SCRATCH_TEST(three_shards_equal_matcher),
        SCRATCH_TEST(ranges_add_up), SCRATCH_TEST(histograms_sum_to_the_count)};
    return run_tap(tests);
}
