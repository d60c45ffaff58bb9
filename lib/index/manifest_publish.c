/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/folder.h"
#include "lib/base/hash.h"
#include "lib/base/slice.h"
#include "lib/index/manifest.h"

static void print_text(const char *key, const char *text, struct buf *out)
{
    buf_printf(out, "%s ", key);
    for (; *text; text++) {
        if (*text == '\n' || *text == '\\')
            buf_putc(out, '\\');
        buf_putc(out, *text == '\n' ? 'n' : *text);
    }
    buf_putc(out, '\n');
}

static const char *or_none(const char *name)
{
    return name[0] ? name : "-";
}

void manifest_print(const struct manifest *m, struct buf *out)
{
    size_t begin = out->length;
    buf_printf(out, "dateline-index %d\nrevision %" PRIu64 "\nbuilt %s\nwords %s\nlanguage %s\n",
               MANIFEST_VERSION, m->revision, m->built, m->words, m->language);
    buf_printf(out, "date-from %s\ntables %s\nformats ", m->date_from, m->full ? "full" : "lean");
    for (size_t i = 0; i < m->format_count; i++)
        buf_printf(out, "%s%s", i ? "," : "", m->formats[i]);
    buf_printf(out, "%s\nfiles %s\ngone %s\n", m->format_count ? "" : "-", or_none(m->files),
               or_none(m->gone));
    for (size_t i = 0; i < m->option_count; i++)
        print_text("option", m->options[i], out);
    for (size_t i = 0; i < m->root_count; i++)
        print_text("root", m->roots[i], out);
    for (size_t i = 0; i < m->shard_count; i++) {
        const struct manifest_shard *s = &m->shards[i];
        buf_printf(out,
                   "shard %s documents %" PRIu32 " length %" PRIu64 " gone %" PRIu32
                   " first %" PRIu32 " last %" PRIu32 "\n",
                   s->name, s->documents, s->total_length, s->gone, s->first_date, s->last_date);
    }
    buf_printf(out, "checksum %016" PRIx64 "\n", hash_64(out->data + begin, out->length - begin));
}

static void print_stub(const struct manifest *m, struct buf *out)
{
    buf_puts(out, MANIFEST_STUB_HEAD "\n");
    for (size_t i = 0; i < m->shard_count; i++)
        buf_printf(out, "auto %s\n", m->shards[i].name);
}

/* Writes NAME.new. */
static bool put(int folder, const char *name, const struct buf *bytes, const char *shown,
                struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s.new", shown, name);
    bool ok = folder_put(folder, path.data + strlen(shown) + 1, bytes->data, bytes->length,
                         path.data, error);
    buf_free(&path);
    return ok;
}

/* NAME.new becomes NAME. */
static bool put_in_place(int folder, const char *name, const char *shown, struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s.new", shown, name);
    bool ok = renameat(folder, path.data + strlen(shown) + 1, folder, name) == 0 ||
              error_system(error, errno, path.data);
    buf_free(&path);
    return ok;
}

/* Whether what would be written can be read. */
static bool is_readable(const struct buf *bytes, const char *shown, struct error *error)
{
    struct manifest again;
    struct error unread;
    bool ok = bytes->length <= MANIFEST_BYTES;
    if (!ok)
        return error_set(error, ERROR_LIMIT, "%s: a manifest of more than %d bytes", shown,
                         MANIFEST_BYTES);
    if (!manifest_parse(&again, bytes->data, bytes->length, MANIFEST_FILE, &unread))
        return error_set(error, ERROR_INTERNAL, "%s: what was to be published makes no sense: %s",
                         shown, unread.message);
    manifest_free(&again);
    return true;
}

bool manifest_publish(const struct manifest *m, int folder, const char *shown, struct error *error)
{
    struct buf bytes = {0}, stub = {0};
    manifest_print(m, &bytes);
    print_stub(m, &stub);
    bool ok =
        is_readable(&bytes, shown, error) && put(folder, MANIFEST_FILE, &bytes, shown, error) &&
        put(folder, MANIFEST_STUB, &stub, shown, error) && folder_sync(folder, shown, error) &&
        put_in_place(folder, MANIFEST_FILE, shown, error) &&
        put_in_place(folder, MANIFEST_STUB, shown, error) && folder_sync(folder, shown, error);
    buf_free(&bytes);
    buf_free(&stub);
    return ok;
}

bool manifest_check_stub(const struct manifest *m, int folder, const char *shown,
                         struct error *error)
{
    struct buf wanted = {0}, there = {0}, path = {0};
    print_stub(m, &wanted);
    buf_printf(&path, "%s/" MANIFEST_STUB, shown);
    bool ok = folder_read(folder, MANIFEST_STUB, path.data, MANIFEST_BYTES, &there, error);
    if (ok && bytes_compare(there.data, there.length, wanted.data, wanted.length) != 0)
        ok = error_set(error, ERROR_DAMAGED,
                       "%s: it does not list the shards of the index; the next run of indexer "
                       "mends it",
                       path.data);
    buf_free(&wanted);
    buf_free(&there);
    buf_free(&path);
    return ok;
}

bool manifest_mend_stub(const struct manifest *m, int folder, const char *shown,
                        struct error *error)
{
    struct buf wanted = {0};
    struct error differs;
    if (manifest_check_stub(m, folder, shown, &differs))
        return true;
    print_stub(m, &wanted);
    bool ok = put(folder, MANIFEST_STUB, &wanted, shown, error) &&
              put_in_place(folder, MANIFEST_STUB, shown, error);
    buf_free(&wanted);
    return ok;
}
