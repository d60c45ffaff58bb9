/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_proquest.h"

#include <stdlib.h>

#include "indexer/read/newspaper.h"

#define RULER 20 /* underscores that part articles, at least */

enum field { NONE, TEXT, ABSTRACT, TITLE, PUBLICATION, DATE, YEAR, AUTHOR, URL, NUMBER, OTHER };

static const struct {
    const char *name;
    enum field field;
} fields[] = {
    {"Full text:", TEXT},
    {"Texte int\xC3\xA9gral:", TEXT},
    {"Texte int\xC3\xA9gral :", TEXT},
    {"Abstract:", ABSTRACT},
    {"R\xC3\xA9sum\xC3\xA9:", ABSTRACT},
    {"R\xC3\xA9sum\xC3\xA9 :", ABSTRACT},
    {"Title:", TITLE},
    {"Titre:", TITLE},
    {"Titre :", TITLE},
    {"Publication title:", PUBLICATION},
    {"Titre de la publication:", PUBLICATION},
    {"Titre de la publication :", PUBLICATION},
    {"Publication date:", DATE},
    {"Date de publication:", DATE},
    {"Date de publication :", DATE},
    {"Publication year:", YEAR},
    {"Ann\xC3\xA9"
     "e de publication:",
     YEAR},
    {"Ann\xC3\xA9"
     "e de publication :",
     YEAR},
    {"Author:", AUTHOR},
    {"Auteur:", AUTHOR},
    {"Auteur :", AUTHOR},
    {"Document URL:", URL},
    {"URL du document:", URL},
    {"URL du document :", URL},
    {"ProQuest document ID:", NUMBER},
    {"Publication info:", OTHER},
    {"Links:", OTHER},
    {"Subject:", OTHER},
    {"Business indexing term:", OTHER},
    {"Company / organization:", OTHER},
    {"Location:", OTHER},
    {"People:", OTHER},
    {"Classification:", OTHER},
    {"Identifier / keyword:", OTHER},
    {"Correspondence author:", OTHER},
    {"Alternate title:", OTHER},
    {"First page:", OTHER},
    {"Pages:", OTHER},
    {"Number of pages:", OTHER},
    {"Volume:", OTHER},
    {"Issue:", OTHER},
    {"Section:", OTHER},
    {"Column:", OTHER},
    {"Edition:", OTHER},
    {"Dateline:", OTHER},
    {"Publisher:", OTHER},
    {"Place of publication:", OTHER},
    {"Country of publication:", OTHER},
    {"Publication subject:", OTHER},
    {"ISSN:", OTHER},
    {"e-ISSN:", OTHER},
    {"Source type:", OTHER},
    {"Language of publication:", OTHER},
    {"Document type:", OTHER},
    {"Document feature:", OTHER},
    {"Publication history:", OTHER},
    {"Online publication date:", OTHER},
    {"Accession number:", OTHER},
    {"DOI:", OTHER},
    {"Copyright:", OTHER},
    {"Full text availability:", OTHER},
    {"Last updated:", OTHER},
    {"Database:", OTHER},
    {"Sujet:", OTHER},
    {"Sujet :", OTHER},
    {"Lieu:", OTHER},
    {"Lieu :", OTHER},
    {"Lieu de publication:", OTHER},
    {"Lieu de publication :", OTHER},
};

#define FIELDS (sizeof fields / sizeof *fields)

/* The row of the field that a line begins with; FIELDS if none. */
static size_t field_row(struct slice line)
{
    size_t i = 0;
    while (i < FIELDS && !news_begins(line, fields[i].name))
        i++;
    return i;
}

static enum field field_of(struct slice line)
{
    size_t row = field_row(line);
    return row < FIELDS ? fields[row].field : NONE;
}

/* A line of at least 20 underscores. */
static bool is_ruler(struct slice line)
{
    size_t n = 0;
    while (n < line.length && line.data[n] == '_')
        n++;
    return n >= RULER && n == line.length;
}

static enum news_mark mark(struct slice line)
{
    return is_ruler(line) ? NEWS_PARTS : NEWS_INSIDE;
}

/* True if a field begins at line i: it stands behind an empty line or another field. */
static bool begins_field(const struct news_lines *lines, size_t i, bool in_text)
{
    if (field_of(lines->line[i]) == NONE)
        return false;
    return !in_text || i == 0 || lines->line[i - 1].length == 0;
}

static size_t field_end(const struct news_lines *lines, size_t from, bool in_text)
{
    size_t to = from + 1;
    while (to < lines->count && !begins_field(lines, to, in_text))
        to++;
    return to;
}

static struct slice up_to_semicolon(struct slice s)
{
    const char *stop = s.length ? memchr(s.data, ';', s.length) : NULL;
    return stop ? news_trim((struct slice){s.data, (size_t)(stop - s.data)}) : s;
}

