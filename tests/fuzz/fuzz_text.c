/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a text file: one article with one line as its title and a date that exists; terms
 * that are no longer than they may be, each once, with positions that ascend; a record that comes
 * back as it was. */
#undef NDEBUG

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/read/article.h"
#include "indexer/read/read_text.h"
#include "indexer/words/analyse.h"
#include "lib/text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_terms(const struct analyser *a, const struct analysed *r)
{
    uint64_t length = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct posting *p = &r->postings[i];
        const struct term_entry *e = &a->vocabulary.entries[p->term];
        assert(p->term < a->vocabulary.count);
        assert(e->length > 0 && e->length <= SCHEMA_TERM_MAX);
        assert(a->met[p->term].article == a->serial && a->met[p->term].slot == i);
        assert(p->first == first);
        for (uint32_t k = 0; k < p->count; k++)
            assert(r->positions[first + k] > (k ? r->positions[first + k - 1] : 0));
        first += p->count;
        length += p->wdf;
    }
    assert(r->position_count == first);
    assert(r->length == length);
}

static void check_record(const struct article *a)
{
    struct buf packed = {0};
    struct record back;
    article_pack(&packed, a);
    assert(record_unpack(&back, packed.data, packed.length));
    assert(strcmp(back.title, a->title) == 0 && strcmp(back.from, a->from) == 0);
    assert(strcmp(back.url, a->url) == 0 && strcmp(back.id, a->id) == 0);
    assert(date_compare(back.date, a->date) == 0 && back.date_source == a->date_source);
    assert(back.text.length == a->text.length);
    assert(memcmp(back.text.data, a->text.data, a->text.length) == 0);
    record_free(&back);
    buf_free(&packed);
}

static void check_article(const struct article *a)
{
    assert(date_is_valid(a->date));
    assert(date_is_none(a->date) == (a->date_source == FROM_NOTHING));
    for (const char *c = a->title; *c; c++)
        assert((unsigned char)*c >= ' ' && *c != 0x7F);
    check_record(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct read_settings settings = {{FROM_HEADER, FROM_NAME}, 2};
    const struct article_origin origin = {.path = "2023/05/a.txt"};
    const struct reader_options options = {0};
    struct entry entry;
    struct article article;
    struct arena arena = {0};
    struct analyser analyser;
    size_t replaced;
    size_t none;
    struct slice bytes = utf8_clean((struct slice){(const char *)data, size}, &arena, &replaced);
    assert(bytes.length <= 3 * size);
    utf8_clean(bytes, &arena, &none);
    assert(none == 0);
    text_entry(bytes, &arena, &entry);
    article_make(&article, &entry, &origin, &settings, NULL, &options, &arena);
    article_id(article.path, "", article.id);
    check_article(&article);

    /* A stemmer takes 2 MiB, which would be most of the time: a sixteenth of the inputs pays. */
    struct stemmer *stemmer = stemmer_new(size && data[0] % 16 == 0 ? "english" : "none");
    analyser_init(&analyser, stemmer);
    check_terms(&analyser, analyse(&analyser, &article));
    analyser_free(&analyser);
    stemmer_free(stemmer);
    arena_free(&arena);
    return 0;
}
