/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compressed files and archives of each kind, whole and damaged, and what bounds them. */
#include "indexer/read/unpack.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "tests/unit/pack.h"
#include "tests/unit/scratch.h"

static void note_fault(void *context, uint64_t record, size_t line, const char *message)
{
    assert_true(record == 0 && line == 0);
    buf_printf(context, "skipped %s\n", message);
}

#define SHOWN 60 /* bytes of a member that are told as they are */

/* Reads a member to its end and tells of it. */
static void tell_member(const struct unpack_member *m, struct buf *told)
{
    static char piece[1 << 16];
    struct error error = {0};
    char shown[SHOWN + 1];
    size_t length = 0;
    size_t got;
    bool good;
    while ((good = input_read(m->in, piece, sizeof piece, &got, &error)) && got) {
        for (size_t i = 0; i < got && length + i < SHOWN; i++)
            shown[length + i] = piece[i];
        length += got;
    }
    shown[length < SHOWN ? length : SHOWN] = '\0';
    buf_printf(told, "%s %s ", m->name, m->member ? m->member : "-");
    if (length < SHOWN)
        buf_printf(told, "[%s]\n", shown);
    else
        buf_printf(told, "%zu bytes\n", length);
    if (!good) {
        struct error again = {0};
        buf_printf(told, "error %s\n", error.message);
        assert_false(input_read(m->in, piece, sizeof piece, &got, &again));
        assert_string_equal(error.message, again.message);
    }
}

/* What comes out of it, a line for each member, fault and error. */
static void unpack_all(const char *name, const char *path, struct slice bytes, struct buf *told)
{
    struct reader_options options = {.fault = note_fault, .context = told};
    struct input in;
    struct error error = {0};
    char *copy = xmalloc(bytes.length); /* exactly as long */
    if (bytes.length)
        memcpy(copy, bytes.data, bytes.length);
    input_open_memory(&in, (struct slice){copy, bytes.length}, name);
    struct unpack *u = unpack_open(&in, path, &options, &error);
    enum unpack_status status = u ? UNPACK_MEMBER : UNPACK_FAILED;
    buf_clear(told);
    while (u) {
        struct unpack_member member;
        status = unpack_next(u, &member, &error);
        if (status != UNPACK_MEMBER)
            break;
        tell_member(&member, told);
    }
    if (status == UNPACK_FAILED)
        buf_printf(told, "failed %s\n", error.message);
    if (u)
        unpack_close(u);
    input_close(&in);
    free(copy);
}

static void expect(const char *name, const struct buf *packed, const char *wanted)
{
    struct buf told = {0};
    unpack_all(name, NULL, pack_slice(packed), &told);
    assert_string_equal(told.data, wanted);
    if (strstr(name, ".zip")) { /* by its directory too */
        scratch_write(name, packed->data, packed->length);
        unpack_all(name, name, pack_slice(packed), &told);
        assert_string_equal(told.data, wanted);
    }
    buf_free(&told);
}

static void test_kinds(void **state)
{
    (void)state;
    static const struct slice none = {"", 0};
    assert_true(unpack_is("a.jsonl.gz", none) && !unpack_is_archive("a.jsonl.gz", none));
    assert_true(unpack_is("A.TXT.XZ", none) && unpack_is("a.zst", none));
    assert_true(unpack_is_archive("a.tar", none) && unpack_is_archive("a.tar.zst", none));
    assert_true(unpack_is_archive("d.e/a.TGZ", none) && unpack_is_archive("a.zip", none));
    assert_false(unpack_is("a.txt", none) || unpack_is("a.docx", ALL("PK\x03\x04")));
    assert_false(unpack_is(".gz", none) || unpack_is("gz", none) || unpack_is("d.gz/a", none));
    assert_true(unpack_is("page.html", ALL("\x1F\x8B\x08")));
    assert_true(unpack_is_archive("download", ALL("PK\x03\x04")));
}

