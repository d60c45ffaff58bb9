/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The manifest: the file `index` in the index folder, which says what the index is made of at one
 * revision. Text, a line each, `KEY VALUE`, in this order; published by rename, the one point of
 * commit. Names of shards and files are plain (letters, digits, `-`), so that none can lead
 * out of the folder.
 *
 *     dateline-index 2                 magic and version of the format
 *     revision 17                      one more with every change
 *     built 2026-11-24T10:00:00Z       when this revision was written, UTC
 *     words 5d41402abc4b2a76           fingerprint of stemmer, tokenizer, names and Unicode tables
 *     language english                 settings
 *     date-from header,meta,name
 *     tables lean
 *     formats text,jsonl,...           names of formats, by number from 1 (columns.h)
 *     files files-17                   what is known of the source files; `-` if there are none
 *     gone gone-16                     tombstones and moves; `-` if there are none
 *     root archive/2020                a root, as kept; newlines and backslashes escaped as \n \\
 *     shard shard-0003 documents 60000 length 21123123 gone 17 first 19870226 last 20261124
 *     checksum 0123456789abcdef        XXH3 64 bits of all bytes before this line
 */
#ifndef DATELINE_LIB_INDEX_MANIFEST_H
#define DATELINE_LIB_INDEX_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

#define MANIFEST_FILE "index"
#define MANIFEST_VERSION 2
#define MANIFEST_NAME 32 /* room for the name of a shard or file, with its NUL */

struct manifest_shard {
    char name[MANIFEST_NAME];
    uint32_t documents;    /* with those that are gone */
    uint64_t total_length; /* likewise */
    uint32_t gone;         /* tombstones */
    uint32_t first_date;   /* as in columns.h */
    uint32_t last_date;
};

struct manifest {
    uint64_t revision;
    char built[24];
    char words[17];
    char language[32];
    char date_from[48];
    bool full; /* tables full */
    char *formats[64];
    size_t format_count;
    char files[MANIFEST_NAME]; /* "" if there are none */
    char gone[MANIFEST_NAME];
    char **roots;
    size_t root_count;
    struct manifest_shard *shards;
    size_t shard_count;
};

/* Reads it. ERROR_MISSING if there is no manifest, ERROR_VERSION (with the command to run as cure)
 * if the index is of another format, the old one with dateline.* metadata and XAPIANDB but no
 * manifest included, ERROR_DAMAGED naming line and fault. Free with manifest_free(). */
bool manifest_read(struct manifest *m, int folder, const char *shown, struct error *error);
void manifest_free(struct manifest *m);

/* Writes index.new, waits until it and all of the folder is on the disk, renames it to `index`,
 * and waits again. XAPIANDB, the stub for other Xapian tools, is renamed into place just before. */
bool manifest_publish(const struct manifest *m, int folder, const char *shown, struct error *error);

/* The fingerprint of what words come out as, in this program and with the libraries it runs with:
 * for a language. "" in out if the language is not known. */
void manifest_words(const char *language, char out[17]);

#endif
