/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_date.h"

#include <stdlib.h>

#include "indexer/read/html_text.h"
#include "indexer/read/html_word.h"
#include "indexer/read/html_written.h"
#include "lib/date/date_scan.h"

#define NEAR_BEFORE 400 /* bytes of text between a date and the headline behind it */
#define NEAR_AFTER 1500 /* and before it */
#define LINK_NEAR 300
#define URL_YEAR_MIN 1990 /* numbers of urls are no years before */
/* Of lines that have a date written out. */
#define LINE_MAX_BYTES 160
#define LINE_MAX_WORDS 7
#define TOP_NEAR 400 /* bytes of the article that are looked at where no headline is known */
#define TOP_MAX_WORDS 3
#define LINE_NEAR_BEFORE 300
#define LINE_NEAR_AFTER 1000

struct finder {
    const struct html_tree *tree;
    const struct html_meta *meta;
    uint32_t article; /* the element that holds it */
    struct date last; /* the last day that can be */
    enum html_order order;
    struct given_date found;
    struct given_date impossible; /* the first that is written but does not exist */
};

static bool accept(struct finder *f, struct date date, struct slice text, const char *where)
{
    if (!date_is_valid(date) || date_is_none(date) || date.year < 1600 ||
        date.year == 1970 * (date.month == 1 && date.day == 1))
        return false;
    if (date_compare(date_first_day(date), f->last) > 0)
        return false;
    f->found = (struct given_date){.status = DATE_OK, .date = date, .text = text, .where = where};
    return true;
}

/* A value that is a date and nothing else: of <meta>, JSON-LD, datetime=. */
static bool accept_value(struct finder *f, struct slice value, const char *where)
{
    struct date date;
    value = html_trim(value);
    if (!value.length || value.length > 64)
        return false;
    enum date_status status = date_parse(value.data, value.length, &date);
    if (status == DATE_OK)
        return accept(f, date, value, where);
    if (status == DATE_IMPOSSIBLE && f->impossible.status == DATE_OK)
        f->impossible = (struct given_date){.status = status, .text = value, .where = where};
    return html_find_written(value, f->order, &date, NULL) && accept(f, date, value, where);
}

/* ---- dates in the page ---- */

#define AWAY                                                                       \
    (HTML_WORD_COMMENT | HTML_WORD_NAVIGATION | HTML_WORD_RELATED | HTML_WORD_AD | \
     HTML_WORD_SIGNUP | HTML_WORD_COOKIE | HTML_WORD_FOOTER | HTML_WORD_SIDEBAR |  \
     HTML_WORD_POPUP | HTML_WORD_CHANGED)

static bool leads_away(const struct finder *f, uint32_t i, unsigned away)
{
    const struct html_node *n = &f->tree->nodes[i];
    if (html_tag_is_unseen(n->tag))
        return true;
    /* What holds the headline, or the article, is not beside it. */
    if ((i <= f->meta->heading_node && f->meta->heading_node < n->end) ||
        (i <= f->article && f->article < n->end))
        return false;
    return n->tag == HTML_NAV || n->tag == HTML_ASIDE || (n->words & away) ||
           (n->tag == HTML_FOOTER && (away & HTML_WORD_FOOTER)) ||
           html_is(html_attribute(n, HTML_ITEMPROP), "datemodified");
}

/* True for a link that is likely to be of another article: behind the headline, but not close
 * by, where the date may link to the page itself. */
static bool leads_elsewhere(const struct finder *f, uint32_t i)
{
    const struct html_node *n = &f->tree->nodes[i];
    const struct html_node *heading = &f->tree->nodes[f->meta->heading_node];
    return n->tag == HTML_A && i > f->meta->heading_node &&
           !html_contains(html_attribute(n, HTML_REL), "bookmark") &&
           n->from > heading->from + LINK_NEAR;
}

/* Where a date may stand: `near` bytes of text around the headline. */
static bool is_near(const struct finder *f, const struct html_node *n)
{
    uint32_t heading = f->meta->heading_node;
    if (!heading)
        return false;
    uint32_t at = f->tree->nodes[heading].from;
    return n->from < at ? at - n->from <= NEAR_BEFORE : n->from - at <= NEAR_AFTER;
}

static struct slice text_of(const struct finder *f, uint32_t i)
{
    return html_text_line(f->tree, i, f->tree->nodes[i].end, f->tree->arena);
}

static bool try_value(struct finder *f, uint32_t i, const char *where)
{
    const struct html_node *n = &f->tree->nodes[i];
    static const enum html_attribute_name names[] = {HTML_DATETIME, HTML_CONTENT, HTML_TITLE_TEXT};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct slice value = html_attribute(n, names[k]);
        if (value.length && accept_value(f, value, where))
            return true;
    }
    return n->end - i < 16 && accept_value(f, text_of(f, i), where);
}

enum sure { SURE_MARKED, SURE_TIME, SURE_ANY_TIME };

