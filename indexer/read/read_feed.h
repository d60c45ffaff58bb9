/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds: RSS 0.9, 0.91, 0.92, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0; one record an item. Read as a
 * stream: memory is that of the largest item.
 *
 *     title      title
 *     date       pubDate, published; else dc:date, dcterms:issued, issued, prism:publicationDate;
 *                else dcterms:created, created; else updated, modified: the first that is there
 *     text       content:encoded, content, xhtml:body and the like; else description, summary;
 *                else media:description: the first that has a text, HTML to text; else the title,
 *                which is all that RSS 0.9 has
 *     address    feedburner:origLink, else link (rel alternate), else a guid that is an address,
 *                else rdf:about; made whole by xml:base, else by the address of the feed's site
 *     key        guid, id, rdf:about
 *     publisher  the title of the item's source, else of the feed
 *     author     author, dc:creator; else that of the feed
 *
 * A feed that is not well-formed is read as far as it can be (xml_push.h).
 */
#ifndef DATELINE_INDEXER_READ_READ_FEED_H
#define DATELINE_INDEXER_READ_READ_FEED_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_feed;

#endif