static void test_compressed(void **state)
{
    (void)state;
    static const char *const kinds[][2] = {
        {"gzip", "d/a.txt.gz"},   {"xz", "d/a.txt.xz"},      {"zstd", "d/a.txt.zst"},
        {"bzip2", "d/a.txt.bz2"}, {"lz4", "d/a.txt.lz4"},    {"lzma", "d/a.txt.lzma"},
        {"none", "d/a.txt.gz"},   {"compress", "d/a.txt.Z"}, {"xz", "d/a.txt.gz"},
    };
    const struct pack_member member = {.name = "x", .bytes = BYTES("Bamako, two lines\nof it\n")};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct buf packed = {0};
        pack_archive(&packed, "raw", kinds[i][0], &member, 1, NULL);
        expect(kinds[i][1], &packed, "d/a.txt - [Bamako, two lines\nof it\n]\n");
        buf_free(&packed);
    }
}

/* A compression in another; and one that is said to be packed more often than may be. */
static void test_twice(void **state)
{
    (void)state;
    struct buf inner = {0};
    struct buf outer = {0};
    pack_gzip(&inner, ALL("twice"));
    const struct pack_member member = {.name = "x", .bytes = pack_slice(&inner)};
    pack_archive(&outer, "raw", "xz", &member, 1, NULL);
    expect("d/a.txt.gz.xz", &outer, "d/a.txt - [twice]\n");
    expect("a.gz.gz.gz.gz.gz.xz", &outer, "skipped a.gz.gz: packed too deep: skipped\n");
    struct buf tar = {0};
    const struct pack_member both = {.name = "b.txt.gz.xz", .bytes = pack_slice(&outer)};
    pack_archive(&tar, "ustar", "none", &both, 1, NULL);
    expect("n.tar", &tar, "b.txt b.txt.gz.xz [twice]\n");
    buf_free(&inner);
    buf_free(&outer);
    buf_free(&tar);
}

static void test_gzip_members(void **state)
{
    (void)state;
    struct buf packed = {0};
    pack_gzip(&packed, ALL("one\n"));
    pack_gzip(&packed, ALL(""));
    pack_gzip(&packed, ALL("two\n"));
    expect("a.gz", &packed, "a - [one\ntwo\n]\n");
    buf_add(&packed, "\0\0\0", 3);
    expect("a.gz", &packed, "a - [one\ntwo\n]\n");
    buf_puts(&packed, "junk");
    expect(
        "a.gz", &packed,
        "a - [one\ntwo\n]\nerror a.gz: bytes that are not gzip follow the end of the gzip data\n");
    buf_clear(&packed);
    expect("a.gz", &packed, "a - []\n");
    buf_free(&packed);
}

static void test_gzip_damage(void **state)
{
    (void)state;
    struct buf packed = {0};
    pack_gzip(&packed, ALL("first\n"));
    size_t first = packed.length;
    pack_gzip(&packed, ALL("second\n"));
    size_t all = packed.length;
    for (size_t cut = first + 1; cut < all; cut++) {
        struct buf told = {0};
        unpack_all("a.gz", NULL, (struct slice){packed.data, cut}, &told);
        assert_memory_equal(told.data, "a - [first\n", 11);
        assert_non_null(strstr(told.data, "error a.gz: the compressed data are cut short\n"));
        buf_free(&told);
    }
    packed.data[all - 8] ^= 1; /* the checksum */
    expect("a.gz", &packed, "a - [first\nsecond\n]\nerror a.gz: the compressed data are damaged\n");
    buf_clear(&packed);
    buf_add(&packed, "\x1F\x8B garbage that is not gzip", 28);
    expect("a.gz", &packed, "a - []\nerror a.gz: the compressed data are damaged\n");
    buf_clear(&packed);
    buf_add(&packed, "\x01\x02\x03\x04", 4);
    expect("a.gz", &packed, "failed a.gz: neither compressed data nor text\n");
    buf_free(&packed);
}

