/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words to stems, by libstemmer (Snowball), behind a cache: the same few words make up most of
 * a text. A stemmer belongs to one thread.
 */
#ifndef DATELINE_LIB_TEXT_STEM_H
#define DATELINE_LIB_TEXT_STEM_H

#include <stdbool.h>
#include <stddef.h>

struct stemmer;

/*
 * A stemmer for a language by its Snowball name ("english", "french", ...; "en" too), or "none",
 * which stems nothing. NULL if libstemmer does not know the language. Free with stemmer_free().
 */
struct stemmer *stemmer_new(const char *language);
void stemmer_free(struct stemmer *s);

/*
 * The languages that stemmer_new() knows, by their names: "none", then libstemmer's, then NULL.
 * The caller frees the array; the names are constants.
 */
const char **stemmer_languages(void);

/*
 * The Snowball release, as kept in an index: "2.2.0". libstemmer does not tell its release, so
 * this is a constant of ours, the one of Debian 12; to be changed with the library.
 */
const char *stemmer_version(void);

/* True if words like this one are stemmed at all: they begin with a letter, not with a digit. */
bool stem_applies(const char *word, size_t length);

/*
 * The stem of a folded word of at most TOKEN_MAX bytes, whether stem_applies() or not. Returns
 * bytes that belong to the stemmer, good until the next call with the same stemmer; *stem_length
 * is their number. "none" returns the word itself.
 */
const char *stem_word(struct stemmer *s, const char *word, size_t length, size_t *stem_length);

/* The same without the cache, each new entry of which costs a page of memory that is touched for
 * the first time: for some hundred words. */
const char *stem_word_once(struct stemmer *s, const char *word, size_t length, size_t *stem_length);

#endif
