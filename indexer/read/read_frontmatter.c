/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_frontmatter.h"

#include <strings.h>

#include "indexer/read/front.h"
#include "indexer/read/json_record.h"
#include "indexer/read/read_text.h"
#include "indexer/read/whole.h"

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name);
    size_t m = strlen(ending);
    return n >= m && strcasecmp(name + n - m, ending) == 0;
}

static enum markup kind_of(const char *name)
{
    return ends_with(name, ".org")                               ? MARKUP_ORG
           : ends_with(name, ".rst") || ends_with(name, ".rest") ? MARKUP_RST
                                                                 : MARKUP_MARKDOWN;
}

/* What the front matter says. */
static void take_front(const struct front *f, struct slice text,
                       const struct reader_options *options, struct arena *arena, struct entry *e)
{
    struct field_table *table = field_table_new(options->map, NAMES_FRONT);
    json_record_entry(f->values, table, arena, e);
    field_table_free(table);
    e->text = (struct slice){NULL, 0};
    e->key = (struct slice){NULL, 0};
    if (e->date.where)
        e->date.line = front_line(text, e->date.where);
}

static void make_entry(struct slice text, enum markup kind, const struct reader_options *options,
                       struct arena *arena, struct entry *e)
{
    struct front f;
    front_read(&f, text, kind);
    if (f.line)
        reader_fault(options, 0, f.line, "its front matter is damaged: %s; taken as far as it goes",
                     f.why);
    struct slice body = f.body;
    if (f.values) {
        take_front(&f, text, options, arena, e);
    } else {
        text_entry(body, arena, e);
        body = e->text;
    }
    json_decref(f.values);
    e->title_in_text = e->title.length == 0;
    if (e->title_in_text)
        e->title = markup_title(body, kind, arena);
    e->text = markup_text(body, kind, arena);
}

static enum reader_status next(struct reader *r, struct arena *arena, struct entry *entry,
                               struct error *error)
{
    struct slice text;
    const char *charset;
    enum reader_status status = whole_read(r, arena, &text, &charset, error);
    if (status != READER_ENTRY)
        return status;
    make_entry(text, kind_of(whole_name(r)), whole_options(r), arena, entry);
    entry->charset = charset;
    if (entry->text.length)
        return READER_ENTRY;
    reader_fault(whole_options(r), 0, 0, "has no text; skipped");
    return READER_END;
}

/* A block of YAML or TOML between its marks, with a key in its first line. */
static bool recognises(struct slice head)
{
    bool yaml = head.length > 4 && memcmp(head.data, "---", 3) == 0;
    bool toml = head.length > 4 && memcmp(head.data, "+++", 3) == 0;
    const char *newline = yaml || toml ? memchr(head.data, '\n', head.length) : NULL;
    if (!newline || newline - head.data > 4)
        return false;
    size_t at = (size_t)(newline + 1 - head.data);
    bool key = false;
    for (; at < head.length; at++) {
        const char *line = head.data + at;
        size_t left = head.length - at;
        const char *stop = memchr(line, '\n', left);
        size_t n = stop ? (size_t)(stop - line) : left;
        if (n >= 3 && memcmp(line, head.data, 3) == 0 && n <= 4)
            return key;
        key |= memchr(line, yaml ? ':' : '=', n) != NULL;
        at += n;
    }
    return false;
}

/* .txt, too: only where there is front matter, since text.c has that ending as well. */
static const char *const endings[] = {".md",   ".markdown", ".mdown",    ".mkd", ".mkdn",
                                      ".mdx",  ".qmd",      ".rmd",      ".org", ".rst",
                                      ".rest", ".adoc",     ".asciidoc", ".txt", NULL};

const struct reader_format reader_frontmatter = {.name = "markdown",
                                                 .endings = endings,
                                                 .what = "Markdown and the like, front matter",
                                                 .recognises = recognises,
                                                 .open = whole_open,
                                                 .next = next,
                                                 .close = whole_close};
