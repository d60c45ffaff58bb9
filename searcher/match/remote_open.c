/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of searcher/match/remote.h that connects. */
#include "searcher/match/remote_open.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/manifest.h"
#include "searcher/match/docset.h"

bool remote_failed(const struct xc_error *failure, struct error *error)
{
    error_set(error, ERROR_REMOTE, "remote shards: %s", failure->message);
    return error_cure(error, "%s",
                      failure->hint[0] ? failure->hint : "see whether xapian-tcpsrv serves them");
}

/* ---- the list of shards ---- */

/* `remote HOST:PORT`; cuts the line at the colon. */
static bool parse_line(char *line, char **host, unsigned *port)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (strncmp(line, "remote ", 7) != 0)
        return false;
    char *colon = strrchr(line, ':');
    char *end;
    if (!colon || colon == line + 7)
        return false;
    *colon = '\0';
    *host = line + 7;
    unsigned long n = strtoul(colon + 1, &end, 10);
    *port = (unsigned)n;
    return colon[1] && !*end && n > 0 && n < 65536;
}

static bool add_shard(struct remote *r, char *line, const char *path, size_t number,
                      struct error *error)
{
    struct xc_error failure;
    char *host;
    unsigned port;
    if (line[0] == '#' || line[strspn(line, "\r\n")] == '\0')
        return true;
    if (!parse_line(line, &host, &port)) {
        error_set(error, ERROR_USAGE, "%s:%zu: not a remote shard", path, number);
        return error_cure(error, "write remote HOST:PORT; name other indexes by -i, too");
    }
    struct xc_database *db = r->calls.open_remote(host, port, &failure);
    if (!db)
        return remote_failed(&failure, error);
    r->shards = xreallocarray(r->shards, r->shard_count + 1, sizeof *r->shards);
    r->shards[r->shard_count++] = db;
    return true;
}

static bool read_stub(struct remote *r, int folder, const char *path, struct error *error)
{
    int fd = folder_file(folder, MANIFEST_STUB, path, error);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    if (!f)
        return false;
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    for (size_t number = 1; ok && getline(&line, &room, f) >= 0; number++)
        ok = add_shard(r, line, path, number, error);
    if (ok && ferror(f))
        ok = error_system(error, errno, path);
    free(line);
    fclose(f);
    return ok;
}

/* ---- what the shards say of themselves ---- */

static bool setting(struct remote *r, size_t shard, const char *key, char *value, size_t room,
                    struct error *error)
{
    struct xc_error failure;
    const char *text;
    size_t length;
    if (!r->calls.metadata(r->shards[shard], key, strlen(key), &text, &length, &failure))
        return remote_failed(&failure, error);
    snprintf(value, room, "%.*s", (int)(length < room ? length : room - 1), text);
    return true;
}

/* The words of all shards must be made by the same rules. */
static bool read_settings(struct remote *r, struct error *error)
{
    for (size_t i = 0; i < r->shard_count; i++) {
        char language[sizeof r->facts.language];
        char words[sizeof r->facts.words];
        if (!setting(r, i, SCHEMA_META_LANGUAGE, language, sizeof language, error) ||
            !setting(r, i, SCHEMA_META_WORDS, words, sizeof words, error))
            return false;
        if (i == 0) {
            memcpy(r->facts.language, language, sizeof language);
            memcpy(r->facts.words, words, sizeof words);
        }
        if (!language[0] || strcmp(language, r->facts.language) != 0 ||
            strcmp(words, r->facts.words) != 0) {
            error_set(error, ERROR_VERSION,
                      language[0] ? "remote shards: their words were made by different rules"
                                  : "remote shards: they do not say how their words were made");
            return error_cure(error, "serve indexes of one language, made with --tables=full");
        }
    }
    return true;
}

static bool read_facts(struct remote *r, struct error *error)
{
    struct xc_statistics s;
    struct xc_error failure;
    const char *low;
    const char *high;
    size_t low_length;
    size_t high_length;
    uint32_t dated;
    if (!r->calls.get_statistics(r->db, &s, &failure) ||
        !r->calls.value_bounds(r->db, SCHEMA_DATE_SLOT, &low, &low_length, &high, &high_length,
                               &dated, &failure))
        return remote_failed(&failure, error);
    r->facts.documents = s.documents;
    r->facts.last_docid = s.last_docid;
    r->facts.total_length = s.total_length;
    if (dated) {
        r->facts.first_date = date_to_number(schema_value_date(low, low_length));
        r->facts.last_date = date_to_number(schema_value_date(high, high_length));
    }
    return true;
}

/* The articles that there are, taken from all docids. */
static bool find_missing(struct remote *r, struct error *error)
{
    struct xc_error failure;
    struct xc_posting batch[1024];
    size_t n = 0;
    size_t words = (size_t)r->facts.last_docid / 64 + 1;
    if (r->facts.documents == r->facts.last_docid)
        return true;
    r->missing = xmalloc(words * sizeof *r->missing);
    memset(r->missing, 0xFF, words * sizeof *r->missing);
    struct xc_postings *all = r->calls.postings_open(r->db, "", 0, &failure);
    bool ok = all != NULL;
    while (ok && (ok = r->calls.postings_read(all, batch, 1024, &n, &failure)) && n)
        for (size_t i = 0; i < n; i++)
            if (batch[i].docid <= r->facts.last_docid)
                docset_remove(r->missing, batch[i].docid);
    r->calls.postings_free(all);
    return ok || remote_failed(&failure, error);
}

const uint64_t *remote_missing(const struct remote *r)
{
    return r->missing;
}

/* ---- opening ---- */

static bool connect(struct remote *r, const char *index_path, int folder, const char *stub,
                    struct error *error)
{
    struct xc_error failure;
    if (!xc_load(&r->calls, error) || !read_stub(r, folder, stub, error))
        return false;
    r->db = r->calls.open(index_path, &failure);
    if (!r->db)
        return remote_failed(&failure, error);
    return read_settings(r, error) && read_facts(r, error) && find_missing(r, error);
}

bool remote_open(const char *index_path, int folder, struct remote **remote,
                 struct remote_facts *facts, struct error *error)
{
    struct remote *r = xcalloc(1, sizeof *r);
    char *stub = folder_path(index_path, MANIFEST_STUB);
    bool ok = connect(r, index_path, folder, stub, error);
    free(stub);
    if (!ok) {
        remote_close(r);
        return false;
    }
    r->lengths = xcalloc((size_t)r->facts.last_docid + 1, sizeof *r->lengths);
    r->dates = xcalloc((size_t)r->facts.last_docid + 1, sizeof *r->dates);
    *facts = r->facts;
    *remote = r;
    return true;
}

void remote_close(struct remote *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->list_count; i++) {
        free(r->lists[i]->postings);
        free(r->lists[i]);
    }
    if (r->calls.object) {
        r->calls.document_free(r->document);
        for (size_t i = 0; i < r->shard_count; i++)
            r->calls.database_free(r->shards[i]);
        r->calls.database_free(r->db);
    }
    xc_unload(&r->calls);
    free(r->shards);
    free(r->lists);
    free(r->missing);
    free(r->lengths);
    free(r->dates);
    free(r);
}
