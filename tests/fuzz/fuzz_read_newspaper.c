/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Newspaper exports: every input is read as each of them. */
#include "indexer/read/read_factiva.h"
#include "indexer/read/read_nexis.h"
#include "indexer/read/read_proquest.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_nexis, data, size);
    fuzz_reader(&reader_proquest, data, size);
    fuzz_reader(&reader_factiva, data, size);
    return 0;
}
