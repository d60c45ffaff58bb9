/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/versions.h"

#include <utf8proc.h>
#include <zstd.h>

#include "lib/text/stem.h"

void versions_print(FILE *to)
{
    fprintf(to, "Snowball %s, Unicode %s, zstd %s\n", stemmer_version(), utf8proc_unicode_version(),
            ZSTD_versionString());
}
