/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a page, and as a piece of one: text that is valid UTF-8 and not much longer than
 * the bytes, a date that exists and says where it was found. */
#undef NDEBUG

#include <assert.h>
#include <stdint.h>

#include "indexer/read/html.h"
#include "lib/text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct slice text, size_t size)
{
    struct arena arena = {0};
    size_t replaced;
    if (!text.length)
        return; /* it may have no bytes at all */
    utf8_clean(text, &arena, &replaced);
    assert(replaced == 0);
    assert(text.length <= 4 * size + 4);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct entry e;
    size_t replaced;
    struct slice page = {(const char *)data, size};
    html_read(page, &(struct html_hints){.url = "https://example.org/2023/05/26/"}, &arena, &e);
    check_text(e.text, size);
    check_text(e.title, size);
    assert(date_is_valid(e.date.date));
    assert(e.date.status == DATE_OK || date_is_none(e.date.date));
    assert(!date_is_none(e.date.date) == (e.date.where && e.date.status == DATE_OK));
    check_text(html_text(utf8_clean(page, &arena, &replaced), &arena), 3 * size);
    arena_free(&arena);
    return 0;
}
