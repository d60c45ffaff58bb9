/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The manifest: the file `index` in the index folder, which says what the index is made of at one
 * revision. Text, a line each, `KEY VALUE`, in this order; published by rename, the one point of
 * commit. Names of shards and files are shard-N, files-N and gone-N, N of digits, so that none can
 * lead out of the folder, or to what is not the index's.
 *
 *     dateline-index 2                 magic and version of the format
 *     revision 17                      one more with every change
 *     built 2026-11-24T10:00:00Z       when this revision was written, UTC
 *     words 5d41402abc4b2a76           fingerprint of stemmer, tokenizer, names and Unicode tables
 *     language english                 settings
 *     date-from header,meta,name
 *     tables lean
 *     formats text,jsonl,...           names of formats, by number from 1 (columns.h); `-`: none
 *     files files-17                   what is known of the source files; `-` if there are none
 *     gone gone-16                     tombstones and moves; `-` if there are none
 *     option exclude=*.pdf             an option of indexer that later runs follow, NAME=VALUE
 *     root archive/2020                a root, as kept
 *     shard shard-0003 documents 60000 length 21123123 gone 17 first 19870226 last 20261124
 *     checksum 0123456789abcdef        XXH3 64 bits of all bytes before this line
 *
 * Lines of option, root and shard are repeated, or not there; in values of option and root,
 * newlines and backslashes are written \n and \\. Numbers are decimal, without a sign or zeros
 * in front; dates are as in columns.h. Language, formats, sources of dates are of a-z 0-9 _ -.
 * There are at most MANIFEST_SHARDS shards, MANIFEST_FORMATS formats, MANIFEST_BYTES bytes.
 */
#ifndef DATELINE_LIB_INDEX_MANIFEST_H
#define DATELINE_LIB_INDEX_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"

#define MANIFEST_FILE "index"
#define MANIFEST_VERSION 2
#define MANIFEST_STUB "XAPIANDB"
#define MANIFEST_STUB_HEAD "# The shards of a dateline index, for other Xapian tools."
#define MANIFEST_SHARDS 512 /* each takes 7 of the mappings that there may be (map.h) */
#define MANIFEST_FORMATS 64
#define MANIFEST_BYTES (256 << 20)
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
    char *formats[MANIFEST_FORMATS];
    size_t format_count;
    char files[MANIFEST_NAME]; /* "" if there are none */
    char gone[MANIFEST_NAME];
    char **options; /* "NAME=VALUE" */
    size_t option_count;
    char **roots;
    size_t root_count;
    struct manifest_shard *shards;
    size_t shard_count;
};

/* Reads the manifest of an index folder, of which `shown` is the path. ERROR_MISSING if there is no
 * index; ERROR_DAMAGED if it is lost, but its stub is there; ERROR_REMOTE if there is only a stub
 * that lists remote shards, which is libxapian's to read; ERROR_VERSION, with the command to run as
 * cure, if the index is of another format, the old one with XAPIANDB but no manifest included;
 * ERROR_DAMAGED naming line and fault. What was read is freed with manifest_free(), which takes
 * {0}, too. */
bool manifest_read(struct manifest *m, int folder, const char *shown, struct error *error);
void manifest_free(struct manifest *m);

/* The same of bytes; `shown` is the path of the file. */
bool manifest_parse(struct manifest *m, const char *bytes, size_t length, const char *shown,
                    struct error *error);

/* The bytes of the file. */
void manifest_print(const struct manifest *m, struct buf *out);

/* A copy; free it, too. */
void manifest_copy(struct manifest *to, const struct manifest *from);

/* Replaces the roots, or the options, by copies of these. */
void manifest_set_roots(struct manifest *m, char *const *roots, size_t count);
void manifest_set_options(struct manifest *m, char *const *options, size_t count);

/* Writes index.new, waits until it and all of the folder is on the disk, renames it to `index`,
 * and waits again. XAPIANDB, the stub for other Xapian tools, is renamed into place just after.
 * ERROR_INTERNAL, and nothing is changed, if manifest_parse() would not take what it writes. */
bool manifest_publish(const struct manifest *m, int folder, const char *shown, struct error *error);

/* Whether the stub is there and lists the shards of this manifest. */
bool manifest_check_stub(const struct manifest *m, int folder, const char *shown,
                         struct error *error);

/* Makes the stub anew if it does not list the shards of this manifest: whoever published it was
 * killed before it could. */
bool manifest_mend_stub(const struct manifest *m, int folder, const char *shown,
                        struct error *error);

/* The fingerprint of what words come out as, in this program and with the libraries it runs with:
 * of the words, stems and name keys of a text that is built in, in many scripts, with characters
 * of each version of Unicode. For a language; "" in out if it is not known. Takes 0.2 ms. */
void manifest_words(const char *language, char out[17]);

#endif
