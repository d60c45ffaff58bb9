/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML pages, one article a file: html.h says what is read of them. */
#ifndef DATELINE_INDEXER_READ_READ_HTML_H
#define DATELINE_INDEXER_READ_READ_HTML_H

#include "indexer/read/reader.h"

/* Pages above READER_RECORD_MAX are an error; one without an article's text is a fault. */
extern const struct reader_format reader_html;

#endif
