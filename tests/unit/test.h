/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every unit test includes: cmocka, and TAP as the output that prove reads. */
#ifndef DATELINE_TESTS_UNIT_TEST_H
#define DATELINE_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Runs `tests`, an array of struct CMUnitTest, and returns main's status. */
#define run_tap(tests) \
    (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

/* The n-th number of a fixed sequence (xorshift64*): property tests repeat exactly. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state ? *state : UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

#endif
