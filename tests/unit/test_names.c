/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names: random keys and words come back; damage is found. */
#include "lib/index/names.h"
#include "tests/unit/sealed_test.h"

struct name {
    char key[NAMES_LONGEST + 1];
    char word[NAMES_LONGEST + 1];
};

static int by_name(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : strcmp(x->word, y->word);
}

static void random_word(char text[NAMES_LONGEST + 1], size_t letters, uint64_t *seed)
{
    size_t length = next_random(seed) % 50 == 0 ? 1 + next_random(seed) % NAMES_LONGEST
                                                : 1 + next_random(seed) % 6;
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('a' + next_random(seed) % letters);
}

/* Sorted, each once; *count becomes how many these are. */
static struct name *random_names(size_t *count, size_t letters, uint64_t seed)
{
    struct name *names = xcalloc(*count + 1, sizeof *names);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        random_word(names[i].key, letters, &seed);
        random_word(names[i].word, 4, &seed);
    }
    qsort(names, *count, sizeof *names, by_name);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || by_name(&names[kept - 1], &names[i]) != 0)
            names[kept++] = names[i];
    *count = kept;
    return names;
}

static struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static void write_names(int folder, const struct name *names, size_t count)
{
    struct error error;
    unlink(NAMES_FILE);
    struct names_writer *w = names_create(folder, "names", &error);
    assert_non_null(w);
    for (size_t i = 0; i < count; i++)
        assert_ok(names_add(w, slice_of(names[i].key), slice_of(names[i].word), &error));
    assert_ok(names_finish(w, &error));
    names_writer_free(w);
}

struct found {
    const struct name *next;
    size_t count, most;
};

static bool expect(void *context, struct slice word)
{
    struct found *f = context;
    assert_int_equal(word.length, strlen(f->next->word));
    assert_memory_equal(word.data, f->next->word, word.length);
    f->next++;
    return ++f->count < f->most;
}

static void same_names(struct names *n, const struct name *names, size_t count)
{
    struct error error;
    struct names_walk w = {.names = n};
    struct slice key, word;
    bool found;
    for (size_t i = 0; i < count; i++) {
        assert_ok(names_walk_next(&w, &key, &word, &found, &error));
        assert_true(found);
        assert_int_equal(bytes_compare(key.data, key.length, names[i].key, strlen(names[i].key)),
                         0);
        assert_int_equal(
            bytes_compare(word.data, word.length, names[i].word, strlen(names[i].word)), 0);
    }
    for (int again = 0; again < 2; again++) {
        assert_ok(names_walk_next(&w, &key, &word, &found, &error));
        assert_false(found);
    }
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && strcmp(names[end].key, names[i].key) == 0; end++)
            ;
        struct found f = {.next = &names[i], .most = SIZE_MAX};
        assert_ok(names_find(n, slice_of(names[i].key), expect, &f, &error));
        assert_int_equal(f.count, end - i);
        f = (struct found){.next = &names[i], .most = 1};
        assert_ok(names_find(n, slice_of(names[i].key), expect, &f, &error));
        assert_int_equal(f.count, 1);
    }
    struct found none = {.most = 1};
    assert_ok(names_find(n, slice_of(""), expect, &none, &error));
    assert_ok(names_find(n, slice_of("A"), expect, &none, &error));
    assert_ok(names_find(n, slice_of("zzzz"), expect, &none, &error));
    assert_int_equal(none.count, 0);
}

static void round_trip(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    static const size_t counts[] = {0, 1, 5, 300, 6000};
    for (size_t t = 0; t < COUNT(counts); t++)
        for (size_t letters = 1; letters <= 8; letters += 7) {
            size_t count = counts[t];
            struct name *names = random_names(&count, letters, t + 1);
            struct names n;
            write_names(folder, names, count);
            assert_ok(names_open(&n, folder, "names", &error));
            same_names(&n, names, count);
            assert_ok(names_check(&n, &error));
            names_close(&n);
            free(names);
        }
    close(folder);
}

static void refuses_disorder(void **state)
{
    (void)state;
    static const char *const pairs[][4] = {{"b", "x", "a", "y"},
                                           {"b", "x", "b", "x"},
                                           {"b", "x", "b", "w"},
                                           {"b", "x", "c", ""},
                                           {"b", "x", "", "y"}};
    struct error error;
    int folder = here();
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct names_writer *w = names_create(folder, "names", &error);
        assert_non_null(w);
        assert_ok(names_add(w, slice_of(pairs[i][0]), slice_of(pairs[i][1]), &error));
        assert_false(names_add(w, slice_of(pairs[i][2]), slice_of(pairs[i][3]), &error));
        assert_int_equal(error.status, ERROR_INTERNAL);
        names_writer_free(w);
        unlink(NAMES_FILE);
    }
    close(folder);
}

struct damage {
    int folder;
    const struct name *names;
    size_t count;
};

static bool ignore(void *context, struct slice word)
{
    struct found *f = context;
    f->count += word.length;
    return true;
}

static void use_damaged(bool sealed, void *context)
{
    struct damage *d = context;
    struct error error = {0};
    struct names n;
    if (!names_open(&n, d->folder, "names", &error)) {
        assert_int_not_equal(error.status, ERROR_NONE);
        return;
    }
    for (size_t i = 0; i < d->count; i++) {
        struct found f = {.next = &d->names[i], .most = 1};
        names_find(&n, slice_of(d->names[i].key), sealed ? expect : ignore, &f, &error);
    }
    struct names_walk w = {.names = &n};
    struct slice key, word;
    bool found;
    while (names_walk_next(&w, &key, &word, &found, &error) && found)
        ;
    if (sealed)
        assert_false(names_check(&n, &error));
    else
        names_check(&n, &error);
    names_close(&n);
}

static void damaged(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 2, 400};
    for (size_t t = 0; t < COUNT(counts); t++) {
        size_t count = counts[t];
        struct name *names = random_names(&count, 3, t + 1);
        /* Of each key the first word alone, which is what names_find() gives first. */
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (kept == 0 || strcmp(names[kept - 1].key, names[i].key) != 0)
                names[kept++] = names[i];
        struct damage d = {here(), names, kept};
        write_names(d.folder, names, kept);
        file_damage(NAMES_FILE, 400, t + 1, use_damaged, &d);
        close(d.folder);
        free(names);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(round_trip),
        SCRATCH_TEST(refuses_disorder),
        SCRATCH_TEST(damaged),
    };
    return run_tap(tests);
}
