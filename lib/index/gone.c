/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/gone.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tombstones are mapped as they are: little endian"
#endif

enum { FOOT = 8, ENTRY = 64, MOVE = 32, ID = 10 };

bool gone_open(struct gone *g, int folder, const char *name, const char *shown, struct error *error)
{
    *g = (struct gone){0};
    if (!sealed_open(&g->file, folder, name, shown, GONE_MAGIC, GONE_VERSION, error))
        return false;
    bool ok = g->file.length >= FOOT || sealed_damaged(&g->file, "it is too short", error);
    const uint8_t *foot = ok ? sealed_bytes(&g->file, g->file.length - FOOT, FOOT, error) : NULL;
    if (foot) {
        g->shards = little_32(foot);
        if ((g->file.length - FOOT) / ENTRY >= g->shards) {
            g->table_at = g->file.length - FOOT - (uint64_t)g->shards * ENTRY;
            return true;
        }
        sealed_damaged(&g->file, "its table is longer than the file", error);
    }
    gone_close(g);
    return false;
}

void gone_close(struct gone *g)
{
    sealed_close(&g->file);
    *g = (struct gone){0};
}

static size_t words_of(uint32_t documents)
{
    return ((size_t)documents + 64) / 64;
}

/* Reads an entry of the table. */
static bool read_part(struct gone *g, const uint8_t *entry, struct gone_shard *part,
                      struct error *error)
{
    uint32_t documents = little_32(entry + 32);
    uint64_t bits_at = little_64(entry + 40), moves_at = little_64(entry + 56);
    *part = (struct gone_shard){
        .count = little_32(entry + 36), .moves = little_32(entry + 48), .moves_at = moves_at};
    if (part->count > documents || part->moves > documents || bits_at % 8 != 0)
        return sealed_damaged(&g->file, "a part of it makes no sense", error);
    if (part->count == 0)
        return true;
    part->words = words_of(documents);
    part->bits = (const void *)sealed_bytes(&g->file, bits_at, part->words * 8, error);
    return part->bits != NULL;
}

bool gone_find(struct gone *g, const char *shard, uint32_t documents, struct gone_shard *part,
               struct error *error)
{
    size_t length = strlen(shard);
    *part = (struct gone_shard){0};
    for (uint32_t i = 0; length < GONE_NAME && i < g->shards; i++) {
        const uint8_t *entry =
            sealed_bytes(&g->file, g->table_at + (uint64_t)i * ENTRY, ENTRY, error);
        if (!entry)
            return false;
        if (memcmp(entry, shard, length + 1) != 0)
            continue;
        if (little_32(entry + 32) != documents)
            return sealed_damaged(&g->file, "it is of a shard with more or fewer articles", error);
        return read_part(g, entry, part, error);
    }
    return true;
}

bool gone_move_at(struct gone *g, const struct gone_shard *part, uint32_t n, struct move *move,
                  struct error *error)
{
    const uint8_t *bytes =
        n < part->moves ? sealed_bytes(&g->file, part->moves_at + (uint64_t)n * MOVE, MOVE, error)
                        : NULL;
    if (n >= part->moves)
        return sealed_damaged(&g->file, "a move that is not there", error);
    if (!bytes)
        return false;
    *move = (struct move){.docid = little_32(bytes)};
    move->path.length = little_32(bytes + 4);
    if (move->path.length > GONE_PATH_MAX)
        return sealed_damaged(&g->file, "a path that is too long", error);
    for (int i = 0; i < ID; i++) {
        static const char digits[] = "0123456789abcdef";
        uint8_t byte = bytes[16 + i];
        move->full_id[2 * i] = digits[byte >> 4];
        move->full_id[2 * i + 1] = digits[byte & 15];
        move->id = i < 8 ? move->id << 8 | byte : move->id;
    }
    move->path.data =
        (const char *)sealed_bytes(&g->file, little_64(bytes + 8), move->path.length, error);
    return move->path.data != NULL;
}

