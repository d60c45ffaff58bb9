/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard: opened, read, held against the manifest; damage of any of its files is found. */
#include <errno.h>
#include <inttypes.h>

#include "indexer/build/shard_writer.h"
#include "lib/base/arena.h"
#include "lib/index/positions.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"
#include "tests/unit/sealed_test.h"

enum { ARTICLES = 700 };

static const char *const files[] = {"postlist.glass", "iamglass", "positions", "columns",
                                    "texts",          "names",    "sums"};

static struct article random_article(struct arena *a, uint32_t number, uint64_t *seed)
{
    static const char *const words[] = {"storm",  "Katrina", "hit",    "the",   "coast",
                                        "Wagner", "said",    "Vagner", "crude", "oil"};
    struct buf text = {0};
    struct article article = {.number = "", .key = "", .from = "", .url = "", .path = ""};
    for (uint64_t n = 1 + next_random(seed) % 300; n > 0; n--)
        buf_printf(&text, "%s ", words[next_random(seed) % (next_random(seed) % COUNT(words) + 1)]);
    buf_printf(&text, "w%u", (unsigned)(next_random(seed) % 3000));
    char path[32];
    snprintf(path, sizeof path, "a/%05u.txt", number);
    article.path = arena_copy(a, path, strlen(path));
    article.title = arena_copy(a, "A title", 7);
    article.text = (struct slice){arena_copy(a, text.data, text.length), text.length};
    article.date = date_from_days(730000 + (int32_t)number / 3);
    article_id(article.path, "", article.id);
    buf_free(&text);
    return article;
}

static struct manifest_shard write_shard(int folder)
{
    struct error error;
    struct arena a = {0};
    uint64_t seed = 1;
    struct article *articles = arena_alloc(&a, ARTICLES * sizeof *articles);
    const struct article **list = arena_alloc(&a, ARTICLES * sizeof *list);
    struct shard_options options = {
        .language = "english", .jobs = 2, .memory = 64 << 20, .stop = NULL};
    static const volatile sig_atomic_t stop = 0;
    options.stop = &stop;
    for (uint32_t i = 0; i < ARTICLES; i++) {
        articles[i] = random_article(&a, i, &seed);
        list[i] = &articles[i];
    }
    struct manifest_shard info = {0};
    struct shard_writer *w = shard_writer_new(folder, ".", "shard-0001", &options, &error);
    assert_non_null(w);
    assert_ok(shard_writer_add(w, list, ARTICLES, &error));
    assert_ok(shard_writer_finish(w, &info, &error));
    shard_writer_free(w);
    arena_free(&a);
    return info;
}

static void opens_and_checks(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct manifest_shard info = write_shard(folder);
    struct shard s;
    struct slice record;
    struct column_row row;
    uint32_t documents;
    uint64_t occurrences;
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_ok(shard_check(&s, &error));
    assert_ok(shard_intact(&s, &error));
    assert_ok(posting_frequency(&s, "storm", 5, &documents, &occurrences, &error));
    assert_true(documents > 0);
    for (uint32_t d = 1; d <= ARTICLES; d++) {
        struct record r;
        char id[17];
        assert_ok(texts_read(&s.texts, d, &record, &error));
        assert_true(record_unpack(&r, record.data, record.length));
        assert_ok(columns_row(&s.columns, d, &row, &error));
        snprintf(id, sizeof id, "%016" PRIx64, row.id);
        assert_memory_equal(id, r.id, 16);
        assert_int_equal(row.date, date_to_number(r.date));
        record_free(&r);
    }
    shard_close(&s);
    shard_close(&s);
    close(folder);
}