static bool try_node(struct finder *f, uint32_t i, enum sure sure)
{
    const struct html_node *n = &f->tree->nodes[i];
    if (sure == SURE_MARKED) {
        if (n->tag != HTML_META && html_is(html_attribute(n, HTML_ITEMPROP), "datepublished"))
            return try_value(f, i, "itemprop datePublished");
        if (n->tag == HTML_TIME && html_attribute(n, HTML_PUBDATE).data)
            return try_value(f, i, "time pubdate");
        if (n->tag == HTML_ABBR && (n->words & HTML_WORD_DATE))
            return try_value(f, i, "abbr published");
        return false;
    }
    return n->tag == HTML_TIME && (sure == SURE_ANY_TIME || is_near(f, n)) &&
           try_value(f, i, "time");
}

static bool search(struct finder *f, enum sure sure)
{
    unsigned away = sure == SURE_MARKED ? AWAY & ~(unsigned)HTML_WORD_FOOTER : AWAY;
    for (uint32_t i = 1; i < f->tree->count;) {
        const struct html_node *n = &f->tree->nodes[i];
        if (n->tag == HTML_TEXT || leads_elsewhere(f, i) || leads_away(f, i, away)) {
            i = n->end;
            continue;
        }
        if (try_node(f, i, sure))
            return true;
        i++;
    }
    return false;
}

/* The day that all <time> of the page agree on. */
static bool search_only_time(struct finder *f)
{
    struct given_date first = {.status = DATE_OK};
    for (uint32_t i = 1; i < f->tree->count;) {
        const struct html_node *n = &f->tree->nodes[i];
        if (leads_elsewhere(f, i) || leads_away(f, i, AWAY & ~(unsigned)HTML_WORD_SIDEBAR)) {
            i = n->end;
            continue;
        }
        i++;
        if (!try_node(f, i - 1, SURE_ANY_TIME))
            continue;
        if (!first.date.year)
            first = f->found;
        else if (date_compare(first.date, f->found.date) != 0)
            return false;
    }
    f->found = first;
    return first.date.year != 0;
}

/* ---- a line with a date ---- */

static bool says_changed(struct slice text)
{
    static const char *const words[] = {
        "updated",     "modified",  "aktualisiert", "stand:",     "mis à jour",      "mise à jour",
        "actualizado", "aggiornat", "atualizado",   "bijgewerkt", "ge\xc3\xa4ndert", "last edit"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (html_contains(text, words[i]))
            return true;
    }
    return false;
}

static bool says_published(struct slice text)
{
    static const char *const words[] = {"publi",     "posted",       "veröffentlicht",
                                        "erstellt",  "erschienen",   "pubbl",
                                        "geplaatst", "opublikowano", "опубликовано"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (html_contains(text, words[i]))
            return true;
    }
    return false;
}

/* A line that is there to tell the date has one, and few words beside it. */
static bool is_date_line(struct slice text, size_t words_max, enum html_order order,
                         struct date *date)
{
    size_t at, words = 0;
    struct date second;
    if (text.length < 8 || text.length > LINE_MAX_BYTES ||
        !html_find_written(text, order, date, &at) || says_changed((struct slice){text.data, at}))
        return false;
    struct slice rest = {text.data + at, text.length - at};
    if (html_find_written(rest, order, &second, NULL) && date_compare(*date, second) != 0)
        return false;
    for (size_t i = 1; i < text.length; i++)
        words += text.data[i - 1] == ' ' &&
                 (date_scan_is_letter(text.data[i]) || (unsigned char)text.data[i] >= 0x80);
    return words <= words_max || (says_published(text) && words <= 2 * LINE_MAX_WORDS);
}

/* Looks at the lines behind the headline, or at those before it. */
static bool search_side(struct finder *f, bool behind)
{
    uint32_t heading = f->meta->heading_node;
    uint32_t from = f->tree->nodes[heading].from;
    struct date date;
    for (uint32_t i = behind ? f->tree->nodes[heading].end : 1;
         i < (behind ? f->tree->count : heading);) {
        const struct html_node *n = &f->tree->nodes[i];
        if (leads_elsewhere(f, i) || leads_away(f, i, AWAY)) {
            i = n->end;
            continue;
        }
        if (behind && n->from > from + LINE_NEAR_AFTER)
            return false;
        if (n->tag == HTML_TEXT && n->from + LINE_NEAR_BEFORE >= from) {
            struct slice text = html_trim(html_node_text(f->tree, n));
            if (is_date_line(text, LINE_MAX_WORDS, f->order, &date) &&
                accept(f, date, text, "text"))
                return true;
        }
        i++;
    }
    return false;
}

/* Looks at the first lines of the article, for one that is little more than a date. */
static bool search_top(struct finder *f)
{
    const struct html_node *nodes = f->tree->nodes;
    struct date date;
    for (uint32_t i = f->article + 1; i < nodes[f->article].end;) {
        if (leads_elsewhere(f, i) || leads_away(f, i, AWAY)) {
            i = nodes[i].end;
            continue;
        }
        if (nodes[i].from > nodes[f->article].from + TOP_NEAR)
            return false;
        struct slice text = html_trim(html_node_text(f->tree, &nodes[i]));
        if (nodes[i].tag == HTML_TEXT && is_date_line(text, TOP_MAX_WORDS, f->order, &date) &&
            accept(f, date, text, "text"))
            return true;
        i++;
    }
    return false;
}