static void test_archives(void **state)
{
    (void)state;
    static const struct pack_member members[] = {
        {.name = "d", .type = AE_IFDIR},
        {.name = "./d/a.html", .bytes = BYTES("page")},
        {.name = ".git/config", .bytes = BYTES("hidden")},
        {.name = "d/._a.html", .bytes = BYTES("hidden")},
        {.name = "__MACOSX/d/a.html", .bytes = BYTES("hidden")},
        {.name = "../up/../b.txt", .bytes = BYTES("up")},
        {.name = "/etc/c.txt", .bytes = BYTES("absolute")},
        {.name = "caf\xC3\xA9.txt", .bytes = BYTES("utf8")},
        {.name = "d/e.txt", .bytes = BYTES("")},
        {.name = "last", .bytes = BYTES("nul \0 in it")},
    };
    static const char *const forms[][3] = {
        {"ustar", "none", "n.tar"},   {"gnutar", "gzip", "n.tgz"}, {"pax", "xz", "n.tar.xz"},
        {"pax", "zstd", "n.tar.zst"}, {"zip", "none", "n.zip"},    {"pax", "none", "n.tar.gz"},
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct buf packed = {0};
        pack_archive(&packed, forms[i][0], forms[i][1], members, COUNT(members), NULL);
        expect(forms[i][2], &packed,
               "d/a.html d/a.html [page]\n"
               "../up/../b.txt ../up/../b.txt [up]\n"
               "etc/c.txt etc/c.txt [absolute]\n"
               "caf\xC3\xA9.txt caf\xC3\xA9.txt [utf8]\n"
               "d/e.txt d/e.txt []\n"
               "last last [nul ]\n");
        buf_free(&packed);
    }
}

static void test_links(void **state)
{
    (void)state;
    static const struct pack_member members[] = {
        {.name = "a.txt", .bytes = BYTES("a")},     {.name = "soft.txt", .type = AE_IFLNK},
        {.name = "hard.txt", .link = "a.txt"},      {.name = "pipe", .type = AE_IFIFO},
        {.name = "b\xE9.txt", .bytes = BYTES("b")},
    };
    struct buf packed = {0};
    pack_archive(&packed, "gnutar", "none", members, COUNT(members), NULL);
    expect("n.tar", &packed, "a.txt a.txt [a]\nb\\xE9.txt b\\xE9.txt [b]\n");
    buf_free(&packed);
}

static void test_encrypted(void **state)
{
    (void)state;
    static const struct pack_member members[] = {{.name = "a.txt", .bytes = BYTES("secret")}};
    struct buf packed = {0};
    pack_archive(&packed, "zip", "none", members, 1, "word");
    expect("n.zip", &packed, "skipped a.txt: encrypted: skipped\n");
    buf_free(&packed);
}

/* An archive of one member. */
static struct buf wrap(const char *format, const char *name, const struct buf *bytes)
{
    struct buf packed = {0};
    const struct pack_member member = {.name = name, .bytes = pack_slice(bytes)};
    pack_archive(&packed, format, "none", &member, 1, NULL);
    return packed;
}

static void test_nested(void **state)
{
    (void)state;
    struct buf gz = {0};
    pack_gzip(&gz, ALL("inner"));
    struct buf one = wrap("zip", "d/a.txt.gz", &gz);
    expect("n.zip", &one, "d/a.txt d/a.txt.gz [inner]\n");
    struct buf two = wrap("ustar", "one.zip", &one);
    expect("n.tar", &two, "one.zip/d/a.txt one.zip/d/a.txt.gz [inner]\n");
    struct buf three = wrap("ustar", "two.tar", &two);
    expect("n.tar", &three, "skipped two.tar/one.zip: packed too deep: skipped\n");
    struct buf bad = {0};
    buf_puts(&bad, "no zip at all");
    struct buf outer = wrap("ustar", "bad.zip", &bad);
    expect("n.tar", &outer, "skipped bad.zip: damaged: Unrecognized archive format\n");
    buf_free(&gz);
    buf_free(&one);
    buf_free(&two);
    buf_free(&three);
    buf_free(&bad);
    buf_free(&outer);
}

