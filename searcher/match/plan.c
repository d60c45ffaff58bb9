/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/plan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/expand.h"
#include "searcher/match/paths.h"
#include "searcher/match/plan_tree.h"

struct planner {
    struct planned *out;
    struct archive *archive;
    struct stemmer *stemmer;
    const struct plan_options *options;
    struct error *error;
    unsigned group; /* of the next words to highlight */
    bool silent;    /* inside NOT: its words are not highlighted */
    size_t terms;   /* made so far */
    bool ok;
};

static bool fail(struct planner *x, const char *message, const char *cure)
{
    if (x->ok) {
        error_set(x->error, ERROR_LIMIT, "%s", message);
        error_cure(x->error, "%s", cure);
    }
    return x->ok = false;
}

static struct plan *term_plan(struct planner *x, enum plan_kind kind, const char *prefix,
                              const char *text, size_t length)
{
    struct plan *p = plan_node(kind);
    p->term = schema_term(prefix, text, length);
    if (++x->terms > PLAN_TERMS_MAX)
        fail(x, "the query stands for more than 10000 words",
             "write longer beginnings of words, or fewer of them");
    return p;
}

static void highlight(struct planner *x, enum highlight_kind kind, const char *text, size_t length)
{
    if (!x->silent)
        highlight_add(&x->out->highlight, kind, x->group, text, length);
}

/* What a word with its marks is called, in expansions: "title:sanct*". The caller frees it. */
static char *name_expansion(const char *prefix, const char *mark, const char *word, const char *end)
{
    struct buf what = {0};
    buf_printf(&what, "%s%s%s%s", prefix[0] ? "title:" : "", mark, word, end);
    return buf_take(&what);
}

/* How a word of the query becomes words of the index. */
struct way {
    const char *mark; /* before and after the word, as the query has them */
    const char *end;
    bool marked; /* each of the words is highlighted */
    bool (*expand)(struct planner *x, const char *prefix, const char *word, struct expansion *e);
};

/* The expansion of a word, made when it is first asked for. */
static const struct expansion *expand(struct planner *x, const struct way *way, const char *prefix,
                                      const char *word)
{
    struct planned *out = x->out;
    char *what = name_expansion(prefix, way->mark, word, way->end);
    for (size_t i = 0; i < out->expansion_count; i++)
        if (strcmp(out->expansions[i].what, what) == 0) {
            free(what);
            return &out->expansions[i];
        }
    out->expansions =
        xreallocarray(out->expansions, out->expansion_count + 1, sizeof *out->expansions);
    struct expansion *e = &out->expansions[out->expansion_count++];
    *e = (struct expansion){0};
    x->ok = x->ok && way->expand(x, prefix, word, e);
    e->what = what;
    return e;
}

/* A word's expansion as one synonym. */
static struct plan *synonym_plan(struct planner *x, const struct way *way, const char *prefix,
                                 const char *word)
{
    const struct expansion *e = expand(x, way, prefix, word);
    struct plan *p = plan_node(e->count ? PLAN_SYNONYM : PLAN_NONE);
    for (size_t i = 0; i < e->count && x->ok; i++) {
        const struct term *w = &e->words[i].word;
        plan_add(p, term_plan(x, PLAN_TERM, prefix, w->text, w->length));
        if (way->marked)
            highlight(x, HIGHLIGHT_WORD, w->text, w->length);
    }
    return p;
}

static bool expand_as_prefix(struct planner *x, const char *prefix, const char *word,
                             struct expansion *e)
{
    return expand_prefix(x->archive, prefix, word, e, x->error);
}

static bool expand_as_stem(struct planner *x, const char *prefix, const char *word,
                           struct expansion *e)
{
    return expand_stem(x->archive, prefix, word, x->stemmer, e, x->error);
}

static bool expand_as_name(struct planner *x, const char *prefix, const char *word,
                           struct expansion *e)
{
    (void)prefix;
    return expand_name(x->archive, word, e, x->error);
}

