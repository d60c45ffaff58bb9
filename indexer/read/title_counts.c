/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/title_counts.h"

#include <stdlib.h>

#include "lib/base/hash.h"
#include "lib/base/mem.h"

/* How a text begins, and the text: both as hashes. */
struct beginning {
    uint64_t sentence;
    uint64_t text;
};

struct title_counts {
    struct beginning *texts; /* what was counted, until it is settled */
    size_t text_count;
    size_t text_room;
    uint64_t *hashes; /* of the sentences that are shared */
    size_t count;
    size_t room;
};

struct title_counts *title_counts_new(void)
{
    return xcalloc(1, sizeof(struct title_counts));
}

void title_counts_free(struct title_counts *c)
{
    if (c) {
        free(c->texts);
        free(c->hashes);
    }
    free(c);
}

void title_counts_know(struct title_counts *c, uint64_t hash)
{
    c->hashes = xgrow(c->hashes, &c->room, c->count + 1, sizeof *c->hashes);
    c->hashes[c->count++] = hash;
}

void title_counts_add(struct title_counts *c, struct slice sentence, struct slice text)
{
    c->texts = xgrow(c->texts, &c->text_room, c->text_count + 1, sizeof *c->texts);
    c->texts[c->text_count++] = (struct beginning){hash_64(sentence.data, sentence.length),
                                                   hash_64(text.data, text.length)};
}

static int by_sentence(const void *a, const void *b)
{
    const struct beginning *x = a;
    const struct beginning *y = b;
    if (x->sentence != y->sentence)
        return x->sentence < y->sentence ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

void title_counts_settle(struct title_counts *c)
{
    if (c->text_count)
        qsort(c->texts, c->text_count, sizeof *c->texts, by_sentence);
    for (size_t i = 0, next; i < c->text_count; i = next) {
        size_t texts = 1; /* that differ */
        for (next = i + 1; next < c->text_count && c->texts[next].sentence == c->texts[i].sentence;
             next++)
            texts += c->texts[next].text != c->texts[next - 1].text;
        if (texts >= TITLE_COUNTS_SHARED && texts >= c->text_count / TITLE_COUNTS_PART)
            title_counts_know(c, c->texts[i].sentence);
    }
    c->text_count = 0;
}

const uint64_t *title_counts_list(const struct title_counts *c, size_t *count)
{
    *count = c->count;
    return c->hashes;
}

bool title_counts_shared(const struct title_counts *c, struct slice sentence)
{
    if (c->count == 0)
        return false;
    uint64_t hash = hash_64(sentence.data, sentence.length);
    for (size_t i = 0; i < c->count; i++) /* they are few */
        if (c->hashes[i] == hash)
            return true;
    return false;
}
