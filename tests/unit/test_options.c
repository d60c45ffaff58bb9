/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options by a table: what is taken, what is left, and what is said of mistakes. */
#include "lib/base/options.h"

#include "lib/base/buf.h"
#include "lib/text/shown.h"
#include "tests/unit/scratch.h"

#define WORDS 10

enum { WAIT = 256, DRY };

static const struct option_row table[] = {{0, "Where", NULL, NULL},
                                          {'i', "index", "DIR", "the index"},
                                          {'q', "quiet", NULL, "print nothing"},
                                          {'n', "limit", "N", "so many"},
                                          {0, "When", NULL, NULL},
                                          {WAIT, "wait", "SECONDS", "wait"},
                                          {DRY, "dry-run", NULL, "write nothing"},
                                          {0, NULL, NULL, NULL}};

#define ADVICE "quote it, or write NOT"

/* Notes what it is given as "i=DIR q "; refuses the argument "refused". */
static bool note(int letter, const char *argument, void *context)
{
    struct buf *taken = context;
    if (letter < 256)
        buf_putc(taken, (char)letter);
    else
        buf_puts(taken, letter == WAIT ? "WAIT" : "DRY");
    if (argument)
        buf_printf(taken, "=%s", argument);
    buf_putc(taken, ' ');
    return !argument || strcmp(argument, "refused") != 0;
}

/* Reads "prog" and `words`, in one process after others; what is said on stderr goes to `said`. */
static int read_words(const char *const *words, const char *advice, struct buf *taken,
                      struct buf *left, struct buf *said)
{
    char *argv[WORDS + 2] = {xstrdup("prog")};
    char *owned[WORDS + 2] = {argv[0]};
    int argc = 1;
    for (; argc <= WORDS && words[argc - 1]; argc++)
        owned[argc] = argv[argc] = xstrdup(words[argc - 1]);
    int old = dup(STDERR_FILENO);
    FILE *file = tmpfile();
    assert_true(old >= 0 && file);
    dup2(fileno(file), STDERR_FILENO);
    int first = options_read(table, "prog", advice, argc, argv, shown_put, note, taken);
    fflush(stderr);
    dup2(old, STDERR_FILENO);
    close(old);
    rewind(file);
    said->length += fread(buf_reserve(said, 4000), 1, 4000, file);
    buf_puts(said, "");
    fclose(file);
    for (int i = first; first > 0 && i < argc; i++)
        buf_printf(left, "%s ", argv[i]);
    for (int i = 0; i < argc; i++)
        free(owned[i]);
    return first;
}

static void check(const char *const *words, const char *advice, const char *taken, const char *left,
                  const char *said)
{
    struct buf is_taken = {0};
    struct buf is_left = {0};
    struct buf is_said = {0};
    buf_clear(&is_taken);
    buf_clear(&is_left);
    buf_clear(&is_said);
    int first = read_words(words, advice, &is_taken, &is_left, &is_said);
    assert_int_equal(first > 0, left != NULL);
    assert_string_equal(is_taken.data, taken);
    assert_string_equal(is_left.data, left ? left : "");
    assert_string_equal(is_said.data, said);
    buf_free(&is_taken);
    buf_free(&is_left);
    buf_free(&is_said);
}

static void test_taken(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS];
        const char *taken;
        const char *left;
    } rows[] = {
        {{NULL}, "", ""},
        {{"a", "b"}, "", "a b "},
        {{"-q", "a"}, "q ", "a "},
        {{"a", "-q", "b", "--wait", "5"}, "q WAIT=5 ", "a b "},
        {{"-i", "d", "-id", "--index=d", "--index", "d"}, "i=d i=d i=d i=d ", ""},
        {{"-qqn3", "x"}, "q q n=3 ", "x "},
        {{"-qi", "d"}, "q i=d ", ""},
        {{"--dry-run", "--dry"}, "DRY DRY ", ""},
        {{"-q", "--", "-q", "--wait"}, "q ", "-q --wait "},
        {{"a", "--", "b"}, "", "a b "},
        {{"-"}, "", "- "},
        {{"-n", "-3"}, "n=-3 ", ""},
        {{"-i", ""}, "i= ", ""},
        {{"--index="}, "i= ", ""},
        {{"été", "-q"}, "q ", "été "},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].words, ADVICE, rows[i].taken, rows[i].left, "");
}

