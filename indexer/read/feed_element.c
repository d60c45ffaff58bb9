/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/feed_element.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *uri;
    const char *prefix; /* that it usually has; NULL: none */
    enum feed_space space;
} spaces[] = {
    {"http://purl.org/rss/1.0/", NULL, FEED_SPACE_RSS},
    {"http://my.netscape.com/rdf/simple/0.9/", NULL, FEED_SPACE_RSS},
    {"http://channel.netscape.com/rdf/simple/0.9/", NULL, FEED_SPACE_RSS},
    {"http://my.netscape.com/publish/formats/rss-0.91.dtd", NULL, FEED_SPACE_RSS},
    {"http://backend.userland.com/rss", NULL, FEED_SPACE_RSS},
    {"http://backend.userland.com/rss2", NULL, FEED_SPACE_RSS},
    {"http://backend.userland.com/RSS2", NULL, FEED_SPACE_RSS},
    {"http://blogs.law.harvard.edu/tech/rss", NULL, FEED_SPACE_RSS},
    {"http://www.w3.org/2005/Atom", "atom", FEED_SPACE_ATOM},
    {"http://www.w3.org/2005/Atom", "atom10", FEED_SPACE_ATOM},
    {"http://purl.org/atom/ns#", "atom03", FEED_SPACE_ATOM},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", FEED_SPACE_RDF},
    {"http://purl.org/dc/elements/1.1/", "dc", FEED_SPACE_DC},
    {"http://purl.org/dc/elements/1.0/", "dc", FEED_SPACE_DC},
    {"http://purl.org/dc/terms/", "dcterms", FEED_SPACE_TERMS},
    {"http://purl.org/rss/1.0/modules/content/", "content", FEED_SPACE_CONTENT},
    {"http://www.w3.org/1999/xhtml", "xhtml", FEED_SPACE_XHTML},
    {"http://search.yahoo.com/mrss/", "media", FEED_SPACE_MEDIA},
    {"http://search.yahoo.com/mrss", "media", FEED_SPACE_MEDIA},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", FEED_SPACE_ITUNES},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", FEED_SPACE_BURNER},
    {"http://prismstandard.org/namespaces/basic/2.0/", "prism", FEED_SPACE_PRISM},
    {"http://prismstandard.org/namespaces/1.2/basic/", "prism", FEED_SPACE_PRISM},
    {"http://purl.org/rss/1.0/modules/prism/", "prism", FEED_SPACE_PRISM},
    {"http://news.yandex.ru", "yandex", FEED_SPACE_YANDEX},
};

#define BOTH (FEED_SPACE_RSS | FEED_SPACE_ATOM)

static const struct feed_element elements[] = {
    {"rss", FEED_ROOT, FEED_SPACE_RSS, 0, NULL},
    {"RDF", FEED_ROOT, FEED_SPACE_RDF | FEED_SPACE_RSS, 0, NULL},
    {"channel", FEED_CHANNEL, FEED_SPACE_RSS, 0, NULL},
    {"feed", FEED_CHANNEL, BOTH, 0, NULL},
    {"item", FEED_ITEM, FEED_SPACE_RSS, 0, NULL},
    {"entry", FEED_ITEM, BOTH, 0, NULL},
    {"source", FEED_SOURCE, BOTH, 0, NULL},
    {"title", FEED_TITLE, BOTH, 0, NULL},
    {"title", FEED_TITLE, FEED_SPACE_DC, 1, NULL},
    {"pubDate", FEED_DATE, FEED_SPACE_RSS, 0, "pubDate"},
    {"published", FEED_DATE, BOTH, 0, "published"},
    {"date", FEED_DATE, FEED_SPACE_DC, 1, "dc:date"},
    {"issued", FEED_DATE, FEED_SPACE_ATOM, 2, "issued"},
    {"issued", FEED_DATE, FEED_SPACE_TERMS, 2, "dcterms:issued"},
    {"publicationDate", FEED_DATE, FEED_SPACE_PRISM, 3, "prism:publicationDate"},
    {"date", FEED_DATE, FEED_SPACE_RSS, 4, "date"},
    {"created", FEED_DATE, FEED_SPACE_ATOM, 5, "created"},
    {"created", FEED_DATE, FEED_SPACE_TERMS, 5, "dcterms:created"},
    {"updated", FEED_DATE, BOTH, 6, "updated"},
    {"modified", FEED_DATE, FEED_SPACE_ATOM, 7, "modified"},
    {"modified", FEED_DATE, FEED_SPACE_TERMS, 7, "dcterms:modified"},
    {"encoded", FEED_TEXT, FEED_SPACE_CONTENT, 0, NULL},
    {"full-text", FEED_TEXT, FEED_SPACE_YANDEX, 1, NULL},
    {"content", FEED_TEXT, BOTH, 1, NULL},
    {"body", FEED_TEXT, FEED_SPACE_XHTML, 1, NULL},
    {"div", FEED_TEXT, FEED_SPACE_XHTML, 1, NULL},
    {"description", FEED_TEXT, FEED_SPACE_RSS, 2, NULL},
    {"summary", FEED_TEXT, BOTH, 2, NULL},
    {"description", FEED_TEXT, FEED_SPACE_DC, 3, NULL},
    {"description", FEED_TEXT, FEED_SPACE_MEDIA, 3, NULL},
    {"summary", FEED_TEXT, FEED_SPACE_ITUNES, 3, NULL},
    {"origLink", FEED_LINK, FEED_SPACE_BURNER, 0, NULL},
    {"link", FEED_LINK, BOTH, 1, NULL},
    {"guid", FEED_KEY, FEED_SPACE_RSS, 0, NULL},
    {"id", FEED_KEY, BOTH, 0, NULL},
    {"creator", FEED_AUTHOR, FEED_SPACE_DC, 0, NULL},
    {"author", FEED_PERSON, FEED_SPACE_ATOM, 0, NULL},
    {"author", FEED_AUTHOR, FEED_SPACE_RSS, 1, NULL},
    {"author", FEED_AUTHOR, FEED_SPACE_ITUNES, 2, NULL},
    {"name", FEED_NAME, BOTH, 0, NULL},
};

enum feed_space feed_space(const struct xml_element *element)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (element->uri) {
            if (strcmp(element->uri, spaces[i].uri) == 0)
                return spaces[i].space;
        } else if (element->prefix && spaces[i].prefix &&
                   strcmp(element->prefix, spaces[i].prefix) == 0) {
            return spaces[i].space;
        }
    }
    return element->uri || element->prefix ? FEED_SPACE_OTHER : FEED_SPACE_RSS;
}

const struct feed_element *feed_element_find(const struct xml_element *element)
{
    static const struct feed_element other = {"", FEED_OTHER, 0, 0, NULL};
    unsigned space = feed_space(element);
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if ((elements[i].spaces & space) && strcasecmp(elements[i].name, element->name) == 0)
            return &elements[i];
    return &other;
}

struct slice feed_attribute(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++)
        if (!element->attributes[i].uri && strcasecmp(element->attributes[i].name, name) == 0)
            return element->attributes[i].value;
    return (struct slice){NULL, 0};
}

struct slice feed_attribute_of(const struct xml_element *element, const char *space,
                               const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        const struct xml_attribute *a = &element->attributes[i];
        if (a->uri && strcmp(a->uri, space) == 0 && strcmp(a->name, name) == 0)
            return a->value;
    }
    return (struct slice){NULL, 0};
}
