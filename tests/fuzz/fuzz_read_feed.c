/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a feed: of no XML, of other XML, of broken XML. */
#include "indexer/read/read_feed.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_feed, data, size);
    return 0;
}
