/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a mailbox, and as one message. */
#include "indexer/read/read_mail.h"
#include "tests/fuzz/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(&reader_mbox, data, size);
    fuzz_reader(&reader_mail, data, size);
    return 0;
}
