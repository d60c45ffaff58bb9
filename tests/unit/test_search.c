/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The search against a plain one (plain_search.h): random queries over random articles, in one
 * shard and in several, in date order and not, with articles that are gone, in every order and for
 * any number of hits. Matches, hits, order, scores and counts by date must be the same, to the last
 * bit.
 */
#include "tests/unit/plain_search.h"

enum { WORDS = 60 };

static const struct date today = {2022, 6, 1};

static const char *word(uint64_t *random, char text[8])
{
    /* The product of two random numbers: few words are in most articles, many in few. */
    uint64_t n = next_random(random) % WORDS * (next_random(random) % WORDS) / WORDS;
    snprintf(text, 8, "w%c%c", (char)('a' + n / 10), (char)('a' + n % 10));
    return text;
}

static struct date random_date(uint64_t *random)
{
    struct date d = {(int16_t)(2019 + next_random(random) % 4),
                     (int8_t)(1 + next_random(random) % 12),
                     (int8_t)(1 + next_random(random) % 28)};
    switch (next_random(random) % 8) {
    case 0:
        return (struct date){0};
    case 1:
        d.month = 0; /* falls through */
    case 2:
        d.day = 0;
        return d;
    default:
        return d;
    }
}

static int by_date(const void *a, const void *b)
{
    const struct article *x = a;
    const struct article *y = b;
    return date_compare(x->date, y->date);
}

/* How a random index looks. */
struct shape {
    size_t shards;
    size_t articles; /* of each */
    size_t longest;  /* words of an article */
    bool ordered;
    bool gone;
};

static void add_shard(struct small_index *x, const struct shape *shape, size_t number,
                      uint64_t *random)
{
    char name[64];
    char text[8];
    struct article *list = xcalloc(shape->articles, sizeof *list);
    for (size_t i = 0; i < shape->articles; i++) {
        struct buf body = {0};
        struct buf title = {0};
        size_t words = 1 + next_random(random) % shape->longest;
        for (size_t n = 0; n < words; n++)
            buf_printf(&body, "%s ", word(random, text));
        for (uint64_t n = next_random(random) % 4; n; n--)
            buf_printf(&title, "%s ", word(random, text));
        snprintf(name, sizeof name, "%zu/%zu.txt", number, i);
        list[i] =
            small_article(x, name, title.length ? title.data : "", random_date(random), body.data);
        buf_free(&body);
        buf_free(&title);
    }
    if (shape->ordered)
        qsort(list, shape->articles, sizeof *list, by_date);
    small_index_shard(x, list, shape->articles);
    for (uint32_t d = 1; shape->gone && d <= shape->articles; d++)
        if (next_random(random) % 5 == 0)
            small_index_remove(x, number, d);
    free(list);
}

struct fixture {
    struct small_index index;
    struct archive archive;
    struct stemmer *stemmer;
};

static void make_fixture(struct fixture *x, const struct shape *shape, uint64_t seed)
{
    small_index_start(&x->index);
    for (size_t i = 0; i < shape->shards; i++)
        add_shard(&x->index, shape, i, &seed);
    small_index_publish(&x->index, NULL, 0);
    assert_done(archive_open(&x->archive, &x->index.home, 1, &small_error));
    assert_int_equal(x->archive.count, shape->shards);
    x->stemmer = stemmer_new("english");
}

static void free_fixture(struct fixture *x)
{
    archive_close(&x->archive);
    stemmer_free(x->stemmer);
    small_index_free(&x->index);
}

static void random_side(struct buf *q, uint64_t *random)
{
    char a[8];
    char b[8];
    switch (next_random(random) % 5) {
    case 0:
        buf_printf(q, "\"%s %s\"", word(random, a), word(random, b));
        return;
    case 1:
        buf_printf(q, "%.2s*", word(random, a));
        return;
    default:
        buf_printf(q, "=%s", word(random, a));
    }
}

static void random_near(struct buf *q, uint64_t *random)
{
    unsigned window = 1 + (unsigned)(next_random(random) % 6);
    buf_putc(q, '(');
    random_side(q, random);
    for (uint64_t n = 1 + next_random(random) % 3; n; n--) {
        buf_printf(q, " NEAR/%u ", window);
        random_side(q, random);
    }
    buf_putc(q, ')');
}

static void random_leaf(struct buf *q, uint64_t *random)
{
    char a[8];
    char b[8];
    switch (next_random(random) % 8) {
    case 0:
        buf_printf(q, "\"%s %s\"", word(random, a), word(random, b));
        return;
    case 1:
        buf_printf(q, "=%s", word(random, a));
        return;
    case 2:
        buf_printf(q, "date:20%02d-%02d..2022", 19 + (int)(next_random(random) % 3),
                   1 + (int)(next_random(random) % 12));
        return;
    case 3:
        buf_printf(q, "%.2s*", word(random, a));
        return;
    case 4:
        random_near(q, random);
        return;
    case 5:
        buf_printf(q, "title:%s", word(random, a));
        return;
    default:
        buf_puts(q, word(random, a));
    }
}

/* A random query as text: the parser makes the tree. */
static void random_query(struct buf *q, int depth, uint64_t *random)
{
    uint64_t kind = next_random(random) % 10;
    if (depth == 0 || kind < 3) {
        random_leaf(q, random);
        return;
    }
    if (kind == 3) {
        buf_puts(q, "NOT (");
        random_query(q, depth - 1, random);
        buf_puts(q, ")");
        return;
    }
    const char *op = next_random(random) % 2 ? " OR " : " ";
    buf_puts(q, "(");
    random_query(q, depth - 1, random);
    for (uint64_t n = 1 + next_random(random) % 3; n; n--) {
        buf_puts(q, op);
        random_query(q, depth - 1, random);
    }
    buf_puts(q, ")");
}

