/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_guard.h"

#include <stdbool.h>

#include "indexer/read/html_tree.h"

struct scan {
    struct slice page;
    size_t at;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Moves behind the tag that begins at s->at. Returns where its attributes become too many, or 0.
 * Blanks and values in quotes each begin what may be another attribute. */
static size_t pass_tag(struct scan *s)
{
    const char *p = s->page.data;
    size_t count = 0, too_many = 0, i = s->at + 1;
    for (; i < s->page.length && p[i] != '>'; i++) {
        bool value = p[i] == '=';
        count += value || (is_blank(p[i]) && !is_blank(p[i - 1]));
        if (count > HTML_ATTRIBUTES_MAX && !too_many)
            too_many = i;
        if (!value)
            continue;
        while (i + 1 < s->page.length && is_blank(p[i + 1]))
            i++;
        if (i + 1 < s->page.length && (p[i + 1] == '"' || p[i + 1] == '\'')) {
            const char *close = memchr(p + i + 2, p[i + 1], s->page.length - i - 2);
            i = close ? (size_t)(close - p) : s->page.length - 1;
        }
    }
    s->at = i;
    return too_many;
}

/* Moves to the next tag; false at the end. */
static bool find_tag(struct scan *s)
{
    while (s->at < s->page.length) {
        const char *p = s->page.data + s->at;
        const char *open = memchr(p, '<', s->page.length - s->at);
        if (!open)
            return false;
        s->at = (size_t)(open - s->page.data);
        if (s->at + 1 < s->page.length && is_letter(open[1]))
            return true;
        s->at++;
    }
    return false;
}

struct slice html_guard(struct slice page, struct arena *arena)
{
    char *copy = NULL;
    if (page.length && memchr(page.data, '\0', page.length)) {
        copy = arena_copy(arena, page.data, page.length);
        for (size_t i = 0; i < page.length; i++) {
            if (!copy[i])
                copy[i] = ' ';
        }
        page.data = copy;
    }
    struct scan s = {page, 0};
    while (find_tag(&s)) {
        size_t too_many = pass_tag(&s);
        if (!too_many)
            continue;
        if (!copy) {
            copy = arena_copy(arena, page.data, page.length);
            s.page.data = page.data = copy;
        }
        memset(copy + too_many, ' ', s.at - too_many);
    }
    return page;
}
