/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_encoding.h"

#include <stdbool.h>
#include <stdlib.h>

#include "indexer/read/decode.h"
#include "indexer/read/html_word.h"

/* Labels of the Encoding standard that iconv knows by another name, or by a narrower one. Others
 * are looked up by their own. */
static const struct label {
    const char *label;
    const char *name;
} labels[] = {
    {"ascii", "CP1252"},
    {"us-ascii", "CP1252"},
    {"ansi_x3.4-1968", "CP1252"},
    {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"iso_8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"latin-1", "CP1252"},
    {"l1", "CP1252"},
    {"x-cp1252", "CP1252"},
    {"x-user-defined", "CP1252"},
    {"iso-8859-9", "CP1254"},
    {"iso8859-9", "CP1254"},
    {"latin5", "CP1254"},
    {"iso-8859-11", "CP874"},
    {"tis-620", "CP874"},
    {"dos-874", "CP874"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"logical", "ISO-8859-8"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"chinese", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"euc-jp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"ksc5601", "CP949"},
    {"korean", "CP949"},
    {"windows-949", "CP949"},
    {"x-mac-roman", "MACINTOSH"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"koi", "KOI8-R"},
    {"cp866", "CP866"},
    {"ibm866", "CP866"},
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"x-unicode20utf8", "UTF-8"},
    {"utf-16", "UTF-16LE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"windows-874", "CP874"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1252", "CP1252"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"cp1250", "CP1250"},
    {"cp1251", "CP1251"},
    {"cp1252", "CP1252"},
    {"x-cp1250", "CP1250"},
    {"x-cp1251", "CP1251"},
    {"iso-8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
};

/* The charset of a Content-Type, or the text itself without quotes. */
static struct slice label_of(struct slice text)
{
    static const char key[] = "charset";
    for (size_t i = 0; i + sizeof key - 1 < text.length; i++) {
        struct slice rest = {text.data + i, sizeof key - 1};
        if (!html_is(rest, key))
            continue;
        rest = html_trim(
            (struct slice){text.data + i + sizeof key - 1, text.length - i - (sizeof key - 1)});
        if (rest.length && *rest.data == '=') {
            text = (struct slice){rest.data + 1, rest.length - 1};
            break;
        }
    }
    text = html_trim(text);
    if (text.length && (*text.data == '"' || *text.data == '\'')) {
        text.data++;
        text.length--;
    }
    size_t length = 0;
    while (length < text.length && strchr(" \t\r\n\"';>/,", text.data[length]) == NULL)
        length++;
    text.length = length;
    return text;
}

const char *html_charset(struct slice label)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (html_is(label, labels[i].label))
            return labels[i].name;
    }
    return NULL;
}

struct slice html_declared(struct slice page)
{
    if (page.length > HTML_PRESCAN)
        page.length = HTML_PRESCAN;
    for (size_t i = 0; i + 6 < page.length; i++) {
        if (page.data[i] != '<')
            continue;
        if (memcmp(page.data + i, "<!--", 4) == 0) {
            while (i + 3 < page.length && memcmp(page.data + i, "-->", 3) != 0)
                i++;
            continue;
        }
        bool meta = html_is((struct slice){page.data + i + 1, 4}, "meta");
        bool xml = html_is((struct slice){page.data + i + 1, 4}, "?xml");
        if (!meta && !xml)
            continue;
        const char *end = memchr(page.data + i, '>', page.length - i);
        struct slice tag = {page.data + i, end ? (size_t)(end - page.data) - i : page.length - i};
        struct slice label = {NULL, 0};
        if (meta && html_contains(tag, "charset"))
            label = label_of(tag);
        const char *at = xml ? memchr(tag.data, 'e', tag.length) : NULL;
        if (xml && html_contains(tag, "encoding=") && at)
            label = label_of((struct slice){strchr(strstr(at, "encoding="), '=') + 1,
                                            40 < page.length - i ? 40 : page.length - i});
        if (label.length && label.data[0] != '<')
            return label;
    }
    return (struct slice){NULL, 0};
}

static const char *label_name(const char *text)
{
    return text ? html_charset(label_of((struct slice){text, strlen(text)})) : NULL;
}

struct slice html_decode(struct slice page, const char *transport, const char *fallback,
                         struct arena *arena)
{
    const char *name = label_name(transport);
    if (!name) {
        name = html_charset(html_declared(page));
        /* One cannot read in UTF-16 that it is UTF-16. */
        if (name && strncmp(name, "UTF-16", 6) == 0)
            name = NULL;
    }
    if (!name || strcmp(name, "UTF-8") == 0)
        name = label_name(fallback);
    struct decoded decoded;
    decode_text(page, name && strcmp(name, "CP1252") != 0 ? name : NULL, arena, &decoded);
    return decoded.text;
}
