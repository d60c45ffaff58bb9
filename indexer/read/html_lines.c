/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_lines.h"

#include <stdlib.h>

#include "indexer/read/html_word.h"

/* Lines are told by how they begin up to this length, in bytes without blanks. */
#define LINE_MAX_BYTES 130
#define LABEL_MAX_BYTES 45

/* How lines begin that lead to other articles, ask for something, or are of pictures. */
static const char *const beginnings[] = {
    "you might also",
    "you may also",
    "read more",
    "read also",
    "read next",
    "also read:",
    "related:",
    "related articles",
    "related stories",
    "related posts",
    "related content",
    "related news",
    "related topics",
    "see also",
    "more from ",
    "more on this",
    "recommended for",
    "recommended:",
    "don't miss:",
    "most read",
    "most popular",
    "das könnte sie",
    "das könnte dich",
    "auch interessant",
    "mehr zum thema",
    "lesen sie ",
    "lies auch",
    "weitere artikel",
    "weitere informationen",
    "weitere meldungen",
    "weitere themen",
    "weiterlesen",
    "mehr dazu",
    "verwandte themen",
    "verwandte artikel",
    "ähnliche artikel",
    "ähnliche beiträge",
    "à lire aussi",
    "lire aussi",
    "voir aussi",
    "à voir aussi",
    "sur le même sujet",
    "lea también",
    "lea además",
    "lee también",
    "leia também",
    "leia mais",
    "te puede interesar",
    "le puede interesar",
    "te recomendamos",
    "lo último",
    "lo más leído",
    "lo más visto",
    "noticias relacionadas",
    "artículos relacionados",
    "leggi anche",
    "lees ook",
    "czytaj też",
    "czytaj także",
    "czytaj więcej",
    "zobacz też",
    "zobacz także",
    "inne artykuły",
    "читайте также",
    "les også",
    "läs också",
    "læs også",
    "相关",
    "関連",
    "story continues",
    "article continues",
    "sign up for",
    "sign up to",
    "subscribe to",
    "subscribe now",
    "follow us",
    "like us on",
    "share this",
    "click to share",
    "click to print",
    "click to email",
    "folgen sie uns",
    "jetzt abonnieren",
    "suscríb",
    "síguenos",
    "abonnez-vous",
    "suivez-nous",
    "seguici su",
    "diesen artikel",
    "photo by",
    "image credit",
    "photo credit",
    "foto:",
    "fotos:",
    "photo:",
    "photos:",
    "image:",
    "bild:",
    "bilder:",
    "titelbild:",
    "bildquelle:",
    "quelle:",
    "source:",
    "fuente:",
    "crédit photo",
    "credit:",
    "©",
    "tags:",
    "filed under",
    "posted in",
    "category:",
    "category :",
    "categories:",
    "kategorie:",
    "kategorien:",
    "schlagwörter:",
    "etiquetas:",
    "topics:",
    "themen:",
    "copyright ©",
    "all rights reserved",
    "alle rechte vorbehalten",
    "todos los derechos",
    "leave a comment",
    "leave a reply",
    "zurück zur ",
    "back to top",
    "nach oben",
    "previous article",
    "previous post",
    "next article",
    "next post",
};

/* The same of lines that are short. */
static const char *const labels[] = {
    "related",    "recommended", "advertisement",  "anzeige",    "werbung",      "publicidad",
    "publicité",  "pubblicità",  "sponsored",      "newsletter", "beitragsbild", "comments",
    "kommentare", "teilen",      "artikel teilen", "drucken",    "print",        "tweet",
    "share",      "comparte",    "compartir",      "partager",   "partagez",     "condividi",
    "categor",    "topics",      "tags",           "relacionad", "zum thema",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool begins(struct slice text, const char *with)
{
    size_t i = 0;
    while (i < text.length && with[i] && lower(text.data[i]) == with[i])
        i++;
    return !with[i];
}

static bool begins_any(struct slice text, const char *const *with, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (begins(text, with[i]))
            return true;
    }
    return false;
}

