/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_dump [-q] PAGE ...: what is read out of HTML pages, one JSON object a line: path, title,
 * date, where the date was found, url, publisher, author, text. -q reads and prints nothing, to
 * measure. Exit: 0, or 2 if a file cannot be read.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/read/html.h"
#include "lib/base/buf.h"

static bool read_whole(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t n;
    do {
        n = fread(buf_reserve(out, 65536), 1, 65536, file);
        out->length += n;
    } while (n > 0);
    bool good = !ferror(file);
    fclose(file);
    return good;
}

static void put(json_t *object, const char *key, struct slice value)
{
    json_object_set_new(object, key, json_stringn(value.data ? value.data : "", value.length));
}

static void print(const char *path, const struct entry *e)
{
    char date[DATE_TEXT];
    json_t *object = json_object();
    json_object_set_new(object, "path", json_string(path));
    put(object, "title", e->title);
    json_object_set_new(object, "date", json_string(date_print(e->date.date, date)));
    json_object_set_new(object, "where", json_string(e->date.where ? e->date.where : ""));
    put(object, "url", e->url);
    put(object, "publisher", e->publisher);
    put(object, "author", e->author);
    put(object, "text", e->text);
    json_dumpf(object, stdout, JSON_ENSURE_ASCII);
    putchar('\n');
    json_decref(object);
}

int main(int argc, char **argv)
{
    bool quiet = argc > 1 && strcmp(argv[1], "-q") == 0;
    struct arena arena = {0};
    struct buf page = {0};
    for (int i = 1 + quiet; i < argc; i++) {
        buf_clear(&page);
        if (!read_whole(argv[i], &page)) {
            fprintf(stderr, "html_dump: %s: %s\n", argv[i], strerror(errno));
            return 2;
        }
        struct entry entry;
        arena_clear(&arena);
        html_read((struct slice){page.data, page.length}, &(struct html_hints){0}, &arena, &entry);
        if (!quiet)
            print(argv[i], &entry);
    }
    arena_free(&arena);
    buf_free(&page);
    return 0;
}
