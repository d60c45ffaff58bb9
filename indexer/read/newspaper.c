/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/newspaper.h"

#include <stdlib.h>

#include "indexer/read/decode.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

struct reader {
    const struct news_form *form;
    const struct reader_options *options;
    const char *name;
    struct decoder decoder;
    struct buf article; /* bytes of the current one */
    size_t line;        /* lines read so far */
    size_t first;       /* the line that the current article begins at */
    uint64_t record;
    bool begun; /* a line has said that articles begin */
    bool full;  /* it is too large: the rest is passed over */
    bool ended; /* it ended as it should */
};

struct reader *news_open(struct input *in, const struct reader_options *options,
                         const struct news_form *form, struct error *error)
{
    struct reader *r = xcalloc(1, sizeof *r);
    *r = (struct reader){.form = form, .options = options, .name = in->name};
    if (decoder_open(&r->decoder, in, options->encoding, error))
        return r;
    free(r);
    return NULL;
}

void news_close(struct reader *r)
{
    decoder_close(&r->decoder);
    buf_free(&r->article);
    free(r);
}

static void gather(struct reader *r, struct slice line)
{
    if (r->article.length == 0 && !r->full) {
        if (news_trim(line).length == 0)
            return;
        r->first = r->line;
    }
    if (r->full || r->article.length + line.length > READER_RECORD_MAX)
        r->full = true;
    else
        buf_add(&r->article, line.data, line.length);
}

/* Reads the lines up to the end of the next article, or of what might be one; *found is false at
 * the end of the file. */
static bool next_article(struct reader *r, bool *found, struct error *error)
{
    struct slice line;
    bool cut;
    buf_clear(&r->article);
    r->full = r->ended = false;
    for (;;) {
        if (!input_line(r->decoder.in, LINE_MAX_BYTES, &line, found, &cut, error))
            return false;
        if (!*found)
            break;
        r->line++;
        if (cut)
            reader_fault(r->options, r->record + 1, r->line, "a line is cut at %zu bytes",
                         LINE_MAX_BYTES);
        enum news_mark mark = r->form->mark(news_trim(line));
        if (mark == NEWS_INSIDE || mark == NEWS_ENDS)
            gather(r, line);
        if (mark == NEWS_BEGINS && !r->begun) {
            buf_clear(&r->article); /* it was a cover page */
            r->begun = true;
            r->full = false;
        }
        if (mark != NEWS_INSIDE)
            r->ended = true;
        if (mark != NEWS_INSIDE && (r->article.length || r->full))
            return true;
    }
    *found = r->article.length || r->full;
    r->ended = false;
    return true;
}

/* Cuts a text that is too long where a character ends. */
static void limit_text(const struct reader *r, struct entry *entry)
{
    size_t n = READER_TEXT_MAX;
    if (entry->text.length <= n)
        return;
    while (n && ((unsigned char)entry->text.data[n] & 0xC0) == 0x80)
        n--;
    entry->text.length = n;
    reader_fault(r->options, r->record, r->first, "its text is cut at %zu bytes", n);
}

/* Makes an entry of the article that was gathered; false if there is none in it. */
static bool make_entry(struct reader *r, struct arena *arena, struct entry *entry)
{
    struct decoded decoded;
    char *bytes = arena_copy(arena, r->article.data, r->article.length);
    decoder_text(&r->decoder, (struct slice){bytes, r->article.length}, arena, &decoded);
    struct news_lines lines = news_lines(decoded.text, arena);
    *entry = (struct entry){0};
    if (!r->form->parse(&lines, arena, entry))
        return false;
    r->record++;
    entry->record = r->record;
    entry->line = r->first;
    entry->charset = decoded.charset;
    if (entry->date.where)
        entry->date.line = r->first;
    if (decoded.replaced)
        reader_fault(r->options, r->record, r->first, "%zu bytes were no characters",
                     decoded.replaced);
    if (!r->ended && r->form->must_end && r->form->must_end(&lines))
        reader_fault(r->options, r->record, r->first, "it has no end: the file is cut off");
    if (entry->text.length == 0) {
        reader_fault(r->options, r->record, r->first, "no text in it: skipped");
        return false;
    }
    limit_text(r, entry);
    return true;
}

enum reader_status news_next(struct reader *r, struct arena *arena, struct entry *entry,
                             struct error *error)
{
    for (;;) {
        bool found;
        if (!next_article(r, &found, error))
            return READER_FAILED;
        if (!found && r->record == 0) {
            error_set(error, ERROR_UNSUPPORTED, "%s: no article of such an export is in it",
                      r->name);
            return READER_FAILED;
        }
        if (!found)
            return READER_END;
        if (r->full)
            reader_fault(r->options, ++r->record, r->first, "too large: skipped");
        else if (make_entry(r, arena, entry))
            return READER_ENTRY;
    }
}
