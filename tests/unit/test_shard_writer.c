/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The same articles through the writer of shards and through libxapian's writer give equal
 * databases, term by term; whatever the threads, the memory and the batches, the files are the same
 * to the byte; and what is no part of a Xapian database is what was put in.
 */
#include "indexer/build/shard_writer.h"

#include <signal.h>
#include <sys/resource.h>

#include "indexer/words/analyse.h"
#include "tests/unit/same_database.h"
#include "tests/unit/shard_test.h"

static const char *const lean_files[] = {"postlist.glass", "iamglass", "positions", "columns",
                                         "texts",          "names",    "sums"};

/* ---- libxapian's writer ---- */

static void add_document(struct xc_database *db, struct analyser *analyser, const struct article *a,
                         bool full)
{
    const struct analysed *terms = analyse(analyser, a);
    struct xc_document *d = xc_document_new(&xerror);
    char date[9];
    uint32_t docid;
    assert_non_null(d);
    for (size_t i = 0; i < terms->count; i++) {
        const struct posting *p = &terms->postings[i];
        const struct term_entry *e = &analyser->vocabulary.entries[p->term];
        XAPIAN(xc_document_add(d, e->text, e->length, p->wdf, terms->positions + p->first,
                               full ? p->count : 0, &xerror));
    }
    const char *value = schema_date_value(a->date, date);
    if (value[0])
        XAPIAN(xc_document_set_value(d, SCHEMA_DATE_SLOT, value, strlen(value), &xerror));
    if (full) {
        struct buf record = {0};
        article_pack(&record, a);
        XAPIAN(xc_document_set_data(d, record.data, record.length, &xerror));
        XAPIAN(xc_document_set_value(d, SCHEMA_ID_SLOT, a->id, SCHEMA_ID_HEX, &xerror));
        buf_free(&record);
    }
    XAPIAN(xc_add(db, d, &docid, &xerror));
    xc_document_free(d);
}

struct named {
    char key[NAME_KEY_MAX + 2]; /* "~" and the key, with a NUL */
    char word[TOKEN_MAX + 1];
};

static int by_key(const void *a, const void *b)
{
    const struct named *x = a;
    const struct named *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : strcmp(x->word, y->word);
}

/* Names as metadata, of all terms that the database has. */
static void add_names(struct xc_database *db)
{
    struct named *names = NULL;
    size_t count = 0;
    size_t room = 0;
    struct buf words = {0};
    struct xc_list *terms = xc_terms(db, "", 0, &xerror);
    struct xc_item t;
    bool found;
    assert_non_null(terms);
    for (XAPIAN(xc_list_next(terms, &t, &found, &xerror)); found;) {
        struct named name = {.key = "~"};
        if (name_key(t.text, t.length, name.key + 1)) {
            memcpy(name.word, t.text, t.length);
            names = xgrow(names, &room, count + 1, sizeof *names);
            names[count++] = name;
        }
        XAPIAN(xc_list_next(terms, &t, &found, &xerror));
    }
    xc_list_free(terms);
    if (count)
        qsort(names, count, sizeof *names, by_key);
    for (size_t i = 0; i < count; i++) {
        buf_puts(&words, words.length ? " " : "");
        buf_puts(&words, names[i].word);
        if (i + 1 < count && strcmp(names[i].key, names[i + 1].key) == 0)
            continue;
        XAPIAN(xc_set_metadata(db, names[i].key, strlen(names[i].key), words.data, words.length,
                               &xerror));
        buf_clear(&words);
    }
    buf_free(&words);
    free(names);
}

/* What readers from afar ask for, which have no manifest. */
static void add_settings(struct xc_database *db)
{
    char words[17];
    manifest_words("english", words);
    XAPIAN(xc_set_metadata(db, SCHEMA_META_LANGUAGE, strlen(SCHEMA_META_LANGUAGE), "english", 7,
                           &xerror));
    XAPIAN(xc_set_metadata(db, SCHEMA_META_WORDS, strlen(SCHEMA_META_WORDS), words, strlen(words),
                           &xerror));
}

