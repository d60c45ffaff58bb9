/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/plain_entity.h"

#include <string.h>

#include <utf8proc.h>

#define LONGEST 10 /* bytes, of &thetasym; and the like */

static const struct {
    const char *name;
    int32_t code;
} names[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"iexcl", 0xA1},   {"cent", 0xA2},    {"pound", 0xA3},   {"yen", 0xA5},
    {"sect", 0xA7},    {"copy", 0xA9},    {"laquo", 0xAB},   {"shy", 0xAD},     {"reg", 0xAE},
    {"deg", 0xB0},     {"plusmn", 0xB1},  {"sup2", 0xB2},    {"sup3", 0xB3},    {"middot", 0xB7},
    {"raquo", 0xBB},   {"frac14", 0xBC},  {"frac12", 0xBD},  {"frac34", 0xBE},  {"iquest", 0xBF},
    {"Agrave", 0xC0},  {"Aacute", 0xC1},  {"Auml", 0xC4},    {"Aring", 0xC5},   {"AElig", 0xC6},
    {"Ccedil", 0xC7},  {"Egrave", 0xC8},  {"Eacute", 0xC9},  {"Iacute", 0xCD},  {"Ntilde", 0xD1},
    {"Oacute", 0xD3},  {"Ouml", 0xD6},    {"times", 0xD7},   {"Oslash", 0xD8},  {"Uacute", 0xDA},
    {"Uuml", 0xDC},    {"szlig", 0xDF},   {"agrave", 0xE0},  {"aacute", 0xE1},  {"acirc", 0xE2},
    {"atilde", 0xE3},  {"auml", 0xE4},    {"aring", 0xE5},   {"aelig", 0xE6},   {"ccedil", 0xE7},
    {"egrave", 0xE8},  {"eacute", 0xE9},  {"ecirc", 0xEA},   {"euml", 0xEB},    {"igrave", 0xEC},
    {"iacute", 0xED},  {"icirc", 0xEE},   {"iuml", 0xEF},    {"ntilde", 0xF1},  {"ograve", 0xF2},
    {"oacute", 0xF3},  {"ocirc", 0xF4},   {"otilde", 0xF5},  {"ouml", 0xF6},    {"divide", 0xF7},
    {"oslash", 0xF8},  {"ugrave", 0xF9},  {"uacute", 0xFA},  {"ucirc", 0xFB},   {"uuml", 0xFC},
    {"OElig", 0x152},  {"oelig", 0x153},  {"ensp", 0x2002},  {"emsp", 0x2003},  {"thinsp", 0x2009},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
    {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"bull", 0x2022},  {"hellip", 0x2026},
    {"prime", 0x2032}, {"euro", 0x20AC},  {"trade", 0x2122}, {"rarr", 0x2192},  {"minus", 0x2212},
};

/* The number of &#8217; or &#x2019;, whose name is `s`; 0 if it is none. */
static int32_t number(struct slice s)
{
    bool hex = s.length > 1 && (s.data[1] | 32) == 'x';
    int32_t code = 0;
    size_t first = hex ? 2 : 1;
    for (size_t i = first; i < s.length; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = s.data[i] >= 'A' && s.data[i] <= 'F' ? (char)(s.data[i] | 32) : s.data[i];
        const char *digit = c ? strchr(digits, c) : NULL;
        int32_t base = hex ? 16 : 10;
        if (!digit || digit - digits >= base)
            return 0;
        code = code * base + (int32_t)(digit - digits);
        if (code > 0x10FFFF)
            return 0;
    }
    return code;
}

static int32_t find(struct slice s)
{
    if (s.length > 1 && s.data[0] == '#')
        return number(s);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == s.length && memcmp(names[i].name, s.data, s.length) == 0)
            return names[i].code;
    return 0;
}

size_t plain_entity(struct buf *out, struct slice text)
{
    size_t room = text.length < LONGEST ? text.length : LONGEST;
    const char *end = text.data[0] == '&' ? memchr(text.data, ';', room) : NULL;
    if (!end)
        return 0;
    int32_t code = find((struct slice){text.data + 1, (size_t)(end - text.data) - 1});
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    if (control || !utf8proc_codepoint_valid(code))
        return 0;
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char(code, bytes);
    buf_add(out, (const char *)bytes, (size_t)n);
    return (size_t)(end - text.data) + 1;
}
