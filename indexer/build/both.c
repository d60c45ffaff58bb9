/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/both.h"

#include <pthread.h>
#include <stddef.h>

struct doing {
    both_job *job;
    void *context;
    struct error error;
    bool ok;
};

static void *work(void *context)
{
    struct doing *d = context;
    d->ok = d->job(d->context, &d->error);
    return NULL;
}

bool both(bool threads, both_job *one, both_job *other, void *context, struct error *error)
{
    pthread_t thread;
    struct doing first = {.job = one, .context = context};
    struct doing second = {.job = other, .context = context};
    bool started = threads && pthread_create(&thread, NULL, work, &first) == 0;
    if (!started)
        work(&first);
    work(&second);
    if (started)
        pthread_join(thread, NULL);
    if (!first.ok || !second.ok)
        *error = first.ok ? second.error : first.error;
    return first.ok && second.ok;
}
