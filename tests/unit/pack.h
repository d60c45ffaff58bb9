/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed bytes for tests: gzip by zlib, archives and other compressions by libarchive. */
#ifndef DATELINE_TESTS_UNIT_PACK_H
#define DATELINE_TESTS_UNIT_PACK_H

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <zlib.h>

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "tests/unit/test.h"

#define BYTES(text)            \
    {                          \
        text, sizeof(text) - 1 \
    } /* as an initializer */
#define ALL(text) ((struct slice)BYTES(text))

static inline struct slice pack_slice(const struct buf *b)
{
    return (struct slice){b->data, b->length};
}

/* Appends a gzip stream (bits 16 + 15) or another of zlib's. */
static inline void pack_deflate(struct buf *out, struct slice bytes, int bits)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, bytes.length);
    z.next_in = (unsigned char *)(uintptr_t)bytes.data;
    z.avail_in = (uInt)bytes.length;
    z.next_out = (unsigned char *)buf_reserve(out, room);
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->length += room - z.avail_out;
    deflateEnd(&z);
}

static inline void pack_gzip(struct buf *out, struct slice bytes)
{
    pack_deflate(out, bytes, 16 + 15);
}

struct pack_member {
    const char *name;
    struct slice bytes;
    int type;         /* AE_IFREG and so on; 0: AE_IFREG */
    const char *link; /* of a hard link */
};

static inline la_ssize_t pack_write(struct archive *a, void *out, const void *bytes, size_t length)
{
    (void)a;
    buf_add(out, bytes, length);
    return (la_ssize_t)length;
}

/* An archive of a format ("ustar", "pax", "gnutar", "zip", "raw") and a filter ("none", "xz",
 * "zstd", "gzip", "bzip2", "lz4") as libarchive names them; with a password if it is not NULL. */
static inline void pack_archive(struct buf *out, const char *format, const char *filter,
                                const struct pack_member *members, size_t count,
                                const char *password)
{
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format_by_name(a, format), ARCHIVE_OK);
    if (strcmp(filter, "none") != 0)
        assert_int_equal(archive_write_add_filter_by_name(a, filter), ARCHIVE_OK);
    archive_write_set_bytes_per_block(a, 0);
    if (password) {
        assert_int_equal(archive_write_set_options(a, "zip:encryption=aes256"), ARCHIVE_OK);
        assert_int_equal(archive_write_set_passphrase(a, password), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open(a, out, NULL, pack_write, NULL), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, members[i].name);
        archive_entry_set_filetype(e, members[i].type ? (unsigned)members[i].type : AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_size(e, (la_int64_t)members[i].bytes.length);
        if (members[i].type == AE_IFLNK)
            archive_entry_set_symlink(e, "elsewhere");
        if (members[i].link) {
            archive_entry_set_hardlink(e, members[i].link);
            archive_entry_set_size(e, 0);
        }
        assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
        if (members[i].bytes.length)
            archive_write_data(a, members[i].bytes.data, members[i].bytes.length);
        archive_entry_free(e);
    }
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
}

#endif
