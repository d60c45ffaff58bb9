/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cursor and libxapian's iterators read the same from databases that libxapian wrote, changed
 * and compacted; `positions` is written from libxapian's own. */
#include "tests/unit/posting_test.h"
#include "tests/unit/random_database.h"
#include "tests/unit/scratch.h"

enum { DOCUMENTS = 1200 };

/* A document in which every word has as many positions as its wdf, and some have stems. */
static struct xc_document *word_document(uint64_t *state)
{
    struct xc_document *d = xc_document_new(&xerror);
    uint32_t positions[64];
    char text[250];
    assert_non_null(d);
    for (uint32_t word = 0; word < WORDS; word++) {
        if (below(state, 1 + word / 2))
            continue;
        size_t length = word_text(word, text);
        uint32_t count = 1 + below(state, below(state, 9) ? 4 : 63);
        uint32_t position = below(state, 700);
        for (uint32_t i = 0; i < count; i++, position += 1 + below(state, 90))
            positions[i] = position;
        XAPIAN(xc_document_add(d, text, length, count, positions, count, &xerror));
        text[0] = 'Z';
        XAPIAN(xc_document_add(d, text, length, below(state, 300), NULL, 0, &xerror));
    }
    return d;
}

static void write_words(const char *path, uint64_t seed)
{
    struct xc_database *db = xc_open_writable(path, &xerror);
    assert_non_null(db);
    for (uint32_t i = 0; i < 2 * DOCUMENTS; i++) {
        uint32_t docid = 1 + below(&seed, DOCUMENTS) * (below(&seed, 9) ? 1 : 7);
        if (i > DOCUMENTS && below(&seed, 3) == 0) {
            xc_delete(db, docid, &xerror);
        } else {
            struct xc_document *d = word_document(&seed);
            XAPIAN(xc_replace(db, docid, d, &xerror));
            xc_document_free(d);
        }
        if (i % 500 == 499)
            XAPIAN(xc_commit(db, &xerror));
    }
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
}

/* Both readers of one database. */
struct both {
    struct xc_database *db;
    struct shard shard;
    struct xc_scratch *scratch;
    struct xc_posting *theirs; /* the list at hand */
    size_t count;
};

static void read_theirs(struct both *b, const struct xc_item *term)
{
    size_t n;
    struct xc_postings *p = xc_postings_open(b->db, term->text, term->length, &xerror);
    assert_non_null(p);
    b->count = 0;
    do {
        XAPIAN(xc_postings_read(p, b->theirs + b->count, 100, &n, &xerror));
        b->count += n;
    } while (n);
    xc_postings_free(p);
}

static const uint32_t *their_positions(struct both *b, const struct xc_item *term, size_t i,
                                       size_t *count)
{
    const uint32_t *list;
    XAPIAN(xc_positions(b->db, b->theirs[i].docid, term->text, term->length, &b->scratch, &list,
                        count, &xerror));
    return list;
}

/* Words are placed, stems are not. */
static void write_term(struct both *b, const struct xc_item *term, struct positions_writer *w)
{
    bool placed = term->text[0] != 'Z';
    read_theirs(b, term);
    assert_done(positions_term(w, term->text, term->length, (uint32_t)b->count, placed, &perror_));
    for (size_t i = 0; i < b->count; i++) {
        uint32_t length;
        size_t count = 0;
        const uint32_t *list = placed ? their_positions(b, term, i, &count) : NULL;
        XAPIAN(xc_lengths(b->db, b->theirs[i].docid, 1, &length, &xerror));
        assert_true(!placed || count == b->theirs[i].wdf);
        assert_done(
            positions_posting(w, b->theirs[i].docid, b->theirs[i].wdf, length, list, &perror_));
    }
}