static void write_with_xapian(const struct articles *a, const char *path, bool full)
{
    struct stemmer *stemmer = stemmer_new("english");
    struct analyser analyser;
    struct xc_database *db = xc_open_writable(path, &xerror);
    assert_non_null(db);
    analyser_init(&analyser, stemmer);
    for (size_t i = 0; i < a->count; i++)
        add_document(db, &analyser, a->list[i], full);
    XAPIAN(xc_commit(db, &xerror));
    if (full) {
        add_names(db);
        add_settings(db);
    }
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
    analyser_free(&analyser);
    stemmer_free(stemmer);
}

/* ---- what a shard holds, against what the articles have ---- */

static void assert_postings(struct shard *s, struct analyser *analyser, const struct article *a,
                            uint32_t docid)
{
    const struct analysed *terms = analyse(analyser, a);
    uint32_t places[2000];
    size_t count;
    for (size_t i = 0; i < terms->count; i++) {
        const struct posting *p = &terms->postings[i];
        const struct term_entry *e = &analyser->vocabulary.entries[p->term];
        struct posting_list l;
        size_t at = 0;
        GLASS(posting_list_open(&l, s, e->text, e->length, &gerror));
        GLASS(posting_list_seek(&l, docid, &gerror));
        while (at < l.count && l.docids[at] < docid)
            at++;
        assert_true(at < l.count && l.docids[at] == docid);
        assert_int_equal(l.wdfs[at], p->wdf);
        assert_true(p->wdf < COUNT(places));
        GLASS(posting_positions(&l, at, places, &count, &gerror));
        assert_int_equal(count, p->count);
        if (count)
            assert_memory_equal(places, terms->positions + p->first, count * sizeof *places);
        posting_list_close(&l);
    }
}

static void assert_row(struct shard *s, const struct article *a, uint32_t docid)
{
    struct column_row row;
    struct slice record;
    struct buf packed = {0};
    GLASS(columns_row(&s->columns, docid, &row, &gerror));
    assert_int_equal(row.date, date_to_number(a->date));
    assert_int_equal(row.id, schema_id_number(a->id));
    assert_int_equal(row.signature, a->signature);
    assert_int_equal(row.format, a->format);
    GLASS(texts_read(&s->texts, docid, &record, &gerror));
    article_pack(&packed, a);
    assert_int_equal(record.length, packed.length);
    assert_memory_equal(record.data, packed.data, record.length);
    buf_free(&packed);
}

static bool is_word(void *context, struct slice word)
{
    struct slice *wanted = context;
    if (word.length == wanted->length && memcmp(word.data, wanted->data, word.length) == 0)
        wanted->length = 0;
    return wanted->length > 0;
}

/* Every word that has a key is found by it. */
static void assert_names(struct shard *s)
{
    const char *term;
    size_t length;
    uint32_t documents;
    size_t keys = 0;
    struct term_walk *w = term_walk_open(s, "", 0, &gerror);
    while (term_walk_next(w, &term, &length, &documents, &gerror) && length) {
        char key[NAME_KEY_MAX];
        struct slice word = {term, length};
        size_t key_length = name_key(term, length, key);
        if (!key_length)
            continue;
        GLASS(names_find(&s->names, (struct slice){key, key_length}, is_word, &word, &gerror));
        assert_int_equal(word.length, 0);
        keys++;
    }
    term_walk_close(w);
    struct names_walk walk = {.names = &s->names};
    struct slice key;
    struct slice word;
    bool found;
    for (GLASS(names_walk_next(&walk, &key, &word, &found, &gerror)); found; keys--)
        GLASS(names_walk_next(&walk, &key, &word, &found, &gerror));
    assert_int_equal(keys, 0);
}

static void assert_content(const struct manifest_shard *info, const struct articles *a)
{
    struct shard s;
    struct stemmer *stemmer = stemmer_new("english");
    struct analyser analyser;
    analyser_init(&analyser, stemmer);
    open_shard(&s, info, NULL);
    for (uint32_t docid = 1; docid <= a->count; docid++) {
        assert_row(&s, a->list[docid - 1], docid);
        assert_postings(&s, &analyser, a->list[docid - 1], docid);
    }
    assert_names(&s);
    GLASS(shard_check(&s, &gerror));
    shard_close(&s);
    analyser_free(&analyser);
    stemmer_free(stemmer);
}

/* ---- tests ---- */

