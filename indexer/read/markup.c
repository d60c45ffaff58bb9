/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/markup.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/markup_inline.h"

/* The state between lines. */
struct lines {
    const char *at;
    const char *end;
    enum markup kind;
    struct buf out;
    const char *until; /* what ends a comment or script that is passed over; NULL: in none */
    char fence;        /* of the code that we are in: ` or ~; 0: in none */
    size_t fence_size;
    size_t text_lines; /* since the last empty line: what a line of === could stand under */
};

static struct slice next_line(struct lines *l)
{
    const char *stop = memchr(l->at, '\n', (size_t)(l->end - l->at));
    struct slice line = {l->at, (size_t)((stop ? stop : l->end) - l->at)};
    l->at = stop ? stop + 1 : l->end;
    while (line.length && strchr(" \t\r", line.data[line.length - 1]))
        line.length--;
    return line;
}

static struct slice without(struct slice line, size_t n)
{
    return (struct slice){line.data + n, line.length - n};
}

static struct slice trimmed(struct slice line)
{
    while (line.length && (line.data[0] == ' ' || line.data[0] == '\t'))
        line = without(line, 1);
    return line;
}

static bool begins(struct slice line, const char *text)
{
    size_t n = strlen(text);
    return line.length >= n && strncasecmp(line.data, text, n) == 0;
}

/* How many of one character a line begins with. */
static size_t run_of(struct slice line, char c)
{
    size_t n = 0;
    while (n < line.length && line.data[n] == c)
        n++;
    return n;
}

/* A line of nothing but one mark, blanks between or not: a rule, or what is under a heading. */
static bool is_rule(struct slice line, const char *marks, size_t least)
{
    size_t n = 0;
    if (line.length == 0 || !strchr(marks, line.data[0]))
        return false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.data[i] == line.data[0])
            n++;
        else if (line.data[i] != ' ')
            return false;
    }
    return n >= least;
}

/* |---|:--:| of a table. */
static bool is_table_rule(struct slice line)
{
    size_t dashes = 0;
    bool bar = false;
    for (size_t i = 0; i < line.length; i++) {
        if (!strchr("|-:+= ", line.data[i]) || !line.data[i])
            return false;
        dashes += line.data[i] == '-' || line.data[i] == '=';
        bar |= line.data[i] == '|' || line.data[i] == '+';
    }
    return bar && dashes > 2;
}

static void add_text(struct lines *l, struct slice line)
{
    markup_inline(line, l->kind, &l->out);
    buf_putc(&l->out, '\n');
    l->text_lines++;
}

/* The cells of a row of a table, with blanks between. */
static void add_row(struct lines *l, struct slice line)
{
    struct buf row = {0};
    buf_clear(&row);
    size_t end = line.length - (line.data[line.length - 1] == '|');
    for (size_t i = 1; i < end; i++)
        buf_putc(&row, line.data[i] == '|' ? ' ' : line.data[i]);
    add_text(l, (struct slice){row.data, row.length});
    buf_free(&row);
}

/* Lines that say nothing: definitions, directives, settings, attributes. */
static bool says_nothing(const struct lines *l, struct slice line)
{
    if (l->kind == MARKUP_ORG)
        return begins(line, "#+") || begins(line, ":PROPERTIES:") || begins(line, ":END:") ||
               begins(line, "# ");
    if (l->kind == MARKUP_RST) {
        bool option = line.data[0] == ':' && !l->text_lines && line.length > 2 &&
                      memchr(line.data + 1, ':', line.length - 1);
        return begins(line, "..") || option;
    }
    const char *close = line.data[0] == '[' ? memchr(line.data, ']', line.length) : NULL;
    bool definition = close && line.length > 3 && line.data[1] != '^' &&
                      close + 1 < line.data + line.length && close[1] == ':';
    return definition || begins(line, "{:") || begins(line, ":::") || begins(line, "{::");
}

