/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a mail message out of its parts (which of them: message.h). */
#ifndef DATELINE_INDEXER_READ_MAIL_TEXT_H
#define DATELINE_INDEXER_READ_MAIL_TEXT_H

#include <gmime/gmime.h>

#include "indexer/read/reader.h"

/* The text, in the arena, without blanks around it; what is lost of it is told as a fault of the
 * record. */
struct slice mail_text(GMimeMessage *message, const struct reader_options *options, uint64_t record,
                       size_t line, struct arena *arena);

#endif
