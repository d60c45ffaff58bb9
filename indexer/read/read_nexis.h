/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exports of Nexis in plain text, of both kinds.
 *
 * LexisNexis Academic, up to about 2019: articles begin with a line `1 of 200 DOCUMENTS`; then
 * come, in blocks parted by empty lines, a copyright (or not), the publication, the date line (with
 * the edition below), the headline, and fields in capitals (BYLINE: SECTION: LENGTH: ...), then the
 * text, then fields again (LOAD-DATE: LANGUAGE: ...). The headline may be a field, and the text
 * may begin with `BODY:`.
 *
 * Nexis Uni, Nexis Advance and Lexis+: headline, publication, date line and copyright a line
 * each; `Section:`, `Length:`, `Byline:`; `Body`; the text; `Load-Date:`; `End of Document`.
 *
 * Title: the headline. Date: the date line (Load-Date is when it came into the database).
 * Publisher: the publication. Author: the byline. HIGHLIGHT and DATELINE come before the text.
 * Field names are English or, in exports of the German, French and Dutch sites, those of the
 * languages.
 */
#ifndef DATELINE_INDEXER_READ_READ_NEXIS_H
#define DATELINE_INDEXER_READ_READ_NEXIS_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_nexis;

#endif