static void drop(const char *name)
{
    scratch_empty(AT_FDCWD, name);
    assert_int_equal(rmdir(name), 0);
}

static void assert_writers_agree(const struct articles *a)
{
    struct manifest_shard info = write_shard("ours", a->list, a->count, &plain);
    write_with_xapian(a, "theirs", false);
    assert_same_lean_database("ours", "theirs", (uint32_t)a->count);
    assert_sound("ours");
    assert_files("ours", lean_files, COUNT(lean_files));
    assert_content(&info, a);
    drop("ours");
    drop("theirs");
}

static void assert_full_agree(const struct articles *a, const struct way *way)
{
    static const uint32_t slots[] = {SCHEMA_DATE_SLOT, SCHEMA_ID_SLOT};
    static const char *const files[] = {
        "postlist.glass", "iamglass", "positions",      "columns",        "texts",
        "names",          "sums",     "position.glass", "termlist.glass", "docdata.glass"};
    struct manifest_shard info = write_shard("ours", a->list, a->count, way);
    write_with_xapian(a, "theirs", true);
    assert_same_database("ours", "theirs", slots, COUNT(slots), true);
    assert_sound("ours");
    assert_files("ours", files, COUNT(files));
    assert_content(&info, a);
    drop("ours");
    drop("theirs");
}

static void test_one_article(void **state)
{
    (void)state;
    struct articles a = {0};
    articles_text(&a, "");
    articles_list(&a);
    assert_writers_agree(&a);
    articles_free(&a);
}

static void test_random_articles(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        size_t words;
    } sizes[] = {{3, 10}, {40, 200}, {700, 60}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct articles a = random_articles(i + 1, sizes[i].count, sizes[i].words);
        for (size_t j = 0; j < a.count; j++) {
            a.all[j].signature = article_signature(&a.all[j]);
            a.all[j].format = (uint8_t)(j % 3);
        }
        assert_writers_agree(&a);
        articles_free(&a);
    }
}

/* With little memory, term lists are made of a few articles at a time. */
static void test_full_tables(void **state)
{
    (void)state;
    static const struct way ways[] = {{1, 512 * MB, 1000, true}, {2, 200000, 300, true}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct articles a = random_articles(i + 20, 500, 60);
        assert_full_agree(&a, &ways[i]);
        articles_free(&a);
    }
}

/* Threads, memory and batches do not show. With little memory each article makes a run of its own,
 * in a file: so many that they are merged more than once. */
static void test_ways(void **state)
{
    (void)state;
    static const struct way ways[] = {{2, 512 * MB, 100, false}, {3, 512 * MB, 7, false},
                                      {4, 64 * MB, 600, false},  {1, 4096, 600, false},
                                      {2, 4096, 50, false},      {64, 16 * MB, 600, false}};
    struct articles a = random_articles(4, 600, 80);
    struct manifest_shard one = write_shard("one", a.list, a.count, &plain);
    for (size_t i = 0; i < COUNT(ways); i++) {
        char name[20];
        snprintf(name, sizeof name, "other-%zu", i);
        struct manifest_shard other = write_shard(name, a.list, a.count, &ways[i]);
        assert_same_shard(&one, &other, false);
        assert_files(name, lean_files, COUNT(lean_files));
    }
    articles_free(&a);
}

/* An article that is longer than a block, and one that is longer than all memory. */
static void test_long_articles(void **state)
{
    (void)state;
    struct articles a = {0};
    struct buf text = {0};
    uint64_t seed = 5;
    for (size_t i = 0; i < 20; i++) {
        buf_clear(&text);
        for (size_t n = i % 7 == 3 ? 60000 : 20; n; n--)
            random_word(&seed, &text);
        articles_add(&a, text.data, text.length);
    }
    buf_free(&text);
    articles_list(&a);
    struct manifest_shard one = write_shard("one", a.list, a.count, &plain);
    struct manifest_shard other =
        write_shard("other", a.list, a.count, &(struct way){1, 65536, 5, false});
    assert_same_shard(&one, &other, false);
    articles_free(&a);
}