static void equal_posting(struct both *b, const struct xc_item *term, struct posting_list *l,
                          size_t i, size_t n)
{
    uint32_t ours[64];
    size_t count = 0;
    size_t their_count = 0;
    assert_int_equal(l->docids[i], b->theirs[n].docid);
    assert_int_equal(l->wdfs[i], b->theirs[n].wdf);
    if (l->wdfs[i] <= COUNT(ours))
        assert_done(posting_positions(l, i, ours, &count, &perror_));
    const uint32_t *theirs = their_positions(b, term, n, &their_count);
    assert_int_equal(count, their_count);
    if (count)
        assert_memory_equal(ours, theirs, count * sizeof *ours);
}

static void equal_term(struct both *b, const struct xc_item *term, uint64_t *seed)
{
    struct posting_list l = {0};
    size_t n = 0;
    read_theirs(b, term);
    assert_done(posting_list_open(&l, &b->shard, term->text, term->length, &perror_));
    assert_int_equal(l.documents, b->count);
    for (assert_done(posting_list_next(&l, &perror_)); l.count;
         assert_done(posting_list_next(&l, &perror_)))
        for (size_t i = 0; i < l.count; i++, n++)
            equal_posting(b, term, &l, i, n);
    assert_int_equal(n, b->count);
    posting_list_close(&l);
    assert_done(posting_list_open(&l, &b->shard, term->text, term->length, &perror_));
    for (n = 0; n < b->count; n += 1 + below(seed, 300)) {
        size_t i = 0;
        uint32_t docid = b->theirs[n].docid;
        assert_done(posting_list_seek(&l, docid, &perror_));
        while (i < l.count && l.docids[i] < docid)
            i++;
        assert_true(i < l.count);
        equal_posting(b, term, &l, i, n);
    }
    posting_list_close(&l);
}

/* Holds the list of every term, and the walk of terms, against libxapian's. */
static void equal_all(struct both *b)
{
    uint64_t seed = 17;
    const char *ours;
    size_t length;
    uint32_t documents;
    struct xc_item term;
    bool found;
    struct xc_list *terms = xc_terms(b->db, "", 0, &xerror);
    struct term_walk *walk = term_walk_open(&b->shard, "", 0, &perror_);
    for (;;) {
        XAPIAN(xc_list_next(terms, &term, &found, &xerror));
        assert_done(term_walk_next(walk, &ours, &length, &documents, &perror_));
        if (!found)
            break;
        same_bytes(ours, length, term.text, term.length);
        assert_int_equal(documents, term.frequency);
        equal_term(b, &term, &seed);
    }
    assert_int_equal(length, 0);
    term_walk_close(walk);
    xc_list_free(terms);
}

static void write_positions(struct both *b, int folder)
{
    struct xc_item term;
    bool found;
    struct positions_writer *w = positions_create(folder, "shard/positions", &perror_);
    struct xc_list *terms = xc_terms(b->db, "", 0, &xerror);
    assert_non_null(w);
    for (;;) {
        XAPIAN(xc_list_next(terms, &term, &found, &xerror));
        if (!found)
            break;
        write_term(b, &term, w);
    }
    assert_done(positions_finish(w, &perror_));
    positions_writer_free(w);
    xc_list_free(terms);
}

/* The database is the folder `shard`. */
static void compare(void)
{
    struct both b = {.db = xc_open("shard", &xerror)};
    assert_non_null(b.db);
    b.theirs = xcalloc(DOCUMENTS * 7 + 100, sizeof *b.theirs);
    int folder = open("shard", O_RDONLY | O_DIRECTORY);
    write_positions(&b, folder);
    close(folder);
    assert_done(open_postings(&b.shard));
    equal_all(&b);
    close_postings(&b.shard);
    xc_scratch_free(b.scratch);
    xc_database_free(b.db);
    free(b.theirs);
}

static void equals_libxapian(void **state)
{
    (void)state;
    write_words("shard", 5);
    compare();
}

static void equals_libxapian_compacted(void **state)
{
    (void)state;
    write_words("changed", 6);
    const char *const from[] = {"changed"};
    XAPIAN(xc_compact(from, 1, "shard", &xerror));
    compare();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(equals_libxapian),
        SCRATCH_TEST(equals_libxapian_compacted),
    };
    return run_tap(tests);
}
