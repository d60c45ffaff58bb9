/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/libraries.h"

#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>

#include "lib/base/mem.h"

void libraries_begin(void)
{
    xmlMemSetup(free, xmalloc, xrealloc, xstrdup);
    json_set_alloc_funcs(xmalloc, free);
}
