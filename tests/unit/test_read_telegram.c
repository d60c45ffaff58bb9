/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exports of Telegram and Mastodon: their messages, what is left out, and damage. */
#include "indexer/read/read_telegram.h"

#include "indexer/read/read_mastodon.h"
#include "tests/unit/reading.h"

#define CHAT "{\"name\": \"OSINT\", \"type\": \"public_channel\", \"id\": 77, \"messages\": ["

static void test_messages(void **state)
{
    (void)state;
    assert_reading(
        &reader_telegram,
        CHAT "{\"id\": 1, \"type\": \"service\", \"date\": \"2023-05-25T10:00:00\", "
             "\"action\": \"create_channel\", \"text\": \"x\"},\n"
             "{\"id\": 2, \"type\": \"message\", \"date\": \"2023-05-26T01:00:00\", "
             "\"date_unixtime\": \"1685059200\", \"from\": \"Ann\", \"text\": \"Plain \\u05d0\"},\n"
             "{\"id\": 3, \"type\": \"message\", \"date\": \"2023-05-27T01:00:00\", \"text\": "
             "[\"See \", {\"type\": \"link\", \"text\": \"http://a.b\"}, \"\\n\\nnow\"]},\n"
             "{\"id\": 4, \"type\": \"message\", \"date\": \"2023-05-28T01:00:00\", \"photo\": "
             "\"p.jpg\", "
             "\"text\": \"\"},\n"
             "{\"id\": 5, \"type\": \"message\", \"date_unixtime\": \"-1\", \"text\": \"old\"},\n"
             "{\"id\": 6, \"type\": \"message\", \"text\": \"undated\"},\n"
             "{\"id\": 7, \"type\": \"message\", \"date\": \"2023-02-30T01:00:00\", \"text\": "
             "\"odd\"}]}",
        "#2 2023-05-26 date_unixtime | - | - | OSINT | Ann | 77/2 | Plain \xD7\x90\n"
        "#3 2023-05-27 date | - | - | OSINT | - | 77/3 | See http://a.b/now\n"
        "#5 1969-12-31 date_unixtime | - | - | OSINT | - | 77/5 | old\n"
        "#6 - - | - | - | OSINT | - | 77/6 | undated\n"
        "#7 impossible '2023-02-30T01:00:00' date | - | - | OSINT | - | 77/7 | odd\n");
}

static void test_all_chats(void **state)
{
    (void)state;
    assert_reading(&reader_telegram,
                   "{\"about\": \"Telegram\", \"contacts\": {\"list\": [{\"name\": \"no\", "
                   "\"messages\": [1]}]},"
                   "\"name\\\"x\": {\"messages\": [{}]},"
                   "\"chats\": {\"about\": \"x\", \"list\": ["
                   "{\"name\": \"A\", \"id\": 1, \"messages\": [{\"id\": 1, \"text\": \"one\"}]},"
                   "{\"name\": null, \"id\": 2, \"messages\": [{\"id\": 1, \"text\": \"two\"}]}]},"
                   "\"left_chats\": {\"list\": [{\"name\": \"C\", \"id\": 3, \"messages\": "
                   "[{\"id\": 1, \"text\": \"three\"}]}]}}",
                   "#1 - - | - | - | A | - | 1/1 | one\n"
                   "#2 - - | - | - | - | - | 2/1 | two\n"
                   "#3 - - | - | - | C | - | 3/1 | three\n");
}

static void test_damage(void **state)
{
    (void)state;
    /* Cut off in the middle. */
    assert_reading(&reader_telegram, CHAT "{\"id\": 1, \"text\": \"one\"},\n{\"id\": 2, \"te",
                   "#1 - - | - | - | OSINT | - | 77/1 | one\n"
                   "failed: file:2: ends in the middle of a JSON value\n");
    /* One that is no JSON among others. */
    assert_reading(&reader_telegram,
                   CHAT "{\"id\": 1, \"text\": \"one\"}, {\"id\": oops}, {\"id\": 3, \"text\": "
                        "\"three\"}]}",
                   "#1 - - | - | - | OSINT | - | 77/1 | one\n"
                   "!2:1 is skipped: invalid token near 'oops'\n"
                   "#3 - - | - | - | OSINT | - | 77/3 | three\n");
    /* Halves of surrogates, NULs, bytes that are no UTF-8. */
    assert_reading(&reader_telegram,
                   CHAT "{\"id\": 1, \"text\": \"a\\ud800b \\ud83d\\ude00 \\udc00\\\\ud800 \\u0000"
                        "c\"}, {\"id\": 2, \"text\": \"caf\xE9\"}]}",
                   "!1:1 2 bytes or escapes are no characters and were replaced\n"
                   "#1 - - | - | - | OSINT | - | 77/1 | a\xEF\xBF\xBD"
                   "b \xF0\x9F\x98\x80 \xEF\xBF\xBD\\ud800 c\n"
                   "!2:1 1 bytes or escapes are no characters and were replaced\n"
                   "#2 - - | - | - | OSINT | - | 77/2 | caf\xEF\xBF\xBD\n");
    assert_reading(&reader_telegram, "", "failed: file:1: ends in the middle of a JSON value\n");
    assert_reading(&reader_telegram, "{} x", "failed: file:1: is no JSON from here on\n");
    assert_reading(&reader_telegram, "\xEF\xBB\xBF{}", "");
    assert_reading(&reader_telegram, "[[[[",
                   "failed: file:1: ends in the middle of a JSON value\n");
    assert_reading(&reader_telegram,
                   "{\"messages\": [{\"id\": 1, \"text\": 5}, 7, [], null, "
                   "{\"id\": 123456789012345678901234567890, \"text\": \"big\"}]}",
                   "#5 - - | - | - | - | - | - | big\n");
}