bool gone_move(struct gone *g, const struct gone_shard *part, uint32_t docid, struct move *move,
               bool *found, struct error *error)
{
    uint32_t low = 0, high = part->moves;
    *found = false;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const uint8_t *at =
            sealed_bytes(&g->file, part->moves_at + (uint64_t)middle * MOVE, MOVE, error);
        if (!at)
            return false;
        uint32_t there = little_32(at);
        if (there == docid) {
            *found = true;
            return gone_move_at(g, part, middle, move, error);
        }
        if (there < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return true;
}

static bool check_part(struct gone *g, const uint8_t *entry, struct error *error)
{
    struct gone_shard part;
    uint32_t documents = little_32(entry + 32), before = 0;
    uint64_t set = 0;
    if (!read_part(g, entry, &part, error))
        return false;
    for (size_t i = 0; i < part.words; i++)
        set += (unsigned)__builtin_popcountll(part.bits[i]);
    bool ok = memchr(entry, 0, GONE_NAME) && set == part.count;
    if (part.count > 0) /* neither docid 0 nor those past the last one */
        ok = ok && !(part.bits[0] & 1) &&
             !(part.bits[part.words - 1] & ~(UINT64_MAX >> (63 - documents % 64)));
    for (uint32_t i = 0; ok && i < part.moves; i++) {
        struct move move;
        if (!gone_move_at(g, &part, i, &move, error))
            return false;
        ok = move.docid > before && move.docid <= documents;
        before = move.docid;
    }
    return ok || sealed_damaged(&g->file, "a part of it makes no sense", error);
}

bool gone_check(struct gone *g, struct error *error)
{
    if (!sealed_check(&g->file, error))
        return false;
    for (uint32_t i = 0; i < g->shards; i++) {
        const uint8_t *entry =
            sealed_bytes(&g->file, g->table_at + (uint64_t)i * ENTRY, ENTRY, error);
        if (!entry || !check_part(g, entry, error))
            return false;
    }
    return true;
}

/* ---- writing ---- */

struct gone_writer {
    struct sealed_writer *file;
    char *shown;
    struct buf table;
    uint32_t shards;
};

struct gone_writer *gone_create(int folder, const char *name, const char *shown,
                                struct error *error)
{
    struct sealed_writer *file =
        sealed_create(folder, name, shown, GONE_MAGIC, GONE_VERSION, error);
    if (!file)
        return NULL;
    struct gone_writer *w = xcalloc(1, sizeof *w);
    w->file = file;
    w->shown = xstrdup(shown);
    return w;
}

void gone_writer_free(struct gone_writer *w)
{
    if (!w)
        return;
    sealed_writer_free(w->file);
    buf_free(&w->table);
    free(w->shown);
    free(w);
}

static bool pad(struct gone_writer *w, struct error *error)
{
    static const uint8_t zeros[8];
    return sealed_write(w->file, zeros, -sealed_at(w->file) & 7, error);
}

static unsigned hex_value(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                  : 16;
}

/* Packs a move whose path stands at `path_at`. */
static bool pack_move(const struct move *m, uint64_t path_at, uint8_t packed[MOVE])
{
    memset(packed, 0, MOVE);
    little_put(packed, m->docid, 4);
    little_put(packed + 4, m->path.length, 4);
    little_put(packed + 8, path_at, 8);
    for (int i = 0; i < ID; i++) {
        unsigned high = hex_value(m->full_id[2 * i]);
        unsigned low = high < 16 ? hex_value(m->full_id[2 * i + 1]) : 16;
        if (low == 16)
            return false;
        packed[16 + i] = (uint8_t)(high << 4 | low);
    }
    return m->path.length <= GONE_PATH_MAX;
}

static bool same_path(const struct move *a, const struct move *b)
{
    return a->path.length == b->path.length &&
           (a->path.data == b->path.data ||
            memcmp(a->path.data, b->path.data, a->path.length) == 0);
}

static bool write_moves(struct gone_writer *w, uint32_t documents, const struct move *moves,
                        size_t count, struct error *error)
{
    uint64_t begin = sealed_at(w->file) + (uint64_t)count * MOVE, at = begin;
    for (size_t i = 0; i < count; i++) {
        uint8_t packed[MOVE];
        bool again = i > 0 && same_path(&moves[i - 1], &moves[i]);
        begin = again ? begin : at;
        at = begin + moves[i].path.length;
        if (moves[i].docid == 0 || moves[i].docid > documents ||
            (i > 0 && moves[i].docid <= moves[i - 1].docid) || !pack_move(&moves[i], begin, packed))
            return error_set(error, ERROR_INTERNAL, "%s: a move that makes no sense", w->shown);
        if (!sealed_write(w->file, packed, MOVE, error))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!(i > 0 && same_path(&moves[i - 1], &moves[i])) &&
            !sealed_write(w->file, moves[i].path.data, moves[i].path.length, error))
            return false;
    return pad(w, error);
}

static uint32_t count_bits(const uint64_t *bits, uint32_t documents)
{
    uint32_t count = 0;
    for (size_t i = 0; bits && i < words_of(documents); i++)
        count += (uint32_t)__builtin_popcountll(bits[i]);
    return count;
}

bool gone_add(struct gone_writer *w, const char *shard, uint32_t documents, const uint64_t *bits,
              const struct move *moves, size_t move_count, struct error *error)
{
    uint8_t entry[ENTRY] = {0};
    uint32_t count = count_bits(bits, documents);
    size_t length = strlen(shard);
    if (count == 0 && move_count == 0)
        return true;
    if (length >= GONE_NAME || count > documents || move_count > documents)
        return error_set(error, ERROR_INTERNAL, "%s: a part of %s that makes no sense", w->shown,
                         shard);
    memcpy(entry, shard, length);
    little_put(entry + 32, documents, 4);
    little_put(entry + 36, count, 4);
    little_put(entry + 40, count ? sealed_at(w->file) : 0, 8);
    if (count > 0 && !sealed_write(w->file, bits, words_of(documents) * 8, error))
        return false;
    little_put(entry + 48, move_count, 4);
    little_put(entry + 56, move_count ? sealed_at(w->file) : 0, 8);
    buf_add(&w->table, entry, ENTRY);
    w->shards++;
    return write_moves(w, documents, moves, move_count, error);
}

bool gone_finish(struct gone_writer *w, struct error *error)
{
    uint8_t foot[FOOT] = {0};
    little_put(foot, w->shards, 4);
    buf_add(&w->table, foot, FOOT);
    return sealed_write(w->file, w->table.data, w->table.length, error) &&
           sealed_finish(w->file, error);
}
