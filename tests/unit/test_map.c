/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a folder that is not trusted; mappings of files that are cut short meanwhile. */
#include <pthread.h>

#include "lib/base/map.h"
#include "lib/base/spool.h"
#include "tests/unit/sealed_test.h"

static void opens_regular_files_only(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    scratch_text("plain", "text");
    scratch_folder("sub");
    assert_int_equal(symlink("plain", "link"), 0);
    assert_int_equal(symlink("sub", "folder-link"), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);

    int fd = folder_file(folder, "plain", "plain", &error);
    assert_true(fd >= 0);
    close(fd);
    static const struct {
        const char *name;
        enum error_status status;
    } cases[] = {{"nothing", ERROR_MISSING},
                 {"link", ERROR_DAMAGED},
                 {"pipe", ERROR_DAMAGED},
                 {"sub", ERROR_DAMAGED}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(folder_file(folder, cases[i].name, cases[i].name, &error), -1);
        assert_int_equal(error.status, cases[i].status);
        assert_non_null(strstr(error.message, cases[i].name));
    }
    assert_int_equal(folder_open("folder-link", &error), -1);
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(folder_sub(folder, "plain", "plain", &error), -1);
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(folder_sub(folder, "nothing", "nothing", &error), -1);
    assert_int_equal(error.status, ERROR_MISSING);
    close(folder);
}

static mode_t mode_of(const char *path)
{
    struct stat s;
    assert_int_equal(lstat(path, &s), 0);
    return s.st_mode & 07777;
}

static void modes_follow_the_folder(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    mode_t before = umask(077);
    assert_int_equal(fchmod(folder, 0755), 0);
    close(folder_create(folder, "file", "file", &error));
    close(folder_make(folder, "sub", "sub", &error));
    assert_int_equal(mode_of("file"), 0644);
    assert_int_equal(mode_of("sub"), 0755);
    umask(0);
    assert_int_equal(fchmod(folder, 0700), 0);
    close(folder_create(folder, "file-2", "file-2", &error));
    close(folder_make(folder, "sub-2", "sub-2", &error));
    assert_int_equal(mode_of("file-2"), 0600);
    assert_int_equal(mode_of("sub-2"), 0700);
    umask(before);
    close(folder);
}

static void makes_and_removes_nothing_through_links(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    scratch_text("outside/treasure", "gold");
    scratch_folder("index");
    assert_int_equal(symlink("../outside/treasure", "index/lock"), 0);
    assert_int_equal(symlink("../outside/new", "index/new"), 0);
    assert_int_equal(symlink("../outside", "index/shard-0099"), 0);
    scratch_text("index/shard-0001/texts", "1");
    scratch_text("index/shard-0001/columns", "2");
    scratch_text("index/shard-0002/texts", "1");
    assert_int_equal(symlink("../../outside/treasure", "index/shard-0002/link"), 0);
    int index = folder_sub(folder, "index", "index", &error);

    assert_int_equal(folder_create(index, "lock", "lock", &error), -1);
    assert_int_equal(folder_create(index, "new", "new", &error), -1);
    assert_false(folder_put(index, "lock", "x", 1, "lock", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_false(folder_remove_file(index, "lock", "lock", &error));
    assert_false(folder_remove_sub(index, "shard-0099", "shard-0099", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_false(folder_remove_sub(index, "shard-0002", "shard-0002", &error));
    assert_ok(folder_remove_sub(index, "shard-0001", "shard-0001", &error));
    assert_ok(folder_remove_sub(index, "shard-0001", "shard-0001", &error));
    assert_ok(folder_remove_file(index, "nothing", "nothing", &error));
    assert_int_not_equal(access("index/shard-0001", F_OK), 0);
    assert_int_not_equal(access("outside/new", F_OK), 0);

    size_t length;
    uint8_t *treasure = file_read("outside/treasure", &length);
    assert_int_equal(length, 4);
    assert_memory_equal(treasure, "gold", 4);
    free(treasure);
    assert_ok(folder_put(index, "plain", "one", 3, "plain", &error));
    assert_ok(folder_put(index, "plain", "two", 3, "plain", &error));
    assert_ok(folder_sync(index, "index", &error));
    close(index);
    close(folder);
}

static void maps(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct map m, empty;
    scratch_text("file", "text");
    scratch_text("empty", "");
    assert_ok(map_open(&m, folder, "file", "file", &error));
    assert_int_equal(m.length, 4);
    assert_memory_equal(m.bytes, "text", 4);
    assert_int_equal(unlink("file"), 0);
    assert_memory_equal(m.bytes, "text", 4);
    assert_false(map_failed(&m));
    assert_ok(map_open(&empty, folder, "empty", "empty", &error));
    assert_null(empty.bytes);
    assert_false(map_open(&(struct map){0}, folder, "file", "file", &error));
    assert_int_equal(error.status, ERROR_MISSING);
    map_close(&m);
    map_close(&m);
    map_close(&empty);
    close(folder);
}

static void *touch(void *bytes)
{
    const volatile uint8_t *at = bytes;
    unsigned sum = 0;
    for (size_t i = 0; i < 64 * 4096; i += 512)
        sum += at[i];
    return (void *)(uintptr_t)sum;
}

static void survives_a_file_cut_short(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct map m, other;
    uint8_t *bytes = xcalloc(64, 4096);
    memset(bytes, 1, 64 * 4096);
    scratch_write("file", bytes, 64 * 4096);
    scratch_write("other", bytes, 64 * 4096);
    map_guard();
    assert_ok(map_open(&m, folder, "file", "file", &error));
    assert_ok(map_open(&other, folder, "other", "other", &error));
    assert_int_equal(truncate("file", 4096), 0);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, touch, (void *)(uintptr_t)m.bytes), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *sum;
        pthread_join(threads[i], &sum);
        assert_int_equal((uintptr_t)sum, 8);
    }
    assert_int_equal((uintptr_t)touch((void *)(uintptr_t)other.bytes), 64 * 8);
    assert_true(map_failed(&m));
    assert_false(map_failed(&other));
    map_close(&m);
    assert_ok(map_open(&m, folder, "other", "other", &error));
    assert_false(map_failed(&m));
    map_close(&m);
    map_close(&other);
    free(bytes);
    close(folder);
}

static void spools(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    static const uint32_t sizes[] = {0, 3, SPOOL_ROOM / 4, SPOOL_ROOM, 1000003};
    for (size_t t = 0; t < COUNT(sizes); t++) {
        struct spool s = {0};
        for (uint32_t i = 0; i < sizes[t]; i++)
            assert_ok(spool_add(&s, &i, 4, folder, "spool", &error));
        assert_int_not_equal(access("spool", F_OK), 0);
        assert_ok(spool_rewind(&s, "spool", &error));
        for (uint32_t i = 0; i < sizes[t];) {
            uint32_t count = sizes[t] - i < 777 ? sizes[t] - i : 777;
            const uint8_t *at = spool_read(&s, count * 4, "spool", &error);
            assert_non_null(at);
            for (uint32_t k = 0; k < count; k++, i++)
                if (little_32(at + 4 * k) != i)
                    fail();
        }
        assert_null(spool_read(&s, 1, "spool", &error));
        spool_free(&s);
    }
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(opens_regular_files_only),
        SCRATCH_TEST(modes_follow_the_folder),
        SCRATCH_TEST(makes_and_removes_nothing_through_links),
        SCRATCH_TEST(maps),
        SCRATCH_TEST(survives_a_file_cut_short),
        SCRATCH_TEST(spools),
    };
    return run_tap(tests);
}
