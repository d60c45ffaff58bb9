/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of work: files that are to be read, since they are new or seem to have changed, in the
 * order in which they were walked. It waits on disk, so that memory does not grow with it.
 */
#ifndef DATELINE_INDEXER_FILES_WORK_H
#define DATELINE_INDEXER_FILES_WORK_H

#include "indexer/files/file_table.h"
#include "indexer/files/tempfile.h"

/* A file that is to be read. Strings belong to whoever filled it in. */
struct work {
    struct known_file now; /* path, size, times and inode as they are; `listed` is the date that
                            * --dates has for it, now or before. The rest is not known yet */
    bool known;            /* the index knows the path: as `was` */
    struct known_file was;
};

struct work_list {
    struct tempfile *file;
    struct buf packed;
    uint64_t count;
    uint64_t bytes; /* the files' sizes together */
};

bool work_list_open(struct work_list *l, int folder, struct error *error);
void work_list_close(struct work_list *l);
bool work_list_add(struct work_list *l, const struct work *w, struct error *error);

/* Walks the list from its beginning; nothing is added meanwhile. Start with {.list = l}. */
struct work_cursor {
    struct work_list *list;
    struct work work; /* good until the next call */
    struct tempfile_reader reader;
    struct buf texts[4];
};
/* The next one; *found is false at the end. */
bool work_cursor_next(struct work_cursor *c, bool *found, struct error *error);
void work_cursor_free(struct work_cursor *c);

#endif
