/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_csv.h"

#include <csv.h>
#include <stdlib.h>

#include "indexer/read/csv_shape.h"
#include "indexer/read/decode.h"
#include "indexer/read/field_value.h"
#include "indexer/read/whole.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define HEAD ((size_t)1 << 16) /* bytes that tell the shape */

struct column {
    const char *name;
    struct field_use uses[FIELD_USES];
    size_t use_count; /* 0: nothing that we take */
};

/* A field of the row in hand: bytes of `row`. */
struct cell {
    size_t column;
    size_t start;
    size_t length;
};

struct reader {
    const struct reader_options *options;
    struct decoder decoder;
    struct csv_parser parser;
    struct field_table *table;
    struct arena names; /* of columns */
    struct column *columns;
    size_t column_count;
    size_t column_room;
    struct buf row; /* the fields that are taken */
    struct cell *cells;
    size_t cell_count;
    size_t cell_room;
    size_t fields;   /* of the row, taken or not */
    size_t extra;    /* of these, fields that say something and have no column */
    bool have_row;   /* it is whole */
    size_t row_line; /* where it begins */
    size_t line;     /* of the next byte */
    uint64_t record;
    bool ended;
};

/* Called for each field; of columns that are not taken nothing is copied. */
static void on_field(void *bytes, size_t length, void *context)
{
    struct reader *r = context;
    size_t column = r->fields++;
    bool header = r->columns == NULL;
    if (!header && column >= r->column_count)
        r->extra += length > 0;
    if (!header && (column >= r->column_count || r->columns[column].use_count == 0))
        return;
    r->cells = xgrow(r->cells, &r->cell_room, r->cell_count + 1, sizeof *r->cells);
    r->cells[r->cell_count++] = (struct cell){column, r->row.length, length};
    if (length)
        buf_add(&r->row, bytes, length);
}

static void on_row(int end, void *context)
{
    struct reader *r = context;
    (void)end;
    r->have_row = true;
}

static void new_row(struct reader *r)
{
    r->have_row = false;
    r->fields = r->extra = r->cell_count = 0;
    buf_clear(&r->row);
}

/* The bytes of a row cannot be more than a record may have: what was read of it goes. */
static void drop_row(struct reader *r, const struct csv_parser *like)
{
    struct csv_parser fresh;
    csv_init(&fresh, 0);
    csv_set_delim(&fresh, csv_get_delim((struct csv_parser *)like));
    csv_set_quote(&fresh, csv_get_quote((struct csv_parser *)like));
    csv_free(&r->parser);
    r->parser = fresh;
    r->record++;
    reader_fault(r->options, r->record, r->row_line,
                 "is above %zu MB, or a quote of it is never closed; skipped",
                 READER_RECORD_MAX >> 20);
    new_row(r);
}

/* How many bytes there are up to and with the first line end. */
static size_t line_length(struct slice ahead)
{
    const char *newline = memchr(ahead.data, '\n', ahead.length);
    size_t n = newline ? (size_t)(newline + 1 - ahead.data) : ahead.length;
    const char *back = memchr(ahead.data, '\r', n);
    return back ? (size_t)(back + 1 - ahead.data) : n;
}

static bool is_in_quotes(const struct csv_parser *p)
{
    return p->pstate == 2 && p->quoted; /* FIELD_BEGUN of libcsv */
}

/* Reads on until a row is whole; *found is false at the end. */
static bool read_row(struct reader *r, bool *found, struct error *error)
{
    new_row(r);
    r->row_line = r->line;
    while (!r->have_row && !r->ended) {
        struct slice ahead;
        if (!input_ahead(r->decoder.in, 0, &ahead, error))
            return false;
        if (ahead.length == 0) {
            r->ended = true;
            if (is_in_quotes(&r->parser)) {
                reader_fault(r->options, ++r->record, r->row_line,
                             "is damaged: the file ends within its quotes; skipped");
                break;
            }
            csv_fini(&r->parser, on_field, on_row, r);
            break;
        }
        size_t n = line_length(ahead);
        if (csv_parse(&r->parser, ahead.data, n, on_field, on_row, r) != n)
            return error_set(error, ERROR_MEMORY, "%s: no memory for a field", r->decoder.in->name);
        r->line += ahead.data[n - 1] == '\n';
        input_pass(r->decoder.in, n);
        if (!r->have_row && r->fields == 0 && r->parser.pstate == 0)
            r->row_line = r->line; /* it was blank */
        if (!r->have_row && r->parser.entry_pos + r->row.length > READER_RECORD_MAX)
            drop_row(r, &r->parser);
    }
    *found = r->have_row;
    return true;
}

static bool has_field(const struct reader *r, enum field f)
{
    for (size_t i = 0; i < r->column_count; i++)
        for (size_t k = 0; k < r->columns[i].use_count; k++)
            if (r->columns[i].uses[k].field == f)
                return true;
    return false;
}

