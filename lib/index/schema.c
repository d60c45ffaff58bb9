/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/mem.h"

struct term schema_term(const char *prefix, const char *text, size_t length)
{
    struct term t;
    size_t n = strlen(prefix);
    if (length > SCHEMA_TERM_MAX - n)
        length = SCHEMA_TERM_MAX - n;
    memcpy(t.text, prefix, n);
    memcpy(t.text + n, text, length);
    t.length = n + length;
    t.text[t.length] = '\0';
    return t;
}

struct term schema_date_term(struct date d)
{
    struct term t;
    int n;
    if (date_is_none(d))
        return schema_term(SCHEMA_NO_DATE, "", 0);
    if (!d.month)
        n = snprintf(t.text, sizeof t.text, "Y%04d", d.year);
    else if (!d.day)
        n = snprintf(t.text, sizeof t.text, "M%04d%02d", d.year, d.month);
    else
        n = snprintf(t.text, sizeof t.text, "D%04d%02d%02d", d.year, d.month, d.day);
    t.length = (size_t)n;
    return t;
}

uint64_t schema_id_number(const char id[SCHEMA_HEX])
{
    char digits[17];
    memcpy(digits, id, 16);
    digits[16] = '\0';
    return strtoull(digits, NULL, 16);
}

const char *schema_date_value(struct date d, char value[9])
{
    if (date_is_none(d))
        value[0] = '\0';
    else
        snprintf(value, 9, "%08u", (unsigned)(date_to_number(d) % 100000000));
    return value;
}

struct date schema_value_date(const char *value, size_t length)
{
    uint32_t number = 0;
    if (length != 8)
        return (struct date){0};
    for (size_t i = 0; i < length; i++) {
        if (value[i] < '0' || value[i] > '9')
            return (struct date){0};
        number = number * 10 + (uint32_t)(value[i] - '0');
    }
    return date_from_number(number);
}

const char *schema_host(const char *url, char *host, size_t room)
{
    const char *name = strstr(url, "://");
    if (!name)
        return NULL;
    name += 3;
    size_t length = strcspn(name, "/?#");
    size_t user = length; /* what goes before the host, with its @ */
    while (user > 0 && name[user - 1] != '@')
        user--;
    name += user;
    length = strcspn(name, ":/?#");
    if (length > 4 && strncasecmp(name, "www.", 4) == 0) {
        name += 4;
        length -= 4;
    }
    if (length == 0 || length >= room)
        return NULL;
    for (size_t i = 0; i < length; i++)
        host[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] | 32) : name[i];
    host[length] = '\0';
    return host;
}

static const char *const source_names[] = {"", "header", "meta", "name", "mtime", "list"};

const char *schema_date_source_name(enum date_source source)
{
    return source_names[source];
}

bool schema_date_source_parse(const char *name, enum date_source *source)
{
    for (int i = FROM_HEADER; i <= FROM_LIST; i++)
        if (strcmp(name, source_names[i]) == 0) {
            *source = (enum date_source)i;
            return true;
        }
    return false;
}

static void pack_field(struct buf *out, const char *name, const char *value)
{
    if (!value || !value[0])
        return;
    buf_puts(out, name);
    buf_putc(out, '=');
    for (size_t n; *value; value += n) {
        n = strcspn(value, "\n\\");
        buf_add(out, value, n);
        if (value[n]) {
            buf_puts(out, value[n] == '\n' ? "\\n" : "\\\\");
            n++;
        }
    }
    buf_putc(out, '\n');
}

void record_pack(struct buf *out, const struct record *r)
{
    char date[DATE_TEXT];
    pack_field(out, "path", r->path);
    pack_field(out, "record", r->number);
    pack_field(out, "id", r->id);
    pack_field(out, "key", r->key);
    pack_field(out, "title", r->title);
    pack_field(out, "from", r->from);
    pack_field(out, "url", r->url);
    pack_field(out, "author", r->author);
    pack_field(out, "date", date_print(r->date, date));
    pack_field(out, "date-source", schema_date_source_name(r->date_source));
    pack_field(out, "date-where", r->date_where);
    buf_putc(out, '\n');
    buf_add(out, r->text.data, r->text.length);
}

/* Undoes the escapes of a value in place. */
static void unescape(char *value)
{
    char *to = value;
    for (; *value; value++) {
        if (value[0] == '\\' && value[1])
            *to++ = *++value == 'n' ? '\n' : *value;
        else
            *to++ = *value;
    }
    *to = '\0';
}

/* False if the value is none that record_pack() writes. Unknown fields are passed over. */
static bool unpack_field(struct record *r, const char *name, char *value)
{
    const struct {
        const char *name;
        const char **to;
    } fields[] = {{"path", &r->path}, {"record", &r->number}, {"id", &r->id},
                  {"key", &r->key},   {"title", &r->title},   {"from", &r->from},
                  {"url", &r->url},   {"author", &r->author}, {"date-where", &r->date_where}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(name, fields[i].name) == 0)
            *fields[i].to = value;
    if (strcmp(name, "date") == 0)
        return date_parse(value, strlen(value), &r->date) == DATE_OK;
    if (strcmp(name, "date-source") == 0)
        return schema_date_source_parse(value, &r->date_source);
    return true;
}

bool record_unpack(struct record *r, const char *data, size_t length)
{
    *r = (struct record){.path = "",
                         .number = "",
                         .id = "",
                         .key = "",
                         .title = "",
                         .from = "",
                         .url = "",
                         .author = "",
                         .date_where = ""};
    r->storage = xstrndup(data, length);
    char *line = r->storage;
    char *end = r->storage + length;
    while (line < end && *line != '\n') {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        char *equals = stop ? memchr(line, '=', (size_t)(stop - line)) : NULL;
        if (!equals)
            break;
        *stop = *equals = '\0';
        unescape(equals + 1);
        if (!unpack_field(r, line, equals + 1))
            break;
        line = stop + 1;
    }
    if (line >= end || *line != '\n' || !r->path[0]) {
        record_free(r);
        return false;
    }
    r->text = (struct slice){line + 1, (size_t)(end - line - 1)};
    return true;
}

void record_free(struct record *r)
{
    free(r->storage);
    r->storage = NULL;
}
