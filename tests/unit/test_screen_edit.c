/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/screen/edit.h"

static void type(struct edit *e, const char *text)
{
    struct glyph g;
    for (size_t at = 0; at < strlen(text); at += g.length) {
        g = glyph_at(text, strlen(text), at);
        assert_true(edit_press(e, (press)g.code));
    }
}

static void presses(struct edit *e, const press *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(edit_press(e, keys[i]));
}

#define PRESSES(e, ...) \
    presses(e, (const press[]){__VA_ARGS__}, sizeof((const press[]){__VA_ARGS__}) / sizeof(press))

static void words_are_moved_over_and_taken_away(void **state)
{
    (void)state;
    struct edit e = {0};
    edit_set(&e, "wagner in mali");
    PRESSES(&e, PRESS_ALT | 'b', PRESS_CTRL('W'));
    assert_string_equal(e.text.data, "wagner mali");
    assert_int_equal(e.at, 7);
    PRESSES(&e, PRESS_CTRL('E'), ' ', PRESS_CTRL('Y'));
    assert_string_equal(e.text.data, "wagner mali in ");
    PRESSES(&e, PRESS_HOME, PRESS_ALT | 'd', PRESS_DELETE);
    assert_string_equal(e.text.data, "mali in ");
    PRESSES(&e, PRESS_ALT | 'f', PRESS_CTRL('K'));
    assert_string_equal(e.text.data, "mali");
    PRESSES(&e, PRESS_CTRL('U'));
    assert_string_equal(e.text.data, "");
    PRESSES(&e, PRESS_CTRL('_'), PRESS_CTRL('_'));
    assert_string_equal(e.text.data, "mali in ");
    edit_free(&e);
}

static void a_character_goes_with_what_combines_with_it(void **state)
{
    (void)state;
    struct edit e = {0};
    edit_set(&e, "");
    type(&e, "cafe\xCC\x81 \xE4\xB8\xAD");
    PRESSES(&e, PRESS_RUBOUT, PRESS_RUBOUT, PRESS_RUBOUT);
    assert_string_equal(e.text.data, "caf");
    PRESSES(&e, PRESS_CTRL('T'));
    assert_string_equal(e.text.data, "cfa");
    PRESSES(&e, PRESS_LEFT, PRESS_LEFT, 0x1F600, PRESS_CTRL('F'));
    assert_string_equal(e.text.data, "c\xF0\x9F\x98\x80"
                                     "fa");
    assert_int_equal(e.at, 6);
    edit_free(&e);
}

static void what_was_typed_in_one_go_is_undone_by_words(void **state)
{
    (void)state;
    struct edit e = {0};
    edit_set(&e, "");
    type(&e, "one two");
    PRESSES(&e, PRESS_CTRL('_'));
    assert_string_equal(e.text.data, "one");
    PRESSES(&e, PRESS_CTRL('_'), PRESS_CTRL('_'));
    assert_string_equal(e.text.data, "");
    edit_free(&e);
}

static void keys_of_others_are_left_to_them(void **state)
{
    (void)state;
    struct edit e = {0};
    edit_set(&e, "a");
    assert_false(edit_press(&e, PRESS_UP));
    assert_false(edit_press(&e, PRESS_NONE));
    assert_false(edit_press(&e, PRESS_CTRL('X')));
    assert_false(edit_press(&e, 0x85));
    assert_false(edit_press(&e, 0xD800));
    assert_string_equal(e.text.data, "a");
    edit_free(&e);
}

/* Whatever is pressed, the line is UTF-8 of at most so many bytes, and the caret is in it, between
 * characters. */
static void no_key_breaks_the_line(void **state)
{
    (void)state;
    static const press keys[] = {'a',
                                 ' ',
                                 0xE9,
                                 0x301,
                                 0x4E2D,
                                 0x5D0,
                                 PRESS_LEFT,
                                 PRESS_RIGHT,
                                 PRESS_HOME,
                                 PRESS_END,
                                 PRESS_RUBOUT,
                                 PRESS_DELETE,
                                 PRESS_CTRL('W'),
                                 PRESS_CTRL('K'),
                                 PRESS_CTRL('U'),
                                 PRESS_CTRL('Y'),
                                 PRESS_CTRL('Y'),
                                 PRESS_CTRL('T'),
                                 PRESS_CTRL('_'),
                                 PRESS_ALT | 'b',
                                 PRESS_ALT | 'f',
                                 PRESS_ALT | 'd',
                                 PRESS_WORD_LEFT};
    struct edit e = {0};
    uint64_t seed = 7;
    edit_set(&e, "");
    for (int i = 0; i < 200000; i++) {
        edit_press(&e, keys[next_random(&seed) % COUNT(keys)]);
        assert_true(e.at <= e.text.length && e.text.length <= EDIT_MOST);
        assert_true(e.at == e.text.length || ((unsigned char)e.text.data[e.at] & 0xC0) != 0x80);
    }
    for (size_t at = 0; at < e.text.length;) {
        struct glyph g = glyph_at(e.text.data, e.text.length, at);
        assert_int_not_equal(g.code, 0xFFFD);
        at += g.length;
    }
    edit_free(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_moved_over_and_taken_away),
        cmocka_unit_test(a_character_goes_with_what_combines_with_it),
        cmocka_unit_test(what_was_typed_in_one_go_is_undone_by_words),
        cmocka_unit_test(keys_of_others_are_left_to_them),
        cmocka_unit_test(no_key_breaks_the_line),
    };
    return run_tap(tests);
}
