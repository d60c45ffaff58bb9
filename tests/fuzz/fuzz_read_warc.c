/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WARC records: no bytes break the reader, and each input is at most as many articles. */
#include "indexer/read/read_warc.h"

#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_warc, data, size);
    return 0;
}