static void compare_facets(const struct facet *ours, const struct facet *theirs, const char *query)
{
    size_t n;
    size_t m;
    struct facet_row *a = facet_rows(ours, BY_DAY, &n);
    struct facet_row *b = facet_rows(theirs, BY_DAY, &m);
    if (n != m || (n && memcmp(a, b, n * sizeof *a) != 0))
        fail_msg("%s: counts by day differ", query);
    free(a);
    free(b);
}

static void compare_hits(const struct found *ours, const struct found *all, uint64_t offset,
                         uint64_t limit, const char *query)
{
    uint64_t left = all->matches > offset ? all->matches - offset : 0;
    if (ours->count != (left < limit ? left : limit))
        fail_msg("%s: %zu hits, not %d", query, ours->count, (int)(left < limit ? left : limit));
    for (size_t i = 0; i < ours->count; i++) {
        const struct ranked *a = &ours->hits[i];
        const struct ranked *b = &all->hits[offset + i];
        if (a->shard != b->shard || a->docid != b->docid || a->score != b->score ||
            a->date != b->date || a->id != b->id)
            fail_msg("%s (from %d, sort %d): hit %zu is %zu/%u with %.17g, should be %zu/%u with "
                     "%.17g",
                     query, (int)offset, (int)plain_sort, i, a->shard, a->docid, a->score, b->shard,
                     b->docid, b->score);
    }
}

static void compare(struct fixture *x, struct planned *p, const char *query, uint64_t *random)
{
    static const enum sort sorts[] = {SORT_RELEVANCE, SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST};
    static const uint64_t limits[] = {1, 3, 10, 100000};
    struct facet days = {0};
    struct facet expected = {0};
    struct found all;
    struct found f;
    struct search s = {.planned = p,
                       .sort = sorts[next_random(random) % 4],
                       .undated = next_random(random) % 4 == 0,
                       .offset = next_random(random) % 3 ? 0 : next_random(random) % 20};
    plain_run(&x->archive, &s, &all, &expected);
    for (size_t i = 0; i < COUNT(limits); i++) {
        s.limit = limits[i];
        s.facet = i % 2 ? &days : NULL;
        assert_done(search_run(&x->archive, &s, &f, &small_error));
        if (f.matches != all.matches || f.undated != all.undated)
            fail_msg("%s: %d match and %d undated, should be %d and %d", query, (int)f.matches,
                     (int)f.undated, (int)all.matches, (int)all.undated);
        compare_hits(&f, &all, s.offset, s.limit, query);
        if (s.facet)
            compare_facets(&days, &expected, query);
        found_free(&f);
    }
    facet_free(&days);
    facet_free(&expected);
    free(all.hits);
}

static void check(struct fixture *x, const char *query, const struct plan_options *how,
                  uint64_t *random)
{
    struct query_error parse;
    struct planned p;
    struct node *tree = query_parse(query, strlen(query), today, &parse);
    if (!tree)
        fail_msg("%s: %s", query, parse.message);
    assert_done(plan_make(&p, tree, &x->archive, x->stemmer, how, &small_error));
    compare(x, &p, query, random);
    plan_free(&p);
    query_free(tree);
}

static void check_random(const struct shape *shape, int queries, uint64_t seed)
{
    struct fixture x;
    make_fixture(&x, shape, seed);
    for (int i = 0; i < queries; i++) {
        struct buf query = {0};
        struct plan_options how = {next_random(&seed) % 8 == 0, range_all(), false};
        if (next_random(&seed) % 3 == 0) {
            int32_t first = date_to_days((struct date){2019, 1, 1});
            first += (int32_t)(next_random(&seed) % 1200);
            how.range = (struct range){date_from_days(first),
                                       date_from_days(first + (int32_t)(next_random(&seed) % 600)),
                                       next_random(&seed) % 8 == 0};
            how.dated = true;
        }
        random_query(&query, i % 4, &seed);
        check(&x, query.data, &how, &seed);
        buf_free(&query);
    }
    free_fixture(&x);
}

static void one_shard(void **state)
{
    (void)state;
    check_random(&(struct shape){1, 300, 80, false, false}, 300, 11);
}

static void one_shard_in_date_order(void **state)
{
    (void)state;
    check_random(&(struct shape){1, 300, 80, true, true}, 300, 21);
}

static void several_shards(void **state)
{
    (void)state;
    check_random(&(struct shape){4, 90, 60, false, true}, 300, 31);
}

static void several_shards_in_date_order(void **state)
{
    (void)state;
    check_random(&(struct shape){3, 120, 40, true, false}, 300, 41);
}

/* Lists of many blocks, spans that are passed over, ties of many articles of one length. */
static void many_short_articles(void **state)
{
    (void)state;
    check_random(&(struct shape){1, 6000, 7, true, false}, 60, 51);
}

static void many_short_articles_out_of_order(void **state)
{
    (void)state;
    check_random(&(struct shape){2, 3000, 12, false, true}, 60, 61);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(one_shard),           SCRATCH_TEST(one_shard_in_date_order),
        SCRATCH_TEST(several_shards),      SCRATCH_TEST(several_shards_in_date_order),
        SCRATCH_TEST(many_short_articles), SCRATCH_TEST(many_short_articles_out_of_order)};
    return run_tap(tests);
}
