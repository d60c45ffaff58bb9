/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mail: where each field comes from, which part is the text, how messages are parted, damage. */
#include "indexer/read/read_mail.h"

#include <pthread.h>

#include "tests/unit/reading.h"

#define HEAD                                                               \
    "From: Ann Lee <ann@example.org>\nTo: b@c.d\nSubject: Hello\n"         \
    "Date: Fri, 26 May 2023 23:59:00 -0700\nMessage-ID: <1@example.org>\n" \
    "MIME-Version: 1.0\n"
#define MIXED(inside) HEAD "Content-Type: multipart/mixed; boundary=xx\n\n" inside "--xx--\n"
#define PART(headers, text) "--xx\n" headers "\n\n" text "\n"
#define PLAIN "Content-Type: text/plain"
#define HTML "Content-Type: text/html"
#define IS "2023-05-26 Date | Hello | - | Ann Lee | Ann Lee <ann@example.org> | 1@example.org | "

static const struct {
    const char *message;
    const char *expected;
} messages[] = {
    {HEAD "\nThe text\nof two\n", "#0 " IS "The text/of two\n"},
    {"Subject: s\r\nFrom: a@b.c\r\n\r\nCRLF\r\n", "#0 - - | s | - | a@b.c | a@b.c | - | CRLF\n"},
    /* Headers: encoded, folded, not encoded though they should be. */
    {"Subject: =?iso-8859-1?q?Caf=E9_au?=\n =?utf-8?b?IGxhaXQ=?=\nFrom: =?utf-8?q?J=C3=BCrgen?= "
     "<j@b.c>\nDate: Thu, 1 Jun 2023 9:05:00 EST (x)\nArchived-At:\n <https://lists.org/a/1>\n"
     "List-Post: <mailto:l@lists.org>\n\nx",
     "#0 2023-06-01 Date | Caf\xC3\xA9 au lait | https://lists.org/a/1 | J\xC3\xBCrgen | "
     "J\xC3\xBCrgen <j@b.c> | - | x\n"},
    {"Subject: Caf\xE9\nFrom: \"Lee, Ann\" <a@b.c>, b@c.d\nList-Post: <mailto:x@y.z>\n\nx",
     "#0 - - | Caf\xC3\xA9 | - | Lee, Ann | Lee, Ann <a@b.c> | - | x\n"},
    {"Subject: Caf\xC3\xA9\nFrom: ann at example.org (Ann Lee)\n\nx",
     "#0 - - | Caf\xC3\xA9 | - | Ann Lee | Ann Lee | - | x\n"},
    /* Dates. */
    {"Received: from x by y; Sat, 27 May 2023 00:01:00 +0000\n"
     "Received: from z by x; Fri, 26 May 2023 23:59:00 +0000\nFrom: a@b.c\n\nx",
     "#0 2023-05-26 Received | - | - | a@b.c | a@b.c | - | x\n"},
    {"Date: Fri, 26 May 23 10:00:00 GMT\nReceived: x; Fri, 26 May 2023 10:00:00 +0000\n"
     "From: a@b.c\n\nx",
     "#0 unknown 'Fri, 26 May 23 10:00:00 GMT' Date | - | - | a@b.c | a@b.c | - | x\n"},
    {"Date: Thu, 31 Jun 2023 10:00:00 GMT\nFrom: a@b.c\n\nx",
     "#0 impossible 'Thu, 31 Jun 2023 10:00:00 GMT' Date | - | - | a@b.c | a@b.c | - | x\n"},
    /* Transfer encodings and charsets. */
    {HEAD PLAIN
     "; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9 =\nau =3D",
     "#0 " IS "Caf\xC3\xA9 au =\n"},
    {HEAD PLAIN "; charset=\"windows-1251\"\nContent-Transfer-Encoding: base64\n\nzOjw\n",
     "#0 " IS "\xD0\x9C\xD0\xB8\xD1\x80\n"},
    {HEAD PLAIN "; charset=iso-2022-jp\n\n\x1B$BF|K\\\x1B(B\n",
     "#0 " IS "\xE6\x97\xA5\xE6\x9C\xAC\n"},
    {HEAD PLAIN "; charset=iso-8859-1\n\n\x93q\x94\n", "#0 " IS "\xE2\x80\x9Cq\xE2\x80\x9D\n"},
    {HEAD PLAIN "; charset=us-ascii\n\ncaf\xE9\n", "#0 " IS "caf\xC3\xA9\n"},
    {HEAD PLAIN "; charset=iso-8859-15\n\nUTF-8 caf\xC3\xA9\n", "#0 " IS "UTF-8 caf\xC3\xA9\n"},
    {HEAD PLAIN "; charset=klingon\n\ncaf\xE9\n",
     "!0:0 its charset is not known: klingon\n#0 " IS "caf\xC3\xA9\n"},
    {HEAD PLAIN "\nContent-Transfer-Encoding: base64\n\nSGVs*bG8h\n",
     "!0:0 its base64 has 1 bytes that are none\n#0 " IS "Hello!\n"},
    /* Parts. */
    {HEAD HTML "\n\n<p>One</p><p>Two &amp; more</p>", "#0 " IS "One/Two & more\n"},
    {MIXED(PART(PLAIN, "One") PART("Content-Type: application/pdf", "%PDF") PART(
         PLAIN "\nContent-Disposition: attachment; filename=a.txt", "no") PART(HTML, "<p>Two</p>")),
     "#0 " IS "One/Two\n"},
    {HEAD "Content-Type: multipart/alternative; boundary=xx\n\n" PART(PLAIN, "Plain")
         PART(HTML, "<p>no</p>") "--xx--\n",
     "#0 " IS "Plain\n"},
    {HEAD "Content-Type: multipart/alternative; boundary=xx\n\n" PART(PLAIN, " ")
         PART("Content-Type: text/calendar", "no") PART(HTML, "<p>Page</p>") "--xx--\n",
     "#0 " IS "Page\n"},
    {HEAD "Content-Type: multipart/alternative; boundary=xx\n\n" PART(
         "Content-Type: multipart/related; boundary=yy",
         "--yy\n" HTML "\n\n<p>Page</p>\n--yy\nContent-Type: image/png\n\nx\n--yy--") "--xx--\n",
     "#0 " IS "Page\n"},
    {MIXED(PART("Content-Type: message/rfc822", "Subject: Inner\nFrom: x@y.z\n\nForwarded")),
     "#0 " IS "Inner/Forwarded\n"},
    {MIXED(PART(PLAIN, "One") PART("Content-Type: message/rfc822\nContent-Disposition: attachment",
                                   "Subject: no\n\nno")),
     "!0:0 an attached message is left out\n#0 " IS "One\n"},
    {HEAD "Content-Type: multipart/encrypted; boundary=xx\n\n" PART(PLAIN, "no") "--xx--\n",
     "!0:0 is encrypted\n#0 " IS "Hello\n"},
    /* The subject is a text, too. */
    {HEAD "\n", "#0 " IS "Hello\n"},
    {"From: a@b.c\n\n\n", "!0:0 has no text and is skipped\n"},
    /* Damage. */
    {MIXED(PART(PLAIN, "One")) "", "#0 " IS "One\n"},
    {HEAD "Content-Type: multipart/mixed; boundary=xx\n\n" PART(PLAIN, "Cut off"),
     "!0:0 is cut off in the middle of a part\n#0 " IS "Cut off\n"},
    {"From ann@example.org Fri May 26 10:00:00 2023\n" HEAD "\nx", "#0 " IS "x\n"},
};

