/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/names.h"

#include "lib/base/little.h"
#include "lib/base/varint.h"

enum { FOOT = 8, OFFSET = 4, ESCAPE = 15 };

bool names_open(struct names *n, int folder, const char *shown, struct error *error)
{
    *n = (struct names){0};
    if (!sealed_open(&n->file, folder, NAMES_FILE, shown, NAMES_MAGIC, NAMES_VERSION, error))
        return false;
    bool ok = n->file.length >= FOOT + OFFSET || sealed_damaged(&n->file, "it is too short", error);
    const uint8_t *foot = ok ? sealed_bytes(&n->file, n->file.length - FOOT, FOOT, error) : NULL;
    if (foot) {
        n->keys = little_32(foot);
        n->groups = little_32(foot + 4);
        uint64_t table = ((uint64_t)n->groups + 1) * OFFSET;
        if (table <= n->file.length - FOOT && n->groups <= n->keys) {
            n->table_at = n->file.length - FOOT - table;
            return true;
        }
        sealed_damaged(&n->file, "its table is longer than the file", error);
    }
    names_close(n);
    return false;
}

void names_close(struct names *n)
{
    sealed_close(&n->file);
    *n = (struct names){0};
}

static bool nonsense(const struct names *n, struct error *error)
{
    return sealed_damaged(&n->file, "a group of names makes no sense", error);
}

/* Begins to read a group. */
static bool enter(struct names_walk *w, uint32_t group, struct error *error)
{
    struct names *n = w->names;
    const uint8_t *entry =
        sealed_bytes(&n->file, n->table_at + (uint64_t)group * OFFSET, 2 * OFFSET, error);
    if (!entry)
        return false;
    uint32_t begin = little_32(entry), end = little_32(entry + OFFSET);
    if (begin >= end || end > n->table_at)
        return nonsense(n, error);
    w->at = sealed_bytes(&n->file, begin, end - begin, error);
    if (!w->at)
        return false;
    w->end = w->at + (end - begin);
    w->group = group + 1;
    w->words_left = 0;
    w->key_length = w->word_length = 0;
    return true;
}

/* Reads a key or a word, of which `text` has the one before. */
static bool take(struct names_walk *w, char text[NAMES_LONGEST], size_t *length)
{
    if (w->at == w->end)
        return false;
    size_t shared = *w->at >> 4, more = *w->at & 15;
    w->at++;
    if (shared == ESCAPE) {
        if (w->at == w->end)
            return false;
        shared = *w->at++;
    }
    if (more == ESCAPE) {
        if (w->at == w->end)
            return false;
        more = *w->at++;
    }
    if (shared > *length || more > NAMES_LONGEST - shared || more > (size_t)(w->end - w->at) ||
        shared + more == 0)
        return false;
    memcpy(text + shared, w->at, more);
    w->at += more;
    *length = shared + more;
    return true;
}

static bool take_key(struct names_walk *w, struct error *error)
{
    if (!take(w, w->key_bytes, &w->key_length))
        return nonsense(w->names, error);
    w->at = varint_read(w->at, w->end, &w->words_left);
    w->word_length = 0;
    return (w->at && w->words_left > 0) || nonsense(w->names, error);
}

static bool take_word(struct names_walk *w, struct error *error)
{
    w->words_left--;
    return take(w, w->word_bytes, &w->word_length) || nonsense(w->names, error);
}

bool names_walk_next(struct names_walk *w, struct slice *key, struct slice *word, bool *found,
                     struct error *error)
{
    *found = false;
    if (w->words_left == 0) {
        if (w->at == w->end && w->group == w->names->groups)
            return true;
        if (w->at == w->end && !enter(w, w->group, error))
            return false;
        if (!take_key(w, error))
            return false;
    }
    if (!take_word(w, error))
        return false;
    *key = (struct slice){w->key_bytes, w->key_length};
    *word = (struct slice){w->word_bytes, w->word_length};
    *found = true;
    return true;
}

/* Goes to the last group whose first key is not greater than the key, or the first group. */
static bool find_group(struct names_walk *w, struct slice key, struct error *error)
{
    uint32_t low = 0, high = w->names->groups;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (!enter(w, middle, error) || !take_key(w, error))
            return false;
        if (bytes_compare(w->key_bytes, w->key_length, key.data, key.length) <= 0)
            low = middle;
        else
            high = middle;
    }
    return enter(w, low, error);
}

bool names_find(struct names *n, struct slice key, bool (*found)(void *context, struct slice word),
                void *context, struct error *error)
{
    struct names_walk w = {.names = n};
    if (n->groups == 0)
        return true;
    if (!find_group(&w, key, error))
        return false;
    while (w.at < w.end) {
        if (!take_key(&w, error))
            return false;
        int order = bytes_compare(w.key_bytes, w.key_length, key.data, key.length);
        if (order > 0)
            return true;
        while (w.words_left > 0) {
            if (!take_word(&w, error))
                return false;
            if (order == 0 && !found(context, (struct slice){w.word_bytes, w.word_length}))
                return true;
        }
    }
    return true;
}

/* Each group begins where the one before ended, the last one ends where the table begins. */
static bool check_table(struct names *n, struct error *error)
{
    const uint8_t *table =
        sealed_bytes(&n->file, n->table_at, ((size_t)n->groups + 1) * OFFSET, error);
    if (!table)
        return false;
    bool ok = little_32(table) == 0 && little_32(table + (size_t)n->groups * OFFSET) == n->table_at;
    for (uint32_t i = 0; i < n->groups; i++)
        ok &= little_32(table + (size_t)i * OFFSET) < little_32(table + (size_t)(i + 1) * OFFSET);
    return ok || nonsense(n, error);
}

bool names_check(struct names *n, struct error *error)
{
    struct names_walk w = {.names = n};
    struct slice key, word;
    char last_key[NAMES_LONGEST], last_word[NAMES_LONGEST];
    size_t last_key_length = 0, last_word_length = 0;
    uint64_t keys = 0;
    bool found;
    if (!sealed_check(&n->file, error) || !check_table(n, error))
        return false;
    for (;;) {
        if (!names_walk_next(&w, &key, &word, &found, error))
            return false;
        if (!found)
            return keys == n->keys || nonsense(n, error);
        int order = bytes_compare(last_key, last_key_length, key.data, key.length);
        if (order > 0 ||
            (order == 0 && bytes_compare(last_word, last_word_length, word.data, word.length) >= 0))
            return nonsense(n, error);
        keys += order != 0;
        memcpy(last_key, key.data, last_key_length = key.length);
        memcpy(last_word, word.data, last_word_length = word.length);
    }
}
