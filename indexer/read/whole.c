/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/whole.h"

#include <stdlib.h>

#include "indexer/read/decode.h"
#include "lib/base/mem.h"

#define HEAD ((size_t)8000) /* bytes that tell whether a file is binary */

struct reader {
    struct input *in;
    const struct reader_options *options;
    bool done;
};

struct reader *whole_open(struct input *in, const struct reader_options *options,
                          struct error *error)
{
    (void)error;
    struct reader *r = xmalloc(sizeof *r);
    *r = (struct reader){in, options, false};
    return r;
}

void whole_close(struct reader *r)
{
    free(r);
}

const struct reader_options *whole_options(const struct reader *r)
{
    return r->options;
}

const char *whole_name(const struct reader *r)
{
    return r->in->name;
}

void whole_tell_replaced(const struct reader_options *o, uint64_t record, size_t line,
                         size_t replaced, const char *charset)
{
    if (replaced)
        reader_fault(o, record, line, "%zu byte%s not %s, replaced by U+FFFD", replaced,
                     replaced == 1 ? " is" : "s are", charset ? charset : "UTF-8");
}

bool whole_is_blank(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!text.data[i] || !strchr(" \t\r\n\f\v", text.data[i]))
            return false;
    return true;
}

enum reader_status whole_read(struct reader *r, struct arena *arena, struct slice *text,
                              const char **charset, struct error *error)
{
    struct slice bytes;
    struct decoded decoded;
    if (r->done)
        return READER_END;
    r->done = true;
    /* A binary file may be the image of a disk: no more is read of it than its head. */
    if (!input_peek(r->in, HEAD, &bytes, error))
        return READER_FAILED;
    if (decode_is_binary(bytes, r->options->encoding)) {
        error_set(error, ERROR_UNSUPPORTED, "%s: binary", r->in->name);
        return READER_FAILED;
    }
    if (!input_all(r->in, READER_RECORD_MAX, arena, &bytes, error))
        return READER_FAILED;
    decode_text(bytes, r->options->encoding, arena, &decoded);
    if (whole_is_blank(decoded.text)) {
        error_set(error, ERROR_UNSUPPORTED, "%s: empty", r->in->name);
        return READER_FAILED;
    }
    whole_tell_replaced(r->options, 0, 0, decoded.replaced, decoded.charset);
    *text = decoded.text;
    *charset = decoded.charset;
    return READER_ENTRY;
}
