/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as JSON. */
#undef NDEBUG

#include "indexer/read/read_jsonl.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_jsonl, data, size);
    return 0;
}
