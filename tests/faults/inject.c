/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A library to preload: makes one call of the system, or of malloc, fail, or kills the process
 * there. faults.py says which. Calls are numbered from 1 on, those of the system and those for
 * memory apart; those that libc makes for itself (stdio's) are not seen, but fopen() is.
 *
 *     FAULTS_PROGRAM   name of the program that it works in; in all others it does nothing
 *     FAULTS_LOG       file to append to, see below
 *     FAULTS_MEMORY    set: the calls for memory are meant, else those of the system
 *     FAULTS_TRACE     set: nothing fails, and all calls are listed
 *     FAULTS_AT        number of the call that fails
 *     FAULTS_HOW       which of its faults, from 0 on; `kill`: the process is killed instead of
 *                      the call, `killed`: after it
 *     FAULTS_ALWAYS    set: so does each later call that can fail with the same number
 *
 * Lines of the log:
 *
 *     call FUNCTION HASH WAYS      the next call: a hash of who called, and how many faults it has
 *     hit FUNCTION FAULT           the call that was made to fail
 *     open FD TARGET               a descriptor that is still open at the end, and was not at the
 * start end
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SHORT = -1, FAULTS_MOST = 6, FRAMES = 20 };

/* A function that can fail, and the ways in which it does: numbers of errno, 0 after the last. */
struct function {
    const char *name;
    int faults[FAULTS_MOST];
    bool memory;
};

#define FUNCTION(id, ...) \
    static const struct function id##_function = {#id, {__VA_ARGS__, 0}, false}
FUNCTION(open, EMFILE, EACCES, EIO, ENOSPC);
FUNCTION(openat, EMFILE, EACCES, EIO, ENOSPC);
FUNCTION(fopen, EMFILE, EACCES);
FUNCTION(fdopen, ENOMEM);
FUNCTION(tmpfile, ENOSPC);
FUNCTION(read, EIO, EINTR, SHORT);
FUNCTION(pread, EIO, EINTR, SHORT);
FUNCTION(write, ENOSPC, EIO, EINTR, SHORT);
FUNCTION(pwrite, ENOSPC, EIO, EINTR, SHORT);
FUNCTION(close, EIO);
FUNCTION(fclose, EIO);
FUNCTION(fsync, EIO, ENOSPC);
FUNCTION(fdatasync, EIO, ENOSPC);
FUNCTION(ftruncate, EIO, ENOSPC);
FUNCTION(fchmod, EPERM);
FUNCTION(rename, EIO, ENOSPC, EACCES);
FUNCTION(renameat, EIO, ENOSPC, EACCES);
FUNCTION(unlink, EIO, EACCES);
FUNCTION(unlinkat, EIO, EACCES);
FUNCTION(rmdir, EIO, EACCES);
FUNCTION(mkdir, ENOSPC, EACCES);
FUNCTION(mkdirat, ENOSPC, EACCES);
FUNCTION(mmap, ENOMEM, ENODEV);
FUNCTION(fstat, EIO);
FUNCTION(stat, EIO, EACCES);
FUNCTION(lstat, EIO, EACCES);
FUNCTION(fstatat, EIO, EACCES);
FUNCTION(fcntl, ENOLCK, EINTR); /* of locks alone */
FUNCTION(lseek, EIO);
FUNCTION(opendir, EMFILE, EACCES);
FUNCTION(fdopendir, ENOMEM);
FUNCTION(readdir, EIO);
FUNCTION(readlink, EIO);
FUNCTION(realpath, EIO, EACCES);
FUNCTION(pthread_create, EAGAIN);
#undef FUNCTION
#define FUNCTION(id) static const struct function id##_function = {#id, {ENOMEM, 0}, true}
FUNCTION(malloc);
FUNCTION(calloc);
FUNCTION(realloc);
#undef FUNCTION

/* What was asked for. */
static struct {
    bool on;
    bool trace;
    bool memory;
    bool always;
    bool kill;
    bool killed;
    int log;
    long at;
    int how;
} plan = {.log = -1};

enum { DESCRIPTORS = 1024 };

static bool given[DESCRIPTORS]; /* descriptors that were open at the start */
static atomic_long calls;
static atomic_int wanted;         /* the number of FAULTS_ALWAYS, once it was met */
static _Thread_local bool inside; /* our own calls are not counted */

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void put(const char *format, ...)
{
    char line[600];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n > 0)
        (void)!syscall(SYS_write, plan.log, line, (size_t)n);
}

/* Who called, wherever the program was loaded: of the frames above the library. *beyond is set if
 * libarchive is among them: without memory it crashes, waits for a lock or exits, as it likes,
 * which is not ours to mend. */
