/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The date lines of newspaper exports:
 *
 *     July 1, 2015 Wednesday      Friday, May 26, 2023 10:30 PM GMT      26 May 2023
 *     11. Januar 2010 Montag      26 mai 2023      3 de marzo de 2021      May 2023
 *     2023-05-26
 *
 * Months are those of English (whole or three letters), German, French, Spanish, Italian, Dutch
 * and Portuguese. Years have four digits; numbers alone (05/06/2023) are no date.
 */
#ifndef DATELINE_INDEXER_READ_NEWS_DATE_H
#define DATELINE_INDEXER_READ_NEWS_DATE_H

#include "lib/base/slice.h"
#include "lib/date/date.h"

/*
 * The first date in the line. DATE_UNKNOWN if there is none, or if the line has so many words that
 * it is prose; DATE_IMPOSSIBLE if there is no such day, or an English weekday contradicts it.
 */
enum date_status news_date(struct slice line, struct date *date);

#endif
