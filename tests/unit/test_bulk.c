/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test that matters for the bulk writer: the same articles through it and through libxapian's
 * writer give equal databases, whatever the threads, the memory and the batches; Database::check()
 * finds no fault; and libxapian's writer goes on with both to equal ends.
 */
#include "indexer/build/bulk.h"

#include <sys/resource.h>

#include "indexer/store/update.h"
#include "tests/unit/bulk_test.h"
#include "tests/unit/same_database.h"

#define MB ((uint64_t)1 << 20)

static const uint32_t slots[] = {SCHEMA_DATE_SLOT, SCHEMA_ID_SLOT};
static const volatile sig_atomic_t never = 0;
static char message[512]; /* of a store that fails */

static void assert_store(bool done)
{
    if (!done)
        fail_msg("%s", message);
}

/* ---- an index of one shard ---- */

struct index {
    struct home home;
    struct store store;
    struct update update;
    struct stemmer *stemmer;
    char *shard; /* its path */
};

static struct index *index_new(const char *path, const char *language)
{
    struct index *x = xcalloc(1, sizeof *x);
    struct settings wanted = {xstrdup(language), NULL};
    assert_store(home_find(path, NULL, true, &x->home, message));
    assert_store(store_open(&x->store, &x->home, &wanted, false, 0, &never, message) == STORE_OK);
    x->stemmer = stemmer_new(language);
    update_init(&x->update, &x->store, x->stemmer);
    free(wanted.language);
    return x;
}

static void publish(struct index *x)
{
    assert_store(store_publish(&x->store, message));
    x->shard = xstrdup(x->store.shards.list[0].path);
}

/* Closes an index and removes it. */
static void index_free(struct index *x)
{
    update_free(&x->update);
    store_close(&x->store);
    stemmer_free(x->stemmer);
    scratch_empty(AT_FDCWD, x->home.index);
    rmdir(x->home.index);
    home_free(&x->home);
    free(x->shard);
    free(x);
}

/* Commits, with a time stamp that is the same for all. */
static void commit(struct index *x)
{
    static const char key[] = SCHEMA_META_BUILT;
    XAPIAN(update_names(&x->update, &xerror));
    XAPIAN(store_commit(&x->store, &xerror));
    struct xc_database *db = store_writer(&x->store, 0, &xerror);
    assert_non_null(db);
    XAPIAN(xc_set_metadata(db, key, sizeof key - 1, "now", 3, &xerror));
    XAPIAN(xc_commit(db, &xerror));
}

/* ---- the two writers ---- */

static void set_metadata(struct xc_database *db, uint64_t seed)
{
    char key[253];
    char value[10000];
    for (size_t i = 0; i < 60; i++) {
        size_t length = 2 + random_below(&seed, i % 10 ? 30 : sizeof key - 1);
        size_t value_length = 1 + random_below(&seed, i % 20 ? 60 : sizeof value);
        for (size_t j = 0; j < length; j++)
            key[j] = (char)random_below(&seed, 256);
        for (size_t j = 0; j < value_length; j++)
            value[j] = (char)random_below(&seed, i % 2 ? 256 : 3);
        key[0] = '~';
        XAPIAN(xc_set_metadata(db, key, length, value, value_length, &xerror));
    }
}

static struct index *write_by_update(const struct articles *a, const char *language)
{
    struct index *x = index_new("theirs", language);
    XAPIAN(store_new_shard(&x->store, true, &xerror));
    for (size_t i = 0; i < a->count; i++)
        XAPIAN(update_add(&x->update, 0, &a->all[i], &xerror));
    set_metadata(store_writer(&x->store, 0, &xerror), a->count);
    commit(x);
    publish(x);
    return x;
}

