/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/edit.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/glyph.h"

/* ---- places ---- */

static bool combines(const struct edit *e, size_t at)
{
    return at < e->text.length && glyph_at(e->text.data, e->text.length, at).columns == 0;
}

static size_t after(const struct edit *e, size_t at)
{
    if (at < e->text.length)
        at += glyph_at(e->text.data, e->text.length, at).length;
    while (combines(e, at))
        at += glyph_at(e->text.data, e->text.length, at).length;
    return at;
}

static size_t before(const struct edit *e, size_t at)
{
    do
        at = at > 0 ? glyph_before(e->text.data, at) : 0;
    while (at > 0 && combines(e, at));
    return at;
}

/* Letters and digits, and all that is not ASCII. */
static bool in_word(const struct edit *e, size_t at)
{
    unsigned char c = (unsigned char)e->text.data[at];
    return c >= 128 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static size_t word_start(const struct edit *e, size_t at)
{
    while (at > 0 && !in_word(e, at - 1))
        at--;
    while (at > 0 && in_word(e, at - 1))
        at--;
    return at;
}

static size_t word_end(const struct edit *e, size_t at)
{
    while (at < e->text.length && !in_word(e, at))
        at++;
    while (at < e->text.length && in_word(e, at))
        at++;
    return at;
}

/* As ^W has it: what is between blanks. */
static size_t blank_start(const struct edit *e, size_t at)
{
    while (at > 0 && e->text.data[at - 1] == ' ')
        at--;
    while (at > 0 && e->text.data[at - 1] != ' ')
        at--;
    return at;
}

/* ---- changes ---- */

static void remember(struct edit *e)
{
    if (e->undo_count == EDIT_UNDO) {
        free(e->undo[0].text);
        memmove(e->undo, e->undo + 1, (EDIT_UNDO - 1) * sizeof *e->undo);
        e->undo_count--;
    }
    e->undo[e->undo_count++] = (struct edit_step){xstrdup(e->text.data), e->at};
}

static void undo(struct edit *e)
{
    if (e->undo_count == 0)
        return;
    struct edit_step *step = &e->undo[--e->undo_count];
    buf_clear(&e->text);
    buf_puts(&e->text, step->text);
    e->at = step->at;
    free(step->text);
}

static void insert(struct edit *e, const char *bytes, size_t length)
{
    if (e->text.length + length > EDIT_MOST)
        return;
    buf_reserve(&e->text, length);
    memmove(e->text.data + e->at + length, e->text.data + e->at, e->text.length - e->at + 1);
    memcpy(e->text.data + e->at, bytes, length);
    e->text.length += length;
    e->at += length;
}

static void cut(struct edit *e, size_t from, size_t to)
{
    memmove(e->text.data + from, e->text.data + to, e->text.length - to + 1);
    e->text.length -= to - from;
    e->at = from;
}

static void take_away(struct edit *e, size_t from, size_t to, bool keep)
{
    if (from == to)
        return;
    remember(e);
    if (keep) {
        buf_clear(&e->killed);
        buf_add(&e->killed, e->text.data + from, to - from);
    }
    cut(e, from, to);
}

static void put_back(struct edit *e)
{
    if (!e->killed.length)
        return;
    remember(e);
    insert(e, e->killed.data, e->killed.length);
}

/* Swaps the characters on both sides of the caret; at the end, the last two. */
static void swap(struct edit *e)
{
    size_t middle = e->at == e->text.length ? before(e, e->at) : e->at;
    size_t start = before(e, middle);
    size_t end = after(e, middle);
    struct buf swapped = {0};
    if (start == middle || middle == end)
        return;
    remember(e);
    buf_add(&swapped, e->text.data + middle, end - middle);
    buf_add(&swapped, e->text.data + start, middle - start);
    memcpy(e->text.data + start, swapped.data, swapped.length);
    e->at = end;
    buf_free(&swapped);
}

static void type(struct edit *e, press code)
{
    char bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(lead[length] | code);
    if (!e->typing || bytes[0] == ' ')
        remember(e);
    insert(e, bytes, length);
}

/* ---- keys ---- */

static bool move(struct edit *e, press key)
{
    switch (key) {
    case PRESS_LEFT:
    case PRESS_CTRL('B'):
        e->at = before(e, e->at);
        return true;
    case PRESS_RIGHT:
    case PRESS_CTRL('F'):
        e->at = after(e, e->at);
        return true;
    case PRESS_HOME:
    case PRESS_CTRL('A'):
        e->at = 0;
        return true;
    case PRESS_END:
    case PRESS_CTRL('E'):
        e->at = e->text.length;
        return true;
    case PRESS_WORD_LEFT:
    case PRESS_ALT | 'b':
        e->at = word_start(e, e->at);
        return true;
    case PRESS_WORD_RIGHT:
    case PRESS_ALT | 'f':
        e->at = word_end(e, e->at);
        return true;
    default:
        return false;
    }
}

static bool change(struct edit *e, press key)
{
    switch (key) {
    case PRESS_RUBOUT:
    case PRESS_CTRL('H'):
        take_away(e, before(e, e->at), e->at, false);
        return true;
    case PRESS_DELETE:
    case PRESS_CTRL('D'):
        take_away(e, e->at, after(e, e->at), false);
        return true;
    case PRESS_CTRL('K'):
        take_away(e, e->at, e->text.length, true);
        return true;
    case PRESS_CTRL('U'):
        take_away(e, 0, e->at, true);
        return true;
    case PRESS_CTRL('W'):
        take_away(e, blank_start(e, e->at), e->at, true);
        return true;
    case PRESS_ALT | 'd':
        take_away(e, e->at, word_end(e, e->at), true);
        return true;
    case PRESS_ALT | PRESS_RUBOUT:
    case PRESS_ALT | PRESS_CTRL('H'):
        take_away(e, word_start(e, e->at), e->at, true);
        return true;
    case PRESS_CTRL('Y'):
        put_back(e);
        return true;
    case PRESS_CTRL('T'):
        swap(e);
        return true;
    case PRESS_CTRL('_'):
        undo(e);
        return true;
    default:
        return false;
    }
}

bool edit_press(struct edit *e, press key)
{
    bool text = key >= ' ' && key < PRESS_UP && key != PRESS_RUBOUT &&
                !(key >= 0x80 && key < 0xA0) && !(key >= 0xD800 && key < 0xE000);
    if (text)
        type(e, key);
    else if (!move(e, key) && !change(e, key))
        return false;
    e->typing = text;
    return true;
}

static void forget(struct edit *e)
{
    for (size_t i = 0; i < e->undo_count; i++)
        free(e->undo[i].text);
    e->undo_count = 0;
    e->typing = false;
}

void edit_set(struct edit *e, const char *text)
{
    size_t length = strlen(text);
    forget(e);
    buf_clear(&e->text);
    buf_add(&e->text, text, length < EDIT_MOST ? length : EDIT_MOST);
    e->at = e->text.length;
}

void edit_free(struct edit *e)
{
    forget(e);
    buf_free(&e->text);
    buf_free(&e->killed);
}
