/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/folder.h"
#include "lib/base/hash.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/date/date.h"

#define MAGIC "dateline-index"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define REBUILD "build the index anew with 'indexer -i %s --rebuild PATH...'"

/* Where reading is: a line at a time. */
struct reading {
    const char *at;
    const char *end;
    unsigned line; /* number of the line at hand, from 1 */
    struct slice key;
    struct slice value;
    const char *shown;
    struct error *error;
};

static bool wrong(struct reading *r, const char *what)
{
    error_set(r->error, ERROR_DAMAGED, "%s:%u: damaged: %s", r->shown, r->line, what);
    return error_cure(r->error, "restore the index, or build it anew with 'indexer --rebuild'");
}

static bool is(struct slice s, const char *text)
{
    return bytes_compare(s.data, s.length, text, strlen(text)) == 0;
}

/* Goes to the next line, which must be `KEY VALUE`. */
static bool next_line(struct reading *r)
{
    const char *newline = r->at < r->end ? memchr(r->at, '\n', (size_t)(r->end - r->at)) : NULL;
    r->line++;
    if (!newline)
        return wrong(r, "the file ends before it should");
    const char *blank = memchr(r->at, ' ', (size_t)(newline - r->at));
    if (!blank || blank == r->at || blank + 1 == newline)
        return wrong(r, "a line that is no key and value");
    r->key = (struct slice){r->at, (size_t)(blank - r->at)};
    r->value = (struct slice){blank + 1, (size_t)(newline - blank) - 1};
    r->at = newline + 1;
    return true;
}

/* The next line, of a key that must come now. */
static bool expect(struct reading *r, const char *key)
{
    char what[64];
    if (!next_line(r))
        return false;
    if (is(r->key, key))
        return true;
    snprintf(what, sizeof what, "\"%s\" should stand here", key);
    return wrong(r, what);
}

static bool made_of(struct slice s, const char *bytes)
{
    for (size_t i = 0; i < s.length; i++)
        if (!s.data[i] || !strchr(bytes, s.data[i]))
            return false;
    return s.length > 0;
}

static bool parse_number(struct slice s, uint64_t most, uint64_t *n)
{
    *n = 0;
    if (!made_of(s, DIGITS) || (s.length > 1 && s.data[0] == '0'))
        return false;
    for (size_t i = 0; i < s.length; i++) {
        unsigned digit = (unsigned)(s.data[i] - '0');
        if (*n > (most - digit) / 10 || digit > most)
            return false;
        *n = *n * 10 + digit;
    }
    return true;
}

/* A value of these bytes alone, that has room. */
static bool take_text(struct reading *r, const char *key, const char *bytes, char *to, size_t room)
{
    if (!expect(r, key))
        return false;
    if (r->value.length >= room || !made_of(r->value, bytes))
        return wrong(r, "a value that it cannot have");
    memcpy(to, r->value.data, r->value.length);
    to[r->value.length] = '\0';
    return true;
}

/* PREFIX and digits. */
static bool is_name(struct slice s, const char *prefix)
{
    size_t length = strlen(prefix);
    return s.length > length && s.length < MANIFEST_NAME && memcmp(s.data, prefix, length) == 0 &&
           made_of((struct slice){s.data + length, s.length - length}, DIGITS);
}

/* The name of a file, or `-`. */
static bool take_name(struct reading *r, const char *key, const char *prefix,
                      char to[MANIFEST_NAME])
{
    if (!expect(r, key))
        return false;
    to[0] = '\0';
    if (is(r->value, "-"))
        return true;
    if (!is_name(r->value, prefix))
        return wrong(r, "a name that no file of an index has");
    memcpy(to, r->value.data, r->value.length);
    to[r->value.length] = '\0';
    return true;
}

static bool take_built(struct reading *r, char to[24])
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    if (!take_text(r, "built", DIGITS "-T:Z", to, 24))
        return false;
    bool ok = strlen(to) == sizeof shape - 1;
    for (size_t i = 0; ok && shape[i]; i++)
        ok = shape[i] == '0' ? to[i] >= '0' && to[i] <= '9' : to[i] == shape[i];
    return ok || wrong(r, "no time of the form 2026-11-24T10:00:00Z");
}