/* Gives the metadata of a database to the bulk writer, the last key first. */
static void copy_metadata(struct bulk *b, const char *path)
{
    struct xc_database *db = xc_open(path, &xerror);
    assert_non_null(db);
    struct xc_list *keys = xc_metadata_keys(db, "", 0, &xerror);
    assert_non_null(keys);
    struct {
        char text[256];
        size_t length;
    } all[100];
    size_t count = 0;
    struct xc_item key;
    for (bool found = true; found;) {
        XAPIAN(xc_list_next(keys, &key, &found, &xerror));
        if (!found)
            break;
        assert_in_range(key.length, 1, sizeof all->text);
        memcpy(all[count].text, key.text, key.length);
        all[count++].length = key.length;
    }
    while (count--) {
        const char *value;
        size_t length;
        XAPIAN(xc_metadata(db, all[count].text, all[count].length, &value, &length, &xerror));
        bulk_metadata(b, all[count].text, all[count].length, value, length);
    }
    xc_list_free(keys);
    xc_database_free(db);
}

/* How the bulk writer goes about it. */
struct way {
    size_t jobs;
    uint64_t memory;
    size_t batch; /* articles */
};

static volatile sig_atomic_t stop_now;

static void add_in_batches(struct bulk *b, const struct articles *a, size_t batch)
{
    for (size_t i = 0; i < a->count; i += batch)
        GLASS(bulk_add(b, a->list + i, a->count - i < batch ? a->count - i : batch, &gerror));
}

static size_t count_files(const char *path)
{
    size_t n = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        n += e->d_name[0] != '.';
    closedir(folder);
    return n;
}

static struct index *write_in_bulk(const struct articles *a, const char *language,
                                   const struct way *way, const struct index *theirs)
{
    struct index *x = index_new("ours", language);
    char *name = store_new_name(&x->store);
    char *path = store_path(&x->store, name);
    struct bulk_options options = {path, language, way->jobs, way->memory, &stop_now};
    struct bulk *b = bulk_new(&options, &gerror);
    assert_non_null(b);
    add_in_batches(b, a, way->batch);
    copy_metadata(b, theirs->shard);
    GLASS(bulk_finish(b, &gerror));
    assert_in_range(count_files(path), 3, 6);
    GLASS(bulk_verify(b, true, &gerror));
    bulk_free(b);
    store_add_shard(&x->store, name, true);
    publish(x);
    free(name);
    free(path);
    return x;
}

/* ---- changes ---- */

static void replace_one(struct index *x, const struct article *old, uint64_t *seed)
{
    struct articles more = {0};
    struct article *new = articles_random(&more, seed, 60);
    new->path = old->path;
    new->number = "";
    article_id(new->path, "", new->id);
    XAPIAN(update_replace(&x->update, 0, old->path, new, &xerror));
    articles_free(&more);
}

static void move_one(struct index *x, const struct article *old, uint64_t *seed)
{
    char path[60];
    struct article new = *old;
    snprintf(path, sizeof path, "moved/%s", old->path);
    new.path = path;
    new.date = random_date(seed);
    article_id(new.path, "", new.id);
    XAPIAN(update_move(&x->update, 0, old->path, &new, &xerror));
}

static void add_some(struct index *x, uint64_t *seed)
{
    struct articles more = {0};
    for (size_t i = 0; i < 20; i++) {
        struct article *new = articles_random(&more, seed, 60);
        new->path = "more/articles.jsonl";
        XAPIAN(update_add(&x->update, 0, new, &xerror));
    }
    articles_free(&more);
}

/* What libxapian's writer does to an index in another run, the same for the same articles. */
static void change(struct index *x, const struct articles *a)
{
    uint64_t seed = a->count;
    update_free(&x->update);
    update_init(&x->update, &x->store, x->stemmer);
    struct known_file many = {.path = "records/two.jsonl", .many = true};
    for (size_t i = 0; i < a->count; i += 1 + a->count / 200) {
        const struct article *old = &a->all[i];
        struct known_file one = {.path = old->path, .articles = 1};
        size_t kind = random_below(&seed, 4);
        if (old->number[0])
            continue;
        if (kind == 0)
            XAPIAN(update_delete(&x->update, &one, &xerror));
        else if (kind == 1)
            replace_one(x, old, &seed);
        else if (kind == 2)
            move_one(x, old, &seed);
        if (random_below(&seed, 30) == 0)
            commit(x);
    }
    XAPIAN(update_delete(&x->update, &many, &xerror));
    add_some(x, &seed);
    XAPIAN(update_known(&x->update, &many, &xerror));
    XAPIAN(update_forget(&x->update, &many, &xerror));
    commit(x);
}

