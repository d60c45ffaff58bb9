/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_tree.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "indexer/read/html_guard.h"
#include "indexer/read/html_word.h"
#include "lib/base/mem.h"

static const char *const tag_names[HTML_TAGS] = {
    "",           "",           "a",        "abbr",   "address", "article", "aside",   "audio",
    "base",       "blockquote", "body",     "br",     "button",  "canvas",  "caption", "center",
    "dd",         "details",    "dialog",   "div",    "dl",      "dt",      "embed",   "fieldset",
    "figcaption", "figure",     "footer",   "form",   "h1",      "h2",      "h3",      "h4",
    "h5",         "h6",         "head",     "header", "hr",      "html",    "iframe",  "input",
    "label",      "legend",     "li",       "link",   "main",    "menu",    "meta",    "nav",
    "noframes",   "noscript",   "object",   "ol",     "option",  "p",       "pre",     "script",
    "section",    "select",     "span",     "style",  "summary", "svg",     "table",   "tbody",
    "td",         "template",   "textarea", "tfoot",  "th",      "thead",   "time",    "title",
    "tr",         "ul",         "video",    "wbr",
};

static const char *const attribute_names[HTML_ATTRIBUTE_NAMES] = {
    "",         "aria-hidden", "class", "content",  "data-component", "data-testid", "datetime",
    "hidden",   "href",        "id",    "itemprop", "itemtype",       "lang",        "name",
    "property", "pubdate",     "rel",   "role",     "style",          "title",       "type",
};

#define WINDOW 65536 /* bytes that are parsed after what was nested too deep */

/* What the names of the parser mean, by where its dictionary has them: the same name is at the
 * same place, so that most are found without comparing. */
#define CACHE 256
struct name_cache {
    const void *key[CACHE];
    uint8_t value[CACHE];
};

struct builder {
    struct html_tree *tree;
    xmlParserCtxtPtr parser;
    struct name_cache tags;
    struct name_cache attributes;
    uint32_t current; /* the innermost open element */
    uint32_t body;    /* where what is nested too deep goes on; 0 before there is one */
    uint32_t depth;
    uint32_t unkept; /* elements that are open and not kept, since there are too many */
    uint32_t pre;    /* the outermost open <pre>; 0: none */
    uint32_t muted;  /* the open element whose text is not kept; 0: none */
    size_t resume;   /* bytes of this parse after which the next begins; 0: it went to the end */
};

