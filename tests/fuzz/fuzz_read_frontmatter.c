/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a post; the first one says in which light markup. */
#undef NDEBUG

#include "indexer/read/read_frontmatter.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.md", "a.org", "a.rst"};
    struct input in;
    if (size == 0)
        return 0;
    struct slice bytes = {(const char *)data + 1, size - 1};
    reader_frontmatter.recognises(bytes);
    input_open_memory(&in, bytes, names[data[0] % 3]);
    assert(fuzz_input(&reader_frontmatter, &in) <= 1);
    input_close(&in);
    return 0;
}
