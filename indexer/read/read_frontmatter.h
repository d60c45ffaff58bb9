/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Posts: Markdown, Org, reStructuredText and their kin, with front matter or without.
 *
 *     ---            +++             {
 *     title: ...     title = "..."     "title": "...",     #+TITLE: ...     :date: ...
 *     date: ...      date = ...        "date": "..."       #+DATE: ...
 *     ---            +++             }
 *
 * YAML, TOML, JSON, the settings of Org and the fields of reStructuredText give what they say
 * (field_map.h); without any, a post is as a text file is (read_text.h: `Key: value`, a date line),
 * and its first heading is its title. Front matter that is damaged is told; lines `key: value` of
 * it are taken as they are then. The rest is the text, its marks taken out (markup.h).
 */
#ifndef DATELINE_INDEXER_READ_READ_FRONTMATTER_H
#define DATELINE_INDEXER_READ_READ_FRONTMATTER_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_frontmatter;

#endif
