/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "indexer/read/hashed.h"
#include "indexer/read/id_set.h"
#include "indexer/read/prose.h"
#include "indexer/read/read_mail.h"
#include "indexer/read/unpack.h"
#include "lib/base/mem.h"

struct source {
    const struct source_file *file;
    const struct source_settings *settings;
    const struct source_events *events;
    struct reader_options options; /* what the readers get: their faults come by here */
    struct input in;
    struct hashed *hashed;
    struct unpack *unpack; /* NULL: a plain file */
    struct unpack_member member;
    const struct reader_format *format;
    struct reader *reader; /* of the file, or of the member in hand; NULL: none */
    bool archive;
    bool any; /* a reader was found */
    const char *skipped;
    uint64_t faults;
    int last_year; /* next year, the last that digits in a path can mean */
    struct id_set ids;
};

static void on_fault(void *context, uint64_t record, size_t line, const char *message)
{
    struct source *s = context;
    if (++s->faults > SOURCE_FAULTS)
        return;
    if (!s->member.member) {
        s->events->fault(s->events->context, record, line, message);
        return;
    }
    struct buf whole = {0};
    buf_puts(&whole, s->member.member);
    if (line)
        buf_printf(&whole, ":%zu", line);
    if (record)
        buf_printf(&whole, ": record %llu", (unsigned long long)record);
    buf_printf(&whole, ": %s", message);
    s->events->fault(s->events->context, 0, 0, whole.data);
    buf_free(&whole);
}

/* Tells why a member was not read to its end. The name is told with the fault. */
static void tell_error(struct source *s, const struct error *error)
{
    const char *message = error->message;
    size_t n = strlen(s->member.in->name);
    if (strncmp(message, s->member.in->name, n) == 0 && strncmp(message + n, ": ", 2) == 0)
        message += n + 2;
    reader_fault(&s->options, 0, 0, "%s%s%s", message, error->cure[0] ? "; " : "", error->cure);
}

static void tell_skipped(struct source *s, const char *reason)
{
    if (s->events->skipped)
        s->events->skipped(s->events->context, s->member.member, reason);
}

/* Says how many faults were not told. */
static void tell_rest(struct source *s)
{
    char message[80];
    if (s->faults <= SOURCE_FAULTS)
        return;
    snprintf(message, sizeof message, "%llu more faults like these",
             (unsigned long long)(s->faults - SOURCE_FAULTS));
    s->faults = 0;
    s->events->fault(s->events->context, 0, 0, message);
}

/* The constant for what a reader says is no text: "NAME: binary". NULL: it is an error. */
static const char *skip_reason(const struct error *error)
{
    static const char *const reasons[] = {"binary", "empty", "no reader"};
    const char *colon = strrchr(error->message, ':');
    for (size_t i = 0; error->status == ERROR_UNSUPPORTED && colon && i < 3; i++)
        if (strcmp(colon + 1 + (colon[1] == ' '), reasons[i]) == 0)
            return reasons[i];
    return NULL;
}

/* Finds and opens the reader of an input. False, with *skipped set if no reader knows it. */
static bool open_reader(struct source *s, struct input *in, const char *name, const char **skipped,
                        struct error *error)
{
    struct slice head;
    *skipped = NULL;
    if (!input_peek(in, READER_HEAD, &head, error))
        return false;
    s->format = s->settings->format ? s->settings->format : reader_choose(name, head);
    if (head.length == 0 || !s->format) {
        *skipped = head.length == 0 ? "empty" : "no reader";
        return false;
    }
    s->reader = s->format->open(in, &s->options, error);
    if (!s->reader)
        *skipped = skip_reason(error);
    s->any |= s->reader != NULL;
    return s->reader != NULL;
}

static void close_reader(struct source *s)
{
    if (s->reader)
        s->format->close(s->reader);
    s->reader = NULL;
}

/* Opens what the head of the file says it is. False: *error says why. */
static bool begin(struct source *s, struct error *error)
{
    struct slice head;
    if (!input_peek(&s->in, READER_HEAD, &head, error))
        return false;
    if (unpack_is(s->file->path, head)) {
        s->archive = unpack_is_archive(s->file->path, head);
        s->unpack = unpack_open(&s->in, s->file->open, &s->options, error);
        return s->unpack != NULL;
    }
    return open_reader(s, &s->in, s->file->path, &s->skipped, error) || s->skipped;
}

struct source *source_open(const struct source_file *file, const struct source_settings *settings,
                           const struct source_events *events, struct error *error)
{
    struct source *s = xcalloc(1, sizeof *s);
    s->file = file;
    s->settings = settings;
    s->events = events;
    s->last_year = date_today().year + 1;
    s->options =
        (struct reader_options){settings->map, settings->encoding, on_fault, s, settings->exclude};
    s->hashed = hashed_open(&s->in, file->open, file->path, error);
    if (!s->hashed) {
        free(s);
        return NULL;
    }
    if (!begin(s, error)) {
        source_close(s);
        return NULL;
    }
    return s;
}

