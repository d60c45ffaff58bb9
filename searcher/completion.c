/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/completion.h"

#include <string.h>

#include "lib/base/completion.h"
#include "searcher/options.h"

bool completion_asked(int argc, char **argv)
{
    static const struct option_values values[] = {{"sort", "relevance newest oldest"},
                                                  {"by", "year month week day weekday"},
                                                  {"format", "text json tsv csv trec paths"},
                                                  {"color", "auto always never"},
                                                  {NULL, NULL}};
    const char *slash = strrchr(argv[0], '/');
    return argc == 3 && strcmp(argv[1], "--completion") == 0 &&
           completion_print(searcher_options, values, slash ? slash + 1 : argv[0], false, argv[2],
                            stdout);
}
