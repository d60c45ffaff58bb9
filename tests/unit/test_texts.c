/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts: random records come back, in any order; blocks are copied; damage is found. */
#include "lib/base/arena.h"
#include "lib/index/texts.h"
#include "tests/unit/sealed_test.h"

/* Words, so that they deflate; bytes of any kind now and then, so that they do not. */
static struct slice random_record(struct arena *a, uint64_t *seed)
{
    static const char *const words[] = {"the ", "storm ", "hit ", "coast ", "again\n", "1999 "};
    size_t length = next_random(seed) % 8 == 0 ? next_random(seed) % 60000
                    : next_random(seed) % 3    ? next_random(seed) % 600
                                               : next_random(seed) % 5;
    char *bytes = arena_alloc(a, length + 8);
    bool noise = next_random(seed) % 5 == 0;
    for (size_t at = 0; at < length;) {
        if (noise) {
            bytes[at++] = (char)next_random(seed);
            continue;
        }
        const char *word = words[next_random(seed) % COUNT(words)];
        for (; *word && at < length; word++)
            bytes[at++] = *word;
    }
    return (struct slice){bytes, length};
}

/* Packs records into blocks, and adds these. */
static void add_records(struct texts_writer *w, const struct slice *records, uint32_t count,
                        const struct texts_dictionary *d)
{
    struct error error;
    struct texts_packer *p = texts_packer_new(d);
    struct texts_block block = {0};
    for (uint32_t i = 0; i < count; i++) {
        texts_block_add(&block, records[i]);
        if (texts_block_full(&block) || i + 1 == count) {
            assert_ok(texts_block_pack(&block, p, &error));
            assert_ok(texts_add_block(w, &block, &error));
            texts_block_clear(&block);
        }
    }
    texts_block_free(&block);
    texts_packer_free(p);
}

/* The first third without a dictionary, the others with one each, of their first records. */
static void write_records(int folder, const struct slice *records, uint32_t count)
{
    struct error error;
    unlink(TEXTS_FILE);
    struct texts_writer *w = texts_create(folder, "texts", &error);
    assert_non_null(w);
    uint32_t third = count / 3;
    add_records(w, records, third, NULL);
    for (uint32_t first = third; first < count;) {
        uint32_t end = first == third && 2 * third > third ? 2 * third : count;
        struct slice bytes = records[first];
        struct texts_dictionary *d = texts_dictionary_new(bytes.data, bytes.length);
        assert_ok(texts_add_dictionary(w, bytes, &error));
        add_records(w, records + first, end - first, d);
        texts_dictionary_free(d);
        first = end;
    }
    assert_ok(texts_finish(w, &error));
    texts_writer_free(w);
}

static struct slice *random_records(struct arena *a, uint32_t count, uint64_t seed)
{
    struct slice *records = arena_alloc(a, (count + 1) * sizeof *records);
    for (uint32_t i = 0; i < count; i++)
        records[i] = random_record(a, &seed);
    return records;
}

static void same_record(struct texts *t, uint32_t docid, struct slice wanted)
{
    struct error error;
    struct slice record;
    assert_ok(texts_read(t, docid, &record, &error));
    assert_int_equal(record.length, wanted.length);
    assert_memory_equal(record.data, wanted.data, wanted.length);
}

static void round_trip(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct slice record;
    static const uint32_t counts[] = {0, 1, 2, 30, 1000};
    for (size_t t = 0; t < COUNT(counts); t++) {
        struct arena a = {0};
        uint64_t seed = t + 1;
        struct slice *records = random_records(&a, counts[t], seed);
        struct texts texts;
        write_records(folder, records, counts[t]);
        assert_ok(texts_open(&texts, folder, "texts", &error));
        assert_int_equal(texts.documents, counts[t]);
        for (uint32_t i = 0; i < counts[t]; i++)
            same_record(&texts, i + 1, records[i]);
        for (uint32_t i = 0; i < counts[t]; i++) {
            uint32_t n = (uint32_t)(next_random(&seed) % counts[t]);
            same_record(&texts, n + 1, records[n]);
        }
        assert_false(texts_read(&texts, 0, &record, &error));
        assert_false(texts_read(&texts, counts[t] + 1, &record, &error));
        assert_ok(texts_check(&texts, &error));
        texts_close(&texts);
        arena_free(&a);
    }
    close(folder);
}

static void copies_blocks(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct arena a = {0};
    enum { COUNT_ = 500 };
    struct slice *records = random_records(&a, COUNT_, 5);
    scratch_folder("merged");
    write_records(folder, records, COUNT_);
    struct texts from, to;
    int merged = folder_sub(folder, "merged", "merged", &error);
    struct texts_writer *w = texts_create(merged, "merged/texts", &error);
    assert_non_null(w);
    assert_ok(texts_open(&from, folder, "texts", &error));
    for (int twice = 0; twice < 2; twice++) {
        uint32_t next = 1;
        struct texts_place p;
        assert_ok(texts_add_dictionary(w, (struct slice){NULL, 0}, &error));
        for (uint32_t b = 0; b < from.blocks; b++) {
            assert_ok(texts_place(&from, b, &p, &error));
            assert_ok(p.count ? texts_copy_block(w, &p, &error)
                              : texts_add_dictionary(w, p.bytes, &error));
            assert_int_equal(p.first, next);
            next += p.count;
        }
        assert_int_equal(next, COUNT_ + 1);
        assert_false(texts_place(&from, from.blocks, &p, &error));
    }
    assert_ok(texts_finish(w, &error));
    texts_writer_free(w);
    assert_ok(texts_open(&to, merged, "merged/texts", &error));
    assert_int_equal(to.documents, 2 * COUNT_);
    for (uint32_t i = 0; i < 2 * COUNT_; i++)
        same_record(&to, i + 1, records[i % COUNT_]);
    assert_ok(texts_check(&to, &error));
    texts_close(&to);
    texts_close(&from);
    close(merged);
    close(folder);
    arena_free(&a);
}

struct damage {
    int folder;
    const struct slice *records;
    uint32_t count;
};

static void use_damaged(bool sealed, void *context)
{
    struct damage *d = context;
    struct error error = {0};
    struct texts t;
    if (!texts_open(&t, d->folder, "texts", &error)) {
        assert_int_not_equal(error.status, ERROR_NONE);
        return;
    }
    for (uint32_t i = 0; i < d->count; i++) {
        struct slice record;
        if (texts_read(&t, i + 1, &record, &error) && sealed) {
            assert_int_equal(record.length, d->records[i].length);
            assert_memory_equal(record.data, d->records[i].data, record.length);
        }
    }
    if (sealed)
        assert_false(texts_check(&t, &error));
    else
        texts_check(&t, &error);
    texts_close(&t);
}

static void damaged(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 60};
    for (size_t t = 0; t < COUNT(counts); t++) {
        struct arena a = {0};
        struct slice *records = random_records(&a, counts[t], t + 20);
        struct damage d = {here(), records, counts[t]};
        write_records(d.folder, records, counts[t]);
        file_damage(TEXTS_FILE, 400, t + 1, use_damaged, &d);
        close(d.folder);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(round_trip),
        SCRATCH_TEST(copies_blocks),
        SCRATCH_TEST(damaged),
    };
    return run_tap(tests);
}
