/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump INDEX: prints what an index holds, the same whatever the order in which it came to hold
 * it, and however many shards it has. Two indexes of the same files give the same lines, so that
 * diff(1) tells what differs:
 *
 *     article ID DATE LENGTH SOURCE FORMAT RECORD
 *     term TERM ID WDF [POSITION ...]
 *     name KEY WORD            of words that an article has
 *     setting KEY VALUE        but for the time and number of the last change
 *     root PATH
 *     file PATH ...            what is known of it, but for inode and mtime
 *
 * What is gone is not there. Control bytes, blanks and backslashes are written as \xNN. Exit: 0, or
 * 2 after an error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/files/file_table.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"
#include "lib/index/posting.h"
#include "lib/index/schema.h"
#include "lib/index/shard.h"
#include "lib/text/name_key.h"

struct lines {
    char **list;
    size_t count;
    size_t room;
};

struct dump {
    struct error error;
    struct manifest manifest;
    struct gone gone;
    struct lines lines;
};

/* Gives up after an error. */
static void check(const struct dump *d, bool ok)
{
    if (ok)
        return;
    fprintf(stderr, "dump: %s\n", d->error.message);
    exit(2);
}

static void add(struct dump *d, struct buf *line)
{
    d->lines.list = xgrow(d->lines.list, &d->lines.room, d->lines.count + 1, sizeof(char *));
    d->lines.list[d->lines.count++] = buf_take(line);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_escaped(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ' ' || c == '\\' || c == 0x7f)
            buf_printf(out, "\\x%02x", c);
        else
            buf_putc(out, text[i]);
    }
}

/* ---- shards ---- */

/* The id of an article, 16 digits: its own, or that of its move. */
static uint64_t id_of(struct dump *d, struct shard *s, uint32_t docid, struct move *move,
                      bool *moved)
{
    struct column_row row;
    *moved = false;
    check(d, columns_row(&s->columns, docid, &row, &d->error));
    if (s->gone.moves)
        check(d, gone_move(s->gone_file, &s->gone, docid, move, moved, &d->error));
    return *moved ? move->id : row.id;
}

static void dump_article(struct dump *d, struct shard *s, uint32_t docid)
{
    struct buf line = {0};
    struct buf packed = {0};
    struct column_row row;
    struct slice bytes;
    struct record r;
    struct move move;
    bool moved;
    uint64_t id = id_of(d, s, docid, &move, &moved);
    check(d, columns_row(&s->columns, docid, &row, &d->error) &&
                 texts_read(&s->texts, docid, &bytes, &d->error));
    if (!record_unpack(&r, bytes.data, bytes.length))
        check(d, error_set(&d->error, ERROR_DAMAGED, "article %u is no record", docid));
    char *path = moved ? xstrndup(move.path.data, move.path.length) : xstrdup(r.path);
    r.path = path;
    r.id = moved ? move.full_id : r.id;
    r.number = "";
    record_pack(&packed, &r);
    const char *format = row.format ? d->manifest.formats[row.format - 1] : "none";
    buf_printf(&line, "article %016" PRIx64 " %" PRIu32 " %" PRIu32 " %u %s ", id, row.date,
               row.length, row.source, format);
    put_escaped(&line, packed.data, packed.length);
    add(d, &line);
    free(path);
    record_free(&r);
    buf_free(&packed);
}

static void dump_posting(struct dump *d, struct shard *s, struct posting_list *l, size_t i,
                         const char *term, size_t length)
{
    struct buf line = {0};
    struct move move;
    bool moved;
    uint32_t *positions = xreallocarray(NULL, l->wdfs[i] + 1, sizeof *positions);
    size_t count = 0;
    check(d, posting_positions(l, i, positions, &count, &d->error));
    buf_puts(&line, "term ");
    put_escaped(&line, term, length);
    buf_printf(&line, " %016" PRIx64 " %" PRIu32, id_of(d, s, l->docids[i], &move, &moved),
               l->wdfs[i]);
    for (size_t n = 0; n < count; n++)
        buf_printf(&line, " %" PRIu32, positions[n]);
    add(d, &line);
    free(positions);
}

static void dump_name(struct dump *d, struct shard *s, const char *term, size_t length);

/* The postings of a term; that it is a name is told if an article still has it. */
static void dump_term(struct dump *d, struct shard *s, const char *term, size_t length)
{
    struct posting_list l = {0};
    bool any = false;
    check(d, posting_list_open(&l, s, term, length, &d->error));
    for (;;) {
        check(d, posting_list_next(&l, &d->error));
        if (l.count == 0)
            break;
        for (size_t i = 0; i < l.count; i++)
            if (!shard_is_gone(s, l.docids[i])) {
                dump_posting(d, s, &l, i, term, length);
                any = true;
            }
    }
    posting_list_close(&l);
    if (any && (term[0] < 'A' || term[0] > 'Z'))
        dump_name(d, s, term, length);
}

struct sought {
    struct slice word;
    bool found;
};

