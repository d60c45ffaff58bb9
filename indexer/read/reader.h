/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every format offers: open, next article, close; and the table of them. A format is one file
 * pair, read_NAME.c, and one row of the table (formats.c), by which --format, --help, the manual's
 * table and the choice by name and content know it.
 */
#ifndef DATELINE_INDEXER_READ_READER_H
#define DATELINE_INDEXER_READ_READER_H

#include "indexer/read/entry.h"
#include "indexer/read/input.h"

/* Bytes of an article's text above which it is cut, with a fault that says so. */
#define READER_TEXT_MAX ((size_t)64 << 20)
/* Bytes of one record, page or message as it is in the file, above which it is skipped, named. */
#define READER_RECORD_MAX ((size_t)128 << 20)

/* Key names of --map, by field; NULL where the format's own are to be used. */
struct field_map;
struct ignore;

/* What all readers are told. */
struct reader_options {
    const struct field_map *map; /* --map; NULL: none */
    const char *encoding;        /* --encoding, of what is not UTF-8 and does not say; NULL: none */
    /* Takes what is wrong with a record (0: the file as a whole) at a line (0: not known). */
    void (*fault)(void *context, uint64_t record, size_t line, const char *message);
    void *context;
    const struct ignore *exclude; /* members of archives to pass over; NULL: none */
};

enum reader_status {
    READER_ENTRY, /* *entry is the next article */
    READER_END,
    READER_FAILED /* *error says why; what came before stands, nothing comes after */
};

struct reader;

struct reader_format {
    const char *name;           /* for --format: "jsonl" */
    const char *const *endings; /* of file names, lower case, with dot, NULL at the end */
    const char *what;           /* "JSON Lines": for --help and messages */
    bool many;                  /* holds many records: articles are known by record */
    /* True if a file whose first bytes (up to READER_HEAD) are these is of the format. NULL: never
     * told by content. */
    bool (*recognises)(struct slice head);
    /* NULL: *error says why. The input and the options outlive the reader. */
    struct reader *(*open)(struct input *in, const struct reader_options *options,
                           struct error *error);
    /*
     * The next article. What it points to is in `arena`, which the caller clears when it likes. A
     * record that is damaged is told by options->fault and passed over, where the format lets one
     * find the next; so is one without text.
     */
    enum reader_status (*next)(struct reader *r, struct arena *arena, struct entry *entry,
                               struct error *error);
    void (*close)(struct reader *r);
};

#define READER_HEAD ((size_t)4096)

/* Tells a fault, formatted, by the options. */
void reader_fault(const struct reader_options *o, uint64_t record, size_t line, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));

/* The format of a name (--format), or NULL; the n-th format, NULL after the last. */
const struct reader_format *reader_find(const char *name);
const struct reader_format *reader_at(size_t n);

/* Whether a file name has the ending of a format. */
bool reader_has_ending(const char *name);

/* The format of a file, by its name and then by its first bytes; NULL if no reader knows it. */
const struct reader_format *reader_choose(const char *name, struct slice head);

#endif
