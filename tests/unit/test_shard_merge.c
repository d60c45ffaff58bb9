/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shards that were merged are, to the byte, the shard that the writer makes of the articles that
 * are left, whatever was gone and moved, in whatever pieces. And what is damaged ends a merge.
 */
#include "indexer/build/shard_merge.h"

#include "tests/unit/shard_test.h"

enum { MOST = 12 };

/* An index: articles, the shards that they are in, what is gone of them and what was moved. */
struct index {
    struct articles articles;
    const struct article **left; /* those that are not gone; moved ones with their new path */
    size_t left_count;
    struct manifest_shard infos[MOST];
    size_t count;
    struct gone gone;
    struct shard shards[MOST];
    struct shard *list[MOST];
};

/* Moves an article to another path. */
static struct move move_article(struct index *x, struct article *a, uint32_t docid)
{
    char path[60];
    snprintf(path, sizeof path, "moved/%s", a->path);
    a->path = arena_copy(&x->articles.arena, path, strlen(path));
    if (!a->number[0])
        article_id(a->path, a->number, a->id);
    struct move m = {docid, schema_id_number(a->id), "", {a->path, strlen(a->path)}};
    memcpy(m.full_id, a->id, sizeof m.full_id);
    return m;
}

/* What is gone and moved of a shard of these articles: of each hundred about so many. Returns how
 * many are gone. */
static uint32_t change_shard(struct index *x, struct gone_writer *w, const char *name,
                             struct article *first, uint32_t count, size_t gone, size_t moved,
                             uint64_t *seed)
{
    uint64_t *bits = xcalloc((count + 64) / 64, sizeof *bits);
    struct move *moves = xcalloc(count, sizeof *moves);
    size_t move_count = 0;
    uint32_t gone_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (random_below(seed, 100) < gone) {
            bits[(i + 1) >> 6] |= UINT64_C(1) << ((i + 1) & 63);
            gone_count++;
            continue;
        }
        if (!first[i].number[0] && random_below(seed, 100) < moved)
            moves[move_count++] = move_article(x, &first[i], i + 1);
        x->left[x->left_count++] = &first[i];
    }
    if (gone_count || move_count)
        GLASS(gone_add(w, name, count, bits, moves, move_count, &gerror));
    free(bits);
    free(moves);
    return gone_count;
}

/* Writes articles as shards of random sizes, of which some is gone and moved. */
static struct index *make_index(uint64_t seed, size_t articles, size_t count, size_t gone,
                                size_t moved, const struct way *way)
{
    struct index *x = xcalloc(1, sizeof *x);
    int here = open_here();
    x->articles = random_articles(seed, articles, 60);
    x->left = xcalloc(articles, sizeof *x->left);
    x->count = count;
    struct gone_writer *w = gone_create(here, "gone-1", "./gone-1", &gerror);
    assert_non_null(w);
    for (size_t i = 0, at = 0; i < count; i++) {
        char name[40];
        size_t rest = articles - at - (count - i - 1);
        size_t n = i + 1 < count ? 1 + random_below(&seed, rest) : rest;
        snprintf(name, sizeof name, "shard-%zu", i);
        x->infos[i] = write_shard(name, x->articles.list + at, n, way);
        x->infos[i].gone =
            change_shard(x, w, name, &x->articles.all[at], (uint32_t)n, gone, moved, &seed);
        at += n;
    }
    GLASS(gone_finish(w, &gerror));
    gone_writer_free(w);
    GLASS(gone_open(&x->gone, here, "gone-1", "./gone-1", &gerror));
    close(here);
    for (size_t i = 0; i < count; i++) {
        open_shard(&x->shards[i], &x->infos[i], &x->gone);
        x->list[i] = &x->shards[i];
    }
    return x;
}

static void free_index(struct index *x)
{
    for (size_t i = 0; i < x->count; i++)
        shard_close(&x->shards[i]);
    gone_close(&x->gone);
    articles_free(&x->articles);
    free(x->left);
    free(x);
}

static bool merge(struct index *x, const char *name, const struct way *way,
                  struct manifest_shard *info)
{
    struct shard_options options = options_of(way);
    int here = open_here();
    bool ok = shard_merge(here, ".", name, x->list, x->count, &options, info, &gerror);
    close(here);
    return ok;
}

