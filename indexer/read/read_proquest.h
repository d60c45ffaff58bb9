/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exports of ProQuest in plain text: articles are parted by lines of underscores, and made of
 * fields, each a block that begins with its name: `Author:`, `Publication info:`, `Abstract:`,
 * `Full text:`, `Subject:`, `Title:`, `Publication title:`, `Publication date:`, `Document URL:`,
 * ...
 *
 * Title: `Title`, else the first line. Text: `Full text`, up to the next field; else the abstract.
 * Date: `Publication date`, else the year. Publisher: `Publication title` up to a semicolon (the
 * place is behind it). Key: `ProQuest document ID`. Field names are English or French.
 */
#ifndef DATELINE_INDEXER_READ_READ_PROQUEST_H
#define DATELINE_INDEXER_READ_READ_PROQUEST_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_proquest;

#endif
