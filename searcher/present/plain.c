/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Line by line: plain_add() decides which lines stay, add_line() takes off what a line begins with,
 * add_inline() what is in it. Pairs are looked for in their line, at most PAIR bytes on, so that
 * the time is in proportion to the text.
 */
#include "searcher/present/plain.h"

#include <string.h>

#include "lib/text/glyph.h"
#include "searcher/present/plain_entity.h"

enum {
    PAIR = 400,    /* bytes looked at for the other end of a mark */
    LIST_LINES = 3 /* lines that are links alone, and fewer are no list */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Letters, digits, and all that is not ASCII. */
static bool is_word(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z');
}

static size_t run_of(struct slice line, size_t at, char c)
{
    size_t n = 0;
    while (at + n < line.length && line.data[at + n] == c)
        n++;
    return n;
}

static struct slice stripped(struct slice line)
{
    while (line.length && is_blank(line.data[0]))
        line = (struct slice){line.data + 1, line.length - 1};
    while (line.length && is_blank(line.data[line.length - 1]))
        line.length--;
    return line;
}

/* Where the bracket that is open at `at` closes; 0 if it does not. */
static size_t closing(struct slice line, size_t at, char open, char close)
{
    size_t depth = 0;
    for (size_t i = at; i < line.length && i < at + PAIR; i++) {
        if (line.data[i] == open)
            depth++;
        else if (line.data[i] == close && --depth == 0)
            return i;
    }
    return 0;
}

/* The end of a link that begins with the [ at `at`, [text](address) or [text][name], whose text
 * ends at *text_end; 0 if it is none. */
static size_t link_end(struct slice line, size_t at, size_t *text_end)
{
    size_t end = closing(line, at, '[', ']');
    if (!end || end + 1 >= line.length)
        return 0;
    char open = line.data[end + 1];
    size_t whole = open == '('   ? closing(line, end + 1, '(', ')')
                   : open == '[' ? closing(line, end + 1, '[', ']')
                                 : 0;
    *text_end = end;
    return whole ? whole + 1 : 0;
}

/* The bytes of an address that begins here; 0 if none does. */
static size_t address(struct slice s)
{
    static const char *const starts[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        if (s.length > n && memcmp(s.data, starts[i], n) == 0) {
            while (n < s.length && !is_blank(s.data[n]) && s.data[n] != '>')
                n++;
            return n;
        }
    }
    return 0;
}

/* The bytes that a line has before its words: of quotations, headings, list items. */
static size_t beginning(struct slice line)
{
    size_t at = 0;
    for (;;) {
        while (at < line.length && is_blank(line.data[at]))
            at++;
        if (at == line.length)
            return at;
        char c = line.data[at];
        size_t n = c == '#' ? run_of(line, at, '#') : c == '>' || strchr("*+-", c) != NULL;
        bool mark =
            n > 0 && n <= 6 && (c == '>' || at + n == line.length || is_blank(line.data[at + n]));
        if (!mark || (c != '>' && at + n == line.length && c != '#'))
            return at;
        at += n;
    }
}

static size_t blanks_of(struct slice line)
{
    size_t n = 0;
    while (n < line.length && is_blank(line.data[n]))
        n++;
    return n;
}

/* ---- whole lines ---- */

/* ---, * * *, ===, |---|:--|, ``` and the like; not a line of dots, which is a text's own. */
static bool is_rule(struct slice line)
{
    size_t marks = 0;
    line = stripped(line);
    if (run_of(line, 0, '`') >= 3 || run_of(line, 0, '~') >= 3)
        return memchr(line.data, ' ', line.length) == NULL;
    for (size_t i = 0; i < line.length; i++) {
        if (!strchr("-*_=|: ", line.data[i]))
            return false;
        marks += line.data[i] != ' ';
    }
    return marks >= 3;
}

/* [name]: address */
static bool is_definition(struct slice line)
{
    line = stripped(line);
    size_t end = line.length && line.data[0] == '[' ? closing(line, 0, '[', ']') : 0;
    if (!end || end + 2 >= line.length || line.data[end + 1] != ':')
        return false;
    struct slice rest = {line.data + end + 2, line.length - end - 2};
    rest = stripped(rest);
    return rest.length && (address(rest) == rest.length || rest.data[0] == '/');
}

/* Links and addresses alone, with blanks, commas and strokes between them. */
static bool is_links(struct slice line)
{
    bool any = false;
    size_t begin = beginning(line);
    line = stripped((struct slice){line.data + begin, line.length - begin});
    for (size_t i = 0; i < line.length;) {
        size_t text_end;
        struct slice rest = {line.data + i, line.length - i};
        size_t n = line.data[i] == '!' && i + 1 < line.length && line.data[i + 1] == '[';
        size_t end = line.data[i + n] == '[' ? link_end(line, i + n, &text_end) : 0;
        size_t bare = end ? 0 : address(rest);
        if (end || bare) {
            any = true;
            i = end ? end : i + bare;
        } else if (strchr(" \t,;|<>*", line.data[i])) {
            i++;
        } else {
            return false;
        }
    }
    return any;
}

/* Home | News | Contact | About: four parts or more, of three words at most each. */
static bool is_menu(struct slice line)
{
    unsigned parts = 1;
    unsigned words = 0;
    line = stripped(line);
    for (size_t i = 0; i < line.length; i++) {
        if (line.data[i] == '|') {
            parts++;
            words = 0;
        } else if (!is_blank(line.data[i]) && (i == 0 || is_blank(line.data[i - 1]))) {
            if (++words > 3)
                return false;
        }
    }
    return parts >= 4 && line.data[0] != '|';
}

/* ---- within a line ---- */

/* True if the marks at `at` may open something that stands emphasised, or close it. */
static bool may_open(struct slice line, size_t at, size_t n)
{
    bool inside = at + n < line.length && !is_blank(line.data[at + n]);
    return inside && (at == 0 || !is_word(line.data[at - 1]));
}

static bool may_close(struct slice line, size_t at, size_t n)
{
    bool inside = at > 0 && !is_blank(line.data[at - 1]);
    return inside && (at + n >= line.length || !is_word(line.data[at + n]));
}

/* Where the n marks that close those at `at` stand; 0 if there are none. */
static size_t partner(struct slice line, size_t at, size_t n)
{
    char c = line.data[at];
    for (size_t i = at + n; i < line.length && i < at + PAIR;) {
        size_t run = run_of(line, i, c);
        if (run >= n && (c == '`' || may_close(line, i, run)))
            return i + run - n;
        i += run ? run : 1;
    }
    return 0;
}

/* The bytes of a tag that shapes text, <p>, </a>, <br/>; 0 if this is none. */
static size_t tag(struct slice s)
{
    static const char names[] = " a abbr b big blockquote br cite code div em font h1 h2 h3 h4 h5 "
                                "h6 hr i img li ol p pre q s section small span strong sub sup "
                                "table tbody td th thead tr u ul ";
    size_t i = s.length > 1 && s.data[1] == '/' ? 2 : 1;
    char name[16] = " ";
    size_t n = 1;
    for (; i < s.length && is_word(s.data[i]) && n < sizeof name - 2; i++)
        name[n++] = (char)((s.data[i] & 0x40) ? s.data[i] | 32 : s.data[i]);
    name[n++] = ' ';
    name[n] = '\0';
    if (n < 3 || i == s.length || !strchr(" />", s.data[i]) || !strstr(names, name))
        return 0;
    const char *end = memchr(s.data + i, '>', s.length - i < PAIR ? s.length - i : PAIR);
    return end ? (size_t)(end - s.data) + 1 : 0;
}

static void add_inline(struct buf *out, struct slice line, unsigned depth);

/* Adds what the link or picture at `at` reads as; returns its end, 0 if it is none. */
static size_t add_link(struct buf *out, struct slice line, size_t at, unsigned depth)
{
    size_t text_end;
    size_t open = at + (line.data[at] == '!');
    if (open >= line.length || line.data[open] != '[' || depth > 3)
        return 0;
    size_t end = link_end(line, open, &text_end);
    if (end)
        add_inline(out, (struct slice){line.data + open + 1, text_end - open - 1}, depth + 1);
    return end;
}

/* Emphasis that is open: where it closes, and with how many marks. */
struct open_marks {
    size_t close[8];
    size_t length[8];
    size_t count;
};

/* The end of marks that are left out, since they open or close emphasis; 0 if these are none. */
static size_t take_marks(struct open_marks *open, struct slice line, size_t at)
{
    char c = line.data[at];
    if (open->count && at == open->close[open->count - 1])
        return at + open->length[--open->count];
    if ((c != '*' && c != '_' && c != '`') || open->count == 8)
        return 0;
    size_t n = run_of(line, at, c);
    if (n > 3 || (c != '`' && !may_open(line, at, n)))
        return 0;
    size_t close = partner(line, at, n);
    if (!close || (open->count && close >= open->close[open->count - 1]))
        return 0;
    open->close[open->count] = close;
    open->length[open->count++] = n;
    return at + n;
}

/* Adds what the tag, entity or escaped mark that `s` begins with reads as; returns its bytes. */
static size_t add_special(struct buf *out, struct slice s)
{
    size_t n = 0;
    if (s.data[0] == '&')
        return plain_entity(out, s);
    if (s.data[0] == '<' && (n = tag(s)) != 0)
        buf_putc(out, ' ');
    if (s.data[0] == '\\' && s.length > 1 && strchr("*_#[]`>", s.data[1])) {
        buf_putc(out, s.data[1]);
        n = 2;
    }
    return n;
}

static void add_inline(struct buf *out, struct slice line, unsigned depth)
{
    struct open_marks open = {.count = 0};
    for (size_t i = 0; i < line.length;) {
        char c = line.data[i];
        size_t end = take_marks(&open, line, i);
        if (!end && (c == '[' || c == '!'))
            end = add_link(out, line, i, depth);
        if (!end) {
            size_t n = add_special(out, (struct slice){line.data + i, line.length - i});
            end = n ? i + n : 0;
        }
        if (!end) {
            buf_putc(out, c);
            end = i + 1;
        }
        i = end;
    }
}

/* ---- the text ---- */

static struct slice line_at(struct slice text, size_t at)
{
    const char *end = memchr(text.data + at, '\n', text.length - at);
    return (struct slice){text.data + at, end ? (size_t)(end - text.data) - at : text.length - at};
}

/* The end of the list of links that begins at `at`; `at` if none does. Empty lines are in it. */
static size_t list_end(struct slice text, size_t at)
{
    size_t lines = 0;
    size_t end = at;
    if (!is_links(line_at(text, at)))
        return at;
    for (size_t i = at; i < text.length;) {
        struct slice line = line_at(text, i);
        bool links = is_links(line);
        if (!links && stripped(line).length)
            break;
        lines += links;
        i += line.length + 1;
        end = links ? i : end;
    }
    return lines >= LIST_LINES ? end : at;
}

void plain_add(struct buf *out, struct slice text, bool lists)
{
    buf_reserve(out, text.length)[0] = '\0';
    for (size_t at = 0; at < text.length;) {
        size_t end = lists ? at : list_end(text, at);
        if (end > at) {
            at = end;
            continue;
        }
        struct slice line = line_at(text, at);
        at += line.length + 1;
        bool gone = is_rule(line) || is_definition(line) || (!lists && is_menu(line));
        size_t begin = beginning(line);
        if (begin > blanks_of(line))
            buf_putc(out, '\n');
        if (!gone)
            add_inline(out, (struct slice){line.data + begin, line.length - begin}, 0);
        if (at <= text.length)
            buf_putc(out, '\n');
    }
}

bool plain_needed(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr("*_`[<&\\|#>~=", text.data[i]) || text.data[i] == '-')
            return true;
    return false;
}
