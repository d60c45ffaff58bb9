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
#include "lib/text/sentence.h"
#include "searcher/present/plain.h"
#include "searcher/present/wrap.h"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
    ELLIPSIS_COLUMNS = 2, /* with its blank */
    WINDOW = 64,          /* matches weighed together; of more, the last so many */
    BYTES_PER_COLUMN = 8, /* more, and it is marks piled up or invisible characters */
    PLAIN_BYTES = 1 << 18 /* of a text that is longer, so many around what matches are read */
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

/* How good the last match makes a window. */
struct worth {
    unsigned groups; /* that it has, the more the better */
    unsigned apart;  /* the less */
    size_t count;    /* of matches, the more */
};

/* The number of bits of a number of bytes: distances that differ by less are alike. */
static unsigned magnitude(size_t bytes)
{
    unsigned bits = 0;
    for (bytes /= 2; bytes; bytes /= 2)
        bits++;
    return bits;
}

/* Weighs a window whose last match is new: how far apart the matches are that it takes, with that
 * one, to have a match of each group; what is between them counts. */
static struct worth weigh(const struct window *w)
{
    uint64_t all = 0;
    uint64_t seen = 0;
    size_t between = 0;
    for (size_t i = 0; i < w->count; i++)
        all |= w->matches[(w->first + i) % WINDOW].groups;
    size_t before = 0; /* where the match after this one begins */
    for (size_t i = w->count; i-- > 0 && seen != all;) {
        const struct highlight_match *m = &w->matches[(w->first + i) % WINDOW];
        between += seen && before > m->end ? before - m->end : 0;
        before = m->start;
        seen |= m->groups;
    }
    return (struct worth){(unsigned)__builtin_popcountll(all), magnitude(between), w->count};
}

static bool is_better(struct worth a, struct worth b)
{
    if (a.groups != b.groups)
        return a.groups > b.groups;
    return a.apart != b.apart ? a.apart < b.apart : a.count > b.count;
}

/* The matches to be shown, all within `width` bytes if there are several; an empty span at the
 * beginning if nothing matches. */
static struct span choose(const struct highlight *h, struct slice text, size_t width)
{
    struct highlight_scan scan;
    struct highlight_match m;
    struct window w;
    struct span best = {0, 0};
    struct worth most = {0, 0, 0};
    if (h->count == 0)
        return best;
    w.first = w.count = 0;
    highlight_start(&scan, h, text);
    while (highlight_next(&scan, &m)) {
        window_add(&w, m, width);
        struct worth here = weigh(&w);
        if (is_better(here, most)) {
            most = here;
            best = (struct span){oldest(&w)->start, m.end};
        }
    }
    return best;
}

/* The columns of the character at `at`; of a run of white space, the last one counts. */
static size_t columns_at(struct slice text, size_t at, size_t *next)
{
    struct glyph g = glyph_at(text.data, text.length, at);
    *next = at + g.length;
    if (g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK)
        return *next < text.length && sentence_space(text, *next) ? 0 : 1;
    return g.columns;
}

static size_t columns_between(struct slice text, struct span s)
{
    size_t columns = 0;
    for (size_t i = s.start; i < s.end;)
        columns += columns_at(text, i, &i);
    return columns;
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
        if (sentence_begins(text, i))
            return i;
    }
    return at;
}

/* The farthest beginning of a word before `at`, at most `columns` away; if there is none, `at`. */
static size_t word_before(struct slice text, size_t at, size_t columns)
{
    size_t word = at;
    for (size_t i = at, used = 0, next; i > 0;) {
        i = glyph_before(text.data, i);
        used += columns_at(text, i, &next);
        if (used > columns || at - i > columns * BYTES_PER_COLUMN)
            break;
        if (!sentence_space(text, i) && wrap_between(text.data, text.length, i))
            word = i;
    }
    return word;
}

/* Where the word begins that `at` is in, if the passage has room for that. */
static size_t word_start(struct slice text, struct span match, size_t columns)
{
    size_t i = match.start;
    while (i > 0 && !wrap_between(text.data, text.length, i)) {
        i = glyph_before(text.data, i);
        if (columns_between(text, (struct span){i, match.end}) > columns)
            return match.start;
    }
    return i;
}

static size_t passage_start(struct slice text, struct span match, size_t columns)
{
    size_t most = columns - 2 * (size_t)ELLIPSIS_COLUMNS;
    match.start = word_start(text, match, most);
    size_t width = columns_between(text, match);
    size_t room = most > width ? most - width : 0;
    if (sentence_begins(text, match.start))
        return match.start;
    size_t sentence = sentence_before(text, match.start, room * 2 / 3);
    return sentence < match.start ? sentence : word_before(text, match.start, room / 3);
}

/* Where a passage from `start` on must end to have at most `columns` columns, *used of them. No
 * word is cut, but one that is needed to show what is before `least`. */
