/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of lib/date/range.h: what ranges contain, have in common, print as and are covered by. */
#include "tests/unit/test.h"

#include <string.h>

#include "lib/date/range.h"

#define LAST_DAY 3652058

static void assert_date(struct date found, struct date expected)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    if (date_compare(found, expected) != 0)
        fail_msg("%s is not %s", date_print(found, a), date_print(expected, b));
}

static void assert_range(struct range found, struct range expected)
{
    assert_int_equal(found.undated, expected.undated);
    if (found.undated)
        return;
    assert_date(found.first, expected.first);
    assert_date(found.last, expected.last);
}

/* The range that a text means on the day `today`, given as a number: 20230526. */
static struct range parsed(uint32_t today, const char *text)
{
    struct range r;
    struct range_error e;
    if (!range_parse(text, strlen(text), date_from_number(today), &r, &e))
        fail_msg("'%s': %s; %s", text, e.message, e.cure);
    return r;
}

/* Ranges of a few days, of some years, and of anything. */
static struct range random_range(uint64_t *seed)
{
    static const uint32_t lengths[] = {1, 40, 400, 4000, LAST_DAY};
    uint32_t most = lengths[next_random(seed) % COUNT(lengths)];
    int32_t first = (int32_t)(next_random(seed) % (LAST_DAY + 1));
    int32_t last = first + (int32_t)(next_random(seed) % most);
    if (last > LAST_DAY)
        last = LAST_DAY;
    return (struct range){date_from_days(first), date_from_days(last), false};
}

static struct range random_whole_units(uint64_t *seed)
{
    struct range r = random_range(seed);
    r.first.day = r.last.day = 0;
    if (next_random(seed) % 2)
        r.first.month = r.last.month = 0;
    return (struct range){date_first_day(r.first), date_last_day(r.last), false};
}

static void test_print(void **state)
{
    (void)state;
    char text[RANGE_TEXT];
    assert_string_equal(range_print(range_all(), text), "..");
    assert_string_equal(range_print((struct range){.undated = true}, text), "none");
    assert_string_equal(range_print(parsed(20230526, "2023-05..2024-02"), text),
                        "2023-05-01..2024-02-29");
}

static void test_parse_what_is_printed(void **state)
{
    (void)state;
    uint64_t seed = 3;
    char text[RANGE_TEXT];
    for (int i = 0; i < 20000; i++) {
        struct range r = random_range(&seed);
        if (i % 10 == 1)
            r.first = RANGE_FIRST;
        if (i % 10 == 2)
            r.last = RANGE_LAST;
        if (!range_is_all(r))
            assert_range(parsed(20230526, range_print(r, text)), r);
    }
    assert_range(parsed(20230526, "none"), (struct range){.undated = true});
}

static void test_all(void **state)
{
    (void)state;
    assert_true(range_is_all(range_all()));
    assert_true(range_is_all(parsed(20230526, "0001..9999")));
    assert_false(range_is_all(parsed(20230526, "0001-01-02..")));
    assert_false(range_is_all(parsed(20230526, "..9999-12-30")));
    assert_false(range_is_all((struct range){RANGE_FIRST, RANGE_LAST, true}));
}

static void test_intersect(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        const char *both; /* NULL if they have no day in common */
    } rows[] = {
        {"2023", "2023-05", "2023-05"},
        {"2023..", "..2024", "2023..2024"},
        {"2022..2023-05", "2023-05-26..2025", "2023-05-26..2023-05-31"},
        {"2023-05-26", "2023-05-26", "2023-05-26"},
        {"..2023-05-26", "2023-05-26..", "2023-05-26"},
        {"..2023-05-25", "2023-05-26..", NULL},
        {"2022", "2024", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct range a = parsed(20230526, rows[i].a), b = parsed(20230526, rows[i].b);
        struct range both;
        for (int swapped = 0; swapped < 2; swapped++) {
            bool any = swapped ? range_intersect(b, a, &both) : range_intersect(a, b, &both);
            assert_int_equal(any, rows[i].both != NULL);
            if (any)
                assert_range(both, parsed(20230526, rows[i].both));
        }
        assert_true(range_intersect(a, range_all(), &both));
        assert_range(both, a);
    }
}

