/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mail: mbox files, of which each message is a record, and files of one message: .eml, and those in
 * the folders cur and new of a maildir, which have no ending and are told by their headers. What of
 * a message is what of an article: message.h.
 */
#ifndef DATELINE_INDEXER_READ_READ_MAIL_H
#define DATELINE_INDEXER_READ_READ_MAIL_H

#include "indexer/read/reader.h"

/* True if the path is that of a message in a maildir, by its folders: names there are made of
 * times, hosts and flags, and what looks like an ending is none. */
bool mail_is_maildir(const char *path);

extern const struct reader_format reader_mbox;
extern const struct reader_format reader_mail;

#endif
