/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Titles as given, and titles cut out of texts. */
#include "indexer/read/title.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

#define ELLIPSIS "\xE2\x80\xA6"

struct row {
    const char *text;
    const char *title;
};

static const char *first_title(struct slice text, struct arena *arena)
{
    return title_of_text(text, NULL, arena);
}

static void check(const char *(*make)(struct slice, struct arena *), const struct row *row)
{
    struct arena arena = {0};
    size_t length = strlen(row->text);
    char *copy = xmalloc(length); /* exactly as long */
    memcpy(copy, row->text, length);
    assert_string_equal(make((struct slice){copy, length}, &arena), row->title);
    free(copy);
    arena_free(&arena);
}

static void test_given(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Mali junta", "Mali junta"},
        {"  Mali \t junta\r\n", "Mali junta"},
        {"Mali\x01\x1B[31mjunta\x7F", "Mali [31mjunta"},
        {"été  à  Bamako", "été à Bamako"},
        {"", ""},
        {" \n\t", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(title_clean, &rows[i]);
}

static void test_of_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {" \n\r\n ", ""},
        {"Bamako", "Bamako"},
        {"\n\n  The  junta\tspoke\nin Bamako", "The junta spoke"},
        {"The junta spoke\r\nin Bamako", "The junta spoke"},
        {"The junta spoke today. Then it left.", "The junta spoke today."},
        {"Will the junta go now? Nobody knows.", "Will the junta go now?"},
        {"The junta must go now! Nobody left.", "The junta must go now!"},
        {"He said \"The junta must go.\" Then he left.", "He said \"The junta must go.\""},
        {"The junta (of four colonels.) It left.", "The junta (of four colonels.)"},
        {"The junta left at 10.30 and went. Then", "The junta left at 10.30 and went."},
        {"See www.example.com for more of it. Then", "See www.example.com for more of it."},
        {"Short. But this is a whole one. Then", "Short. But this is a whole one."},
        {"The envoy of the U.S. spoke in Bamako. Then", "The envoy of the U.S. spoke in Bamako."},
        {"The president, J. Biden, spoke. Then", "The president, J. Biden, spoke."},
        {"Yesterday Gen. Goita spoke. Then", "Yesterday Gen. Goita spoke."},
        {"It was said that Mr. Lavrov left. Then", "It was said that Mr. Lavrov left."},
        {"On the evening of Nov. 3 he left. Then", "On the evening of Nov. 3 he left."},
        {"The soldiers went to the Cong. Then", "The soldiers went to the Cong."},
        {"The junta spoke... and then left again", "The junta spoke..."},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(first_title, &rows[i]);
}

/* `count` times `piece`, and `end`. */
static char *repeat(const char *piece, size_t count, const char *end)
{
    struct buf b = {0};
    while (count-- > 0)
        buf_puts(&b, piece);
    buf_puts(&b, end);
    return buf_take(&b);
}

static void check_cut(const char *piece, size_t count, const char *end, const char *shown_piece,
                      size_t shown_count, const char *shown_end)
{
    char *text = repeat(piece, count, end);
    char *title = repeat(shown_piece, shown_count, shown_end);
    check(first_title, &(struct row){text, title});
    free(title);
    free(text);
}

/* 120 columns stay; of more, whole words stay, with an ellipsis as the last column. */
static void test_cut(void **state)
{
    (void)state;
    check_cut("x", 119, "", "x", 119, "");
    check_cut("x", 120, "", "x", 120, "");
    check_cut("x", 121, "", "x", 119, ELLIPSIS);
    check_cut("é", 120, "", "é", 120, "");
    check_cut("é", 121, "", "é", 119, ELLIPSIS);
    check_cut("x", 100, " and more words, so that it is cut", "x", 100,
              " and more words, so" ELLIPSIS);
    check_cut("x", 118, " yy", "x", 118, ELLIPSIS);
    check_cut("x", 119, " y", "x", 119, ELLIPSIS);
    check_cut("ab ", 40, "ab", "ab ", 39, "ab" ELLIPSIS);
    check_cut("a ", 10, "", "a ", 9, "a");
    /* A word of half a line or more is cut itself. */
    char *text = repeat("x", 200, "");
    struct buf b = {0};
    buf_printf(&b, "word %s", text);
    char *title = repeat("x", 114, ELLIPSIS);
    struct buf shown = {0};
    buf_printf(&shown, "word %s", title);
    check(first_title, &(struct row){b.data, shown.data});
    buf_free(&shown);
    buf_free(&b);
    free(title);
    free(text);
}

static size_t columns(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Of any text: one line without control bytes or blanks at its ends, short, the text's beginning.
 */
static void test_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",  "word", " ",     " ",    ". ", "! ", "é",    "中",
        "\t", "\n",   "U.S. ", "Mr. ", "\"", ")",  "\x01", "longerwordsthan"};
    struct arena arena = {0};
    uint64_t seed = 1;
    for (int run = 0; run < 20000; run++) {
        struct buf b = {0};
        buf_clear(&b);
        for (uint64_t n = next_random(&seed) % 80; n > 0; n--)
            buf_puts(&b, pieces[next_random(&seed) % COUNT(pieces)]);
        const char *title = title_of_text((struct slice){b.data, b.length}, NULL, &arena);
        const char *clean = title_clean((struct slice){b.data, b.length}, &arena);
        size_t n = strlen(title);
        assert_true(columns(title) <= TITLE_COLUMNS);
        for (size_t i = 0; i < n; i++)
            assert_true((unsigned char)title[i] >= ' ' && title[i] != 0x7F);
        assert_true(!n || (title[0] != ' ' && title[n - 1] != ' '));
        assert_int_equal(n == 0, clean[0] == '\0');
        if (n >= 3 && strcmp(title + n - 3, ELLIPSIS) == 0)
            n -= 3;
        assert_memory_equal(clean, title, n);
        buf_free(&b);
        arena_clear(&arena);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_given),
        cmocka_unit_test(test_of_text),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_random),
    };
    return run_tap(tests);
}
