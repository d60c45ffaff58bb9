/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_feed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/feed_item.h"
#include "indexer/read/given.h"
#include "lib/base/mem.h"

#define XML_SPACE "http://www.w3.org/XML/1998/namespace"
#define RDF_SPACE "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

enum {
    DEPTH_MAX = 256, /* libxml2 takes no more */
    BASES_MAX = 8 /* elements with an xml:base within each other; of further ones it is not seen */
};

struct reader {
    struct xml_push *xml;
    const struct reader_options *options;
    const char *name;
    struct feed_channel channel;
    /* Where we are: the role of each open element, and the bases that hold. */
    enum feed_role roles[XML_PUSH_DEPTH + 1];
    size_t depth;
    struct {
        size_t depth;
        struct buf url;
    } bases[BASES_MAX];
    size_t base_count;
    bool other; /* the root is that of no feed */
    bool begun;
    /* What is being collected. */
    struct feed_item item;
    size_t item_depth; /* 0: in no item */
    struct feed_value value;
    size_t value_depth; /* 0: in no element whose text we want */
    enum feed_role value_parent;
    uint64_t record;
    /* Items that are whole: [first, count) wait to be handed on. */
    struct feed_item *items;
    size_t first;
    size_t count;
    size_t room;
    bool ended;
};

/* ---- collecting text ---- */

static void add_bytes(struct reader *r, const char *bytes, size_t length)
{
    r->item.size += length;
    if (r->item.size > READER_RECORD_MAX)
        r->item.too_large = true;
    else
        buf_add(&r->value.bytes, bytes, length);
}

static void add_text(struct reader *r, const char *bytes, size_t length)
{
    if (r->value.kind != FEED_MARKUP) {
        add_bytes(r, bytes, length);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '<')
            add_bytes(r, "&lt;", 4);
        else if (bytes[i] == '&')
            add_bytes(r, "&amp;", 5);
        else
            add_bytes(r, bytes + i, 1);
    }
}

/* An element within a text: a tag of its HTML. */
static void add_tag(struct reader *r, const char *before, const char *name)
{
    if (r->value.kind == FEED_GUESS || r->value.kind == FEED_PLAIN)
        r->value.kind = FEED_HTML;
    add_bytes(r, before, strlen(before));
    add_bytes(r, name, strlen(name));
    add_bytes(r, ">", 1);
}

/* What the attributes of Atom, and else the element, say of the text. */
static enum feed_kind kind_of(const struct xml_element *element)
{
    struct slice type = feed_attribute(element, "type");
    struct slice mode = feed_attribute(element, "mode");
    enum feed_space space = feed_space(element);
    bool html = given_has(type, "html");
    if (space == FEED_SPACE_XHTML || (html && given_has(type, "xhtml")))
        return FEED_MARKUP;
    if (given_has(mode, "base64"))
        return FEED_BASE64;
    if (space != FEED_SPACE_ATOM)
        return FEED_GUESS;
    if (html)
        return given_has(mode, "xml") ? FEED_MARKUP : FEED_HTML;
    if (given_has(type, "/") && !given_has(type, "text/") && !given_has(type, "xml"))
        return FEED_BASE64;
    return given_has(mode, "escaped") ? FEED_GUESS : FEED_PLAIN;
}

static void begin_value(struct reader *r, const struct xml_element *element,
                        const struct feed_element *known)
{
    buf_clear(&r->value.bytes);
    r->value.element = known;
    r->value.kind = kind_of(element);
    r->value.line = element->line;
    r->value_depth = r->depth;
    r->value_parent = r->depth > 1 ? r->roles[r->depth - 1] : FEED_OTHER;
    if (!r->item_depth)
        r->item.size = 0;
}

static struct slice collected(const struct reader *r)
{
    return given_trim((struct slice){r->value.bytes.data, r->value.bytes.length});
}

static const char *base_of(const struct reader *r)
{
    return r->base_count ? r->bases[r->base_count - 1].url.data : NULL;
}

static void set_link(struct reader *r, int rank, struct slice url)
{
    struct buf whole = {0};
    feed_resolve(&whole, given_trim(url), base_of(r));
    struct slice bytes = {whole.data, whole.length};
    if (r->item_depth)
        feed_field_set(&r->item.url, rank, bytes);
    else if (!r->channel.site.length)
        buf_add(&r->channel.site, bytes.data, bytes.length);
    buf_free(&whole);
}

/* ---- ends of elements ---- */

/* A name, without the tags that it may have. */
static struct slice plain_value(struct reader *r, struct arena *arena)
{
    return feed_value_text(&r->value, r->options, r->item_depth ? r->item.record : 0, arena);
}

static void end_channel_value(struct reader *r, struct slice text)
{
    enum feed_role role = r->value.element->role;
    struct buf *to = role == FEED_TITLE                         ? &r->channel.title
                     : role == FEED_NAME || role == FEED_AUTHOR ? &r->channel.author
                                                                : NULL;
    if (to && !to->length)
        buf_add(to, text.data, text.length);
}

