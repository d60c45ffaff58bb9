/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The elements of feeds, by namespace and name: which field of an article each of them is. */
#ifndef DATELINE_INDEXER_READ_FEED_ELEMENT_H
#define DATELINE_INDEXER_READ_FEED_ELEMENT_H

#include "indexer/read/xml_push.h"

enum feed_role {
    FEED_OTHER,
    FEED_ROOT,    /* rss, rdf:RDF */
    FEED_CHANNEL, /* channel, and Atom's feed */
    FEED_ITEM,
    FEED_SOURCE, /* where an item was taken from */
    FEED_PERSON, /* Atom's author, who has a name within */
    FEED_NAME,   /* of a person */
    FEED_TITLE,
    FEED_DATE,
    FEED_TEXT,
    FEED_LINK,
    FEED_KEY,
    FEED_AUTHOR
};

struct feed_element {
    const char *name;
    enum feed_role role;
    unsigned spaces;   /* of which namespaces: FEED_SPACE_... or-ed */
    int rank;          /* of those with the same role in an item the lowest is taken */
    const char *where; /* for dates */
};

enum feed_space {
    FEED_SPACE_RSS = 1, /* of RSS in all versions: none, or one of theirs; or not declared */
    FEED_SPACE_ATOM = 2,
    FEED_SPACE_RDF = 4,
    FEED_SPACE_DC = 8,
    FEED_SPACE_TERMS = 16,
    FEED_SPACE_CONTENT = 32,
    FEED_SPACE_XHTML = 64,
    FEED_SPACE_MEDIA = 128,
    FEED_SPACE_ITUNES = 256,
    FEED_SPACE_BURNER = 512,
    FEED_SPACE_PRISM = 1024,
    FEED_SPACE_YANDEX = 2048,
    FEED_SPACE_OTHER = 4096
};

/* The namespace of an element. A prefix that is not declared, as in feeds that were cut or put
 * together by hand, is taken for what it usually means. */
enum feed_space feed_space(const struct xml_element *element);

/* What an element is; one of the role FEED_OTHER if it is not known. */
const struct feed_element *feed_element_find(const struct xml_element *element);

/* The value of an attribute of this name without a namespace; {NULL, 0} if there is none. */
struct slice feed_attribute(const struct xml_element *element, const char *name);

/* The same of an attribute with a namespace, such as xml:base and rdf:about. */
struct slice feed_attribute_of(const struct xml_element *element, const char *space,
                               const char *name);

#endif