static void test_deep(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, CHAT "{\"text\": ");
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, '[');
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, ']');
    buf_puts(&b, "}, {\"id\": 2, \"text\": \"two\"}]}");
    assert_reading(&reader_telegram, b.data,
                   "!1:1 is skipped: maximum parsing depth reached near '['\n"
                   "#2 - - | - | - | OSINT | - | 77/2 | two\n");
    buf_free(&b);
}

/* Any place to cut it: the messages before are the same, and nothing else comes. */
static void test_cut(void **state)
{
    (void)state;
    static const char whole[] = CHAT
        "{\"id\": 1, \"text\": [\"a\\\"\", {\"text\": \"b\"}]}, {\"id\": 2, \"text\": \"c\"}]}";
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        char *is = reading_of(&reader_telegram, (struct slice){whole, n}, NULL);
        assert_non_null(strstr(is, "failed: file:1: ends in the middle of a JSON value\n"));
        assert_true(is[0] == '#' || is[0] == 'f');
        free(is);
    }
}

#define OUTBOX                                                                            \
    "{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"id\": \"outbox.json\", " \
    "\"type\": \"OrderedCollection\", \"totalItems\": 4, \"orderedItems\": ["

static void test_posts(void **state)
{
    (void)state;
    assert_reading(
        &reader_mastodon,
        OUTBOX
        "{\"type\": \"Announce\", \"published\": \"2023-05-25T10:00:00Z\", \"object\": "
        "\"https://b.c/1\"},"
        "{\"type\": \"Create\", \"actor\": \"https://m.s/users/ann\", \"object\": {\"type\": "
        "\"Note\","
        "\"id\": \"https://m.s/users/ann/statuses/5\", \"url\": \"https://m.s/@ann/5\", "
        "\"summary\": null, \"published\": \"2023-05-26T23:59:00Z\", "
        "\"attributedTo\": \"https://m.s/users/ann\", \"content\": \"<p>A &amp; B</p><p>C</p>\"}},"
        "{\"type\": \"Create\", \"actor\": \"https://m.s/@ann\", \"object\": {\"id\": \"urn:6\","
        "\"summary\": \"Warning\", \"content\": \"<p>Text</p>\", \"name\": \"Title\"}},"
        "{\"type\": \"Create\", \"object\": {\"id\": \"urn:7\", \"content\": \"\"}},"
        "{\"type\": \"Create\", \"object\": {\"id\": \"urn:8\", \"content\": \"x\", "
        "\"published\": \"yesterday\", \"url\": [{\"href\": \"http://h\"}]}}]}",
        "#2 2023-05-26 published | - | https://m.s/@ann/5 | ann@m.s | ann@m.s | "
        "https://m.s/users/ann/statuses/5 | A & B/C\n"
        "#3 - - | Title | urn:6 | ann@m.s | ann@m.s | urn:6 | Warning/Text\n"
        "#5 unknown 'yesterday' published | - | http://h | - | - | urn:8 | x\n");
}

static void test_recognises(void **state)
{
    (void)state;
    assert_true(reading_recognises(&reader_telegram, CHAT));
    assert_true(reading_recognises(&reader_telegram, "\xEF\xBB\xBF\n" CHAT));
    assert_true(reading_recognises(&reader_telegram,
                                   "{\"about\": \"... Telegram\", \"personal_information\": {"));
    assert_false(reading_recognises(&reader_telegram, "{\"messages\": [], \"type\": \"log\"}"));
    assert_false(reading_recognises(&reader_telegram, "{\"title\": \"Telegram\", \"text\": \"\"}"));
    assert_false(reading_recognises(&reader_telegram, "[" CHAT));
    assert_false(reading_recognises(&reader_telegram, OUTBOX));
    assert_false(reading_recognises(&reader_telegram, ""));
    assert_true(reading_recognises(&reader_mastodon, OUTBOX));
    assert_false(reading_recognises(&reader_mastodon, CHAT));
    assert_false(reading_recognises(&reader_mastodon, "{\"orderedItems\": []}"));
    assert_false(reading_recognises(&reader_mastodon, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),   cmocka_unit_test(test_all_chats),
        cmocka_unit_test(test_damage),     cmocka_unit_test(test_deep),
        cmocka_unit_test(test_cut),        cmocka_unit_test(test_posts),
        cmocka_unit_test(test_recognises),
    };
    return run_tap(tests);
}
