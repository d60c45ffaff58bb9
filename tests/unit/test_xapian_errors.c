/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: errors of each class that can be had, with what they say. */
#include "lib/xapian/binding.h"

#include "tests/unit/xapian_test.h"

static const char *const texts[] = {"mali junta", "mali mali wagner", "sahel"};

static void test_status_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        [XC_OK] = "OK",
        [XC_ASSERTION] = "AssertionError",
        [XC_INVALID_ARGUMENT] = "InvalidArgumentError",
        [XC_INVALID_OPERATION] = "InvalidOperationError",
        [XC_UNIMPLEMENTED] = "UnimplementedError",
        [XC_DATABASE] = "DatabaseError",
        [XC_DATABASE_CORRUPT] = "DatabaseCorruptError",
        [XC_DATABASE_CREATE] = "DatabaseCreateError",
        [XC_DATABASE_LOCK] = "DatabaseLockError",
        [XC_DATABASE_MODIFIED] = "DatabaseModifiedError",
        [XC_DATABASE_OPENING] = "DatabaseOpeningError",
        [XC_DATABASE_VERSION] = "DatabaseVersionError",
        [XC_DATABASE_NOT_FOUND] = "DatabaseNotFoundError",
        [XC_DATABASE_CLOSED] = "DatabaseClosedError",
        [XC_DOC_NOT_FOUND] = "DocNotFoundError",
        [XC_FEATURE_UNAVAILABLE] = "FeatureUnavailableError",
        [XC_INTERNAL] = "InternalError",
        [XC_NETWORK] = "NetworkError",
        [XC_NETWORK_TIMEOUT] = "NetworkTimeoutError",
        [XC_QUERY_PARSER] = "QueryParserError",
        [XC_SERIALISATION] = "SerialisationError",
        [XC_RANGE] = "RangeError",
        [XC_WILDCARD] = "WildcardError",
        [XC_NO_MEMORY] = "out of memory",
        [XC_UNKNOWN] = "unknown exception",
    };
    assert_int_equal(COUNT(names), XC_UNKNOWN + 1);
    for (int i = XC_OK; i <= XC_UNKNOWN; i++)
        assert_string_equal(xc_status_name((enum xc_status)i), names[i]);
    assert_int_equal(strncmp(xc_version(), "1.4.", 4), 0);
}

/* Each of these fails in its own way, in a folder with the database "db"; true if it did not. */

static bool use_docid_0(struct xc_error *error)
{
    struct xc_database *db = open_reader("db");
    struct xc_document *d = xc_document_get(db, 0, error);
    xc_document_free(d);
    xc_database_free(db);
    return d != NULL;
}

static bool use_docid_9(struct xc_error *error)
{
    struct xc_database *db = open_reader("db");
    struct xc_document *d = xc_document_get(db, 9, error);
    xc_document_free(d);
    xc_database_free(db);
    return d != NULL;
}

static bool add_empty_term(struct xc_error *error)
{
    struct xc_document *d = make_document("mali");
    bool done = xc_document_add(d, "", 0, 1, NULL, 0, error);
    xc_document_free(d);
    return done;
}

static bool add_long_term(struct xc_error *error)
{
    char term[247];
    memset(term, 'a', sizeof term);
    term[246] = '\0';
    struct xc_database *db = open_writer("db");
    struct xc_document *d = make_document(term);
    uint32_t docid;
    bool done = xc_add(db, d, &docid, error);
    xc_document_free(d);
    xc_database_free(db);
    return done;
}

static bool write_to_reader(struct xc_error *error)
{
    struct xc_database *db = open_reader("db");
    bool done = xc_set_metadata(db, "a", 1, "b", 1, error) || xc_commit(db, error);
    xc_database_free(db);
    return done;
}

static bool phrase_of_queries(struct xc_error *error)
{
    struct xc_query *word = xc_query_term("mali", 4, 1, error);
    struct xc_query *both = xc_query_join(XC_AND, (struct xc_query *[]){word, word}, 2, 0, error);
    struct xc_query *parts[] = {word, both};
    struct xc_query *phrase = xc_query_join(XC_PHRASE, parts, 2, 2, error);
    xc_query_free(phrase);
    xc_query_free(both);
    xc_query_free(word);
    return phrase != NULL;
}

