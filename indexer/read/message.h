/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mail message, by gmime, as an article.
 *
 *     title      Subject
 *     date       Date, else the last Received: the day as written
 *     text       text/plain, else text/html through html_text(); of an alternative the plain part,
 *                of what is related or signed the first, of other multiparts all, in their order;
 *                messages within it with their subjects. Attachments are left out; so is what is
 *                encrypted, which is told. Without a text: the subject
 *     address    Archived-At, else List-Post if that is a page
 *     publisher  From: the name, else the address
 *     author     From: name <address>
 *     key        Message-ID
 *
 * A charset that is not known, or is not what it says, is told; ISO-8859-1 is read as windows-1252,
 * as everywhere. GMime's parser options and streams belong to one reader each; what gmime shares
 * (its types, its table of charsets) has its own locks, once g_mime_init() has been called, which
 * mail_parser_new() sees to. So each thread may have readers of its own.
 */
#ifndef DATELINE_INDEXER_READ_MESSAGE_H
#define DATELINE_INDEXER_READ_MESSAGE_H

#include "indexer/read/reader.h"

/* Lines of a message that could be headers or boundaries, above which it is skipped, named: so many
 * cost gmime some 100 MB. */
enum { MESSAGE_LINES_MAX = 200000 };

struct mail_parser;

/* The options outlive it. */
struct mail_parser *mail_parser_new(const struct reader_options *options);
void mail_parser_free(struct mail_parser *p);

/* Reads a message: false if it is none or has no text, which is told. `record` is 0 in files of one
 * message; `line` is where it begins. */
bool message_entry(struct mail_parser *p, struct slice bytes, uint64_t record, size_t line,
                   struct arena *arena, struct entry *entry);

#endif
