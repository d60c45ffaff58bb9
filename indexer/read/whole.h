/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of one article in plain text, which are read whole: what their readers (read_text.h,
 * read_frontmatter.h) have in common.
 */
#ifndef DATELINE_INDEXER_READ_WHOLE_H
#define DATELINE_INDEXER_READ_WHOLE_H

#include "indexer/read/reader.h"

/* For the table of formats. */
struct reader *whole_open(struct input *in, const struct reader_options *options,
                          struct error *error);
void whole_close(struct reader *r);

/*
 * READER_ENTRY with all of the file, its charset undone (decode.h), READER_END when it was read
 * before. What could not be undone is told by options->fault. READER_FAILED, with
 * ERROR_UNSUPPORTED and "NAME: binary" or "NAME: empty", if there is no text in it.
 */
enum reader_status whole_read(struct reader *r, struct arena *arena, struct slice *text,
                              const char **charset, struct error *error);

/* The options the reader was opened with. */
const struct reader_options *whole_options(const struct reader *r);
const char *whole_name(const struct reader *r);

/* Tells how many bytes of a record were no characters, if any were; `line`: where it begins. */
void whole_tell_replaced(const struct reader_options *o, uint64_t record, size_t line,
                         size_t replaced, const char *charset);

/* True if there is nothing in it but blanks and line ends. */
bool whole_is_blank(struct slice text);

#endif