static bool run_out_of_docids(struct xc_error *error)
{
    struct xc_database *db = open_writer("db");
    struct xc_document *d = make_document("mali");
    uint32_t docid;
    XAPIAN(xc_replace(db, UINT32_MAX, d, &xerror));
    bool done = xc_add(db, d, &docid, error);
    xc_document_free(d);
    xc_database_free(db);
    return done;
}

static bool opens(const char *path, struct xc_error *error)
{
    struct xc_database *db = xc_open(path, error);
    xc_database_free(db);
    return db != NULL;
}

static bool opens_writable(const char *path, struct xc_error *error)
{
    struct xc_database *db = xc_open_writable(path, error);
    xc_database_free(db);
    return db != NULL;
}

static bool open_nothing(struct xc_error *error)
{
    return opens("nothing", error);
}

static bool open_empty_folder(struct xc_error *error)
{
    scratch_folder("empty");
    return opens("empty", error);
}

static bool open_text(struct xc_error *error)
{
    scratch_text("text", "no database\n");
    return opens("text", error);
}

static bool open_without_table(struct xc_error *error)
{
    unlink("db/postlist.glass");
    return opens("db", error);
}

static bool open_damaged_version(struct xc_error *error)
{
    scratch_text("db/iamglass", "iamglass, but damaged");
    return opens("db", error);
}

