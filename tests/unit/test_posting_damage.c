/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Damaged and hostile shards. Where checksums are held against the bytes, what is read is an error
 * or what was written. Where somebody made checksums anew over other bytes, reading comes to an end
 * and touches nothing but the files (a sanitizer sees to that).
 */
#include <stdio.h>

#include "lib/base/hash.h"
#include "tests/unit/posting_test.h"
#include "tests/unit/scratch.h"

static const struct known_shape shapes[] = {
    {"a", true, 1, 1, 1, 5},         {"b", true, 100, 9, 5, 300},   {"bb", false, 40, 9, 5, 300},
    {"bc", true, 2000, 4, 4, 60},    {"bd", true, 700, 300, 1, 99}, {"be", false, 3000, 2, 200, 1},
    {"c", true, 300, 9, 9, 1 << 25},
};

enum { SHAPES = COUNT(shapes), ROOM = 1 << 20, TRIALS = 400 };

struct bytes {
    uint8_t *data;
    size_t length;
};

/* What was written, and what all of it reads as. */
static struct bytes postlist;
static struct bytes positions;
static uint64_t answer;

static struct bytes read_file(const char *path)
{
    struct bytes b = {xmalloc(ROOM), 0};
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    b.length = fread(b.data, 1, ROOM, f);
    assert_true(b.length < ROOM);
    assert_int_equal(fclose(f), 0);
    return b;
}

static uint64_t mix(uint64_t sum, const void *bytes, size_t length)
{
    return hash_64(bytes, length) ^ sum * UINT64_C(0x9E3779B97F4A7C15);
}

/* Reads the rest of the block at hand. */
static bool read_block(struct posting_list *l, uint64_t *sum)
{
    static uint32_t out[1 << 16];
    for (size_t i = 0; i < l->count; i++) {
        size_t count = 0;
        if (l->wdfs[i] <= COUNT(out) && !posting_positions(l, i, out, &count, &perror_))
            return false;
        *sum = mix(*sum, out, count * sizeof *out);
    }
    *sum = mix(*sum, l->docids, l->count * sizeof *l->docids);
    *sum = mix(*sum, l->wdfs, l->count * sizeof *l->wdfs);
    return true;
}

static bool read_list(struct shard *s, const char *term, size_t length, uint32_t step,
                      uint64_t *sum)
{
    struct posting_list l = {0};
    struct posting_bound bound;
    uint32_t docid = 1;
    bool done = posting_list_open(&l, s, term, length, &perror_);
    while (done) {
        done = posting_list_bound(&l, docid, &bound, &perror_) &&
               (step ? posting_list_seek(&l, docid, &perror_) : posting_list_next(&l, &perror_)) &&
               read_block(&l, sum);
        if (!l.count)
            break;
        docid = l.docids[l.count - 1] + 1 + step;
        *sum = mix(*sum, &bound.last, sizeof bound.last);
    }
    posting_list_close(&l);
    return done;
}

/* Reads all there is; each error must name a file and say what to do. */
static bool read_all(struct shard *s, uint64_t *sum)
{
    const char *term;
    size_t length = 1;
    uint32_t documents;
    struct term_walk *w = term_walk_open(s, "", 0, &perror_);
    bool done = true;
    while (done && length) {
        done = term_walk_next(w, &term, &length, &documents, &perror_);
        if (done)
            *sum = mix(*sum, term, length);
    }
    term_walk_close(w);
    for (size_t i = 0; i < SHAPES; i++)
        for (uint32_t step = 0; step < 900; step += 400)
            done &= read_list(s, shapes[i].term, strlen(shapes[i].term), step, sum);
    return done;
}

/* Opens and reads the shard as it is. */
static bool read_shard(uint64_t *sum,
                       bool (*verify)(void *, uint32_t, const uint8_t *, struct error *))
{
    struct shard s;
    *sum = 0;
    perror_ = (struct error){.status = ERROR_NONE};
    bool done = open_postings(&s);
    s.postlist.verify = verify;
    done = done && read_all(&s, sum);
    if (!done) {
        assert_int_equal(perror_.status, ERROR_DAMAGED);
        assert_non_null(strstr(perror_.message, "shard/"));
        assert_true(perror_.cure[0]);
    }
    close_postings(&s);
    return done;
}

