/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run tells: faults as they come and progress on stderr, the summary on stdout. All that
 * comes out of names and files is made fit to be shown (lib/text/shown.h).
 */
#ifndef DATELINE_INDEXER_REPORT_H
#define DATELINE_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "indexer/store/update.h"
#include "lib/index/home.h"

#define REPORT_FAULTS 20 /* of more, only the number is told, unless all are asked for */

struct report {
    const struct home *home;
    bool progress;        /* a line on stderr that is drawn anew */
    bool quiet;           /* no summary, and nothing of files that are as they were */
    bool verbose;         /* all faults, each file that is skipped, and each that changes */
    uint64_t total_bytes; /* that there are to read */
    /* What follows is private. */
    uint64_t bytes;   /* read so far */
    uint64_t faults;  /* told or counted so far */
    uint64_t skipped; /* files and members of archives */
    struct timespec start;
    struct timespec drawn;
    bool on_screen;
    struct report_skips { /* files that are no articles, by reason and ending */
        char *reason;
        char *ending; /* ".pdf"; "" for names without one */
        uint64_t count;
        char *path;   /* of the first */
        char *member; /* NULL: the file itself */
    } * skips;
    size_t skip_count;
    size_t skip_room;
};

/* How an article was understood. */
struct understood {
    const char *format;
    const struct article *article;
};

void report_start(struct report *r, const struct home *home);
void report_free(struct report *r);

/* Tells a fault of a file, by its kept path. */
void report_fault(struct report *r, const char *kept, const struct fault *f);

/* Counts a file, or a member of it, that is no article; with -v, names it. The member is NULL for
 * the file itself. */
void report_skipped(struct report *r, const char *kept, const struct skip *s);

/* With -v, a line: "added PATH" and so on, of a record "added PATH#RECORD"; behind it how the
 * article was understood, if that is given: ": text, 2023-05-26 (header)". */
void report_change(struct report *r, const char *what, const char *kept, const char *record,
                   const struct understood *u);

/* Says that `bytes` more of the files were read; draws a few times a second. */
void report_progress(struct report *r, uint64_t bytes, const struct update_counts *c);

/* Shows what is done after all files were read: "merging". */
void report_phase(struct report *r, const char *what);

/* Takes the progress line away. */
void report_clear(struct report *r);

/* Tells what was only counted so far: files that are no articles, and faults above the limit. */
void report_rest(struct report *r);

/* The same, and the summary; `dry` says what would be. */
void report_summary(struct report *r, const struct update_counts *c, bool dry);

#endif