static size_t passage_end(struct slice text, size_t start, size_t least, size_t columns,
                          size_t *used)
{
    size_t word = start; /* the last end of a word */
    size_t i = start;
    *used = 0;
    while (i < text.length) {
        size_t next;
        size_t width = columns_at(text, i, &next);
        if (i > start && wrap_between(text.data, text.length, i) &&
            !sentence_space(text, glyph_before(text.data, i)))
            word = i;
        if (*used + width > columns || next - start > columns * BYTES_PER_COLUMN)
            return word > start && word >= least ? word : i;
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
    return sentence_begins(text, start) ? start : word_before(text, start, columns);
}

static struct span passage_around(struct slice text, struct span match, size_t columns)
{
    size_t used;
    struct span p;
    p.start = passage_start(text, match, columns);
    columns -= sentence_begins(text, p.start) ? ELLIPSIS_COLUMNS : 2 * ELLIPSIS_COLUMNS;
    p.end = passage_end(text, p.start, match.end, columns, &used);
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

void snippet_mark_all(struct snippet *s, const struct highlight *h, struct slice passage)
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
    while (text.length && sentence_space(text, 0)) {
        size_t n = glyph_at(text.data, text.length, 0).length;
        text.data += n;
        text.length -= n;
    }
    while (text.length && sentence_space(text, glyph_before(text.data, text.length)))
        text.length = glyph_before(text.data, text.length);
    return text;
}

struct slice snippet_body(struct slice text, const char *title)
{
    struct slice body = trimmed(text);
    struct slice rest = trimmed((struct slice){title, strlen(title)});
    while (rest.length && body.length) {
        if (sentence_space(rest, 0) && sentence_space(body, 0)) {
            body = trimmed(body);
            rest = trimmed(rest);
        } else if (rest.data[0] == body.data[0]) {
            body = (struct slice){body.data + 1, body.length - 1};
            rest = (struct slice){rest.data + 1, rest.length - 1};
        } else {
            return text;
        }
    }
    return rest.length == 0 && body.length && sentence_space(body, 0) ? trimmed(body) : text;
}

/* True if a passage that ends here breaks off a sentence. */
static bool is_cut(struct slice text, size_t at)
{
    size_t next = at;
    while (next < text.length && sentence_space(text, next))
        next += glyph_at(text.data, text.length, next).length;
    return next < text.length && !sentence_begins(text, next);
}

/* Makes the snippet of a text as it reads. False if nothing in it matches. */
static bool make(struct snippet *s, const struct highlight *h, struct slice text, size_t columns)
{
    buf_clear(&s->text);
    s->count = 0;
    text = trimmed(text);
    if (text.length == 0)
        return false;
    struct span chosen = choose(h, text, columns - columns / 8);
    struct span p = passage_around(text, chosen, columns);
    struct slice passage = {text.data + p.start, p.end - p.start};
    if (!sentence_begins(text, p.start))
        buf_puts(&s->text, ELLIPSIS " ");
    snippet_mark_all(s, h, passage);
    write_passage(s, passage);
    if (is_cut(text, p.end))
        buf_puts(&s->text, " " ELLIPSIS);
    return chosen.end > 0;
}

/* The lines of a long text around what it matches. */
static struct slice part_of(const struct highlight *h, struct slice text, size_t columns)
{
    if (text.length <= PLAIN_BYTES)
        return text;
    struct span chosen = choose(h, text, columns);
    size_t begin = chosen.start > PLAIN_BYTES / 2 ? chosen.start - PLAIN_BYTES / 2 : 0;
    size_t end = text.length - begin > PLAIN_BYTES ? begin + PLAIN_BYTES : text.length;
    for (; begin > 0 && begin < chosen.start; begin++)
        if (sentence_space(text, begin))
            break;
    while (end < text.length && end > chosen.end && !sentence_space(text, end))
        end--;
    return (struct slice){text.data + begin, end - begin};
}

void snippet_make(struct snippet *s, const struct highlight *h, struct slice text, size_t columns)
{
    struct buf plain = {0};
    if (columns < SNIPPET_LEAST)
        columns = SNIPPET_LEAST;
    text = part_of(h, text, columns);
    if (!plain_needed(text)) {
        make(s, h, text, columns);
        return;
    }
    plain_add(&plain, text, false);
    struct slice read = {plain.data, plain.length};
    bool found = make(s, h, read, columns) || h->count == 0;
    if (!found ||
        s->text.length == 0) { /* what matches is in a list of links, or there is no more */
        buf_clear(&plain);
        plain_add(&plain, text, true);
        read = (struct slice){plain.data, plain.length};
        if (!make(s, h, read, columns) && s->text.length == 0)
            make(s, h, text, columns);
    }
    buf_free(&plain);
}

void snippet_whole(struct snippet *s, const struct highlight *h, struct slice text)
{
    struct buf plain = {0};
    buf_clear(&s->text);
    plain_add(&plain, text, true);
    text = (struct slice){plain.data, plain.length};
    snippet_mark_all(s, h, text);
    write_passage(s, text);
    buf_free(&plain);
}

void snippet_free(struct snippet *s)
{
    buf_free(&s->text);
    free(s->marks);
    *s = (struct snippet){0};
}
