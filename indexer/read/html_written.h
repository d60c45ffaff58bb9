/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dates as people write them in the middle of a text, for pages that say their date nowhere else:
 * 26 May 2023, May 26th, 2023, 26. Mai 2023, 26 de mayo de 2023, 2023-05-26, 26.05.2023,
 * 2023年5月26日. Months are named in English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Polish, Russian, Turkish and the Scandinavian languages. Only whole days with years of four
 * digits, 1600 to 2099, count; 05/06/2023 counts if only one order of it is a date, or if the
 * language of the page has but one.
 */
#ifndef DATELINE_INDEXER_READ_HTML_WRITTEN_H
#define DATELINE_INDEXER_READ_HTML_WRITTEN_H

#include "lib/base/slice.h"
#include "lib/date/date.h"

/* Which of the numbers in 05/06/2023 is the month. */
enum html_order { HTML_ORDER_UNKNOWN, HTML_ORDER_DAY_FIRST, HTML_ORDER_MONTH_FIRST };

/* The order by the language of a page, as lang= gives it: "en-GB". */
enum html_order html_order_of(struct slice language);

/* The first date of a text that exists; false if there is none. *at (not NULL) is where the text
 * goes on behind it. */
bool html_find_written(struct slice text, enum html_order order, struct date *date, size_t *at);

#endif
