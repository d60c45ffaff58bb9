/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_measure.h"

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

static void measure_texts(const struct html_tree *t, const uint8_t *left_out,
                          struct html_measure *measures, uint32_t *block)
{
    uint32_t link_end = 0;
    for (uint32_t i = 1; i < t->count;) {
        const struct html_node *n = &t->nodes[i];
        if (left_out[i] || html_tag_is_unseen(n->tag)) {
            i = n->end;
            continue;
        }
        block[i] = html_tag_is_block(n->tag) ? i : block[n->parent];
        if (n->tag == HTML_A && n->end > link_end)
            link_end = n->end;
        if (n->tag == HTML_TEXT) {
            struct html_measure *m = &measures[i], *b = &measures[block[i]];
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

static uint32_t weigh_block(enum html_tag tag, const struct html_measure *m)
{
    if (m->own < 40 || m->own_links * 2 > m->own || m->own_stops == 0)
        return 0;
    if (tag >= HTML_H1 && tag <= HTML_H6)
        return 0;
    uint32_t weight = m->own - m->own_links;
    weight = weight < 400 ? weight * (weight + 100) / 500 : weight;
    if (m->own_links * 4 > m->own)
        weight /= 2;
    if (m->own_stops < 2 || m->own < 80)
        weight /= 2;
    return weight;
}

static void sum_up(const struct html_tree *t, bool any, struct html_measure *measures)
{
    for (uint32_t i = t->count - 1; i > 0; i--) {
        struct html_measure *m = &measures[i], *up = &measures[t->nodes[i].parent];
        m->weight += any ? m->own - m->own_links : weigh_block(t->nodes[i].tag, m);
        up->text += m->text;
        up->links += m->links;
        up->weight += m->weight;
    }
}

void html_measure_all(const struct html_tree *tree, const uint8_t *left_out, bool any,
                      struct html_measure *measures, uint32_t *block)
{
    memset(measures, 0, tree->count * sizeof *measures);
    measure_texts(tree, left_out, measures, block);
    sum_up(tree, any, measures);
}
