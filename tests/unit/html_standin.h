/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stand-in for html_text(): tags are cut out, the commonest references undone. */
#include "indexer/read/html.h"

struct slice html_text(struct slice html, struct arena *arena)
{
    char *text = arena_alloc(arena, html.length + 1);
    size_t n = 0;
    for (size_t i = 0; i < html.length; i++) {
        if (html.data[i] == '<') {
            if (i + 1 < html.length && strchr("pd", html.data[i + 1]) && n)
                text[n++] = '\n';
            while (i < html.length && html.data[i] != '>')
                i++;
        } else if (html.data[i] == '&' && i + 5 <= html.length &&
                   memcmp(html.data + i, "&amp;", 5) == 0) {
            text[n++] = '&';
            i += 4;
        } else if (html.data[i] == '&' && i + 4 <= html.length &&
                   memcmp(html.data + i, "&lt;", 4) == 0) {
            text[n++] = '<';
            i += 3;
        } else if (html.data[i] == '&' && i + 4 <= html.length &&
                   memcmp(html.data + i, "&gt;", 4) == 0) {
            text[n++] = '>';
            i += 3;
        } else {
            text[n++] = html.data[i];
        }
    }
    text[n] = '\0';
    return (struct slice){text, n};
}
