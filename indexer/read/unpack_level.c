/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/unpack_level.h"

#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/read/inflate.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define MEMBER_COST 512 /* bytes that a member counts for, if it is empty too */

/* ---- where libarchive's bytes come from ---- */

static la_ssize_t archive_gets(struct archive *a, void *context, const void **bytes)
{
    struct level *l = context;
    struct input *from = l->has_inflated ? &l->inflated : l->packed;
    size_t got = 0;
    *bytes = l->chunk;
    if (l->fd < 0) {
        if (input_read(from, l->chunk, sizeof l->chunk, &got, &l->failed))
            return (la_ssize_t)got;
        archive_set_error(a, EIO, "%s", l->failed.message);
        return ARCHIVE_FATAL;
    }
    ssize_t n;
    do
        n = read(l->fd, l->chunk, sizeof l->chunk);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        error_system(&l->failed, errno, l->name);
        archive_set_error(a, EIO, "%s", l->failed.message);
        return ARCHIVE_FATAL;
    }
    return n;
}

static la_int64_t archive_seeks(struct archive *a, void *context, la_int64_t offset, int whence)
{
    struct level *l = context;
    off_t at = lseek(l->fd, offset, whence);
    if (at >= 0)
        return at;
    error_system(&l->failed, errno, l->name);
    archive_set_error(a, EIO, "%s", l->failed.message);
    return ARCHIVE_FATAL;
}

/* ---- zips in files ---- */

static uint32_t little(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* True if the directory at the end of a zip is there and small enough to be loaded. Its end record
 * (22 bytes and a comment of up to 64 KB) says where it begins. */
static bool directory_fits(int fd, uint64_t size)
{
    enum { RECORD = 22, COMMENT = 65535 };
    size_t n = size < RECORD + COMMENT ? (size_t)size : RECORD + COMMENT;
    unsigned char *tail = xmalloc(n);
    uint64_t begins = size;
    if (n >= RECORD && pread(fd, tail, n, (off_t)(size - n)) == (ssize_t)n) {
        for (size_t at = n - RECORD + 1; at-- > 0 && begins == size;) {
            if (memcmp(tail + at, "PK\x05\x06", 4) != 0)
                continue;
            uint64_t end = size - n + at;
            uint32_t length = little(tail + at + 12);
            uint32_t offset = little(tail + at + 16);
            begins = length > end || end - length < offset ? 0 : offset;
            if (length == UINT32_MAX || offset == UINT32_MAX)
                begins = 0; /* zip64: it stands elsewhere, and is large */
        }
    }
    free(tail);
    return begins < size && size - begins <= UNPACK_DIRECTORY;
}

/* The zip at the path, opened; -1 if it must be read from front to end. */
static int open_directory(const char *path, uint64_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    struct stat s;
    if (fd < 0)
        return -1;
    if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && directory_fits(fd, (uint64_t)s.st_size)) {
        *size = (uint64_t)s.st_size;
        return fd;
    }
    close(fd);
    return -1;
}

/* ---- opening ---- */

static void describe(struct error *to, struct archive *a, const char *name)
{
    const char *why = archive_error_string(a);
    bool memory = archive_errno(a) == ENOMEM;
    error_set(to, memory ? ERROR_MEMORY : ERROR_DAMAGED, "%s: damaged: %s", name,
              why ? why : "unknown");
}