static bool take_formats(struct reading *r, struct manifest *m)
{
    if (!expect(r, "formats"))
        return false;
    if (is(r->value, "-"))
        return true;
    const char *at = r->value.data, *end = at + r->value.length;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        struct slice name = {at, (size_t)((comma ? comma : end) - at)};
        if (!made_of(name, LETTERS DIGITS "_-") || name.data[0] == '-' ||
            m->format_count == MANIFEST_FORMATS)
            return wrong(r, "a list of formats that makes no sense");
        m->formats[m->format_count++] = xstrndup(name.data, name.length);
        if (!comma)
            return true;
        at = comma + 1;
    }
}

/* A value with its escapes undone; NULL after it told what is wrong. Caller frees. */
static char *unescape(struct reading *r)
{
    char *text = xmalloc(r->value.length + 1), *to = text;
    bool ok = true;
    for (size_t i = 0; ok && i < r->value.length; i++) {
        char c = r->value.data[i];
        if (c == '\\') {
            i++;
            char escaped = i < r->value.length ? r->value.data[i] : '\0';
            ok = escaped == 'n' || escaped == '\\';
            c = escaped == 'n' ? '\n' : '\\';
        }
        ok = ok && c != '\0';
        *to++ = c;
    }
    *to = '\0';
    if (ok)
        return text;
    free(text);
    wrong(r, "a text that is not written as it should");
    return NULL;
}

/* Adds a value to a list of texts. */
static bool take_into(struct reading *r, char ***list, size_t *count, size_t *room)
{
    char *text = unescape(r);
    if (!text)
        return false;
    *list = xgrow(*list, room, *count + 1, sizeof **list);
    (*list)[(*count)++] = text;
    return true;
}

/* The next word of a value. */
static struct slice next_word(struct slice *rest)
{
    const char *blank = rest->length ? memchr(rest->data, ' ', rest->length) : NULL;
    size_t length = blank ? (size_t)(blank - rest->data) : rest->length;
    struct slice word = {rest->data, length};
    /* A blank is followed by a word, so what ends with one does not come to its end. */
    size_t used = length + (blank && length + 1 < rest->length ? 1 : 0);
    *rest = (struct slice){rest->data + used, rest->length - used};
    return word;
}

static bool date_is_fine(uint64_t date)
{
    return date == 0 || !date_is_none(date_from_number((uint32_t)date));
}

static bool parse_shard(struct slice rest, struct manifest_shard *s)
{
    static const char *const keys[] = {"documents", "length", "gone", "first", "last"};
    uint64_t of[5];
    struct slice name = next_word(&rest);
    if (!is_name(name, "shard-"))
        return false;
    for (int i = 0; i < 5; i++)
        if (!is(next_word(&rest), keys[i]) ||
            !parse_number(next_word(&rest), i == 1 ? UINT64_MAX : UINT32_MAX, &of[i]))
            return false;
    *s = (struct manifest_shard){.documents = (uint32_t)of[0],
                                 .total_length = of[1],
                                 .gone = (uint32_t)of[2],
                                 .first_date = (uint32_t)of[3],
                                 .last_date = (uint32_t)of[4]};
    memcpy(s->name, name.data, name.length);
    return rest.length == 0 && of[2] <= of[0] && of[3] <= of[4] && !of[3] == !of[4] &&
           date_is_fine(of[3]) && date_is_fine(of[4]);
}

static bool take_shard(struct reading *r, struct manifest *m, size_t *room)
{
    struct manifest_shard shard;
    if (!parse_shard(r->value, &shard))
        return wrong(r, "a shard that makes no sense");
    if (m->shard_count == MANIFEST_SHARDS)
        return wrong(r, "more shards than there can be");
    for (size_t i = 0; i < m->shard_count; i++)
        if (strcmp(m->shards[i].name, shard.name) == 0)
            return wrong(r, "a shard that was listed before");
    if (shard.gone && !m->gone[0])
        return wrong(r, "a shard with tombstones, and no file of them");
    m->shards = xgrow(m->shards, room, m->shard_count + 1, sizeof *m->shards);
    m->shards[m->shard_count++] = shard;
    return true;
}

