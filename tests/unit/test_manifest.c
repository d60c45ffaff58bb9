/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manifest: what is published is read; what is damaged, or not ours, is told with its cure. */
#include <inttypes.h>

#include "lib/index/manifest.h"
#include "tests/unit/sealed_test.h"

static const char written[] = "dateline-index 2\n"
                              "revision 17\n"
                              "built 2026-11-24T10:00:00Z\n"
                              "words 5d41402abc4b2a76\n"
                              "language english\n"
                              "date-from header,meta,name\n"
                              "tables lean\n"
                              "formats text,jsonl\n"
                              "files files-17\n"
                              "gone gone-16\n"
                              "root archive/2020\n"
                              "root odd\\nname\\\\with blanks\n"
                              "shard shard-0003 documents 60000 length 21123123 gone 17 first "
                              "19870226 last 20261124\n"
                              "shard shard-0004 documents 1 length 0 gone 0 first 0 last 0\n";

/* The text with its checksum. */
static struct buf summed(const char *text)
{
    struct buf bytes = {0};
    buf_puts(&bytes, text);
    buf_printf(&bytes, "checksum %016" PRIx64 "\n", hash_64(text, strlen(text)));
    return bytes;
}

static bool parses(const char *text, struct manifest *m, struct error *error)
{
    struct buf bytes = summed(text);
    bool ok = manifest_parse(m, bytes.data, bytes.length, "dir/index", error);
    buf_free(&bytes);
    return ok;
}

static void reads_all_of_it(void **state)
{
    (void)state;
    struct error error;
    struct manifest m;
    assert_ok(parses(written, &m, &error));
    assert_int_equal(m.revision, 17);
    assert_string_equal(m.built, "2026-11-24T10:00:00Z");
    assert_string_equal(m.words, "5d41402abc4b2a76");
    assert_string_equal(m.language, "english");
    assert_string_equal(m.date_from, "header,meta,name");
    assert_false(m.full);
    assert_int_equal(m.format_count, 2);
    assert_string_equal(m.formats[1], "jsonl");
    assert_string_equal(m.files, "files-17");
    assert_string_equal(m.gone, "gone-16");
    assert_int_equal(m.root_count, 2);
    assert_string_equal(m.roots[1], "odd\nname\\with blanks");
    assert_int_equal(m.shard_count, 2);
    assert_string_equal(m.shards[0].name, "shard-0003");
    assert_int_equal(m.shards[0].documents, 60000);
    assert_int_equal(m.shards[0].total_length, 21123123);
    assert_int_equal(m.shards[0].gone, 17);
    assert_int_equal(m.shards[0].first_date, 19870226);
    assert_int_equal(m.shards[1].last_date, 0);
    struct buf printed = {0}, wanted = summed(written);
    manifest_print(&m, &printed);
    assert_string_equal(printed.data, wanted.data);
    buf_free(&printed);
    buf_free(&wanted);
    manifest_free(&m);
    manifest_free(&m);
}

/* The text with a part replaced. */
static char *changed(const char *from, const char *to)
{
    const char *at = strstr(written, from);
    struct buf text = {0};
    assert_non_null(at);
    buf_add(&text, written, (size_t)(at - written));
    buf_puts(&text, to);
    buf_puts(&text, at + strlen(from));
    return buf_take(&text);
}

