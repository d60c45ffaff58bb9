/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the binding share: the only C++ of the project, and the only place that knows
 * exceptions. Not for C.
 */
#ifndef DATELINE_LIB_XAPIAN_GUARD_H
#define DATELINE_LIB_XAPIAN_GUARD_H

#include <xapian.h>

#include <exception>
#include <new>
#include <string>

#include "lib/xapian/binding.h"

struct xc_database {
    Xapian::Database db;
    Xapian::WritableDatabase *writable = nullptr; /* the same database, if opened for writing */
    std::string text;
    std::string more;
    ~xc_database()
    {
        delete writable;
    }
};

/* Fills *error; for an exception of Xapian's by its class, which get_type() names. */
void xc_fill(xc_error *error, xc_status status, const std::string &message);
void xc_fill(xc_error *error, const Xapian::Error &e);

/* Runs `body`; turns whatever it throws into *error. Returns true if it threw nothing. */
template <typename Body> bool guarded(xc_error *error, Body body)
{
    try {
        body();
        error->status = XC_OK;
        error->message[0] = error->hint[0] = '\0';
        return true;
    } catch (const Xapian::Error &e) {
        xc_fill(error, e);
    } catch (const std::bad_alloc &) {
        xc_fill(error, XC_NO_MEMORY, "out of memory");
    } catch (const std::exception &e) {
        xc_fill(error, XC_UNKNOWN, e.what());
    } catch (...) {
        xc_fill(error, XC_UNKNOWN, "an exception of no known class");
    }
    return false;
}

/* As guarded(), for bodies that make a handle: NULL if they threw. */
template <typename Handle, typename Body> Handle *made(xc_error *error, Body body)
{
    Handle *handle = nullptr;
    if (guarded(error, [&] {
            handle = new Handle;
            body(*handle);
        }))
        return handle;
    delete handle;
    return nullptr;
}

inline std::string bytes(const void *data, size_t length)
{
    return length ? std::string(static_cast<const char *>(data), length) : std::string();
}

inline Xapian::WritableDatabase &writer(xc_database *db)
{
    if (!db->writable)
        throw Xapian::InvalidOperationError("the database was opened for reading");
    return *db->writable;
}

#endif