static bool expand_as_wildcard(struct planner *x, const char *prefix, const char *word,
                               struct expansion *e)
{
    return expand_wildcard(x->archive, prefix, word, e, x->error);
}

static const struct way by_wildcard = {"", "", false, expand_as_wildcard};
static const struct way by_prefix = {"", "*", false, expand_as_prefix};
static const struct way by_stem = {"", "", true, expand_as_stem};
static const struct way by_title_stem = {"", "", false, expand_as_stem};
static const struct way by_name = {"~", "", true, expand_as_name};

static struct plan *exact_plan(struct planner *x, const char *prefix, const char *word)
{
    highlight(x, HIGHLIGHT_WORD, word, strlen(word));
    return term_plan(x, PLAN_TERM, prefix, word, strlen(word));
}

static struct plan *word_plan(struct planner *x, const char *prefix, const char *word)
{
    size_t length = strlen(word);
    if (!stem_applies(word, length))
        return exact_plan(x, prefix, word);
    const char *stem = stem_word_once(x->stemmer, word, length, &length);
    highlight(x, HIGHLIGHT_STEM, stem, length);
    if (prefix[0]) /* titles that were cut out of the text have no stems of their own */
        return synonym_plan(x, &by_title_stem, prefix, word);
    struct plan *p = term_plan(x, PLAN_TERM, "Z", stem, length);
    plan_add(p, term_plan(x, PLAN_TERM, "ZS", stem, length));
    p->parts[0]->bonus = true;
    return p;
}

static struct plan *prefix_plan(struct planner *x, const char *prefix, const char *word)
{
    highlight(x, HIGHLIGHT_PREFIX, word, strlen(word));
    return synonym_plan(x, &by_prefix, prefix, word);
}

static struct plan *wildcard_plan(struct planner *x, const char *prefix, const char *pattern)
{
    highlight(x, HIGHLIGHT_PATTERN, pattern, strlen(pattern));
    return synonym_plan(x, &by_wildcard, prefix, pattern);
}

static struct plan *phrase_plan(struct planner *x, const char *prefix, const struct node *node)
{
    struct plan *p = plan_node(PLAN_PHRASE);
    for (size_t i = 0; i < node->word_count; i++) {
        const char *word = node->words[i];
        plan_add(p, query_is_pattern(word) ? synonym_plan(x, &by_wildcard, prefix, word)
                                           : term_plan(x, PLAN_TERM, prefix, word, strlen(word)));
    }
    if (!x->silent)
        highlight_phrase(&x->out->highlight, x->group, node->words, node->word_count);
    return p;
}

static struct plan *near_part(struct planner *x, const struct node *node);

/* Any of the parts of OR may be a side of NEAR. */
static struct plan *near_group(struct planner *x, const struct node *node)
{
    struct plan *p = plan_node(PLAN_OR);
    for (size_t i = 0; i < node->part_count; i++)
        plan_add(p, near_part(x, node->parts[i]));
    return p;
}

/* A part of NEAR has positions: a word stands for all words of the index with its stem. */
static struct plan *near_part(struct planner *x, const struct node *node)
{
    const char *prefix = node->title ? "S" : "";
    switch (node->kind) {
    case NODE_WORD:
        return synonym_plan(x, &by_stem, prefix, node->words[0]);
    case NODE_PREFIX:
        return prefix_plan(x, prefix, node->words[0]);
    case NODE_WILDCARD:
        return wildcard_plan(x, prefix, node->words[0]);
    case NODE_NAME:
        return synonym_plan(x, &by_name, "", node->words[0]);
    case NODE_PHRASE:
        return phrase_plan(x, prefix, node);
    case NODE_OR:
        return near_group(x, node);
    default:
        return exact_plan(x, prefix, node->words[0]);
    }
}

static struct plan *near_plan(struct planner *x, const struct node *node)
{
    struct plan *p = plan_node(PLAN_NEAR);
    p->window = node->window;
    if (node->part_count > PLAN_SIDES_MAX)
        fail(x, "NEAR has more than 64 sides", "join fewer words by NEAR");
    for (size_t i = 0; i < node->part_count && x->ok; i++, x->group++)
        plan_add(p, near_part(x, node->parts[i]));
    return p;
}