static uint64_t caller(bool *beyond)
{
    void *frames[FRAMES];
    int n = backtrace(frames, FRAMES);
    uint64_t hash = 14695981039346656037u;
    for (int i = 2; i < n; i++) {
        Dl_info info;
        uintptr_t at = (uintptr_t)frames[i];
        if (dladdr(frames[i], &info)) {
            at -= (uintptr_t)info.dli_fbase;
            *beyond = *beyond || strstr(info.dli_fname, "libarchive") != NULL;
        }
        hash = (hash ^ at) * 1099511628211u;
    }
    return hash;
}

static int ways(const struct function *f)
{
    int n = 0;
    while (f->faults[n] != 0)
        n++;
    return n;
}

static bool has(const struct function *f, int fault)
{
    for (int i = 0; f->faults[i] != 0; i++)
        if (f->faults[i] == fault)
            return true;
    return false;
}

static void die(void)
{
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

/* Counts a call; other than 0: how it is to fail. */
static int next_fault(const struct function *f)
{
    if (!plan.on || inside || f->memory != plan.memory)
        return 0;
    inside = true;
    long number = atomic_fetch_add(&calls, 1) + 1;
    int fault = 0;
    if (plan.trace) {
        bool beyond = false;
        uint64_t place = caller(&beyond);
        int tried = beyond && f->memory ? 0 : ways(f);
        put("call %s %016llx %d\n", f->name, (unsigned long long)place, tried);
    } else if (number == plan.at) {
        if (plan.kill)
            die();
        if (plan.how < ways(f) && !plan.killed)
            fault = f->faults[plan.how];
        if (plan.always)
            atomic_store(&wanted, fault);
        put("hit %s %s\n", f->name, fault == SHORT ? "short" : fault ? strerror(fault) : "-");
    } else if (plan.always && number > plan.at && has(f, atomic_load(&wanted))) {
        fault = atomic_load(&wanted);
    }
    inside = false;
    return fault;
}

/* After a call that went well. */
static void done(const struct function *f)
{
    if (plan.killed && !inside && f->memory == plan.memory && atomic_load(&calls) == plan.at)
        die();
}

/* ---- how it begins and ends ---- */

static bool is_set(const char *name)
{
    return getenv(name) != NULL;
}

__attribute__((constructor)) static void begin(void)
{
    const char *program = getenv("FAULTS_PROGRAM");
    const char *log = getenv("FAULTS_LOG");
    const char *at = getenv("FAULTS_AT");
    const char *how = getenv("FAULTS_HOW");
    if (!program || !log || strcmp(program, program_invocation_short_name) != 0)
        return;
    inside = true;
    for (int i = 0; i < DESCRIPTORS; i++)
        given[i] = syscall(SYS_fcntl, i, F_GETFD) >= 0;
    long fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    long high = syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
    if (high >= 0)
        syscall(SYS_close, fd);
    plan.log = (int)(high >= 0 ? high : fd);
    plan.trace = is_set("FAULTS_TRACE");
    plan.memory = is_set("FAULTS_MEMORY");
    plan.always = is_set("FAULTS_ALWAYS");
    plan.at = at ? strtol(at, NULL, 10) : 0;
    plan.kill = how && strcmp(how, "kill") == 0;
    plan.killed = how && strcmp(how, "killed") == 0;
    plan.how = how ? (int)strtol(how, NULL, 10) : 0;
    void *frames[2];
    backtrace(frames, 2); /* loads what it needs */
    inside = false;
    plan.on = true;
}

static void list_open(void)
{
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;) {
        char target[256];
        ssize_t n = readlinkat(dirfd(folder), e->d_name, target, sizeof target - 1);
        long fd = strtol(e->d_name, NULL, 10);
        if (n < 0 || fd >= DESCRIPTORS || given[fd] || fd == plan.log || fd == dirfd(folder))
            continue;
        target[n] = '\0';
        put("open %ld %s\n", fd, target);
    }
    if (folder)
        closedir(folder);
}

__attribute__((destructor)) static void end(void)
{
    if (!plan.on)
        return;
    plan.on = false;
    inside = true;
    list_open();
    put("end\n");
}

/* ---- the functions ---- */

/* The next definition of a function, libc's. */
static void *next(const char *name)
{
    bool was = inside;
    inside = true;
    void *found = dlsym(RTLD_NEXT, name);
    inside = was;
    return found;
}

