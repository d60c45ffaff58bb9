/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a date, a range and a path: what is read is in the calendar, what is refused says
 * where and what to write, and a cure that is one text parses. */
#undef NDEBUG

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/date/date.h"
#include "lib/date/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct date today = {2024, 6, 15};

static void check_range(const char *text, size_t size)
{
    struct range range, again;
    struct range_error error = {0}, none;
    if (range_parse(text, size, today, &range, &error)) {
        char printed[RANGE_TEXT];
        assert(range.undated || date_compare(range.first, range.last) <= 0);
        assert(range.undated || (date_is_valid(range.first) && date_is_valid(range.last)));
        range_print(range, printed);
        if (strcmp(printed, "..") != 0) {
            assert(range_parse(printed, strlen(printed), today, &again, &none));
            assert(range_equal(range, again));
        }
        return;
    }
    assert(error.column >= 1 && error.column <= size + 1);
    assert(error.message[0] && strncmp(error.cure, "write ", 6) == 0);
    const char *cure = error.cure + 6;
    assert(strchr(cure, ' ') || range_parse(cure, strlen(cure), today, &again, &none));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date date;
    enum date_status status = date_parse((const char *)data, size, &date);
    assert(date_is_valid(date) && (status == DATE_OK) == !date_is_none(date));
    check_range((const char *)data, size);
    char *path = malloc(size + 1);
    assert(path);
    memcpy(path, data, size);
    path[size] = '\0';
    status = date_from_path(path, 2025, size % 2, &date);
    assert(date_is_valid(date) && (status == DATE_OK) == !date_is_none(date));
    free(path);
    return 0;
}
