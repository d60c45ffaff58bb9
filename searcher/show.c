/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text/shown.h"

static bool matches(const struct highlight *h, struct slice text)
{
    struct highlight_scan scan;
    struct highlight_match m;
    highlight_start(&scan, h, text);
    return highlight_next(&scan, &m);
}

/* Prints the article that was found; tells if nothing in it matches the query of `marks`. */
static enum answer_status show_found(const struct answer *a, const struct answer *marks)
{
    struct presenter *p = a->x->presenter;
    const struct ranked *found = &a->found.hits[0];
    const struct highlight *h = &marks->planned.highlight;
    struct error error;
    struct record r = {0};
    char *shown;
    char *open;
    if (!archive_record(a->x->archive, found->shard, found->docid, &r, &error))
        return answer_failed(&error);
    if (!archive_intact(a->x->archive, &error)) {
        record_free(&r);
        return answer_failed(&error);
    }
    struct hit hit = answer_hit(a, 0, &r, &shown, &open);
    hit.marks = h->count ? h : NULL;
    p->format->show(p, &hit);
    if (h->count && !matches(h, r.text))
        fprintf(present_notes(p), "%.*s has none of the words of the query\n", PRESENT_ID(&r));
    free(shown);
    free(open);
    record_free(&r);
    answer_let_out(a->x);
    return ANSWER_FOUND;
}

/* Names the articles of which one may be meant. */
static enum answer_status ambiguous(const struct answer *a, const char *hex)
{
    struct buf list = {0};
    struct error error;
    char date[DATE_TEXT];
    for (size_t i = 0; i < a->found.count; i++) {
        const struct ranked *h = &a->found.hits[i];
        struct record r;
        if (!archive_record(a->x->archive, h->shard, h->docid, &r, &error)) {
            buf_free(&list);
            return answer_failed(&error);
        }
        buf_printf(&list, "  %.*s  %-10s  ", PRESENT_ID(&r),
                   date_is_none(r.date) ? "undated" : date_print(r.date, date));
        shown_add(&list, r.title, strlen(r.title), true);
        buf_putc(&list, '\n');
        record_free(&r);
    }
    fprintf(stderr, "searcher: %" PRIu64 " articles have an id that begins with %s\n%s%s",
            a->found.matches, hex, list.data, "write more of the id\n");
    buf_free(&list);
    return ANSWER_ERROR;
}

bool show_is_id(const char *hex)
{
    size_t length = strlen(hex);
    return length >= 4 && length <= SCHEMA_HEX &&
           hex[strspn(hex, "0123456789abcdefABCDEF")] == '\0';
}

static enum answer_status show_one(struct answerer *x, const char *hex, const struct answer *marks)
{
    struct options by_id = *x->options;
    struct answerer own = *x;
    struct answer a = {.x = &own, .query = ""};
    struct error error;
    struct buf query = {0};
    enum answer_status status = ANSWER_ERROR;
    by_id.offset = 0;
    by_id.limit = 10;
    own.options = &by_id;
    buf_printf(&query, "id:%s", hex);
    if (!answer_parse(&a, query.data)) {
        status = ANSWER_ERROR;
    } else if (!answer_find(&a, &error)) {
        answer_failed(&error);
    } else if (a.found.matches > 1) {
        status = ambiguous(&a, hex);
    } else if (a.found.count) {
        status = show_found(&a, marks);
    } else {
        fprintf(stderr, "searcher: no article has an id that begins with %s\n", hex);
        status = ANSWER_NOTHING;
    }
    buf_free(&query);
    answer_free(&a);
    return status;
}

enum answer_status answer_show_id(struct answerer *x, const char *hex)
{
    const struct answer nothing = {.x = x};
    return show_one(x, hex, &nothing);
}

static bool are_ids(char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!show_is_id(ids[i])) {
            fputs("searcher: --show '", stderr);
            shown_put(stderr, ids[i]);
            fputs("': write 4 to 20 of the hex digits of an id\n", stderr);
            return false;
        }
    return true;
}

enum answer_status answer_show(struct answerer *x)
{
    const struct options *o = x->options;
    struct answer marks = {.x = x, .query = o->query};
    const struct plan_options how = {.any = true, .range = range_all()};
    struct error error;
    enum answer_status all = ANSWER_FOUND;
    if (!are_ids(o->show, o->show_count))
        return ANSWER_ERROR;
    if (o->query[0] && !answer_parse(&marks, o->query))
        return ANSWER_ERROR;
    if (marks.tree && !plan_make(&marks.planned, marks.tree, x->archive, x->stemmer, &how, &error))
        all = answer_failed(&error);
    for (size_t i = 0; i < o->show_count && all != ANSWER_ERROR; i++) {
        enum answer_status one = show_one(x, o->show[i], &marks);
        all = one > all ? one : all;
    }
    answer_free(&marks);
    return all;
}
