/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/entry.h"

static const char *kept_text(const char *text, struct arena *arena)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

void entry_keep(struct entry *e, struct arena *arena)
{
    struct slice *const slices[] = {&e->title,  &e->text, &e->url,      &e->publisher,
                                    &e->author, &e->key,  &e->date.text};
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++)
        if (slices[i]->length)
            slices[i]->data = arena_copy(arena, slices[i]->data, slices[i]->length);
    e->date.where = kept_text(e->date.where, arena);
    e->charset = kept_text(e->charset, arena);
    e->member = kept_text(e->member, arena);
}
