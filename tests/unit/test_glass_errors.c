/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the glass writers refuse, and what they say then. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/glass/docdata.h"
#include "lib/glass/position.h"
#include "lib/glass/postlist.h"
#include "lib/glass/synonym.h"
#include "lib/glass/termlist.h"
#include "tests/unit/glass_test.h"
#include "tests/unit/test.h"

/* Makes a call that must fail with a message that has `why` in it. */
#define REFUSES(call, why)                                 \
    do {                                                   \
        strcpy(gerror.message, "");                        \
        assert_false(call);                                \
        if (strstr(gerror.message, why) == NULL)           \
            fail_msg("%s: \"%s\"", #call, gerror.message); \
    } while (0)

static char long_term[400];

static void refuses_bad_postings(void **state)
{
    (void)state;
    struct glass_root root;
    struct glass_stats stats;
    struct glass_postlist *p = glass_postlist_new(folder);
    memset(long_term, 'x', sizeof long_term);
    REFUSES(glass_postlist_metadata(p, "", 0, "v", 1, &gerror), "metadata key");
    REFUSES(glass_postlist_metadata(p, long_term, 254, "v", 1, &gerror), "metadata key");
    GLASS(glass_postlist_metadata(p, long_term, 253, "v", 1, &gerror));
    REFUSES(glass_postlist_metadata(p, "a", 1, "v", 1, &gerror), "order");
    REFUSES(glass_postlist_posting(p, 1, 1, &gerror), "order");
    REFUSES(glass_postlist_length(p, 0, 1, &gerror), "order");
    GLASS(glass_postlist_length(p, 3, 10, &gerror));
    REFUSES(glass_postlist_length(p, 3, 1, &gerror), "order");
    REFUSES(glass_postlist_values(p, NULL, 0, &gerror), "order");
    REFUSES(glass_postlist_metadata(p, "z", 1, "v", 1, &gerror), "order");
    REFUSES(glass_postlist_posting(p, 1, 1, &gerror), "order");
    REFUSES(glass_postlist_term(p, "", 0, 1, 1, &gerror), "bytes");
    REFUSES(glass_postlist_term(p, long_term, 246, 1, 1, &gerror), "bytes");
    REFUSES(glass_postlist_term(p, "a", 1, 0, 0, &gerror), "no documents");
    GLASS(glass_postlist_term(p, "a", 1, 2, 5, &gerror));
    REFUSES(glass_postlist_posting(p, 0, 1, &gerror), "order");
    GLASS(glass_postlist_posting(p, 2, 4, &gerror));
    REFUSES(glass_postlist_posting(p, 2, 1, &gerror), "order");
    REFUSES(glass_postlist_posting(p, 4, 1, &gerror), "order");
    REFUSES(glass_postlist_length(p, 4, 1, &gerror), "order");
    REFUSES(glass_postlist_term(p, "b", 1, 1, 1, &gerror), "1 documents and 4 occurrences");
    GLASS(glass_postlist_posting(p, 3, 1, &gerror));
    GLASS(glass_postlist_term(p, "a", 1, 1, 1, &gerror));
    GLASS(glass_postlist_posting(p, 3, 1, &gerror));
    REFUSES(glass_postlist_finish(p, &root, &stats, &gerror), "order");
    glass_postlist_free(p);
}

static void refuses_totals_that_differ(void **state)
{
    (void)state;
    struct glass_root root;
    struct glass_stats stats;
    struct glass_postlist *p = glass_postlist_new(folder);
    GLASS(glass_postlist_length(p, 1, 10, &gerror));
    GLASS(glass_postlist_term(p, "a", 1, 1, 9, &gerror));
    GLASS(glass_postlist_posting(p, 1, 9, &gerror));
    REFUSES(glass_postlist_finish(p, &root, &stats, &gerror), "10 words, but terms occur 9");
    glass_postlist_free(p);
}

static void refuses_keys_that_are_too_long(void **state)
{
    (void)state;
    struct glass_postlist *p = glass_postlist_new(folder);
    struct glass_position *q = glass_position_new(folder);
    memset(long_term, 'x', sizeof long_term);
    memset(long_term, '\0', 11);
    GLASS(glass_postlist_length(p, 1, 1, &gerror));
    GLASS(glass_postlist_term(p, long_term, 245, 1, 1, &gerror));
    GLASS(glass_postlist_posting(p, 1, 1, &gerror));
    REFUSES(glass_postlist_term(p, "y", 1, 1, 1, &gerror), "255 bytes, not 256");
    REFUSES(glass_position_term(q, long_term, 245, &gerror), "NULs");
    REFUSES(glass_position_term(q, long_term, 246, &gerror), "bytes");
    REFUSES(glass_position_term(q, long_term, 0, &gerror), "bytes");
    glass_postlist_free(p);
    glass_position_free(q);
}

static struct glass_value constant_value(const void *from, uint32_t i)
{
    return ((const struct glass_value *)from)[i];
}

static void refuses_bad_values(void **state)
{
    static const struct glass_value twice[] = {{2, 1, "a"}, {2, 1, "b"}};
    static const struct glass_value empty[] = {{2, 1, "a"}, {3, 0, ""}};
    static const struct glass_value alone[] = {{9, 1, "a"}};
    (void)state;
    struct glass_root root;
    struct glass_stats stats;
    struct glass_slot slots[] = {{5, 2, constant_value, twice}, {5, 1, constant_value, alone}};
    struct glass_postlist *p = glass_postlist_new(folder);
    REFUSES(glass_postlist_values(p, slots, 1, &gerror), "slot 5 are not in the order");
    slots[0].from = empty;
    REFUSES(glass_postlist_values(p, slots, 1, &gerror), "slot 5 of document 3");
    REFUSES(glass_postlist_values(p, slots + 1, 1, &gerror) &&
                glass_postlist_values(p, slots + 1, 1, &gerror),
            "order");
    REFUSES(glass_postlist_finish(p, &root, &stats, &gerror), "document 9");
    glass_postlist_free(p);
}

static void refuses_bad_positions(void **state)
{
    static const uint32_t positions[] = {5, 9, 9};
    (void)state;
    struct glass_position *p = glass_position_new(folder);
    REFUSES(glass_position_add(p, 1, positions, 1, &gerror), "order");
    GLASS(glass_position_term(p, "a\0", 2, &gerror));
    REFUSES(glass_position_add(p, 0, positions, 1, &gerror), "order");
    REFUSES(glass_position_add(p, 1, positions, 3, &gerror), "ascend");
    GLASS(glass_position_add(p, 4, positions, 2, &gerror));
    REFUSES(glass_position_add(p, 4, positions, 2, &gerror), "order");
    REFUSES(glass_position_term(p, "a\0", 2, &gerror), "order");
    REFUSES(glass_position_term(p, "a", 1, &gerror), "order");
    GLASS(glass_position_term(p, "a\0\0", 3, &gerror));
    glass_position_free(p);
}

static void refuses_bad_term_lists(void **state)
{
    memset(long_term, 'x', sizeof long_term);
    static const struct glass_term refused[] = {
        {"", 0, 1}, {long_term, GLASS_TERM_MAX + 1, 1}, {"ab", 2, 1}, {"a", 1, 1}};
    static const uint32_t slots[] = {4, 4};
    (void)state;
    uint8_t tag[2000];
    struct glass_list list;
    struct glass_termlist *t = glass_termlist_new(folder);
    glass_list_begin(&list, tag, 1, 1);
    assert_false(glass_list_add(&list, &refused[0]));
    assert_false(glass_list_add(&list, &refused[1]));
    assert_true(glass_list_add(&list, &(struct glass_term){"ab", 2, 1}));
    const uint8_t *end = list.to;
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_false(glass_list_add(&list, &refused[i]));
    assert_ptr_equal(list.to, end);
    assert_true(glass_list_add(&list, &(struct glass_term){"ab\0", 3, 1}));
    assert_true(glass_list_add(&list, &(struct glass_term){long_term, GLASS_TERM_MAX, 1}));
    REFUSES(glass_termlist_add(t, 0, "", 0, false, &gerror), "order");
    GLASS(glass_termlist_add(t, 7, "", 0, false, &gerror));
    REFUSES(glass_termlist_add(t, 7, "", 0, false, &gerror), "order");
    REFUSES(glass_termlist_slots(t, slots, 2, &gerror), "ascend");
    GLASS(glass_termlist_slots(t, slots, 1, &gerror));
    glass_termlist_free(t);
}

static void refuses_bad_synonyms(void **state)
{
    (void)state;
    struct glass_synonym *s = glass_synonym_new(folder);
    memset(long_term, 'x', sizeof long_term);
    REFUSES(glass_synonym_add(s, "b", 1, &gerror), "order");
    REFUSES(glass_synonym_term(s, "", 0, &gerror), "bytes");
    REFUSES(glass_synonym_term(s, long_term, 256, &gerror), "bytes");
    GLASS(glass_synonym_term(s, "a", 1, &gerror));
    GLASS(glass_synonym_add(s, "b", 1, &gerror));
    REFUSES(glass_synonym_add(s, "b", 1, &gerror), "order");
    REFUSES(glass_synonym_add(s, "", 0, &gerror), "bytes");
    REFUSES(glass_synonym_add(s, long_term, 256, &gerror), "bytes");
    GLASS(glass_synonym_term(s, "a", 1, &gerror));
    GLASS(glass_synonym_add(s, "c", 1, &gerror));
    REFUSES(glass_synonym_finish(s, &(struct glass_root){0}, &gerror), "order");
    glass_synonym_free(s);
}

static void refuses_bad_data(void **state)
{
    (void)state;
    struct glass_docdata *d = glass_docdata_new(folder);
    REFUSES(glass_docdata_add(d, 0, "a", 1, false, &gerror), "numbered");
    GLASS(glass_docdata_add(d, 2, "a", 1, false, &gerror));
    REFUSES(glass_docdata_add(d, 2, "a", 1, false, &gerror), "order");
    size_t length = 140u << 20;
    char *data = xcalloc(length, 1);
    REFUSES(glass_docdata_add(d, 3, data, length, false, &gerror), "too long");
    free(data);
    glass_docdata_free(d);
}

/* Files that are there, folders that are not, disks that are full. */
static void reports_what_the_system_says(void **state)
{
    (void)state;
    struct glass_root root;
    struct glass_docdata *d = glass_docdata_new("/nonexistent");
    GLASS(glass_docdata_add(d, 1, "a", 1, false, &gerror));
    REFUSES(glass_docdata_finish(d, &root, &gerror), "/nonexistent/docdata.glass: No such file");
    glass_docdata_free(d);
    for (int i = 0; i < 2; i++) {
        d = glass_docdata_new(folder);
        GLASS(glass_docdata_add(d, 1, "a", 1, false, &gerror));
        if (i == 0)
            GLASS(glass_docdata_finish(d, &root, &gerror));
        else
            REFUSES(glass_docdata_finish(d, &root, &gerror), "docdata.glass: File exists");
        glass_docdata_free(d);
    }

    struct rlimit old;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    struct rlimit small = {.rlim_cur = 100000, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct glass_position *p = glass_position_new(folder);
    GLASS(glass_position_term(p, "a", 1, &gerror));
    bool done = true;
    uint32_t docid = 0;
    while (done && docid < 1000000)
        done = glass_position_add(p, ++docid, &docid, 1, &gerror);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_false(done);
    assert_non_null(strstr(gerror.message, "position.glass: File too large"));
    glass_position_free(p);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(refuses_bad_postings),           TEST(refuses_totals_that_differ),
        TEST(refuses_keys_that_are_too_long), TEST(refuses_bad_values),
        TEST(refuses_bad_positions),          TEST(refuses_bad_term_lists),
        TEST(refuses_bad_synonyms),           TEST(refuses_bad_data),
        TEST(reports_what_the_system_says),
    };
    return run_tap(tests);
}
