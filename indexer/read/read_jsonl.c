/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_jsonl.h"

#include <stdlib.h>

#include "indexer/read/decode.h"
#include "indexer/read/json_quick.h"
#include "indexer/read/json_record.h"
#include "indexer/read/json_stream.h"
#include "indexer/read/whole.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

struct reader {
    const struct reader_options *options;
    struct input *in;
    struct decoder decoder;
    struct json_stream stream;
    struct field_table *table;
    struct slice rest; /* of a line: objects may stand one behind the other */
    bool in_arena;     /* `rest` is, which the caller may clear between records */
    struct buf held;   /* `rest` then */
    size_t line;       /* where `rest` is */
    const char *charset;
    json_t *list; /* of records, in an object that was one */
    size_t next;  /* of the list */
    json_t *holder;
    uint64_t record;
    bool stray;
};

static struct reader *jsonl_open(struct input *in, const struct reader_options *options,
                                 struct error *error)
{
    struct reader *r = xcalloc(1, sizeof *r);
    r->options = options;
    r->in = in;
    if (!decoder_open(&r->decoder, in, options->encoding, error)) {
        free(r);
        return NULL;
    }
    if (!json_stream_open(&r->stream, r->decoder.in, in->name, error)) {
        decoder_close(&r->decoder);
        free(r);
        return NULL;
    }
    r->table = field_table_new(options->map, NAMES_RECORD);
    return r;
}

static void jsonl_close(struct reader *r)
{
    json_decref(r->holder);
    buf_free(&r->held);
    field_table_free(r->table);
    decoder_close(&r->decoder);
    free(r);
}

/* Says where an entry is; false, and a fault, if it has no text. */
static bool keep(struct reader *r, struct entry *entry)
{
    entry->record = r->record;
    entry->line = r->line;
    entry->date.line = r->line;
    entry->charset = r->charset;
    if (entry->text.length)
        return true;
    reader_fault(r->options, r->record, r->line, "has no text; skipped");
    return false;
}

/* A record of the list in hand; false at its end. */
static bool next_of_list(struct reader *r, struct arena *arena, struct entry *entry)
{
    while (r->next < json_array_size(r->list)) {
        json_t *v = json_array_get(r->list, r->next++);
        r->record++;
        if (!json_is_object(v))
            reader_fault(r->options, r->record, r->line, "is no object; skipped");
        else {
            json_record_entry(v, r->table, arena, entry);
            if (keep(r, entry))
                return true;
        }
    }
    json_decref(r->holder);
    r->holder = r->list = NULL;
    return false;
}

/* Keeps what is left of a line where the caller does not clear it. */
static void hold(struct reader *r)
{
    if (r->rest.length && r->in_arena) {
        buf_clear(&r->held);
        buf_add(&r->held, r->rest.data, r->rest.length);
        r->rest.data = r->held.data;
        r->in_arena = false;
    }
}

/* What is left of a line behind an object. */
static void set_rest(struct reader *r, struct slice bytes, size_t used)
{
    while (used < bytes.length && strchr(" \t\r\n,\x1E", bytes.data[used]) && bytes.data[used])
        used++;
    r->rest = (struct slice){bytes.data + used, bytes.length - used};
    hold(r);
}

/* The object that `rest` begins with; false if it is none, or holds a list, or has no text. */
static bool next_of_rest(struct reader *r, struct arena *arena, struct entry *entry)
{
    size_t used;
    const char *mended;
    char why[JSON_ERROR_TEXT_LENGTH];
    struct slice bytes = r->rest;
    r->record++;
    r->rest.length = 0;
    if (json_quick_entry(bytes, r->table, arena, entry, &used)) {
        set_rest(r, bytes, used);
        return keep(r, entry);
    }
    json_t *v = json_record_parse(bytes, &used, &mended, why);
    if (!json_is_object(v)) {
        reader_fault(r->options, r->record, r->line, "is damaged: %s; skipped",
                     v ? "no JSON object" : why);
        json_decref(v);
        return false;
    }
    if (mended)
        reader_fault(r->options, r->record, r->line, "%s", mended);
    set_rest(r, bytes, used);
    json_record_entry(v, r->table, arena, entry);
    json_t *list = entry->text.length ? NULL : json_record_list(v);
    if (list) {
        r->holder = v;
        r->list = list;
        r->next = 0;
        r->record--;
        return false;
    }
    bool good = keep(r, entry);
    json_decref(v);
    return good;
}

static void tell_piece(struct reader *r, const struct json_piece *piece)
{
    if (piece->kind == JSON_PIECE_STRAY) {
        if (!r->stray)
            reader_fault(r->options, 0, piece->line, "'%.*s' is no JSON object; passed over",
                         (int)piece->bytes.length, piece->bytes.data);
        r->stray = true;
        return;
    }
    r->record++;
    if (piece->kind == JSON_PIECE_CUT)
        reader_fault(r->options, r->record, piece->line,
                     "is damaged: the file ends in the middle of it; skipped");
    else
        reader_fault(r->options, r->record, piece->line, "is above %zu MB; skipped",
                     READER_RECORD_MAX >> 20);
}

/* Gets the next bytes with objects. */
static enum reader_status more(struct reader *r, struct arena *arena, struct error *error)
{
    struct json_piece piece;
    struct decoded decoded;
    for (;;) {
        if (!json_stream_next(&r->stream, READER_RECORD_MAX, &piece, error))
            return READER_FAILED;
        if (piece.kind == JSON_PIECE_END)
            return READER_END;
        if (piece.kind == JSON_PIECE_OBJECT)
            break;
        tell_piece(r, &piece);
    }
    r->stray = false;
    decoder_text(&r->decoder, piece.bytes, arena, &decoded);
    r->rest = decoded.text;
    r->in_arena = decoded.text.data != piece.bytes.data;
    r->line = piece.line;
    r->charset = decoded.charset;
    whole_tell_replaced(r->options, r->record + 1, r->line, decoded.replaced, decoded.charset);
    return READER_ENTRY;
}

static enum reader_status jsonl_next(struct reader *r, struct arena *arena, struct entry *entry,
                                     struct error *error)
{
    for (;;) {
        if (r->list && next_of_list(r, arena, entry))
            return READER_ENTRY;
        if (r->rest.length == 0) {
            enum reader_status status = more(r, arena, error);
            if (status != READER_ENTRY)
                return status;
        }
        if (next_of_rest(r, arena, entry))
            return READER_ENTRY;
    }
}

/* A brace and a quote behind it, or a bracket and a brace: {"..., [{"... */
static bool recognises(struct slice head)
{
    const char *c = head.data;
    const char *end = head.data + head.length;
    const char *wanted = "[{\"";
    if (head.length >= 3 && memcmp(c, "\xEF\xBB\xBF", 3) == 0)
        c += 3;
    for (; c < end; c++) {
        if (strchr(" \t\r\n\x1E", *c) && *c)
            continue;
        if (*c == '{' && *wanted == '[')
            wanted++;
        if (*c != *wanted)
            return false;
        if (*++wanted == '\0')
            return true;
    }
    return false;
}

static const char *const endings[] = {".jsonl", ".ndjson", ".json", ".jsonlines", NULL};

const struct reader_format reader_jsonl = {.name = "jsonl",
                                           .endings = endings,
                                           .what = "JSON Lines, an array or objects of JSON",
                                           .many = true,
                                           .recognises = recognises,
                                           .open = jsonl_open,
                                           .next = jsonl_next,
                                           .close = jsonl_close};
