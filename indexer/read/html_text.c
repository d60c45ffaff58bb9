/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_text.h"

#include <stdlib.h>

#include "indexer/read/html.h"

/* What comes between the text so far and what follows; the greatest wins. */
enum gap { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_BLOCK };

struct writer {
    const struct html_tree *tree;
    struct buf *out;
    size_t start; /* of what is written */
    enum gap gap;
    uint32_t pre; /* the outermost open <pre>; 0: none */
};

bool html_tag_is_unseen(enum html_tag tag)
{
    switch (tag) {
    case HTML_AUDIO:
    case HTML_CANVAS:
    case HTML_EMBED:
    case HTML_HEAD:
    case HTML_IFRAME:
    case HTML_NOFRAMES:
    case HTML_NOSCRIPT:
    case HTML_OBJECT:
    case HTML_SCRIPT:
    case HTML_SELECT:
    case HTML_STYLE:
    case HTML_SVG:
    case HTML_TEMPLATE:
    case HTML_TEXTAREA:
    case HTML_TITLE:
    case HTML_VIDEO:
        return true;
    default:
        return false;
    }
}

static enum gap gap_of(enum html_tag tag)
{
    switch (tag) {
    case HTML_ADDRESS:
    case HTML_ARTICLE:
    case HTML_ASIDE:
    case HTML_BLOCKQUOTE:
    case HTML_BODY:
    case HTML_CAPTION:
    case HTML_CENTER:
    case HTML_DETAILS:
    case HTML_DIALOG:
    case HTML_DIV:
    case HTML_DL:
    case HTML_FIELDSET:
    case HTML_FIGCAPTION:
    case HTML_FIGURE:
    case HTML_FOOTER:
    case HTML_FORM:
    case HTML_H1:
    case HTML_H2:
    case HTML_H3:
    case HTML_H4:
    case HTML_H5:
    case HTML_H6:
    case HTML_HEADER:
    case HTML_HR:
    case HTML_HTML:
    case HTML_LEGEND:
    case HTML_MAIN:
    case HTML_MENU:
    case HTML_NAV:
    case HTML_OL:
    case HTML_P:
    case HTML_PRE:
    case HTML_SECTION:
    case HTML_SUMMARY:
    case HTML_TABLE:
    case HTML_TBODY:
    case HTML_TFOOT:
    case HTML_THEAD:
    case HTML_UL:
        return GAP_BLOCK;
    case HTML_DD:
    case HTML_DT:
    case HTML_LI:
    case HTML_OPTION:
    case HTML_TR:
        return GAP_LINE;
    case HTML_TD:
    case HTML_TH:
        return GAP_CELL;
    default:
        return GAP_NONE;
    }
}

bool html_tag_is_block(enum html_tag tag)
{
    return gap_of(tag) != GAP_NONE;
}

static void widen(struct writer *w, enum gap gap)
{
    if (gap > w->gap)
        w->gap = gap;
}

/* A second <br> in a row ends the paragraph. */
static void break_line(struct writer *w)
{
    widen(w, w->gap >= GAP_LINE ? GAP_BLOCK : GAP_LINE);
}

static void write_gap(struct writer *w)
{
    static const char *const gaps[] = {"", " ", "\t", "\n", "\n\n"};
    if (w->out->length > w->start)
        buf_puts(w->out, gaps[w->gap]);
    w->gap = GAP_NONE;
}

/* A blank at `at` of the text: its length, 0 if it is none. No-break spaces count. */
static size_t blank_length(struct slice text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (c == 0xC2 && at + 1 < text.length && (unsigned char)text.data[at + 1] == 0xA0)
        return 2;
    return 0;
}

static void write_text(struct writer *w, struct slice text)
{
    for (size_t i = 0; i < text.length;) {
        size_t blank = blank_length(text, i);
        if (blank) {
            widen(w, GAP_BLANK);
            i += blank;
            continue;
        }
        size_t start = i;
        while (i < text.length && !blank_length(text, i))
            i++;
        write_gap(w);
        buf_add(w->out, text.data + start, i - start);
    }
}

/* Text of <pre>: as it is, but for what is around it. */
static void write_pre(struct writer *w, struct slice text)
{
    while (text.length && (*text.data == '\n' || *text.data == '\r') && w->gap == GAP_BLOCK) {
        text.data++;
        text.length--;
    }
    if (!text.length)
        return;
    write_gap(w);
    buf_add(w->out, text.data, text.length);
}

static void leave_to(struct writer *w, uint32_t *open, uint32_t parent)
{
    const struct html_node *nodes = w->tree->nodes;
    while (*open != parent && *open) {
        widen(w, gap_of(nodes[*open].tag));
        if (w->pre == *open)
            w->pre = 0;
        *open = nodes[*open].parent;
    }
}

static void enter(struct writer *w, uint32_t index, enum html_tag tag)
{
    if (tag == HTML_BR)
        break_line(w);
    else
        widen(w, gap_of(tag));
    if (tag == HTML_PRE && !w->pre)
        w->pre = index;
}

void html_text_add(const struct html_tree *tree, uint32_t first, uint32_t end,
                   const uint8_t *left_out, struct buf *out)
{
    struct writer w = {.tree = tree, .out = out, .start = out->length};
    uint32_t open = first < tree->count ? tree->nodes[first].parent : 0;
    for (uint32_t i = first; i < end;) {
        const struct html_node *node = &tree->nodes[i];
        leave_to(&w, &open, node->parent);
        if ((left_out && left_out[i]) || html_tag_is_unseen(node->tag)) {
            widen(&w, gap_of(node->tag));
            i = node->end;
            continue;
        }
        if (node->tag == HTML_TEXT) {
            if (w.pre)
                write_pre(&w, html_node_text(tree, node));
            else
                write_text(&w, html_node_text(tree, node));
        } else {
            enter(&w, i, node->tag);
            open = i;
        }
        i++;
    }
    while (out->length > w.start && strchr(" \t\r\n", out->data[out->length - 1]))
        out->data[--out->length] = '\0';
}

struct slice html_text_line(const struct html_tree *tree, uint32_t first, uint32_t end,
                            struct arena *arena)
{
    struct buf out = {0};
    html_text_add(tree, first, end, NULL, &out);
    for (size_t i = 0; i < out.length; i++) {
        if (strchr("\t\r\n", out.data[i]))
            out.data[i] = ' ';
    }
    struct slice line = {arena_copy(arena, out.length ? out.data : "", out.length), out.length};
    buf_free(&out);
    return line;
}

struct slice html_text(struct slice html, struct arena *arena)
{
    struct html_tree tree;
    html_tree_parse(&tree, html, arena);
    struct buf out = {0};
    html_text_add(&tree, 0, tree.count, NULL, &out);
    struct slice text = {arena_copy(arena, out.length ? out.data : "", out.length), out.length};
    buf_free(&out);
    html_tree_free(&tree);
    return text;
}
