/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A glass reader of an old revision answers as of it or not at all, whatever a writer does
 * meanwhile; and damaged tables do no harm.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/glass/positions.h"
#include "lib/glass/postings.h"
#include "lib/glass/values.h"
#include "tests/unit/random_database.h"
#include "tests/unit/same_database.h"
#include "tests/unit/scratch.h"

#define GLASS(call) assert_int_equal(call, GLASS_OK)

/* ---- a writer at work ---- */

enum { GENERATION_DOCUMENTS = 2500, GENERATIONS = 10 };

/* Makes all documents say the number of the generation: as length, wdf, position and value. */
static void write_generation(struct xc_database *db, uint32_t generation)
{
    uint32_t text_length = 0;
    char text[16];
    text_length = (uint32_t)snprintf(text, sizeof text, "%u", generation);
    for (uint32_t docid = 1; docid <= GENERATION_DOCUMENTS; docid++) {
        struct xc_document *d = xc_document_new(&xerror);
        assert_non_null(d);
        XAPIAN(xc_document_add(d, "word", 4, generation, &generation, 1, &xerror));
        XAPIAN(xc_document_set_value(d, 0, text, text_length, &xerror));
        XAPIAN(xc_replace(db, docid, d, &xerror));
        xc_document_free(d);
    }
    XAPIAN(xc_set_metadata(db, "generation", 10, text, text_length, &xerror));
    XAPIAN(xc_commit(db, &xerror));
}

struct generation {
    uint32_t number;
    uint32_t values;
};

static void check_value(void *context, uint32_t docid, const char *value, size_t length)
{
    struct generation *g = context;
    char text[16];
    (void)docid;
    assert_int_equal(length, snprintf(text, sizeof text, "%u", g->number));
    assert_memory_equal(value, text, length);
    g->values++;
}

#define OR_MODIFIED(call)                 \
    do {                                  \
        enum glass_status said = (call);  \
        if (said == GLASS_MODIFIED)       \
            return false;                 \
        assert_int_equal(said, GLASS_OK); \
    } while (0)

static bool check_positions(struct glass_reader *r, uint32_t generation)
{
    struct glass_positions *p = glass_positions_open(r, "word", 4);
    enum glass_status status = GLASS_OK;
    for (uint32_t docid = 1; status == GLASS_OK && docid <= GENERATION_DOCUMENTS; docid += 3) {
        const uint32_t *found;
        size_t n;
        status = glass_positions_read(p, docid, &found, &n);
        if (status == GLASS_OK) {
            assert_int_equal(n, 1);
            assert_int_equal(found[0], generation);
        }
    }
    glass_positions_free(p);
    OR_MODIFIED(status);
    return true;
}

static bool check_postings(struct glass_reader *r, uint32_t generation)
{
    static struct xc_posting found[GENERATION_DOCUMENTS + 1];
    struct glass_postings *p;
    size_t n = 0;
    OR_MODIFIED(glass_postings_open(r, "word", 4, &p));
    enum glass_status status = glass_postings_read(p, found, GENERATION_DOCUMENTS + 1, &n);
    glass_postings_free(p);
    OR_MODIFIED(status);
    assert_int_equal(n, GENERATION_DOCUMENTS);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(found[i].docid, i + 1);
        assert_int_equal(found[i].wdf, generation);
    }
    return true;
}

/* Reads everything; false if it is gone. */
static bool check_generation(struct glass_reader *r, uint32_t generation)
{
    static uint32_t lengths[GENERATION_DOCUMENTS];
    struct generation g = {generation, 0};
    OR_MODIFIED(glass_lengths(r, 1, GENERATION_DOCUMENTS, lengths));
    for (uint32_t i = 0; i < GENERATION_DOCUMENTS; i++)
        assert_int_equal(lengths[i], generation);
    OR_MODIFIED(glass_values(r, 0, 1, GENERATION_DOCUMENTS, check_value, &g));
    assert_int_equal(g.values, GENERATION_DOCUMENTS);
    return check_postings(r, generation) && check_positions(r, generation);
}

/* Opens the newest generation there is; NULL if a newer one came meanwhile. */
static struct glass_reader *open_generation(uint32_t *generation)
{
    struct glass_reader *r = NULL;
    struct xc_statistics s;
    const char *text;
    size_t length;
    struct xc_database *db = xc_open("db", &xerror);
    if (db && xc_get_statistics(db, &s, &xerror) &&
        xc_metadata(db, "generation", 10, &text, &length, &xerror)) {
        char *copy = xstrndup(text, length);
        *generation = (uint32_t)strtoul(copy, NULL, 10);
        free(copy);
        enum glass_status status = glass_reader_open("db", s.revision, &r);
        assert_true(status == GLASS_OK || status == GLASS_MODIFIED);
    } else {
        assert_int_equal(xerror.status, XC_DATABASE_MODIFIED);
    }
    xc_database_free(db);
    return r;
}

static void keeps_its_revision(void **state)
{
    (void)state;
    uint32_t generation;
    struct xc_database *db = xc_open_writable("db", &xerror);
    assert_non_null(db);
    write_generation(db, 100);
    struct glass_reader *r = open_generation(&generation);
    assert_non_null(r);
    bool there = true;
    for (uint32_t i = 0; i < 6; i++) {
        there = check_generation(r, 100);
        assert_true(there || i > 1);
        write_generation(db, 101 + i * 1000);
    }
    assert_false(there);
    glass_reader_free(r);
    xc_database_free(db);
}