static void choose_formats(struct level *l)
{
    struct archive *a = l->archive;
    if (l->kind == PACKED_ZIP) {
        archive_read_support_format_zip(a);
        return;
    }
    archive_read_support_filter_xz(a);
    archive_read_support_filter_lzma(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_lz4(a);
    archive_read_support_filter_compress(a);
    if (l->kind == PACKED_TAR)
        archive_read_support_format_tar(a);
    else
        archive_read_support_format_raw(a);
    archive_read_support_format_empty(a);
}

/* What is named .gz but was stored plain, as browsers do, is read; what is neither is damaged. */
static bool is_text(struct slice head)
{
    for (size_t i = 0; i < head.length; i++) {
        unsigned char c = (unsigned char)head.data[i];
        if (c < 0x20 && !strchr("\t\n\v\f\r\x1B", c))
            return false;
        if (c == 0 || c == 0x7F)
            return false;
    }
    return true;
}

static bool open_archive(struct level *l, struct error *error)
{
    struct slice head = {"", 0};
    if (l->fd < 0 && !l->has_inflated && !input_peek(l->packed, UNPACK_HEAD, &head, error))
        return false;
    bool text = is_text(head);
    l->archive = archive_read_new();
    if (!l->archive)
        return error_set(error, ERROR_MEMORY, "%s: not enough memory", l->name);
    choose_formats(l);
    archive_read_set_read_callback(l->archive, archive_gets);
    if (l->fd >= 0)
        archive_read_set_seek_callback(l->archive, archive_seeks);
    archive_read_set_callback_data(l->archive, l);
    if (archive_read_open1(l->archive) != ARCHIVE_OK) {
        if (l->failed.status == ERROR_NONE)
            describe(&l->failed, l->archive, l->name);
        *error = l->failed;
        return false;
    }
    if (l->kind == PACKED_FILE && archive_filter_count(l->archive) <= 1 && !text)
        return error_set(error, ERROR_DAMAGED, "%s: neither compressed data nor text", l->name);
    return true;
}

bool level_open(struct level *l, enum packed_kind kind, const char *name, struct input *packed,
                const char *path, struct unpack_budget *budget, locale_t locale,
                struct error *error)
{
    l->kind = kind;
    l->name = xstrdup(name);
    l->packed = packed;
    l->budget = budget;
    l->locale = locale;
    l->fd = kind == PACKED_ZIP && path ? open_directory(path, &budget->size) : -1;
    if (kind != PACKED_ZIP) {
        struct slice head;
        if (!input_peek(packed, 2, &head, error))
            return false;
        if (inflate_is_gzip(head)) {
            if (!inflate_open(&l->inflated, packed, INFLATE_GZIP, l->name, error))
                return false;
            l->has_inflated = true;
            if (kind == PACKED_FILE)
                return true;
        }
    }
    return open_archive(l, error);
}

/* ---- the bytes of a member ---- */

/* Takes `bytes` out of the budget; false if that is too many. */
static bool spend(struct level *l, uint64_t bytes, struct error *error)
{
    struct unpack_budget *b = l->budget;
    uint64_t packed = b->size ? b->size : b->packed->taken;
    b->given += bytes;
    if (!b->broken && b->given / UNPACK_RATIO <= packed + UNPACK_FREE / UNPACK_RATIO)
        return true;
    b->broken = true;
    return error_set(error, ERROR_LIMIT,
                     "%s: unpacks to more than %d times its size: not read further", l->name,
                     UNPACK_RATIO);
}

static bool member_get(struct level *l, char *to, size_t room, size_t *got)
{
    if (l->empty)
        return true;
    if (!l->archive) {
        if (input_read(&l->inflated, to, room, got, &l->failed))
            return true;
        l->member_failed = l->failed;
        return false;
    }
    la_ssize_t n;
    int tries = 0;
    do
        n = archive_read_data(l->archive, to, room);
    while (n == ARCHIVE_RETRY && tries++ < 8);
    *got = n > 0 ? (size_t)n : 0;
    if (n >= 0)
        return true;
    if (l->failed.status != ERROR_NONE) {
        l->member_failed = l->failed;
    } else {
        describe(&l->member_failed, l->archive, l->member_path);
        if (n == ARCHIVE_FATAL)
            l->failed = l->member_failed;
    }
    return false;
}

static bool member_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct level *l = source;
    *got = 0;
    bool good = l->member_failed.status == ERROR_NONE && member_get(l, to, room, got) &&
                spend(l, *got, &l->member_failed);
    if (good)
        return true;
    *got = 0;
    *error = l->member_failed;
    if (l->budget->broken && l->failed.status == ERROR_NONE)
        l->failed = l->member_failed;
    return false;
}

static void member_close(void *source)
{
    (void)source; /* it is the level's */
}

static const struct input_kind member_kind = {member_read, member_close};

/* ---- from member to member ---- */

static void leave_member(struct level *l)
{
    if (l->has_input)
        input_close(&l->input);
    l->has_input = false;
    free(l->raw);
    free(l->member_path);
    l->raw = l->member_path = NULL;
    l->member_failed = (struct error){0};
}

