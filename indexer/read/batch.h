/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files read into memory together, by several threads: as many articles as fit a limit, so that
 * they can be sorted by date before they are written. A file of many records may be read in parts,
 * over several batches; at most one such file a thread is open at a time.
 */
#ifndef DATELINE_INDEXER_READ_BATCH_H
#define DATELINE_INDEXER_READ_BATCH_H

#include <signal.h>

#include "indexer/files/work.h"
#include "indexer/read/format_numbers.h"
#include "indexer/read/source.h"

/* Something wrong with a file. */
struct fault {
    uint64_t record; /* 1, 2, ...; 0: the file as a whole, or a file of one article */
    size_t line;     /* 1, 2, ...; 0: not known */
    const char *message;
};

/* A member of an archive that is no article although nothing is wrong with it. */
struct skip {
    const char *member;
    const char *reason; /* "no reader", "binary", "empty" */
    uint64_t more;      /* members with the same ending and reason that have no entry */
};

#define READING_SKIPS 1000 /* entries; what is above that is counted with others */
#define READING_FAULTS 100 /* faults of a part of a file that are kept; more are counted */

/* What came of a file in this batch. Arrays and strings are good until the next batch is read. */
struct reading {
    struct work work;         /* the file, and what was known of it */
    struct article *articles; /* of this part, in their order in the file */
    size_t article_count;
    struct fault *faults; /* met so far, in all parts */
    size_t fault_kept;
    size_t fault_count;
    struct skip *skips; /* met so far, in all parts */
    size_t skip_count;
    bool begins;    /* this is its first part */
    bool ends;      /* this is its last part */
    bool many;      /* a file of records; known with the first part */
    uint8_t format; /* the index's number of its format, likewise; 0: no reader knows it */
    /* What follows is known with the last part. */
    const char *skipped; /* why it is no article although nothing is wrong with it: "no reader",
                          * "empty", "binary"; NULL: it may have yielded some */
    bool unread;         /* nothing of it could be read: what was known of it stands */
    bool broken;         /* it could not be read to its end: what was known of other records of it
                          * stands. Set if `unread` is; a fault says why */
    uint64_t hash;       /* XXH3 64 of its bytes; 0 if not known */
    uint64_t bytes;      /* of the file */
    size_t article_room; /* private */
};

struct batch {
    struct reading *readings; /* in the order of the work */
    size_t count;
    uint64_t bytes; /* of files, read for this batch */
    /* What follows is private. */
    struct batch_thread *threads;
    size_t jobs;
    size_t room;
};

/* What all batches of a run are read by. */
struct batch_settings {
    const struct home *home;
    const struct source_settings *reading;
    const struct format_numbers *formats;
    uint64_t limit; /* bytes of articles of a batch, with what is known of their files */
    const volatile sig_atomic_t *stop;
};

/* A batch that is read by `jobs` threads. Free with batch_free(). */
void batch_init(struct batch *b, size_t jobs);
void batch_free(struct batch *b);

/*
 * Reads on from where the last call ended, until the articles' texts pass the limit or all is
 * read: then count is 0. Replaces what the batch had. When *stop is not 0 it ends early. What is
 * wrong with a file is in its result; false and *error: the list of work cannot be read.
 */
bool batch_read(struct batch *b, struct work_cursor *work, const struct batch_settings *settings,
                struct error *error);

#endif
