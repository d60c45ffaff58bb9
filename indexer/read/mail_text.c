/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/mail_text.h"

#include <string.h>
#include <strings.h>

#include "indexer/read/base64.h"
#include "indexer/read/decode.h"
#include "indexer/read/given.h"
#include "indexer/read/html.h"
#include "lib/base/buf.h"

enum { DEPTH_MAX = 64 }; /* of parts within each other */

struct collected {
    const struct reader_options *options;
    uint64_t record;
    size_t line;
    struct arena *arena;
    struct buf text;
    size_t depth;
    bool full; /* no more is taken */
};

static void fault(const struct collected *c, const char *what, const char *name)
{
    reader_fault(c->options, c->record, c->line, "%s%s", what, name);
}

/* ---- one part ---- */

/* The bytes of a part with its transfer encoding undone. */
static struct slice part_bytes(const struct collected *c, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *out = g_mime_stream_mem_new();
    size_t wrong = 0;
    bool base64 =
        content && g_mime_data_wrapper_get_encoding(content) == GMIME_CONTENT_ENCODING_BASE64;
    if (base64) /* gmime does not say what it passes over */
        g_mime_stream_write_to_stream(g_mime_data_wrapper_get_stream(content), out);
    else if (content)
        g_mime_data_wrapper_write_to_stream(content, out);
    GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
    struct slice bytes = {(const char *)array->data, array->len};
    if (base64)
        bytes = base64_decode(bytes, c->arena, &wrong);
    else
        bytes.data = arena_copy(c->arena, bytes.data ? bytes.data : "", bytes.length);
    if (wrong)
        reader_fault(c->options, c->record, c->line, "its base64 has %zu bytes that are none",
                     wrong);
    g_object_unref(out);
    return bytes;
}

/* The name of a part's charset for decode_text(); NULL: it does not say, or none that is known. */
static const char *part_charset(const struct collected *c, GMimeObject *part)
{
    const char *name = g_mime_object_get_content_type_parameter(part, "charset");
    if (!name || !*name || strcasecmp(name, "us-ascii") == 0 || strcasecmp(name, "ascii") == 0 ||
        strncasecmp(name, "utf-8", 5) == 0 || strcasecmp(name, "utf8") == 0)
        return c->options->encoding;
    if (strcasecmp(name, "iso-8859-1") == 0)
        return "windows-1252";
    if (decode_knows(name))
        return name;
    const char *other = g_mime_charset_iconv_name(name);
    if (other && decode_knows(other))
        return other;
    fault(c, "its charset is not known: ", name);
    return c->options->encoding;
}

static void add_text(struct collected *c, struct slice text)
{
    text = given_trim(text);
    if (!text.length || c->full)
        return;
    if (c->text.length)
        buf_puts(&c->text, "\n\n");
    buf_add(&c->text, text.data, text.length);
    c->full = c->text.length > READER_TEXT_MAX;
}

static void add_part(struct collected *c, GMimePart *part, bool html)
{
    struct decoded decoded;
    decode_text(part_bytes(c, part), part_charset(c, GMIME_OBJECT(part)), c->arena, &decoded);
    if (decoded.replaced)
        reader_fault(c->options, c->record, c->line,
                     "%zu bytes are no characters of %s and were "
                     "replaced",
                     decoded.replaced, decoded.charset ? decoded.charset : "UTF-8");
    add_text(c, html ? html_text(decoded.text, c->arena) : decoded.text);
}

/* ---- the tree of parts ---- */

static bool is_type(GMimeObject *part, const char *type, const char *subtype)
{
    GMimeContentType *of = g_mime_object_get_content_type(part);
    return of && g_mime_content_type_is_type(of, type, subtype);
}

static bool is_plain(GMimeObject *part)
{
    return is_type(part, "text", "plain") || is_type(part, "text", "markdown") ||
           is_type(part, "text", "x-markdown");
}

static bool is_attachment(GMimeObject *part)
{
    const char *how = g_mime_object_get_disposition(part);
    return how && strcasecmp(how, "attachment") == 0;
}

static void collect(struct collected *c, GMimeObject *part);

/* The plain one; else the last that has a text, as they come from the poorest to the richest. */
static void collect_alternative(struct collected *c, GMimeMultipart *parts)
{
    size_t before = c->text.length;
    int count = g_mime_multipart_get_count(parts);
    for (int i = 0; i < count && c->text.length == before; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        if (is_plain(part))
            collect(c, part);
    }
    for (int i = count; i > 0 && c->text.length == before; i--)
        collect(c, g_mime_multipart_get_part(parts, i - 1));
}

static void collect_multipart(struct collected *c, GMimeMultipart *parts)
{
    GMimeObject *whole = GMIME_OBJECT(parts);
    int count = g_mime_multipart_get_count(parts);
    bool first = is_type(whole, "multipart", "related") || is_type(whole, "multipart", "signed");
    if (is_type(whole, "multipart", "encrypted"))
        fault(c, "is encrypted", "");
    else if (is_type(whole, "multipart", "alternative"))
        collect_alternative(c, parts);
    else
        for (int i = 0; i < count && (i == 0 || !first); i++)
            collect(c, g_mime_multipart_get_part(parts, i));
}

static void collect_message(struct collected *c, GMimeMessage *message)
{
    const char *subject = g_mime_message_get_subject(message);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    if (subject) {
        struct decoded decoded;
        decode_text((struct slice){subject, strlen(subject)}, NULL, c->arena, &decoded);
        add_text(c, decoded.text);
    }
    if (body)
        collect(c, body);
}

static void collect(struct collected *c, GMimeObject *part)
{
    if (!part || c->full)
        return;
    if (c->depth == DEPTH_MAX) {
        fault(c, "has parts nested too deeply", "");
        c->full = true;
        return;
    }
    c->depth++;
    bool attached = is_attachment(part);
    if (attached && GMIME_IS_MESSAGE_PART(part))
        fault(c, "an attached message is left out", "");
    else if (!attached && GMIME_IS_MULTIPART(part))
        collect_multipart(c, GMIME_MULTIPART(part));
    else if (!attached && GMIME_IS_MESSAGE_PART(part) &&
             g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)))
        collect_message(c, g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)));
    else if (!attached && GMIME_IS_PART(part) && (is_plain(part) || is_type(part, "text", "html")))
        add_part(c, GMIME_PART(part), is_type(part, "text", "html"));
    c->depth--;
}

struct slice mail_text(GMimeMessage *message, const struct reader_options *options, uint64_t record,
                       size_t line, struct arena *arena)
{
    struct collected c = {.options = options, .record = record, .line = line, .arena = arena};
    collect(&c, g_mime_message_get_mime_part(message));
    struct slice text = given_copy((struct slice){c.text.data, c.text.length}, arena);
    buf_free(&c.text);
    return text;
}
