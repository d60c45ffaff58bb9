/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, which POSIX has only since 2024 */
#include "lib/base/map.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A signal handler has no context but what is static: the mappings it may mend. A slot is taken by
 * its `state`, filled, and only then seen by the handler. A mapping leaves its slot before it is
 * unmapped, so that the handler never writes over what came there after it.
 */
enum { FREE, TAKEN, MAPPED };

static struct {
    atomic_int state;
    atomic_uintptr_t begin;
    atomic_uintptr_t end;
    atomic_bool failed;
} slots[MAP_MOST];

static atomic_int slots_used; /* no slot from this number on was ever taken */
static atomic_uintptr_t page_size;

/* Puts a page of zeros where one could not be read. False if the address is of no mapping. */
static bool mend(uintptr_t address)
{
    uintptr_t page = atomic_load(&page_size);
    for (int i = 0; i < atomic_load(&slots_used); i++) {
        if (atomic_load(&slots[i].state) != MAPPED || address < atomic_load(&slots[i].begin) ||
            address >= atomic_load(&slots[i].end))
            continue;
        atomic_store(&slots[i].failed, true);
        return mmap((void *)(address & ~(page - 1)), page, PROT_READ,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
    }
    return false;
}

static void on_bus_error(int number, siginfo_t *info, void *context)
{
    (void)context;
    int kept = errno;
    /* si_code is above 0 if the kernel sends it for an access, and not a process with kill(). */
    if (info->si_code <= 0 || !mend((uintptr_t)info->si_addr)) {
        signal(number, SIG_DFL);
        raise(number); /* takes effect on return */
    }
    errno = kept;
}

void map_guard(void)
{
    atomic_store(&page_size, (uintptr_t)sysconf(_SC_PAGESIZE));
    struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

/* Tells the handler of a mapping; 0 if there are too many. */
static int slot_take(const void *bytes, size_t length)
{
    for (int i = 0; i < MAP_MOST; i++) {
        int state = FREE;
        if (!atomic_compare_exchange_strong(&slots[i].state, &state, TAKEN))
            continue;
        atomic_store(&slots[i].begin, (uintptr_t)bytes);
        atomic_store(&slots[i].end, (uintptr_t)bytes + length);
        atomic_store(&slots[i].failed, false);
        int used = atomic_load(&slots_used);
        while (used <= i && !atomic_compare_exchange_weak(&slots_used, &used, i + 1))
            ;
        atomic_store(&slots[i].state, MAPPED);
        return i + 1;
    }
    return 0;
}

static bool map_file(struct map *m, int fd, const char *shown, struct error *error)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return error_system(error, errno, shown);
    if (s.st_size == 0)
        return true;
    if ((uintmax_t)s.st_size > SIZE_MAX)
        return error_set(error, ERROR_LIMIT, "%s: it is too large to be mapped here", shown);
    size_t length = (size_t)s.st_size;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED)
        return error_system(error, errno, shown);
    int slot = slot_take(bytes, length);
    if (slot == 0) {
        munmap(bytes, length);
        return error_set(error, ERROR_LIMIT, "%s: more than %d files are mapped", shown, MAP_MOST);
    }
    *m = (struct map){.bytes = bytes, .length = length, .slot = slot};
    return true;
}

bool map_open(struct map *m, int folder, const char *name, const char *shown, struct error *error)
{
    *m = (struct map){0};
    int fd = folder_file(folder, name, shown, error);
    if (fd < 0)
        return false;
    bool ok = map_file(m, fd, shown, error);
    close(fd);
    return ok;
}

void map_close(struct map *m)
{
    if (m->slot > 0) {
        atomic_store(&slots[m->slot - 1].state, FREE);
        munmap((void *)(uintptr_t)m->bytes, m->length);
    }
    *m = (struct map){0};
}

bool map_failed(const struct map *m)
{
    return m->slot > 0 && atomic_load(&slots[m->slot - 1].failed);
}
