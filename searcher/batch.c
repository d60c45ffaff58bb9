/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Takes the end of the line away. */
static size_t trim(char *line, size_t length)
{
    while (length && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = '\0';
    return length;
}

/* Answers QUERY, whose id is the number of its line, or ID<TAB>QUERY. */
static enum answer_status answer_line(struct answerer *x, char *line, size_t length, size_t number)
{
    char id[24];
    if (memchr(line, '\0', length)) {
        fputs("searcher: there is a NUL byte in the query\n", stderr);
        return ANSWER_ERROR;
    }
    char *tab = strchr(line, '\t');
    if (tab)
        *tab = '\0';
    snprintf(id, sizeof id, "%zu", number);
    return answer_query(x, tab ? tab + 1 : line, tab ? line : id);
}

enum answer_status answer_file(struct answerer *x, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!f) {
        fprintf(stderr, "searcher: %s: %s\n", path, strerror(errno));
        return ANSWER_ERROR;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t read;
    enum answer_status all = ANSWER_NOTHING;
    for (size_t n = 1; (read = getline(&line, &room, f)) >= 0; n++) {
        size_t length = trim(line, (size_t)read);
        if (length == 0)
            continue;
        enum answer_status one = answer_line(x, line, length, n);
        if (one == ANSWER_ERROR)
            fprintf(stderr, "searcher: in line %zu of %s\n", n, path);
        if (one == ANSWER_ERROR || (one == ANSWER_FOUND && all != ANSWER_ERROR))
            all = one;
    }
    if (ferror(f)) {
        fprintf(stderr, "searcher: %s: %s\n", path, strerror(errno));
        all = ANSWER_ERROR;
    }
    free(line);
    if (f != stdin)
        fclose(f);
    return all;
}
