/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that is there: allocation for programs that cannot go on without it. Each function
 * returns memory that the caller frees with free(); when there is none left they say so on
 * stderr and exit with status 2. A size of 0 yields a pointer that may be freed.
 */
#ifndef DATELINE_LIB_BASE_MEM_H
#define DATELINE_LIB_BASE_MEM_H

#include <stddef.h>

_Noreturn void no_memory(void); /* says so, and exits: for what a library did not get */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);

/*
 * Room for one more element: grows `array` (elements of `size` bytes, `*capacity` of them) to
 * at least `need` elements, doubling. Returns the array, moved perhaps.
 */
void *xgrow(void *array, size_t *capacity, size_t need, size_t size);

#endif