void source_close(struct source *s)
{
    close_reader(s);
    if (s->unpack)
        unpack_close(s->unpack);
    input_close(&s->in);
    hashed_free(s->hashed);
    id_set_free(&s->ids);
    free(s);
}

/* The next member that has a reader, opened. Of others it is told why they have none. */
static enum reader_status next_member(struct source *s, struct error *error)
{
    for (;;) {
        const char *skipped;
        s->member = (struct unpack_member){0};
        enum unpack_status status = unpack_next(s->unpack, &s->member, error);
        if (status == UNPACK_FAILED)
            return READER_FAILED;
        if (status == UNPACK_END) {
            if (!s->any && !s->archive)
                s->skipped = "empty";
            return READER_END;
        }
        if (open_reader(s, s->member.in, s->member.name, &skipped, error))
            return READER_ENTRY;
        if (!s->archive && !skipped)
            return READER_FAILED;
        if (!s->archive)
            s->skipped = skipped;
        else if (skipped)
            tell_skipped(s, skipped);
        else
            tell_error(s, error);
    }
}

/* Whether the key came at least this often; it is that key then. */
static bool came(struct source *s, struct buf *key, size_t length, uint64_t times)
{
    key->length = length;
    if (times > 1)
        buf_printf(key, "%c%llu", 0, (unsigned long long)times);
    return id_set_has(&s->ids, XXH3_64bits(key->data, key->length));
}

/* Sets the id; of a key that came before, with the number of this time. */
static void set_id(struct source *s, struct article *a, const struct entry *e)
{
    struct buf key = {0};
    buf_clear(&key);
    article_key(e, &key);
    size_t length = key.length;
    uint64_t least = 0; /* it came so often */
    uint64_t most = 1;  /* and not so often */
    for (; came(s, &key, length, most); most *= 2)
        least = most;
    while (least + 1 < most) {
        uint64_t middle = least + (most - least) / 2;
        if (came(s, &key, length, middle))
            least = middle;
        else
            most = middle;
    }
    came(s, &key, length, most);
    id_set_add(&s->ids, XXH3_64bits(key.data, key.length));
    article_id_bytes(a->path, (struct slice){key.data, key.length}, a->id);
    buf_free(&key);
}

/* The reader in hand says it is at its end, or that it failed; true if the source goes on. */
static bool goes_on(struct source *s, enum reader_status status, struct error *error)
{
    close_reader(s);
    if (status == READER_FAILED) {
        const char *skipped = skip_reason(error);
        if (s->archive && skipped) /* other members may be good */
            tell_skipped(s, skipped);
        else if (s->archive)
            tell_error(s, error);
        else if (skipped)
            s->skipped = skipped;
        else
            return false;
    }
    return s->unpack != NULL;
}

enum reader_status source_next(struct source *s, struct arena *arena, struct article *article,
                               struct error *error)
{
    struct entry entry;
    for (;;) {
        if (!s->reader) {
            enum reader_status status = s->unpack ? next_member(s, error) : READER_END;
            if (status != READER_ENTRY) {
                tell_rest(s);
                return status;
            }
        }
        enum reader_status status = s->format->next(s->reader, arena, &entry, error);
        if (status == READER_ENTRY)
            break;
        if (!goes_on(s, status, error)) {
            tell_rest(s);
            return s->skipped ? READER_END : status;
        }
    }
    if (s->archive)
        entry.member = s->member.member;
    const struct article_origin origin = {s->file->path, s->file->mtime, s->file->listed,
                                          s->file->digits, s->last_year};
    article_make(article, &entry, &origin, &s->settings->dates, s->settings->counts, &s->options,
                 arena);
    set_id(s, article, &entry);
    return READER_ENTRY;
}

const char *source_skipped(const struct source *s)
{
    return s->skipped;
}

const struct reader_format *source_format(const struct source *s)
{
    return s->format;
}

bool source_is_many(const struct source *s)
{
    return s->archive || (s->format && s->format->many);
}

bool source_hash(struct source *s, uint64_t *hash, uint64_t *bytes, struct error *error)
{
    struct slice left;
    do {
        if (!input_ahead(&s->in, 0, &left, error))
            return false;
        input_pass(&s->in, left.length);
    } while (left.length);
    *hash = hashed_value(s->hashed, bytes);
    return true;
}

bool source_knows_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *last = slash ? slash + 1 : name;
    return prose_no_ending(last) || reader_has_ending(last) || mail_is_maildir(name) ||
           unpack_is(name, (struct slice){"", 0});
}
