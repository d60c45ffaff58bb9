/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One compressed file or archive that is being unpacked (unpack.c has several, an archive in an
 * archive): libarchive, and our own reading of gzip, behind one way to go from member to member.
 */
#ifndef DATELINE_INDEXER_READ_UNPACK_LEVEL_H
#define DATELINE_INDEXER_READ_UNPACK_LEVEL_H

#include <archive.h>
#include <locale.h>

#include "indexer/read/unpack.h"
#include "indexer/read/unpack_name.h"

/* What all levels of a file may unpack together. */
struct unpack_budget {
    const struct input *packed; /* the file */
    uint64_t size;              /* of it, if it is not read from front to end; else 0 */
    uint64_t given;             /* bytes that came out so far */
    bool broken;                /* they were too many: nothing comes any more */
};

#define LEVEL_CHUNK ((size_t)1 << 16)

struct level {
    enum packed_kind kind;
    char *name; /* of the file, for messages */
    struct unpack_budget *budget;
    locale_t locale; /* in which libarchive takes names as UTF-8; 0: none */
    struct input *packed;
    struct input inflated; /* of packed, if it is gzip */
    bool has_inflated;
    struct archive *archive; /* NULL: the one member is `inflated` */
    int fd;                  /* of a zip that is read by its directory; else -1 */
    struct error failed; /* why nothing more comes of it; its status is ERROR_NONE if all is well */
    bool told;           /* it was given to the caller */
    bool begun;
    bool empty; /* a compressed file with nothing in it */

    /* The current member. */
    char *raw;          /* its name in an archive as libarchive has it, cleaned; of a file: NULL */
    bool encrypted;     /* then it has no input */
    struct input input; /* of its bytes; `name` is member_path */
    bool has_input;
    size_t looked; /* input_failures() when unpack.c had looked at its beginning */
    char *member_path;
    struct error member_failed;

    char chunk[LEVEL_CHUNK];
};

/* Opens what `packed` brings, as `kind`. `path`: of a zip that is a file of its own, else NULL. */
bool level_open(struct level *l, enum packed_kind kind, const char *name, struct input *packed,
                const char *path, struct unpack_budget *budget, locale_t locale,
                struct error *error);

/* Goes to the next member that is a file and not hidden. */
enum unpack_status level_next(struct level *l, struct error *error);

void level_close(struct level *l);

#endif