/* ---- comparing ---- */

/* Writes articles by libxapian, and in bulk in each of some ways, and compares. The last one, and
 * that by libxapian, are then changed and compared again. */
static void assert_writers_agree(struct articles *a, const char *language, const struct way *ways,
                                 size_t count)
{
    articles_list(a);
    struct index *theirs = write_by_update(a, language);
    for (size_t i = 0; i < count; i++) {
        struct index *ours = write_in_bulk(a, language, &ways[i], theirs);
        assert_same_database(theirs->shard, ours->shard, slots, COUNT(slots), true);
        assert_sound(ours->shard);
        if (i + 1 == count) {
            change(theirs, a);
            change(ours, a);
            assert_same_database(theirs->shard, ours->shard, slots, COUNT(slots), false);
            assert_sound(ours->shard);
        }
        index_free(ours);
    }
    index_free(theirs);
}

static const struct way plain[] = {{1, 512 * MB, 1000000}};

static void test_no_articles(void **state)
{
    (void)state;
    struct articles a = {0};
    static const struct way ways[] = {{1, 512 * MB, 1}, {3, 512 * MB, 1}};
    assert_writers_agree(&a, "english", ways, COUNT(ways));
    articles_free(&a);
}

static void test_one_article(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "word", "  \n ", "Everywhere and nowhere, AK-47.",
                                        "n\xC3\xA3o \xFF\xFE bytes"};
    static const struct way ways[] = {{1, 16 * MB, 1}, {7, 512 * MB, 1}};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct articles a = {0};
        articles_text(&a, texts[i]);
        assert_writers_agree(&a, "english", ways, COUNT(ways));
        articles_free(&a);
    }
}

/* Titles, dates, sources: each kind beside the others. */
static void test_kinds(void **state)
{
    (void)state;
    static const struct date dates[] = {{0, 0, 0},    {1, 0, 0},    {9999, 12, 31},
                                        {2023, 0, 0}, {2023, 5, 0}, {2023, 5, 26}};
    static const struct {
        const char *title;
        bool in_text;
    } titles[] = {{"", false},
                  {"Elsewhere a title of its own, Mali", false},
                  {"Mali and the Sahel", true},
                  {"Mali and the Sah", true}};
    struct articles a = {0};
    for (size_t i = 0; i < COUNT(dates) * COUNT(titles); i++) {
        struct article *new = articles_text(&a, "Mali and the Sahel.\nThe Sahel and Mali.");
        new->date = dates[i % COUNT(dates)];
        new->title = titles[i / COUNT(dates)].title;
        new->title_in_text = titles[i / COUNT(dates)].in_text;
        new->from = i % 2 ? "Le Monde Économique" : "";
        new->url = i % 3 ? "https://www.a.b\xFF.example/" : "";
    }
    assert_writers_agree(&a, "english", plain, 1);
    assert_writers_agree(&a, "none", plain, 1);
    articles_free(&a);
}

static void test_random_articles(void **state)
{
    (void)state;
    static const struct way ways[] = {
        {1, 512 * MB, 1000}, {3, 512 * MB, 1000}, {7, 512 * MB, 1000}, {300, 512 * MB, 1000},
        {1, 16 * MB, 40},    {7, 80 * MB, 40},    {3, 512 * MB, 1},    {1, 16 * MB, 1}};
    struct articles a = random_articles(1, 400, 100);
    assert_writers_agree(&a, "english", ways, COUNT(ways));
    articles_free(&a);
    for (uint64_t seed = 2; seed < 8; seed++) {
        a = random_articles(seed, 3 * seed, 10 * seed);
        assert_writers_agree(&a, seed % 2 ? "russian" : "none", ways + seed, 1);
        articles_free(&a);
    }
}