static void test_messages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(messages); i++)
        assert_reading(&reader_mail, messages[i].message, messages[i].expected);
}

#define FROM "From ann@example.org Fri May 26 10:00:00 2023\n"
#define SMALL(n, text) "From: a@b.c\nSubject: " n "\n\n" text "\n"
#define WAS(n, title, text) "#" n " - - | " title " | - | a@b.c | a@b.c | - | " text "\n"

static void test_mbox(void **state)
{
    (void)state;
    assert_reading(&reader_mbox,
                   FROM SMALL("1", "One\n\nFrom here on\n>From there\n>>From >From\n> quoted\n")
                       FROM SMALL("2", "Two"),
                   WAS("1", "1", "One/From here on/From there/>From >From/> quoted")
                       WAS("2", "2", "Two"));
    /* No empty line between them, but a header behind; a From line that is text. */
    assert_reading(&reader_mbox,
                   "\n\n" FROM SMALL("1", "One") FROM SMALL("2", "He wrote:\n" FROM "that is all"),
                   WAS("1", "1", "One")
                       WAS("2", "2",
                           "He wrote:/From ann@example.org Fri May 26 10:00:00 2023/"
                           "that is all"));
    assert_reading(
        &reader_mbox,
        "From ann at example.org  Fri May  5 9:00:00 2023\r\n" SMALL(
            "1",
            "One\n") "From - Fri May 26 10:00:00 2023\n" SMALL("2",
                                                               "Two\n") "From ???@??? Fri May 26 "
                                                                        "10:00:00 CEST "
                                                                        "2023\n" SMALL("3",
                                                                                       "Three"),
        WAS("1", "1", "One") WAS("2", "2", "Two") WAS("3", "3", "Three"));
    /* Lines are those of the file. */
    assert_reading(&reader_mbox,
                   FROM "From: a@b.c\n\n\n" FROM SMALL("2", "Two") "\n" FROM "From: a@b.c\n\n",
                   "!1:1 has no text and is skipped\n" WAS(
                       "2", "2", "Two") "!3:11 has no text and is skipped\n");
    assert_reading(&reader_mbox, "", "");
    assert_reading(&reader_mbox, "\n\n\n", "");
    assert_reading(&reader_mbox, FROM FROM, "");
    assert_reading(&reader_mbox, SMALL("1", "No From line"), WAS("1", "1", "No From line"));
}

