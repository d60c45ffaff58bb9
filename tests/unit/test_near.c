/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NEAR in one document, against trying all choices; and that it stays quick where those are many.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/near.h"
#include "tests/unit/test.h"

enum { SIDES = 5, PLACES = 24 };

/* A document of letters; a side of NEAR is a set of letters, or two in a row. */
struct side {
    char letters[3];
    bool phrase;
};

static void find(const char *text, const struct side *side, struct spans *out)
{
    out->count = 0;
    for (uint32_t i = 0; text[i]; i++) {
        if (!side->phrase && strchr(side->letters, text[i]))
            spans_add(out, i, i);
        if (side->phrase && strncmp(text + i, side->letters, 2) == 0)
            spans_add(out, i, i + 1);
    }
}

static bool try_all(const struct spans *sides, size_t count, size_t i, unsigned window,
                    struct span *chosen)
{
    if (i == count)
        return true;
    for (size_t j = 0; j < sides[i].count; j++) {
        bool fits = true;
        struct span s = chosen[i] = sides[i].list[j];
        for (size_t k = 0; fits && k < i; k++) {
            struct span o = chosen[k];
            uint32_t apart = s.start > o.end   ? s.start - o.end
                             : o.start > s.end ? o.start - s.end
                                               : 0;
            fits = apart > 0 && apart <= window;
        }
        if (fits && try_all(sides, count, i + 1, window, chosen))
            return true;
    }
    return false;
}

static bool share(const struct side *a, const struct side *b)
{
    return strpbrk(a->letters, b->letters) != NULL;
}

/* Kinds and groups of sides, as positions.c makes them of plans. */
static size_t make_kinds(const struct side *sides, size_t side_count, struct near_kind *kinds,
                         size_t *which)
{
    size_t count = 0;
    size_t groups = 0;
    for (size_t i = 0; i < side_count; i++) {
        size_t k = 0;
        while (k < count && memcmp(&sides[which[k]], &sides[i], sizeof *sides) != 0)
            k++;
        if (k == count) {
            kinds[count] = (struct near_kind){0, count};
            which[count++] = i;
        }
        kinds[k].times++;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            size_t old = kinds[j].group;
            for (size_t k = 0; share(&sides[which[i]], &sides[which[j]]) && k < count; k++)
                if (kinds[k].group == old)
                    kinds[k].group = kinds[i].group;
        }
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].group >= SIDES)
            continue;
        size_t old = kinds[i].group;
        for (size_t k = i; k < count; k++)
            if (kinds[k].group == old)
                kinds[k].group = SIDES + groups;
        groups++;
    }
    for (size_t i = 0; i < count; i++)
        kinds[i].group -= SIDES;
    return count;
}

static struct side random_side(uint64_t *seed)
{
    struct side s = {.phrase = next_random(seed) % 4 == 0};
    s.letters[0] = (char)('a' + next_random(seed) % 6);
    if (s.phrase || next_random(seed) % 3 == 0)
        s.letters[1] = (char)('a' + next_random(seed) % 6);
    return s;
}

static void equals_trying_all(void **state)
{
    (void)state;
    uint64_t seed = 5;
    int matched = 0;
    for (int n = 0; n < 30000; n++) {
        char text[PLACES + 1] = "";
        struct side sides[SIDES];
        struct spans all[SIDES] = {{0}};
        struct span chosen[SIDES];
        const struct spans *by_kind[SIDES];
        struct near_kind kinds[SIDES] = {{0}};
        size_t which[SIDES];
        unsigned window = 1 + (unsigned)(next_random(&seed) % 8);
        size_t side_count = 2 + next_random(&seed) % (SIDES - 1);
        size_t length = 1 + next_random(&seed) % PLACES;
        for (size_t i = 0; i < length; i++)
            text[i] = (char)('a' + next_random(&seed) % 9);
        for (size_t i = 0; i < side_count; i++) {
            sides[i] = i && next_random(&seed) % 4 == 0 ? sides[i - 1] : random_side(&seed);
            find(text, &sides[i], &all[i]);
        }
        size_t count = make_kinds(sides, side_count, kinds, which);
        for (size_t i = 0; i < count; i++)
            by_kind[i] = &all[which[i]];
        struct near *near = near_new(kinds, count, window);
        assert_non_null(near);
        bool ours = near_matches(near, by_kind);
        bool expected = try_all(all, side_count, 0, window, chosen);
        if (ours != expected)
            fail_msg("%s within %u: %d", text, window, ours);
        matched += ours;
        near_free(near);
        for (size_t i = 0; i < SIDES; i++)
            free(all[i].list);
    }
    assert_in_range(matched, 1000, 29000);
}

/* Forty sides, two of them alike, in a long text that has all but one: every choice would fail. */
static void many_sides_are_quick(void **state)
{
    (void)state;
    struct near_kind kinds[40];
    struct spans spans[40] = {{0}};
    const struct spans *list[40];
    for (size_t i = 0; i < 40; i++) {
        kinds[i] = (struct near_kind){1 + (i == 0), i};
        list[i] = &spans[i];
        for (uint32_t at = 0; i < 39 && at < 400000; at += 40)
            spans_add(&spans[i], at + (uint32_t)i, at + (uint32_t)i);
    }
    spans_add(&spans[39], 900000, 900000);
    struct near *near = near_new(kinds, 40, 1000);
    assert_false(near_matches(near, list));
    near_free(near);
    for (size_t i = 0; i < 40; i++)
        free(spans[i].list);
}

static void too_many_alike_are_refused(void **state)
{
    (void)state;
    struct near_kind kinds[11];
    for (size_t i = 0; i < 11; i++)
        kinds[i] = (struct near_kind){1, 0};
    assert_null(near_new(kinds, 11, 10));
    struct near *near = near_new(kinds, 10, 10);
    assert_non_null(near);
    near_free(near);
    kinds[0].times = 500; /* of one word, as many as there are */
    near = near_new(kinds, 1, 10);
    assert_non_null(near);
    near_free(near);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equals_trying_all),
                                       cmocka_unit_test(many_sides_are_quick),
                                       cmocka_unit_test(too_many_alike_are_refused)};
    return run_tap(tests);
}
