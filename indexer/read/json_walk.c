/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/json_walk.h"

#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/utf8.h"

#define CHUNK ((size_t)64 << 10)
#define NO_BYTE (-1)

void json_walk_init(struct json_walk *w, struct input *in, const char *const *paths, size_t limit)
{
    *w = (struct json_walk){.in = in, .paths = paths, .limit = limit, .here = 1};
    w->chunk = xmalloc(CHUNK);
}

void json_walk_free(struct json_walk *w)
{
    buf_free(&w->kept);
    free(w->chunk);
}

/* ---- bytes ---- */

/* Moves what is to be kept out of the chunk. */
static void keep(struct json_walk *w)
{
    if (!w->keeping)
        return;
    size_t more = w->at - w->mark;
    if (w->kept.length + more > w->limit)
        w->cut = true;
    else if (!w->cut)
        buf_add(&w->kept, w->chunk + w->mark, more);
    w->mark = w->at;
}

/* The byte at the cursor; NO_BYTE at the end and, with `failed` set, after an error. */
static int peek(struct json_walk *w, struct error *error)
{
    if (w->at == w->end) {
        keep(w);
        w->at = w->end = w->mark = 0;
        if (w->failed || !input_read(w->in, w->chunk, CHUNK, &w->end, error)) {
            w->failed = true;
            w->end = 0;
        }
        if (!w->end)
            return NO_BYTE;
    }
    return (unsigned char)w->chunk[w->at];
}

static void skip_blanks(struct json_walk *w, struct error *error)
{
    for (int c; (c = peek(w, error)) == ' ' || c == '\n' || c == '\r' || c == '\t'; w->at++)
        w->here += c == '\n';
}

/* False, as an error: what stands here is no JSON, or the text ends. */
static bool broken(struct json_walk *w, struct error *error)
{
    if (w->failed)
        return false;
    w->failed = true;
    if (w->at == w->end)
        return error_set(error, ERROR_DAMAGED, "%s:%zu: ends in the middle of a JSON value",
                         w->in->name, w->here);
    return error_set(error, ERROR_DAMAGED, "%s:%zu: is no JSON from here on", w->in->name, w->here);
}

/* ---- values ---- */

/* Goes behind a string whose opening quote was taken. Up to `room` of its bytes are copied, as they
 * are written; *length is how many it has. */
static bool pass_string(struct json_walk *w, char *copy, size_t room, size_t *length,
                        struct error *error)
{
    bool escaped = false;
    *length = 0;
    for (int c; (c = peek(w, error)) != NO_BYTE;) {
        w->at++;
        w->here += c == '\n';
        if (c == '"' && !escaped)
            return true;
        if (*length < room)
            copy[*length] = (char)c;
        ++*length;
        escaped = c == '\\' && !escaped;
    }
    return broken(w, error);
}

static bool pass_scalar(struct json_walk *w, struct error *error)
{
    size_t length = 0;
    for (int c; (c = peek(w, error)) != NO_BYTE && c > ' ' && !strchr(",:]}[{\"", c); w->at++)
        length++;
    return length && !w->failed ? true : broken(w, error);
}

/* Goes behind any value. What closes a bracket is not looked at: who parses the value does. */
static bool pass_value(struct json_walk *w, struct error *error)
{
    size_t depth = 0;
    size_t length;
    do {
        int c = peek(w, error);
        if (c == NO_BYTE)
            return broken(w, error);
        if (depth == 0 && c != '{' && c != '[' && c != '"')
            return pass_scalar(w, error);
        w->at++;
        w->here += c == '\n';
        if (c == '"' && !pass_string(w, NULL, 0, &length, error))
            return false;
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && depth)
            depth--;
    } while (depth);
    return true;
}

/* ---- the walk ---- */

/* Takes `"key":` and adds it to the path of its container. A key that is too long to be looked for
 * is one that is not looked for. */
static bool take_key(struct json_walk *w, struct error *error)
{
    char key[JSON_WALK_PATH];
    size_t length;
    size_t base = w->open[w->depth - 1].length;
    if (peek(w, error) != '"')
        return broken(w, error);
    w->at++;
    if (!pass_string(w, key, sizeof key, &length, error))
        return false;
    if (length == 0 || memchr(key, '\0', length < sizeof key ? length : sizeof key) ||
        base + length + 2 > sizeof w->path) {
        key[0] = '?';
        length = 1;
    }
    if (base)
        w->path[base++] = '.';
    memcpy(w->path + base, key, length);
    w->path[base + length] = '\0';
    skip_blanks(w, error);
    if (peek(w, error) != ':')
        return broken(w, error);
    w->at++;
    skip_blanks(w, error);
    return true;
}

/* True if the path leads on to one that is looked for. */
static bool leads_on(const struct json_walk *w)
{
    size_t length = strlen(w->path);
    for (const char *const *p = w->paths; *p; p++)
        if (strncmp(*p, w->path, length) == 0 &&
            (!length || (*p)[length] == '.' || (*p)[length] == '['))
            return true;
    return false;
}

static bool is_wanted(struct json_walk *w)
{
    for (w->which = 0; w->paths[w->which]; w->which++)
        if (strcmp(w->paths[w->which], w->path) == 0)
            return true;
    return false;
}

