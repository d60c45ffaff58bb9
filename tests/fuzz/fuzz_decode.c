/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as text in any charset: it becomes UTF-8, and a stream becomes what the whole does. */
#undef NDEBUG

#include "indexer/read/decode.h"

#include <assert.h>
#include <string.h>

#include "indexer/read/prose.h"
#include "lib/text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {NULL, "UTF-16", "ISO-8859-5", "SHIFT_JIS", "ISO-2022-JP"};
    struct arena arena = {0};
    struct decoded whole;
    struct decoder decoder;
    struct input in;
    struct error error;
    struct slice all;
    size_t replaced;
    if (size == 0)
        return 0;
    const char *encoding = names[data[0] % 5];
    struct slice bytes = {(const char *)data + 1, size - 1};
    prose_is_article("a", bytes);
    decode_text(bytes, encoding, &arena, &whole);
    utf8_clean(whole.text, &arena, &replaced);
    assert(replaced == 0);

    input_open_memory(&in, bytes, "a");
    assert(decoder_open(&decoder, &in, encoding, &error));
    assert(input_all(decoder.in, (size_t)1 << 20, &arena, &all, &error));
    if (decoder.charset)
        assert(all.length == whole.text.length &&
               memcmp(all.data, whole.text.data, all.length) == 0);
    decoder_close(&decoder);
    input_close(&in);
    arena_free(&arena);
    return 0;
}