static bool take_settings(struct reading *r, struct manifest *m)
{
    char tables[8];
    if (!expect(r, "revision"))
        return false;
    if (!parse_number(r->value, UINT64_MAX, &m->revision))
        return wrong(r, "no number");
    if (!take_built(r, m->built) ||
        !take_text(r, "words", DIGITS "abcdef", m->words, sizeof m->words) ||
        !take_text(r, "language", LETTERS DIGITS "_-", m->language, sizeof m->language) ||
        !take_text(r, "date-from", LETTERS DIGITS "_-,", m->date_from, sizeof m->date_from) ||
        !take_text(r, "tables", LETTERS, tables, sizeof tables))
        return false;
    m->full = strcmp(tables, "full") == 0;
    if (!m->full && strcmp(tables, "lean") != 0)
        return wrong(r, "tables are \"lean\" or \"full\"");
    return take_formats(r, m) && take_name(r, "files", "files-", m->files) &&
           take_name(r, "gone", "gone-", m->gone);
}

/* The lines that may be repeated, in their order. */
enum { OPTION, ROOT, SHARD, LISTS };

static bool take_lists(struct reading *r, struct manifest *m)
{
    static const char *const keys[LISTS] = {"option", "root", "shard"};
    size_t room[LISTS] = {0};
    int reached = OPTION;
    while (next_line(r)) {
        int kind = OPTION;
        if (is(r->key, "checksum"))
            return (r->at == r->end && r->value.length == 16) ||
                   wrong(r, "the checksum is not all of the last line");
        while (kind < LISTS && !is(r->key, keys[kind]))
            kind++;
        if (kind == LISTS || kind < reached)
            return wrong(r, "a line that should not stand here");
        reached = kind;
        bool ok = kind == OPTION ? take_into(r, &m->options, &m->option_count, &room[kind])
                  : kind == ROOT ? take_into(r, &m->roots, &m->root_count, &room[kind])
                                 : take_shard(r, m, &room[kind]);
        if (!ok)
            return false;
    }
    return false;
}

/* Whether the last line has the checksum of those before. */
static bool verify(struct reading *r)
{
    enum { LAST = sizeof "checksum 0123456789abcdef\n" - 1 };
    char wanted[LAST + 1];
    size_t length = (size_t)(r->end - r->at);
    for (const char *at = r->at; at < r->end && (at = memchr(at, '\n', (size_t)(r->end - at)));
         at++)
        r->line++;
    if (length < LAST || memcmp(r->end - LAST, "checksum ", 9) != 0)
        return wrong(r, "the file does not end with its checksum");
    snprintf(wanted, sizeof wanted, "checksum %016" PRIx64 "\n", hash_64(r->at, length - LAST));
    if (memcmp(r->end - LAST, wanted, LAST) != 0)
        return wrong(r, "the checksum is not that of the lines before");
    r->line = 0;
    return true;
}

/* The first line: of another version nothing else is to be understood. */
static bool take_version(struct reading *r)
{
    uint64_t version;
    if (!expect(r, MAGIC))
        return false;
    if (!parse_number(r->value, UINT32_MAX, &version))
        return wrong(r, "no version");
    if (version == MANIFEST_VERSION)
        return true;
    error_set(r->error, ERROR_VERSION,
              "%s: the index is of version %" PRIu64 ", where this program knows %d", r->shown,
              version, MANIFEST_VERSION);
    return error_cure(r->error, version > MANIFEST_VERSION
                                    ? "take a newer dateline, or build the index anew with "
                                      "'indexer --rebuild PATH...'"
                                    : "build the index anew with 'indexer --rebuild PATH...'");
}

bool manifest_parse(struct manifest *m, const char *bytes, size_t length, const char *shown,
                    struct error *error)
{
    struct reading r = {.at = bytes, .end = bytes + length, .shown = shown, .error = error};
    struct reading whole = r;
    *m = (struct manifest){0};
    if (take_version(&r) && verify(&whole) && take_settings(&r, m) && take_lists(&r, m)) {
        if (strlen(m->words) == 16)
            return true;
        r.line = 4;
        wrong(&r, "no fingerprint of 16 digits");
    }
    manifest_free(m);
    return false;
}

