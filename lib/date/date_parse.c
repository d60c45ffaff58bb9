/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as articles write them: date_written.c reads, this says what is made of it. */
#include "lib/date/date_written.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum date_status date_parse(const char *text, size_t length, struct date *date)
{
    struct written w;
    *date = (struct date){0, 0, 0};
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    enum written_status status = date_written(text, length, &w);
    if (status == WRITTEN_DATE)
        *date = w.date;
    else if (status == WRITTEN_IMPOSSIBLE)
        return DATE_IMPOSSIBLE;
    return status == WRITTEN_DATE ? DATE_OK : DATE_UNKNOWN;
}