static uint8_t find_name(struct name_cache *cache, const xmlChar *name, const char *const *names,
                         size_t count)
{
    size_t slot = ((uintptr_t)name >> 2 ^ (uintptr_t)name >> 10) % CACHE;
    if (cache->key[slot] == name)
        return cache->value[slot];
    size_t low = 1, high = count;
    uint8_t found = 0;
    while (low < high && !found) {
        size_t middle = (low + high) / 2;
        int order = strcmp((const char *)name, names[middle]);
        if (order == 0)
            found = (uint8_t)middle;
        else if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    cache->key[slot] = name;
    cache->value[slot] = found;
    return found;
}

/* Whether an attribute is kept; what it says otherwise is put into the node. */
static bool digest(struct html_node *node, enum html_attribute_name name, struct slice value)
{
    enum html_tag tag = node->tag;
    switch (name) {
    case HTML_CLASS:
    case HTML_ID:
    case HTML_ROLE:
    case HTML_DATA_TESTID:
    case HTML_DATA_COMPONENT:
        node->words |= html_words(value);
        return name == HTML_CLASS && tag == HTML_ABBR;
    case HTML_HIDDEN:
        node->concealed = true;
        return false;
    case HTML_ARIA_HIDDEN:
        node->concealed |= html_is(value, "true");
        return false;
    case HTML_STYLE_TEXT:
        node->concealed |=
            html_contains(value, "display:none") || html_contains(value, "display: none");
        return false;
    case HTML_HREF:
        return tag == HTML_LINK || tag == HTML_BASE || (tag == HTML_A && value.length < 2048);
    case HTML_LANG:
        return tag == HTML_HTML;
    case HTML_NAME:
        return tag == HTML_META;
    case HTML_TITLE_TEXT:
        return tag == HTML_ABBR || tag == HTML_TIME || tag == HTML_SPAN;
    case HTML_TYPE:
        return tag == HTML_SCRIPT;
    default:
        return name != HTML_NO_ATTRIBUTE;
    }
}

static void keep_attributes(struct builder *b, struct html_node *node, const xmlChar **given)
{
    struct html_attribute kept[HTML_ATTRIBUTE_NAMES];
    uint16_t count = 0;
    for (; given && *given && count < HTML_ATTRIBUTE_NAMES; given += 2) {
        enum html_attribute_name name =
            find_name(&b->attributes, given[0], attribute_names, HTML_ATTRIBUTE_NAMES);
        const char *bytes = given[1] ? (const char *)given[1] : "";
        struct slice value = {bytes, name ? strlen(bytes) : 0};
        if (!digest(node, name, value))
            continue;
        value.data = arena_copy(b->tree->arena, bytes, value.length);
        kept[count++] = (struct html_attribute){name, value};
    }
    if (!count)
        return;
    struct html_attribute *all = arena_alloc(b->tree->arena, count * sizeof *all);
    memcpy(all, kept, count * sizeof *all);
    node->attributes = all;
    node->attribute_count = count;
}

/* Appends a node below the current one. */
static struct html_node *add_node(struct builder *b, enum html_tag tag)
{
    struct html_tree *t = b->tree;
    t->nodes = xgrow(t->nodes, &t->room, t->count + 1, sizeof *t->nodes);
    struct html_node *node = &t->nodes[t->count++];
    *node = (struct html_node){.parent = b->current,
                               .end = t->count,
                               .from = (uint32_t)t->text.length,
                               .tag = (uint8_t)tag};
    return node;
}

static bool is_json_ld(const struct html_node *node)
{
    struct slice type = html_attribute(node, HTML_TYPE);
    return type.data && html_contains(type, "ld+json");
}

static void stop_too_deep(struct builder *b)
{
    const xmlParserInputPtr in = b->parser->input;
    b->resume = (size_t)in->consumed + (size_t)(in->cur - in->base);
    xmlStopParser(b->parser);
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct builder *b = context;
    if (b->resume)
        return;
    if (++b->depth > HTML_DEPTH_MAX) {
        stop_too_deep(b);
        return;
    }
    if (b->tree->count >= HTML_NODES_MAX) {
        b->unkept++;
        return;
    }
    enum html_tag tag = find_name(&b->tags, name, tag_names, HTML_TAGS);
    uint32_t index = b->tree->count;
    struct html_node *node = add_node(b, tag);
    keep_attributes(b, node, attributes);
    b->current = index;
    if (tag == HTML_BODY && !b->body)
        b->body = index;
    if (!b->pre && tag == HTML_PRE)
        b->pre = index;
    if (!b->muted && (tag == HTML_STYLE || (tag == HTML_SCRIPT && !is_json_ld(node))))
        b->muted = index;
}

static void end_element(void *context, const xmlChar *name)
{
    struct builder *b = context;
    if (b->depth)
        b->depth--;
    if (b->unkept) {
        b->unkept--;
        return;
    }
    enum html_tag tag = find_name(&b->tags, name, tag_names, HTML_TAGS);
    struct html_node *nodes = b->tree->nodes;
    if (!b->current || nodes[b->current].tag != tag)
        return;
    if (b->muted == b->current)
        b->muted = 0;
    if (b->pre == b->current)
        b->pre = 0;
    nodes[b->current].end = b->tree->count;
    b->current = nodes[b->current].parent;
}

/* Characters that are written as &#128; to &#159; are those of windows-1252, as in HTML. */
static void add_bytes(struct buf *out, const char *bytes, size_t length)
{
    static const char *const windows[32] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                            "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                            "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    while (length) {
        const char *lead = memchr(bytes, 0xC2, length);
        size_t plain = lead ? (size_t)(lead - bytes) : length;
        if (lead && plain + 1 < length && (unsigned char)lead[1] < 0xA0) {
            buf_add(out, bytes, plain);
            buf_puts(out, windows[(unsigned char)lead[1] & 0x1F]);
            plain += 2;
        } else {
            plain += lead != NULL;
            buf_add(out, bytes, plain);
        }
        bytes += plain;
        length -= plain;
    }
}

static void add_text(void *context, const xmlChar *bytes, int length)
{
    struct builder *b = context;
    struct html_tree *t = b->tree;
    if (b->muted || length <= 0 || b->resume)
        return;
    struct html_node *last = &t->nodes[t->count - 1];
    bool goes_on = last->tag == HTML_TEXT && (last->parent == b->current || b->unkept);
    if (!goes_on && t->count < HTML_NODES_MAX + 1)
        last = add_node(b, HTML_TEXT);
    else if (!goes_on)
        return;
    /* Lines between elements are indented: that is no text. */
    if (!b->pre && strspn((const char *)bytes, " \t\r\n") >= (size_t)length)
        length = 1;
    size_t before = t->text.length;
    add_bytes(&t->text, (const char *)bytes, (size_t)length);
    last->length += (uint32_t)(t->text.length - before);
}

/* SingleFile begins what it saves with "Page saved with SingleFile", "url: ...", "saved date". */
static void see_comment(void *context, const xmlChar *text)
{
    struct builder *b = context;
    struct slice comment = {(const char *)text, strlen((const char *)text)};
    if (b->tree->saved_url.data || comment.length > 16384 || !html_contains(comment, "singlefile"))
        return;
    const char *url = strstr(comment.data, "url:");
    if (!url)
        return;
    url += 4;
    url += strspn(url, " \t\r\n");
    size_t length = strcspn(url, " \t\r\n");
    b->tree->saved_url = (struct slice){arena_copy(b->tree->arena, url, length), length};
}

/* Closes what is open, but for node 0 and, when the page goes on, what is above its body. */
static void close_down_to(struct builder *b, uint32_t keep)
{
    struct html_node *nodes = b->tree->nodes;
    while (b->current && b->current != keep) {
        nodes[b->current].end = b->tree->count;
        b->current = nodes[b->current].parent;
    }
    b->muted = b->pre = 0;
}

/* Parses up to the end, or to where it is nested too deep; returns the bytes that it took. */
static size_t parse_part(struct builder *b, struct slice page)
{
    htmlSAXHandler handler = {.startElement = start_element,
                              .endElement = end_element,
                              .characters = add_text,
                              .cdataBlock = add_text,
                              .ignorableWhitespace = add_text,
                              .comment = see_comment};
    b->parser = htmlCreateMemoryParserCtxt(page.data, (int)page.length);
    if (!b->parser)
        return page.length;
    *b->parser->sax = handler;
    b->parser->userData = b;
    b->parser->charset = XML_CHAR_ENCODING_UTF8;
    b->resume = 0;
    b->depth = 0;
    memset(&b->tags, 0, sizeof b->tags);
    memset(&b->attributes, 0, sizeof b->attributes);
    htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
                                      HTML_PARSE_COMPACT | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING);
    htmlParseDocument(b->parser);
    htmlFreeParserCtxt(b->parser);
    return b->resume && b->resume < page.length ? b->resume : page.length;
}

