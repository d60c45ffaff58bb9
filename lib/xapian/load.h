/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The binding as a shared object of its own, xapian.so, loaded when it is first needed: libxapian
 * and libstdc++ take 5 ms before main() of a program that is linked to them, which searcher needs
 * for remote shards alone. It is looked for beside the program, in the folder above (where tests
 * stand), and in ../lib/dateline.
 */
#ifndef DATELINE_LIB_XAPIAN_LOAD_H
#define DATELINE_LIB_XAPIAN_LOAD_H

#include "lib/base/error.h"
#include "lib/xapian/binding.h"

/* The functions that are loaded, by their names in binding.h without xc_. */
#define XC_CALLS(X)   \
    X(open)           \
    X(open_remote)    \
    X(database_free)  \
    X(get_statistics) \
    X(frequency)      \
    X(length)         \
    X(metadata)       \
    X(postings_open)  \
    X(postings_free)  \
    X(postings_read)  \
    X(positions)      \
    X(scratch_free)   \
    X(terms)          \
    X(list_next)      \
    X(list_free)      \
    X(value_bounds)   \
    X(document_get)   \
    X(document_data)  \
    X(document_value) \
    X(document_free)  \
    X(query_term)     \
    X(query_all)      \
    X(query_free)     \
    X(match_each)

#define XC_CALL(name) __typeof__(&xc_##name) name;
struct xc_calls {
    XC_CALLS(XC_CALL)
    void *object; /* private */
};
#undef XC_CALL

/* Loads the object, which stays loaded until xc_unload(). ERROR_UNSUPPORTED if it is not there or
 * not of this program. */
bool xc_load(struct xc_calls *calls, struct error *error);
void xc_unload(struct xc_calls *calls); /* takes {0}, too */

#endif
