/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/xml_push.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/decode.h"
#include "indexer/read/given.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define CHUNK ((size_t)32 << 10)
#define ENCODING_MAX 40
#define REFERENCE_MAX 40 /* bytes of a reference to a character or an entity */

struct declared {
    char *name;
    char *content;
};

struct xml_push {
    const struct reader_options *options;
    const struct xml_events *events;
    void *context;
    struct decoder decoder;
    char encoding[ENCODING_MAX]; /* as declared */
    struct arena arena;          /* of one chunk */
    xmlParserCtxtPtr parser;
    size_t depth;
    char raw[CHUNK];
    size_t held; /* bytes at the front of `raw` that await the rest of their line or tag */
    struct buf mended;
    bool begun; /* the first < was met */
    bool cdata;
    bool stopped;
    /* Entities. */
    struct declared declared[XML_PUSH_ENTITIES];
    size_t declared_count;
    xmlEntity entity; /* the one that was asked for last */
    char content[REFERENCE_MAX + 4];
    /* What was wrong. */
    size_t errors;
    size_t marks;
    size_t unknown;
    size_t controls;
    size_t replaced;
};

/* ---- what the parser calls ---- */

/* After an error libxml2 drops the references to entities that follow, unless it is told that the
 * document is well-formed. */
static void go_on(struct xml_push *x)
{
    x->parser->wellFormed = 1;
}

static void stop(struct xml_push *x, const char *why, int limit)
{
    if (!x->stopped)
        reader_fault(x->options, 0, xml_push_line(x), "%s %d; what follows is not read", why,
                     limit);
    x->stopped = true;
    xmlStopParser(x->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    struct xml_push *x = context;
    struct xml_attribute list[XML_ATTRIBUTES_MAX];
    size_t count = 0;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    go_on(x);
    for (int i = 0; i < attribute_count && count < XML_ATTRIBUTES_MAX; i++, attributes += 5)
        list[count++] = (struct xml_attribute){
            (const char *)attributes[0],
            (const char *)attributes[2],
            {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])}};
    if (x->depth == XML_PUSH_DEPTH) {
        stop(x, "its elements are nested deeper than", XML_PUSH_DEPTH);
        return;
    }
    x->depth++;
    struct xml_element element = {
        (const char *)name, (const char *)prefix, (const char *)uri, xml_push_line(x), list, count};
    x->events->start(x->context, &element);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_push *x = context;
    (void)prefix;
    (void)uri;
    go_on(x);
    if (x->depth)
        x->depth--;
    x->events->end(x->context, (const char *)name);
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct xml_push *x = context;
    go_on(x);
    x->events->text(x->context, (const char *)text, (size_t)length);
}

static void on_declared(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                        const xmlChar *system_id, xmlChar *content)
{
    struct xml_push *x = context;
    (void)public_id;
    (void)system_id;
    if (type != XML_INTERNAL_GENERAL_ENTITY || !content || x->declared_count == XML_PUSH_ENTITIES ||
        strlen((char *)content) > XML_PUSH_ENTITY || strpbrk((char *)content, "&<"))
        return;
    x->declared[x->declared_count++] =
        (struct declared){xstrdup((const char *)name), xstrdup((const char *)content)};
}

static const char *content_of(struct xml_push *x, const char *name)
{
    for (size_t i = 0; i < x->declared_count; i++)
        if (strcmp(x->declared[i].name, name) == 0)
            return x->declared[i].content;
    const htmlEntityDesc *html = htmlEntityLookup((const xmlChar *)name);
    if (html) {
        int n = xmlCopyCharMultiByte((xmlChar *)x->content, (int)html->value);
        x->content[n] = '\0';
        return x->content;
    }
    x->unknown++;
    if (strlen(name) > REFERENCE_MAX)
        return "";
    snprintf(x->content, sizeof x->content, "&%s;", name);
    return x->content;
}

/* What a reference stands for. It is given out as one that needs no parsing, which is the kind that
 * XML itself defines. */
static xmlEntityPtr on_reference(void *context, const xmlChar *name)
{
    struct xml_push *x = context;
    xmlEntityPtr own = xmlGetPredefinedEntity(name);
    if (own || x->parser->inSubset) /* a declaration asks whether it is the first */
        return own;
    x->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                            .name = name,
                            .etype = XML_INTERNAL_PREDEFINED_ENTITY,
                            .content = (xmlChar *)content_of(x, (const char *)name)};
    x->entity.orig = x->entity.content; /* or the parser puts one there */
    if (x->parser->instate == XML_PARSER_ATTRIBUTE_VALUE && x->entity.content[1])
        return NULL; /* of which the parser would take the first byte */
    x->entity.length = (int)strlen((char *)x->entity.content);
    return &x->entity;
}

