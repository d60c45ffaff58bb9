/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the glass writers share: a folder for each test, and calls that must do. */
#ifndef DATELINE_TESTS_UNIT_GLASS_TEST_H
#define DATELINE_TESTS_UNIT_GLASS_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/glass/termlist.h"
#include "tests/unit/glass_call.h"

/* The tag for the terms of a document. */
static inline void encode_list(const struct glass_term *terms, size_t count, struct buf *tag)
{
    struct glass_list list;
    size_t room = GLASS_LIST_HEAD;
    uint32_t length = 0;
    for (size_t i = 0; i < count; i++) {
        room += glass_list_room(terms[i].length, terms[i].wdf);
        length += terms[i].wdf;
    }
    char *start = buf_reserve(tag, room);
    glass_list_begin(&list, (uint8_t *)start, length, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        if (!glass_list_add(&list, &terms[i]))
            fail_msg("term %zu of a list was refused", i);
    if (count)
        tag->length += (size_t)((char *)list.to - start);
    assert_true(tag->length <= room);
}

static const char *const database_files[] = {
    "postlist.glass", "position.glass", "termlist.glass", "docdata.glass",
    "synonym.glass",  "iamglass",       "flintlock",
};

/* Removes a database and its folder. */
static inline int remove_database(const char *path)
{
    char file[200];
    for (size_t i = 0; i < COUNT(database_files); i++) {
        snprintf(file, sizeof file, "%s/%s", path, database_files[i]);
        unlink(file);
    }
    return rmdir(path);
}

/* The folder of the test at hand: set up and torn down by TEST(). */
static char folder[64];

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_glass.XXXXXX");
    return mkdtemp(folder) == NULL;
}

static inline int remove_folder(void **state)
{
    (void)state;
    return remove_database(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

#endif
