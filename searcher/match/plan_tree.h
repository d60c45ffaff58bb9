/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a plan, apart from how it is planned: for plan.c. A tree belongs to whoever made its
 * root. */
#ifndef DATELINE_SEARCHER_MATCH_PLAN_TREE_H
#define DATELINE_SEARCHER_MATCH_PLAN_TREE_H

#include "searcher/match/plan.h"

/* A node without parts, of a term that stands once in the query. */
struct plan *plan_node(enum plan_kind kind);

/* Adds a part, which belongs to the node from then on. */
void plan_add(struct plan *p, struct plan *part);

/* Frees a node with all below it; takes NULL, too. */
void plan_tree_free(struct plan *p);

/* How many terms there are in a tree. */
size_t plan_leaves(const struct plan *p);

/* Takes away AND and OR of one part, and numbers what is left from *number on. */
struct plan *plan_simplify(struct plan *p, size_t *number);

#endif
