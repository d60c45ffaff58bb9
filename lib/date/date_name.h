/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of months and weekdays in English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Polish, Russian, Turkish and the Scandinavian languages, whole or as they are shortened; the
 * little words of dates; and digits of other scripts. Upper and lower case are alike, and so are
 * letters with and without marks (MÄRZ, marz).
 *
 * A name that is one month in one language and another month in another is not here: `listopada`
 * is November in Polish and October in Croatian.
 */
#ifndef DATELINE_LIB_DATE_DATE_NAME_H
#define DATELINE_LIB_DATE_DATE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define DATE_WORD 24 /* room for a folded word and its NUL; longer words are no names */

/* A word of a date, folded: ASCII letters in lower case, Latin letters without marks, Cyrillic in
 * lower case; other characters as they are. */
struct date_word {
    char text[DATE_WORD];
    size_t length; /* 0 for a word that is too long */
};

/* Reads the letters that the text begins with, all that is not ASCII but digits, blanks and the
 * ideograms for year, month and day among them. Returns how many bytes they are, 0 for none. */
size_t date_word_read(const char *text, size_t length, struct date_word *word);

/* 1..12, or 0. */
int date_name_month(const struct date_word *word);

/* True if the name of a month is whole, or as English shortens it: set, out and ago, which others
 * shorten so, are words of their own. */
bool date_name_is_whole(const struct date_word *word);

/* 1 (Monday)..7, or 0. Some short names, such as `mar`, are both weekday and month. */
int date_name_weekday(const struct date_word *word);

/* Words that may stand between or before the parts of a date: of, the, de, le. */
bool date_name_is_filler(const struct date_word *word);

/* What makes an ordinal of a number: st, nd, rd, th, er. */
bool date_name_is_ordinal(const struct date_word *word);

/* Words that may stand between a day and a time: at, um, om, kl. */
bool date_name_is_at(const struct date_word *word);

/* Words that may stand behind a year: г, года, r, roku. */
bool date_name_is_year(const struct date_word *word);

/*
 * The digit that the text begins with, 0..9, and how many bytes it has; -1 if none. Digits are
 * ASCII, fullwidth, Thai, Arabic-Indic (both kinds) and those of Devanagari and Bengali.
 */
int date_digit(const char *text, size_t length, size_t *bytes);

/* How many bytes the blank is that the text begins with (space, tab, no-break and wide spaces),
 * 0 for none. */
size_t date_blank(const char *text, size_t length);

/* 'Y', 'M' or 'D' if the text begins with the ideogram or Hangul for year, month or day (three
 * bytes), else 0. */
char date_ideogram(const char *text, size_t length);

#endif