static void free_texts(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i]);
    free(list);
}

static char **copy_texts(char *const *list, size_t count)
{
    char **copy = xcalloc(count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = xstrdup(list[i]);
    return copy;
}

void manifest_free(struct manifest *m)
{
    for (size_t i = 0; i < m->format_count; i++)
        free(m->formats[i]);
    free_texts(m->options, m->option_count);
    free_texts(m->roots, m->root_count);
    free(m->shards);
    *m = (struct manifest){0};
}

void manifest_copy(struct manifest *to, const struct manifest *from)
{
    *to = *from;
    for (size_t i = 0; i < from->format_count; i++)
        to->formats[i] = xstrdup(from->formats[i]);
    to->options = copy_texts(from->options, from->option_count);
    to->roots = copy_texts(from->roots, from->root_count);
    to->shards = xreallocarray(NULL, from->shard_count + 1, sizeof *to->shards);
    if (from->shard_count)
        memcpy(to->shards, from->shards, from->shard_count * sizeof *to->shards);
}

void manifest_set_roots(struct manifest *m, char *const *roots, size_t count)
{
    char **copy = copy_texts(roots, count);
    free_texts(m->roots, m->root_count);
    m->roots = copy;
    m->root_count = count;
}

void manifest_set_options(struct manifest *m, char *const *options, size_t count)
{
    char **copy = copy_texts(options, count);
    free_texts(m->options, m->option_count);
    m->options = copy;
    m->option_count = count;
}

/* ---- the file ---- */

/* What a folder without a manifest is. */
static bool no_manifest(int folder, const char *shown, const struct error *missing,
                        struct error *error)
{
    struct buf stub = {0};
    struct error unread = {0};
    bool has_stub = folder_read(folder, MANIFEST_STUB, shown, 1 << 20, &stub, &unread);
    bool remote =
        has_stub && (strncmp(stub.data, "remote", 6) == 0 || strstr(stub.data, "\nremote") != NULL);
    bool ours = has_stub && strncmp(stub.data, MANIFEST_STUB_HEAD, strlen(MANIFEST_STUB_HEAD)) == 0;
    buf_free(&stub);
    if (ours) {
        error_set(error, ERROR_DAMAGED, "%s/" MANIFEST_FILE ": the manifest is lost", shown);
        return error_cure(error,
                          "restore it, or build the index anew with 'indexer -i %s --rebuild "
                          "--language=... --date-from=... PATH...'",
                          shown);
    }
    if (remote) {
        error_set(error, ERROR_REMOTE, "%s: its shards are remote", shown);
        return error_cure(error, "it can be searched, but not changed from here");
    }
    if (has_stub) {
        error_set(error, ERROR_VERSION, "%s: the index is of an older version", shown);
        return error_cure(error, REBUILD " (and with the --language and --date-from it had)",
                          shown);
    }
    if (unread.status != ERROR_MISSING) {
        *error = unread;
        return false;
    }
    *error = *missing;
    error_set(error, ERROR_MISSING, "%s: there is no index here", shown);
    error->number = missing->number;
    return error_cure(error, "make one with 'indexer PATH...'");
}

bool manifest_read(struct manifest *m, int folder, const char *shown, struct error *error)
{
    struct buf path = {0}, bytes = {0};
    struct error unread = {0};
    *m = (struct manifest){0};
    buf_printf(&path, "%s/" MANIFEST_FILE, shown);
    bool ok = folder_read(folder, MANIFEST_FILE, path.data, MANIFEST_BYTES, &bytes, &unread);
    if (ok)
        ok = manifest_parse(m, bytes.data, bytes.length, path.data, error);
    else if (unread.status == ERROR_MISSING)
        no_manifest(folder, shown, &unread, error);
    else
        *error = unread;
    buf_free(&path);
    buf_free(&bytes);
    return ok;
}