static void set_year(struct entry *entry, struct slice value)
{
    if (entry->date.where)
        return;
    struct date date;
    enum date_status status = date_parse(value.data, value.length, &date);
    if (status != DATE_UNKNOWN)
        entry->date = (struct given_date){
            .status = status, .date = date, .text = value, .where = "Publication year"};
}

/* Takes the field that stands in lines from..to. */
static void take_field(const struct news_lines *lines, size_t from, size_t to, struct arena *arena,
                       struct entry *entry, struct slice *abstract)
{
    size_t row = field_row(lines->line[from]);
    size_t n = strlen(fields[row].name);
    struct slice *first = &lines->line[from];
    *first = news_trim((struct slice){first->data + n, first->length - n});
    struct slice value = news_join(lines, from, to, arena);
    switch (fields[row].field) {
    case TEXT:
        entry->text = news_text(lines, from, to, arena);
        break;
    case ABSTRACT:
        *abstract = news_text(lines, from, to, arena);
        break;
    case TITLE:
        entry->title = value;
        break;
    case PUBLICATION:
        entry->publisher = up_to_semicolon(value);
        break;
    case DATE:
        news_set_date(entry, value, "Publication date");
        break;
    case YEAR:
        set_year(entry, value);
        break;
    case AUTHOR:
        entry->author = news_author(value);
        break;
    case URL:
        entry->url = value;
        break;
    case NUMBER:
        entry->key = value;
        break;
    default:
        break;
    }
}

static bool no_text(struct slice text)
{
    return text.length == 0 || news_is(text, "Not available.") || news_is(text, "Not available") ||
           news_is(text, "None available.") || news_is(text, "None available");
}

/* A chunk without any of these fields is a cover page, or a list of contents. */
static bool is_article(const struct news_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        enum field field = field_of(lines->line[i]);
        if (field == TEXT || field == TITLE || field == PUBLICATION || field == NUMBER)
            return true;
    }
    return false;
}

static bool parse(const struct news_lines *lines, struct arena *arena, struct entry *entry)
{
    struct slice abstract = {"", 0};
    struct slice first = {"", 0};
    if (!is_article(lines))
        return false;
    for (size_t at = 0; at < lines->count;) {
        enum field field = field_of(lines->line[at]);
        if (field == NONE) {
            if (first.length == 0)
                first = lines->line[at];
            at++;
            continue;
        }
        size_t end = field_end(lines, at, field == TEXT || field == ABSTRACT);
        take_field(lines, at, end, arena, entry, &abstract);
        at = end;
    }
    if (entry->title.length == 0)
        entry->title = first;
    if (no_text(entry->text))
        entry->text = no_text(abstract) ? (struct slice){"", 0} : abstract;
    return true;
}

/* A ruler, a field that only these have, and the name of the house or a third field. */
/* Whether a ruler may be there: most texts have none, and are looked at no further. */
static bool has_ruler(struct slice head)
{
    const char *end = head.data + head.length;
    const char *c = head.data;
    while (c < end && (c = memchr(c, '_', (size_t)(end - c))) != NULL) {
        const char *from = c;
        while (c < end && *c == '_')
            c++;
        if (c - from >= RULER)
            return true;
    }
    return false;
}

static bool is_proquest(struct slice head)
{
    if (!has_ruler(head))
        return false;
    bool ruler = false;
    bool own = false;
    int count = 0;
    while (head.length) {
        const char *stop = memchr(head.data, '\n', head.length);
        size_t n = stop ? (size_t)(stop - head.data) + 1 : head.length;
        struct slice line = news_trim((struct slice){head.data, n});
        enum field field = field_of(line);
        head = (struct slice){head.data + n, head.length - n};
        ruler = ruler || is_ruler(line);
        own = own || field == TEXT || news_begins(line, "Publication info:") || field == NUMBER ||
              field == PUBLICATION;
        count += field != NONE;
        for (size_t i = 0; i + 8 <= line.length && line.length < 300 && count < 3; i++)
            if (news_begins_any_case((struct slice){line.data + i, line.length - i}, "proquest"))
                count += 2;
    }
    return ruler && own && count >= 3;
}

static const struct news_form form = {mark, parse, NULL};

static struct reader *open_proquest(struct input *in, const struct reader_options *options,
                                    struct error *error)
{
    return news_open(in, options, &form, error);
}

static const char *const endings[] = {".txt", NULL};

const struct reader_format reader_proquest = {
    .name = "proquest",
    .endings = endings,
    .what = "ProQuest exports in plain text",
    .many = true,
    .recognises = is_proquest,
    .open = open_proquest,
    .next = news_next,
    .close = news_close,
};
