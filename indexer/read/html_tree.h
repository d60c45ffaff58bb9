/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The elements and texts of a page as an array in the order of the page: a node's subtree is the
 * nodes [i, end), so that every pass over it is a loop, and none recurses. libxml2's HTML parser
 * reads the page (five times as fast as gumbo, which matters more here than the last of HTML5's
 * rules for wrong nesting); what it calls back with is kept only as far as choosing the article
 * needs it.
 *
 * Limits: elements nested deeper than HTML_DEPTH_MAX go on flat, at the body's level; after
 * HTML_NODES_MAX nodes no elements are kept any more, only their texts; attributes of one tag
 * after the HTML_ATTRIBUTES_MAX-th are not read. Time and memory are linear in the page.
 */
#ifndef DATELINE_INDEXER_READ_HTML_TREE_H
#define DATELINE_INDEXER_READ_HTML_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/slice.h"

#define HTML_DEPTH_MAX 300
#define HTML_NODES_MAX ((uint32_t)4 << 20)
#define HTML_ATTRIBUTES_MAX 1000

/* Those elements that are told apart, in the order of the names in html_tree.c. */
enum html_tag {
    HTML_OTHER, /* an element of no meaning here */
    HTML_TEXT,  /* a text, no element */
    HTML_A,
    HTML_ABBR,
    HTML_ADDRESS,
    HTML_ARTICLE,
    HTML_ASIDE,
    HTML_AUDIO,
    HTML_BASE,
    HTML_BLOCKQUOTE,
    HTML_BODY,
    HTML_BR,
    HTML_BUTTON,
    HTML_CANVAS,
    HTML_CAPTION,
    HTML_CENTER,
    HTML_DD,
    HTML_DETAILS,
    HTML_DIALOG,
    HTML_DIV,
    HTML_DL,
    HTML_DT,
    HTML_EMBED,
    HTML_FIELDSET,
    HTML_FIGCAPTION,
    HTML_FIGURE,
    HTML_FOOTER,
    HTML_FORM,
    HTML_H1,
    HTML_H2,
    HTML_H3,
    HTML_H4,
    HTML_H5,
    HTML_H6,
    HTML_HEAD,
    HTML_HEADER,
    HTML_HR,
    HTML_HTML,
    HTML_IFRAME,
    HTML_INPUT,
    HTML_LABEL,
    HTML_LEGEND,
    HTML_LI,
    HTML_LINK,
    HTML_MAIN,
    HTML_MENU,
    HTML_META,
    HTML_NAV,
    HTML_NOFRAMES,
    HTML_NOSCRIPT,
    HTML_OBJECT,
    HTML_OL,
    HTML_OPTION,
    HTML_P,
    HTML_PRE,
    HTML_SCRIPT,
    HTML_SECTION,
    HTML_SELECT,
    HTML_SPAN,
    HTML_STYLE,
    HTML_SUMMARY,
    HTML_SVG,
    HTML_TABLE,
    HTML_TBODY,
    HTML_TD,
    HTML_TEMPLATE,
    HTML_TEXTAREA,
    HTML_TFOOT,
    HTML_TH,
    HTML_THEAD,
    HTML_TIME,
    HTML_TITLE,
    HTML_TR,
    HTML_UL,
    HTML_VIDEO,
    HTML_WBR,
    HTML_TAGS
};

/* Attributes that are looked at, in the order of the names in html_tree.c. */
enum html_attribute_name {
    HTML_NO_ATTRIBUTE,
    HTML_ARIA_HIDDEN,
    HTML_CLASS,
    HTML_CONTENT,
    HTML_DATA_COMPONENT,
    HTML_DATA_TESTID,
    HTML_DATETIME,
    HTML_HIDDEN,
    HTML_HREF,
    HTML_ID,
    HTML_ITEMPROP,
    HTML_ITEMTYPE,
    HTML_LANG,
    HTML_NAME,
    HTML_PROPERTY,
    HTML_PUBDATE,
    HTML_REL,
    HTML_ROLE,
    HTML_STYLE_TEXT, /* style=, of elements in the body */
    HTML_TITLE_TEXT, /* title=, of abbr, time and span */
    HTML_TYPE,
    HTML_ATTRIBUTE_NAMES
};

struct html_attribute {
    enum html_attribute_name name;
    struct slice value; /* character references undone; NUL-terminated */
};

struct html_node {
    uint32_t parent;                         /* its index; that of the root, node 0, is 0 */
    uint32_t end;                            /* the subtree is [own index, end) */
    uint32_t from;                           /* of a text: where in the tree's bytes */
    uint32_t length;                         /* of a text, in bytes */
    uint32_t words;                          /* what class, id and role say: enum html_word */
    const struct html_attribute *attributes; /* but for those that became words */
    uint16_t attribute_count;
    uint8_t tag;    /* enum html_tag */
    bool concealed; /* hidden, aria-hidden=true, or style="display: none" */
};

struct html_tree {
    struct html_node *nodes; /* node 0 is above all; it is HTML_OTHER */
    uint32_t count;
    size_t room;
    struct buf text;        /* the bytes of all texts; of scripts only JSON-LD is kept */
    struct slice saved_url; /* of SingleFile's comment */
    struct arena *arena;    /* holds the attributes */
};

/* Parses a page in valid UTF-8. What it finds is the caller's, who ends with html_tree_free(). */
void html_tree_parse(struct html_tree *tree, struct slice page, struct arena *arena);
void html_tree_free(struct html_tree *tree);

/* The value of an attribute; {NULL, 0} if it is not there. "" has data. */
struct slice html_attribute(const struct html_node *node, enum html_attribute_name name);

/* The bytes of a text. */
static inline struct slice html_node_text(const struct html_tree *tree, const struct html_node *n)
{
    return (struct slice){tree->text.data + n->from, n->length};
}

/* True for elements that begin and end a line of their own. */
bool html_tag_is_block(enum html_tag tag);

/* True for elements whose texts nobody sees: scripts, styles, templates and the like. */
bool html_tag_is_unseen(enum html_tag tag);

#endif
