/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exports of Factiva in plain text. Each article ends with a line `Document LBA0000020230526...`.
 *
 * With indexing: fields with codes of two or three capitals, the code alone on a line or with
 * blanks behind it: HD headline, BY author, WC words, PD date, SN publication, LP and TD the text,
 * AN the document's number; SE CR ET SC PG LA CY ED CLM CO IN NS RE IPC IPD PUB ART are passed
 * over.
 *
 * As displayed: the headline (before it perhaps a section, behind it a byline), a line `435 words`,
 * the date line, perhaps a time, the publication, its code, the language, a copyright, an empty
 * line, the text.
 *
 * Key: the document's number.
 */
#ifndef DATELINE_INDEXER_READ_READ_FACTIVA_H
#define DATELINE_INDEXER_READ_READ_FACTIVA_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_factiva;

#endif
