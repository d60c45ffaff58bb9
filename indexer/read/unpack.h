/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compressed files and archives, member by member, streaming: each member is an input that the
 * reader of its name reads. No member is ever unpacked to disk or to memory as a whole.
 *
 *   compressed   .gz .xz .zst .bz2 .lz4 .lzma .Z: one member, whose name is the file's without
 *                that ending; also files of any name that begin as gzip, xz, zstd, bzip2 or lz4
 *                data do: their member has the file's own name
 *   archives     .tar and .tar.gz (.xz, .zst, ...), .tgz .tbz .tbz2 .txz .tzst, .zip; also files
 *                whose name has no ending and that begin as tar or zip do; .wacz, a zip of WARC
 *                files and their indexes, of which only the former are read
 *   nested       a compressed member of an archive is read as what it holds; an archive in an
 *                archive is read; one within that is told as skipped
 *
 * Passed over without a word: folders, links, devices; members that options->exclude leaves out;
 * hidden members (a part of the name begins with a dot) and __MACOSX, as such files are in folders.
 * Told as skipped: what is encrypted.
 *
 * Names of members are only names to us: `..` and a leading `/` open nothing. A leading `./` or `/`
 * is taken off; bytes that are no UTF-8 (old zips) become \xHH; nothing else is changed. Two
 * members may have the same name (tar -r): both come, the later one last.
 *
 * How an article out of an archive is known, which is for who makes articles of entries: its path
 * is the archive's, its record the name of the member (entry.member), with `:17` behind it if the
 * member itself holds many records. Shown on one line it is `big.zip/folder/a.html`. The path from
 * which --date-from=name takes a date is the archive's path, a `/`, and the member's name. The
 * member of a compressed file (a.jsonl.gz) adds nothing: entry.member is NULL, and all is as in
 * the plain file.
 *
 * Limits. Bytes unpacked: UNPACK_RATIO times those of the file read so far and UNPACK_FREE more,
 * all levels together; beyond is ERROR_LIMIT, and what came before stands. Text compresses 3 to 10
 * times, logs up to 100. Levels: UNPACK_LEVELS. Memory: buffers of 64 KB a level, what the
 * compression asks for (xz at most 1 GB, zstd 128 MB, as libarchive limits them) and, for a zip in
 * a file, its directory, if that has at most UNPACK_DIRECTORY bytes; a zip with a larger one is
 * read from front to end.
 *
 * Checksums of gzip, xz, zstd, bzip2, lz4 and zip are verified; tar has none of its contents.
 *
 * Threads may unpack side by side, each its own.
 */
#ifndef DATELINE_INDEXER_READ_UNPACK_H
#define DATELINE_INDEXER_READ_UNPACK_H

#include "indexer/read/reader.h"

#define UNPACK_RATIO 250
#define UNPACK_FREE ((uint64_t)128 << 20)
#define UNPACK_DIRECTORY ((uint64_t)64 << 20)
#define UNPACK_LEVELS 4

/* The bytes at the head of a file that unpack_is() wants to see. */
#define UNPACK_HEAD ((size_t)512)

/* Good until the next call of unpack_next(). */
struct unpack_member {
    const char *name;   /* by which its format is told: "folder/a.jsonl" */
    const char *member; /* in the archive: "folder/a.jsonl.gz"; NULL of a compressed file */
    struct input *in;   /* is closed by unpack_next(); its name is for messages:
                         * "big.zip/folder/a.jsonl.gz". An error in it says that this member is
                         * damaged; unpack_next() then finds the next if there is a way */
};

enum unpack_status {
    UNPACK_MEMBER,
    UNPACK_END,
    UNPACK_FAILED /* *error says why; nothing comes after */
};

struct unpack;

/* True if a file of this name that begins with these bytes is compressed or an archive. */
bool unpack_is(const char *name, struct slice head);

/* True if it may hold more than one member, by its name: its articles have `member`. */
bool unpack_is_archive(const char *name, struct slice head);

/*
 * Opens what `packed` brings, told by its name. `path` is the file that it is read from: a zip is
 * then opened again, to be read by its directory, which knows more than its members do; NULL:
 * there is no such file. All stay the caller's, and outlive the result; options->fault is told of
 * members that are skipped. NULL: *error says why. End with unpack_close().
 */
struct unpack *unpack_open(struct input *packed, const char *path,
                           const struct reader_options *options, struct error *error);

enum unpack_status unpack_next(struct unpack *u, struct unpack_member *member, struct error *error);

void unpack_close(struct unpack *u);

#endif
