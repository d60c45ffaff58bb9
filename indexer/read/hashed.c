/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/hashed.h"

#include <stdlib.h>
#include <xxhash.h>

#include "lib/base/mem.h"

struct hashed {
    struct input file;
    XXH3_state_t *state;
    uint64_t bytes;
};

static bool hashed_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct hashed *h = source;
    if (!input_read(&h->file, to, room, got, error))
        return false;
    XXH3_64bits_update(h->state, to, *got);
    h->bytes += *got;
    return true;
}

static void hashed_close(void *source)
{
    struct hashed *h = source;
    input_close(&h->file);
}

struct hashed *hashed_open(struct input *in, const char *path, const char *name,
                           struct error *error)
{
    static const struct input_kind kind = {hashed_read, hashed_close};
    struct input file;
    if (!input_open_file(&file, path, name, error))
        return NULL;
    struct hashed *h = xmalloc(sizeof *h);
    *h = (struct hashed){.file = file, .state = XXH3_createState()};
    if (!h->state || XXH3_64bits_reset(h->state) != XXH_OK) {
        error_set(error, ERROR_MEMORY, "%s: no memory to hash it", name);
        input_close(&h->file);
        hashed_free(h);
        return NULL;
    }
    input_open(in, &kind, h, name);
    in->path = path;
    in->expected = h->file.expected;
    return h;
}

uint64_t hashed_value(const struct hashed *h, uint64_t *bytes)
{
    *bytes = h->bytes;
    return XXH3_64bits_digest(h->state);
}

void hashed_free(struct hashed *h)
{
    XXH3_freeState(h->state);
    free(h);
}
