/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/reply.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void request_free(struct request *r)
{
    free(r->query);
    *r = (struct request){0};
}

struct request request_copy(const struct request *r)
{
    struct request copy = *r;
    copy.query = xstrdup(r->query);
    return copy;
}

bool request_same_hits(const struct request *a, const struct request *b)
{
    return a->query && b->query && strcmp(a->query, b->query) == 0 && a->dated == b->dated &&
           (!a->dated || range_equal(a->range, b->range)) && a->impossible == b->impossible &&
           a->undated == b->undated && a->any == b->any && a->sorted == b->sorted &&
           (!a->sorted || a->sort == b->sort) && a->limit == b->limit;
}

bool request_equal(const struct request *a, const struct request *b)
{
    return request_same_hits(a, b) && a->pin == b->pin && a->around == b->around;
}

static void chosen_free(struct chosen *c)
{
    free(c->title);
    free(c->publisher);
    free(c->shown);
    free(c->open);
    free(c->text);
    free(c->marks);
}

void reply_free(struct reply *r)
{
    for (size_t i = 0; i < r->row_count; i++) {
        free(r->rows[i].title);
        free(r->rows[i].publisher);
        free(r->rows[i].path);
    }
    free(r->rows);
    free(r->ids);
    free(r->days);
    free(r->note);
    chosen_free(&r->chosen);
    request_free(&r->request);
    *r = (struct reply){0};
}
