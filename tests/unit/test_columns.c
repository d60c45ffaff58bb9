/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns: random rows come back; damage is found, and read by nobody. */
#include "lib/date/date.h"
#include "lib/index/columns.h"
#include "tests/unit/sealed_test.h"

#define ROW_BYTES (offsetof(struct column_row, format) + 1) /* what comes after is padding */

enum shape { ORDERED = 1, SAME = 2, LONG = 4, SIGNED = 8 };

static struct column_row *random_rows(uint32_t count, unsigned shape, uint64_t seed)
{
    struct column_row *rows = xcalloc(count + 1, sizeof *rows);
    for (uint32_t i = 0; i < count; i++) {
        int32_t day = shape & ORDERED ? (int32_t)i / 7 : (int32_t)(next_random(&seed) % 900000);
        rows[i].date = next_random(&seed) % 5 || (shape & ORDERED && i)
                           ? date_to_number(date_from_days(day))
                           : 0;
        rows[i].length = (uint32_t)(next_random(&seed) % (shape & LONG ? UINT32_MAX : 256));
        rows[i].id = next_random(&seed);
        rows[i].signature = shape & SIGNED ? next_random(&seed) : 0;
        rows[i].source = shape & SAME ? 3 : (uint8_t)(next_random(&seed) % 5);
        rows[i].format = shape & SAME ? 7 : (uint8_t)(next_random(&seed) % 64);
    }
    return rows;
}

static void write_rows(int folder, const struct column_row *rows, uint32_t count)
{
    struct error error;
    unlink(COLUMNS_FILE);
    struct columns_writer *w = columns_create(folder, "columns", &error);
    assert_non_null(w);
    for (uint32_t i = 0; i < count; i++)
        assert_ok(columns_add(w, &rows[i], &error));
    assert_ok(columns_finish(w, &error));
    columns_writer_free(w);
}

static void same_rows(struct columns *c, const struct column_row *rows, uint32_t count)
{
    struct error error;
    uint64_t total = 0, wanted = 0;
    uint32_t undated = 0;
    bool ordered = true;
    assert_int_equal(c->documents, count);
    for (uint32_t i = 0; i < count; i++) {
        struct column_row row;
        assert_ok(columns_row(c, i + 1, &row, &error));
        assert_memory_equal(&row, &rows[i], ROW_BYTES);
        wanted += rows[i].length;
        undated += !rows[i].date;
        ordered &= i == 0 || rows[i - 1].date <= rows[i].date;
    }
    assert_ok(columns_check(c, &total, &error));
    assert_int_equal(total, wanted);
    assert_int_equal(c->undated, undated);
    assert_int_equal(c->ordered, ordered);
    struct column_row row;
    assert_false(columns_row(c, 0, &row, &error));
    assert_false(columns_row(c, count + 1, &row, &error));
    assert_null(columns_dates(c, 1, count + 1, &error));
    assert_null(columns_dates(c, UINT32_MAX, 2, &error));
    if (count == 0)
        return;
    const uint32_t *dates = columns_dates(c, 1, count, &error);
    const void *lengths = columns_lengths(c, 1, count, &error);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(dates[i], rows[i].date);
        assert_int_equal(columns_length(lengths, columns_length_width(c), i), rows[i].length);
    }
}

static void round_trip(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    static const uint32_t counts[] = {0, 1, 2, 7, 1000, 20011};
    for (unsigned shape = 0; shape < 16; shape++)
        for (size_t t = 0; t < COUNT(counts); t++) {
            struct column_row *rows = random_rows(counts[t], shape, t + shape * 10 + 1);
            struct columns c;
            write_rows(folder, rows, counts[t]);
            assert_ok(columns_open(&c, folder, "columns", &error));
            same_rows(&c, rows, counts[t]);
            if (counts[t] > 1000) {
                assert_int_equal(c.width[COLUMN_LENGTH], shape & LONG ? 4 : 1);
                assert_int_equal(c.width[COLUMN_SIGNATURE], shape & SIGNED ? 8 : 0);
                assert_int_equal(c.width[COLUMN_FORMAT], shape & SAME ? 0 : 1);
            }
            columns_close(&c);
            free(rows);
        }
    close(folder);
}