/* Begins what is passed over up to its end: a comment, a script, a style. */
static bool opens_nothing(struct lines *l, struct slice line)
{
    static const char *const pairs[][2] = {
        {"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}};
    if (l->kind != MARKUP_MARKDOWN)
        return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (begins(line, pairs[i][0])) {
            l->until = pairs[i][1];
            return true;
        }
    return false;
}

/* In what is passed over: the line goes, and it ends with what ends it. */
static void pass(struct lines *l, struct slice line)
{
    size_t n = strlen(l->until);
    for (size_t i = 0; i + n <= line.length; i++)
        if (strncasecmp(line.data + i, l->until, n) == 0) {
            l->until = NULL;
            add_text(l, trimmed(without(line, i + n)));
            return;
        }
}

static bool take_fence(struct lines *l, struct slice line)
{
    char mark = line.length ? line.data[0] : '\0';
    if (l->kind != MARKUP_MARKDOWN || (mark != '`' && mark != '~'))
        return false;
    size_t n = run_of(line, mark);
    if (l->fence ? mark != l->fence || n < l->fence_size || n < line.length : n < 3)
        return false;
    l->fence_size = n;
    l->fence = l->fence ? '\0' : mark;
    return true;
}

/* The marks that a line begins with: of quotes, headings, lists. */
static struct slice without_marks(const struct lines *l, struct slice line)
{
    while (l->kind == MARKUP_MARKDOWN && line.length && line.data[0] == '>')
        line = trimmed(without(line, 1));
    char mark = l->kind == MARKUP_ORG ? '*' : '#';
    size_t n = l->kind == MARKUP_RST ? 0 : run_of(line, mark);
    if (n && n <= 6 && n < line.length && line.data[n] == ' ') {
        line = trimmed(without(line, n));
        while (mark == '#' && line.length && strchr("# ", line.data[line.length - 1]))
            line.length--;
        return line;
    }
    if (line.length > 1 && strchr("-*+", line.data[0]) && line.data[1] == ' ')
        line = trimmed(without(line, 2));
    const char *note = begins(line, "[^") ? memchr(line.data, ']', line.length) : NULL;
    if (note && note + 1 < line.data + line.length && note[1] == ':')
        line = trimmed(without(line, (size_t)(note + 2 - line.data)));
    if (begins(line, "[ ] ") || begins(line, "[x] "))
        line = without(line, 4);
    return line;
}

static void take_line(struct lines *l)
{
    struct slice whole = next_line(l);
    struct slice line = trimmed(whole);
    if (l->until) {
        pass(l, whole);
        return;
    }
    if (take_fence(l, line))
        return;
    if (l->fence) {
        buf_add(&l->out, whole.data, whole.length);
        buf_putc(&l->out, '\n');
        return;
    }
    if (line.length == 0) {
        buf_putc(&l->out, '\n');
        l->text_lines = 0;
        return;
    }
    if (opens_nothing(l, line)) {
        pass(l, line);
        return;
    }
    bool under = l->text_lines && is_rule(line, "=-", 1);
    if (under || is_rule(line, l->kind == MARKUP_RST ? "=-~^\"'`#*+:._" : "*-_=", 3) ||
        is_table_rule(line) || says_nothing(l, line))
        return;
    line = without_marks(l, line);
    if (line.length > 2 && line.data[0] == '|')
        add_row(l, line);
    else
        add_text(l, line);
}

struct slice markup_text(struct slice bytes, enum markup kind, struct arena *arena)
{
    struct lines l = {.at = bytes.data, .end = bytes.data + bytes.length, .kind = kind};
    buf_clear(&l.out);
    while (l.at < l.end)
        take_line(&l);
    struct slice text = {NULL, l.out.length};
    text.data = arena_copy(arena, l.out.data, l.out.length);
    buf_free(&l.out);
    while (text.length && strchr(" \n\t", text.data[0]))
        text = without(text, 1);
    while (text.length && strchr(" \n\t", text.data[text.length - 1]))
        text.length--;
    return text;
}

struct slice markup_title(struct slice bytes, enum markup kind, struct arena *arena)
{
    struct lines l = {.at = bytes.data, .end = bytes.data + bytes.length, .kind = kind};
    struct slice line = {"", 0};
    struct slice title = {NULL, 0};
    while (l.at < l.end && (line = trimmed(next_line(&l))).length == 0)
        continue;
    const char *marks = kind == MARKUP_RST ? "=-~^\"'`#*+" : "=-";
    if (kind == MARKUP_RST && is_rule(line, marks, 3))
        line = trimmed(next_line(&l)); /* the heading has a line above it */
    bool heading = kind != MARKUP_RST && line.length > 2 &&
                   line.data[0] == (kind == MARKUP_ORG ? '*' : '#') && line.data[1] == ' ';
    heading |= kind != MARKUP_ORG && line.length && is_rule(next_line(&l), marks, 3);
    if (!heading)
        return title;
    struct buf out = {0};
    buf_clear(&out);
    markup_inline(without_marks(&l, line), kind, &out);
    title = (struct slice){arena_copy(arena, out.data, out.length), out.length};
    buf_free(&out);
    return title;
}
