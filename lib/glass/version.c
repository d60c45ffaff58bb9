/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version file. */
#include "lib/glass/version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/glass/deflate.h"
#include "lib/glass/pack.h"

enum {
    READ_MAX = 256, /* bytes that libxapian reads */
    /* A table needs 9 numbers, one of them of 64 bits; what follows the tables needs fewer. */
    ROOM = 32 + (GLASS_KINDS + 1) * (8 * GLASS_UINT32_MAX + GLASS_UINT64_MAX) + GLASS_UINT32_MAX
};

static const char file_name[] = "iamglass";

static uint8_t *put_root(uint8_t *to, enum glass_kind kind, const struct glass_root *root)
{
    bool plain = kind == GLASS_POSTLIST || kind == GLASS_POSITION;
    to = glass_put_uint(to, root->block);
    to = glass_put_uint(to, root->level << 2 | GLASS_ROOT_SEQUENTIAL |
                                (root->blocks ? 0 : GLASS_ROOT_NO_BLOCKS));
    to = glass_put_uint(to, root->entries);
    to = glass_put_uint(to, GLASS_BLOCK_SIZE / 2048);
    to = glass_put_uint(to, plain ? 0 : GLASS_DEFLATE_MIN);

    uint8_t list[2 * GLASS_UINT32_MAX + 4];
    uint8_t *end = list;
    if (root->blocks) {
        static const uint8_t none_free[4] = {0};
        end = glass_put_uint(end, GLASS_REVISION);
        end = glass_put_uint(end, root->blocks);
        end = glass_put_bytes(end, none_free, sizeof none_free);
    }
    to = glass_put_uint(to, (uint64_t)(end - list));
    return glass_put_bytes(to, list, (size_t)(end - list));
}

static uint8_t *put_stats(uint8_t *to, const struct glass_stats *stats)
{
    to = glass_put_uint(to, stats->documents);
    to = glass_put_uint(to, stats->last_docid - stats->documents);
    to = glass_put_uint(to, stats->length_min);
    to = glass_put_uint(to, stats->wdf_max);
    to = glass_put_uint(to, stats->length_max - stats->wdf_max);
    to = glass_put_uint(to, 0);
    to = glass_put_uint(to, stats->length_total);
    return glass_put_uint(to, 0);
}

/* Closes the file, and says what of writing, syncing or closing went wrong. */
static bool close_file(int fd, bool done, const char *path, struct error *error)
{
    int number = errno;
    if (close(fd) != 0 && done) {
        number = errno;
        done = false;
    }
    return done || error_system(error, number, path);
}

bool glass_version_write(const char *folder, const uint8_t uuid[GLASS_UUID_SIZE],
                         const struct glass_root roots[GLASS_KINDS],
                         const struct glass_stats *stats, struct error *error)
{
    if (stats->last_docid < stats->documents || stats->length_max < stats->wdf_max)
        return error_set(error, ERROR_INTERNAL, "%s: the statistics contradict each other", folder);

    uint8_t bytes[ROOM];
    uint8_t *end = glass_put_bytes(bytes, GLASS_MAGIC, 14);
    glass_put_be16(end, GLASS_FORMAT);
    end = glass_put_bytes(end + 2, uuid, GLASS_UUID_SIZE);
    end = glass_put_uint(end, GLASS_REVISION);
    for (unsigned i = 0; i < GLASS_KINDS; i++)
        end = put_root(end, (enum glass_kind)i, &roots[i]);
    end = put_stats(end, stats);
    if (end - bytes > READ_MAX)
        return error_set(error, ERROR_INTERNAL, "%s: the numbers do not fit into %s", folder,
                         file_name);

    int fd = folder_create_in(folder, file_name, error);
    if (fd < 0)
        return false;
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, file_name);
    bool done = folder_write(fd, bytes, (size_t)(end - bytes), path.data, error);
    if (close(fd) != 0 && done)
        done = error_system(error, errno, path.data);
    buf_free(&path);
    return done;
}

static bool sync_path(const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(error, errno, path);
    return close_file(fd, fsync(fd) == 0, path, error);
}

bool glass_version_sync(const char *folder, struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, file_name);
    bool done = sync_path(path.data, error) && sync_path(folder, error);
    buf_free(&path);
    return done;
}

bool glass_uuid(uint8_t uuid[GLASS_UUID_SIZE], struct error *error)
{
    static const char source[] = "/dev/urandom";
    int fd = open(source, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(error, errno, source);
    bool done = read(fd, uuid, GLASS_UUID_SIZE) == GLASS_UUID_SIZE;
    uuid[6] = (uint8_t)((uuid[6] & 0x0f) | 0x40); /* version 4: random */
    uuid[8] = (uint8_t)((uuid[8] & 0x3f) | 0x80); /* the variant of RFC 4122 */
    return close_file(fd, done, source, error);
}
