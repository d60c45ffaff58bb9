/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The archive: several indexes as one, what moved, what is of other words or another language,
 * damage while it is read; and what words of a query stand for.
 */
#include "lib/base/map.h"
#include "searcher/match/search.h"
#include "tests/unit/small_index.h"

static struct found search(struct archive *a, const char *query, bool *ok)
{
    const struct plan_options how = {false, range_all(), false};
    struct query_error parse;
    struct planned p;
    struct found f = {0};
    struct stemmer *stemmer = stemmer_new("english");
    struct node *tree = query_parse(query, strlen(query), (struct date){2022, 6, 1}, &parse);
    assert_non_null(tree);
    struct search s = {.planned = &p, .limit = 10};
    *ok =
        plan_make(&p, tree, a, stemmer, &how, &small_error) && search_run(a, &s, &f, &small_error);
    plan_free(&p);
    query_free(tree);
    stemmer_free(stemmer);
    return f;
}

static uint64_t count(struct archive *a, const char *query)
{
    bool ok;
    struct found f = search(a, query, &ok);
    assert_done(ok);
    uint64_t matches = f.matches;
    found_free(&f);
    return matches;
}

/* An index of one shard in a folder, of texts that a list names. */
static void make_index(struct small_index *x, const char *folder, const char *const *texts,
                       size_t texts_count)
{
    struct article list[16];
    scratch_folder(folder);
    assert_int_equal(chdir(folder), 0);
    small_index_start(x);
    for (size_t i = 0; i < texts_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s-%zu.txt", folder, i);
        list[i] = small_article(x, path, "", (struct date){2020, 1, (int8_t)(i + 1)}, texts[i]);
    }
    small_index_shard(x, list, texts_count);
    assert_int_equal(chdir(".."), 0);
}

static const char *const storms[] = {"a storm hit the coast", "the storm was over",
                                     "wagner of mali"};
static const char *const mines[] = {"gold mines of mali", "a storm in the mines"};

static void several_indexes_are_one(void **state)
{
    (void)state;
    struct small_index x[2];
    struct archive a;
    make_index(&x[0], "one", storms, 3);
    make_index(&x[1], "two", mines, 2);
    small_index_publish(&x[0], NULL, 0);
    small_index_publish(&x[1], NULL, 0);
    struct home homes[] = {x[0].home, x[1].home};
    assert_done(archive_open(&a, homes, 2, &small_error));
    assert_int_equal(a.documents, 5);
    assert_int_equal(count(&a, "storm"), 3);
    assert_int_equal(count(&a, "mali"), 2);
    bool ok;
    struct found f = search(&a, "gold", &ok);
    assert_int_equal(f.count, 1);
    assert_ptr_equal(archive_home(&a, f.hits[0].shard), &homes[1]);
    found_free(&f);
    archive_close(&a);
    snprintf(x[1].manifest.language, sizeof x[1].manifest.language, "french");
    manifest_words("french", x[1].manifest.words);
    small_index_publish(&x[1], NULL, 0);
    assert_false(archive_open(&a, homes, 2, &small_error));
    assert_int_equal(small_error.status, ERROR_USAGE);
    assert_true(small_error.cure[0]);
    small_index_free(&x[0]);
    small_index_free(&x[1]);
}

static void other_words_are_refused(void **state)
{
    (void)state;
    struct small_index x;
    struct archive a;
    make_index(&x, "one", storms, 3);
    snprintf(x.manifest.words, sizeof x.manifest.words, "0123456789abcdef");
    small_index_publish(&x, NULL, 0);
    assert_false(archive_open(&a, &x.home, 1, &small_error));
    assert_int_equal(small_error.status, ERROR_VERSION);
    assert_non_null(strstr(small_error.cure, "--rebuild"));
    assert_int_equal(a.count, 0);
    small_index_free(&x);
}

static void no_index_has_a_cure(void **state)
{
    (void)state;
    struct archive a;
    struct home home;
    scratch_folder("empty/.dateline");
    assert_true(home_find("empty/.dateline", NULL, false, &home, &small_error));
    assert_false(archive_open(&a, &home, 1, &small_error));
    assert_int_equal(small_error.status, ERROR_MISSING);
    assert_non_null(strstr(small_error.cure, "indexer"));
    home_free(&home);
}

/* A moved article has its new path and id, and is found by that id alone. */
static void moved_articles(void **state)
{
    (void)state;
    struct small_index x;
    struct archive a;
    struct record r;
    char query[32];
    char old_id[21];
    make_index(&x, "one", storms, 3);
    struct move move = {.docid = 2, .path = {"moved/it.txt", 12}};
    char id[21];
    article_id("moved/it.txt", "", id);
    article_id("one-1.txt", "", old_id);
    memcpy(move.full_id, id, sizeof id);
    move.id = schema_id_number(id);
    small_index_remove(&x, 0, 3);
    small_index_publish(&x, &move, 1);
    assert_done(archive_open(&a, &x.home, 1, &small_error));
    assert_int_equal(a.gone, 1);
    assert_done(archive_record(&a, 0, 2, &r, &small_error));
    assert_string_equal(r.path, "moved/it.txt");
    assert_string_equal(r.id, id);
    assert_int_equal(r.date.day, 2);
    record_free(&r);
    snprintf(query, sizeof query, "id:%.12s", id);
    assert_int_equal(count(&a, query), 1);
    snprintf(query, sizeof query, "id:%.12s", old_id);
    assert_int_equal(count(&a, query), 0);
    article_id("one-0.txt", "", old_id);
    snprintf(query, sizeof query, "id:%s", old_id);
    assert_int_equal(count(&a, query), 1);
    article_id("one-2.txt", "", old_id);
    snprintf(query, sizeof query, "id:%.8s", old_id);
    assert_int_equal(count(&a, query), 0); /* it is gone */
    assert_int_equal(count(&a, "wagner"), 0);
    archive_close(&a);
    small_index_free(&x);
}