static void empty_here(void)
{
    DIR *here = opendir(".");
    for (struct dirent *e; (e = readdir(here)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        scratch_empty(AT_FDCWD, e->d_name);
        remove(e->d_name);
    }
    closedir(here);
}

static void assert_merged(uint64_t seed, size_t articles, size_t count, size_t gone, size_t moved,
                          const struct way *way)
{
    struct manifest_shard merged;
    struct index *x = make_index(seed, articles, count, gone, moved, &plain);
    GLASS(merge(x, "merged", way, &merged));
    struct manifest_shard wanted = write_shard("wanted", x->left, x->left_count,
                                               &(struct way){1, 512 * MB, 1000000, way->full});
    assert_same_shard(&wanted, &merged, way->full);
    free_index(x);
    empty_here();
}

static void test_merge(void **state)
{
    (void)state;
    static const struct way two = {2, 64 * MB, 1, false};
    static const struct way small = {1, 4096, 1, false};
    static const struct way full = {2, 200000, 1, true};
    assert_merged(1, 2, 2, 0, 0, &plain);
    assert_merged(2, 300, 3, 0, 0, &plain);
    assert_merged(3, 300, 3, 20, 0, &two);
    assert_merged(4, 300, 5, 0, 20, &plain);
    assert_merged(5, 500, 9, 30, 10, &two);
    assert_merged(6, 500, 9, 95, 50, &small);
    assert_merged(7, 900, 1, 10, 0, &small);
    assert_merged(8, 40, 12, 50, 30, &plain);
    assert_merged(9, 400, 4, 20, 20, &full);
}

static void test_nothing_left(void **state)
{
    (void)state;
    struct manifest_shard merged;
    struct index *x = make_index(9, 100, 3, 100, 0, &plain);
    GLASS(merge(x, "merged", &plain, &merged));
    assert_int_equal(merged.documents, 0);
    assert_int_equal(access("merged", F_OK), -1);
    free_index(x);
}

static void test_stopped(void **state)
{
    (void)state;
    static const volatile sig_atomic_t stop = 1;
    struct manifest_shard merged;
    struct index *x = make_index(10, 100, 3, 10, 0, &plain);
    struct shard_options options = options_of(&plain);
    options.stop = &stop;
    int here = open_here();
    assert_false(shard_merge(here, ".", "merged", x->list, x->count, &options, &merged, &gerror));
    assert_int_equal(gerror.status, ERROR_STOPPED);
    close(here);
    free_index(x);
}

/* A byte anywhere in a table that differs ends the merge. */
static void test_damaged(void **state)
{
    (void)state;
    static const char *const files[] = {"postlist.glass", "positions", "columns", "texts"};
    uint64_t seed = 11;
    for (size_t round = 0; round < 24; round++) {
        struct manifest_shard merged;
        struct index *x = make_index(12, 120, 2, 10, 10, &plain);
        char path[60];
        for (size_t i = 0; i < x->count; i++)
            shard_close(&x->shards[i]);
        snprintf(path, sizeof path, "shard-%zu/%s", round % 2, files[round % COUNT(files)]);
        struct stat s;
        assert_int_equal(stat(path, &s), 0);
        FILE *f = fopen(path, "r+b");
        long at = (long)random_below(&seed, (size_t)s.st_size);
        assert_int_equal(fseek(f, at, SEEK_SET), 0);
        int byte = fgetc(f);
        assert_int_equal(fseek(f, at, SEEK_SET), 0);
        fputc(byte ^ 0x10, f);
        fclose(f);
        int here = open_here();
        bool opened = true;
        for (size_t i = 0; i < x->count; i++)
            opened =
                shard_open(&x->shards[i], here, ".", &x->infos[i], &x->gone, &gerror) && opened;
        close(here);
        if (opened && merge(x, "merged", &plain, &merged)) {
            /* Bytes that hold nothing: what came out must be what should. */
            struct manifest_shard wanted = write_shard("wanted", x->left, x->left_count, &plain);
            assert_same_shard(&wanted, &merged, false);
            print_message("# %s: byte %ld is not read\n", path, at);
        } else {
            assert_int_equal(gerror.status, ERROR_DAMAGED);
        }
        free_index(x);
        empty_here();
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_merge),
        SCRATCH_TEST(test_nothing_left),
        SCRATCH_TEST(test_stopped),
        SCRATCH_TEST(test_damaged),
    };
    return run_tap(tests);
}