static void test_large(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, FROM "From: a@b.c\nSubject: 1\n\n");
    memset(buf_reserve(&b, READER_RECORD_MAX + 1), 'x', READER_RECORD_MAX + 1);
    b.length += READER_RECORD_MAX + 1;
    buf_puts(&b, "\n\n" FROM SMALL("2", "Two"));
    assert_reading(&reader_mbox, b.data,
                   "!1:1 is above 128 MiB and skipped\n" WAS("2", "2", "Two"));
    /* More headers than any message has. */
    buf_clear(&b);
    buf_puts(&b, FROM);
    for (int i = 0; i < 300000; i++)
        buf_puts(&b, "X: y\n");
    buf_puts(&b, "\n\n" FROM SMALL("2", "Two"));
    assert_reading(&reader_mbox, b.data,
                   "!1:1 has more than 200000 lines that could be headers or boundaries and is "
                   "skipped\n" WAS("2", "2", "Two"));
    /* Multiparts within each other. */
    buf_clear(&b);
    buf_puts(&b, FROM HEAD);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buf_puts(&b, "\n\nx\n\n" FROM SMALL("2", "Two"));
    char *is = reading_of(&reader_mbox, (struct slice){b.data, b.length}, NULL);
    assert_non_null(strstr(is, WAS("2", "2", "Two")));
    free(is);
    buf_free(&b);
}

static void test_recognises(void **state)
{
    (void)state;
    assert_true(reading_recognises(&reader_mbox, FROM HEAD));
    assert_true(reading_recognises(&reader_mbox, "\n" FROM HEAD));
    assert_false(reading_recognises(&reader_mbox, HEAD));
    assert_false(reading_recognises(&reader_mbox, "From May 10:00 2023 on\nwe wrote"));
    assert_false(reading_recognises(&reader_mbox, "From here\nSubject: x\n"));
    assert_false(reading_recognises(&reader_mbox, ""));
    assert_true(reading_recognises(&reader_mail, HEAD "\nText"));
    assert_true(reading_recognises(&reader_mail, "Return-Path: <a>\r\nReceived: x\r\n\ty\r\n"
                                                 "From: a\r\nSub"));
    assert_true(reading_recognises(&reader_mail, "Path: news\nFrom: a\nNewsgroups: b\nSubject: c\n"
                                                 "Message-ID: <1>\n\nx"));
    assert_false(reading_recognises(&reader_mail, "Title: x\nDate: 2023-05-26\nSource: y\n\nx"));
    assert_false(reading_recognises(&reader_mail, "From: a\nTo: b\nSubject: c\nDate: d\n\nx"));
    assert_false(reading_recognises(&reader_mail, "Received: a\nFrom: b\nA line\nMessage-ID: x\n"));
    assert_false(reading_recognises(&reader_mail, ""));
}

/* Any byte changed, any place to cut: no more messages than lines that could part them. */
static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int run = 0; run < 4000; run++) {
        struct buf b = {0};
        buf_puts(&b, FROM);
        buf_puts(&b, messages[next_random(&seed) % COUNT(messages)].message);
        buf_puts(&b, "\n\n" FROM);
        buf_puts(&b, messages[next_random(&seed) % COUNT(messages)].message);
        for (uint64_t n = next_random(&seed) % 8; n > 0; n--)
            b.data[next_random(&seed) % b.length] = (char)next_random(&seed);
        b.length -= next_random(&seed) % (b.length / 2);
        char *is = reading_of(&reader_mbox, (struct slice){b.data, b.length}, NULL);
        assert_null(strstr(is, "\n#4"));
        free(is);
        buf_free(&b);
    }
}

static void *read_often(void *bytes)
{
    const struct buf *b = bytes;
    for (int i = 0; i < 20; i++) {
        char *is = reading_of(&reader_mbox, (struct slice){b->data, b->length}, NULL);
        if (!strstr(is, "#"))
            return bytes;
        free(is);
    }
    return NULL;
}

#if defined(__SANITIZE_THREAD__)
#define UNDER_TSAN 1
#elif defined(__has_feature)
#define UNDER_TSAN __has_feature(thread_sanitizer)
#else
#define UNDER_TSAN 0
#endif

/* Readers of several threads at once. ThreadSanitizer does not see the locks of GLib, which are its
 * own and not built for it. */
static void test_threads(void **state)
{
    (void)state;
    if (UNDER_TSAN)
        skip();
    struct buf b = {0};
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(messages); i++) {
        buf_puts(&b, "\n" FROM);
        buf_puts(&b, messages[i].message);
        buf_putc(&b, '\n');
    }
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, &b), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages), cmocka_unit_test(test_mbox),
        cmocka_unit_test(test_large),    cmocka_unit_test(test_recognises),
        cmocka_unit_test(test_random),   cmocka_unit_test(test_threads),
    };
    return run_tap(tests);
}