static void more_than_the_room(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    enum { MANY = 300000 };
    struct column_row *rows = random_rows(MANY, SIGNED | LONG, 9);
    struct columns c;
    write_rows(folder, rows, MANY);
    assert_ok(columns_open(&c, folder, "columns", &error));
    for (uint32_t i = 0; i < MANY; i += 101) {
        struct column_row row;
        assert_ok(columns_row(&c, i + 1, &row, &error));
        assert_memory_equal(&row, &rows[i], ROW_BYTES);
    }
    columns_close(&c);
    free(rows);
    close(folder);
}

struct hits {
    uint32_t docids[8];
    size_t count, most;
};

static bool hit(void *context, uint32_t docid, uint64_t id)
{
    struct hits *h = context;
    (void)id;
    h->docids[h->count++] = docid;
    return h->count < h->most;
}

static void finds_ids(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct column_row rows[5] = {{.id = UINT64_C(0x1234567890abcdef)},
                                 {.id = UINT64_C(0x1234567890ffffff)},
                                 {.id = 0},
                                 {.id = UINT64_MAX},
                                 {.id = UINT64_C(0x1234567890abcdef)}};
    static const struct {
        uint64_t id;
        unsigned digits;
        size_t count;
    } cases[] = {{UINT64_C(0x1234567890abcdef), 16, 2},
                 {UINT64_C(0x1234567890000000), 10, 3},
                 {UINT64_C(0x1234567890000000), 11, 0},
                 {UINT64_C(0x1000000000000000), 1, 3},
                 {UINT64_MAX, 16, 1},
                 {0, 16, 1}};
    struct columns c;
    write_rows(folder, rows, 5);
    assert_ok(columns_open(&c, folder, "columns", &error));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hits h = {.most = 8};
        assert_ok(columns_find_id(&c, cases[i].id, cases[i].digits, hit, &h, &error));
        assert_int_equal(h.count, cases[i].count);
    }
    struct hits one = {.most = 1};
    assert_ok(columns_find_id(&c, rows[0].id, 16, hit, &one, &error));
    assert_int_equal(one.count, 1);
    assert_int_equal(one.docids[0], 1);
    columns_close(&c);
    close(folder);
}

struct damage {
    int folder;
    const struct column_row *rows;
    uint32_t count;
};

static void use_damaged(bool sealed, void *context)
{
    struct damage *d = context;
    struct error error = {0};
    struct columns c;
    uint64_t total;
    if (!columns_open(&c, d->folder, "columns", &error)) {
        assert_int_not_equal(error.status, ERROR_NONE);
        return;
    }
    for (uint32_t i = 0; i < d->count; i++) {
        struct column_row row;
        if (columns_row(&c, i + 1, &row, &error) && sealed)
            assert_memory_equal(&row, &d->rows[i], ROW_BYTES);
    }
    if (sealed)
        assert_false(columns_check(&c, &total, &error));
    else
        columns_check(&c, &total, &error);
    columns_close(&c);
}

static void damaged(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 3, 1000};
    for (size_t t = 0; t < COUNT(counts); t++) {
        struct column_row *rows = random_rows(counts[t], SIGNED, 3);
        struct damage d = {here(), rows, counts[t]};
        write_rows(d.folder, rows, counts[t]);
        file_damage(COLUMNS_FILE, 400, t + 1, use_damaged, &d);
        close(d.folder);
        free(rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(round_trip),
        SCRATCH_TEST(more_than_the_room),
        SCRATCH_TEST(finds_ids),
        SCRATCH_TEST(damaged),
    };
    return run_tap(tests);
}
