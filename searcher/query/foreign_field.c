/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of other languages. */
#include <string.h>
#include <strings.h>

#include "searcher/query/foreign.h"

/* How a field of another language, or one in upper case, is written here, with the value for
 * '%'. */
static const struct {
    const char *name;
    const char *here;
} fields[] = {
    {"title", "title:%"},    {"from", "from:%"},      {"author", "author:%"},
    {"path", "path:%"},      {"id", "id:%"},          {"date", "date:%"},
    {"subject", "title:%"},  {"headline", "title:%"}, {"intitle", "title:%"},
    {"heading", "title:%"},  {"hl", "title:%"},       {"ti", "title:%"},
    {"source", "from:%"},    {"publisher", "from:%"}, {"publication", "from:%"},
    {"site", "from:%"},      {"host", "from:%"},      {"domain", "from:%"},
    {"by", "author:%"},      {"byline", "author:%"},  {"au", "author:%"},
    {"creator", "author:%"}, {"writer", "author:%"},  {"filename", "path:%"},
    {"file", "path:%"},      {"folder", "path:%"},    {"dir", "path:%"},

    {"ext", "path:*.%"},     {"body", "%"},           {"text", "%"},
    {"content", "%"},        {"intext", "%"},         {"all", "%"},
    {"year", "date:%"},      {"day", "date:%"},       {"month", "date:%"},
    {"on", "date:%"},        {"pubdate", "date:%"},   {"published", "date:%"},
};

/* What articles have nothing of. */
static const char *const nothing[] = {
    "tag",  "label",    "is",   "has", "in",     "to",         "cc",       "bcc",     "lang",
    "mime", "mimetype", "size", "mid", "thread", "attachment", "property", "keyword", "type"};

static bool is_named(struct slice field, const char *name)
{
    return field.length == strlen(name) && strncasecmp(field.data, name, field.length) == 0;
}

/* What stands behind the colon, as it was written. */
static struct slice value_of(const struct lex_token *t)
{
    const char *begin = t->field.data + t->field.length + 1;
    return (struct slice){begin, (size_t)(t->rest.data - begin)};
}

/* The cure: a field of ours; before parentheses, the whole query with it. */
static bool mend_field(const struct lex_token *t, const char *here, const char *message,
                       struct query_error *error)
{
    struct slice value = value_of(t), all = lex_query(t);
    const char *gap = strchr(here, '%');
    int before = (int)(gap - here);
    if (value.length)
        lex_fail_exact(error, t->column, message, "%.*s%.*s%s", before, here, LEX_SLICE(value),
                       gap + 1);
    else
        lex_fail_exact(error, t->column, message, "%.*s%.*s%s%.*s", (int)(t->column - 1), all.data,
                       before, here, gap + 1, LEX_SLICE(t->rest));
    return true;
}

/* before:2006 is without 2006, until:2006 is with it; after: and since: are with theirs. */
static bool is_bound(const struct lex_token *t, struct date today, struct query_error *error)
{
    static const char *const names[] = {"after", "since", "newer", "until", "before", "older"};
    struct range r;
    struct range_error ignored;
    char text[RANGE_TEXT];
    size_t i = 0;
    while (i < 6 && !is_named(t->field, names[i]))
        i++;
    if (i == 6)
        return false;
    static const char message[] = "dates are a matter of date:";
    if (!range_parse(t->text.data, t->text.length, today, &r, &ignored) || r.undated)
        lex_fail(error, t->column, i < 3 ? "write date:2023.." : "write date:..2023", "%s",
                 message);
    else if (i < 3)
        lex_fail_exact(error, t->column, message, "date:%s..", date_print(r.first, text));
    else if (i == 3)
        lex_fail_exact(error, t->column, message, "date:..%s", date_print(r.last, text));
    else if (date_compare(r.first, RANGE_FIRST) > 0)
        lex_fail_exact(error, t->column, message, "date:..%s",
                       date_print(date_from_days(date_to_days(r.first) - 1), text));
    else
        lex_fail(error, t->column, "write date:..2023", "%s", message);
    return true;
}

/* _exists_:date and _missing_:date. */
static bool is_existence(const struct lex_token *t, struct query_error *error)
{
    bool exists = is_named(t->field, "_exists_"), missing = is_named(t->field, "_missing_");
    if (!exists && !missing)
        return false;
    if (lex_is(t->text, "date"))
        lex_fail_exact(error, t->column,
                       "dates are asked for with date:", exists ? "NOT date:none" : "date:none");
    else
        lex_fail(error, t->column, "write NOT date:none for articles with a date",
                 "only dates can be asked for as such");
    return true;
}

bool foreign_field(const struct lex_token *t, struct date today, struct query_error *error)
{
    if (is_existence(t, error) || is_bound(t, today, error))
        return true;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (is_named(t->field, fields[i].name))
            return mend_field(t, fields[i].here,
                              strncmp(fields[i].here, fields[i].name, strlen(fields[i].name)) == 0
                                  ? "fields are in lower case"
                                  : "this field has another name here",
                              error);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (is_named(t->field, nothing[i])) {
            lex_fail(error, t->column,
                     "leave it out; what articles have is title: from: author: path: id: date:",
                     "articles have nothing for %s:", nothing[i]);
            return true;
        }
    return false;
}