static void on_error(void *context, xmlErrorPtr wrong)
{
    struct xml_push *x = context;
    bool cut = wrong->code == XML_ERR_DOCUMENT_END && (x->depth || !x->begun);
    if (wrong->level != XML_ERR_FATAL || cut)
        return;
    if (x->errors++ == 0) {
        struct slice said =
            given_trim((struct slice){wrong->message, wrong->message ? strlen(wrong->message) : 0});
        reader_fault(x->options, 0, xml_push_line(x), "is no proper XML: %.*s", (int)said.length,
                     said.data);
    }
}

/* ---- bytes ---- */

/* The charset that <?xml encoding="..."?> names, in `name`; false: none, or UTF-8. */
static bool declared_encoding(struct slice head, char name[ENCODING_MAX])
{
    const char *end = memchr(head.data, '>', head.length);
    struct slice line = {head.data, end ? (size_t)(end - head.data) : 0};
    static const char key[] = "encoding=";
    for (size_t i = 0; i + sizeof key < line.length; i++) {
        if (memcmp(line.data + i, key, sizeof key - 1) != 0)
            continue;
        const char *from = line.data + i + sizeof key;
        const char *to = memchr(from, from[-1], line.length - i - sizeof key);
        size_t n = to ? (size_t)(to - from) : 0;
        if (n == 0 || n >= ENCODING_MAX)
            return false;
        memcpy(name, from, n);
        name[n] = '\0';
        return strcasecmp(name, "UTF-8") != 0 && strcasecmp(name, "UTF8") != 0;
    }
    return false;
}

static bool open_decoder(struct xml_push *x, struct input *in, struct error *error)
{
    struct slice head;
    char name[ENCODING_MAX];
    const char *encoding = x->options->encoding;
    if (!input_peek(in, 400, &head, error))
        return false;
    if (declared_encoding(head, name)) {
        if (decode_knows(name))
            encoding = strcpy(x->encoding, name);
        else
            reader_fault(x->options, 0, 1, "its charset '%s' is not known", name);
    }
    return decoder_open(&x->decoder, in, encoding, error);
}

/* How many bytes the reference has that the & at `at` begins; 0 if it begins none. */
static size_t reference_length(const char *at, const char *end)
{
    const char *p = at + 1;
    bool number = p < end && *p == '#';
    p += number;
    for (; p < end && p - at < REFERENCE_MAX; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        if (*p == ';')
            return p - at > (number ? 2 : 1) ? (size_t)(p - at) + 1 : 0;
        if (!letter && (p == at + 1 || *p < '0' || *p > '9'))
            return 0;
    }
    return 0;
}

static bool begins_tag(const char *at, const char *end)
{
    unsigned char c = at + 1 < end ? (unsigned char)at[1] : ' ';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 || strchr("/!?_:", c);
}

/* U+FFFE and U+FFFF are characters of UTF-8 and none of XML. */
static bool is_no_xml(const char *at, const char *end)
{
    return end - at >= 3 && memcmp(at, "\xEF\xBF", 2) == 0 && (unsigned char)at[2] >= 0xBE;
}

/* The next byte of text, mended; returns how many bytes were taken. */
static size_t mend_one(struct xml_push *x, const char *at, const char *end)
{
    unsigned char c = (unsigned char)*at;
    if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || is_no_xml(at, end)) {
        x->controls++;
        buf_putc(&x->mended, ' ');
        return c < ' ' ? 1 : 3;
    }
    if (c == '&' && !x->cdata && !reference_length(at, end)) {
        x->marks++;
        buf_puts(&x->mended, "&amp;");
    } else if (c == '<' && !x->cdata && !begins_tag(at, end)) {
        x->marks++;
        buf_puts(&x->mended, "&lt;");
    } else {
        static const char open[] = "<![CDATA[";
        size_t left = (size_t)(end - at);
        if (c == '<' && left >= sizeof open - 1 && memcmp(at, open, sizeof open - 1) == 0)
            x->cdata = true;
        else if (c == ']' && left >= 3 && memcmp(at, "]]>", 3) == 0)
            x->cdata = false;
        buf_putc(&x->mended, (char)c);
    }
    return 1;
}

/* True if a byte needs mend_one() to look at it. */
static bool is_plain(unsigned char c)
{
    return c >= ' ' && c != '&' && c != '<' && c != ']' && c != 0xEF;
}

