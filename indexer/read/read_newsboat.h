/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cache.db of newsboat (and newsbeuter), an SQLite database: each item of rss_item that is not
 * marked as deleted is an article.
 *
 *     title, url, author   as they are; key: the feed's address and the guid
 *     date                 pubDate: seconds since 1970, in UTC; 0 is none
 *     text                 content, HTML to text, unless content_mime_type says that it is plain;
 *                          else the title
 *     publisher            the title of the feed
 *
 * The file is opened by its path, for reading and as one that does not change: no lock is taken, no
 * file is made beside it, and what a running newsboat has in its journal is not seen. A member of
 * an archive, which has no path, is read into memory, up to READER_RECORD_MAX.
 */
#ifndef DATELINE_INDEXER_READ_READ_NEWSBOAT_H
#define DATELINE_INDEXER_READ_READ_NEWSBOAT_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_newsboat;

#endif
