/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of the glass writers that must do. */
#ifndef DATELINE_TESTS_UNIT_GLASS_CALL_H
#define DATELINE_TESTS_UNIT_GLASS_CALL_H

#include "lib/base/error.h"
#include "tests/unit/test.h"

/* What the last call that failed said. */
static struct error gerror;

static inline void assert_glass(bool done, const char *call)
{
    if (!done)
        fail_msg("%s: %s", call, gerror.message);
}

/* Makes a call, with &gerror as its last argument, that must not fail. */
#define GLASS(call) assert_glass(call, #call)

#endif