static bool read_header(struct reader *r, struct error *error)
{
    bool found;
    if (!read_row(r, &found, error))
        return false;
    if (!found)
        return error_set(error, ERROR_UNSUPPORTED, "%s: empty", r->decoder.in->name);
    struct column *columns = xcalloc(r->cell_count + 1, sizeof *columns);
    for (size_t i = 0; i < r->cell_count; i++) {
        struct column *c = &columns[i];
        struct decoded name;
        decoder_text(&r->decoder,
                     (struct slice){r->row.data + r->cells[i].start, r->cells[i].length}, &r->names,
                     &name);
        c->name = arena_copy(&r->names, name.text.data, name.text.length);
        c->use_count = field_table_find(r->table, c->name, name.text.length, c->uses);
    }
    r->columns = columns;
    r->column_count = r->cell_count;
    if (has_field(r, FIELD_TEXT))
        return true;
    error_set(error, ERROR_DAMAGED, "%s: no column of its first row is known to be the text",
              r->decoder.in->name);
    return error_cure(error, "say which it is with --map text=NAME");
}

static void csv_reader_close(struct reader *r)
{
    csv_free(&r->parser);
    field_table_free(r->table);
    decoder_close(&r->decoder);
    arena_free(&r->names);
    free(r->columns);
    free(r->cells);
    buf_free(&r->row);
    free(r);
}

static bool begin(struct reader *r, struct input *in, struct error *error)
{
    struct slice head;
    if (!input_peek(r->decoder.in, HEAD, &head, error))
        return false;
    struct csv_shape shape = csv_shape_of(head, in->name, r->table);
    csv_set_delim(&r->parser, (unsigned char)shape.separator);
    csv_set_quote(&r->parser, shape.quotes ? '"' : 0);
    r->line = 1 + (shape.header > 0);
    input_pass(r->decoder.in, shape.header);
    return read_header(r, error);
}

static struct reader *csv_reader_open(struct input *in, const struct reader_options *options,
                                      struct error *error)
{
    struct slice head;
    if (!input_peek(in, HEAD, &head, error))
        return NULL;
    if (decode_is_binary(head, options->encoding)) {
        error_set(error, ERROR_UNSUPPORTED, "%s: binary", in->name);
        return NULL;
    }
    struct reader *r = xcalloc(1, sizeof *r);
    r->options = options;
    r->table = field_table_new(options->map, NAMES_RECORD);
    csv_init(&r->parser, 0);
    if (!decoder_open(&r->decoder, in, options->encoding, error) || !begin(r, in, error)) {
        csv_reader_close(r);
        return NULL;
    }
    return r;
}

/* The row as an entry, in the arena. */
static void take_row(struct reader *r, struct arena *arena, struct entry *entry)
{
    struct record_fields fields = {0};
    const char *charset = r->decoder.charset;
    size_t replaced = 0;
    char *copy = arena_copy(arena, r->row.data, r->row.length);
    for (size_t i = 0; i < r->cell_count; i++) {
        const struct cell *cell = &r->cells[i];
        const struct column *c = &r->columns[cell->column];
        struct decoded value;
        decoder_text(&r->decoder, (struct slice){copy + cell->start, cell->length}, arena, &value);
        for (size_t k = 0; k < c->use_count; k++)
            record_fields_take(&fields, c->uses[k], (struct slice){c->name, strlen(c->name)},
                               value.text);
        charset = value.charset ? value.charset : charset;
        replaced += value.replaced;
    }
    record_fields_entry(&fields, arena, entry);
    entry->record = r->record;
    entry->line = entry->date.line = r->row_line;
    entry->charset = charset;
    whole_tell_replaced(r->options, r->record, r->row_line, replaced, charset);
}

static enum reader_status csv_reader_next(struct reader *r, struct arena *arena,
                                          struct entry *entry, struct error *error)
{
    for (;;) {
        bool found;
        if (!read_row(r, &found, error))
            return READER_FAILED;
        if (!found)
            return READER_END;
        r->record++;
        if (r->extra)
            reader_fault(r->options, r->record, r->row_line,
                         "has %zu fields where the header has %zu; the rest is not taken",
                         r->fields, r->column_count);
        take_row(r, arena, entry);
        if (entry->text.length)
            return READER_ENTRY;
        reader_fault(r->options, r->record, r->row_line, "has no text; skipped");
    }
}

static const char *const endings[] = {".csv", ".tsv", ".tab", NULL};

const struct reader_format reader_csv = {.name = "csv",
                                         .endings = endings,
                                         .what = "CSV, TSV: a table with a header row",
                                         .many = true,
                                         .open = csv_reader_open,
                                         .next = csv_reader_next,
                                         .close = csv_reader_close};
