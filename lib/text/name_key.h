/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names across transliterations, for the ~name operator: Wagner and Vagner, Qaddafi and Gadhafi,
 * Khrushchev and Chruschtschow. Two steps, as in the phonetic matching of the literature:
 *
 * 1. name_key(): a code of the consonants, equal for the spellings of a name, to look up
 *    candidates by. The idea is Soundex's; the spelling rules are those that English, French,
 *    German and Turkish newspapers follow for Russian, Ukrainian and Arabic names, in the manner
 *    of Daitch and Mokotoff (Soundex for Eastern European names, 1985) and of Metaphone
 *    (L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990): groups of letters
 *    become sounds by a table of rules with a context.
 * 2. name_alike(): whether two words with one key are plausibly one name: a weighted edit
 *    distance between their sounds, as Editex does with letters (J. Zobel and P. Dart, "Phonetic
 *    string matching: lessons from information retrieval", SIGIR 1996). What may differ depends
 *    on the length: the fewer sounds, the more exactly they must agree, and the first vowel,
 *    which writers keep, weighs more than later ones.
 *
 * Known limits. Doubled letters never count, so Biden is like Bidden. A German J or Ch at the
 * beginning is not always seen for what it is: Jelzin is not like Yeltsin, nor Chodorkowski like
 * Khodorkovsky. Translations are not transliterations: Kiev is not like Kyiv.
 */
#ifndef DATELINE_LIB_TEXT_NAME_KEY_H
#define DATELINE_LIB_TEXT_NAME_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define NAME_KEY_VERSION 1 /* keys made by another version do not match */
#define NAME_KEY_MAX 16    /* bytes of a key; what a longer one would add is cut */

/*
 * Writes the key of a folded word (lib/text/token.h) to `key`, capital ASCII letters, no NUL;
 * returns its length. 0, no key: a word that is not all of a-z, or shorter than 3 letters, or
 * longer than TOKEN_MAX.
 */
size_t name_key(const char *word, size_t length, char key[NAME_KEY_MAX]);

/*
 * True if the folded words `a` and `b` plausibly spell the same name; false always if their keys
 * differ or they have none. Symmetric; true of a word with a key and itself.
 */
bool name_alike(const char *a, size_t alen, const char *b, size_t blen);

#endif
