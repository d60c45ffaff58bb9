/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_jsonld.h"

#include <jansson.h>
#include <stdlib.h>

#include "indexer/read/html_word.h"

#define DEPTH_MAX 12                   /* of objects that are looked into */
#define SCRIPT_MAX ((uint32_t)8 << 20) /* bytes; larger ones are not read */

struct seeker {
    struct arena *arena;
    struct html_jsonld *found;
};

static struct slice keep(struct seeker *s, const json_t *string)
{
    size_t length = json_string_length(string);
    struct slice kept = {arena_copy(s->arena, json_string_value(string), length), length};
    return html_trim(kept);
}

/* A string, or the string `key` of an object, or that of the first of an array. */
static struct slice get(struct seeker *s, const json_t *value, const char *key)
{
    for (int depth = 0; value && depth < 3; depth++) {
        if (json_is_string(value))
            return keep(s, value);
        if (json_is_array(value))
            value = json_array_get(value, 0);
        else if (json_is_object(value) && key)
            value = json_object_get(value, key);
        else
            break;
    }
    return (struct slice){NULL, 0};
}

static int rank_name(const char *type)
{
    struct slice name = {type, strlen(type)};
    if (html_contains(name, "article") || html_contains(name, "posting") ||
        html_contains(name, "report"))
        return 3;
    if (html_is(name, "recipe") || html_is(name, "review") || html_is(name, "creativework") ||
        html_contains(name, "podcastepisode"))
        return 2;
    return html_contains(name, "webpage") || html_contains(name, "videoobject");
}

static int rank_type(const json_t *type)
{
    if (json_is_string(type))
        return rank_name(json_string_value(type));
    int best = 0;
    for (size_t i = 0; i < json_array_size(type); i++) {
        const json_t *one = json_array_get(type, i);
        int rank = json_is_string(one) ? rank_name(json_string_value(one)) : 0;
        best = rank > best ? rank : best;
    }
    return best;
}

static bool same_day(struct slice a, struct slice b)
{
    return a.length >= 10 && b.length >= 10 && memcmp(a.data, b.data, 10) == 0;
}

static void see_object(struct seeker *s, const json_t *object, int depth)
{
    int rank = rank_type(json_object_get(object, "@type"));
    struct html_jsonld *f = s->found;
    if (!rank)
        return;
    struct slice published = get(s, json_object_get(object, "datePublished"), "@value");
    /* What lies deeper is less sure to be the page's own. */
    rank = rank * 8 + (published.length ? 4 : 0) + (depth < 4 ? 4 - depth : 0);
    if (rank <= f->rank) {
        if (rank == f->rank && published.length && !same_day(published, f->published))
            f->ambiguous = true;
        return;
    }
    *f = (struct html_jsonld){
        .rank = rank,
        .published = published,
        .headline = get(s, json_object_get(object, "headline"), NULL),
        .body = get(s, json_object_get(object, "articleBody"), NULL),
        .url = get(s, json_object_get(object, "url"), NULL),
        .publisher = get(s, json_object_get(object, "publisher"), "name"),
        .author = get(s, json_object_get(object, "author"), "name"),
    };
}

/* Keys whose values are about something else than the page. */
static bool leads_away(const char *key)
{
    static const char *const keys[] = {"itemListElement", "comment",  "review",    "reviews",
                                       "hasPart",         "mentions", "citation",  "isBasedOn",
                                       "relatedLink",     "author",   "publisher", "image",
                                       "blogPost",        "video",    "isPartOf",  "subjectOf"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

static void see(struct seeker *s, json_t *value, int depth)
{
    if (depth > DEPTH_MAX)
        return;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            see(s, json_array_get(value, i), depth);
    } else if (json_is_object(value)) {
        see_object(s, value, depth);
        const char *key;
        json_t *member;
        json_object_foreach(value, key, member)
        {
            bool graph = strcmp(key, "@graph") == 0;
            if ((json_is_object(member) || json_is_array(member)) && !leads_away(key))
                see(s, member, depth + !graph);
        }
    }
}

/* The JSON of a script: without what wraps it, and with blanks for the newlines that writers by
 * hand leave in strings. In the arena. */
static struct slice unwrap(struct slice script, struct arena *arena)
{
    size_t start = 0;
    while (start < script.length && script.data[start] != '{' && script.data[start] != '[')
        start++;
    /* <![CDATA[ has a bracket of its own. */
    if (start >= 3 && start + 7 <= script.length &&
        memcmp(script.data + start, "[CDATA[", 7) == 0) {
        start += 7;
        while (start < script.length && script.data[start] != '{' && script.data[start] != '[')
            start++;
    }
    char *copy = arena_copy(arena, script.data + start, script.length - start);
    for (size_t i = 0; i < script.length - start; i++) {
        if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    }
    return (struct slice){copy, script.length - start};
}

/* Where the JSON is broken, the date may still be read if it is there once. */
static void see_broken(struct seeker *s, struct slice script)
{
    static const char key[] = "\"datePublished\"";
    const char *at = strstr(script.data, key);
    if (!at || strstr(at + 1, key) || s->found->rank)
        return;
    at += sizeof key - 1;
    at += strspn(at, " :");
    if (*at != '"')
        return;
    size_t length = strcspn(++at, "\"");
    s->found->published = (struct slice){arena_copy(s->arena, at, length), length};
    s->found->rank = 1;
}

void html_jsonld_read(const struct html_tree *tree, struct arena *arena, struct html_jsonld *found)
{
    *found = (struct html_jsonld){.rank = 0};
    struct seeker s = {arena, found};
    for (uint32_t i = 1; i < tree->count; i++) {
        const struct html_node *n = &tree->nodes[i];
        if (n->tag != HTML_TEXT || tree->nodes[n->parent].tag != HTML_SCRIPT ||
            n->length > SCRIPT_MAX)
            continue;
        struct slice script = unwrap(html_node_text(tree, n), arena);
        json_t *root =
            json_loadb(script.data, script.length, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);
        if (root)
            see(&s, root, 0);
        else
            see_broken(&s, script);
        json_decref(root);
    }
}
