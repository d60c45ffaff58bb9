/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* SIGWINCH is POSIX since 2024 only. */
#ifndef SIGWINCH
#define SIGWINCH 28
#endif

/* Turns off what we turn on that no description of a terminal knows: reports of the mouse and of
 * what is pasted. Terminals that have neither take it for nothing. */
#define MOUSE_PASTE_OFF "\033[?1006l\033[?1000l\033[?2004l"

static const int taken[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGWINCH, SIGTSTP,
                            SIGCONT, SIGSEGV, SIGABRT, SIGFPE,  SIGILL};
#define TAKEN (sizeof taken / sizeof *taken)
#define FATAL 7 /* the first of them that cannot be answered */

static struct {
    volatile sig_atomic_t active;
    bool registered;
    int tty;
    struct termios modes;
    char bytes[256];
    size_t length;
    int pipe[2];
    struct sigaction before[TAKEN];
} rescue;

void rescue_now(void)
{
    if (!rescue.active)
        return;
    if (write(rescue.tty, rescue.bytes, rescue.length) >= 0)
        tcsetattr(rescue.tty, TCSANOW, &rescue.modes);
}

static void tell(int signal)
{
    int kept = errno;
    char byte = (char)signal;
    if (write(rescue.pipe[1], &byte, 1) < 0)
        errno = kept;
    errno = kept;
}

static void fall(int number)
{
    rescue_now();
    signal(number, SIG_DFL);
    raise(number);
}

static void at_exit(void)
{
    rescue_now();
}

static void take_signals(void)
{
    for (size_t i = 0; i < TAKEN; i++) {
        struct sigaction action = {.sa_handler = i < FATAL ? tell : fall};
        sigemptyset(&action.sa_mask);
        action.sa_flags = i < FATAL ? SA_RESTART : 0;
        sigaction(taken[i], NULL, &rescue.before[i]);
        /* What is ignored since before (nohup) stays so. */
        if (rescue.before[i].sa_handler != SIG_IGN)
            sigaction(taken[i], &action, NULL);
    }
}

void rescue_prepare(int tty)
{
    rescue.tty = tty;
    rescue.length = 0;
    if (tcgetattr(tty, &rescue.modes) != 0 || pipe(rescue.pipe) != 0)
        return;
    for (int i = 0; i < 2; i++) {
        fcntl(rescue.pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(rescue.pipe[i], F_SETFL, O_NONBLOCK);
    }
    take_signals();
    if (!rescue.registered)
        rescue.registered = atexit(at_exit) == 0;
    rescue.active = 1;
}

static void add(const char *bytes)
{
    size_t n = strlen(bytes);
    if (rescue.length + n > sizeof rescue.bytes)
        return;
    memcpy(rescue.bytes + rescue.length, bytes, n);
    rescue.length += n;
}

void rescue_bytes(const char *const *parts, size_t count)
{
    add(MOUSE_PASTE_OFF);
    for (size_t i = 0; i < count; i++)
        add(parts[i]);
}

void rescue_done(void)
{
    if (!rescue.active)
        return;
    rescue.active = 0;
    for (size_t i = 0; i < TAKEN; i++)
        sigaction(taken[i], &rescue.before[i], NULL);
    close(rescue.pipe[0]);
    close(rescue.pipe[1]);
}

void rescue_stop(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    struct sigaction ours;
    sigemptyset(&usual.sa_mask);
    sigaction(SIGTSTP, &usual, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

int rescue_descriptor(void)
{
    return rescue.active ? rescue.pipe[0] : -1;
}

int rescue_signal(void)
{
    char byte;
    return rescue.active && read(rescue.pipe[0], &byte, 1) == 1 ? byte : 0;
}
