/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/unpack_name.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

static const char *const compressions[] = {".gz",  ".xz",   ".zst", ".bz2",
                                           ".lz4", ".lzma", ".z",   NULL};
static const char *const tapes[] = {".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", NULL};
static const char *const webs[] = {".wacz", NULL};
static const char *const zips[] = {".zip", ".wacz", NULL};

static const char *base_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

/* The length of the ending that `name` has of those in the list; 0 if none, or if there is nothing
 * before it. */
static size_t ending(const char *name, size_t length, const char *const endings[])
{
    for (size_t i = 0; endings[i]; i++) {
        size_t n = strlen(endings[i]);
        if (length > n && strncasecmp(name + length - n, endings[i], n) == 0)
            return n;
    }
    return 0;
}

static bool begins(struct slice head, size_t at, const char *magic, size_t length)
{
    return head.length >= at + length && memcmp(head.data + at, magic, length) == 0;
}

static enum packed_kind kind_of_content(const char *base, struct slice head)
{
    if (begins(head, 0, "\x1F\x8B\x08", 3) || begins(head, 0, "\xFD\x37zXZ\0", 6) ||
        begins(head, 0, "\x28\xB5\x2F\xFD", 4) || begins(head, 0, "\x04\x22\x4D\x18", 4) ||
        (begins(head, 0, "BZh", 3) && begins(head, 4, "1AY&SY", 6)))
        return PACKED_FILE;
    if (strchr(base, '.'))
        return PACKED_NOT;
    if (begins(head, 0, "PK\x03\x04", 4))
        return PACKED_ZIP;
    return begins(head, 257, "ustar", 5) ? PACKED_TAR : PACKED_NOT;
}

enum packed_kind packed_kind(const char *name, struct slice head)
{
    const char *base = base_name(name);
    size_t length = strlen(base);
    if (ending(base, length, zips))
        return PACKED_ZIP;
    size_t compression = ending(base, length, compressions);
    if (ending(base, length - compression, tapes))
        return PACKED_TAR;
    return compression ? PACKED_FILE : kind_of_content(base, head);
}

bool packed_holds_web(const char *name)
{
    const char *base = base_name(name);
    return ending(base, strlen(base), webs) > 0;
}

char *packed_inner_name(const char *name)
{
    const char *base = base_name(name);
    size_t length = strlen(base);
    return xstrndup(name, (size_t)(base - name) + length - ending(base, length, compressions));
}

static bool is_hidden(const char *name)
{
    if (strncmp(name, "__MACOSX/", 9) == 0)
        return true;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t n = strcspn(part, "/");
        if (part[0] == '.' && n != 1 && !(n == 2 && part[1] == '.'))
            return true;
    }
    return false;
}

char *packed_member_name(const char *raw)
{
    while (*raw == '/' || (raw[0] == '.' && raw[1] == '/'))
        raw += *raw == '/' ? 1 : 2;
    if (is_hidden(raw))
        return NULL;
    struct buf name = {0};
    buf_clear(&name);
    const char *end = raw + strlen(raw);
    while (raw < end) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)raw, end - raw, &code);
        if (n > 0)
            buf_add(&name, raw, (size_t)n);
        else
            buf_printf(&name, "\\x%02X", (unsigned)(unsigned char)*raw);
        raw += n > 0 ? n : 1;
    }
    return buf_take(&name);
}