/* The bytes up to the last tag that begins within `window`; all of them if there is none. */
static struct slice cut_at_tag(struct slice page, size_t window)
{
    while (window < page.length && window > 0 && page.data[window] != '<')
        window--;
    if (window > 0 && window < page.length)
        page.length = window;
    return page;
}

void html_tree_parse(struct html_tree *tree, struct slice page, struct arena *arena)
{
    *tree = (struct html_tree){.arena = arena};
    buf_clear(&tree->text); /* so that there is a place where an empty text is */
    page = html_guard(page, arena);
    struct builder b = {.tree = tree};
    add_node(&b, HTML_OTHER);
    /* The parser copies what it is given. So that a page which is nested too deep again and again
     * is not copied as often, it is then given in windows, which grow while all goes well. */
    size_t window = page.length;
    while (page.length) {
        struct slice part = cut_at_tag(page, window);
        size_t took = parse_part(&b, part);
        close_down_to(&b, took < page.length ? b.body : 0);
        b.unkept = 0;
        page.data += took;
        page.length -= took;
        window = took < part.length ? WINDOW : 2 * window;
    }
    tree->nodes[0].end = tree->count;
}

void html_tree_free(struct html_tree *tree)
{
    free(tree->nodes);
    buf_free(&tree->text);
}

struct slice html_attribute(const struct html_node *node, enum html_attribute_name name)
{
    for (uint16_t i = 0; i < node->attribute_count; i++) {
        if (node->attributes[i].name == name)
            return node->attributes[i].value;
    }
    return (struct slice){NULL, 0};
}