static bool is_word(void *context, struct slice word)
{
    struct sought *s = context;
    s->found = bytes_compare(word.data, word.length, s->word.data, s->word.length) == 0;
    return !s->found;
}

static void dump_name(struct dump *d, struct shard *s, const char *term, size_t length)
{
    struct buf line = {0};
    struct sought sought = {{term, length}, false};
    char key[NAME_KEY_MAX];
    size_t n = name_key(term, length, key);
    if (!n)
        return;
    check(d, names_find(&s->names, (struct slice){key, n}, is_word, &sought, &d->error));
    if (!sought.found)
        return;
    buf_puts(&line, "name ");
    put_escaped(&line, key, n);
    buf_putc(&line, ' ');
    put_escaped(&line, term, length);
    add(d, &line);
}

static void dump_shard(struct dump *d, int folder, const char *path,
                       const struct manifest_shard *info)
{
    struct shard s;
    const char *term;
    size_t length;
    uint32_t documents;
    struct gone *gone = d->manifest.gone[0] ? &d->gone : NULL;
    check(d, shard_open(&s, folder, path, info, gone, &d->error));
    for (uint32_t docid = 1; docid <= info->documents; docid++)
        if (!shard_is_gone(&s, docid))
            dump_article(d, &s, docid);
    struct term_walk *w = term_walk_open(&s, "", 0, &d->error);
    check(d, w != NULL);
    for (;;) {
        check(d, term_walk_next(w, &term, &length, &documents, &d->error));
        if (length == 0)
            break;
        char *copy = xstrndup(term, length);
        dump_term(d, &s, copy, length);
        free(copy);
    }
    term_walk_close(w);
    shard_close(&s);
}

/* ---- the rest ---- */

static void dump_setting(struct dump *d, const char *key, const char *value)
{
    struct buf line = {0};
    buf_printf(&line, "%s ", key);
    put_escaped(&line, value, strlen(value));
    add(d, &line);
}

static void dump_manifest(struct dump *d)
{
    const struct manifest *m = &d->manifest;
    dump_setting(d, "setting words", m->words);
    dump_setting(d, "setting language", m->language);
    dump_setting(d, "setting date-from", m->date_from);
    dump_setting(d, "setting tables", m->full ? "full" : "lean");
    for (size_t i = 0; i < m->option_count; i++)
        dump_setting(d, "option", m->options[i]);
    for (size_t i = 0; i < m->root_count; i++)
        dump_setting(d, "root", m->roots[i]);
}

static void dump_file(struct dump *d, const struct known_file *f)
{
    struct buf line = {0};
    char date[DATE_TEXT];
    buf_puts(&line, "file ");
    put_escaped(&line, f->path, strlen(f->path));
    buf_printf(&line, " %" PRIu64 " %016" PRIx64 " %" PRIu32 " %u%u%u%u %s %" PRIu32 " ", f->size,
               f->hash, f->articles, f->many, f->skipped, f->forced, f->digits,
               date_print(f->listed, date), f->fault_count);
    put_escaped(&line, f->fault, strlen(f->fault));
    add(d, &line);
}

static void dump_files(struct dump *d, int folder)
{
    struct file_table t;
    struct file_cursor c = {0};
    if (!d->manifest.files[0])
        return;
    check(d, file_table_open(&t, folder, d->manifest.files, d->manifest.files, &d->error) &&
                 file_cursor_seek(&c, &t, "", &d->error));
    while (c.found) {
        dump_file(d, &c.file);
        check(d, file_cursor_next(&c, &d->error));
    }
    file_cursor_free(&c);
    file_table_close(&t);
}

/* Names are told by each shard: lines that are there twice are printed once. */
static void print_lines(struct dump *d)
{
    if (d->lines.count)
        qsort(d->lines.list, d->lines.count, sizeof(char *), by_text);
    for (size_t i = 0; i < d->lines.count; i++)
        if (i == 0 || strncmp(d->lines.list[i], "name ", 5) != 0 ||
            strcmp(d->lines.list[i], d->lines.list[i - 1]) != 0)
            puts(d->lines.list[i]);
    for (size_t i = 0; i < d->lines.count; i++)
        free(d->lines.list[i]);
    free(d->lines.list);
}

int main(int argc, char **argv)
{
    struct dump d = {0};
    if (argc != 2) {
        fputs("usage: dump INDEX\n", stderr);
        return 2;
    }
    int folder = folder_open(argv[1], &d.error);
    check(&d, folder >= 0 && manifest_read(&d.manifest, folder, argv[1], &d.error));
    if (d.manifest.gone[0])
        check(&d, gone_open(&d.gone, folder, d.manifest.gone, d.manifest.gone, &d.error));
    dump_manifest(&d);
    dump_files(&d, folder);
    for (size_t i = 0; i < d.manifest.shard_count; i++)
        dump_shard(&d, folder, argv[1], &d.manifest.shards[i]);
    print_lines(&d);
    gone_close(&d.gone);
    manifest_free(&d.manifest);
    return 0;
}
