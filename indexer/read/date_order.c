/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/date_order.h"

#include <string.h>

#include "indexer/read/reader.h"
#include "lib/base/buf.h"

bool read_settings_parse(const char *text, struct read_settings *settings)
{
    *settings = (struct read_settings){0};
    while (*text) {
        size_t n = strcspn(text, ",");
        char name[16];
        enum date_source source;
        if (n >= sizeof name || settings->order_count == READ_SOURCES)
            return false;
        memcpy(name, text, n);
        name[n] = '\0';
        if (!schema_date_source_parse(name, &source) || source == FROM_LIST)
            return false;
        for (size_t i = 0; i < settings->order_count; i++)
            if (settings->order[i] == source)
                return false;
        settings->order[settings->order_count++] = source;
        text += n;
        if (*text == ',' && *++text == '\0')
            return false;
    }
    return settings->order_count > 0;
}

/* These find the date of one source, none if it has none; false after what ends the search. */

static bool date_of_entry(const struct entry *e, struct date *found, const struct reader_options *o)
{
    const struct given_date *given = &e->date;
    *found = given->date;
    if (given->status == DATE_OK)
        return true;
    int shown = given->text.length > 40 ? 40 : (int)given->text.length;
    while (shown < (int)given->text.length && shown > 0 &&
           ((unsigned char)given->text.data[shown] & 0xC0) == 0x80)
        shown--;
    if (given->status == DATE_IMPOSSIBLE) {
        reader_fault(o, e->record, given->line, "the date %.*s does not exist; indexed as undated",
                     shown, given->text.data);
        return false;
    }
    if (e->header)
        reader_fault(o, e->record, given->line,
                     "'%.*s' is not a date (write 2023-05-26); indexed as undated", shown,
                     given->text.data);
    else
        reader_fault(o, e->record, given->line, "'%.*s' (%s) is not a date that can be read", shown,
                     given->text.data, given->where);
    return !e->header;
}

static bool date_of_name(const struct entry *e, const struct article_origin *origin,
                         struct date *found, const struct reader_options *o)
{
    struct buf whole = {0};
    const char *path = origin->path;
    if (e->member) {
        buf_printf(&whole, "%s/%s", path, e->member);
        path = whole.data;
    }
    enum date_status status =
        date_from_path(path, origin->last_year, origin->digits && !e->member, found);
    buf_free(&whole);
    if (status != DATE_IMPOSSIBLE)
        return true;
    reader_fault(o, e->record, 0, "the date in its name does not exist; indexed as undated");
    return false;
}

void date_order_choose(struct date_choice *dated, const struct entry *e,
                       const struct article_origin *origin, const struct read_settings *settings,
                       const struct reader_options *o)
{
    struct date found = origin->listed;
    enum date_source from = FROM_LIST;
    bool good = true;
    for (size_t i = 0; good && date_is_none(found) && i < settings->order_count; i++) {
        from = settings->order[i];
        if (from == FROM_NAME)
            good = date_of_name(e, origin, &found, o);
        else if (from == FROM_MTIME)
            found = origin->mtime;
        else if (e->date.where && (from == FROM_HEADER) == e->header)
            good = date_of_entry(e, &found, o);
    }
    *dated = (struct date_choice){.date = found, .source = from, .where = ""};
    if (date_is_none(found))
        dated->source = FROM_NOTHING;
    else if ((from == FROM_HEADER || from == FROM_META))
        dated->where = e->date.where;
}
