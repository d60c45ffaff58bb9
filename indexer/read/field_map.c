/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/field_map.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

#define BUCKETS 512u

static const char *const names[FIELDS] = {"title",     "date",   "text", "url",
                                          "publisher", "author", "id"};

/* Names with spaces between, best first, as they are without marks, in lower case. */
static const char *const usual[FIELDS] = {
    [FIELD_TITLE] = "title headline name heading pagetitle articletitle subject",
    [FIELD_DATE] = "datepublish publishdate publishingdate publishedat datepublished published "
                   "pubdate publicationdate datepublication publishedon publishedtime "
                   "articlepublishedtime publisheddate firstpublished firstpublishedat "
                   "firstpublicationdate webpublicationdate dateposted posted postedat posteddate "
                   "postdate releasedate date dategmt displaydate issued created createdat "
                   "datecreated createddate creationdate createdutc datetime timestamp time day",
    [FIELD_TEXT] = "maintext text plaintext articlebody article content body fulltext story "
                   "articletext bodytext contenttext textcontent cleanedtext cleantext rawtext "
                   "contents articlecontent bodyhtml contenthtml html transcript message selftext "
                   "post tweet headlinetext description summary abstract excerpt lead snippet",
    [FIELD_URL] = "url link canonicallink canonicalurl weburl articleurl articlelink permalink "
                  "storyurl pageurl sourceurl originalurl expandedurl href uri source",
    [FIELD_PUBLISHER] = "publisher sourcename source outlet newsoutlet publication newspaper "
                        "sitename site website provider sourcedomain domain medium channel",
    [FIELD_AUTHOR] = "author authors byline creator creators by writer writers authorname "
                     "username",
    [FIELD_KEY] = "id guid uuid identifier articleid docid documentid postid storyid messageid "
                  "recordid itemid idstr urn sha1 accession accessionnumber"};

static const char front_dates[] = "date publishdate pubdate published publishedat publishedon "
                                  "publisheddate datepublished publicationdate postdate created "
                                  "createdat datecreated lastmod";

struct field_map {
    char **keys[FIELDS];
    size_t count[FIELDS];
    size_t room[FIELDS];
};

const char *field_name(enum field f)
{
    return names[f];
}

struct field_map *field_map_new(void)
{
    return xcalloc(1, sizeof(struct field_map));
}

void field_map_free(struct field_map *map)
{
    for (int f = 0; map && f < FIELDS; f++) {
        for (size_t i = 0; i < map->count[f]; i++)
            free(map->keys[f][i]);
        free(map->keys[f]);
    }
    free(map);
}

static bool find_field(const char *name, size_t length, enum field *field)
{
    for (int f = 0; f < FIELDS; f++)
        if (strlen(names[f]) == length && memcmp(names[f], name, length) == 0) {
            *field = (enum field)f;
            return true;
        }
    return false;
}

bool field_map_add(struct field_map *map, const char *text, struct error *error)
{
    const char *equals = strchr(text, '=');
    enum field f;
    if (!equals || !find_field(text, (size_t)(equals - text), &f)) {
        error_set(error, ERROR_USAGE, "--map '%s' names no field", text);
        return error_cure(error, "write FIELD=KEY,... with a FIELD of title, date, text, url, "
                                 "publisher, author, id; such as text=data.body");
    }
    for (const char *at = equals + 1;; at++) {
        size_t n = strcspn(at, ",");
        if (n == 0) {
            error_set(error, ERROR_USAGE, "--map '%s' has an empty key", text);
            return error_cure(error, "write keys with single commas between: text=body,content");
        }
        map->keys[f] = xgrow(map->keys[f], &map->room[f], map->count[f] + 1, sizeof(char *));
        map->keys[f][map->count[f]++] = xstrndup(at, n);
        at += n;
        if (!*at)
            return true;
    }
}

struct name {
    const char *text; /* without marks, in lower case */
    size_t length;
    struct field_use use;
    uint16_t next; /* index + 1 of the next name of its bucket */
};

struct path {
    const char *text;
    struct field_use use;
};

struct field_table {
    struct name *list;
    size_t count;
    size_t room;
    struct path *paths;
    size_t path_count;
    size_t path_room;
    uint16_t buckets[BUCKETS]; /* index + 1 of the first name; 0: none */
};

/* A name as it is compared; the mark that it begins with counts (_source). Longer ones than any
 * that is known are cut, and found nowhere. */
static size_t normal(const char *name, size_t length, char to[64])
{
    size_t n = 0;
    for (size_t i = 0; i < length && n < 64; i++) {
        char c = name[i];
        if ((c != '_' && c != '-' && c != ' ') || i == 0)
            to[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return n;
}

static unsigned bucket_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return (hash ^ hash >> 15) % BUCKETS;
}

static void add(struct field_table *t, const char *text, size_t length, enum field f, unsigned rank)
{
    char plain[64];
    size_t n = normal(text, length, plain);
    unsigned b = bucket_of(plain, n);
    t->list = xgrow(t->list, &t->room, t->count + 1, sizeof *t->list);
    t->list[t->count] = (struct name){xstrndup(plain, n), n, {f, rank}, t->buckets[b]};
    t->buckets[b] = (uint16_t)++t->count;
}

static void add_list(struct field_table *t, const char *list, enum field f)
{
    unsigned rank = 0;
    while (*list) {
        size_t n = strcspn(list, " ");
        add(t, list, n, f, rank++);
        list += n + (list[n] == ' ');
    }
}

struct field_table *field_table_new(const struct field_map *map, enum field_names kind)
{
    struct field_table *t = xcalloc(1, sizeof *t);
    for (int i = 0; i < FIELDS; i++) {
        enum field f = (enum field)i;
        if (!map || !map->count[f]) {
            if (kind == NAMES_FRONT && f == FIELD_DATE)
                add_list(t, front_dates, f);
            else if (kind != NAMES_FRONT || f != FIELD_TEXT) /* the text is what follows */
                add_list(t, usual[f], f);
            continue;
        }
        for (unsigned k = 0; k < map->count[f] && k < 1000; k++) {
            const char *key = map->keys[f][k];
            add(t, key, strlen(key), f, k);
            if (!strpbrk(key, ".["))
                continue;
            t->paths = xgrow(t->paths, &t->path_room, t->path_count + 1, sizeof *t->paths);
            t->paths[t->path_count++] = (struct path){key, {f, k}};
        }
    }
    if (!map || !map->count[FIELD_KEY])
        add(t, "_id", 3, FIELD_KEY, 0);
    return t;
}

void field_table_free(struct field_table *t)
{
    for (size_t i = 0; t && i < t->count; i++)
        free((char *)t->list[i].text);
    if (t) {
        free(t->list);
        free(t->paths);
    }
    free(t);
}

size_t field_table_find(const struct field_table *t, const char *name, size_t length,
                        struct field_use uses[FIELD_USES])
{
    char plain[64];
    size_t n = normal(name, length, plain);
    size_t found = 0;
    for (uint16_t i = t->buckets[bucket_of(plain, n)]; i && found < FIELD_USES;
         i = t->list[i - 1].next) {
        const struct name *e = &t->list[i - 1];
        if (e->length == n && memcmp(e->text, plain, n) == 0)
            uses[found++] = e->use;
    }
    return found;
}

const char *field_table_path(const struct field_table *t, size_t n, struct field_use *use)
{
    if (n >= t->path_count)
        return NULL;
    *use = t->paths[n].use;
    return t->paths[n].text;
}
