/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compressed files and archives: the first byte says of what kind the rest is by its name. */
#include "indexer/read/unpack.h"

#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads a member to its end, by the reader of its name if there is one. */
static void read_member(const struct unpack_member *m)
{
    struct slice head;
    struct error error = {0};
    size_t got = 1;
    char piece[512];
    if (!input_peek(m->in, READER_HEAD, &head, &error))
        assert(*error.message);
    else if (reader_choose(m->name, head))
        fuzz_input(reader_choose(m->name, head), m->in);
    while (got && input_read(m->in, piece, sizeof piece, &got, &error))
        ;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt.gz",  "a.tar", "a.zip", "a.tgz",
                                        "a.tar.zst", "a.xz",  "a",     "a.warc.gz"};
    const struct reader_options options = {.fault = fuzz_fault};
    struct error error = {0};
    struct input in;
    size_t members = 0;
    const char *name = names[size ? data[0] % 8 : 0];
    input_open_memory(&in, (struct slice){(const char *)data + (size > 0), size - (size > 0)},
                      name);
    struct unpack *u = unpack_open(&in, NULL, &options, &error);
    enum unpack_status status = u ? UNPACK_MEMBER : UNPACK_FAILED;
    struct unpack_member member;
    while (u && (status = unpack_next(u, &member, &error)) == UNPACK_MEMBER) {
        assert(*member.name && strncmp(member.in->name, name, strlen(name)) == 0);
        read_member(&member);
        members++;
    }
    assert(status != UNPACK_FAILED || *error.message);
    assert(members <= UNPACK_FREE / 512 + 1);
    if (u)
        unpack_close(u);
    input_close(&in);
    return 0;
}
