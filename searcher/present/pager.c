/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/pager.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "lib/base/buf.h"

const char *pager_choose(const char *own, const char *usual)
{
    const char *command = own ? own : usual;
    if (!command)
        return "if command -v less >/dev/null; then exec less -FRX; else exec cat; fi";
    return command[0] && strcmp(command, "cat") != 0 ? command : NULL;
}

static void ignore(int signal, struct sigaction *old)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigaction(signal, &ignored, old);
}

bool pager_start(struct pager *p, const char *command)
{
    struct buf script = {0};
    buf_printf(&script,
               "LESS=${LESS-FRX}\nexport LESS\n"
               "case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in\n*[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;\n"
               "*) LESSCHARSET=${LESSCHARSET-utf-8}; export LESSCHARSET ;;\nesac\n%s",
               command);
    fflush(stdout);
    p->to = popen(script.data, "w");
    buf_free(&script);
    if (!p->to)
        return false;
    ignore(SIGPIPE, &p->old_pipe);
    ignore(SIGINT, &p->old_interrupt);
    return true;
}

int pager_close(struct pager *p)
{
    if (!p->to)
        return 0;
    errno = 0;
    int status = pclose(p->to);
    if (status == -1 && errno == EPIPE) /* it has left before the end, content */
        status = 0;
    p->to = NULL;
    sigaction(SIGPIPE, &p->old_pipe, NULL);
    sigaction(SIGINT, &p->old_interrupt, NULL);
    return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