static void refuses_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *place;
    } cases[] = {
        {"revision 17", "revision -1", "dir/index:2:"},
        {"revision 17", "revision 017", "dir/index:2:"},
        {"revision 17", "revision 18446744073709551616", "dir/index:2:"},
        {"revision 17\n", "", "dir/index:2:"},
        {"10:00:00Z", "10:00:00", "dir/index:3:"},
        {"5d41402abc4b2a76", "5d41402abc4b2a7", "dir/index:4:"},
        {"5d41402abc4b2a76", "5d41402abc4b2a7X", "dir/index:4:"},
        {"english", "../english", "dir/index:5:"},
        {"english", "a-name-that-is-longer-than-any-language-has", "dir/index:5:"},
        {"lean", "fat", "dir/index:7:"},
        {"text,jsonl", "text,,jsonl", "dir/index:8:"},
        {"text,jsonl", "text,", "dir/index:8:"},
        {"files-17", "../files-17", "dir/index:9:"},
        {"files-17", "notes", "dir/index:9:"},
        {"files-17", "files-", "dir/index:9:"},
        {"files-17", "files-17777777777777777777777777777777777777", "dir/index:9:"},
        {"gone gone-16", "gone -", "dir/index:13:"},
        {"odd\\nname", "odd\\rname", "dir/index:12:"},
        {"with blanks", "with blanks\\", "dir/index:12:"},
        {"shard-0003", "/etc", "dir/index:13:"},
        {"shard-0003", "shard-..", "dir/index:13:"},
        {"shard-0003", "lock", "dir/index:13:"},
        {"shard-0003", "shard-0004", "dir/index:14:"},
        {"60000", "4294967296", "dir/index:13:"},
        {"gone 17", "gone 60001", "dir/index:13:"},
        {"first 19870226", "first 19870230", "dir/index:13:"},
        {"first 19870226", "first 20270101", "dir/index:13:"},
        {"first 19870226", "first 0", "dir/index:13:"},
        {"first 0 last 0\n", "first 0 last 0 \n", "dir/index:14:"},
        {"first 0 last 0\n", "first 0 last 0 0\n", "dir/index:14:"},
        {"first 0 last 0\n", "first 0 last 0\nroot a\n", "dir/index:15:"},
        {"root archive", "rot archive", "dir/index:11:"},
        {"root archive/2020", "root", "dir/index:11:"},
        {"dateline-index 2", "dateline-indec 2", "dir/index:1:"},
    };
    struct error error;
    struct manifest m;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = changed(cases[i].from, cases[i].to);
        if (parses(text, &m, &error))
            fail_msg("%s -> %s was taken", cases[i].from, cases[i].to);
        assert_int_equal(error.status, ERROR_DAMAGED);
        if (strncmp(error.message, cases[i].place, strlen(cases[i].place)) != 0)
            fail_msg("%s -> %s: %s", cases[i].from, cases[i].to, error.message);
        assert_true(error.cure[0]);
        free(text);
    }
    static const char *const versions[] = {"dateline-index 1", "dateline-index 3"};
    for (size_t i = 0; i < COUNT(versions); i++) {
        char *text = changed("dateline-index 2", versions[i]);
        assert_false(parses(text, &m, &error));
        assert_int_equal(error.status, ERROR_VERSION);
        assert_non_null(strstr(error.cure, "--rebuild"));
        free(text);
    }
}

static void refuses_too_many_shards(void **state)
{
    (void)state;
    struct error error;
    struct manifest m;
    struct buf text = {0};
    buf_puts(&text, written);
    for (int i = 0; i < MANIFEST_SHARDS - 2; i++)
        buf_printf(&text, "shard shard-9%d documents 1 length 0 gone 0 first 0 last 0\n", i);
    assert_ok(parses(text.data, &m, &error));
    manifest_free(&m);
    buf_puts(&text, "shard shard-1 documents 1 length 0 gone 0 first 0 last 0\n");
    assert_false(parses(text.data, &m, &error));
    buf_free(&text);
}

static void finds_every_flipped_bit(void **state)
{
    (void)state;
    struct error error;
    struct manifest m;
    struct buf bytes = summed(written);
    for (size_t at = 0; at < bytes.length; at++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[at] = (char)(bytes.data[at] ^ 1 << bit);
            assert_false(manifest_parse(&m, bytes.data, bytes.length, "dir/index", &error));
            bytes.data[at] = (char)(bytes.data[at] ^ 1 << bit);
        }
    for (size_t cut = 0; cut < bytes.length; cut++) {
        assert_false(manifest_parse(&m, bytes.data, cut, "dir/index", &error));
        assert_int_equal(error.status, ERROR_DAMAGED);
    }
    buf_putc(&bytes, '\n');
    assert_false(manifest_parse(&m, bytes.data, bytes.length, "dir/index", &error));
    buf_free(&bytes);
}

