/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/prose.h"

#include <strings.h>

#include "indexer/read/decode.h"

/* Names that files of source trees have in this spelling, or with more behind a dot, - or _. */
static const char *const shouted[] = {
    "ABOUT-NLS",    "AUTHORS", "BUGS",      "BUILD",       "CHANGELOG", "CHANGES", "CODEOWNERS",
    "CONTRIBUTING", "COPYING", "COPYRIGHT", "CREDITS",     "FAQ",       "HACKING", "HISTORY",
    "INSTALL",      "LICENCE", "LICENSE",   "MAINTAINERS", "MANIFEST",  "NEWS",    "NOTICE",
    "OWNERS",       "PATENTS", "README",    "RELEASE",     "THANKS",    "TODO",    "VERSION"};

/* Names in any spelling. */
static const char *const tools[] = {
    "makefile",    "gnumakefile", "kbuild",   "kconfig",  "dockerfile",  "containerfile",
    "vagrantfile", "gemfile",     "rakefile", "procfile", "jenkinsfile", "justfile",
    "brewfile",    "pipfile",     "podfile",  "fastfile", "cmakelists",  "configure",
    "changelog",   "license",     "licence",  "copying",  "readme",      "control"};

static bool is_known_name(const char *name)
{
    for (size_t i = 0; i < sizeof shouted / sizeof *shouted; i++) {
        size_t n = strlen(shouted[i]);
        if (strncmp(name, shouted[i], n) == 0 && (!name[n] || strchr(".-_", name[n])))
            return true;
    }
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (strcasecmp(name, tools[i]) == 0)
            return true;
    return false;
}

bool prose_no_ending(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name)
        return true;
    return dot[1] && dot[1 + strspn(dot + 1, "0123456789")] == '\0';
}

bool prose_is_article(const char *name, struct slice head)
{
    size_t letters = 0;
    size_t digits = 0;
    size_t marks = 0; /* of programs */
    if (head.length == 0 || is_known_name(name) || decode_is_binary(head, NULL))
        return false;
    if (head.length > 1 && memcmp(head.data, "#!", 2) == 0)
        return false;
    size_t counted = 0;
    size_t blanks = 0;
    for (size_t i = 0; i < head.length; i++) {
        unsigned char c = (unsigned char)head.data[i];
        if (c == 0)
            continue; /* of UTF-16 */
        counted++;
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
            blanks++;
        else if (c >= '0' && c <= '9')
            digits++;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80)
            letters++;
        marks += strchr("{}=;<>$\\|&@#*+^~`", c) != NULL;
    }
    return letters * 2 > digits && letters * 4 >= (counted - blanks - digits) * 3 &&
           marks * 50 <= counted;
}
