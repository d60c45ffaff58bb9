/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/base/varint.h"

static FILE *open_part(const char *path, char part, const char *mode)
{
    struct buf name = {0};
    buf_printf(&name, "%s.%c", path, part);
    FILE *f = fopen(name.data, mode);
    buf_free(&name);
    return f;
}

static void remove_part(const char *path, char part)
{
    struct buf name = {0};
    buf_printf(&name, "%s.%c", path, part);
    unlink(name.data);
    buf_free(&name);
}

static void free_memory(struct run *r)
{
    free(r->terms);
    free(r->postings);
    free(r->positions);
    arena_free(&r->texts);
    r->terms = NULL;
    r->postings = r->positions = NULL;
    r->memory = 0;
}

void run_free(struct run *r)
{
    free_memory(r);
    if (r->spilled) {
        remove_part(r->spilled, 'a');
        remove_part(r->spilled, 'b');
        free(r->spilled);
    }
    *r = (struct run){0};
}

static void write_term(const struct run *r, const struct run_term *t, FILE *a, FILE *b)
{
    uint8_t head[8 * VARINT_MAX];
    uint8_t *end = varint_put(head, t->length);
    fwrite(head, 1, (size_t)(end - head), a);
    fwrite(t->text, 1, t->length, a);
    end = varint_put(head, t->documents);
    end = varint_put(end, t->occurrences);
    end = varint_put(end, t->word);
    end = varint_put(end, t->postings_length);
    end = varint_put(end, t->positions_length);
    fwrite(head, 1, (size_t)(end - head), a);
    fwrite(r->postings + t->postings, 1, t->postings_length, a);
    fwrite(r->positions + t->positions, 1, t->positions_length, b);
}

bool run_spill(struct run *r, char *path, struct error *error)
{
    r->spilled = path;
    FILE *a = open_part(path, 'a', "wxe");
    FILE *b = a ? open_part(path, 'b', "wxe") : NULL;
    for (size_t i = 0; b && i < r->term_count; i++)
        write_term(r, &r->terms[i], a, b);
    bool ok = b && !ferror(a) && !ferror(b);
    if (a)
        ok = fclose(a) == 0 && ok;
    if (b)
        ok = fclose(b) == 0 && ok;
    free_memory(r);
    return ok || error_system(error, errno, path);
}

bool run_reader_open(struct run_reader *r, const struct run *run, bool wants_positions,
                     struct error *error)
{
    *r = (struct run_reader){.run = run, .wants_positions = wants_positions};
    if (!run->spilled)
        return true;
    r->a = open_part(run->spilled, 'a', "re");
    r->b = wants_positions ? open_part(run->spilled, 'b', "re") : NULL;
    return (r->a && (r->b || !wants_positions)) || error_system(error, errno, run->spilled);
}

void run_reader_close(struct run_reader *r)
{
    if (r->a)
        fclose(r->a);
    if (r->b)
        fclose(r->b);
    buf_free(&r->text_bytes);
    buf_free(&r->posting_bytes);
    buf_free(&r->position_bytes);
    *r = (struct run_reader){0};
}

static bool read_number(FILE *f, uint64_t *n)
{
    *n = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        int byte = getc(f);
        if (byte == EOF)
            return false;
        *n |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

static bool read_bytes(FILE *f, struct buf *b, size_t length)
{
    buf_clear(b);
    return fread(buf_reserve(b, length), 1, length, f) == length;
}

static bool read_spilled(struct run_reader *r)
{
    uint64_t length;
    uint64_t numbers[5];
    if (!read_number(r->a, &length) || !read_bytes(r->a, &r->text_bytes, length))
        return false;
    for (size_t i = 0; i < 5; i++)
        if (!read_number(r->a, &numbers[i]))
            return false;
    r->term = (struct run_term){.text = r->text_bytes.data,
                                .head = run_head(r->text_bytes.data, length),
                                .length = (uint32_t)length,
                                .documents = (uint32_t)numbers[0],
                                .occurrences = (uint32_t)numbers[1],
                                .word = numbers[2] != 0,
                                .postings_length = numbers[3],
                                .positions_length = numbers[4]};
    if (!read_bytes(r->a, &r->posting_bytes, numbers[3]) ||
        (r->wants_positions && !read_bytes(r->b, &r->position_bytes, numbers[4])))
        return false;
    r->postings = (const uint8_t *)r->posting_bytes.data;
    r->positions = (const uint8_t *)r->position_bytes.data;
    return true;
}

bool run_reader_next(struct run_reader *r, bool *found, struct error *error)
{
    *found = r->next < r->run->term_count;
    if (!*found)
        return true;
    if (r->run->spilled) {
        r->next++;
        return read_spilled(r) || error_system(error, EIO, r->run->spilled);
    }
    r->term = r->run->terms[r->next++];
    r->postings = r->run->postings + r->term.postings;
    r->positions = r->run->positions + r->term.positions;
    return true;
}
