/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/streams.h"

#include <fcntl.h>
#include <unistd.h>

void streams_open(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            continue;
        /* The lowest number is free, so it is this one. The direction is the wrong one. */
        if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(2);
    }
}
