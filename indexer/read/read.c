/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "indexer/read/entry.h"
#include "indexer/read/read_text.h"
#include "indexer/read/title.h"
#include "lib/base/mem.h"
#include "lib/text/utf8.h"

#define HEAD ((size_t)8000)    /* bytes in which a NUL tells that a file is binary */
#define LARGE ((off_t)1 << 20) /* bytes from which on the head is looked at first */

bool read_settings_parse(const char *text, struct read_settings *settings)
{
    *settings = (struct read_settings){0};
    while (*text) {
        size_t n = strcspn(text, ",");
        char name[16];
        enum date_source source;
        if (n >= sizeof name || settings->order_count == READ_SOURCES)
            return false;
        memcpy(name, text, n);
        name[n] = '\0';
        if (!schema_date_source_parse(name, &source) || source == FROM_LIST)
            return false;
        for (size_t i = 0; i < settings->order_count; i++)
            if (settings->order[i] == source)
                return false;
        settings->order[settings->order_count++] = source;
        text += n;
        if (*text == ',' && *++text == '\0')
            return false;
    }
    return settings->order_count > 0;
}

/* Room for one more in an array that lives in an arena. */
static void *one_more(void *array, size_t count, size_t *room, size_t size, struct arena *arena)
{
    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 1;
    void *larger = arena_alloc(arena, *room * size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

struct article *reading_article(struct reading *r, struct arena *arena)
{
    r->articles =
        one_more(r->articles, r->article_count, &r->article_room, sizeof *r->articles, arena);
    struct article *a = &r->articles[r->article_count++];
    *a = (struct article){.path = "", .number = "", .key = "", .title = "", .from = "", .url = ""};
    return a;
}

void reading_fault(struct reading *r, struct arena *arena, size_t line, const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    r->faults = one_more(r->faults, r->fault_count, &r->fault_room, sizeof *r->faults, arena);
    r->faults[r->fault_count++] = (struct fault){line, arena_copy(arena, message, strlen(message))};
}

/* These two find the date of one source, none if it has none; false after a fault. */

static bool date_of_header(const struct given_date *header, struct date *found, struct reading *r,
                           struct arena *arena)
{
    *found = header->date;
    if (header->status == DATE_OK)
        return true;
    int shown = header->text.length > 40 ? 40 : (int)header->text.length;
    reading_fault(r, arena, header->line,
                  header->status == DATE_IMPOSSIBLE
                      ? "the date %.*s does not exist; indexed as undated"
                      : "'%.*s' is not a date (write 2023-05-26); indexed as undated",
                  shown, header->text.data);
    return false;
}

static bool date_of_name(const char *path, struct date *found, struct reading *r,
                         struct arena *arena)
{
    if (date_from_path(path, found) != DATE_IMPOSSIBLE)
        return true;
    reading_fault(r, arena, 0, "the date in its name does not exist; indexed as undated");
    return false;
}

void read_date(struct article *a, const struct source *source, const struct given_date *header,
               const struct read_settings *settings, struct reading *r, struct arena *arena)
{
    struct date found = source->listed;
    enum date_source from = FROM_LIST;
    bool good = true;
    for (size_t i = 0; good && date_is_none(found) && i < settings->order_count; i++) {
        from = settings->order[i];
        if (from == FROM_HEADER)
            good = date_of_header(header, &found, r, arena);
        else if (from == FROM_NAME)
            good = date_of_name(source->path, &found, r, arena);
        else
            found = source->mtime;
    }
    a->date = found;
    a->date_source = date_is_none(found) ? FROM_NOTHING : from;
}

/* As git decides it: a NUL early on. */
static bool is_binary(struct slice bytes)
{
    size_t n = bytes.length < HEAD ? bytes.length : HEAD;
    return n && memchr(bytes.data, '\0', n) != NULL;
}

/* A binary file may be the image of a disk: of one that is large no more is read than its head. */
static bool is_large_binary(int fd, off_t size, struct arena *arena, struct slice *head)
{
    if (size < LARGE)
        return false;
    char *data = arena_alloc(arena, HEAD);
    ssize_t n = pread(fd, data, HEAD, 0);
    *head = (struct slice){data, n > 0 ? (size_t)n : 0};
    return is_binary(*head);
}

/* All bytes of a file, in the arena; false after a fault. */
static bool slurp(const char *path, struct arena *arena, struct reading *r, struct slice *bytes)
{
    /* What was a file when it was found may be a pipe by now, on which opening would wait. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat s;
    bool known = fd >= 0 && fstat(fd, &s) == 0;
    if (!known || !S_ISREG(s.st_mode)) {
        reading_fault(r, arena, 0, "%s", known ? "not a regular file" : strerror(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    r->bytes = (uint64_t)s.st_size;
    if (is_large_binary(fd, s.st_size, arena, bytes)) {
        close(fd);
        return true;
    }
    size_t room = (size_t)s.st_size + 1;
    char *data = arena_alloc(arena, room);
    size_t length = 0;
    ssize_t n;
    while ((n = read(fd, data + length, room - length)) > 0) {
        length += (size_t)n;
        if (length == room) { /* it grew since fstat() */
            char *larger = arena_alloc(arena, room * 2);
            memcpy(larger, data, length);
            data = larger;
            room *= 2;
        }
    }
    if (n < 0)
        reading_fault(r, arena, 0, "%s", strerror(errno));
    close(fd);
    r->bytes = length;
    *bytes = (struct slice){data, length};
    return n == 0;
}

/* The ending of a file's name, with its dot; "" if it has none. */
static const char *ending(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? dot : "";
}

bool read_knows(const char *path)
{
    const char *e = ending(path);
    return e[0] == '\0' || strcasecmp(e, ".txt") == 0 || strcasecmp(e, ".text") == 0;
}

static bool is_blank(struct slice bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        if (!strchr(" \t\r\n\f\v", bytes.data[i]) || !bytes.data[i])
            return false;
    return true;
}

void reading_entry(const struct entry *entry, const struct source *source,
                   const struct read_settings *settings, struct arena *arena, struct reading *r)
{
    struct article *a = reading_article(r, arena);
    a->path = source->path;
    a->from = arena_copy(arena, entry->publisher.data ? entry->publisher.data : "",
                         entry->publisher.length);
    a->url = arena_copy(arena, entry->url.data ? entry->url.data : "", entry->url.length);
    a->title_in_text = entry->title_in_text;
    a->title =
        entry->title.length ? title_clean(entry->title, arena) : title_of_text(entry->text, arena);
    a->text = entry->text;
    read_date(a, source, &entry->date, settings, r, arena);
    article_id(a->path, a->number, a->id);
}

void read_source(const struct source *source, const struct read_settings *settings,
                 struct arena *arena, struct reading *reading)
{
    struct slice bytes;
    *reading = (struct reading){.skipped = true};
    if (!slurp(source->open, arena, reading, &bytes)) {
        reading->unread = true;
        return;
    }
    reading->hash = XXH3_64bits(bytes.data, bytes.length);
    if (is_binary(bytes)) {
        reading_fault(reading, arena, 0, "binary");
        return;
    }
    size_t replaced;
    bytes = utf8_clean(bytes, arena, &replaced);
    if (is_blank(bytes)) {
        reading_fault(reading, arena, 0, "empty");
        return;
    }
    reading->skipped = false;
    if (replaced)
        reading_fault(reading, arena, 0, "%zu byte%s not UTF-8, replaced by U+FFFD", replaced,
                      replaced == 1 ? " is" : "s are");
    struct entry entry;
    text_entry(bytes, arena, &entry);
    reading_entry(&entry, source, settings, arena, reading);
}
