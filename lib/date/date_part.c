/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/date_part.h"

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"

/* True if the word belongs to the number that is the last part: 26th, 26 de. */
static bool belongs(const struct date_parts *parts, const struct date_word *word, char before)
{
    const struct date_part *last = parts->count ? &parts->part[parts->count - 1] : NULL;
    if (!last || (last->digits != 1 && last->digits != 2))
        return false;
    return before ? date_name_is_filler(word) : date_name_is_ordinal(word);
}

void date_parts_cut(const char *name, size_t length, struct date_parts *parts)
{
    char before = '\0';
    parts->count = 0;
    for (size_t at = 0; at < length && parts->count < DATE_PARTS;) {
        const char *text = name + at;
        struct date_word word;
        struct date_part p = {.at = at, .before = before};
        p.digits = date_scan_digits(text, length - at);
        p.length = p.digits ? p.digits : date_word_read(text, length - at, &word);
        if (!p.length) {
            bool first = !before || ((before == '.' || before == ',') && *text == ' ');
            before = first || *text == before ? *text : '+'; /* marks that differ are no mark */
            at++;
            continue;
        }
        at += p.length;
        if (p.digits) {
            p.value = date_scan_number(text, p.digits);
        } else if (belongs(parts, &word, before)) {
            before = '\0';
            continue;
        } else {
            p.month = date_name_month(&word);
            p.whole = p.month && date_name_is_whole(&word);
            p.is_t = p.length == 1 && date_scan_lower(*text) == 't';
        }
        before = '\0';
        parts->part[parts->count++] = p;
    }
}
