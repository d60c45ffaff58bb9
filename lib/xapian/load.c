/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/xapian/load.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define OBJECT "xapian.so"

/* The folder that the program is in; the caller frees it. */
static char *program_folder(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(path, '/');
    return xstrndup(path, slash ? (size_t)(slash - path) : 0);
}

static void *find_object(void)
{
    static const char *const places[] = {"", "/..", "/../lib/dateline"};
    char *folder = program_folder();
    void *object = NULL;
    for (size_t i = 0; !object && i < sizeof places / sizeof *places; i++) {
        struct buf path = {0};
        buf_printf(&path, "%s%s/" OBJECT, folder, places[i]);
        if (access(path.data, R_OK) == 0)
            object = dlopen(path.data, RTLD_NOW | RTLD_LOCAL);
        buf_free(&path);
    }
    free(folder);
    return object;
}

/* POSIX has it that a function's address goes through void *, which ISO C has not. */
static bool find(void *object, const char *name, void *function)
{
    void *address = dlsym(object, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

bool xc_load(struct xc_calls *calls, struct error *error)
{
    *calls = (struct xc_calls){.object = find_object()};
    bool ok = calls->object != NULL;
#define XC_FIND(name) ok = ok && find(calls->object, "xc_" #name, &calls->name);
    XC_CALLS(XC_FIND)
#undef XC_FIND
    if (ok)
        return true;
    xc_unload(calls);
    error_set(error, ERROR_UNSUPPORTED,
              OBJECT ", which remote shards are read by, is not beside this program");
    return error_cure(error, "install searcher whole: make install");
}

void xc_unload(struct xc_calls *calls)
{
    if (calls->object)
        dlclose(calls->object);
    *calls = (struct xc_calls){0};
}
