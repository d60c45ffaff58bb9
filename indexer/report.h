/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run tells: faults as they come and progress on stderr, the summary on stdout.
 */
#ifndef DATELINE_INDEXER_REPORT_H
#define DATELINE_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "indexer/read/read.h"
#include "lib/index/home.h"

struct counts {
    uint64_t added;
    uint64_t added_undated;
    uint64_t updated;
    uint64_t moved;
    uint64_t removed;
    uint64_t unchanged;
    uint64_t skipped; /* files */
    uint64_t damaged; /* files that were indexed, with faults */
};

struct report {
    const struct home *home;
    bool progress; /* a line on stderr that is drawn anew */
    bool quiet;    /* no summary */
    bool verbose;  /* all faults, and each file that changes */
    struct counts counts;
    uint64_t faults; /* told so far */
    struct timespec start;
    struct timespec drawn;
    bool on_screen;
    uint64_t bytes;       /* of text handled so far */
    uint64_t total_bytes; /* that there are to handle */
};

void report_start(struct report *r, const struct home *home);

/* Seconds since report_start(). */
double report_seconds(const struct report *r);

/* Tells a fault of a file, by its kept path. After REPORT_FAULTS of them only a count is told. */
#define REPORT_FAULTS 20
void report_fault(struct report *r, const char *kept, const struct fault *f, bool skipped);

/* With -v: "added PATH" and so on. */
void report_change(struct report *r, const char *what, const char *kept);

/* Says that `bytes` more of the files were handled; draws a few times a second. */
void report_progress(struct report *r, uint64_t bytes);

/* Shows what is done after all files were read: "merging". */
void report_phase(struct report *r, const char *what);

/* Takes the progress line away. */
void report_clear(struct report *r);

/* The summary; `dry` says what would be. */
void report_summary(struct report *r, bool dry);

#endif