static bool is_told(struct slice text, uint32_t length)
{
    if (length > LINE_MAX_BYTES)
        return false;
    while (text.length && strchr("*-[(>|", *text.data))
        text = html_trim((struct slice){text.data + 1, text.length - 1});
    return begins_any(text, beginnings, sizeof beginnings / sizeof *beginnings) ||
           (length <= LABEL_MAX_BYTES && begins_any(text, labels, sizeof labels / sizeof *labels));
}

static bool is_list_of_links(const struct html_node *n, const struct html_measure *m)
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
        return m->links * 10 > m->text * 5;
    default:
        return false;
    }
}

static bool is_heading(enum html_tag tag)
{
    return tag >= HTML_H2 && tag <= HTML_H6;
}

struct lines {
    const struct html_tree *tree;
    const struct html_measure *measures;
    const uint32_t *block;
    uint8_t *left_out;
    uint32_t root;
    uint32_t heading; /* the last one, while only what is left out follows; 0: none */
    bool gone;        /* something was left out behind it */
};

static void end_heading(struct lines *l)
{
    if (l->heading && l->gone)
        l->left_out[l->heading] = 1;
    l->heading = 0;
}

/* The first text of a block, and so of a line. */
static void see_line(struct lines *l, uint32_t i, uint32_t block)
{
    const struct html_measure *m = &l->measures[block];
    struct slice text = html_trim(html_node_text(l->tree, &l->tree->nodes[i]));
    enum html_tag tag = l->tree->nodes[block].tag;
    if (block != l->root && m->own == m->text && is_told(text, m->own)) {
        l->left_out[block] = 1;
        l->gone = true;
        return;
    }
    if (is_heading(tag)) {
        if (l->heading && tag <= l->tree->nodes[l->heading].tag)
            end_heading(l);
        l->heading = block;
        l->gone = false;
    } else
        l->heading = 0;
}

/* Short lines without a sentence behind the last paragraph: names, credits, labels. */
static void leave_out_tail(struct lines *l)
{
    const struct html_node *nodes = l->tree->nodes;
    uint32_t last = 0;
    for (uint32_t i = l->root + 1; i < nodes[l->root].end;
         i = l->left_out[i] ? nodes[i].end : i + 1) {
        const struct html_measure *m = &l->measures[i];
        if (!l->left_out[i] && m->own >= 80 && m->own_stops > 1 && m->own_links * 2 < m->own)
            last = i;
    }
    if (!last || l->measures[l->root].weight < 500)
        return;
    for (uint32_t i = nodes[last].end; i < nodes[l->root].end; i++) {
        const struct html_measure *m = &l->measures[i];
        if (m->own && m->own == m->text && m->own < 60 && !m->own_stops &&
            (nodes[i].tag == HTML_P || nodes[i].tag == HTML_DIV))
            l->left_out[i] = 1;
    }
}

void html_leave_out_lines(const struct html_tree *tree, uint32_t root,
                          const struct html_measure *measures, const uint32_t *block,
                          uint8_t *left_out)
{
    struct lines l = {tree, measures, block, left_out, root, 0, false};
    uint32_t last = 0;
    for (uint32_t i = root + 1; i < tree->nodes[root].end;) {
        const struct html_node *n = &tree->nodes[i];
        if (!left_out[i] && is_list_of_links(n, &measures[i]))
            left_out[i] = 1;
        if (left_out[i]) {
            l.gone = true;
            i = n->end;
            continue;
        }
        if (n->tag == HTML_A && n->end == i + 2 && measures[i + 1].text &&
            is_told(html_trim(html_node_text(tree, n + 1)), measures[i + 1].text)) {
            left_out[i] = 1;
            continue;
        }
        if (n->tag == HTML_TEXT && measures[i].text && block[i] != last) {
            last = block[i];
            see_line(&l, i, last);
        }
        i++;
    }
    end_heading(&l);
    leave_out_tail(&l);
}