/* As the sums of a shard would. */
static bool as_written(void *context, uint32_t block, const uint8_t *bytes, struct error *error)
{
    (void)context;
    if (memcmp(bytes, postlist.data + (size_t)block * GLASS_BLOCK_SIZE, GLASS_BLOCK_SIZE) == 0)
        return true;
    error_set(error, ERROR_DAMAGED, "shard/postlist.glass: block %u", block);
    return error_cure(error, "restore it");
}

static int make_shard(void **state)
{
    struct known_list lists[SHAPES];
    uint64_t seed = 3;
    if (scratch_make(state))
        return -1;
    for (size_t i = 0; i < SHAPES; i++)
        lists[i] = known_make(&shapes[i], &seed);
    write_shard(lists, SHAPES);
    for (size_t i = 0; i < SHAPES; i++)
        known_free(&lists[i]);
    postlist = read_file("shard/postlist.glass");
    positions = read_file("shard/positions");
    return read_shard(&answer, as_written) ? 0 : -1;
}

static int drop_shard(void **state)
{
    free(postlist.data);
    free(positions.data);
    return scratch_remove(state);
}

/* A copy with some bytes changed, and cut short at times if `cut`. */
static struct bytes change(struct bytes b, size_t from, bool cut, uint64_t *seed)
{
    struct bytes copy = {xmalloc(b.length), b.length};
    memcpy(copy.data, b.data, b.length);
    for (uint64_t n = next_random(seed) % 4 + 1; n; n--) {
        size_t at = from + (size_t)(next_random(seed) >> 20) % (b.length - from);
        uint64_t chance = next_random(seed) >> 20;
        copy.data[at] =
            (uint8_t)(chance & 1 ? chance >> 8 : copy.data[at] ^ 1u << (chance >> 8) % 8);
    }
    if (cut && next_random(seed) % 5 == 0)
        copy.length = (size_t)(next_random(seed) >> 20) % b.length;
    return copy;
}

static void put_back(void)
{
    scratch_write("shard/postlist.glass", postlist.data, postlist.length);
    scratch_write("shard/positions", positions.data, positions.length);
}

static void damage_is_found(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int i = 0; i < TRIALS; i++) {
        bool which = i % 2;
        struct bytes b = change(which ? positions : postlist, 0, true, &seed);
        scratch_write(which ? "shard/positions" : "shard/postlist.glass", b.data, b.length);
        uint64_t sum;
        if (read_shard(&sum, as_written))
            assert_int_equal(sum, answer);
        free(b.data);
        put_back();
    }
}

/* Writes the file `positions` with another body, and checksums that go with it. */
static void seal(const uint8_t *body, size_t length)
{
    int folder = open("shard", O_RDONLY | O_DIRECTORY);
    assert_int_equal(unlinkat(folder, "positions", 0), 0);
    struct sealed_writer *w =
        sealed_create(folder, "positions", "shard/positions", "DLinepos", 1, &perror_);
    assert_non_null(w);
    assert_done(sealed_write(w, body, length, &perror_));
    assert_done(sealed_finish(w, &perror_));
    sealed_writer_free(w);
    close(folder);
}

static void hostile_bytes_end(void **state)
{
    (void)state;
    uint64_t seed = 22;
    uint64_t sum;
    struct shard s;
    assert_done(open_postings(&s));
    size_t body = (size_t)s.positions.length;
    close_postings(&s);
    const struct bytes whole = {positions.data + SEALED_HEAD, body};
    for (int i = 0; i < TRIALS; i++) {
        /* The lexicon is at the end, and short: it gets a half of the changes. */
        struct bytes b = change(whole, i % 2 ? body - 200 : 0, true, &seed);
        seal(b.data, b.length);
        read_shard(&sum, NULL);
        free(b.data);
        put_back();
    }
    for (int i = 0; i < TRIALS; i++) {
        struct bytes b = change(postlist, 0, false, &seed);
        scratch_write("shard/postlist.glass", b.data, b.length);
        read_shard(&sum, NULL);
        free(b.data);
        put_back();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(hostile_bytes_end),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_shard, drop_shard);
}
