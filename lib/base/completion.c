/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/completion.h"

#include <string.h>

static const char *values_of(const struct option_values *values, const char *name)
{
    for (; values->name; values++)
        if (strcmp(values->name, name) == 0)
            return values->values;
    return NULL;
}

static bool is_argument(const struct option_row *row, const char *name)
{
    return strcmp(row->argument, name) == 0;
}

/* A text inside single quotes; with `brackets`, inside those of zsh too. */
static void print_quoted(const char *text, bool brackets, FILE *to)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", to);
        else if (brackets && strchr("[]:\\", *text))
            fprintf(to, "\\%c", *text);
        else
            fputc(*text, to);
    }
}

/* ---- bash ---- */

static void print_bash_argument(const struct option_row *row, const char *values, FILE *to)
{
    fputs("    ", to);
    if (row->letter < 256)
        fprintf(to, "-%c|", row->letter);
    fprintf(to, "--%s) ", row->name);
    if (values)
        fprintf(to, "COMPREPLY=($(compgen -W '%s' -- \"$word\")); ", values);
    else if (is_argument(row, "DIR") || is_argument(row, "FILE"))
        fprintf(to, "COMPREPLY=($(compgen -%c -- \"$word\")); compopt -o filenames; ",
                is_argument(row, "DIR") ? 'd' : 'f');
    fputs("return ;;\n", to);
}

static void print_bash(const struct option_row *table, const struct option_values *values,
                       const char *program, bool files, FILE *to)
{
    fprintf(to,
            "_%s() {\n"
            "    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}\n"
            "    [[ $word != = ]] || word=\n"
            "    [[ $option != = ]] || option=${COMP_WORDS[COMP_CWORD-2]}\n"
            "    COMPREPLY=()\n"
            "    case $option in\n",
            program);
    for (const struct option_row *row = table; row->name; row++)
        if (row->help && row->argument)
            print_bash_argument(row, values_of(values, row->name), to);
    fputs("    esac\n"
          "    if [[ $word == -* ]]; then\n"
          "        COMPREPLY=($(compgen -W '",
          to);
    for (const struct option_row *row = table; row->name; row++)
        if (row->help)
            fprintf(to, "%s--%s", row == table ? "" : " ", row->name);
    fputs("' -- \"$word\"))\n", to);
    if (files)
        fputs("    else\n"
              "        COMPREPLY=($(compgen -f -- \"$word\")); compopt -o filenames\n",
              to);
    fprintf(to, "    fi\n}\ncomplete -F _%s %s\n", program, program);
}

/* ---- zsh ---- */

static void print_zsh(const struct option_row *table, const struct option_values *values,
                      const char *program, bool files, FILE *to)
{
    fprintf(to, "#compdef %s\n_arguments -s -S", program);
    for (const struct option_row *row = table; row->name; row++) {
        if (!row->help)
            continue;
        const char *equals = row->argument ? "=" : "";
        if (row->letter < 256)
            fprintf(to, " \\\n    '*'{-%c%s,--%s%s}'[", row->letter, row->argument ? "+" : "",
                    row->name, equals);
        else
            fprintf(to, " \\\n    '*--%s%s[", row->name, equals);
        print_quoted(row->help, true, to);
        fputc(']', to);
        const char *list = row->argument ? values_of(values, row->name) : NULL;
        if (row->argument)
            fprintf(to, ":%s:", row->argument);
        if (list)
            fprintf(to, "(%s)", list);
        else if (row->argument && is_argument(row, "DIR"))
            fputs("_directories", to);
        else if (row->argument && is_argument(row, "FILE"))
            fputs("_files", to);
        fputc('\'', to);
    }
    fprintf(to, " \\\n    '*:%s'\n", files ? "file:_files" : "query: ");
}

/* ---- fish ---- */

static void print_fish(const struct option_row *table, const struct option_values *values,
                       const char *program, bool files, FILE *to)
{
    if (!files)
        fprintf(to, "complete -c %s -f\n", program);
    for (const struct option_row *row = table; row->name; row++) {
        if (!row->help)
            continue;
        fprintf(to, "complete -c %s", program);
        if (row->letter < 256)
            fprintf(to, " -s %c", row->letter);
        fprintf(to, " -l %s", row->name);
        const char *list = row->argument ? values_of(values, row->name) : NULL;
        if (list)
            fprintf(to, " -x -a '%s'", list);
        else if (row->argument && is_argument(row, "DIR"))
            fputs(" -x -a '(__fish_complete_directories)'", to);
        else if (row->argument)
            fputs(is_argument(row, "FILE") ? " -r -F" : " -x", to);
        fputs(" -d '", to);
        print_quoted(row->help, false, to);
        fputs("'\n", to);
    }
}

bool completion_print(const struct option_row *table, const struct option_values *values,
                      const char *program, bool files, const char *shell, FILE *to)
{
    if (strcmp(shell, "bash") == 0)
        print_bash(table, values, program, files, to);
    else if (strcmp(shell, "zsh") == 0)
        print_zsh(table, values, program, files, to);
    else if (strcmp(shell, "fish") == 0)
        print_fish(table, values, program, files, to);
    else
        return false;
    return true;
}
