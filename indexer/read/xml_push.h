/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * XML as it comes, damaged or not, as events: libxml2's push parser, fed with UTF-8 and told to go
 * on after errors. No network, no external DTD, nothing that grows: an entity of the document's own
 * DTD stands for up to XML_PUSH_ENTITY bytes without further entities in them, or for its own name.
 * Elements deeper than XML_PUSH_DEPTH end the document, and so do more than XML_PUSH_NAMES
 * different names, whose table in libxml2 becomes slow.
 *
 * Feeds are seldom well-formed, so some of it is mended before the parser sees it: control
 * characters become blanks, a & or < that begins nothing stands for itself, names of HTML's
 * entities are known, what stands before the first < is passed over. What is mended and what the
 * parser finds wrong is told: the first of each, and at the end how many more there were.
 */
#ifndef DATELINE_INDEXER_READ_XML_PUSH_H
#define DATELINE_INDEXER_READ_XML_PUSH_H

#include "indexer/read/reader.h"

enum {
    XML_PUSH_ENTITY = 1000,
    XML_PUSH_ENTITIES = 100,
    XML_PUSH_DEPTH = 256,
    XML_PUSH_NAMES = 20000
};

/* An attribute; the strings are good during the call. */
struct xml_attribute {
    const char *name; /* without prefix */
    const char *uri;  /* of its namespace, or NULL */
    struct slice value;
};

enum { XML_ATTRIBUTES_MAX = 32 }; /* of an element: further ones are not looked at */

struct xml_element {
    const char *name;   /* without prefix */
    const char *prefix; /* as written, or NULL */
    const char *uri;    /* of its namespace; NULL: none, or the prefix is not declared */
    size_t line;
    const struct xml_attribute *attributes;
    size_t attribute_count;
};

struct xml_events {
    void (*start)(void *context, const struct xml_element *element);
    void (*text)(void *context, const char *bytes, size_t length);
    void (*end)(void *context, const char *name); /* without prefix */
};

struct xml_push;

/* NULL: *error says why. All that is given outlives it. */
struct xml_push *xml_push_new(struct input *in, const struct reader_options *options,
                              const struct xml_events *events, void *context, struct error *error);
void xml_push_free(struct xml_push *x);

/* Reads some more, which calls the events. *more is false at the end. What ends the document
 * before its time is told as a fault, not an error: what came before is good. */
bool xml_push_more(struct xml_push *x, bool *more, struct error *error);

/* True if the document ended with elements open: it was cut off. */
bool xml_push_is_cut(const struct xml_push *x);

/* The line that is being read. */
size_t xml_push_line(const struct xml_push *x);

#endif