static struct shard_writer *new_writer(const char *name, const volatile sig_atomic_t *stop)
{
    struct shard_options options = options_of(&(struct way){2, 16 * MB, 1, false});
    options.stop = stop;
    int here = open_here();
    struct shard_writer *w = shard_writer_new(here, ".", name, &options, &gerror);
    close(here);
    return w;
}

static void test_folder(void **state)
{
    (void)state;
    scratch_folder("there");
    assert_null(new_writer("there", &never));
    assert_string_equal(gerror.message, "./there: File exists");
    assert_int_equal(symlink("there", "link"), 0);
    assert_null(new_writer("link", &never));
}

static void test_given_up(void **state)
{
    (void)state;
    struct articles a = random_articles(11, 300, 60);
    struct shard_writer *w = new_writer("shard-1", &never);
    shard_writer_free(w);
    w = new_writer("shard-2", &never);
    GLASS(shard_writer_add(w, a.list, a.count, &gerror));
    shard_writer_free(w);
    shard_writer_free(NULL);
    articles_free(&a);
}

static void test_stopped(void **state)
{
    (void)state;
    static volatile sig_atomic_t stop = 0;
    struct articles a = random_articles(15, 300, 60);
    struct shard_writer *w = new_writer("one", &stop);
    struct manifest_shard info;
    GLASS(shard_writer_add(w, a.list, 100, &gerror));
    stop = 1;
    assert_false(shard_writer_add(w, a.list + 100, 200, &gerror));
    assert_int_equal(gerror.status, ERROR_STOPPED);
    shard_writer_free(w);
    stop = 0;
    w = new_writer("other", &stop);
    GLASS(shard_writer_add(w, a.list, 100, &gerror));
    stop = 1;
    assert_false(shard_writer_finish(w, &info, &gerror));
    assert_int_equal(gerror.status, ERROR_STOPPED);
    shard_writer_free(w);
    articles_free(&a);
}

static void test_too_long(void **state)
{
    (void)state;
    struct articles a = {0};
    articles_text(&a, "short");
    a.all[0].text.length = SHARD_TEXT_MAX + 1;
    articles_list(&a);
    struct shard_writer *w = new_writer("shard", &never);
    assert_false(shard_writer_add(w, a.list, 1, &gerror));
    assert_int_equal(gerror.status, ERROR_LIMIT);
    assert_non_null(strstr(gerror.message, "text/000000.txt: "));
    shard_writer_free(w);
    articles_free(&a);
}

/* Writes a shard where files of at most so many bytes can be written. */
static bool writes_within(const struct articles *a, rlim_t most, const char *name)
{
    struct rlimit was;
    struct manifest_shard info;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    struct shard_writer *w = new_writer(name, &never);
    assert_non_null(w);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){most, was.rlim_max});
    bool ok = true;
    for (size_t i = 0; ok && i < a->count; i += 10)
        ok = shard_writer_add(w, a->list + i, 10, &gerror);
    ok = ok && shard_writer_finish(w, &info, &gerror);
    setrlimit(RLIMIT_FSIZE, &was);
    shard_writer_free(w);
    return ok;
}

/* Whichever file is the first that cannot be written, it is told of. */
static void test_full_disk(void **state)
{
    (void)state;
    struct articles a = random_articles(12, 300, 600);
    signal(SIGXFSZ, SIG_IGN);
    rlim_t most = 10;
    for (int i = 0; most < 4 << 20; i++, most = most * 3 / 2) {
        char name[20];
        snprintf(name, sizeof name, "shard-%d", i);
        if (writes_within(&a, most, name))
            break;
        assert_int_equal(gerror.status, ERROR_SYSTEM);
        assert_memory_equal(gerror.message + 2, name, strlen(name));
        assert_non_null(strstr(gerror.message, ": File too large"));
    }
    assert_in_range(most, 100000, 4 << 20); /* it did go well in the end */
    articles_free(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_one_article),   SCRATCH_TEST(test_random_articles),
        SCRATCH_TEST(test_full_tables),   SCRATCH_TEST(test_ways),
        SCRATCH_TEST(test_long_articles), SCRATCH_TEST(test_folder),
        SCRATCH_TEST(test_given_up),      SCRATCH_TEST(test_stopped),
        SCRATCH_TEST(test_too_long),      SCRATCH_TEST(test_full_disk),
    };
    return run_tap(tests);
}
