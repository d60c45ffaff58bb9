/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sealed file: what every binary file of ours is inside. It is written once, from front to
 * back, and never changed; what a file holds (its body) is the matter of whoever owns it.
 *
 *     0   8  magic: "DLine" and three letters of the kind of file
 *     8   4  version of the kind's format
 *    12   4  0
 *    16   8  length of the body in bytes
 *    24   8  the number that its name ends in, as that of gone-16; 0 if it ends in none: a file of
 *            another revision, put in the place of this one, is not taken for it
 *    32      the body
 *            checksums: for each SEALED_BLOCK bytes of all before, the last one shorter, the low
 *            32 bits of their XXH3 64-bit hash
 *            8 bytes: the XXH3 64-bit hash of the checksums
 *
 * All numbers are little endian. The length of the file follows from that of the body, and must
 * agree; what stands as 0 must be 0. The checksums cost a byte for each 1024. A block is verified
 * when a byte of it is first asked for, by sealed_bytes(), the first one when the file is opened;
 * so opening costs nothing that grows with the file but a byte for each block, not touched.
 * sealed_check() verifies all.
 */
#ifndef DATELINE_LIB_INDEX_SEALED_H
#define DATELINE_LIB_INDEX_SEALED_H

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/map.h"

#define SEALED_HEAD 32
#define SEALED_BLOCK 4096

/* The number at the end of a name, after its last `-`; 0 if there is none. */
static inline uint64_t sealed_number(const char *name)
{
    const char *dash = strrchr(name, '-');
    return dash ? strtoull(dash + 1, NULL, 10) : 0;
}

/* ---- reading ---- */

struct sealed {
    struct map map;
    const uint8_t *body;
    uint64_t length;                 /* of the body */
    char *shown;                     /* its path, for messages */
    _Atomic unsigned char *verified; /* private: a bit by block */
};

/* Opens NAME in a folder; magic has 8 bytes. ERROR_DAMAGED if it is cut short or of another kind,
 * ERROR_VERSION if it is whole, but its version another. Free with sealed_close(), which takes {0},
 * too. */
bool sealed_open(struct sealed *s, int folder, const char *name, const char *shown,
                 const char magic[8], uint32_t version, struct error *error);
void sealed_close(struct sealed *s);

/* `length` bytes of the body from `at` on, verified; NULL and *error if they are damaged or not
 * there. They stay mapped until sealed_close(). Safe from several threads. */
const uint8_t *sealed_bytes(struct sealed *s, uint64_t at, size_t length, struct error *error);

/* The same, but what is damaged is given as it is: for bytes whose use is held against
 * another sum. */
const uint8_t *sealed_unverified(const struct sealed *s, uint64_t at, size_t length,
                                 struct error *error);

/* For whoever owns the body and finds that it makes no sense: ERROR_DAMAGED, names the file, what
 * is wrong and the cure. Returns false. */
bool sealed_damaged(const struct sealed *s, const char *what, struct error *error);

/* Verifies all of it, byte by byte. */
bool sealed_check(struct sealed *s, struct error *error);

/* ---- writing ---- */

struct sealed_writer;

/* Makes a new file, mode 0666 less what the folder's own mode does not give; one that is there is
 * an error. NULL and *error. The caller frees the writer, finished or not; a file that was not
 * finished stays, for the caller to remove. */
struct sealed_writer *sealed_create(int folder, const char *name, const char *shown,
                                    const char magic[8], uint32_t version, struct error *error);
void sealed_writer_free(struct sealed_writer *w);

/* Appends to the body. An error of the disk is kept and told by sealed_finish(), too. */
bool sealed_write(struct sealed_writer *w, const void *bytes, size_t length, struct error *error);

/* Where in the body the next byte goes. */
uint64_t sealed_at(const struct sealed_writer *w);

/* Writes the checksums, waits until all is on the disk, closes. */
bool sealed_finish(struct sealed_writer *w, struct error *error);

#endif
