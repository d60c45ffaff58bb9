/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of files: what the index knows of each source file, sorted by path, in the file
 * files-REV of the index folder. Question: which files were indexed, and as what? It is walked side
 * by side with the folders, and never loaded whole: a run that changes nothing needs no more
 * memory for a million files than for ten.
 *
 * (format: see file_table.c)
 */
#ifndef DATELINE_INDEXER_FILES_FILE_TABLE_H
#define DATELINE_INDEXER_FILES_FILE_TABLE_H

#include "indexer/files/path_order.h"
#include "lib/base/buf.h"
#include "lib/date/date.h"
#include "lib/index/sealed.h"

/* What is known of a file. Strings belong to whoever filled it in. */
struct known_file {
    const char *path; /* as kept */
    uint64_t size;
    int64_t mtime;
    uint32_t mtime_ns;
    uint64_t inode;
    uint64_t hash;         /* of the content; 0 if it was never read */
    uint32_t articles;     /* that the index has of it */
    uint8_t format;        /* number of the manifest's list; 0: none was recognised */
    bool many;             /* a file of records: its articles are known by record */
    bool forced;           /* its format was told by --format */
    bool digits;           /* names of eight digits alone are dates in its folder (walk.h) */
    bool skipped;          /* it yields no article; the fault says why */
    struct date listed;    /* of --dates; none if it is not listed */
    uint32_t fault_count;  /* faults of the last reading */
    uint64_t fault_record; /* of the first: where it is, 0 if not known, and what */
    uint64_t fault_line;
    const char *fault; /* "" if there is none */
};

/* ---- one entry as bytes: for the table, and for lists of changes that wait on disk ---- */

/* Appends an entry. `before` is the entry that it follows, of which what they share is left out;
 * NULL: it stands alone. */
void known_file_pack(struct buf *out, const struct known_file *f, const struct known_file *before);

/* Reads an entry at `at`, not beyond `end`; NULL if the bytes are none. `path` and *f hold the
 * entry before, or nothing, and get this one; `fault` gets the text of its fault. f points to
 * both. */
const uint8_t *known_file_unpack(const uint8_t *at, const uint8_t *end, struct buf *path,
                                 struct buf *fault, struct known_file *f);

/* ---- reading ---- */

struct file_table {
    struct sealed file;
    uint64_t count;   /* files */
    uint64_t entries; /* bytes of the entries: what follows them is the list of blocks */
    uint32_t blocks;
};

bool file_table_open(struct file_table *t, int folder, const char *name, const char *shown,
                     struct error *error);
void file_table_close(struct file_table *t);

/* A place in a table; several may be in use side by side. */
struct file_cursor {
    struct file_table *table; /* NULL or without files: the cursor is at the end */
    struct known_file file;   /* good until the cursor moves */
    bool found;               /* false at the end */
    uint32_t block;
    const uint8_t *at;
    const uint8_t *end;
    struct buf path;
    struct buf fault;
};

/* Goes to the first file whose path is not before `path`; "" is before all. */
bool file_cursor_seek(struct file_cursor *c, struct file_table *t, const char *path,
                      struct error *error);
bool file_cursor_next(struct file_cursor *c, struct error *error);
void file_cursor_free(struct file_cursor *c);

/* ---- writing: paths ascend by path_compare() ---- */

struct file_table_writer;

struct file_table_writer *file_table_create(int folder, const char *name, const char *shown,
                                            struct error *error);
void file_table_writer_free(struct file_table_writer *w);
bool file_table_add(struct file_table_writer *w, const struct known_file *f, struct error *error);
bool file_table_finish(struct file_table_writer *w, struct error *error);

#endif