static enum json_walk_status take_value(struct json_walk *w, struct error *error)
{
    w->line = w->here;
    w->mark = w->at;
    w->keeping = true;
    w->cut = false;
    buf_clear(&w->kept);
    bool good = pass_value(w, error);
    keep(w);
    w->keeping = false;
    w->value = (struct slice){w->kept.data, w->kept.length};
    return !good ? JSON_WALK_FAILED : w->cut ? JSON_WALK_CUT : JSON_WALK_VALUE;
}

/* Steps into a container whose bracket is at the cursor. */
static void enter(struct json_walk *w, bool object)
{
    w->at++;
    w->open[w->depth].object = object;
    w->open[w->depth].length = strlen(w->path);
    w->depth++;
}

/* Goes to the next value of the open container, and has its path. *more is false at its end, which
 * is taken. */
static bool next_in_container(struct json_walk *w, bool *more, struct error *error)
{
    bool object = w->open[w->depth - 1].object;
    size_t length = w->open[w->depth - 1].length;
    skip_blanks(w, error);
    while (peek(w, error) == ',') {
        w->at++;
        skip_blanks(w, error);
    }
    w->path[length] = '\0';
    *more = peek(w, error) != (object ? '}' : ']');
    if (!*more) {
        w->at++;
        w->depth--;
        return true;
    }
    if (object)
        return take_key(w, error);
    if (length + 3 > sizeof w->path)
        return broken(w, error);
    memcpy(w->path + length, "[]", 3);
    return true;
}

enum json_walk_status json_walk_next(struct json_walk *w, struct error *error)
{
    while (!w->begun || w->depth) {
        bool more = true;
        if (w->failed)
            return JSON_WALK_FAILED;
        if (!w->begun && peek(w, error) == 0xEF) /* a byte order mark */
            w->at += w->end - w->at < 3 ? w->end - w->at : 3;
        skip_blanks(w, error);
        if (w->depth && !next_in_container(w, &more, error))
            return JSON_WALK_FAILED;
        w->begun = true;
        if (!more)
            continue;
        if (is_wanted(w))
            return take_value(w, error);
        int c = peek(w, error);
        if ((c == '{' || c == '[') && w->depth < JSON_WALK_DEPTH && leads_on(w))
            enter(w, c == '{');
        else if (!pass_value(w, error))
            return JSON_WALK_FAILED;
    }
    skip_blanks(w, error);
    if (peek(w, error) != NO_BYTE || w->failed) {
        broken(w, error);
        return JSON_WALK_FAILED;
    }
    return JSON_WALK_END;
}

/* ---- values that are handed out ---- */

/* The code unit of the escape \uXXXX at `at`; -1 if there is none. */
static long code_unit(const char *at, const char *end)
{
    long unit = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Writes \uFFFD over each escape of a surrogate that has no other half; returns how many. */
static size_t mend_surrogates(char *text, size_t length)
{
    size_t mended = 0;
    char *end = text + length;
    for (char *at = text; (at = memchr(at, '\\', (size_t)(end - at))) != NULL;) {
        long unit = code_unit(at, end);
        if (unit < 0xD800 || unit > 0xDFFF) {
            at += end - at < 2 ? 1 : 2;
            continue;
        }
        long other = unit < 0xDC00 ? code_unit(at + 6, end) : -1;
        if (other >= 0xDC00 && other <= 0xDFFF) {
            at += 12;
            continue;
        }
        memcpy(at, "\\uFFFD", 6);
        at += 6;
        mended++;
    }
    return mended;
}

static json_t *parse(struct slice value, size_t *replaced, json_error_t *error)
{
    struct arena arena = {0};
    struct slice clean = utf8_clean(value, &arena, replaced);
    char *text = arena_copy(&arena, clean.data, clean.length);
    *replaced += mend_surrogates(text, clean.length);
    size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *root = json_loadb(text, clean.length, flags, error);
    if (!root) /* a number above 64 bits, perhaps */
        root = json_loadb(text, clean.length, flags | JSON_DECODE_INT_AS_REAL, error);
    arena_free(&arena);
    return root;
}

enum reader_status json_walk_record(struct json_walk *w, const struct reader_options *options,
                                    size_t group, uint64_t *record, json_t **value,
                                    struct error *error)
{
    json_error_t wrong;
    size_t replaced;
    for (;;) {
        enum json_walk_status status = json_walk_next(w, error);
        if (status == JSON_WALK_FAILED)
            return READER_FAILED;
        if (status == JSON_WALK_END)
            return READER_END;
        if (w->which % group == group - 1)
            ++*record;
        if (status == JSON_WALK_CUT) {
            reader_fault(options, *record, w->line, "is above %zu MiB and skipped", w->limit >> 20);
            continue;
        }
        *value = parse(w->value, &replaced, &wrong);
        if (!*value) {
            reader_fault(options, *record, w->line, "is skipped: %s", wrong.text);
            continue;
        }
        if (replaced)
            reader_fault(options, *record, w->line,
                         "%zu bytes or escapes are no characters and were replaced", replaced);
        return READER_ENTRY;
    }
}

struct slice json_walk_string(const json_t *value, struct arena *arena)
{
    if (!json_is_string(value))
        return (struct slice){NULL, 0};
    struct slice bytes = {json_string_value(value), json_string_length(value)};
    char *copy = arena_copy(arena, bytes.data, bytes.length);
    size_t length = 0;
    for (size_t i = 0; i < bytes.length; i++)
        if (bytes.data[i])
            copy[length++] = bytes.data[i];
    copy[length] = '\0';
    return (struct slice){copy, length};
}