/* 14 bytes of magic, then two for the date of the format. */
static bool open_other_version(struct xc_error *error)
{
    FILE *f = fopen("db/iamglass", "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, 14, SEEK_SET), 0);
    fputc(0x99, f);
    fclose(f);
    return opens("db", error);
}

static bool read_damaged_table(struct xc_error *error)
{
    char block[8192];
    memset(block, 'x', sizeof block);
    scratch_write("db/postlist.glass", block, sizeof block);
    struct xc_database *db = xc_open("db", error);
    uint32_t documents;
    uint32_t occurrences;
    bool done = db && xc_frequency(db, "mali", 4, &documents, &occurrences, error);
    xc_database_free(db);
    return done;
}

static bool write_in_no_folder(struct xc_error *error)
{
    return opens_writable("no/such/folder", error);
}

static bool write_over_text(struct xc_error *error)
{
    scratch_text("text", "no database\n");
    return opens_writable("text", error);
}

static bool write_twice(struct xc_error *error)
{
    struct xc_database *first = open_writer("db");
    bool second = opens_writable("db", error);
    xc_database_free(first);
    return second;
}

static bool open_old_backend(struct xc_error *error)
{
    scratch_text("stub", "flint db\n");
    return opens("stub", error);
}

/* Nobody serves port 1. */
static bool open_remote(struct xc_error *error)
{
    scratch_text("stub", "remote 127.0.0.1:1\n");
    return opens("stub", error);
}

static bool check_nothing(struct xc_error *error)
{
    size_t faults;
    char report[10];
    return xc_check("nothing", &faults, report, sizeof report, error);
}

static bool compact_nothing(struct xc_error *error)
{
    return xc_compact((const char *[]){"db", "nothing"}, 2, "new", error);
}

static bool compact_onto_itself(struct xc_error *error)
{
    return xc_compact((const char *[]){"db"}, 1, "db", error);
}

/* std::length_error: an exception that is none of Xapian's. */
static bool add_endless_term(struct xc_error *error)
{
    struct xc_document *d = make_document("mali");
    bool done = xc_document_add(d, "mali", SIZE_MAX, 1, NULL, 0, error);
    xc_document_free(d);
    return done;
}

#ifndef __SANITIZE_ADDRESS__ /* which ends the program instead */
static bool add_huge_term(struct xc_error *error)
{
    struct xc_document *d = make_document("mali");
    bool done = xc_document_add(d, "mali", SIZE_MAX / 4, 1, NULL, 0, error);
    xc_document_free(d);
    return done;
}
#endif

static const struct failure {
    const char *what;
    bool (*attempt)(struct xc_error *error);
    enum xc_status status;
    const char *message; /* is in the message */
    const char *hint;    /* is in the hint; "" if there is none */
} failures[] = {
    {"docid 0", use_docid_0, XC_INVALID_ARGUMENT, "Document ID 0", ""},
    {"docid 9", use_docid_9, XC_DOC_NOT_FOUND, "Document 9", ""},
    {"empty term", add_empty_term, XC_INVALID_ARGUMENT, "Empty", ""},
    {"long term", add_long_term, XC_INVALID_ARGUMENT, "Term too long", ""},
    {"reader", write_to_reader, XC_INVALID_OPERATION, "opened for reading", ""},
    {"phrase", phrase_of_queries, XC_UNIMPLEMENTED, "OP_PHRASE", ""},
    {"docids", run_out_of_docids, XC_DATABASE, "out of docids", ""},
    {"nothing", open_nothing, XC_DATABASE_NOT_FOUND, "nothing", "no database"},
    {"empty", open_empty_folder, XC_DATABASE_NOT_FOUND, "type of database", "no database"},
    {"text", open_text, XC_DATABASE_OPENING, "text:1: Bad line", "may be read"},
    {"table", open_without_table, XC_DATABASE_OPENING, "(No such file", "may be read"},
    {"iamglass", open_damaged_version, XC_DATABASE_CORRUPT, "", "xapian-check"},
    {"version", open_other_version, XC_DATABASE_VERSION, "format version", "anew"},
    {"damaged", read_damaged_table, XC_DATABASE_CORRUPT, "", "xapian-check"},
    {"no folder", write_in_no_folder, XC_DATABASE_CREATE, "(No such file", "may be written"},
    {"over text", write_over_text, XC_DATABASE_CREATE, "text", "may be written"},
    {"locked", write_twice, XC_DATABASE_LOCK, "already locked", "another program"},
    {"flint", open_old_backend, XC_FEATURE_UNAVAILABLE, "Flint", "anew"},
    {"remote", open_remote, XC_NETWORK, "refused", "server"},
    {"check", check_nothing, XC_DATABASE_OPENING, "(No such file", "may be read"},
    {"compact", compact_nothing, XC_DATABASE_NOT_FOUND, "nothing", "no database"},
    {"itself", compact_onto_itself, XC_INVALID_ARGUMENT, "destination", ""},
    {"endless", add_endless_term, XC_UNKNOWN, "basic_string", ""},
#ifndef __SANITIZE_ADDRESS__
    {"huge", add_huge_term, XC_NO_MEMORY, "memory", "memory"},
#endif
};

static void remove_database(void)
{
    scratch_empty(AT_FDCWD, "db");
    assert_int_equal(rmdir("db"), 0);
}

static void test_failures(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(failures); i++) {
        const struct failure *f = &failures[i];
        struct xc_error error = {0};
        make_database("db", texts, COUNT(texts));
        assert_false(f->attempt(&error));
        if (error.status != f->status || !strstr(error.message, f->message) || !error.message[0] ||
            !strstr(error.hint, f->hint) || (!f->hint[0] && error.hint[0]))
            fail_msg("%s: %s: %s; %s", f->what, xc_status_name(error.status), error.message,
                     error.hint);
        remove_database();
    }
}

/* An error is gone after a call that succeeds; a long message is cut, not overrun. */
static void test_errors_do_not_stay(void **state)
{
    (void)state;
    char path[4000];
    struct xc_error error;
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    assert_null(xc_open(path, &error));
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    struct xc_document *d = xc_document_new(&error);
    assert_non_null(d);
    assert_int_equal(error.status, XC_OK);
    assert_string_equal(error.message, "");
    assert_string_equal(error.hint, "");
    xc_document_free(d);
}

static void test_free_takes_null(void **state)
{
    (void)state;
    xc_database_free(NULL);
    xc_postings_free(NULL);
    xc_scratch_free(NULL);
    xc_list_free(NULL);
    xc_values_free(NULL);
    xc_document_free(NULL);
    xc_query_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_names),
        SCRATCH_TEST(test_failures),
        SCRATCH_TEST(test_errors_do_not_stay),
        cmocka_unit_test(test_free_takes_null),
    };
    return run_tap(tests);
}