/* 200,000 words among short articles: postings and positions of many bytes. */
static void test_long_article(void **state)
{
    (void)state;
    uint64_t seed = 9;
    static const struct way ways[] = {{3, 512 * MB, 1000}, {1, 16 * MB, 2}};
    struct articles a = random_articles(9, 10, 20);
    struct buf some = {0};
    struct buf text = {0};
    for (size_t i = 0; i < 5000; i++)
        random_word(&seed, &some);
    for (size_t i = 0; i < 40; i++)
        buf_add(&text, some.data, some.length);
    articles_add(&a, text.data, text.length);
    buf_free(&some);
    buf_free(&text);
    for (size_t i = 0; i < 10; i++)
        articles_random(&a, &seed, 20);
    assert_writers_agree(&a, "english", ways, COUNT(ways));
    articles_free(&a);
}

/* 100,000 words that are met once each, some of which are like others as names. */
static void test_rare_words(void **state)
{
    (void)state;
    static const struct way ways[] = {{1, 16 * MB, 10}};
    struct articles a = {0};
    struct buf text = {0};
    for (unsigned i = 0; i < 100000; i++) {
        for (unsigned n = i + 100000; n; n /= 10)
            buf_puts(&text, (const char *const[]){"ba", "de", "go", "ka", "lu", "mi", "no", "ra",
                                                  "se", "vu"}[n % 10]);
        buf_putc(&text, ' ');
        if (i % 1000 == 999) {
            articles_add(&a, text.data, text.length);
            buf_clear(&text);
        }
    }
    buf_free(&text);
    assert_writers_agree(&a, "english", ways, COUNT(ways));
    articles_free(&a);
}

/* Numbers of articles at which chunks of postings, lengths and values, and blocks, end. */
static void test_chunks(void **state)
{
    (void)state;
    static const size_t counts[] = {166, 167, 168, 199, 200, 201, 999, 1000, 1001, 2001};
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct articles a = {0};
        while (a.count < counts[i])
            articles_text(&a, "everywhere")->date = (struct date){2023, 5, 0};
        assert_writers_agree(&a, "none", plain, 1);
        articles_free(&a);
    }
}

/* Metadata and records of just about a block. */
static void test_blocks(void **state)
{
    (void)state;
    struct articles a = {0};
    struct buf text = {0};
    uint64_t seed = 10;
    for (size_t i = 0; i < 80; i++) {
        buf_clear(&text);
        for (size_t n = 1900 * (i % 5) + i * 3; n; n--) /* that deflating does not make shorter */
            buf_putc(&text, (char)(0x80 | next_random(&seed) >> 57));
        articles_add(&a, text.data, text.length);
    }
    buf_free(&text);
    assert_writers_agree(&a, "english", plain, 1);
    articles_free(&a);
}

/* ---- what goes wrong ---- */

static struct bulk *new_bulk(const char *path, size_t jobs)
{
    struct bulk_options options = {path, "english", jobs, 16 * MB, &stop_now};
    return bulk_new(&options, &gerror);
}

static void test_folder(void **state)
{
    (void)state;
    assert_null(new_bulk("no/such", 1));
    assert_string_equal(gerror.message, "no/such: No such file or directory");
    scratch_folder("there");
    assert_null(new_bulk("there", 1));
    assert_string_equal(gerror.message, "there: File exists");
}

static void test_given_up(void **state)
{
    (void)state;
    struct articles a = random_articles(11, 300, 60);
    struct bulk *b = new_bulk("shard", 2);
    bulk_free(b);
    b = new_bulk("shard2", 2);
    add_in_batches(b, &a, 7);
    bulk_metadata(b, "key", 3, "value", 5);
    bulk_free(b);
    bulk_free(NULL);
    articles_free(&a);
}

/* Builds a shard where files of at most so many bytes can be written. */
static bool builds_within(const struct articles *a, rlim_t most, const char *path)
{
    struct rlimit was;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    struct rlimit limit = {most, was.rlim_max};
    struct bulk *b = new_bulk(path, 1);
    assert_non_null(b);
    setrlimit(RLIMIT_FSIZE, &limit);
    bool ok = true;
    for (size_t i = 0; ok && i < a->count; i += 10)
        ok = bulk_add(b, a->list + i, 10, &gerror);
    ok = ok && bulk_finish(b, &gerror);
    setrlimit(RLIMIT_FSIZE, &was);
    bulk_free(b);
    return ok;
}

