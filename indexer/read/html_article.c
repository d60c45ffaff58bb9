/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_article.h"

#include <stdlib.h>

#include "indexer/read/html_lines.h"
#include "indexer/read/html_measure.h"
#include "indexer/read/html_word.h"
#include "lib/base/mem.h"

/* Bytes of an article below which it is looked for in another way. */
#define SHORT_BYTES 150

struct finder {
    const struct html_tree *tree;
    struct html_measure *measures;
    uint32_t *block; /* by node, as html_measure_all() gives it */
    uint8_t *left_out;
    unsigned idle; /* kinds of words that tell nothing on this page */
    bool relaxed;  /* there are no paragraphs: any text counts, and names tell nothing */
};

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

#define OF_LINES                                                                             \
    (HTML_WORD_SHARE | HTML_WORD_AD | HTML_WORD_SIGNUP | HTML_WORD_COOKIE | HTML_WORD_META | \
     HTML_WORD_CAPTION | HTML_WORD_HIDDEN)

/* The kinds of words that tell of an element that it is not of the article. */
static unsigned telling_words(const struct html_node *n)
{
    unsigned words = n->words & NEVER;
    if (n->words & (HTML_WORD_ARTICLE | HTML_WORD_WHOLE))
        words &= ~(unsigned)HTML_WORD_META;
    /* Words in the middle of a paragraph are of it, whatever they are called. */
    if (!html_tag_is_block(n->tag))
        words &= HTML_WORD_HIDDEN | HTML_WORD_SHARE;
    /* A paragraph of class "teaser" is how the article begins. */
    if (n->tag == HTML_P)
        words &= OF_LINES;
    if (n->tag >= HTML_H1 && n->tag <= HTML_H6)
        words &= OF_LINES & ~(unsigned)(HTML_WORD_META | HTML_WORD_AD);
    return words;
}

/* True for a <figure> that is no picture. */
static bool holds_text(const struct finder *f, uint32_t i)
{
    const struct html_node *nodes = f->tree->nodes;
    for (uint32_t k = i + 1; k < nodes[i].end && k < i + 40; k++) {
        if (nodes[k].tag == HTML_TABLE || nodes[k].tag == HTML_PRE ||
            nodes[k].tag == HTML_BLOCKQUOTE)
            return true;
    }
    return false;
}

/* The share of all weight, in percent, up to which an element is left out; -1: it stays. */
static int share_to_leave_out(const struct finder *f, uint32_t i)
{
    const struct html_node *n = &f->tree->nodes[i];
    switch ((enum html_tag)n->tag) {
    case HTML_NAV:
    case HTML_MENU:
    case HTML_BUTTON:
    case HTML_DIALOG:
    case HTML_LABEL:
        return 100;
    case HTML_FOOTER:
    case HTML_ASIDE:
        return 50;
    case HTML_ADDRESS:
    case HTML_FIGCAPTION:
        return 10;
    case HTML_FIGURE:
        return holds_text(f, i) ? -1 : 10;
    case HTML_HTML:
    case HTML_BODY:
    case HTML_TEXT:
    case HTML_HEAD:
    case HTML_MAIN:
    case HTML_OTHER:
        return -1;
    default:
        break;
    }
    unsigned words = telling_words(n) & ~f->idle;
    /* What leads to other articles has links. */
    if (f->measures[i].links * 5 < f->measures[i].text)
        words &= ~(unsigned)HTML_WORD_RELATED;
    if (n->concealed)
        return 50;
    if (words & HTML_WORD_COMMENT)
        return 80;
    if (words & (HTML_WORD_RELATED | HTML_WORD_SIDEBAR | HTML_WORD_FOOTER | HTML_WORD_POPUP |
                 HTML_WORD_NAVIGATION))
        return is_marked_body(n) ? 10 : 30;
    if (words)
        return is_marked_body(n) ? 5 : 15;
    return n->tag == HTML_FORM ? 20 : n->tag == HTML_HEADER ? 0 : -1;
}

static bool is_small(const struct html_measure *m, const struct html_measure *all, int share)
{
    uint64_t text = m->text - m->links, whole = all->text - all->links;
    return (uint64_t)m->weight * 100 <= (uint64_t)all->weight * (unsigned)share &&
           (share > 50 || text * 2 <= whole);
}

/* The kinds of words that most of the page is marked with: they tell nothing here. */
static unsigned idle_words(const struct finder *f)
{
    const struct html_tree *t = f->tree;
    uint64_t of_kind[20] = {0};
    uint32_t until[20] = {0};
    for (uint32_t i = 1; i < t->count; i++) {
        unsigned words = telling_words(&t->nodes[i]);
        for (unsigned k = 0; words && k < 20; k++, words >>= 1) {
            if ((words & 1) && i >= until[k] && t->nodes[i].tag != HTML_BODY &&
                t->nodes[i].tag != HTML_HTML) {
                until[k] = t->nodes[i].end;
                of_kind[k] += f->measures[i].weight;
            }
        }
    }
    unsigned idle = f->relaxed ? NEVER : 0;
    for (unsigned k = 0; k < 20; k++) {
        if (of_kind[k] * 2 > f->measures[0].weight)
            idle |= 1U << k;
    }
    return idle & ~(unsigned)HTML_WORD_COMMENT;
}

