/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a manifest, their checksum made right: an error with a line and a cure, or what
 * prints as the same bytes. */
#undef NDEBUG

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/index/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf bytes = {0}, printed = {0};
    struct manifest m;
    struct error error;
    buf_add(&bytes, data, size);
    if (manifest_parse(&m, bytes.data, bytes.length, "index", &error))
        manifest_free(&m);
    buf_printf(&bytes, "checksum %016" PRIx64 "\n", hash_64(data, size));
    if (manifest_parse(&m, bytes.data, bytes.length, "index", &error)) {
        manifest_print(&m, &printed);
        assert(printed.length == bytes.length);
        assert(memcmp(printed.data, bytes.data, bytes.length) == 0);
        manifest_free(&m);
    } else {
        assert(error.status == ERROR_DAMAGED || error.status == ERROR_VERSION);
        assert(error.message[0] && error.cure[0]);
    }
    buf_free(&bytes);
    buf_free(&printed);
    return 0;
}
