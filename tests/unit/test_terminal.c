/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colour, width, and the pager. */
#include "searcher/present/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "searcher/present/pager.h"
#include "tests/unit/test.h"

static void test_colour(void **state)
{
    (void)state;
    static const struct {
        const char *when;
        bool terminal;
        struct terminal_settings settings;
        bool colour;
    } rows[] = {
        {"auto", true, {.term = "xterm"}, true},
        {"auto", false, {.term = "xterm"}, false},
        {"auto", true, {.term = "dumb"}, false},
        {"auto", true, {.term = NULL}, false},
        {"auto", true, {.term = "xterm", .no_color = "1"}, false},
        {"auto", true, {.term = "xterm", .no_color = ""}, true},
        {"auto", false, {.clicolor_force = "1"}, true},
        {"auto", false, {.clicolor_force = "0"}, false},
        {"auto", false, {.clicolor_force = ""}, false},
        {"auto", true, {.term = "xterm", .no_color = "1", .clicolor_force = "1"}, false},
        {"always", false, {.no_color = "1", .term = "dumb"}, true},
        {"never", true, {.term = "xterm", .clicolor_force = "1"}, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(terminal_colour(rows[i].terminal, rows[i].when, &rows[i].settings),
                         rows[i].colour);
}

static void test_pipe_is_no_terminal(void **state)
{
    (void)state;
    const struct terminal_settings settings = {.term = "xterm", .columns = "132"};
    int fd = open("/dev/null", O_WRONLY);
    struct terminal t = terminal_look(fd, "always", &settings);
    close(fd);
    assert_false(t.terminal);
    assert_true(t.colour);
    assert_false(t.links);
    assert_int_equal(t.columns, 80);
}

static void test_pager_choice(void **state)
{
    (void)state;
    assert_string_equal(pager_choose("most", "more"), "most");
    assert_string_equal(pager_choose(NULL, "more -s"), "more -s");
    assert_null(pager_choose("", "more"));
    assert_null(pager_choose("cat", NULL));
    assert_null(pager_choose(NULL, ""));
    assert_non_null(strstr(pager_choose(NULL, NULL), "less -FRX"));
}

static void test_pager_gets_the_output(void **state)
{
    (void)state;
    char path[] = "/tmp/test_terminal.XXXXXX";
    char command[64];
    char text[64] = "";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    snprintf(command, sizeof command, "(echo $LESS; cat) > %s; exit 3", path);
    unsetenv("LESS");
    struct pager p;
    assert_true(pager_start(&p, command));
    fputs("hello\n", p.to);
    assert_int_equal(pager_close(&p), 3);
    assert_null(p.to);
    assert_int_equal(pager_close(&p), 0);
    assert_true(read(fd, text, sizeof text - 1) > 0);
    assert_string_equal(text, "FRX\nhello\n");
    close(fd);
    unlink(path);
}

static void do_nothing(int signal)
{
    (void)signal;
}

/* A reader who leaves early kills nobody; the signals are afterwards what they were before. */
static void test_pager_may_leave(void **state)
{
    (void)state;
    const struct sigaction caught = {.sa_handler = do_nothing};
    struct sigaction now;
    struct pager p;
    sigaction(SIGPIPE, &caught, NULL);
    sigaction(SIGINT, &caught, NULL);
    assert_true(pager_start(&p, "exit 0"));
    for (int i = 0; i < 100000; i++)
        fputs("more than a pipe holds\n", p.to);
    assert_int_equal(pager_close(&p), 0);
    sigaction(SIGPIPE, NULL, &now);
    assert_true(now.sa_handler == do_nothing);
    sigaction(SIGINT, NULL, &now);
    assert_true(now.sa_handler == do_nothing);
    assert_true(pager_start(&p, "exec 2>/dev/null; no-such-pager-here"));
    assert_int_equal(pager_close(&p), 127);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colour),          cmocka_unit_test(test_pipe_is_no_terminal),
        cmocka_unit_test(test_pager_choice),    cmocka_unit_test(test_pager_gets_the_output),
        cmocka_unit_test(test_pager_may_leave),
    };
    return run_tap(tests);
}
