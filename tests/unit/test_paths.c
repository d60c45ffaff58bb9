/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which paths a glob of path: matches. */
#include "tests/unit/test.h"

#include <string.h>

#include "searcher/match/paths.h"

static const struct {
    const char *glob;
    const char *path;
    bool matches;
} rows[] = {
    {"2023", "wire/2023/may/a.txt", true},
    {"202?", "wire/2023/may/a.txt", true},
    {"20", "wire/2023/may/a.txt", false},
    {"a.txt", "wire/2023/may/a.txt", true},
    {"*.txt", "wire/2023/may/a.txt", true},
    {"a", "wire/2023/may/a.txt", false},
    {"wire", "wire/2023/may/a.txt", true},
    {"wire/", "wire/2023/may/a.txt", true},
    {"wire/**", "wire/2023/may/a.txt", true},
    {"./wire", "wire/2023/may/a.txt", true},
    {"wire/2023", "wire/2023/may/a.txt", true},
    {"2023/*", "wire/2023/may/a.txt", true},
    {"wire/*/a.txt", "wire/2023/may/a.txt", false},
    {"**/2023/*/a*", "wire/2023/may/a.txt", true},
    {"wire/*/*/a.txt", "wire/2023/may/a.txt", true},
    {"wire/**/a.txt", "wire/2023/may/a.txt", true},
    {"**/a.txt", "wire/2023/may/a.txt", true},
    {"**may**", "wire/2023/may/a.txt", true},
    {"w*y", "wire/2023/may/a.txt", false},
    {"[a-c].txt", "wire/2023/may/a.txt", true},
    {"[!a-c].txt", "wire/2023/may/a.txt", false},
    {"[a", "wire/[a", true},
    {"/wire", "wire/2023/may/a.txt", false},
    {"/srv", "/srv/wire/a.txt", true},
    {"/srv/*/a.txt", "/srv/wire/a.txt", true},
    {"/wire", "/srv/wire/a.txt", false},
    {"*a*a*a*a*a*a*a*a*a*a*a*ab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     false},
    {"[]]x", "a/]x", true},
    {"x?z.txt", "a/x\xc3\xa9z.txt", true},
    {"My Folder", "x/My Folder/a b.txt", true},
    {"*", "a", true},
    {"**", "a/b", true},
    {"a/b/c/d", "a/b/c", false},
    {"\\*", "a/*", true},
    {"\\", "a/b", false},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (path_matches(rows[i].glob, rows[i].path) != rows[i].matches)
            fail_msg("%s %s", rows[i].glob, rows[i].path);
}

/* Any bytes end, and in time that no pattern makes long. */
static void test_random(void **state)
{
    (void)state;
    static const char bytes[] = "ab/*?[]!-\\.\xff";
    uint64_t seed = 7;
    char glob[20], path[60];
    for (int run = 0; run < 100000; run++) {
        size_t g = next_random(&seed) % sizeof glob, p = next_random(&seed) % sizeof path;
        for (size_t i = 0; i < g; i++)
            glob[i] = bytes[(next_random(&seed) >> 33) % (sizeof bytes - 1)];
        for (size_t i = 0; i < p; i++)
            path[i] = "ab/"[(next_random(&seed) >> 33) % 3];
        glob[g] = path[p] = '\0';
        path_matches(glob, path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_random),
    };
    return run_tap(tests);
}