static void publishes(void **state)
{
    (void)state;
    struct error error;
    struct manifest m, again;
    int folder = here();
    assert_int_equal(fchmod(folder, 0750), 0);
    assert_false(manifest_read(&again, folder, ".", &error));
    assert_int_equal(error.status, ERROR_MISSING);
    assert_ok(parses(written, &m, &error));
    scratch_text("index.new", "left by a run that was killed");
    for (m.revision = 18; m.revision < 20; m.revision++) {
        assert_ok(manifest_publish(&m, folder, ".", &error));
        assert_ok(manifest_read(&again, folder, ".", &error));
        assert_int_equal(again.revision, m.revision);
        assert_string_equal(again.roots[1], m.roots[1]);
        manifest_free(&again);
    }
    size_t length;
    char *stub = (char *)file_read("XAPIANDB", &length);
    stub[length] = '\0';
    assert_non_null(strstr(stub, "\nauto shard-0003\nauto shard-0004\n"));
    free(stub);
    struct stat s;
    assert_int_equal(stat("index", &s), 0);
    assert_int_equal(s.st_mode & 0777, 0640);
    assert_int_not_equal(access("index.new", F_OK), 0);

    strcpy(m.shards[0].name, "../other");
    assert_false(manifest_publish(&m, folder, ".", &error));
    assert_int_equal(error.status, ERROR_INTERNAL);
    assert_ok(manifest_read(&again, folder, ".", &error));
    assert_int_equal(again.revision, 19);
    manifest_free(&again);
    manifest_free(&m);
    close(folder);
}

static void follows_no_link(void **state)
{
    (void)state;
    struct error error;
    struct manifest m, again;
    int folder = here();
    scratch_text("treasure", "gold");
    assert_int_equal(symlink("treasure", "index.new"), 0);
    assert_ok(parses(written, &m, &error));
    assert_false(manifest_publish(&m, folder, ".", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(unlink("index.new"), 0);
    assert_int_equal(symlink("treasure", "index"), 0);
    assert_false(manifest_read(&again, folder, ".", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_ok(manifest_publish(&m, folder, ".", &error));
    assert_ok(manifest_read(&again, folder, ".", &error));
    manifest_free(&again);
    manifest_free(&m);
    size_t length;
    free(file_read("treasure", &length));
    assert_int_equal(length, 4);
    close(folder);
}

static void tells_other_indexes(void **state)
{
    (void)state;
    struct error error;
    struct manifest m;
    int folder = here();
    scratch_text("XAPIANDB", "# old\nauto shard-0001\n");
    assert_false(manifest_read(&m, folder, "some/.dateline", &error));
    assert_int_equal(error.status, ERROR_VERSION);
    assert_non_null(strstr(error.message, "some/.dateline"));
    assert_non_null(strstr(error.cure, "indexer -i some/.dateline --rebuild"));
    scratch_text("XAPIANDB", "remote localhost:8000\n");
    assert_false(manifest_read(&m, folder, "some/.dateline", &error));
    assert_int_equal(error.status, ERROR_REMOTE);
    scratch_text("XAPIANDB", "# two\nremote localhost:8000\nremote localhost:8001\n");
    assert_false(manifest_read(&m, folder, "some/.dateline", &error));
    assert_int_equal(error.status, ERROR_REMOTE);
    close(folder);
}

static void fingerprints(void **state)
{
    (void)state;
    char english[17], again[17], french[17], none[17], unknown[17];
    manifest_words("english", english);
    manifest_words("english", again);
    manifest_words("french", french);
    manifest_words("none", none);
    manifest_words("klingon", unknown);
    assert_int_equal(strlen(english), 16);
    assert_string_equal(english, again);
    assert_string_not_equal(english, french);
    assert_string_not_equal(english, none);
    assert_string_equal(unknown, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_of_it),
        cmocka_unit_test(refuses_what_is_wrong),
        cmocka_unit_test(refuses_too_many_shards),
        cmocka_unit_test(finds_every_flipped_bit),
        SCRATCH_TEST(publishes),
        SCRATCH_TEST(follows_no_link),
        SCRATCH_TEST(tells_other_indexes),
        cmocka_unit_test(fingerprints),
    };
    return run_tap(tests);
}
