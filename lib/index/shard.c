/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/shard.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/index/positions.h"

#define CURE "restore the index, or build it anew with 'indexer --rebuild'"

static bool verify_block(void *context, uint32_t block, const uint8_t *bytes, struct error *error)
{
    return sums_block(context, block, bytes, error);
}

/* The version file, which says where the tables begin: held against its sum. */
static bool verify_iamglass(struct shard *s, struct error *error)
{
    struct map map;
    char *path = folder_path(s->path, "iamglass");
    bool ok = map_open(&map, s->folder, "iamglass", path, error) &&
              sums_iamglass(&s->sums, map.bytes, map.length, error);
    map_close(&map);
    free(path);
    return ok;
}

static bool open_postlist(struct shard *s, struct error *error)
{
    if (!sums_open(&s->sums, s->folder, s->path, error) || !verify_iamglass(s, error) ||
        !glass_tree_open(&s->postlist, s->folder, s->path, error))
        return false;
    s->postlist.verify = verify_block;
    s->postlist.context = &s->sums;
    return true;
}

/* Opens a file that is known by its name alone. */
static bool open_positions(struct shard *s, struct error *error)
{
    char *path = folder_path(s->path, POSITIONS_NAME);
    bool ok = positions_open(&s->positions, s->folder, path, error);
    free(path);
    return ok;
}

static bool open_columns(struct shard *s, struct error *error)
{
    char *path = folder_path(s->path, COLUMNS_FILE);
    bool ok = columns_open(&s->columns, s->folder, path, error);
    free(path);
    return ok;
}

static bool open_texts(struct shard *s, struct error *error)
{
    char *path = folder_path(s->path, TEXTS_FILE);
    bool ok = texts_open(&s->texts, s->folder, path, error);
    free(path);
    return ok;
}

static bool open_names(struct shard *s, struct error *error)
{
    char *path = folder_path(s->path, NAMES_FILE);
    bool ok = names_open(&s->names, s->folder, path, error);
    free(path);
    return ok;
}

static bool differs(const struct shard *s, const char *name, const char *what, struct error *error)
{
    error_set(error, ERROR_DAMAGED, "%s/%s: damaged: it has other %s than the index says", s->path,
              name, what);
    return error_cure(error, CURE);
}

/* Whether the sealed files belong together. */
static bool compare_seals(struct shard *s, struct error *error)
{
    return sums_seal(&s->sums, COLUMNS_FILE, &s->columns.file, error) &&
           sums_seal(&s->sums, NAMES_FILE, &s->names.file, error) &&
           sums_seal(&s->sums, POSITIONS_NAME, &s->positions, error) &&
           sums_seal(&s->sums, TEXTS_FILE, &s->texts.file, error);
}

/* Whether the files are those of the shard that the manifest means. */
static bool compare(const struct shard *s, struct error *error)
{
    uint32_t documents = s->info.documents;
    if (s->postlist.documents != documents || s->postlist.last_docid != documents)
        return differs(s, "iamglass", "articles", error);
    if (s->postlist.map.length != s->sums.postlist_length)
        return differs(s, SUMS_FILE, "tables", error);
    if (s->columns.documents != documents)
        return differs(s, COLUMNS_FILE, "articles", error);
    if (s->columns.first_date != s->info.first_date || s->columns.last_date != s->info.last_date)
        return differs(s, COLUMNS_FILE, "dates", error);
    if (s->texts.documents != documents)
        return differs(s, TEXTS_FILE, "articles", error);
    return true;
}

static bool open_gone(struct shard *s, struct gone *gone, struct error *error)
{
    if (gone && !gone_find(gone, s->info.name, s->info.documents, &s->gone, error))
        return false;
    if (s->gone.count == s->info.gone)
        return true;
    error_set(error, ERROR_DAMAGED, "%s: damaged: %u of its articles are gone, and not %u", s->path,
              s->gone.count, s->info.gone);
    return error_cure(error, CURE);
}

static bool open_all(struct shard *s, struct gone *gone, struct error *error)
{
    return open_postlist(s, error) && open_positions(s, error) && open_columns(s, error) &&
           open_texts(s, error) && open_names(s, error) && compare(s, error) &&
           compare_seals(s, error) && open_gone(s, gone, error);
}

bool shard_open(struct shard *s, int index, const char *index_path,
                const struct manifest_shard *info, struct gone *gone, struct error *error)
{
    *s = (struct shard){
        .info = *info, .path = folder_path(index_path, info->name), .gone_file = gone};
    s->folder = folder_sub(index, info->name, s->path, error);
    if (s->folder >= 0 && open_all(s, gone, error))
        return true;
    if (error->status == ERROR_MISSING) {
        /* The index says that it is there. */
        error->status = ERROR_DAMAGED;
        error_cure(error, CURE);
    }
    shard_close(s);
    return false;
}

void shard_close(struct shard *s)
{
    if (!s->path)
        return;
    glass_tree_close(&s->postlist);
    sums_close(&s->sums);
    sealed_close(&s->positions);
    columns_close(&s->columns);
    texts_close(&s->texts);
    names_close(&s->names);
    if (s->folder >= 0)
        close(s->folder);
    free(s->path);
    *s = (struct shard){0};
}

bool shard_intact(const struct shard *s, struct error *error)
{
    const struct {
        const struct map *map;
        const char *name;
    } files[] = {{&s->postlist.map, "postlist.glass"}, {&s->sums.file.map, SUMS_FILE},
                 {&s->positions.map, POSITIONS_NAME},  {&s->columns.file.map, COLUMNS_FILE},
                 {&s->texts.file.map, TEXTS_FILE},     {&s->names.file.map, NAMES_FILE}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (map_failed(files[i].map)) {
            error_set(error, ERROR_DAMAGED,
                      "%s/%s: damaged: the file was cut short, or the disk does not give it",
                      s->path, files[i].name);
            return error_cure(error, CURE);
        }
    return true;
}