/* All words of a name; a host is one. */
static struct plan *name_plan(struct planner *x, const char *prefix, const char *name)
{
    if (!strchr(name, ' '))
        return term_plan(x, PLAN_FILTER, prefix, name, strlen(name));
    struct plan *p = plan_node(PLAN_AND);
    for (size_t n; *name; name += n + (name[n] == ' ')) {
        n = strcspn(name, " ");
        plan_add(p, term_plan(x, PLAN_FILTER, prefix, name, n));
    }
    return p;
}

static void add_hit(void *context, size_t reader, uint32_t docid)
{
    struct plan *p = context;
    p->hits = xreallocarray(p->hits, p->hit_count + 1, sizeof *p->hits);
    p->hits[p->hit_count++] = (struct plan_hit){reader, docid};
}

static struct plan *id_plan(struct planner *x, const char *hex)
{
    struct plan *p = plan_node(PLAN_ID);
    for (size_t i = 0; x->ok && i < x->archive->count; i++)
        x->ok = reader_find_id(x->archive, i, hex, add_hit, p, x->error);
    return p;
}

/* The articles, or of those that match `among` already, whose path a glob matches. */
static struct plan *path_plan(struct planner *x, const char *glob, const struct planned *among)
{
    struct plan *p = plan_node(PLAN_ID);
    for (size_t i = 0; x->ok && i < x->archive->count; i++)
        x->ok = find_paths(x->archive, i, glob, among, add_hit, p, x->error);
    return p;
}

static struct plan *range_plan(struct range range)
{
    struct plan *p = plan_node(PLAN_RANGE);
    p->range = range;
    return p;
}

static struct plan *node_plan(struct planner *x, const struct node *node);

static struct plan *not_plan(struct planner *x, const struct node *node)
{
    struct plan *p = plan_node(PLAN_NOT);
    bool silent = x->silent;
    x->silent = true;
    plan_add(p, node_plan(x, node->parts[0]));
    x->silent = silent;
    return p;
}

/* A synonym counts as one term: so do its parts. */
static void count_again(struct plan *p, const struct plan *other)
{
    p->times += other->times;
    for (size_t i = 0; i < p->count && p->kind != PLAN_SYNONYM; i++)
        if (!p->parts[i]->bonus)
            count_again(p->parts[i], other->parts[i]);
}

/* A term that stands twice among the parts of one AND or OR counts twice, as Xapian has it; other
 * equal parts do so by their terms. */
static void add_or_count(struct planner *x, struct plan *p, struct plan *part)
{
    for (size_t i = 0; i < p->count; i++)
        if (plan_equal(p->parts[i], part)) {
            count_again(p->parts[i], part);
            x->terms -= plan_leaves(part);
            plan_tree_free(part);
            return;
        }
    plan_add(p, part);
}

static struct plan *group_plan(struct planner *x, enum plan_kind kind, const struct node *node)
{
    struct plan *p = plan_node(kind);
    for (size_t i = 0; i < node->part_count && x->ok; i++, x->group++)
        add_or_count(x, p, node_plan(x, node->parts[i]));
    return p;
}

static struct plan *node_plan(struct planner *x, const struct node *node)
{
    const char *prefix = node->title ? "S" : "";
    switch (node->kind) {
    case NODE_WORD:
        return word_plan(x, prefix, node->words[0]);
    case NODE_EXACT:
        return exact_plan(x, prefix, node->words[0]);
    case NODE_PREFIX:
        return prefix_plan(x, prefix, node->words[0]);
    case NODE_WILDCARD:
        return wildcard_plan(x, prefix, node->words[0]);
    case NODE_NAME:
        return synonym_plan(x, &by_name, "", node->words[0]);
    case NODE_PHRASE:
        return phrase_plan(x, prefix, node);
    case NODE_NEAR:
        return near_plan(x, node);
    case NODE_FROM:
        return name_plan(x, "H", node->words[0]);
    case NODE_AUTHOR:
        return name_plan(x, "A", node->words[0]);
    case NODE_PATH:
        return path_plan(x, node->words[0], NULL);
    case NODE_ID:
        return id_plan(x, node->words[0]);
    case NODE_DATE:
        return range_plan(node->range);
    case NODE_AND:
        return group_plan(x, PLAN_AND, node);
    case NODE_OR:
        return group_plan(x, PLAN_OR, node);
    default:
        return not_plan(x, node);
    }
}

