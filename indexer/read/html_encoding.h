/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The charset that a page is said to be in, and the page in UTF-8: what decode.h does with the
 * label of the transport, else that of the page's own <meta>, else `fallback`. So bytes that are
 * UTF-8 are UTF-8 whatever is declared, which differs from the HTML standard: pages are saved anew
 * as UTF-8 with their old declaration in them. Labels mean what the Encoding standard says:
 * iso-8859-1 is windows-1252, gb2312 is gb18030.
 */
#ifndef DATELINE_INDEXER_READ_HTML_ENCODING_H
#define DATELINE_INDEXER_READ_HTML_ENCODING_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

#define HTML_PRESCAN 8192 /* bytes in which the page may declare its charset */

/*
 * The page in valid UTF-8, without a byte order mark: itself, or a copy in the arena. What is no
 * character becomes U+FFFD. The labels may be NULL, unknown, or a whole Content-Type.
 */
struct slice html_decode(struct slice page, const char *transport, const char *fallback,
                         struct arena *arena);

/* The charset that a <meta> in the first bytes declares: a part of the page, or {NULL, 0}. */
struct slice html_declared(struct slice page);

/* iconv's name for a label of a charset, or NULL if it is none that pages are in. */
const char *html_charset(struct slice label);

#endif