static bool search_lines(struct finder *f)
{
    return (f->meta->heading_node && (search_side(f, true) || search_side(f, false))) ||
           search_top(f);
}

/* ---- the url ---- */

static size_t take_number(struct slice s, size_t at, int *value)
{
    size_t digits = 0;
    for (*value = 0; at + digits < s.length && s.data[at + digits] >= '0' &&
                     s.data[at + digits] <= '9' && digits < 9;
         digits++)
        *value = *value * 10 + (s.data[at + digits] - '0');
    return digits;
}

/* Reads year, month and day from `at` on, with /, - or _ between or none of them; returns where it
 * ends, 0 if there is no such thing. */
static size_t take_day(struct slice url, size_t at, int part[3])
{
    size_t digits = take_number(url, at, &part[0]);
    if (digits == 8) {
        part[2] = part[0] % 100;
        part[1] = part[0] / 100 % 100;
        part[0] /= 10000;
        return at + digits;
    }
    if (digits != 4)
        return 0;
    at += digits;
    for (int k = 1; k < 3; k++) {
        if (at >= url.length || !memchr("/-_", url.data[at], 3))
            return 0;
        digits = take_number(url, at + 1, &part[k]);
        if (digits < 1 || digits > 2)
            return 0;
        at += 1 + digits;
    }
    return at;
}

static bool ends_part(struct slice url, size_t at)
{
    return at >= url.length || memchr("/-_.?#", url.data[at], 6) != NULL;
}

/* A part of the path that is all date, the day first: 26-05-2023. */
static bool try_part(struct finder *f, struct slice url, size_t from)
{
    size_t length = 0, at;
    struct date date;
    while (from + length < url.length && !memchr("/?#", url.data[from + length], 3))
        length++;
    struct slice part = {url.data + from, length};
    return length >= 8 && length <= 10 && html_find_written(part, f->order, &date, &at) &&
           at == length && date_scan_digits(part.data, length) <= 2 &&
           date_scan_is_digit(part.data[0]) && date.year >= URL_YEAR_MIN &&
           accept(f, date, url, "url");
}

/* Folders of the path, or how the last part begins: /2023/05/26/, /2023-05-26-, /20230526/. */
static bool try_url(struct finder *f, struct slice url)
{
    for (size_t i = 8; i + 8 < url.length; i++) {
        if (url.data[i] == '?' || url.data[i] == '#')
            return false;
        if (url.data[i] != '/')
            continue;
        if (try_part(f, url, i + 1))
            return true;
        int part[3];
        size_t end = take_day(url, i + 1, part);
        struct date date;
        if (end && ends_part(url, end) && part[0] >= URL_YEAR_MIN &&
            date_scan_parts(part, 3, &date) && accept(f, date, url, "url"))
            return true;
    }
    return false;
}

static bool try_meta(struct finder *f, enum html_meta_date kind)
{
    return accept_value(f, f->meta->date[kind].value, f->meta->date[kind].name);
}

/* ---- days in UTC ---- */

/* True for a time that is written in UTC: its day may be the one before or after in the place
 * where the article was published. */
static bool is_utc(struct slice text)
{
    if (text.length < 17 || !memchr(text.data, ':', text.length))
        return false;
    const char *end = text.data + text.length;
    return end[-1] == 'Z' || memcmp(end - 6, "+00:00", 6) == 0 || memcmp(end - 5, "+0000", 5) == 0;
}

/* Takes the day that the page shows, or its url has, where that is the neighbour of one in UTC. */
static void localise(struct finder *f, struct slice url)
{
    struct given_date sure = f->found;
    if (!is_utc(sure.text) || !sure.date.day)
        return;
    bool line = false;
    if (!try_url(f, url) && !search(f, SURE_TIME)) {
        if (!search_lines(f))
            return;
        line = true;
    }
    int32_t apart = f->found.date.day ? date_to_days(f->found.date) - date_to_days(sure.date) : 0;
    /* A line without the time of day may well tell the day of what is reported. */
    bool known = !line || memchr(f->found.text.data, ':', f->found.text.length);
    if ((apart != 1 && apart != -1) || is_utc(f->found.text) || !known)
        f->found = sure;
}

struct given_date html_date_find(const struct html_tree *tree, const struct html_meta *meta,
                                 const struct html_jsonld *jsonld, uint32_t article,
                                 struct slice url, struct date today)
{
    struct finder f = {.tree = tree,
                       .meta = meta,
                       .article = article,
                       .last = date_from_days(date_to_days(today) + 1),
                       .order = html_order_of(meta->language)};
    bool ok =
        (!jsonld->ambiguous && accept_value(&f, jsonld->published, "JSON-LD datePublished")) ||
        try_meta(&f, HTML_META_PUBLISHED) || search(&f, SURE_MARKED) || search(&f, SURE_TIME) ||
        try_url(&f, url) || search_lines(&f) || search_only_time(&f) ||
        try_meta(&f, HTML_META_PLAIN);
    if (!ok)
        return f.impossible;
    localise(&f, url);
    return f.found;
}
