/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what programs export: Telegram, Mastodon, newsboat. */
#include "indexer/read/read_mastodon.h"
#include "indexer/read/read_newsboat.h"
#include "indexer/read/read_telegram.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_telegram, data, size);
    fuzz_reader(&reader_mastodon, data, size);
    fuzz_reader(&reader_newsboat, data, size);
    return 0;
}