/* True for parts that say what an article must not or must be, not what it is about: --any
 * leaves them as they are. */
static bool restricts(const struct node *node)
{
    return node->kind == NODE_NOT || node->kind == NODE_DATE || node->kind == NODE_FROM ||
           node->kind == NODE_AUTHOR || node->kind == NODE_PATH || node->kind == NODE_ID;
}

/* A range that restricts the whole query. `date:none` is not one of them: it asks for articles,
 * rather than for days. */
static bool is_filter(const struct node *node)
{
    return node->kind == NODE_DATE && !node->range.undated;
}

static void add_filter(struct planned *out, struct range range)
{
    out->dated = true;
    out->impossible |= out->range.undated || !range_intersect(out->range, range, &out->range);
}

/* Plans the parts of the query that all must hold: filters go to their own place, and with --any
 * the words are joined by OR. */
static struct plan *top_plan(struct planner *x, struct node *const *parts, size_t count)
{
    struct plan *all = plan_node(PLAN_AND);
    struct plan *any = plan_node(PLAN_OR);
    for (size_t i = 0; i < count; i++, x->group++) {
        if (is_filter(parts[i]))
            add_filter(x->out, parts[i]->range);
        else if (parts[i]->kind != NODE_PATH)
            add_or_count(x, x->options->any && !restricts(parts[i]) ? any : all,
                         node_plan(x, parts[i]));
    }
    if (any->count)
        plan_add(all, any);
    else
        plan_tree_free(any);
    if (all->count > 0)
        return all;
    plan_tree_free(all);
    return NULL;
}

/* Paths are read, which is slow, of those articles alone that match all else. */
static void restrict_to_path(struct planner *x, const char *glob)
{
    struct planned *out = x->out;
    struct planned undated = *out; /* may be asked for beside what the dates leave */
    undated.dated = undated.impossible = false;
    struct plan *both = plan_node(PLAN_AND);
    struct plan *found = path_plan(x, glob, &undated);
    if (out->plan)
        plan_add(both, out->plan);
    plan_add(both, found);
    out->nodes = 0;
    out->plan = plan_simplify(both, &out->nodes);
}

bool plan_make(struct planned *p, const struct node *tree, struct archive *a,
               struct stemmer *stemmer, const struct plan_options *options, struct error *error)
{
    *p = (struct planned){.range = options->range, .dated = options->dated};
    p->highlight.stemmer = stemmer;
    p->highlight.language = a->language;
    if (!tree)
        return true;
    struct planner x = {p, a, stemmer, options, error, 0, false, 0, true};
    struct node *alone = (struct node *)tree;
    struct node *const *parts = tree->kind == NODE_AND ? tree->parts : &alone;
    size_t count = tree->kind == NODE_AND ? tree->part_count : 1;
    p->plan = top_plan(&x, parts, count);
    p->ranked = query_has_words(tree);
    if (p->plan)
        p->plan = plan_simplify(p->plan, &p->nodes);
    for (size_t i = 0; i < count && x.ok; i++)
        if (parts[i]->kind == NODE_PATH)
            restrict_to_path(&x, parts[i]->words[0]);
    return x.ok;
}

void plan_free(struct planned *p)
{
    plan_tree_free(p->plan);
    highlight_free(&p->highlight);
    for (size_t i = 0; i < p->expansion_count; i++)
        expansion_free(&p->expansions[i]);
    free(p->expansions);
    *p = (struct planned){0};
}