/* Reads what is left of a member of a tar, since libarchive would do so without a limit. */
static void drain(struct level *l)
{
    const void *block;
    size_t size;
    la_int64_t offset;
    if (l->kind != PACKED_TAR || !l->begun)
        return;
    while (l->failed.status == ERROR_NONE &&
           archive_read_data_block(l->archive, &block, &size, &offset) == ARCHIVE_OK)
        spend(l, size, &l->failed);
}

static void enter_member(struct level *l, char *name, bool encrypted)
{
    struct buf path = {0};
    buf_puts(&path, l->name);
    if (name)
        buf_printf(&path, "/%s", name);
    l->raw = name;
    l->member_path = buf_take(&path);
    l->encrypted = encrypted;
    if (encrypted)
        return;
    input_open(&l->input, &member_kind, l, l->member_path);
    l->has_input = true;
    l->looked = 0;
}

/* The next header of libarchive's; UNPACK_MEMBER for whatever kind of member it is. */
static enum unpack_status next_header(struct level *l, struct archive_entry **entry)
{
    locale_t was = l->locale ? uselocale(l->locale) : (locale_t)0;
    int result;
    int tries = 0;
    do
        result = archive_read_next_header(l->archive, entry);
    while (result == ARCHIVE_RETRY && tries++ < 8);
    if (l->locale)
        uselocale(was);
    if (result == ARCHIVE_EOF)
        return UNPACK_END;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN)
        return UNPACK_MEMBER;
    if (l->failed.status == ERROR_NONE)
        describe(&l->failed, l->archive, l->name);
    return UNPACK_FAILED;
}

static const char *entry_name(struct level *l, struct archive_entry *entry)
{
    locale_t was = l->locale ? uselocale(l->locale) : (locale_t)0;
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    if (l->locale)
        uselocale(was);
    return name ? name : "";
}

static bool is_file(struct archive_entry *entry)
{
    return (archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0) &&
           !archive_entry_hardlink(entry) && !archive_entry_symlink(entry);
}

static enum unpack_status next_of_archive(struct level *l)
{
    for (;;) {
        struct archive_entry *entry;
        drain(l);
        l->begun = true;
        if (l->failed.status != ERROR_NONE || !spend(l, MEMBER_COST, &l->failed))
            return UNPACK_FAILED;
        enum unpack_status status = next_header(l, &entry);
        if (status != UNPACK_MEMBER)
            return status;
        char *name = is_file(entry) ? packed_member_name(entry_name(l, entry)) : NULL;
        if (name && *name) {
            enter_member(l, name, archive_entry_is_data_encrypted(entry) == 1);
            return UNPACK_MEMBER;
        }
        free(name);
    }
}

/* The one member of a compressed file, which is there even if there is nothing in it. */
static enum unpack_status next_of_file(struct level *l)
{
    struct archive_entry *entry;
    if (l->begun)
        return UNPACK_END;
    l->begun = true;
    enum unpack_status status = l->archive ? next_header(l, &entry) : UNPACK_MEMBER;
    if (status == UNPACK_FAILED)
        return UNPACK_FAILED;
    l->empty = status == UNPACK_END;
    enter_member(l, NULL, false);
    return UNPACK_MEMBER;
}

enum unpack_status level_next(struct level *l, struct error *error)
{
    bool told = l->told || (l->has_input && input_failures(&l->input) > l->looked);
    leave_member(l);
    if (told && l->failed.status != ERROR_NONE)
        return UNPACK_END;
    enum unpack_status status = l->failed.status != ERROR_NONE ? UNPACK_FAILED
                                : l->kind == PACKED_FILE       ? next_of_file(l)
                                                               : next_of_archive(l);
    if (status == UNPACK_FAILED) {
        *error = l->failed;
        l->told = true;
    }
    return status;
}

void level_close(struct level *l)
{
    leave_member(l);
    if (l->archive)
        archive_read_free(l->archive);
    if (l->has_inflated)
        input_close(&l->inflated);
    if (l->fd >= 0)
        close(l->fd);
    free(l->name);
}
