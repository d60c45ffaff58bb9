/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/message.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/given.h"
#include "indexer/read/mail_text.h"
#include "indexer/read/mbox.h"
#include "lib/base/mem.h"
#include "lib/text/utf8.h"

struct mail_parser {
    const struct reader_options *options;
    GMimeParserOptions *gmime;
    /* Of the message that is being read. */
    uint64_t record;
    size_t line;
    bool told; /* that it is damaged */
};

/* What gmime finds wrong with the structure of a message. The rest of its warnings (a header twice,
 * an address that is none) is of no matter to its text. */
static void on_warning(gint64 offset, GMimeParserWarning warning, const gchar *item,
                       gpointer context)
{
    struct mail_parser *p = context;
    const char *what = NULL;
    (void)offset;
    (void)item;
    if (warning == GMIME_WARN_TRUNCATED_MESSAGE || warning == GMIME_WARN_MALFORMED_MULTIPART)
        what = "is cut off in the middle of a part";
    else if (warning == GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY)
        what = "has parts without a boundary";
    else if (warning == GMIME_CRIT_NESTING_OVERFLOW)
        what = "has parts nested too deeply";
    if (what && !p->told)
        reader_fault(p->options, p->record, p->line, "%s", what);
    p->told = p->told || what;
}

/* GMime counts its users in a plain number, and its table of charsets is made with the first. */
static void start_gmime(void)
{
    g_mime_init();
}

struct mail_parser *mail_parser_new(const struct reader_options *options)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct mail_parser *p = xcalloc(1, sizeof *p);
    const char *charsets[] = {"utf-8", options->encoding ? options->encoding : "windows-1252",
                              NULL};
    pthread_once(&once, start_gmime);
    p->options = options;
    p->gmime = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(p->gmime, charsets);
#if GMIME_CHECK_VERSION(3, 2, 14)
    g_mime_parser_options_set_warning_callback(p->gmime, on_warning, p, NULL);
#else
    g_mime_parser_options_set_warning_callback(p->gmime, on_warning, p);
#endif
    return p;
}

void mail_parser_free(struct mail_parser *p)
{
    g_mime_parser_options_free(p->gmime);
    free(p);
}

/* ---- headers ---- */

static struct slice copy_text(const char *text, struct arena *arena)
{
    size_t replaced;
    if (!text)
        return (struct slice){NULL, 0};
    struct slice clean = utf8_clean((struct slice){text, strlen(text)}, arena, &replaced);
    return given_copy(clean, arena);
}

static const char *header(GMimeMessage *message, const char *name)
{
    return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/* The day behind the last semicolon of the last Received: of the hop next to the sender. */
static struct given_date received_date(GMimeMessage *message, size_t line, struct arena *arena)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = g_mime_header_list_get_count(list); i > 0; i--) {
        GMimeHeader *h = g_mime_header_list_get_header_at(list, i - 1);
        const char *value = g_mime_header_get_value(h);
        const char *day = value ? strrchr(value, ';') : NULL;
        if (day && strcasecmp(g_mime_header_get_name(h), "Received") == 0)
            return given_date(copy_text(day + 1, arena), "Received", line, arena);
    }
    return (struct given_date){0};
}

static struct given_date message_date(GMimeMessage *message, size_t line, struct arena *arena)
{
    struct given_date date =
        given_date(copy_text(header(message, "Date"), arena), "Date", line, arena);
    return date.where ? date : received_date(message, line, arena);
}

/* <http://host/page> without what is around it; nothing if it is no page. */
static struct slice page_address(const char *value, struct arena *arena)
{
    struct slice text = copy_text(value, arena);
    const char *open = text.length ? strchr(text.data, '<') : NULL;
    const char *close = open ? strchr(open, '>') : NULL;
    if (close)
        text = (struct slice){open + 1, (size_t)(close - open) - 1};
    text = given_copy(text, arena);
    if (!text.length ||
        (strncasecmp(text.data, "http://", 7) != 0 && strncasecmp(text.data, "https://", 8) != 0))
        return (struct slice){NULL, 0};
    return text;
}

static struct slice message_url(GMimeMessage *message, struct arena *arena)
{
    struct slice url = page_address(header(message, "Archived-At"), arena);
    return url.length ? url : page_address(header(message, "List-Post"), arena);
}

