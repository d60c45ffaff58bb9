/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a query: an error with a place, a message and a cure, or else a tree that prints
 * as a query of an equal tree, and prints the same again. */
#undef NDEBUG

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct date today = {2024, 6, 15};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query_error error = {0};
    struct node *node = query_parse((const char *)data, size, today, &error);
    if (!node) {
        assert(error.column >= 1 && error.column <= size + 1);
        assert(error.message[0] && error.cure[0]);
        return 0;
    }
    char *printed = query_print(node);
    struct node *again = query_parse(printed, strlen(printed), today, &error);
    assert(again);
    assert(query_equal(node, again));
    assert(query_has_words(node) == query_has_words(again));
    char *twice = query_print(again);
    assert(strcmp(printed, twice) == 0);
    free(query_outline(node));
    free(twice);
    free(printed);
    query_free(again);
    query_free(node);
    return 0;
}