/* Whichever file is the first that cannot be written, it is told of. */
static void test_full_disk(void **state)
{
    (void)state;
    struct articles a = {0};
    uint64_t seed = 12;
    while (a.count < 300)
        articles_random(&a, &seed, 600);
    articles_list(&a);
    signal(SIGXFSZ, SIG_IGN);
    rlim_t most = 10;
    for (int i = 0; most < 4 << 20; i++, most = most * 3 / 2) {
        char path[20];
        snprintf(path, sizeof path, "shard%d", i);
        gerror.message[0] = '\0';
        bool ok = builds_within(&a, most, path);
        if (ok)
            break;
        assert_memory_equal(gerror.message, path, strlen(path));
        assert_non_null(strstr(gerror.message, ": File too large"));
    }
    assert_in_range(most, 1000000, 4 << 20); /* it did go well in the end */
    articles_free(&a);
}

/* A finished shard with articles of this seed. */
static struct bulk *finished(const char *path, uint64_t seed)
{
    struct articles a = random_articles(seed, 300, 60);
    struct bulk *b = new_bulk(path, 1);
    add_in_batches(b, &a, 300);
    bulk_metadata(b, "key", 3, "value", seed % 2 ? 5 : 4);
    GLASS(bulk_finish(b, &gerror));
    articles_free(&a);
    return b;
}

static void swap_files(const char *name)
{
    char one[60];
    char other[60];
    snprintf(one, sizeof one, "one/%s", name);
    snprintf(other, sizeof other, "other/%s", name);
    assert_int_equal(rename(one, "swap"), 0);
    assert_int_equal(rename(other, one), 0);
    assert_int_equal(rename("swap", other), 0);
}

/* What is added once it is to stop is dropped, and nothing of it is kept or leaks. */
static void test_stopped(void **state)
{
    (void)state;
    struct articles a = random_articles(15, 300, 60);
    struct bulk *b = new_bulk("stopped", 2);
    add_in_batches(b, &a, 100);
    size_t files = count_files("stopped");
    stop_now = 1;
    add_in_batches(b, &a, 300);
    stop_now = 0;
    assert_int_equal(count_files("stopped"), files);
    bulk_free(b);
    articles_free(&a);
}

/* Verifying sees when a file is not what was written. */
static void test_verify(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool sampled; /* surely seen without a check of all */
    } files[] = {{"postlist.glass", true},
                 {"position.glass", true},
                 {"docdata.glass", true},
                 {"iamglass", true},
                 {"termlist.glass", false}};
    struct bulk *one = finished("one", 13);
    struct bulk *other = finished("other", 14);
    for (size_t i = 0; i < COUNT(files); i++) {
        GLASS(bulk_verify(one, true, &gerror));
        swap_files(files[i].name);
        gerror.message[0] = '\0';
        bool seen = !bulk_verify(one, false, &gerror);
        assert_int_equal(gerror.message[0] != '\0', seen);
        assert_true(seen || !files[i].sampled);
        assert_false(bulk_verify(one, true, &gerror));
        swap_files(files[i].name);
    }
    assert_int_equal(truncate("one/postlist.glass", 8192), 0);
    assert_false(bulk_verify(one, false, &gerror));
    bulk_free(one);
    bulk_free(other);
}

int main(void)
{
    assert_true(bulk_knows_library());
    static const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_no_articles),  SCRATCH_TEST(test_one_article),
        SCRATCH_TEST(test_kinds),        SCRATCH_TEST(test_random_articles),
        SCRATCH_TEST(test_long_article), SCRATCH_TEST(test_rare_words),
        SCRATCH_TEST(test_chunks),       SCRATCH_TEST(test_blocks),
        SCRATCH_TEST(test_folder),       SCRATCH_TEST(test_given_up),
        SCRATCH_TEST(test_full_disk),    SCRATCH_TEST(test_stopped),
        SCRATCH_TEST(test_verify),
    };
    return run_tap(tests);
}
