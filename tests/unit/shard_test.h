/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the writer and the merge of shards share; the index is the current folder. */
#ifndef DATELINE_TESTS_UNIT_SHARD_TEST_H
#define DATELINE_TESTS_UNIT_SHARD_TEST_H

#include "indexer/build/shard_writer.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"
#include "tests/unit/bulk_test.h"

#define MB ((uint64_t)1 << 20)

static const volatile sig_atomic_t never = 0;

/* How a shard is written. */
struct way {
    size_t jobs;
    uint64_t memory;
    size_t batch; /* articles that are added at a time */
    bool full;
};

static const struct way plain = {1, 512 * MB, 1000000, false};

static inline struct shard_options options_of(const struct way *way)
{
    return (struct shard_options){"english", way->jobs, way->memory, way->full, &never};
}

static inline int open_here(void)
{
    int fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* Writes articles in this order as a shard. */
static inline struct manifest_shard write_shard(const char *name, const struct article *const *list,
                                                size_t count, const struct way *way)
{
    struct manifest_shard info = {0};
    struct shard_options options = options_of(way);
    int here = open_here();
    struct shard_writer *w = shard_writer_new(here, ".", name, &options, &gerror);
    assert_glass(w != NULL, name);
    for (size_t i = 0; i < count; i += way->batch)
        GLASS(shard_writer_add(w, list + i, count - i < way->batch ? count - i : way->batch,
                               &gerror));
    GLASS(shard_writer_finish(w, &info, &gerror));
    shard_writer_free(w);
    close(here);
    assert_int_equal(info.documents, count);
    return info;
}

static inline void open_shard(struct shard *s, const struct manifest_shard *info, struct gone *gone)
{
    int here = open_here();
    GLASS(shard_open(s, here, ".", info, gone, &gerror));
    close(here);
}

/* Reads a file whole. */
static inline struct buf read_whole(const char *folder, const char *name)
{
    char path[100];
    struct buf b = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s is not there", path);
    for (size_t n = 1; n; b.length += n)
        n = fread(buf_reserve(&b, 1 << 16), 1, 1 << 16, f);
    fclose(f);
    return b;
}

static inline void assert_same_file(const char *one, const char *other, const char *name)
{
    struct buf a = read_whole(one, name);
    struct buf b = read_whole(other, name);
    if (a.length != b.length || memcmp(a.data, b.data, a.length) != 0)
        fail_msg("%s differs in %s and %s", name, one, other);
    buf_free(&a);
    buf_free(&b);
}

/* Asserts that two shards are equal to the byte, with full tables too, but for how their texts are
 * cut into blocks and for the uuid of their databases; and that they have the same records. */
static inline void assert_same_shard(const struct manifest_shard *one,
                                     const struct manifest_shard *other, bool full)
{
    static const char *const files[] = {"postlist.glass", "positions",      "columns",      "names",
                                        "position.glass", "termlist.glass", "docdata.glass"};
    struct shard a;
    struct shard b;
    for (size_t i = 0; i < (full ? COUNT(files) : 4); i++)
        assert_same_file(one->name, other->name, files[i]);
    assert_int_equal(one->documents, other->documents);
    assert_int_equal(one->total_length, other->total_length);
    assert_int_equal(one->first_date, other->first_date);
    assert_int_equal(one->last_date, other->last_date);
    open_shard(&a, one, NULL);
    open_shard(&b, other, NULL);
    for (uint32_t docid = 1; docid <= one->documents; docid++) {
        struct slice x;
        struct slice y;
        GLASS(texts_read(&a.texts, docid, &x, &gerror));
        GLASS(texts_read(&b.texts, docid, &y, &gerror));
        assert_int_equal(x.length, y.length);
        assert_memory_equal(x.data, y.data, x.length);
    }
    GLASS(shard_check(&a, &gerror));
    GLASS(shard_check(&b, &gerror));
    shard_close(&a);
    shard_close(&b);
}

/* Asserts that a shard holds these files and no others. */
static inline void assert_files(const char *name, const char *const *files, size_t count)
{
    DIR *folder = opendir(name);
    size_t found = 0;
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        size_t i = 0;
        if (e->d_name[0] == '.')
            continue;
        while (i < count && strcmp(files[i], e->d_name) != 0)
            i++;
        if (i == count)
            fail_msg("%s/%s is there", name, e->d_name);
        found++;
    }
    closedir(folder);
    assert_int_equal(found, count);
}

#endif
