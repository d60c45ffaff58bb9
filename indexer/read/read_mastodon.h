/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mastodon's archive of an account, outbox.json: an ActivityPub OrderedCollection. Each Create of
 * an object with text is an article: a content warning (summary) and the text of the content.
 * Boosts (Announce) are the posts of others and are left out, as is what has no text.
 * Date: published. Title: name, which articles have and notes have not. Address: url, else id.
 * Key: id. Publisher and author: the account, as user@host.
 */
#ifndef DATELINE_INDEXER_READ_READ_MASTODON_H
#define DATELINE_INDEXER_READ_READ_MASTODON_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_mastodon;

#endif
