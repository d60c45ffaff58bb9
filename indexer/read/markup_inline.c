/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/markup_inline.h"

#include <stdbool.h>
#include <string.h>

#define FAR ((size_t)2000) /* bytes between a mark and its end */

/* The line, and where its text is put. */
struct inliner {
    const char *start;
    const char *end;
    enum markup kind;
    struct buf *out;
    int depth; /* of links in links */
};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c & 0x80);
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t';
}

/* Where `text` is from `c` on, not far away; NULL: nowhere. */
static const char *find(const struct inliner *l, const char *c, const char *text)
{
    size_t n = strlen(text);
    for (const char *far = c + FAR; c + n <= l->end && c < far; c++)
        if (memcmp(c, text, n) == 0)
            return c;
    return NULL;
}

/* The bracket that closes the one at `c`. */
static const char *closing(const struct inliner *l, const char *c, char open, char close)
{
    int depth = 0;
    const char *far = c + FAR;
    for (; c < l->end && c < far; c++) {
        if (*c == '\\' && c + 1 < l->end)
            c++;
        else if (*c == open)
            depth++;
        else if (*c == close && --depth == 0)
            return c;
    }
    return NULL;
}

static void add_line(struct inliner *l, const char *from, const char *to);

/* [text](url), [text][ref], [^1]; with `!` before it an image. NULL: it is none of these. */
static const char *link_end(struct inliner *l, const char *c, bool image)
{
    const char *close = closing(l, c, '[', ']');
    if (!close)
        return NULL;
    const char *after = close + 1;
    if (c + 1 < l->end && c[1] == '^')
        return after;
    const char *end = NULL;
    if (after < l->end && *after == '(')
        end = closing(l, after, '(', ')');
    else if (after < l->end && *after == '[')
        end = closing(l, after, '[', ']');
    if (!end)
        return NULL;
    if (!image)
        add_line(l, c + 1, close);
    if (end + 1 < l->end && end[1] == '{') { /* {: target=...} of kramdown */
        const char *brace = closing(l, end + 1, '{', '}');
        end = brace ? brace : end;
    }
    return end + 1;
}

/* [[url][text]] and [[url]] of Org. */
static const char *org_link_end(struct inliner *l, const char *c)
{
    const char *end = find(l, c, "]]");
    const char *middle = find(l, c, "][");
    if (!end)
        return NULL;
    if (middle && middle < end)
        add_line(l, middle + 2, end);
    else
        buf_add(l->out, c + 2, (size_t)(end - c - 2));
    return end + 2;
}

/* `code`, with as many backticks as one likes; `text <url>`_ of reStructuredText. */
static const char *code_end(struct inliner *l, const char *c)
{
    char fence[8];
    size_t n = 0;
    while (c + n < l->end && c[n] == '`' && n < sizeof fence - 1)
        fence[n++] = '`';
    fence[n] = '\0';
    const char *end = find(l, c + n, fence);
    if (!end)
        return NULL;
    const char *from = c + n;
    const char *to = end;
    const char *angle = l->kind == MARKUP_RST && n == 1 ? find(l, from, " <") : NULL;
    if (angle && angle < end && end[-1] == '>')
        to = angle;
    buf_add(l->out, from, (size_t)(to - from));
    end += n;
    while (l->kind == MARKUP_RST && end < l->end && *end == '_')
        end++;
    return end;
}

/* <tag ...>, <!-- -->, <http://...>. */
static const char *tag_end(struct inliner *l, const char *c)
{
    char next = c + 1 < l->end ? c[1] : '\0';
    if (!is_word(next) && next != '/' && next != '!')
        return NULL;
    const char *end = find(l, c, ">");
    if (!end)
        return NULL;
    if (find(l, c, "://") && find(l, c, "://") < end && !memchr(c, ' ', (size_t)(end - c)))
        buf_add(l->out, c + 1, (size_t)(end - c - 1));
    else if (strncmp(c, "<br", 3) == 0)
        buf_putc(l->out, ' ');
    return end + 1;
}

/* {{ ... }}, {% ... %}, {: ...}. */
static const char *template_end(const struct inliner *l, const char *c)
{
    char next = c + 1 < l->end ? c[1] : '\0';
    const char *end = next == '{'   ? find(l, c, "}}")
                      : next == '%' ? find(l, c, "%}")
                      : next == ':' ? find(l, c, "}")
                                    : NULL;
    return end ? end + (next == ':' ? 1 : 2) : NULL;
}

/* The end of a run of emphasis marks if it is one: it touches a word on just one side, or closes
 * one; marks within words, and such as stand alone, are text. */
static const char *emphasis_end(const struct inliner *l, const char *c)
{
    const char *after = c;
    while (after < l->end && *after == *c)
        after++;
    size_t n = (size_t)(after - c);
    char before = c > l->start ? c[-1] : ' ';
    char next = after < l->end ? *after : ' ';
    if (n > 3 || (*c == '~' && n != 2 && l->kind != MARKUP_ORG) || (is_gap(before) && is_gap(next)))
        return NULL;
    bool inside = is_word(before) && is_word(next);
    if (inside && (*c != '*' || l->kind != MARKUP_MARKDOWN))
        return NULL;
    if (inside || *c == '*' || *c == '~' || *c == '_')
        return after;
    /* / = + of Org: only around words. */
    return n == 1 && is_word(before) != is_word(next) ? after : NULL;
}

static const char *mark_end(struct inliner *l, const char *c)
{
    switch (*c) {
    case '!':
        return l->kind == MARKUP_MARKDOWN && c + 1 < l->end && c[1] == '['
                   ? link_end(l, c + 1, true)
                   : NULL;
    case '[':
        if (l->kind == MARKUP_ORG)
            return c + 1 < l->end && c[1] == '[' ? org_link_end(l, c) : NULL;
        return l->kind == MARKUP_MARKDOWN ? link_end(l, c, false) : NULL;
    case '`':
        return l->kind == MARKUP_ORG ? NULL : code_end(l, c);
    case '<':
        return l->kind == MARKUP_MARKDOWN ? tag_end(l, c) : NULL;
    case '{':
        return l->kind == MARKUP_MARKDOWN ? template_end(l, c) : NULL;
    case '*':
        return emphasis_end(l, c);
    case '_':
    case '~':
        return l->kind == MARKUP_RST ? NULL : emphasis_end(l, c);
    default:
        return NULL;
    }
}

static void add_line(struct inliner *l, const char *from, const char *to)
{
    const char *end = l->end;
    if (++l->depth > 8) {
        buf_add(l->out, from, (size_t)(to - from));
        l->depth--;
        return;
    }
    l->end = to;
    while (from < to) {
        if (*from == '\\' && from + 1 < to && strchr("\\`*_{}[]()#+-.!|<>~\"'$", from[1])) {
            buf_putc(l->out, from[1]);
            from += 2;
            continue;
        }
        const char *after = strchr("![`<{*_~", *from) && *from ? mark_end(l, from) : NULL;
        if (after)
            from = after;
        else
            buf_putc(l->out, *from++);
    }
    l->end = end;
    l->depth--;
}

void markup_inline(struct slice line, enum markup kind, struct buf *out)
{
    struct inliner l = {line.data, line.data + line.length, kind, out, 0};
    add_line(&l, l.start, l.end);
}