static void end_item_value(struct reader *r, struct slice text)
{
    const struct feed_element *e = r->value.element;
    if (r->value_parent == FEED_SOURCE && e->role == FEED_TITLE)
        feed_field_set(&r->item.source, 0, text);
    else if (e->role == FEED_SOURCE)
        feed_field_set(&r->item.source, 0, text);
    else if (e->role == FEED_NAME || e->role == FEED_AUTHOR)
        feed_field_join(&r->item.author, e->rank, text);
    else if (e->role == FEED_KEY)
        feed_field_set(&r->item.key, e->rank, collected(r));
    else
        feed_item_value(&r->item, &r->value);
}

static void end_value(struct reader *r)
{
    struct arena arena = {0};
    enum feed_role role = r->value.element->role;
    bool name =
        role == FEED_NAME || role == FEED_AUTHOR || role == FEED_SOURCE || role == FEED_TITLE;
    struct slice text = name ? plain_value(r, &arena) : (struct slice){NULL, 0};
    r->value_depth = 0;
    if (role == FEED_LINK)
        set_link(r, r->value.element->rank, collected(r));
    else if (r->item_depth)
        end_item_value(r, text);
    else
        end_channel_value(r, text);
    arena_free(&arena);
}

static void end_item(struct reader *r)
{
    if (r->value_depth)
        end_value(r);
    r->items = xgrow(r->items, &r->room, r->count + 1, sizeof *r->items);
    r->items[r->count++] = r->item;
    r->item_depth = 0;
}

static void on_end(void *context, const char *name)
{
    struct reader *r = context;
    if (r->value_depth == r->depth)
        end_value(r);
    else if (r->value_depth)
        add_tag(r, "</", name);
    if (r->item_depth == r->depth)
        end_item(r);
    if (r->base_count && r->bases[r->base_count - 1].depth == r->depth)
        r->base_count--;
    if (r->depth)
        r->depth--;
}

/* ---- beginnings ---- */

static void push_base(struct reader *r, const struct xml_element *element)
{
    struct slice base = feed_attribute_of(element, XML_SPACE, "base");
    if (!base.length || r->base_count == BASES_MAX)
        return;
    feed_resolve(&r->bases[r->base_count].url, base, base_of(r));
    r->bases[r->base_count++].depth = r->depth;
}

static void begin_item(struct reader *r, const struct xml_element *element)
{
    struct slice about = feed_attribute_of(element, RDF_SPACE, "about");
    if (r->item_depth)
        end_item(r);
    feed_item_begin(&r->item, ++r->record, element->line);
    r->item_depth = r->depth;
    if (about.length) {
        feed_field_set(&r->item.key, FEED_NONE - 1, about);
        set_link(r, FEED_NONE - 1, about);
    }
}

/* Atom's link is an attribute, and one of several: the one to a page is wanted. */
static void atom_link(struct reader *r, const struct xml_element *element,
                      const struct feed_element *known)
{
    struct slice rel = feed_attribute(element, "rel");
    struct slice type = feed_attribute(element, "type");
    if (rel.length && !(rel.length == 9 && strncasecmp(rel.data, "alternate", 9) == 0))
        return;
    bool page = !type.length || given_has(type, "html");
    set_link(r, known->rank + !page, feed_attribute(element, "href"));
}

/* True if the text of this element is wanted where it stands. */
static bool is_wanted(const struct reader *r, const struct xml_element *element,
                      const struct feed_element *known)
{
    enum feed_role parent = r->depth > 1 ? r->roles[r->depth - 1] : FEED_OTHER;
    if (known->role < FEED_SOURCE || known->role == FEED_PERSON)
        return false;
    if (parent == FEED_PERSON) {
        enum feed_role of = r->depth > 2 ? r->roles[r->depth - 2] : FEED_OTHER;
        return known->role == FEED_NAME && (of == FEED_ITEM || of == FEED_CHANNEL);
    }
    if (parent == FEED_SOURCE)
        return known->role == FEED_TITLE && r->item_depth;
    if (known->role == FEED_NAME)
        return false;
    if (known->role == FEED_SOURCE && feed_space(element) != FEED_SPACE_RSS)
        return false;
    if (r->item_depth)
        return r->depth == r->item_depth + 1 || feed_space(element) == FEED_SPACE_MEDIA;
    return parent == FEED_CHANNEL;
}

static void on_start(void *context, const struct xml_element *element)
{
    struct reader *r = context;
    const struct feed_element *known = feed_element_find(element);
    r->roles[++r->depth] = known->role;
    push_base(r, element);
    if (!r->begun && (known->role == FEED_OTHER || known->role > FEED_ITEM))
        r->other = true;
    r->begun = true;
    if (known->role == FEED_ITEM && !(r->value_depth && r->value.kind == FEED_MARKUP)) {
        begin_item(r, element);
        return;
    }
    if (r->value_depth) {
        r->roles[r->depth] = FEED_OTHER;
        add_tag(r, "<", element->name);
        return;
    }
    if (!is_wanted(r, element, known))
        return;
    if (known->role == FEED_LINK && feed_attribute(element, "href").length)
        atom_link(r, element, known);
    else
        begin_value(r, element, known);
}