static void stands_a_writer(void **state)
{
    (void)state;
    struct xc_database *db = xc_open_writable("db", &xerror);
    assert_non_null(db);
    write_generation(db, 1);
    xc_database_free(db);
    pid_t writer = fork();
    if (writer == 0) {
        db = xc_open_writable("db", &xerror);
        for (uint32_t i = 2; i < GENERATIONS; i++)
            write_generation(db, i * 977);
        xc_database_free(db);
        _exit(0);
    }
    assert_true(writer > 0);
    unsigned whole = 0;
    bool ended = false;
    int status;
    while (!ended) {
        uint32_t generation;
        ended = waitpid(writer, &status, WNOHANG) != 0;
        struct glass_reader *r = open_generation(&generation);
        while (r && check_generation(r, generation)) {
            whole++;
            ended = ended || waitpid(writer, &status, WNOHANG) != 0;
            if (ended)
                break;
        }
        glass_reader_free(r);
    }
    assert_int_equal(status, 0);
    assert_true(whole > 0);
}

/* ---- damage ---- */

static void count_value(void *context, uint32_t docid, const char *value, size_t length)
{
    uint64_t *sum = context;
    *sum += docid + (length ? (uint8_t)value[0] + (uint8_t)value[length - 1] : 0u);
}

static uint64_t read_postings(struct glass_reader *r, const char *word, size_t length, bool skip)
{
    struct xc_posting batch[64];
    struct glass_postings *list;
    uint64_t sum = 0;
    uint32_t before = 0;
    size_t n = 1;
    if (glass_postings_open(r, word, length, &list) != GLASS_OK)
        return 0;
    for (uint32_t docid = 0; n; docid += 37) {
        if (skip && glass_postings_skip(list, docid) != GLASS_OK)
            break;
        if (glass_postings_read(list, batch, 64, &n) != GLASS_OK)
            break;
        for (size_t i = 0; i < n; i++, sum++) {
            assert_true(batch[i].docid > before && batch[i].docid <= r->last_docid);
            before = batch[i].docid;
        }
    }
    glass_postings_free(list);
    return sum;
}

/* Reads all there is; what comes of it does not matter. */
static uint64_t read_all(struct glass_reader *r)
{
    uint64_t sum = 0;
    uint32_t lengths[300];
    char text[250];
    for (uint32_t word = 0; word <= WORDS; word++) {
        size_t length = word < WORDS ? word_text(word, text) : 0;
        sum += read_postings(r, text, length, false) + read_postings(r, text, length, true);
        struct glass_positions *p = glass_positions_open(r, text, length);
        for (uint32_t docid = 1; docid <= r->last_docid; docid += 1 + word % 5) {
            const uint32_t *found;
            size_t n;
            if (glass_positions_read(p, docid, &found, &n) == GLASS_OK && n)
                sum += found[0] + found[n - 1];
        }
        glass_positions_free(p);
    }
    for (size_t s = 0; s < SLOTS; s++)
        glass_values(r, slots[s], 5, 1000, count_value, &sum);
    glass_lengths(r, 1, 300, lengths);
    return sum + lengths[0];
}

static void damage(const char *path, uint64_t *state)
{
    int fd = open(path, O_RDWR);
    struct stat s;
    assert_true(fd >= 0 && fstat(fd, &s) == 0);
    for (uint32_t flips = 1 + below(state, 40); flips; flips--) {
        /* Half of them where they tell most: in the head and directory of a block. */
        off_t at = (off_t)(next_random(state) % (uint64_t)s.st_size);
        if (flips % 2)
            at = at / GLASS_BLOCK_SIZE * GLASS_BLOCK_SIZE + (off_t)(4 + below(state, 300));
        uint8_t byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte = (uint8_t)(byte ^ 1u << below(state, 8));
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    close(fd);
}

static void copy_file(const char *from, const char *to)
{
    struct buf bytes = {0};
    FILE *f = fopen(from, "rb");
    assert_non_null(f);
    for (size_t n = 1; n;) {
        n = fread(buf_reserve(&bytes, 65536), 1, 65536, f);
        bytes.length += n;
    }
    fclose(f);
    scratch_write(to, bytes.data, bytes.length);
    buf_free(&bytes);
}

static enum glass_status open_newest(const char *path, struct glass_reader **r, uint64_t *revision)
{
    struct xc_statistics s;
    struct xc_database *db = xc_open(path, &xerror);
    assert_non_null(db);
    XAPIAN(xc_get_statistics(db, &s, &xerror));
    xc_database_free(db);
    *revision = s.revision;
    return glass_reader_open(path, s.revision, r);
}

static void damage_does_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 77;
    struct glass_reader *r;
    uint64_t revision;
    write_random("db", 6, 300, 2);
    GLASS(open_newest("db", &r, &revision));
    uint64_t whole = read_all(r);
    glass_reader_free(r);
    unsigned differ = 0;
    for (int round = 0; round < 40; round++) {
        copy_file("db/iamglass", "bad/iamglass");
        copy_file("db/postlist.glass", "bad/postlist.glass");
        copy_file("db/position.glass", "bad/position.glass");
        damage(round % 2 ? "bad/postlist.glass" : "bad/position.glass", &seed);
        GLASS(glass_reader_open("bad", revision, &r));
        differ += read_all(r) != whole;
        glass_reader_free(r);
    }
    assert_true(differ > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(keeps_its_revision),
        SCRATCH_TEST(stands_a_writer),
        SCRATCH_TEST(damage_does_no_harm),
    };
    return run_tap(tests);
}
