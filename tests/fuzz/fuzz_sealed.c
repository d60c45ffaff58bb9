/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as the body of each kind of sealed file, with checksums that are right: what is read
 * of it is an error, or bytes that are there. */
#undef NDEBUG

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/index/columns.h"
#include "lib/index/gone.h"
#include "lib/index/names.h"
#include "lib/index/sums.h"
#include "lib/index/texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int folder = -1;

static void write_sealed(const char *name, const char *magic, const uint8_t *body, size_t length)
{
    size_t covered = SEALED_HEAD + length, blocks = (covered + SEALED_BLOCK - 1) / SEALED_BLOCK;
    size_t size = covered + blocks * 4 + 8;
    uint8_t *file = xcalloc(1, size);
    memcpy(file, magic, 8);
    little_put(file + 8, 1, 4);
    little_put(file + 16, length, 8);
    memcpy(file + SEALED_HEAD, body, length);
    for (size_t b = 0; b < blocks; b++) {
        size_t left = covered - b * SEALED_BLOCK;
        little_put(file + covered + b * 4,
                   hash_64(file + b * SEALED_BLOCK, left < SEALED_BLOCK ? left : SEALED_BLOCK), 4);
    }
    little_put(file + covered + blocks * 4, hash_64(file + covered, blocks * 4), 8);
    unlinkat(folder, name, 0);
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert(fd >= 0);
    assert(write(fd, file, size) == (ssize_t)size);
    close(fd);
    free(file);
}

static bool see_id(void *context, uint32_t docid, uint64_t id)
{
    uint64_t *sum = context;
    *sum += docid + id;
    return true;
}

static void read_columns(void)
{
    struct columns c;
    struct error error;
    struct column_row row;
    uint64_t sum = 0;
    if (!columns_open(&c, folder, "columns", &error))
        return;
    columns_row(&c, 1, &row, &error);
    columns_row(&c, c.documents, &row, &error);
    columns_find_id(&c, 5, 1, see_id, &sum, &error);
    columns_check(&c, &sum, &error);
    columns_close(&c);
}

static void read_texts(void)
{
    struct texts t;
    struct error error;
    struct slice record;
    if (!texts_open(&t, folder, "texts", &error))
        return;
    for (uint32_t d = 1; d < 20; d++)
        if (texts_read(&t, d, &record, &error))
            hash_64(record.data, record.length);
    if (texts_read(&t, t.documents, &record, &error))
        hash_64(record.data, record.length);
    texts_check(&t, &error);
    texts_close(&t);
}

static bool see_word(void *context, struct slice word)
{
    uint64_t *sum = context;
    *sum += hash_64(word.data, word.length);
    return true;
}

static void read_names(void)
{
    struct names n;
    struct error error;
    uint64_t sum = 0;
    if (!names_open(&n, folder, "names", &error))
        return;
    names_find(&n, (struct slice){"KTR", 3}, see_word, &sum, &error);
    names_check(&n, &error);
    names_close(&n);
}

static void read_gone(void)
{
    struct gone g;
    struct error error;
    struct gone_shard part;
    struct move move;
    bool found;
    if (!gone_open(&g, folder, "gone", "gone", &error))
        return;
    for (uint32_t documents = 1; documents < 70; documents++)
        if (gone_find(&g, "shard-1", documents, &part, &error)) {
            if (part.words)
                hash_64(part.bits, part.words * 8);
            gone_move(&g, &part, 1, &move, &found, &error);
            gone_move_at(&g, &part, part.moves - 1, &move, &error);
        }
    gone_check(&g, &error);
    gone_close(&g);
}

static void read_sums(void)
{
    static uint8_t block[SUMS_BLOCK];
    struct sums s;
    struct error error;
    if (!sums_open(&s, folder, ".", &error))
        return;
    sums_block(&s, 0, block, &error);
    sums_block(&s, s.blocks - 1, block, &error);
    sums_iamglass(&s, block, 100, &error);
    sums_check(&s, folder, ".", &error);
    sums_close(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        const char *name, *magic;
        void (*read)(void);
    } kinds[] = {{COLUMNS_FILE, COLUMNS_MAGIC, read_columns},
                 {TEXTS_FILE, TEXTS_MAGIC, read_texts},
                 {NAMES_FILE, NAMES_MAGIC, read_names},
                 {"gone", GONE_MAGIC, read_gone},
                 {SUMS_FILE, SUMS_MAGIC, read_sums}};
    static char path[] = "/tmp/dateline-fuzz.XXXXXX";
    if (folder < 0) {
        assert(mkdtemp(path));
        folder = open(path, O_RDONLY | O_DIRECTORY);
        assert(folder >= 0);
    }
    if (size == 0)
        return 0;
    size_t k = data[0] % (sizeof kinds / sizeof *kinds);
    write_sealed(kinds[k].name, kinds[k].magic, data + 1, size - 1);
    kinds[k].read();
    unlinkat(folder, kinds[k].name, 0);
    return 0;
}