static void leave_out_never(struct finder *f)
{
    const struct html_tree *t = f->tree;
    f->idle = idle_words(f);
    for (uint32_t i = 1; i < t->count; i++) {
        int share = share_to_leave_out(f, i);
        if (share >= 0 && is_small(&f->measures[i], &f->measures[0], share))
            f->left_out[i] = 1;
    }
}

/* ---- which element it is ---- */

static uint32_t mark_of(const struct html_node *n)
{
    if (n->tag == HTML_HTML || n->tag == HTML_BODY)
        return 0;
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
        if (!heaviest || f->measures[heaviest].weight * 10 < f->measures[root].weight * 9)
            return root;
        root = heaviest;
    }
}

/* A body may be in several parts, each marked alike: the element in the same <article> that has
 * them all. */
static uint32_t join_marked(const struct finder *f, uint32_t root)
{
    const struct html_tree *t = f->tree;
    uint32_t mark = mark_of(&t->nodes[root]), article = root, first = root, last = root;
    if (mark < 3)
        return root;
    while (article && t->nodes[article].tag != HTML_ARTICLE)
        article = t->nodes[article].parent;
    for (uint32_t i = article + 1; article && i < t->nodes[article].end;) {
        if (f->left_out[i] || (f->measures[i].weight && mark_of(&t->nodes[i]) == mark)) {
            if (!f->left_out[i]) {
                first = i < first ? i : first;
                last = i > last ? i : last;
            }
            i = t->nodes[i].end;
        } else
            i++;
    }
    while (root > first || t->nodes[root].end <= last)
        root = t->nodes[root].parent;
    return root;
}

static uint32_t choose(const struct finder *f)
{
    uint32_t all = f->measures[0].weight;
    uint32_t marked = find_marked(f, all * 6 / 10 + 1);
    if (marked)
        return join_marked(f, marked);
    uint32_t root = descend(f, 0);
    /* One paragraph is not an article that has others beside it. */
    while (root &&
           (f->tree->nodes[root].tag == HTML_P || f->tree->nodes[root].tag == HTML_LI ||
            f->tree->nodes[root].tag == HTML_TEXT || !html_tag_is_block(f->tree->nodes[root].tag)))
        root = f->tree->nodes[root].parent;
    return root;
}

/* ---- what stands between the headline and the body ---- */

/* The lead is a paragraph, or a heading that is a sentence. */
static bool is_lead(const struct finder *f, uint32_t block)
{
    const struct html_measure *m = &f->measures[block];
    enum html_tag tag = f->tree->nodes[block].tag;
    if (tag == HTML_LI || tag == HTML_TD || tag == HTML_A || (tag == HTML_H1))
        return false;
    return m->own >= 75 && m->own_stops && m->own_links * 4 <= m->own;
}

/* Widens the root to an element that has the headline too, and leaves out of it what is neither in
 * the root as it was nor a lead. */
static uint32_t take_lead(struct finder *f, uint32_t root, uint32_t heading)
{
    const struct html_tree *t = f->tree;
    if (!heading || heading >= root || !root)
        return root;
    uint32_t wide = root;
    while (wide && wide > heading)
        wide = t->nodes[wide].parent;
    while (wide && t->nodes[wide].end < t->nodes[root].end)
        wide = t->nodes[wide].parent;
    uint32_t leads = 0;
    for (uint32_t i = t->nodes[heading].end; i < root; i++)
        leads += t->nodes[i].tag == HTML_TEXT && f->block[i] && is_lead(f, f->block[i]) &&
                 !f->left_out[i];
    if (!leads || leads > 12)
        return root;
    for (uint32_t i = wide + 1; i < t->nodes[wide].end; i++) {
        bool in_root = i >= root && i < t->nodes[root].end;
        bool lead = i >= t->nodes[heading].end && i < root && is_lead(f, f->block[i]);
        if (t->nodes[i].tag == HTML_TEXT && !in_root && !lead)
            f->left_out[i] = 1;
    }
    return wide;
}

static uint32_t find(struct finder *f)
{
    memset(f->left_out, 0, f->tree->count);
    html_measure_all(f->tree, f->left_out, f->relaxed, f->measures, f->block);
    leave_out_never(f);
    html_measure_all(f->tree, f->left_out, f->relaxed, f->measures, f->block);
    return choose(f);
}

/* Text that is no link, below an element. */
static uint32_t plain(const struct finder *f, uint32_t i)
{
    return f->measures[i].text - f->measures[i].links;
}

void html_article_find(const struct html_tree *tree, uint32_t heading, struct html_article *article)
{
    struct finder f = {.tree = tree,
                       .measures = xcalloc(tree->count, sizeof *f.measures),
                       .left_out = xcalloc(tree->count, 1),
                       .block = xcalloc(tree->count, sizeof *f.block)};
    uint32_t root = find(&f);
    if (!root || plain(&f, root) < SHORT_BYTES) {
        f.relaxed = true;
        root = find(&f);
    }
    html_leave_out_lines(tree, root, f.measures, f.block, f.left_out);
    article->root = take_lead(&f, root, heading);
    article->left_out = f.left_out;
    free(f.measures);
    free(f.block);
}
