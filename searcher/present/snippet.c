/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * First the matches are chosen that the passage must show (choose), then where it begins and ends
 * (passage_start, passage_end), then it is read again for marks (mark_matches) and written
 * (write_passage). Columns are counted as the passage will have them: a run of white space is one.
 */
#include "searcher/present/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/glyph.h"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
    ELLIPSIS_COLUMNS = 2, /* with its blank */
    WINDOW = 64,          /* matches weighed together; of more, the last so many */
    BYTES_PER_COLUMN = 8  /* more, and it is marks piled up or invisible characters */
};

struct span {
    size_t start;
    size_t end;
};

/* The last matches that stand close together, oldest first, as a ring. */
struct window {
    struct highlight_match matches[WINDOW];
    size_t first;
    size_t count;
};

static const struct highlight_match *oldest(const struct window *w)
{
    return &w->matches[w->first];
}

static void window_add(struct window *w, struct highlight_match m, size_t width)
{
    while (w->count && (w->count == WINDOW || m.end - oldest(w)->start > width)) {
        w->first = (w->first + 1) % WINDOW;
        w->count--;
    }
    w->matches[(w->first + w->count++) % WINDOW] = m;
}

static unsigned window_groups(const struct window *w)
{
    uint64_t groups = 0;
    for (size_t i = 0; i < w->count; i++)
        groups |= w->matches[(w->first + i) % WINDOW].groups;
    return (unsigned)__builtin_popcountll(groups);
}

/* The matches to be shown, all within `width` bytes if there are several; an empty span at the
 * beginning if nothing matches. */
static struct span choose(const struct highlight *h, struct slice text, size_t width)
{
    struct highlight_scan scan;
    struct highlight_match m;
    struct window w;
    struct span best = {0, 0};
    unsigned best_groups = 0;
    size_t best_count = 0;
    if (h->count == 0)
        return best;
    w.first = w.count = 0;
    highlight_start(&scan, h, text);
    while (highlight_next(&scan, &m)) {
        window_add(&w, m, width);
        unsigned groups = window_groups(&w);
        if (groups > best_groups || (groups == best_groups && w.count > best_count)) {
            best_groups = groups;
            best_count = w.count;
            best = (struct span){oldest(&w)->start, m.end};
        }
    }
    return best;
}

static bool is_space(struct slice text, size_t at)
{
    enum glyph_kind kind = glyph_at(text.data, text.length, at).kind;
    return kind == GLYPH_SPACE || kind == GLYPH_BREAK;
}

/* The columns of the character at `at`; of a run of white space, the last one counts. */
static size_t columns_at(struct slice text, size_t at, size_t *next)
{
    struct glyph g = glyph_at(text.data, text.length, at);
    *next = at + g.length;
    if (g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK)
        return *next < text.length && is_space(text, *next) ? 0 : 1;
    return g.columns;
}

static size_t columns_between(struct slice text, struct span s)
{
    size_t columns = 0;
    for (size_t i = s.start; i < s.end;)
        columns += columns_at(text, i, &i);
    return columns;
}

static bool ends_with(struct slice text, size_t at, const char *what)
{
    size_t n = strlen(what);
    return at >= n && memcmp(text.data + at - n, what, n) == 0;
}

/* True if the dot before `at` ends an initial (J., U.S.) or what may be a title (Mr., Gen.): up to
 * three letters, the first a capital. "It was in Mali." is none. */
static bool is_abbreviation(struct slice text, size_t at)
{
    size_t letters = 0;
    size_t i = at - 1;
    while (i > 0 && ((text.data[i - 1] | 32) >= 'a' && (text.data[i - 1] | 32) <= 'z')) {
        i--;
        letters++;
    }
    return letters >= 1 && letters <= 3 && text.data[i] <= 'Z';
}