static void mend(struct xml_push *x, struct slice text)
{
    const char *at = text.data;
    const char *end = at + text.length;
    buf_clear(&x->mended);
    if (!x->begun) {
        const char *first = memchr(at, '<', text.length);
        struct slice before = {at, first ? (size_t)(first - at) : text.length};
        if (given_trim(before).length)
            reader_fault(x->options, 0, 0, "%zu bytes before the first < are passed over",
                         before.length);
        at += before.length;
        x->begun = first != NULL;
    }
    while (at < end) {
        const char *plain = at;
        while (at < end && is_plain((unsigned char)*at))
            at++;
        buf_add(&x->mended, plain, (size_t)(at - plain));
        if (at < end)
            at += mend_one(x, at, end);
    }
}

/* Where the bytes can be parted: behind the last line, else the last tag, else before what may be
 * the beginning of a mark or of a character of UTF-8. */
static size_t parting(const char *bytes, size_t length)
{
    for (size_t n = length; n > length / 2; n--)
        if (bytes[n - 1] == '\n')
            return n;
    for (size_t n = length; n > length / 2; n--)
        if (bytes[n - 1] == '>')
            return n;
    for (size_t n = length; n > length - REFERENCE_MAX; n--)
        if (strchr("&<]", bytes[n - 1]) && bytes[n - 1])
            return n - 1;
    size_t n = length;
    while (n > 1 && ((unsigned char)bytes[n - 1] & 0xC0) == 0x80)
        n--;
    return n > 1 ? n - 1 : length;
}

static bool parse(struct xml_push *x, struct slice bytes, bool last)
{
    struct decoded d = {.text = bytes};
    if (bytes.length)
        decoder_text(&x->decoder, bytes, &x->arena, &d);
    x->replaced += d.replaced;
    mend(x, d.text);
    xmlParseChunk(x->parser, x->mended.data, (int)x->mended.length, 0);
    if (xmlDictSize(x->parser->dict) > XML_PUSH_NAMES)
        stop(x, "its names of elements and the like are more than", XML_PUSH_NAMES);
    if (last)
        xmlParseChunk(x->parser, NULL, 0, 1);
    return !x->stopped && x->parser->instate != XML_PARSER_EOF;
}

static void tell_count(struct xml_push *x, size_t count, const char *what)
{
    if (count)
        reader_fault(x->options, 0, 0, "%zu %s", count, what);
}

static void tell_all(struct xml_push *x)
{
    tell_count(x, x->errors > 1 ? x->errors - 1 : 0, "further places are no proper XML");
    tell_count(x, x->marks, "marks & or < that begin nothing were read as they stand");
    tell_count(x, x->unknown, "entities are not known and were left as they stand");
    tell_count(x, x->controls, "control characters were read as blanks");
    tell_count(x, x->replaced, "bytes are no characters and were replaced");
}

bool xml_push_more(struct xml_push *x, bool *more, struct error *error)
{
    size_t got = 0;
    arena_clear(&x->arena);
    if (!input_read(x->decoder.in, x->raw + x->held, CHUNK - x->held, &got, error))
        return false;
    size_t length = x->held + got;
    size_t n = got && length == CHUNK ? parting(x->raw, length) : got ? 0 : length;
    x->held = length;
    *more = true;
    if (got && !n)
        return true; /* the chunk is not full yet */
    *more = parse(x, (struct slice){x->raw, n}, got == 0) && got;
    x->held = length - n;
    memmove(x->raw, x->raw + n, x->held);
    if (!*more)
        tell_all(x);
    return true;
}

/* ---- the whole ---- */

struct xml_push *xml_push_new(struct input *in, const struct reader_options *options,
                              const struct xml_events *events, void *context, struct error *error)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .entityDecl = on_declared,
                         .getEntity = on_reference,
                         .serror = on_error};
    struct xml_push *x = xcalloc(1, sizeof *x);
    x->options = options;
    x->events = events;
    x->context = context;
    if (!open_decoder(x, in, error)) {
        free(x);
        return NULL;
    }
    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->parser) {
        error_set(error, ERROR_MEMORY, "%s: no memory for libxml2", in->name);
        xml_push_free(x);
        return NULL;
    }
    xmlCtxtUseOptions(x->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    x->parser->replaceEntities = 1; /* else an & in an attribute is &#38; */
    return x;
}

void xml_push_free(struct xml_push *x)
{
    if (x->parser) {
        xmlFreeDoc(x->parser->myDoc);
        x->parser->myDoc = NULL;
        xmlFreeParserCtxt(x->parser);
    }
    for (size_t i = 0; i < x->declared_count; i++) {
        free(x->declared[i].name);
        free(x->declared[i].content);
    }
    decoder_close(&x->decoder);
    buf_free(&x->mended);
    arena_free(&x->arena);
    free(x);
}

bool xml_push_is_cut(const struct xml_push *x)
{
    return x->depth > 0;
}

size_t xml_push_line(const struct xml_push *x)
{
    return x->parser->input && x->parser->input->line > 0 ? (size_t)x->parser->input->line : 0;
}