static void test_contains(void **state)
{
    (void)state;
    static const struct {
        const char *range;
        struct date date;
        bool contained;
    } rows[] = {
        {"2023", {2023, 0, 0}, true},          {"2023", {2023, 5, 0}, true},
        {"2023", {2023, 5, 26}, true},         {"2023", {2022, 12, 31}, false},
        {"2023", {2024, 0, 0}, false},         {"2023", {0, 0, 0}, false},
        {"2023-05", {2023, 0, 0}, false},      {"2023-05", {2023, 5, 0}, true},
        {"2023-05", {2023, 5, 1}, true},       {"2023-05", {2023, 5, 31}, true},
        {"2023-05", {2023, 6, 0}, false},      {"2023-05", {2023, 6, 1}, false},
        {"2023-05-26", {2023, 5, 26}, true},   {"2023-05-26", {2023, 5, 0}, false},
        {"2023-05-02..", {2023, 5, 0}, false}, {"2023-05-02..", {2023, 6, 0}, true},
        {"2023-05-02..", {2023, 0, 0}, false}, {"2023-05-02..", {2024, 0, 0}, true},
        {"..2024-02-28", {2024, 2, 0}, false}, {"..2024-02-29", {2024, 2, 0}, true},
        {"..2024-12-30", {2024, 0, 0}, false}, {"0001..9999", {9999, 12, 31}, true},
        {"0001..9999", {0, 0, 0}, false},      {"none", {0, 0, 0}, true},
        {"none", {2023, 0, 0}, false},         {"none", {2023, 5, 26}, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[DATE_TEXT];
        if (range_contains(parsed(20230526, rows[i].range), rows[i].date) != rows[i].contained)
            fail_msg("%s in %s", date_print(rows[i].date, text), rows[i].range);
    }
}

/* Whether each single day that `d` names is a day of the range. */
static bool all_days_inside(struct range r, struct date d)
{
    int32_t first = date_to_days(r.first), last = date_to_days(r.last);
    for (int32_t day = 0; day < 366; day++) {
        struct date x = date_from_days(date_to_days(date_first_day(d)) + day);
        bool named =
            x.year == d.year && (!d.month || x.month == d.month) && (!d.day || x.day == d.day);
        if (named && (date_to_days(x) < first || date_to_days(x) > last))
            return false;
    }
    return true;
}

static void test_contains_random(void **state)
{
    (void)state;
    uint64_t seed = 4;
    int contained = 0;
    for (int i = 0; i < 3000; i++) {
        struct range r = random_range(&seed);
        struct date d = i % 2 ? r.first : r.last;
        if (i % 3)
            d.day = 0;
        if (i % 3 == 2)
            d.month = 0;
        if (i % 5 == 0)
            r = random_whole_units(&seed);
        assert_int_equal(range_contains(r, d), all_days_inside(r, d));
        contained += range_contains(r, d);
    }
    assert_in_range(contained, 500, 2500); /* both answers were tested */
}

/* What a cover was so far. */
struct seen {
    struct range range;
    int32_t next; /* the day that the next part must begin on */
    int parts;
};

static void see_part(struct date part, void *context)
{
    struct seen *seen = context;
    char text[DATE_TEXT];
    if (!date_is_valid(part) || date_is_none(part) || !range_contains(seen->range, part))
        fail_msg("%s is no part of the range", date_print(part, text));
    if (date_to_days(date_first_day(part)) != seen->next)
        fail_msg("%s does not follow", date_print(part, text));
    seen->next = date_to_days(date_last_day(part)) + 1;
    seen->parts++;
}

/* How many parts a cover needs: each year inside, else each month inside, else each day. */
static int parts_needed(struct range r)
{
    int parts = 0;
    for (int year = r.first.year; year <= r.last.year; year++) {
        if (range_contains(r, (struct date){(int16_t)year, 0, 0})) {
            parts++;
            continue;
        }
        for (int month = 1; month <= 12; month++) {
            struct date d = {(int16_t)year, (int8_t)month, 0};
            if (range_contains(r, d)) {
                parts++;
                continue;
            }
            for (d.day = 1; d.day <= date_month_days(year, month); d.day++)
                parts += range_contains(r, d);
        }
    }
    return parts;
}

static int assert_cover(struct range r)
{
    char text[RANGE_TEXT];
    struct seen seen = {r, date_to_days(r.first), 0};
    range_cover(r, see_part, &seen);
    if (seen.next != date_to_days(r.last) + 1)
        fail_msg("the cover of %s ends early", range_print(r, text));
    if (seen.parts != parts_needed(r))
        fail_msg("the cover of %s has %d parts", range_print(r, text), seen.parts);
    return seen.parts;
}

static void test_cover_random(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 500; i++) {
        assert_cover(random_range(&seed));
        assert_cover(random_whole_units(&seed));
    }
}

static void add_part(struct date part, void *context)
{
    char text[DATE_TEXT];
    strcat(context, " ");
    strcat(context, date_print(part, text));
}

static void test_cover(void **state)
{
    (void)state;
    static const struct {
        const char *range, *parts;
    } rows[] = {
        {"2023", " 2023"},
        {"2023-05", " 2023-05"},
        {"2023-05-26", " 2023-05-26"},
        {"2022-12-30..2024-02-01", " 2022-12-30 2022-12-31 2023 2024-01 2024-02-01"},
        {"2022-11..2025", " 2022-11 2022-12 2023 2024 2025"},
        {"2023-02-27..2023-04", " 2023-02-27 2023-02-28 2023-03 2023-04"},
        {"..0002-01-01", " 0001 0002-01-01"},
        {"9999-11-30..", " 9999-11-30 9999-12"},
        {"none", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char parts[256] = "";
        range_cover(parsed(20230526, rows[i].range), add_part, parts);
        assert_string_equal(parts, rows[i].parts);
    }
}

static void test_cover_at_most(void **state)
{
    (void)state;
    assert_int_equal(assert_cover(range_all()), 9999);
    assert_int_equal(assert_cover(parsed(20230526, "0001-01-02..9999-12-30")), 9997 + 22 + 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_print),         cmocka_unit_test(test_parse_what_is_printed),
        cmocka_unit_test(test_all),           cmocka_unit_test(test_intersect),
        cmocka_unit_test(test_contains),      cmocka_unit_test(test_contains_random),
        cmocka_unit_test(test_cover),         cmocka_unit_test(test_cover_random),
        cmocka_unit_test(test_cover_at_most),
    };
    return run_tap(tests);
}