/* Whatever file is cut short under a reader: an error, and not the end of the process. */
static void files_cut_short_are_errors(void **state)
{
    (void)state;
    map_guard(); /* in here, since cmocka has a handler of its own before */
    static const char *const files[] = {"postlist.glass", "positions", "columns", "texts", "sums"};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct small_index x;
        struct archive a;
        struct record r;
        char folder[16];
        char path[64];
        bool ok;
        snprintf(folder, sizeof folder, "cut%zu", i);
        make_index(&x, folder, storms, 3);
        small_index_publish(&x, NULL, 0);
        assert_done(archive_open(&a, &x.home, 1, &small_error));
        snprintf(path, sizeof path, "%s/.dateline/shard-0001/%s", folder, files[i]);
        assert_int_equal(truncate(path, 0), 0);
        struct found f = search(&a, "\"the storm\" OR coast", &ok);
        found_free(&f);
        if (ok && archive_record(&a, 0, 1, &r, &small_error))
            record_free(&r);
        else
            ok = false;
        ok = ok && archive_intact(&a, &small_error);
        if (ok)
            fail_msg("%s was cut short, and nobody noticed", files[i]);
        assert_int_equal(small_error.status, ERROR_DAMAGED);
        assert_true(small_error.cure[0]);
        archive_close(&a);
        small_index_free(&x);
    }
}

/* ---- words ---- */

static void wildcards(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *word;
        bool matches;
    } cases[] = {{"*trina", "katrina", true},
                 {"katr?na", "katrina", true},
                 {"katr?na", "katrna", false},
                 {"k*a", "katrina", true},
                 {"k*i*a", "katrina", true},
                 {"k*x*a", "katrina", false},
                 {"*", "", true},
                 {"?", "", false},
                 {"m?li", "m\303\241li", true},
                 {"*li", "m\303\241li", true},
                 {"m??li", "m\303\241li", false},
                 {"kat", "katrina", false},
                 {"a*b*c*d", "abcabcab", false},
                 {"a*b*c*d", "abcabcabcd", true}};
    for (size_t i = 0; i < COUNT(cases); i++)
        if (wildcard_matches(cases[i].pattern, cases[i].word, strlen(cases[i].word)) !=
            cases[i].matches)
            fail_msg("%s %s", cases[i].pattern, cases[i].word);
}

/* Words wo0 to wo699, word n in n / 7 + 1 articles; of them, the 500 in most articles are taken. */
static void the_most_frequent_are_taken(void **state)
{
    (void)state;
    enum { SHARDS = 3, MOST = 700 };
    struct small_index x;
    struct archive a;
    struct expansion e = {0};
    small_index_start(&x);
    for (size_t s = 0; s < SHARDS; s++) {
        struct article list[101];
        for (int i = 0; i <= 100; i++) {
            struct buf text = {0};
            char path[32];
            buf_puts(&text, "x");
            for (int w = 0; w < MOST; w++)
                if (w / 7 >= i)
                    buf_printf(&text, " wo%d", w);
            snprintf(path, sizeof path, "%zu/%d.txt", s, i);
            list[i] = small_article(&x, path, "", (struct date){0}, text.data);
            buf_free(&text);
        }
        small_index_shard(&x, list, COUNT(list));
    }
    small_index_publish(&x, NULL, 0);
    assert_done(archive_open(&a, &x.home, 1, &small_error));
    assert_done(expand_prefix(&a, "", "wo", &e, &small_error));
    assert_int_equal(e.count, EXPANSION_MAX);
    assert_int_equal(e.left_off, MOST - EXPANSION_MAX);
    for (size_t i = 0; i < e.count; i++) {
        char word[32];
        snprintf(word, sizeof word, "%.*s", (int)e.words[i].word.length, e.words[i].word.text);
        int n = atoi(word + 2);
        assert_int_equal(e.words[i].frequency, SHARDS * (n / 7 + 1));
        assert_true(n / 7 >= (MOST - EXPANSION_MAX) / 7);
    }
    expansion_free(&e);
    assert_done(expand_wildcard(&a, "", "*33", &e, &small_error));
    assert_int_equal(e.count, 7);
    expansion_free(&e);
    /* The same word many times is one. */
    struct buf query = {0};
    for (int i = 0; i < 2000; i++)
        buf_printf(&query, "%swo*", i ? " OR " : "");
    assert_int_equal(count(&a, query.data), count(&a, "wo*"));
    buf_clear(&query);
    for (int i = 0; i < 30; i++)
        buf_printf(&query, "%swo%d* OR (x NEAR wo* NEAR wo%d)", i ? " OR " : "", i % 10, i);
    bool ok;
    struct found f = search(&a, query.data, &ok);
    found_free(&f);
    assert_false(ok);
    assert_int_equal(small_error.status, ERROR_LIMIT);
    assert_true(small_error.cure[0]);
    buf_free(&query);
    archive_close(&a);
    small_index_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(several_indexes_are_one),    SCRATCH_TEST(other_words_are_refused),
        SCRATCH_TEST(no_index_has_a_cure),        SCRATCH_TEST(moved_articles),
        SCRATCH_TEST(files_cut_short_are_errors), cmocka_unit_test(wildcards),
        SCRATCH_TEST(the_most_frequent_are_taken)};
    return run_tap(tests);
}