#define NEEDS(word) "prog: option '" word "' needs an argument; see 'prog --help'\n"
#define NO_LETTER(letter) "prog: no option '-" letter "'; see 'prog --help'\n"
#define NO_WORD(word) "prog: no option '" word "', or it is not used so; see 'prog --help'\n"
#define AND_ADVICE "prog: " ADVICE "\n"

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS];
        const char *taken;
        const char *said;
    } rows[] = {
        {{"-i"}, "", NEEDS("-i")},
        {{"-qi"}, "q ", NEEDS("-qi")},
        {{"a", "--wait"}, "", NEEDS("--wait")},
        {{"-x"}, "", NO_LETTER("x") AND_ADVICE},
        {{"a", "-x", "b"}, "", NO_LETTER("x") AND_ADVICE},
        {{"wagner", "-mali"}, "", NO_LETTER("m") AND_ADVICE},
        {{"--dry-run", "-xq"}, "DRY ", NO_LETTER("x") AND_ADVICE},
        {{"--dry-run", "-qx"}, "DRY q ", NO_LETTER("x") AND_ADVICE},
        {{"-q", "-:"}, "q ", NO_LETTER(":") AND_ADVICE},
        {{"--nosuch"}, "", NO_WORD("--nosuch")},
        {{"--When"}, "", NO_WORD("--When")},
        {{"-q", "--nosuch=1"}, "q ", NO_WORD("--nosuch=1")},
        {{"--quiet=1"}, "", NO_WORD("--quiet=1")},
        {{"--dry-run=1", "-qx"}, "", NO_WORD("--dry-run=1")},
        {{"-q", "--wait", "1", "-q", "--"}, "q WAIT=1 q ", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].words, ADVICE, rows[i].taken, rows[i].said[0] ? NULL : "", rows[i].said);
    check((const char *const[]){"-x", NULL}, NULL, "", NULL, NO_LETTER("x"));
}

/* What `take` refuses ends the reading; it has said why itself. But -nrefused may have been meant
 * as no option at all. */
static void test_refused(void **state)
{
    (void)state;
    check((const char *const[]){"-q", "-n", "refused", "-q", NULL}, ADVICE, "q n=refused ", NULL,
          "");
    check((const char *const[]){"--limit=refused", NULL}, ADVICE, "n=refused ", NULL, "");
    check((const char *const[]){"-nrefused", NULL}, ADVICE, "n=refused ", NULL, AND_ADVICE);
    check((const char *const[]){"-nrefused", NULL}, NULL, "n=refused ", NULL, "");
}

/* A letter that is no ASCII is told as it was written, not as half a character. */
static void test_word_in_utf8(void **state)
{
    (void)state;
    struct buf taken = {0};
    struct buf left = {0};
    struct buf said = {0};
    static const char *const rows[][3] = {{"-évian"}, {"-é"}, {"--dry-run", "-qévian"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_clear(&said);
        assert_int_equal(read_words(rows[i], ADVICE, &taken, &left, &said), -1);
        assert_non_null(strstr(said.data, rows[i][1] ? rows[i][1] : rows[i][0]));
        assert_non_null(strstr(said.data, ADVICE));
    }
    buf_free(&taken);
    buf_free(&left);
    buf_free(&said);
}

static void test_printed(void **state)
{
    (void)state;
    char text[1000];
    FILE *file = tmpfile();
    assert_non_null(file);
    options_print(table, file);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, "\nWhere:\n"
                              "  -i, --index DIR         the index\n"
                              "  -q, --quiet             print nothing\n"
                              "  -n, --limit N           so many\n"
                              "\nWhen:\n"
                              "      --wait SECONDS      wait\n"
                              "      --dry-run           write nothing\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),   cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_word_in_utf8),
        cmocka_unit_test(test_printed),
    };
    return run_tap(tests);
}
