/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_mail.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/mbox.h"
#include "indexer/read/message.h"
#include "lib/base/mem.h"

struct reader {
    const struct reader_options *options;
    struct mail_parser *parser;
    struct input *in;
    struct mbox mbox;
    uint64_t record;
    bool ended;
};

static struct reader *open_mail(struct input *in, const struct reader_options *options,
                                struct error *error)
{
    (void)error;
    struct reader *r = xcalloc(1, sizeof *r);
    r->options = options;
    r->in = in;
    r->parser = mail_parser_new(options);
    mbox_init(&r->mbox, in, READER_RECORD_MAX);
    return r;
}

static void close_mail(struct reader *r)
{
    mail_parser_free(r->parser);
    mbox_free(&r->mbox);
    free(r);
}

/* ---- mbox ---- */

static enum reader_status next_in_mbox(struct reader *r, struct arena *arena, struct entry *entry,
                                       struct error *error)
{
    for (;;) {
        struct slice bytes;
        enum mbox_status status = mbox_next(&r->mbox, &bytes, error);
        if (status == MBOX_FAILED)
            return READER_FAILED;
        if (status == MBOX_END)
            return READER_END;
        r->record++;
        if (status == MBOX_LARGE)
            reader_fault(r->options, r->record, r->mbox.line, "is above %zu MiB and skipped",
                         READER_RECORD_MAX >> 20);
        else if (message_entry(r->parser, bytes, r->record, r->mbox.line, arena, entry))
            return READER_ENTRY;
    }
}

/* The line at the front of the bytes, without its end; the bytes go on behind it. */
static struct slice take_line(struct slice *bytes)
{
    const char *end = memchr(bytes->data, '\n', bytes->length);
    struct slice line = {bytes->data, end ? (size_t)(end - bytes->data) : bytes->length};
    size_t taken = line.length + (end != NULL);
    bytes->data += taken;
    bytes->length -= taken;
    if (line.length && line.data[line.length - 1] == '\r')
        line.length--;
    return line;
}

/* A From line and a header behind it, whose name may be cut off by the end of the head. */
static bool recognises_mbox(struct slice head)
{
    struct slice line = {NULL, 0};
    while (head.length && !line.length)
        line = take_line(&head);
    return line.length && mbox_is_from_line(line) && mbox_is_header(take_line(&head));
}

/* ---- one message ---- */

static enum reader_status next_message(struct reader *r, struct arena *arena, struct entry *entry,
                                       struct error *error)
{
    struct slice bytes;
    if (r->ended)
        return READER_END;
    r->ended = true;
    if (!input_all(r->in, READER_RECORD_MAX, arena, &bytes, error))
        return READER_FAILED;
    struct slice rest = bytes;
    if (bytes.length && mbox_is_from_line(take_line(&rest)))
        bytes = rest;
    return message_entry(r->parser, bytes, 0, 0, arena, entry) ? READER_ENTRY : READER_END;
}

/* The headers that tell a message from other texts with lines of `Key: value`: those that programs
 * write weigh 2, those that people write, too, weigh 1. */
static int weight_of(struct slice line)
{
    static const struct {
        const char *name;
        int weight;
    } names[] = {{"message-id:", 2},   {"received:", 2},     {"return-path:", 2},
                 {"mime-version:", 2}, {"delivered-to:", 2}, {"newsgroups:", 2},
                 {"content-type:", 1}, {"from:", 1},         {"to:", 1},
                 {"subject:", 1},      {"date:", 1}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        if (line.length >= n && strncasecmp(line.data, names[i].name, n) == 0)
            return names[i].weight;
    }
    return 0;
}

static bool recognises_mail(struct slice head)
{
    int weight = 0;
    bool from = false;
    bool ended = false;
    for (size_t lines = 0; head.length && !ended; lines++) {
        struct slice line = take_line(&head);
        bool folded = lines && line.length && (line.data[0] == ' ' || line.data[0] == '\t');
        ended = line.length == 0;
        if (ended || folded || (lines == 0 && mbox_is_from_line(line)))
            continue;
        if (!mbox_is_header(line) && head.length) /* the last line may be cut off */
            return false;
        weight += weight_of(line);
        from = from || (line.length > 5 && strncasecmp(line.data, "from:", 5) == 0);
    }
    return from && weight >= 5;
}

bool mail_is_maildir(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash - path < 3 || slash[1] < '0' || slash[1] > '9')
        return false;
    return (memcmp(slash - 3, "cur", 3) == 0 || memcmp(slash - 3, "new", 3) == 0) &&
           (slash - path == 3 || slash[-4] == '/');
}

const struct reader_format reader_mbox = {
    .name = "mbox",
    .endings = (const char *const[]){".mbox", ".mbx", ".txt", NULL},
    .what = "mailboxes (mbox)",
    .many = true,
    .recognises = recognises_mbox,
    .open = open_mail,
    .next = next_in_mbox,
    .close = close_mail,
};

const struct reader_format reader_mail = {
    .name = "mail",
    .endings = (const char *const[]){".eml", NULL},
    .what = "mail messages (.eml, maildir)",
    .many = false,
    .recognises = recognises_mail,
    .open = open_mail,
    .next = next_message,
    .close = close_mail,
};
