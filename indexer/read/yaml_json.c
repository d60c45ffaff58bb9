/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/yaml_json.h"

#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

/* A list or mapping that is not yet at its end. */
struct level {
    json_t *value; /* of the level below, but for the first */
    char *key;     /* of a mapping: what the next value is of; NULL: a key comes next */
};

struct builder {
    struct level levels[YAML_DEPTH];
    size_t depth;
    json_t *root;
    bool too_deep;
    bool done;
};

/* Puts a value where it belongs; it is the builder's then. */
static void put(struct builder *b, json_t *value)
{
    struct level *top = b->depth ? &b->levels[b->depth - 1] : NULL;
    if (!top) {
        json_decref(b->root);
        b->root = value;
    } else if (json_is_array(top->value)) {
        json_array_append_new(top->value, value);
    } else if (top->key) {
        json_object_set_new_nocheck(top->value, top->key, value);
        free(top->key);
        top->key = NULL;
    } else { /* a mapping whose key is no scalar */
        json_decref(value);
        top->key = strdup("");
    }
}

static void scalar(struct builder *b, const char *text, size_t length)
{
    struct level *top = b->depth ? &b->levels[b->depth - 1] : NULL;
    if (top && json_is_object(top->value) && !top->key)
        top->key = strndup(text, length);
    else
        put(b, json_stringn(text, length));
}

static void open_level(struct builder *b, json_t *value)
{
    if (b->depth == YAML_DEPTH) {
        b->too_deep = true;
        json_decref(value);
        return;
    }
    json_incref(value);
    put(b, value);
    b->levels[b->depth++] = (struct level){value, NULL};
}

static void close_level(struct builder *b)
{
    struct level *top = &b->levels[--b->depth];
    json_decref(top->value);
    free(top->key);
}

static void take(struct builder *b, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        scalar(b, (const char *)e->data.scalar.value, e->data.scalar.length);
        break;
    case YAML_ALIAS_EVENT:
        scalar(b, "", 0);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_level(b, json_array());
        break;
    case YAML_MAPPING_START_EVENT:
        open_level(b, json_object());
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_level(b);
        break;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        b->done = true;
        break;
    default:
        break;
    }
}

json_t *yaml_json(struct slice bytes, size_t *line, char why[100])
{
    yaml_parser_t parser;
    struct builder b = {0};
    bool good = yaml_parser_initialize(&parser);
    snprintf(why, 100, "no memory");
    *line = 1;
    if (!good)
        return NULL;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.data, bytes.length);
    while (good && !b.done) {
        yaml_event_t event;
        good = yaml_parser_parse(&parser, &event);
        if (!good) {
            snprintf(why, 100, "%.99s", parser.problem ? parser.problem : "no YAML");
            *line = parser.problem_mark.line + 1;
            break;
        }
        take(&b, &event);
        if (b.too_deep) {
            snprintf(why, 100, "more than %d levels", YAML_DEPTH);
            *line = event.start_mark.line + 1;
            good = false;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    while (b.depth)
        close_level(&b);
    if (!good) {
        json_decref(b.root);
        b.root = NULL;
    }
    return b.root;
}
