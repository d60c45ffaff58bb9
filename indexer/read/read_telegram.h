/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Telegram Desktop's export, result.json: of one chat, or of all (then below chats.list[] and
 * left_chats.list[]). Each message with a text or caption is an article; what a service says
 * ("joined the group") and what has no text is left out, as the export of a busy channel is full
 * of them.
 * Date: date_unixtime in UTC, else date, which is in the zone of whoever exported it.
 * Publisher: the name of the chat. Author: from. Key: id of the chat, a slash, id of the message.
 * Title: none; it is cut out of the text.
 */
#ifndef DATELINE_INDEXER_READ_READ_TELEGRAM_H
#define DATELINE_INDEXER_READ_READ_TELEGRAM_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_telegram;

#endif
