/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of output formats share: a presenter that writes to memory, and hits. */
#ifndef DATELINE_TESTS_UNIT_PRESENT_TEST_H
#define DATELINE_TESTS_UNIT_PRESENT_TEST_H

#include "searcher/present/present.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#define DOTS "\xE2\x80\xA6"
#define BAD "\xEF\xBF\xBD"

/* Controls of all kinds, a link to elsewhere, reversed text, bytes that are no UTF-8. */
#define NASTY                                              \
    "a\033[31m\033]8;;http://evil\033\\\x07\x7F\r\xC2\x9B" \
    "2J\xC2\x90\xE2\x80\xAE"                               \
    "b"                                                    \
    "\xE2\x81\xA6"                                         \
    "c\xFF\x9B\xE2\x80 \"<z>,\\"

/* A presenter that writes to memory. */
struct fixture {
    struct presenter p;
    char *out;
    char *notes;
    size_t out_length;
    size_t notes_length;
};

static inline void start(struct fixture *f, const char *format)
{
    *f = (struct fixture){.p = {.format = present_find(format), .columns = 80}};
    assert_non_null(f->p.format);
    f->p.out = open_memstream(&f->out, &f->out_length);
    f->p.notes = open_memstream(&f->notes, &f->notes_length);
}

static inline void finish(struct fixture *f)
{
    fclose(f->p.out);
    fclose(f->p.notes);
}

static inline void end(struct fixture *f)
{
    free(f->out);
    free(f->notes);
}

static inline void check(struct fixture *f, const char *out, const char *notes)
{
    finish(f);
    assert_string_equal(f->out, out);
    assert_string_equal(f->notes, notes);
    end(f);
}

static const struct record maslov = {.path = "press/a.txt",
                                     .number = "",
                                     .id = "dd81aae63a0123456789",
                                     .key = "",
                                     .title = "US sanctions the head of Wagner in Mali",
                                     .from = "Reuters",
                                     .url = "https://example.org/a?b=c",
                                     .date = {2023, 5, 26},
                                     .date_source = FROM_HEADER,
                                     .text = {"One.\n\nTwo.", 10}};

static const struct record memo = {.path = "press/many.jsonl.gz",
                                   .number = "17",
                                   .id = "0123456789abcdef0123",
                                   .key = "no 7\t8",
                                   .title = "A \"memo\", undated",
                                   .from = "",
                                   .url = "",
                                   .text = {"", 0}};

static const struct record nasty = {.path = NASTY,
                                    .number = NASTY,
                                    .id = "ffffffffff0123456789",
                                    .key = NASTY,
                                    .title = NASTY "\nsecond\tline",
                                    .from = NASTY,
                                    .url = "https://x.org/" NASTY,
                                    .date = {2023, 5, 0},
                                    .date_source = FROM_NAME,
                                    .text = {NASTY "\r\nnext\n", sizeof NASTY + 6}};

static char passage_text[] = DOTS " posed sanctions on " DOTS;
static struct snippet_mark marks[] = {{10, 19}};
static const struct snippet passage = {
    .text = {passage_text, sizeof passage_text - 1, 0}, .marks = marks, .count = 1};

static const struct hit first = {1,        12.5, &maslov, "../press/a.txt", "/home/x/press/a.txt",
                                 &passage, NULL};
static const struct hit second = {2, 1.25, &memo, "../press/many.jsonl.gz", NULL, NULL, NULL};
static const struct hit third = {103, 0.5, &nasty, NASTY, "/" NASTY, NULL, NULL};

static const struct range may = {{2023, 5, 1}, {2024, 2, 29}, false};
static const struct range from_may = {{2023, 5, 1}, {9999, 12, 31}, false};
static const struct range everything = {{1, 1, 1}, {9999, 12, 31}, false};
static const struct range undated_only = {.undated = true};

/* A row of a histogram whose largest count is `most`. */
static inline struct bucket bucket(const char *by, const char *key, uint64_t count, uint64_t most)
{
    return (struct bucket){.by = by,
                           .key = key,
                           .count = count,
                           .length = (double)count / (double)most,
                           .digits = (unsigned)snprintf(NULL, 0, "%" PRIu64, most)};
}

static inline void put_row(struct fixture *f, const char *by, const char *key, uint64_t count,
                           uint64_t most)
{
    struct bucket b = bucket(by, key, count, most);
    f->p.format->bucket(&f->p, &b);
}

static inline void present_both(struct fixture *f)
{
    f->p.format->hit(&f->p, &first);
    f->p.format->hit(&f->p, &second);
}

#endif
