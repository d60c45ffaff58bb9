/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/mbox.h"

#include "lib/date/date_scan.h"

#define HEADER_MAX 200 /* bytes of the line behind a From line that are looked at */

void mbox_init(struct mbox *m, struct input *in, size_t limit)
{
    *m = (struct mbox){.in = in, .limit = limit};
}

void mbox_free(struct mbox *m)
{
    buf_free(&m->message);
}

static bool begins(struct slice line, const char *with)
{
    size_t n = strlen(with);
    return line.length >= n && memcmp(line.data, with, n) == 0;
}

/* The next word of a line; empty at its end. */
static struct slice next_word(struct slice *line)
{
    while (line->length && (*line->data == ' ' || *line->data == '\t')) {
        line->data++;
        line->length--;
    }
    struct slice word = {line->data, 0};
    while (word.length < line->length && word.data[word.length] > ' ')
        word.length++;
    line->data += word.length;
    line->length -= word.length;
    return word;
}

/* 10:00 or 9:00:00 */
static bool is_time(struct slice word)
{
    size_t hours = date_scan_digits(word.data, word.length);
    return (hours == 1 || hours == 2) && word.length >= hours + 3 && word.data[hours] == ':' &&
           date_scan_digits(word.data + hours + 1, word.length - hours - 1) == 2;
}

bool mbox_is_from_line(struct slice line)
{
    bool month = false, time = false, year = false;
    if (!begins(line, "From "))
        return false;
    line.data += 5;
    line.length -= 5;
    for (struct slice word; (word = next_word(&line)).length;) {
        if (date_scan_month(word.data, word.length))
            month = true;
        else if (month && is_time(word))
            time = true;
        else if (month && word.length == 4 && date_scan_digits(word.data, 4) == 4)
            year = true;
    }
    return month && time && year;
}

bool mbox_is_header(struct slice line)
{
    size_t n = 0;
    while (n < line.length && line.data[n] > ' ' && line.data[n] != ':' && line.data[n] != 0x7F)
        n++;
    return n && n < line.length && line.data[n] == ':';
}

static bool is_empty(struct slice line)
{
    return line.length == 0 || line.data[0] == '\n' || begins(line, "\r\n");
}

static void add_line(struct mbox *m, struct slice line)
{
    size_t marks = 0;
    while (marks < line.length && line.data[marks] == '>')
        marks++;
    bool quoted = marks && begins((struct slice){line.data + marks, line.length - marks}, "From ");
    buf_add(&m->message, line.data + quoted, line.length - quoted);
}

/* Whether a header stands on the next line. */
static bool header_follows(struct mbox *m, bool *follows, struct error *error)
{
    struct slice next;
    if (!input_peek(m->in, HEADER_MAX, &next, error))
        return false;
    *follows = mbox_is_header(next);
    return true;
}

/* What is known of the message that is being read. */
struct state {
    bool after_empty;
    bool large;
    bool parted; /* the last line was that before the next message */
    bool text;   /* there was a line that is not empty */
};

static bool take_line(struct mbox *m, struct state *s, struct slice line, bool cut,
                      struct error *error)
{
    size_t before = m->message.length;
    bool from = mbox_is_from_line(line);
    bool empty = is_empty(line);
    s->large = s->large || cut || before + line.length > m->limit;
    s->parted = from && s->after_empty;
    s->after_empty = empty || s->parted;
    s->text = s->text || (!empty && !from);
    if (!s->large && !s->parted)
        add_line(m, line);
    if (!from || s->parted)
        return true;
    if (!header_follows(m, &s->parted, error))
        return false;
    if (s->parted && !s->large)
        m->message.length = before;
    s->text = s->text || !s->parted;
    return true;
}

enum mbox_status mbox_next(struct mbox *m, struct slice *message, struct error *error)
{
    struct state s = {.after_empty = true};
    buf_clear(&m->message);
    m->line = m->behind ? m->behind : m->here + 1;
    while (!m->ended) {
        struct slice line;
        bool found, cut;
        if (!input_line(m->in, m->limit, &line, &found, &cut, error))
            return MBOX_FAILED;
        m->ended = !found;
        if (!found)
            break;
        m->here++;
        if (!take_line(m, &s, line, cut, error))
            return MBOX_FAILED;
        if (!s.parted)
            continue;
        m->behind = m->here;
        if (s.text || s.large)
            break;
        buf_clear(&m->message); /* empty lines before the first message */
        m->line = m->here;
    }
    *message = (struct slice){m->message.data, m->message.length};
    if (s.large)
        return MBOX_LARGE;
    return s.text ? MBOX_MESSAGE : MBOX_END;
}
