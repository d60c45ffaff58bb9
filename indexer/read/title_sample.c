/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/title_sample.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/title.h"

#define LARGE ((uint64_t)4 << 20) /* a file of one article above this is not read for its title */
#define LEAST_FILES 64            /* whatever their size: of large ones of many the head is read */
#define LEAST_RECORDS 8           /* of a file of many */

/* A sample in the making. */
struct sample {
    struct title_counts *counts;
    const struct home *home;
    const struct source_settings *settings;
    uint64_t records; /* to read of a file of many */
    struct arena arena;
};

static void pass_fault(void *context, uint64_t record, size_t line, const char *message)
{
    (void)context;
    (void)record;
    (void)line;
    (void)message;
}

/* Every so many files one is taken. */
static uint64_t stride(const struct work_list *list)
{
    uint64_t by_count = (list->count + SAMPLE_FILES - 1) / SAMPLE_FILES;
    uint64_t by_bytes = list->bytes / SAMPLE_BYTES;
    uint64_t most = list->count / LEAST_FILES;
    uint64_t every = by_count > by_bytes ? by_count : by_bytes;
    every = every > most ? most : every;
    return every ? every : 1;
}

static bool is_page(const char *path)
{
    const char *ending = path_ending(path);
    return strcmp(ending, ".html") == 0 || strcmp(ending, ".htm") == 0 ||
           strcmp(ending, ".xhtml") == 0 || strcmp(ending, ".warc") == 0;
}

static void count_articles(struct sample *s, struct source *source)
{
    struct article a;
    struct error error;
    for (uint64_t n = 0; n < s->records; n++) {
        arena_clear(&s->arena);
        if (source_next(source, &s->arena, &a, &error) != READER_ENTRY)
            return;
        if (!a.title_in_text)
            return;
        title_counts_add(s->counts, title_first_sentence(a.text), a.text);
        if (!source_is_many(source))
            return;
    }
}

static void sample_file(struct sample *s, const struct known_file *f)
{
    static const struct source_events deaf = {NULL, pass_fault, NULL};
    struct error error;
    char *open = home_open(s->home, f->path);
    const struct source_file file = {.open = open, .path = f->path};
    struct source *source = source_open(&file, s->settings, &deaf, &error);
    if (source && (f->size <= LARGE || source_is_many(source)))
        count_articles(s, source);
    if (source)
        source_close(source);
    free(open);
}

bool title_sample(struct title_counts *counts, struct work_list *list, const struct home *home,
                  const struct source_settings *settings, const volatile sig_atomic_t *stop,
                  struct error *error)
{
    struct sample s = {.counts = counts, .home = home, .settings = settings};
    struct work_cursor work = {.list = list};
    uint64_t every = stride(list);
    uint64_t files = list->count / every + 1;
    bool found = true;
    bool ok = true;
    s.records = SAMPLE_FILES / files > LEAST_RECORDS ? SAMPLE_FILES / files : LEAST_RECORDS;
    for (uint64_t n = 0; ok && !*stop; n++) {
        ok = work_cursor_next(&work, &found, error);
        if (!ok || !found)
            break;
        if (n % every == 0 && !is_page(work.work.now.path))
            sample_file(&s, &work.work.now);
    }
    work_cursor_free(&work);
    arena_free(&s.arena);
    return ok;
}
