/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_article.h"

#include <stdlib.h>

#include "indexer/read/html_word.h"
#include "lib/base/mem.h"

/* What is known of an element and all below it, or of its own text alone. In bytes. */
struct measure {
    uint32_t text;   /* that is seen, without blanks */
    uint32_t links;  /* of that, in links */
    uint32_t weight; /* of the paragraphs in it */
    uint32_t own;    /* text that belongs to no block further down */
    uint32_t own_links;
    uint16_t own_stops; /* ends of sentences and commas in it */
};

struct finder {
    const struct html_tree *tree;
    struct measure *measures;
    uint8_t *left_out;
    uint32_t *block; /* the innermost block that a node is in, or that it is */
};

static bool is_stop(unsigned char c, unsigned char next)
{
    return (c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':') &&
           (next == ' ' || next == '\n' || next == '"' || next == '\0' || next >= 0x80);
}

/* Ideographic comma and full stop, their wide forms, the danda. */
static bool is_wide_stop(const unsigned char *c)
{
    return (c[0] == 0xE3 && c[1] == 0x80 && (c[2] == 0x81 || c[2] == 0x82)) ||
           (c[0] == 0xEF && c[1] == 0xBC && (c[2] == 0x8C || c[2] == 0x81 || c[2] == 0x9F)) ||
           (c[0] == 0xE0 && c[1] == 0xA5 && c[2] == 0xA4);
}

static void measure_text(struct slice text, uint32_t *length, uint32_t *stops)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    bool blank = true;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = bytes[i];
        if (c <= ' ') {
            *length += !blank;
            blank = true;
            continue;
        }
        blank = false;
        ++*length;
        if (is_stop(c, i + 1 < text.length ? bytes[i + 1] : 0) ||
            (c >= 0xE0 && i + 2 < text.length && is_wide_stop(bytes + i)))
            ++*stops;
    }
}

/* Measures all texts that are not left out, and sums them up to the root. */
static void measure(struct finder *f)
{
    const struct html_tree *t = f->tree;
    memset(f->measures, 0, t->count * sizeof *f->measures);
    uint32_t link_end = 0;
    for (uint32_t i = 1; i < t->count;) {
        const struct html_node *n = &t->nodes[i];
        if (f->left_out[i] || html_tag_is_unseen(n->tag)) {
            i = n->end;
            continue;
        }
        f->block[i] = html_tag_is_block(n->tag) ? i : f->block[n->parent];
        if (n->tag == HTML_A && n->end > link_end)
            link_end = n->end;
        if (n->tag == HTML_TEXT) {
            struct measure *m = &f->measures[i], *b = &f->measures[f->block[i]];
            uint32_t stops = 0;
            measure_text(html_node_text(t, n), &m->text, &stops);
            m->links = i < link_end ? m->text : 0;
            b->own += m->text;
            b->own_links += m->links;
            b->own_stops = (uint16_t)(b->own_stops + stops > 999 ? 999 : b->own_stops + stops);
        }
        i++;
    }
}

static uint32_t weigh_block(enum html_tag tag, const struct measure *m)
{
    if (m->own < 40 || m->own_links * 2 > m->own || m->own_stops == 0)
        return 0;
    if (tag >= HTML_H1 && tag <= HTML_H6)
        return 0;
    uint32_t weight = m->own - m->own_links;
    if (m->own_links * 4 > m->own)
        weight /= 2;
    if (tag == HTML_LI || tag == HTML_TD || tag == HTML_FIGCAPTION || tag == HTML_CAPTION)
        weight /= 3;
    if (m->own_stops < 2 || m->own < 80)
        weight /= 2;
    return weight;
}

static void sum_up(struct finder *f)
{
    const struct html_tree *t = f->tree;
    for (uint32_t i = t->count - 1; i > 0; i--) {
        struct measure *m = &f->measures[i], *up = &f->measures[t->nodes[i].parent];
        m->weight += weigh_block(t->nodes[i].tag, m);
        up->text += m->text;
        up->links += m->links;
        up->weight += m->weight;
    }
}

/* ---- what is never of an article ---- */

#define NEVER                                                                                    \
    (HTML_WORD_COMMENT | HTML_WORD_NAVIGATION | HTML_WORD_RELATED | HTML_WORD_SHARE |            \
     HTML_WORD_AD | HTML_WORD_SIGNUP | HTML_WORD_COOKIE | HTML_WORD_FOOTER | HTML_WORD_SIDEBAR | \
     HTML_WORD_META | HTML_WORD_HIDDEN | HTML_WORD_POPUP | HTML_WORD_CAPTION)

static bool is_marked_body(const struct html_node *n)
{
    struct slice prop = html_attribute(n, HTML_ITEMPROP);
    return html_is(prop, "articlebody") || (n->words & HTML_WORD_WHOLE) || false;
}