#define REAL(name)                 \
    static __typeof__(name) *real; \
    if (!real)                     \
    *(void **)&real = next(#name)

/* A call that fails with -1 and errno. */
#define FAIL(id, failed)                        \
    do {                                        \
        int fault = next_fault(&id##_function); \
        if (fault) {                            \
            errno = fault;                      \
            return failed;                      \
        }                                       \
    } while (0)

#define WRAP(type, id, failed, parameters, arguments) \
    type id parameters                                \
    {                                                 \
        REAL(id);                                     \
        FAIL(id, failed);                             \
        type result = real arguments;                 \
        done(&id##_function);                         \
        return result;                                \
    }

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    FAIL(open, -1);
    int fd = real(path, flags, mode);
    done(&open_function);
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    REAL(openat);
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    FAIL(openat, -1);
    int fd = real(folder, path, flags, mode);
    done(&openat_function);
    return fd;
}

int fcntl(int fd, int command, ...)
{
    REAL(fcntl);
    va_list args;
    va_start(args, command);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (command == F_SETLK || command == F_SETLKW || command == F_GETLK)
        FAIL(fcntl, -1);
    return real(fd, command, argument);
}

/* Half of what was asked for, if it is to be short. */
static size_t part_of(int fault, size_t length)
{
    return fault == SHORT && length > 1 ? length / 2 : length;
}

#define TRANSFER(id, parameters, ...)           \
    ssize_t id parameters                       \
    {                                           \
        REAL(id);                               \
        int fault = next_fault(&id##_function); \
        if (fault > 0) {                        \
            errno = fault;                      \
            return -1;                          \
        }                                       \
        length = part_of(fault, length);        \
        ssize_t result = real(__VA_ARGS__);     \
        done(&id##_function);                   \
        return result;                          \
    }
TRANSFER(read, (int fd, void *bytes, size_t length), fd, bytes, length)
TRANSFER(pread, (int fd, void *bytes, size_t length, off_t at), fd, bytes, length, at)
TRANSFER(write, (int fd, const void *bytes, size_t length), fd, bytes, length)
TRANSFER(pwrite, (int fd, const void *bytes, size_t length, off_t at), fd, bytes, length, at)

/* Closing fails, and closes all the same. */
#define CLOSE(id, type)                         \
    int id(type of)                             \
    {                                           \
        REAL(id);                               \
        int fault = next_fault(&id##_function); \
        int result = real(of);                  \
        if (fault) {                            \
            errno = fault;                      \
            return -1;                          \
        }                                       \
        return result;                          \
    }
CLOSE(close, int)
CLOSE(fclose, FILE *)

WRAP(FILE *, fopen, NULL, (const char *path, const char *mode), (path, mode))
WRAP(FILE *, fdopen, NULL, (int fd, const char *mode), (fd, mode))
WRAP(FILE *, tmpfile, NULL, (void), ())
WRAP(int, fsync, -1, (int fd), (fd))
WRAP(int, fdatasync, -1, (int fd), (fd))
WRAP(int, ftruncate, -1, (int fd, off_t length), (fd, length))
WRAP(int, fchmod, -1, (int fd, mode_t mode), (fd, mode))
WRAP(int, rename, -1, (const char *from, const char *to), (from, to))
WRAP(int, renameat, -1, (int from_folder, const char *from, int to_folder, const char *to),
     (from_folder, from, to_folder, to))
WRAP(int, unlink, -1, (const char *path), (path))
WRAP(int, unlinkat, -1, (int folder, const char *path, int flags), (folder, path, flags))
WRAP(int, rmdir, -1, (const char *path), (path))
WRAP(int, mkdir, -1, (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdirat, -1, (int folder, const char *path, mode_t mode), (folder, path, mode))
WRAP(int, fstat, -1, (int fd, struct stat *s), (fd, s))
WRAP(int, stat, -1, (const char *path, struct stat *s), (path, s))
WRAP(int, lstat, -1, (const char *path, struct stat *s), (path, s))
WRAP(int, fstatat, -1, (int folder, const char *path, struct stat *s, int flags),
     (folder, path, s, flags))
WRAP(off_t, lseek, -1, (int fd, off_t offset, int whence), (fd, offset, whence))
WRAP(DIR *, opendir, NULL, (const char *path), (path))
WRAP(DIR *, fdopendir, NULL, (int fd), (fd))
WRAP(struct dirent *, readdir, NULL, (DIR * folder), (folder))
WRAP(ssize_t, readlink, -1, (const char *path, char *target, size_t room), (path, target, room))
WRAP(char *, realpath, NULL, (const char *path, char *whole), (path, whole))

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    FAIL(mmap, MAP_FAILED);
    long mapped = syscall(SYS_mmap, at, length, protection, flags, fd, offset);
    return (void *)mapped;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *),
                   void *context)
{
    REAL(pthread_create);
    int fault = next_fault(&pthread_create_function);
    return fault ? fault : real(thread, attributes, work, context);
}

/* glibc's own, which need not be looked for: looking asks for memory. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    FAIL(malloc, NULL);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    FAIL(calloc, NULL);
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    FAIL(realloc, NULL);
    return __libc_realloc(old, size);
}