static void test_web_archive(void **state)
{
    (void)state;
    static const struct pack_member members[] = {
        {.name = "pages/pages.jsonl", .bytes = BYTES("{}")},
        {.name = "archive/data.warc", .bytes = BYTES("WARC/1.0")},
        {.name = "indexes/index.cdx", .bytes = BYTES("cdx")},
    };
    struct buf packed = {0};
    pack_archive(&packed, "zip", "none", members, COUNT(members), NULL);
    expect("n.wacz", &packed, "archive/data.warc archive/data.warc [WARC/1.0]\n");
    buf_free(&packed);
}

static void test_damaged_archives(void **state)
{
    (void)state;
    static const struct pack_member members[] = {
        {.name = "a.txt", .bytes = BYTES("the first of them")},
        {.name = "b.txt", .bytes = BYTES("the second of them")},
        {.name = "c.txt", .bytes = BYTES("the third of them")},
    };
    struct buf packed = {0};
    struct buf told = {0};
    pack_archive(&packed, "ustar", "none", members, COUNT(members), NULL);
    unpack_all("n.tar", NULL, (struct slice){packed.data, 512 * 3 + 5}, &told);
    assert_memory_equal(told.data, "a.txt a.txt [the first of them]\nb.txt b.txt [", 45);
    assert_non_null(strstr(told.data, "error n.tar/b.txt: damaged: Truncated tar archive"));
    assert_null(strstr(told.data, "failed"));
    unpack_all("n.tar", NULL, ALL("This is no tar at all."), &told);
    assert_string_equal(told.data, "failed n.tar: damaged: Unrecognized archive format\n");

    buf_clear(&packed);
    pack_archive(&packed, "zip", "none", members, COUNT(members), NULL);
    for (size_t at = 0; at + 5 < packed.length; at++)
        if (memcmp(packed.data + at, "second", 6) == 0)
            packed.data[at] ^= 1; /* if it is not deflated */
    unpack_all("n.zip", NULL, pack_slice(&packed), &told);
    assert_non_null(strstr(told.data, "c.txt c.txt [the third of them]\n"));
    for (size_t cut = 0; cut < packed.length; cut++) {
        unpack_all("n.zip", NULL, (struct slice){packed.data, cut}, &told);
        scratch_write("n.zip", packed.data, cut);
        unpack_all("n.zip", "n.zip", (struct slice){packed.data, cut}, &told);
    }
    buf_free(&packed);
    buf_free(&told);
}

/* Damage is told although nobody reads the member that it is in. */
static void expect_failure(const char *name, struct slice bytes, int members)
{
    struct buf told = {0};
    const struct reader_options options = {.fault = note_fault, .context = &told};
    struct error error = {0};
    struct unpack_member member;
    struct input in;
    input_open_memory(&in, bytes, name);
    struct unpack *u = unpack_open(&in, NULL, &options, &error);
    assert_non_null(u);
    for (int i = 0; i < members; i++)
        assert_int_equal(unpack_next(u, &member, &error), UNPACK_MEMBER);
    assert_int_equal(unpack_next(u, &member, &error), UNPACK_FAILED);
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(unpack_next(u, &member, &error), UNPACK_END);
    unpack_close(u);
    input_close(&in);
    buf_free(&told);
}

static void test_unread(void **state)
{
    (void)state;
    static const struct pack_member members[] = {
        {.name = "a.png", .bytes = BYTES("an image")},
        {.name = "b.png", .bytes = BYTES("another image, and some more of it")},
    };
    struct buf packed = {0};
    pack_archive(&packed, "ustar", "none", members, COUNT(members), NULL);
    expect_failure("n.tar", (struct slice){packed.data, 512 * 3 + 9}, 2);
    buf_clear(&packed);
    pack_gzip(&packed, ALL("some text of some length"));
    expect_failure("a.gz", (struct slice){packed.data, packed.length - 9}, 1);
    buf_free(&packed);
}

/* A gzip stream of this many megabytes of zeros. */
static void bomb(struct buf *out, size_t megabytes)
{
    static const char zeros[1 << 20];
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
    for (size_t i = 0; i <= megabytes; i++) {
        z.next_in = (unsigned char *)(uintptr_t)zeros;
        z.avail_in = i < megabytes ? sizeof zeros : 0;
        do {
            z.next_out = (unsigned char *)buf_reserve(out, 4096);
            z.avail_out = 4096;
            deflate(&z, i < megabytes ? Z_NO_FLUSH : Z_FINISH);
            out->length += 4096 - z.avail_out;
        } while (z.avail_out == 0);
    }
    deflateEnd(&z);
}