/* The bytes of the quote or parenthesis that closes right before `at`; 0 if none does. */
static size_t closing_length(struct slice text, size_t at)
{
    static const char *const closing[] = {"\"",           "'",       ")", "]", "\xE2\x80\x9D",
                                          "\xE2\x80\x99", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (ends_with(text, at, closing[i]))
            return strlen(closing[i]);
    return 0;
}

/* True if a sentence ends right before `at`, with the quotes and parentheses that it closes. */
static bool ends_sentence(struct slice text, size_t at)
{
    for (size_t n; (n = closing_length(text, at)) > 0;)
        at -= n;
    if (ends_with(text, at, "!") || ends_with(text, at, "?") || ends_with(text, at, ELLIPSIS))
        return true;
    return ends_with(text, at, ".") && !is_abbreviation(text, at);
}

/* True if a full stop of Chinese or Japanese ends right before `at`; no blank follows those. */
static bool ends_wide_sentence(struct slice text, size_t at)
{
    return ends_with(text, at, "\xE3\x80\x82") || ends_with(text, at, "\xEF\xBC\x81") ||
           ends_with(text, at, "\xEF\xBC\x9F");
}

/* True if a sentence or paragraph begins at `at`. */
static bool begins_sentence(struct slice text, size_t at)
{
    unsigned lines = 0;
    size_t before = at;
    if (at == text.length || is_space(text, at))
        return false;
    while (before > 0 && is_space(text, glyph_before(text.data, before))) {
        before = glyph_before(text.data, before);
        lines += text.data[before] == '\n';
    }
    if (before == 0 || lines >= 2 || ends_wide_sentence(text, before))
        return true;
    bool small = text.data[at] >= 'a' && text.data[at] <= 'z';
    return before < at && !small && ends_sentence(text, before);
}

/* The nearest beginning of a sentence before `at`, at most `columns` away; else `at`. */
static size_t sentence_before(struct slice text, size_t at, size_t columns)
{
    size_t i = at;
    for (size_t used = 0, next; i > 0;) {
        i = glyph_before(text.data, i);
        used += columns_at(text, i, &next);
        if (used > columns || at - i > columns * BYTES_PER_COLUMN)
            break;
        if (begins_sentence(text, i))
            return i;
    }
    return at;
}

/* The farthest beginning of a word before `at`, at most `columns` away; if there is none, as with
 * scripts that do without blanks, of a character. */
static size_t word_before(struct slice text, size_t at, size_t columns)
{
    size_t word = at;
    size_t character = at;
    for (size_t i = at, used = 0, next; i > 0;) {
        size_t before = glyph_before(text.data, i);
        size_t width = columns_at(text, before, &next);
        if (is_space(text, before) && i < at && !is_space(text, i))
            word = i;
        used += width;
        if (used > columns || at - before > columns * BYTES_PER_COLUMN)
            break;
        i = before;
        if (width && !is_space(text, i))
            character = i;
    }
    return word < at ? word : character;
}

static size_t passage_start(struct slice text, struct span match, size_t columns)
{
    size_t width = columns_between(text, match) + 2 * (size_t)ELLIPSIS_COLUMNS;
    size_t room = columns > width ? columns - width : 0;
    if (begins_sentence(text, match.start))
        return match.start;
    size_t sentence = sentence_before(text, match.start, room * 2 / 3);
    return sentence < match.start ? sentence : word_before(text, match.start, room / 3);
}

/* Where a passage from `start` on must end to have at most `columns` columns, *used of them. */
static size_t passage_end(struct slice text, size_t start, size_t columns, size_t *used)
{
    size_t word = start; /* the last end of a word */
    size_t i = start;
    *used = 0;
    while (i < text.length) {
        size_t next;
        size_t width = columns_at(text, i, &next);
        if (i > start && is_space(text, i) && !is_space(text, glyph_before(text.data, i)))
            word = i;
        if (*used + width > columns || next - start > columns * BYTES_PER_COLUMN)
            return word > start + (i - start) / 2 ? word : i;
        *used += width;
        i = next;
    }
    return i;
}

/* The passage ends with the text and leaves columns free: it may begin earlier, with a sentence
 * if it can. */
static size_t start_earlier(struct slice text, size_t start, size_t columns)
{
    for (;;) {
        size_t sentence = sentence_before(text, start, columns);
        if (sentence == start)
            break;
        columns -= columns_between(text, (struct span){sentence, start});
        start = sentence;
    }
    return begins_sentence(text, start) ? start : word_before(text, start, columns);
}

static struct span passage_around(struct slice text, struct span match, size_t columns)
{
    size_t used;
    struct span p;
    p.start = passage_start(text, match, columns);
    columns -= begins_sentence(text, p.start) ? ELLIPSIS_COLUMNS : 2 * ELLIPSIS_COLUMNS;
    p.end = passage_end(text, p.start, columns, &used);
    if (p.end == text.length)
        p.start = start_earlier(text, p.start, columns - used);
    return p;
}

/* Adds a mark; those that it overlaps become one with it. */
static void add_mark(struct snippet *s, struct snippet_mark m)
{
    while (s->count && s->marks[s->count - 1].end > m.start) {
        const struct snippet_mark *last = &s->marks[--s->count];
        m.start = last->start < m.start ? last->start : m.start;
        m.end = last->end > m.end ? last->end : m.end;
    }
    s->marks = xgrow(s->marks, &s->capacity, s->count + 1, sizeof *s->marks);
    s->marks[s->count++] = m;
}

/* Marks the matches, by bytes of the text as it stands. */
static void mark_matches(struct snippet *s, const struct highlight *h, struct slice passage)
{
    struct highlight_scan scan;
    struct highlight_match m;
    s->count = 0;
    if (h->count == 0)
        return;
    highlight_start(&scan, h, passage);
    while (highlight_next(&scan, &m))
        add_mark(s, (struct snippet_mark){m.start, m.end});
}

/* Writes the passage, cleaned, and moves the marks to where their words come to stand. */
static void write_passage(struct snippet *s, struct slice text)
{
    bool space = false;
    bool inside = false; /* the mark */
    size_t mark = 0;
    size_t begin = s->text.length;
    struct glyph g;
    for (size_t i = 0; i < text.length; i += g.length) {
        g = glyph_at(text.data, text.length, i);
        if (inside && i >= s->marks[mark].end) {
            s->marks[mark++].end = s->text.length;
            inside = false;
        }
        if (g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK)
            space = s->text.length > begin;
        if (g.kind != GLYPH_VISIBLE)
            continue;
        if (space)
            buf_putc(&s->text, ' ');
        space = false;
        if (mark < s->count && !inside && i >= s->marks[mark].start) {
            s->marks[mark].start = s->text.length;
            inside = true;
        }
        buf_add(&s->text, text.data + i, g.length);
    }
    if (inside)
        s->marks[mark++].end = s->text.length;
    s->count = mark;
}

/* The text without the white space at its ends. */
static struct slice trimmed(struct slice text)
{
    while (text.length && is_space(text, 0)) {
        size_t n = glyph_at(text.data, text.length, 0).length;
        text.data += n;
        text.length -= n;
    }
    while (text.length && is_space(text, glyph_before(text.data, text.length)))
        text.length = glyph_before(text.data, text.length);
    return text;
}

struct slice snippet_body(struct slice text, const char *title)
{
    struct slice body = trimmed(text);
    struct slice rest = trimmed((struct slice){title, strlen(title)});
    while (rest.length && body.length) {
        if (is_space(rest, 0) && is_space(body, 0)) {
            body = trimmed(body);
            rest = trimmed(rest);
        } else if (rest.data[0] == body.data[0]) {
            body = (struct slice){body.data + 1, body.length - 1};
            rest = (struct slice){rest.data + 1, rest.length - 1};
        } else {
            return text;
        }
    }
    return rest.length == 0 && body.length && is_space(body, 0) ? trimmed(body) : text;
}

/* True if a passage that ends here breaks off a sentence. */
static bool is_cut(struct slice text, size_t at)
{
    size_t next = at;
    while (next < text.length && is_space(text, next))
        next += glyph_at(text.data, text.length, next).length;
    return next < text.length && !begins_sentence(text, next);
}

void snippet_make(struct snippet *s, const struct highlight *h, struct slice text, size_t columns)
{
    buf_clear(&s->text);
    s->count = 0;
    text = trimmed(text);
    if (text.length == 0)
        return;
    if (columns < SNIPPET_LEAST)
        columns = SNIPPET_LEAST;
    struct span chosen = choose(h, text, columns - columns / 8);
    struct span p = passage_around(text, chosen, columns);
    struct slice passage = {text.data + p.start, p.end - p.start};
    if (!begins_sentence(text, p.start))
        buf_puts(&s->text, ELLIPSIS " ");
    mark_matches(s, h, passage);
    write_passage(s, passage);
    if (is_cut(text, p.end))
        buf_puts(&s->text, " " ELLIPSIS);
}

void snippet_free(struct snippet *s)
{
    buf_free(&s->text);
    free(s->marks);
    *s = (struct snippet){0};
}