/* The share of all weight, in percent, up to which an element is left out; 0: it stays. */
static uint32_t share_to_leave_out(const struct html_node *n)
{
    unsigned words = n->words & NEVER;
    if (n->words & (HTML_WORD_ARTICLE | HTML_WORD_WHOLE))
        words &= ~(unsigned)HTML_WORD_META;
    switch ((enum html_tag)n->tag) {
    case HTML_NAV:
    case HTML_MENU:
    case HTML_BUTTON:
    case HTML_DIALOG:
    case HTML_LABEL:
        return 100;
    case HTML_FOOTER:
    case HTML_ASIDE:
    case HTML_FIGCAPTION:
    case HTML_ADDRESS:
        return 50;
    case HTML_HTML:
    case HTML_BODY:
    case HTML_TEXT:
    case HTML_HEAD:
    case HTML_MAIN:
    case HTML_OTHER:
        return 0;
    default:
        break;
    }
    if (n->concealed)
        return 50;
    if (words & HTML_WORD_COMMENT)
        return 80;
    if (words)
        return is_marked_body(n) ? 10 : 35;
    return n->tag == HTML_FORM || n->tag == HTML_HEADER ? 20 : 0;
}

static void leave_out_never(struct finder *f)
{
    const struct html_tree *t = f->tree;
    uint32_t all = f->measures[0].weight;
    for (uint32_t i = 1; i < t->count; i++) {
        uint32_t share = share_to_leave_out(&t->nodes[i]);
        if (share && (uint64_t)f->measures[i].weight * 100 <= (uint64_t)all * share)
            f->left_out[i] = 1;
    }
}

/* ---- which element it is ---- */

static uint32_t mark_of(const struct html_node *n)
{
    if (html_is(html_attribute(n, HTML_ITEMPROP), "articlebody"))
        return 4;
    if (is_marked_body(n))
        return 3;
    if (n->tag == HTML_ARTICLE)
        return 2;
    return n->tag == HTML_MAIN;
}

/* The element that is best marked, with at least `least` of the weight; 0: none. */
static uint32_t find_marked(const struct finder *f, uint32_t least)
{
    const struct html_tree *t = f->tree;
    uint32_t best = 0, best_mark = 0;
    for (uint32_t i = 1; i < t->count;) {
        const struct html_node *n = &t->nodes[i];
        if (f->left_out[i] || f->measures[i].weight < least) {
            i = n->end;
            continue;
        }
        uint32_t mark = mark_of(n);
        uint32_t weight = f->measures[i].weight;
        if (mark &&
            (mark > best_mark || (mark == best_mark && weight > f->measures[best].weight))) {
            best = i;
            best_mark = mark;
        }
        i++;
    }
    return best;
}

/* Goes down from `root` as long as one child has most of the weight. */
static uint32_t descend(const struct finder *f, uint32_t root)
{
    const struct html_tree *t = f->tree;
    for (;;) {
        uint32_t heaviest = 0;
        for (uint32_t i = root + 1; i < t->nodes[root].end; i = t->nodes[i].end) {
            if (!f->left_out[i] &&
                f->measures[i].weight > f->measures[heaviest].weight * (heaviest > 0))
                heaviest = i;
        }
        if (!heaviest || f->measures[heaviest].weight * 10 < f->measures[root].weight * 7)
            return root;
        root = heaviest;
    }
}

static uint32_t choose(const struct finder *f)
{
    uint32_t all = f->measures[0].weight;
    uint32_t marked = find_marked(f, all * 4 / 10 + 1);
    if (marked)
        return marked;
    uint32_t root = descend(f, 0);
    /* One paragraph is not an article that has others beside it. */
    while (root &&
           (f->tree->nodes[root].tag == HTML_P || f->tree->nodes[root].tag == HTML_LI ||
            f->tree->nodes[root].tag == HTML_TEXT || !html_tag_is_block(f->tree->nodes[root].tag)))
        root = f->tree->nodes[root].parent;
    return root;
}

/* ---- what in it is not of it ---- */

static bool is_list_of_links(const struct html_node *n, const struct measure *m)
{
    switch ((enum html_tag)n->tag) {
    case HTML_UL:
    case HTML_OL:
    case HTML_DL:
    case HTML_DIV:
    case HTML_SECTION:
    case HTML_TABLE:
    case HTML_P:
    case HTML_LI:
    case HTML_H2:
    case HTML_H3:
    case HTML_H4:
    case HTML_H5:
    case HTML_H6:
        return m->links * 10 > m->text * 6;
    default:
        return false;
    }
}

static void leave_out_links(struct finder *f, uint32_t root)
{
    const struct html_tree *t = f->tree;
    for (uint32_t i = root + 1; i < t->nodes[root].end; i++) {
        if (is_list_of_links(&t->nodes[i], &f->measures[i]))
            f->left_out[i] = 1;
    }
}

void html_article_find(const struct html_tree *tree, struct html_article *article)
{
    struct finder f = {.tree = tree,
                       .measures = xcalloc(tree->count, sizeof *f.measures),
                       .left_out = xcalloc(tree->count, 1),
                       .block = xcalloc(tree->count, sizeof *f.block)};
    measure(&f);
    sum_up(&f);
    leave_out_never(&f);
    measure(&f);
    sum_up(&f);
    article->root = choose(&f);
    leave_out_links(&f, article->root);
    article->left_out = f.left_out;
    free(f.measures);
    free(f.block);
}