static void stays_readable_when_removed(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct manifest_shard info = write_shard(folder);
    struct shard s;
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_ok(folder_remove_sub(folder, "shard-0001", "shard-0001", &error));
    struct slice record;
    for (uint32_t d = 1; d <= ARTICLES; d += 50)
        assert_ok(texts_read(&s.texts, d, &record, &error));
    assert_ok(shard_intact(&s, &error));
    shard_close(&s);
    assert_false(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(error.number, ENOENT);
    close(folder);
}

static void refused(int folder, const struct manifest_shard *info, struct gone *gone)
{
    struct error error;
    struct shard s;
    assert_false(shard_open(&s, folder, ".", info, gone, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_true(error.cure[0]);
}

static void is_held_against_the_manifest(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    const struct manifest_shard info = write_shard(folder);
    struct manifest_shard other = info;
    other.documents++;
    refused(folder, &other, NULL);
    other = info;
    other.first_date--;
    refused(folder, &other, NULL);
    other = info;
    other.gone = 1;
    refused(folder, &other, NULL);
    other = info;
    other.total_length++;
    struct shard s;
    assert_ok(shard_open(&s, folder, ".", &other, NULL, &error));
    assert_false(shard_check(&s, &error));
    shard_close(&s);

    uint64_t bits[(ARTICLES + 64) / 64] = {1u << 5};
    struct gone gone;
    struct gone_writer *w = gone_create(folder, "gone-1", "gone-1", &error);
    assert_ok(gone_add(w, "shard-0001", ARTICLES, bits, NULL, 0, &error));
    assert_ok(gone_finish(w, &error));
    gone_writer_free(w);
    assert_ok(gone_open(&gone, folder, "gone-1", "gone-1", &error));
    refused(folder, &info, &gone);
    other = info;
    other.gone = 1;
    assert_ok(shard_open(&s, folder, ".", &other, &gone, &error));
    assert_true(shard_is_gone(&s, 5));
    assert_false(shard_is_gone(&s, 6));
    assert_ptr_equal(s.gone_file, &gone);
    shard_close(&s);
    gone_close(&gone);
    close(folder);
}

/* Reads what there is. */
static void read_all(struct shard *s)
{
    struct error error;
    struct slice record;
    struct column_row row;
    for (uint32_t d = 1; d <= ARTICLES; d += 20) {
        texts_read(&s->texts, d, &record, &error);
        columns_row(&s->columns, d, &row, &error);
    }
    static const char *const terms[] = {"storm", "w17", "Zstorm", "XNODATE", "vagner"};
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct posting_list l = {0};
        bool ok = posting_list_open(&l, s, terms[i], strlen(terms[i]), &error);
        while (ok && posting_list_next(&l, &error) && l.count)
            ;
        posting_list_close(&l);
    }
}

static void finds_damage_of_any_file(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    const struct manifest_shard info = write_shard(folder);
    uint64_t seed = 5;
    for (size_t f = 0; f < COUNT(files); f++) {
        char path[64];
        size_t length;
        snprintf(path, sizeof path, "shard-0001/%s", files[f]);
        uint8_t *bytes = file_read(path, &length);
        for (int n = 0; n < 25; n++) {
            struct shard s;
            size_t at = next_random(&seed) % length;
            uint8_t bit = (uint8_t)(1u << next_random(&seed) % 8);
            bytes[at] ^= bit;
            scratch_write(path, bytes, length);
            if (shard_open(&s, folder, ".", &info, NULL, &error)) {
                read_all(&s);
                if (shard_check(&s, &error))
                    fail_msg("%s, bit %u of byte %zu", path, bit, at);
                shard_close(&s);
            }
            assert_true(error.status == ERROR_DAMAGED);
            bytes[at] ^= bit;
        }
        scratch_write(path, bytes, length / 2);
        refused(folder, &info, NULL);
        assert_int_equal(unlink(path), 0);
        refused(folder, &info, NULL);
        assert_int_equal(symlink("/dev/null", path), 0);
        refused(folder, &info, NULL);
        assert_int_equal(unlink(path), 0);
        scratch_write(path, bytes, length);
        free(bytes);
    }
    struct shard s;
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_ok(shard_check(&s, &error));
    shard_close(&s);
    close(folder);
}

static void cut_short_while_open(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct manifest_shard info = write_shard(folder);
    struct shard s;
    map_guard();
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_ok(shard_intact(&s, &error));
    for (size_t f = 0; f < COUNT(files); f++) {
        char path[64];
        snprintf(path, sizeof path, "shard-0001/%s", files[f]);
        assert_int_equal(truncate(path, 0), 0);
    }
    read_all(&s);
    assert_false(shard_intact(&s, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    shard_close(&s);
    close(folder);
}

/* Writes `positions` anew with another byte at `at`, and `sums`, so that checksums go with it. */
static void reseal(struct shard *s, uint64_t at, uint8_t byte)
{
    struct error error;
    size_t length = (size_t)s->positions.length;
    const uint8_t *body = sealed_bytes(&s->positions, 0, length, &error);
    assert_non_null(body);
    assert_int_equal(unlinkat(s->folder, POSITIONS_NAME, 0), 0);
    struct sealed_writer *w =
        sealed_create(s->folder, POSITIONS_NAME, POSITIONS_NAME, "DLinepos", 1, &error);
    assert_non_null(w);
    assert_ok(sealed_write(w, body, (size_t)at, &error));
    assert_ok(sealed_write(w, &byte, 1, &error));
    assert_ok(sealed_write(w, body + at + 1, length - (size_t)at - 1, &error));
    assert_ok(sealed_finish(w, &error));
    sealed_writer_free(w);
    assert_int_equal(unlinkat(s->folder, SUMS_FILE, 0), 0);
    assert_ok(sums_write(s->folder, s->path, &error));
}

/* A bound that is too tight hides hits, and no reading of postings shows it. */
static void finds_bounds_that_do_not_hold(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct manifest_shard info = write_shard(folder);
    struct shard s;
    struct positions_place place;
    uint32_t documents;
    uint64_t occurrences;
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_ok(posting_frequency(&s, "storm", 5, &documents, &occurrences, &error));
    assert_ok(positions_find(&s.positions, "storm", 5, documents, &place, &error));
    assert_true(documents > POSTING_BLOCK && place.bounds[4] > 1);
    reseal(&s, (uint64_t)(place.bounds - s.positions.body) + 4, 1); /* its greatest wdf */
    shard_close(&s);
    assert_ok(shard_open(&s, folder, ".", &info, NULL, &error));
    assert_false(shard_check(&s, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "bound"));
    shard_close(&s);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(opens_and_checks),
        SCRATCH_TEST(stays_readable_when_removed),
        SCRATCH_TEST(is_held_against_the_manifest),
        SCRATCH_TEST(finds_damage_of_any_file),
        SCRATCH_TEST(finds_bounds_that_do_not_hold),
        SCRATCH_TEST(cut_short_while_open),
    };
    return run_tap(tests);
}
