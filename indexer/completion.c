/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/completion.h"

#include <string.h>

#include "indexer/options.h"
#include "lib/base/completion.h"

bool completion_asked(int argc, char **argv)
{
    static const struct option_values values[] = {
        {"tables", "lean full"},
        {"date-from", "header meta name mtime"},
        {"language", "none arabic armenian basque catalan danish dutch english finnish french "
                     "german greek hindi "
                     "hungarian indonesian irish italian lithuanian nepali norwegian portuguese "
                     "romanian russian "
                     "serbian spanish swedish tamil turkish yiddish"},
        {"progress", "auto always never"},
        {NULL, NULL}};
    const char *slash = strrchr(argv[0], '/');
    return argc == 3 && strcmp(argv[1], "--completion") == 0 &&
           completion_print(indexer_options, values, slash ? slash + 1 : argv[0], true, argv[2],
                            stdout);
}
