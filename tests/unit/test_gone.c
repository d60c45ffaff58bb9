/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tombstones and moves of random shards come back; damage is found. */
#include "lib/base/arena.h"
#include "lib/index/gone.h"
#include "tests/unit/sealed_test.h"

enum { SHARDS = 6 };

struct part {
    char name[GONE_NAME];
    uint32_t documents;
    uint64_t *bits;
    struct move *moves;
    size_t move_count;
    uint32_t count;
};

static struct move random_move(struct arena *a, uint32_t docid, uint64_t *seed)
{
    struct move m = {.docid = docid};
    char path[64];
    for (int i = 0; i < 20; i++) {
        uint64_t digit = next_random(seed) % 16;
        m.full_id[i] = "0123456789abcdef"[digit];
        m.id = i < 16 ? m.id << 4 | digit : m.id;
    }
    snprintf(path, sizeof path, "%.*s/%u", (int)(next_random(seed) % 30),
             "a/path/of/some/length/or/other", (unsigned)(next_random(seed) % 3));
    m.path = (struct slice){arena_copy(a, path, strlen(path)), strlen(path)};
    return m;
}

static void random_parts(struct arena *a, struct part parts[SHARDS], uint64_t seed)
{
    static const uint32_t documents[SHARDS] = {1, 63, 64, 65, 1000, 70000};
    for (size_t i = 0; i < SHARDS; i++) {
        struct part *p = &parts[i];
        *p = (struct part){.documents = documents[i]};
        snprintf(p->name, sizeof p->name, "shard-%04zu", i);
        size_t words = ((size_t)p->documents + 64) / 64;
        p->bits = arena_alloc(a, words * 8);
        p->moves = arena_alloc(a, ((size_t)p->documents + 1) * sizeof *p->moves);
        memset(p->bits, 0, words * 8);
        uint64_t often = 1 + next_random(&seed) % 200, moved = 1 + next_random(&seed) % 2000;
        for (uint32_t d = 1; d <= p->documents; d++) {
            if (next_random(&seed) % often == 0 && seed % 3) {
                p->bits[d / 64] |= UINT64_C(1) << d % 64;
                p->count++;
            }
            if (next_random(&seed) % moved == 0)
                p->moves[p->move_count++] = random_move(a, d, &seed);
        }
    }
}

static void write_parts(int folder, const struct part parts[SHARDS])
{
    struct error error;
    unlink("gone-1");
    struct gone_writer *w = gone_create(folder, "gone-1", "gone-1", &error);
    assert_non_null(w);
    for (size_t i = SHARDS; i-- > 0;)
        assert_ok(gone_add(w, parts[i].name, parts[i].documents, parts[i].bits, parts[i].moves,
                           parts[i].move_count, &error));
    assert_ok(gone_finish(w, &error));
    gone_writer_free(w);
}

static void same_move(const struct move *a, const struct move *b)
{
    assert_int_equal(a->docid, b->docid);
    assert_int_equal(a->id, b->id);
    assert_string_equal(a->full_id, b->full_id);
    assert_int_equal(bytes_compare(a->path.data, a->path.length, b->path.data, b->path.length), 0);
}

/* Reads all that a part has, which is the same unless `any`thing may come. */
static void read_part(struct gone *g, const struct part *p, bool any)
{
    struct error error;
    struct gone_shard part;
    struct move move;
    bool found, ok = gone_find(g, p->name, p->documents, &part, &error);
    if (any && !ok)
        return;
    assert_ok(ok);
    for (uint32_t d = 1; d <= p->documents && part.count && !any; d++)
        if ((part.bits[d / 64] ^ p->bits[d / 64]) >> d % 64 & 1)
            fail();
    assert_true(any || (part.count == p->count && part.moves == p->move_count));
    for (uint32_t i = 0; i < part.moves; i++) {
        ok = gone_move_at(g, &part, i, &move, &error);
        if (!any)
            assert_ok(ok);
        if (ok && !any)
            same_move(&move, &p->moves[i]);
    }
    for (uint32_t d = 0, n = 0; d <= p->documents && d < 5000; d++) {
        ok = gone_move(g, &part, d, &move, &found, &error);
        if (any)
            continue;
        assert_ok(ok);
        assert_int_equal(found, n < p->move_count && p->moves[n].docid == d);
        if (found)
            same_move(&move, &p->moves[n++]);
    }
}

static void round_trip(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    for (uint64_t seed = 1; seed < 20; seed++) {
        struct arena a = {0};
        struct part parts[SHARDS];
        struct gone g;
        struct gone_shard none;
        random_parts(&a, parts, seed);
        write_parts(folder, parts);
        assert_ok(gone_open(&g, folder, "gone-1", "gone-1", &error));
        for (size_t i = 0; i < SHARDS; i++)
            read_part(&g, &parts[i], false);
        assert_ok(gone_find(&g, "shard-9999", 5, &none, &error));
        assert_true(none.count == 0 && none.moves == 0 && !none.bits);
        if (parts[5].count) {
            assert_false(gone_find(&g, "shard-0005", 69999, &none, &error));
            assert_int_equal(error.status, ERROR_DAMAGED);
        }
        assert_ok(gone_check(&g, &error));
        gone_close(&g);
        arena_free(&a);
    }
    close(folder);
}

struct damage {
    int folder;
    const struct part *parts;
};

static void use_damaged(bool sealed, void *context)
{
    struct damage *d = context;
    struct error error = {0};
    struct gone g;
    if (!gone_open(&g, d->folder, "gone-1", "gone-1", &error)) {
        assert_int_not_equal(error.status, ERROR_NONE);
        return;
    }
    for (size_t i = 0; i < SHARDS - 1; i++)
        read_part(&g, &d->parts[i], true);
    if (sealed)
        assert_false(gone_check(&g, &error));
    else
        gone_check(&g, &error);
    gone_close(&g);
}

static void damaged(void **state)
{
    (void)state;
    struct arena a = {0};
    struct part parts[SHARDS];
    struct damage d = {here(), parts};
    random_parts(&a, parts, 4);
    parts[SHARDS - 1].documents = parts[SHARDS - 1].count = 0;
    parts[SHARDS - 1].move_count = 0;
    memset(parts[SHARDS - 1].bits, 0, 8);
    write_parts(d.folder, parts);
    file_damage("gone-1", 1000, 1, use_damaged, &d);
    close(d.folder);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCRATCH_TEST(round_trip), SCRATCH_TEST(damaged)};
    return run_tap(tests);
}
