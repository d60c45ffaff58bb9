/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/unpack.h"

#include <stdlib.h>

#include "indexer/files/ignore.h"
#include "indexer/read/unpack_level.h"
#include "lib/base/mem.h"

struct unpack {
    const struct reader_options *options;
    struct unpack_budget budget;
    locale_t locale;
    struct level *levels[UNPACK_LEVELS]; /* each reads what the one before it gives */
    char *names[UNPACK_LEVELS];          /* of what each unpacks, by which its kind was told */
    size_t depth;
    char *name; /* of the current member, by which its format is told */
    bool failed;
};

bool unpack_is(const char *name, struct slice head)
{
    return packed_kind(name, head) != PACKED_NOT;
}

bool unpack_is_archive(const char *name, struct slice head)
{
    enum packed_kind kind = packed_kind(name, head);
    return kind == PACKED_TAR || kind == PACKED_ZIP;
}

static bool push(struct unpack *u, enum packed_kind kind, const char *name, struct input *packed,
                 const char *path, struct error *error)
{
    struct level *l = xcalloc(1, sizeof *l);
    u->names[u->depth] = xstrdup(name);
    u->levels[u->depth++] = l;
    return level_open(l, kind, packed->name, packed, path, &u->budget, u->locale, error);
}

static void pop(struct unpack *u)
{
    struct level *l = u->levels[--u->depth];
    free(u->names[u->depth]);
    level_close(l);
    free(l);
}

struct unpack *unpack_open(struct input *packed, const char *path,
                           const struct reader_options *options, struct error *error)
{
    struct slice head;
    if (!input_peek(packed, UNPACK_HEAD, &head, error))
        return NULL;
    enum packed_kind kind = packed_kind(packed->name, head);
    struct unpack *u = xcalloc(1, sizeof *u);
    u->options = options;
    u->budget.packed = packed;
    u->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (push(u, kind == PACKED_NOT ? PACKED_FILE : kind, packed->name, packed, path, error))
        return u;
    unpack_close(u);
    return NULL;
}

static size_t archives(const struct unpack *u)
{
    size_t n = 0;
    for (size_t i = 0; i < u->depth; i++)
        n += u->levels[i]->kind != PACKED_FILE;
    return n;
}

/* The name of the current member in the outermost archive: its path without that of the file. NULL
 * if there is no archive. */
static const char *member_name(const struct unpack *u)
{
    const struct level *top = u->levels[u->depth - 1];
    size_t file = strlen(u->levels[0]->name);
    return top->member_path[file] ? top->member_path + file + 1 : NULL;
}

/* The name by which the format of the current member is told. The caller's. */
static char *format_name(const struct unpack *u)
{
    size_t top = u->depth - 1;
    return u->levels[top]->kind == PACKED_FILE ? packed_inner_name(u->names[top])
                                               : xstrdup(member_name(u));
}

/* Tells why a member is skipped; a message begins with the name of the member, since who is told
 * knows that of the file. */
static void tell(const struct unpack *u, const char *message)
{
    size_t file = strlen(u->levels[0]->name);
    bool within = strncmp(message, u->levels[0]->name, file) == 0 && message[file] == '/';
    reader_fault(u->options, 0, 0, "%s", message + (within ? file + 1 : 0));
}

/* Opens the current member, which is packed itself. What is wrong with it is told, and it is
 * passed over. */
static void descend(struct unpack *u, enum packed_kind kind)
{
    struct level *l = u->levels[u->depth - 1];
    struct error error = {0};
    if (u->depth == UNPACK_LEVELS || (kind != PACKED_FILE && archives(u) == 2)) {
        reader_fault(u->options, 0, 0, "%s: packed too deep: skipped", u->name);
    } else if (!push(u, kind, u->name, &l->input, NULL, &error)) {
        tell(u, error.message);
        pop(u);
    }
}

static bool is_index(const struct unpack *u, const struct level *l)
{
    return l->raw && packed_holds_web(u->names[u->depth - 1]) &&
           strncmp(l->raw, "archive/", strlen("archive/")) != 0;
}

/* By its name, and those of its folders, in the outermost archive. */
static bool is_excluded(const struct unpack *u)
{
    const char *name = member_name(u);
    return name && u->options->exclude && ignore_leaves_out(u->options->exclude, name);
}

/* Looks at the current member: true if it is one to hand on. */
static bool is_leaf(struct unpack *u)
{
    struct level *l = u->levels[u->depth - 1];
    struct slice head = {"", 0};
    struct error error;
    if (is_index(u, l) || is_excluded(u))
        return false;
    if (l->encrypted) {
        reader_fault(u->options, 0, 0, "%s: encrypted: skipped", member_name(u));
        return false;
    }
    /* If its beginning cannot be read, who reads it is told so once more. */
    if (!input_peek(&l->input, UNPACK_HEAD, &head, &error))
        head = (struct slice){"", 0};
    l->looked = input_failures(&l->input);
    free(u->name);
    u->name = format_name(u);
    enum packed_kind kind = packed_kind(u->name, head);
    if (kind == PACKED_NOT)
        return true;
    descend(u, kind);
    return false;
}

enum unpack_status unpack_next(struct unpack *u, struct unpack_member *member, struct error *error)
{
    while (!u->failed && u->depth) {
        struct level *l = u->levels[u->depth - 1];
        struct error why;
        enum unpack_status status = level_next(l, &why);
        if (status == UNPACK_MEMBER) {
            if (!is_leaf(u))
                continue;
            *member = (struct unpack_member){u->name, member_name(u), &l->input};
            return UNPACK_MEMBER;
        }
        if (status == UNPACK_FAILED && (u->depth == 1 || u->budget.broken)) {
            u->failed = true;
            *error = why;
            return UNPACK_FAILED;
        }
        if (status == UNPACK_FAILED)
            tell(u, why.message);
        u->failed = u->budget.broken;
        pop(u);
    }
    return UNPACK_END;
}

void unpack_close(struct unpack *u)
{
    while (u->depth)
        pop(u);
    if (u->locale)
        freelocale(u->locale);
    free(u->name);
    free(u);
}
