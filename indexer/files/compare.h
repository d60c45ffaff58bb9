/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds the files that there are against those that the index knows: which are to be read, which
 * are gone, which are as they were. Files are told apart by path, size, mtime and inode; none is
 * opened here. Folders and table are walked side by side.
 */
#ifndef DATELINE_INDEXER_FILES_COMPARE_H
#define DATELINE_INDEXER_FILES_COMPARE_H

#include "indexer/files/dates_list.h"
#include "indexer/files/path_set.h"
#include "indexer/files/walk.h"
#include "indexer/files/work.h"

/* Whoever wants to hear of files that are not to be read. */
struct compare_events {
    void *context;
    void (*unchanged)(void *context, const struct known_file *f);
    /* One that is known, where the walk could not look: it stands. */
    void (*kept)(void *context, const struct known_file *f);
    /* Something could not be looked at; with `unseen` what is known below it stands. */
    void (*fault)(void *context, const char *path, const char *message, bool unseen);
};

/* A file that the index knows and that is no more; it may turn out to have moved. */
struct gone_file {
    char *path;
    uint64_t size;
    uint64_t hash;
    uint32_t articles;
    bool many;
    uint8_t format;
    bool digits; /* see struct known_file */
    struct date listed;
    bool taken; /* it moved */
};

struct comparison {
    struct work_list work;
    struct gone_file *gone; /* sorted by size, hash and path, once comparison_sort() was called */
    size_t gone_count;
    size_t gone_room;
};

struct compare_request {
    const struct home *home;
    struct file_table *table; /* NULL: nothing is known */
    const struct walk_filter *filter;
    struct dates_list *dates; /* NULL: none */
    bool anew;                /* all files are to be read, changed or not */
    bool recheck;             /* files of no known format are looked at again */
    bool recheck_many;        /* files of many are read again */
    uint8_t format; /* that files are told to be of: others are read again; 0: none is told */
    const struct path_set *missing; /* roots that are not there: what is below them stands */
    const struct compare_events *events;
    const volatile sig_atomic_t *stop;
};

/* `folder`: where the list of work may wait. */
bool comparison_open(struct comparison *c, int folder, struct error *error);
void comparison_free(struct comparison *c);

/* Walks one root, a kept path that is there. Roots come in the order of path_compare(), none of
 * them below another whose walk comes by it (path_is_walked()). */
bool compare_root(struct comparison *c, const struct compare_request *q, const char *root,
                  struct error *error);

/* Notes all that is known at or below a path that is not there any more as gone. */
bool compare_missing(struct comparison *c, const struct compare_request *q, const char *path,
                     struct error *error);

/* Puts what is gone in order, for comparison_take_gone(), each once: a walk and compare_missing()
 * may both have noted it. */
void comparison_sort(struct comparison *c);

/* A gone file of one article, of this size, content and format, that was not taken by an earlier
 * call; or NULL. It belongs to the comparison. */
struct gone_file *comparison_take_gone(struct comparison *c, uint64_t size, uint64_t hash,
                                       uint8_t format);

#endif
