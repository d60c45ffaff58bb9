/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WARC, the archives of crawlers (ISO 28500; versions 1.0 and 1.1, and the drafts before): what was
 * answered for each address. A .warc.gz is a gzip member for each record; unpack.h reads it.
 *
 * Articles are records of the type `response` whose HTTP status is 200, and `resource`, if what
 * they hold is text/html, application/xhtml+xml or text/plain (or says nothing and begins as HTML
 * does). All others are passed over: requests, revisits, metadata, conversions, continuations,
 * images, robots.txt, and what a crawler writes about itself (addresses that begin with `metadata:`
 * or `urn:`). Chunks and content encodings are undone (http.h).
 *
 * WARC-Target-URI is the url, and the key: of two captures of a page in a file both come, with
 * the same key. WARC-Date says when it was captured, and is no date of the article. entry.record is
 * the number of the WARC record, of whatever type.
 *
 * Damage. A Content-Length that is too large swallows what follows: if the next record's beginning
 * is found in a block that does not end as it should, the block ends there. What stands between
 * records is passed over up to the next. A record that is cut short, or whose body is, is read as
 * far as it goes. Each is told with the number of the record. The block of a record above
 * READER_RECORD_MAX is skipped, told.
 */
#ifndef DATELINE_INDEXER_READ_READ_WARC_H
#define DATELINE_INDEXER_READ_READ_WARC_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_warc;

#endif