static void test_bombs(void **state)
{
    (void)state;
    struct buf packed = {0};
    struct buf told = {0};
    bomb(&packed, 220);
    unpack_all("a.txt.gz", NULL, pack_slice(&packed), &told);
    assert_non_null(strstr(told.data, "error a.txt.gz: unpacks to more than 250 times its size"));
    assert_null(strstr(told.data, "failed"));

    struct buf outer = {0};
    const struct pack_member members[] = {
        {.name = "a.txt", .bytes = BYTES("before")},
        {.name = "b.gz", .bytes = pack_slice(&packed)},
        {.name = "c.txt", .bytes = BYTES("after")},
    };
    pack_archive(&outer, "zip", "none", members, COUNT(members), NULL);
    unpack_all("n.zip", NULL, pack_slice(&outer), &told);
    assert_memory_equal(told.data, "a.txt a.txt [before]\n", 21);
    assert_non_null(strstr(told.data, "error n.zip/b.gz: unpacks to more than"));
    assert_null(strstr(told.data, "after"));
    /* In a hidden member, which nobody reads. */
    const size_t length = (size_t)220 << 20;
    char *zeros = xcalloc(length, 1);
    const struct pack_member hidden[] = {
        {.name = ".hidden", .bytes = {zeros, length}},
        {.name = "c.txt", .bytes = BYTES("after")},
    };
    buf_clear(&outer);
    pack_archive(&outer, "pax", "zstd", hidden, COUNT(hidden), NULL);
    unpack_all("n.tar.zst", NULL, pack_slice(&outer), &told);
    assert_memory_equal(told.data, "failed n.tar.zst: unpacks to more than", 38);
    free(zeros);
    buf_free(&outer);
    buf_free(&packed);
    buf_free(&told);
}

/* Any damage is an end or an error, whatever the kind. */
static void test_random_damage(void **state)
{
    (void)state;
    static const char *const forms[][3] = {
        {"ustar", "gzip", "n.tgz"},      {"pax", "xz", "n.tar.xz"}, {"zip", "none", "n.zip"},
        {"gnutar", "zstd", "n.tar.zst"}, {"pax", "none", "n.tar"},
    };
    uint64_t seed = 7;
    struct buf gz = {0};
    pack_gzip(&gz, ALL("inner and some more of it\n"));
    const struct pack_member members[] = {
        {.name = "d/a.txt", .bytes = BYTES("alpha alpha alpha alpha")},
        {.name = "b.jsonl.gz", .bytes = pack_slice(&gz)},
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct buf packed = {0};
        struct buf told = {0};
        pack_archive(&packed, forms[i][0], forms[i][1], members, COUNT(members), NULL);
        for (int run = 0; run < 300; run++) {
            size_t at = (size_t)next_random(&seed) % packed.length;
            char was = packed.data[at];
            size_t length = run % 3 ? packed.length : (size_t)next_random(&seed) % packed.length;
            packed.data[at] = (char)next_random(&seed);
            unpack_all(forms[i][2], NULL, (struct slice){packed.data, length}, &told);
            packed.data[at] = was;
        }
        buf_free(&packed);
        buf_free(&told);
    }
    buf_free(&gz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_compressed),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_gzip_members),
        cmocka_unit_test(test_gzip_damage),
        SCRATCH_TEST(test_archives),
        SCRATCH_TEST(test_links),
        SCRATCH_TEST(test_encrypted),
        SCRATCH_TEST(test_nested),
        SCRATCH_TEST(test_web_archive),
        SCRATCH_TEST(test_damaged_archives),
        cmocka_unit_test(test_unread),
        SCRATCH_TEST(test_bombs),
        cmocka_unit_test(test_random_damage),
    };
    return run_tap(tests);
}