/* "ann at example.org (Ann Lee)", as archives of lists hide addresses. */
static struct slice hidden_name(const char *from, struct arena *arena)
{
    const char *open = from && !strchr(from, '@') ? strchr(from, '(') : NULL;
    const char *close = open ? strrchr(open, ')') : NULL;
    if (!close)
        return (struct slice){NULL, 0};
    struct slice decoded = copy_text(from, arena);
    const char *start = decoded.length ? strchr(decoded.data, '(') : NULL;
    const char *end = start ? strrchr(start, ')') : NULL;
    if (!end)
        return (struct slice){NULL, 0};
    return given_copy((struct slice){start + 1, (size_t)(end - start) - 1}, arena);
}

static void set_from(GMimeMessage *message, struct arena *arena, struct entry *entry)
{
    const char *raw = header(message, "From");
    InternetAddressList *list = g_mime_message_get_from(message);
    struct slice name = hidden_name(raw, arena);
    struct slice address = {NULL, 0};
    entry->author = copy_text(raw, arena);
    if (!name.length && list && internet_address_list_length(list) > 0) {
        InternetAddress *one = internet_address_list_get_address(list, 0);
        name = copy_text(internet_address_get_name(one), arena);
        if (INTERNET_ADDRESS_IS_MAILBOX(one))
            address =
                copy_text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)), arena);
    }
    entry->publisher = name.length ? name : address.length ? address : entry->author;
    if (!name.length || !address.length) {
        entry->author = entry->publisher;
        return;
    }
    size_t room = name.length + address.length + 4;
    char *both = arena_alloc(arena, room);
    int n = snprintf(both, room, "%s <%s>", name.data, address.data);
    entry->author = (struct slice){both, (size_t)n};
}

/* ---- the article ---- */

/* The message of these bytes, which must stay as long as it does; NULL: it is none. */
static GMimeMessage *parse(struct mail_parser *p, GByteArray *bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, p->gmime);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static bool fill(struct mail_parser *p, GMimeMessage *message, struct arena *arena,
                 struct entry *entry)
{
    *entry = (struct entry){.title = copy_text(g_mime_message_get_subject(message), arena),
                            .url = message_url(message, arena),
                            .key = copy_text(g_mime_message_get_message_id(message), arena),
                            .date = message_date(message, p->line, arena),
                            .record = p->record,
                            .line = p->line};
    set_from(message, arena, entry);
    struct slice text = mail_text(message, p->options, p->record, p->line, arena);
    entry->title_in_text = !text.length;
    entry->text = given_text(text.length ? text : entry->title, p->options, p->record);
    if (entry->text.length)
        return true;
    reader_fault(p->options, p->record, p->line, "has no text and is skipped");
    return false;
}

/* How many lines could be headers or part what is in the message, for each of which gmime needs
 * some hundred bytes, whatever the line is. */
static size_t structure_of(struct slice bytes)
{
    size_t count = 0;
    while (bytes.length) {
        const char *end = memchr(bytes.data, '\n', bytes.length);
        size_t taken = end ? (size_t)(end - bytes.data) + 1 : bytes.length;
        count += mbox_is_header((struct slice){bytes.data, taken}) ||
                 (taken > 2 && memcmp(bytes.data, "--", 2) == 0);
        bytes.data += taken;
        bytes.length -= taken;
    }
    return count;
}

bool message_entry(struct mail_parser *p, struct slice bytes, uint64_t record, size_t line,
                   struct arena *arena, struct entry *entry)
{
    GByteArray array = {(guint8 *)(void *)(uintptr_t)bytes.data, (guint)bytes.length};
    p->record = record;
    p->line = line;
    p->told = false;
    if (structure_of(bytes) > MESSAGE_LINES_MAX) {
        reader_fault(p->options, record, line,
                     "has more than %d lines that could be headers or boundaries and is skipped",
                     MESSAGE_LINES_MAX);
        return false;
    }
    GMimeMessage *message = parse(p, &array);
    if (!message) {
        reader_fault(p->options, record, line, "is no message and is skipped");
        return false;
    }
    bool good = fill(p, message, arena, entry);
    g_object_unref(message);
    return good;
}
