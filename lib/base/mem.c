/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void no_memory(void)
{
    fputs("dateline: out of memory\n", stderr);
    exit(2);
}

static void *checked(void *memory)
{
    if (memory == NULL)
        no_memory();
    return memory;
}

void *xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t size)
{
    return checked(realloc(old, size ? size : 1));
}

void *xreallocarray(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return checked(NULL);
    return xrealloc(old, count * size);
}

char *xstrndup(const char *text, size_t length)
{
    char *copy = xmalloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *xstrdup(const char *text)
{
    return xstrndup(text, strlen(text));
}

void *xgrow(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return array;
    size_t room = *capacity ? *capacity : 16;
    while (room < need)
        room = room > SIZE_MAX / 2 ? need : room * 2;
    array = xreallocarray(array, room, size);
    *capacity = room;
    return array;
}
