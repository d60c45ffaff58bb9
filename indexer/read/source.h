/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of any format as a stream of articles: tells the format, undoes compression and archives
 * (unpack.h), has the reader read, and makes articles of its entries (article.h). One article is in
 * memory at a time, however large the file.
 */
#ifndef DATELINE_INDEXER_READ_SOURCE_H
#define DATELINE_INDEXER_READ_SOURCE_H

#include "indexer/files/ignore.h"
#include "indexer/read/article.h"
#include "indexer/read/reader.h"

/* A file to read. */
struct source_file {
    const char *open;   /* the path to open */
    const char *path;   /* as kept */
    struct date mtime;  /* the local day of its last change */
    struct date listed; /* what --dates says; none if nothing */
    bool digits;        /* all names of its folder that are eight digits alone are dates */
};

/* What is the same for all files of a run. */
struct source_settings {
    const struct reader_format *format; /* --format; NULL: told by name and content */
    const struct field_map *map;        /* --map; NULL: none */
    const char *encoding;               /* --encoding; NULL: none */
    struct read_settings dates;         /* --date-from */
    const struct title_counts *counts;  /* NULL: none */
    const struct ignore *exclude;       /* --exclude, for members of archives; NULL: none */
};

/* Faults of a file that are told; of more it is told how many there are. */
#define SOURCE_FAULTS 1000

/* Whoever wants to hear what is wrong, and what is passed over. */
struct source_events {
    void *context;
    /* With a record (0: the file as a whole), at a line (0: not known). Of a member of an archive
     * the message says where: "folder/a.jsonl:17: record 17: is damaged". */
    void (*fault)(void *context, uint64_t record, size_t line, const char *message);
    /* A member of an archive that is no article although nothing is wrong with it, and why: "no
     * reader", "binary", "empty", a constant. NULL: nobody wants to hear of them. */
    void (*skipped)(void *context, const char *member, const char *reason);
};

struct source;

/*
 * Opens a file. Its settings, strings and all, and the events outlive the source. NULL if it cannot
 * be opened or read: *error says why. A file that no reader knows, or that is empty, opens, yields
 * nothing, and source_skipped() says why. End with source_close().
 */
struct source *source_open(const struct source_file *file, const struct source_settings *settings,
                           const struct source_events *events, struct error *error);

/*
 * The next article, in the arena, which the caller clears when it likes. Records of one file that
 * have the same key come with different ids: the second and later ones are numbered as they come.
 * READER_FAILED: the file is damaged from here on, or is not what it seemed to be; what came before
 * stands.
 */
enum reader_status source_next(struct source *s, struct arena *arena, struct article *article,
                               struct error *error);

/* Why a file yields nothing although nothing is wrong with it: "no reader", "binary", "empty", a
 * constant; NULL while it may yield something. */
const char *source_skipped(const struct source *s);

/* The format, of the last member in an archive; NULL if it is not known. */
const struct reader_format *source_format(const struct source *s);

/* Whether articles are known by record: a file that may hold many, even if it holds one. */
bool source_is_many(const struct source *s);

/* The hash of all bytes of the file (XXH3, 64 bits), and how many they are. What was not read by
 * then is read. False: it could not be. */
bool source_hash(struct source *s, uint64_t *hash, uint64_t *bytes, struct error *error);

void source_close(struct source *s);

/* Whether a file of this name may have a format that we read, decided without opening it: it has
 * an ending of one, or none at all. */
bool source_knows_name(const char *name);

#endif
