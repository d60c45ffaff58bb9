/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A main for fuzz targets where there is no libFuzzer: standalone [-v] [-n RUNS] [FILE ...]
 *
 * Gives the target each file as it is, then RUNS inputs (default 20000) from a fixed seed, so
 * that a failure repeats: files with some bytes changed, bytes of all values, printable ASCII, and
 * punctuation among short words. A target that fails an assertion ends the program; -v says
 * on stderr which run it is.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LENGTH_MAX 256 /* of inputs that no file is the model of */
#define CHANGES_MAX 8

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)(next_random(state) >> 33) % limit;
}

static bool read_whole(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t n;
    do {
        n = fread(buf_reserve(out, BUFSIZ), 1, BUFSIZ, file);
        out->length += n;
    } while (n > 0);
    bool good = !ferror(file);
    fclose(file);
    return good;
}

static void change(uint64_t *state, struct buf *b)
{
    for (size_t n = below(state, CHANGES_MAX); n > 0 && b->length > 0; n--) {
        size_t at = below(state, b->length);
        if (below(state, 3))
            b->data[at] = (char)below(state, 256);
        else
            b->length = at;
    }
}

static void invent(uint64_t *state, struct buf *b)
{
    static const char signs[] = " \n\"'()*-./:=~,;{}[]<>|\\0189aZ";
    size_t style = below(state, 3);
    for (size_t n = below(state, LENGTH_MAX); n > 0; n--) {
        if (style == 0)
            buf_putc(b, (char)below(state, 256));
        else if (style == 1)
            buf_putc(b, (char)(' ' + below(state, 95)));
        else if (below(state, 2))
            buf_putc(b, signs[below(state, sizeof signs - 1)]);
        else
            buf_putc(b, (char)('a' + below(state, 26)));
    }
}

/* Gives a copy of exact size, so that a sanitizer sees what reads past the end. */
static void give(const struct buf *b)
{
    uint8_t *copy = xmalloc(b->length);
    if (b->length)
        memcpy(copy, b->data, b->length);
    LLVMFuzzerTestOneInput(copy, b->length);
    free(copy);
}

static int usage(void)
{
    fputs("usage: standalone [-v] [-n RUNS] [FILE ...]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    uint64_t state = 20230526;
    long runs = 20000;
    bool verbose = false;
    for (int option; (option = getopt(argc, argv, "n:v")) != -1;) {
        char *end = "";
        if (option == 'n')
            runs = strtol(optarg, &end, 10);
        else if (option == 'v')
            verbose = true;
        else
            return usage();
        if (*end)
            return usage();
    }
    size_t count = (size_t)(argc - optind);
    struct buf *files = xcalloc(count, sizeof *files);
    for (size_t i = 0; i < count; i++) {
        if (!read_whole(argv[(size_t)optind + i], &files[i])) {
            fprintf(stderr, "standalone: %s: %s\n", argv[(size_t)optind + i], strerror(errno));
            return 2;
        }
        give(&files[i]);
    }
    struct buf input = {0};
    for (long run = 0; run < runs; run++) {
        buf_clear(&input);
        if (count && below(&state, 4)) {
            const struct buf *model = &files[below(&state, count)];
            buf_add(&input, model->data, model->length);
            change(&state, &input);
        } else
            invent(&state, &input);
        if (verbose)
            fprintf(stderr, "run %ld, %zu bytes\n", run, input.length);
        give(&input);
    }
    for (size_t i = 0; i < count; i++)
        buf_free(&files[i]);
    free(files);
    buf_free(&input);
    return 0;
}
