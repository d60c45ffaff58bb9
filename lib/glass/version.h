/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the version file FOLDER/iamglass, which makes the tables of a folder a database: where
 * the root of each table is, and the statistics of the whole. Written last.
 *
 *    0 14  0f 0d "Xapian Glass"
 *   14  2  version of the format, the date of its last change: (year - 2014) << 9 | month << 5 |
 *          day, highest byte first; 2016-03-14 for libxapian 1.4
 *   16 16  uuid of the database
 *   32     uint revision
 *          for each table, in the order of enum glass_kind:
 *              uint root block
 *              uint level of the root << 2 | 2 if leaves are in key order in the file
 *                  | 1 if there is no block yet (a reader makes an empty root up)
 *              uint entries; uint block size / 2048
 *              uint tags up to this length are not deflated; 0: none are
 *              uint length of what follows; nothing for a table without a file, else the free
 *                  list: uint revision, uint blocks in the file, and 0 0 0 0: no block is free
 *          uint documents; uint last docid less documents; uint least length of a document that
 *          is not 0; uint greatest wdf; uint greatest length less greatest wdf; uint 0 (oldest
 *          change set); uint total of lengths; uint 0 (greatest frequency of a spelling)
 *
 * (uint as in glass_pack.h.) libxapian reads the first 256 bytes only. A file of more, which would
 * take tables of terabytes, is refused.
 */
#ifndef DATELINE_LIB_GLASS_VERSION_H
#define DATELINE_LIB_GLASS_VERSION_H

#include "lib/glass/table_writer.h"

enum { GLASS_UUID_SIZE = 16 };

/* Statistics of a database, gathered by glass_postlist.h. A document's length is the sum of the
 * wdf of its terms. */
struct glass_stats {
    uint32_t documents;
    uint32_t last_docid; /* the greatest ever used */
    uint32_t length_min; /* of documents that are not of length 0; 0 if all are */
    uint32_t length_max;
    uint32_t wdf_max;
    uint64_t length_total;
};

/* Draws a new uuid from the system. */
bool glass_uuid(uint8_t uuid[GLASS_UUID_SIZE], struct error *error);

/* Writes the file. One that is there already is an error. */
bool glass_version_write(const char *folder, const uint8_t uuid[GLASS_UUID_SIZE],
                         const struct glass_root roots[GLASS_KINDS],
                         const struct glass_stats *stats, struct error *error);

/* Waits until the version file and the folder are on the disk. */
bool glass_version_sync(const char *folder, struct error *error);

#endif