static void on_text(void *context, const char *bytes, size_t length)
{
    struct reader *r = context;
    if (r->value_depth)
        add_text(r, bytes, length);
}

/* ---- the format ---- */

static struct reader *open_feed(struct input *in, const struct reader_options *options,
                                struct error *error)
{
    static const struct xml_events events = {on_start, on_text, on_end};
    struct reader *r = xcalloc(1, sizeof *r);
    r->options = options;
    r->name = in->name;
    r->xml = xml_push_new(in, options, &events, r, error);
    if (r->xml)
        return r;
    free(r);
    return NULL;
}

static void close_feed(struct reader *r)
{
    xml_push_free(r->xml);
    buf_free(&r->channel.title);
    buf_free(&r->channel.site);
    buf_free(&r->channel.author);
    for (size_t i = 0; i < BASES_MAX; i++)
        buf_free(&r->bases[i].url);
    buf_free(&r->value.bytes);
    if (r->item_depth)
        feed_item_free(&r->item);
    for (size_t i = r->first; i < r->count; i++)
        feed_item_free(&r->items[i]);
    free(r->items);
    free(r);
}

/* Reads until an item is whole, or to the end. */
static bool fill_items(struct reader *r, struct error *error)
{
    bool more = true;
    r->first = r->count = 0;
    while (r->count == 0 && more) {
        if (!xml_push_more(r->xml, &more, error))
            return false;
        if (r->other)
            return error_set(error, ERROR_UNSUPPORTED, "%s: no reader", r->name);
    }
    if (more)
        return true;
    r->ended = true;
    if (!r->begun)
        return error_set(error, ERROR_DAMAGED, "%s: no feed, there is no XML in it", r->name);
    if (r->item_depth)
        reader_fault(r->options, r->item.record, r->item.line,
                     "is skipped: the feed ends in the middle of it");
    else if (xml_push_is_cut(r->xml))
        reader_fault(r->options, 0, xml_push_line(r->xml), "the feed ends before its end");
    return true;
}

static enum reader_status next_item(struct reader *r, struct arena *arena, struct entry *entry,
                                    struct error *error)
{
    for (;;) {
        if (r->first == r->count) {
            if (r->ended)
                return READER_END;
            if (!fill_items(r, error)) {
                r->ended = true;
                return READER_FAILED;
            }
            continue;
        }
        struct feed_item *item = &r->items[r->first++];
        bool good = feed_item_entry(item, &r->channel, r->options, arena, entry);
        feed_item_free(item);
        if (good)
            return READER_ENTRY;
    }
}

/* Where the root begins: behind blanks, <?xml ..?>, comments and <!DOCTYPE ..>. */
static struct slice root_of(struct slice head)
{
    while (head.length) {
        const char *open = memchr(head.data, '<', head.length);
        if (!open)
            break;
        head.length -= (size_t)(open - head.data);
        head.data = open;
        if (head.length < 2 || (open[1] != '?' && open[1] != '!'))
            return head;
        const char *close = head.length > 4 && memcmp(open, "<!--", 4) == 0 ? "-->" : ">";
        size_t n = 1;
        while (n < head.length && strncmp(head.data + n, close, strlen(close)) != 0)
            n++;
        head.data += n;
        head.length -= n;
    }
    return (struct slice){NULL, 0};
}

static bool is_root(struct slice root, const char *name)
{
    size_t n = strlen(name);
    const char *space = memchr(root.data, '>', root.length);
    size_t length = space ? (size_t)(space - root.data) : root.length;
    for (size_t i = 1; i + n <= length && root.data[i] > ' '; i++)
        if ((i == 1 || root.data[i - 1] == ':') && strncasecmp(root.data + i, name, n) == 0 &&
            (i + n == length || root.data[i + n] <= ' ' || root.data[i + n] == '/'))
            return true;
    return false;
}

static bool recognises(struct slice head)
{
    char text[READER_HEAD + 1]; /* without the NULs that UTF-16 has, and with one at the end */
    size_t length = 0;
    for (size_t i = 0; i < head.length && length < READER_HEAD; i++)
        if (head.data[i])
            text[length++] = head.data[i];
    text[length] = '\0';
    struct slice root = root_of((struct slice){text, length});
    if (!root.length)
        return false;
    if (is_root(root, "rss"))
        return true;
    if (is_root(root, "rdf"))
        return given_has(root, "purl.org/rss/1.0/") || given_has(root, "netscape.com/rdf/simple");
    return (is_root(root, "feed") || is_root(root, "entry")) &&
           (given_has(root, "www.w3.org/2005/Atom") || given_has(root, "purl.org/atom/ns#"));
}

const struct reader_format reader_feed = {
    .name = "feed",
    .endings = (const char *const[]){".rss", ".atom", ".rdf", ".xml", NULL},
    .what = "feeds: RSS, RDF, Atom",
    .many = true,
    .recognises = recognises,
    .open = open_feed,
    .next = next_item,
    .close = close_feed,
};
