/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: Xapian's exceptions as statuses, messages and hints. */
#include <cstdio>
#include <cstring>

#include "lib/xapian/guard.h"

using std::string;

namespace
{

const char *const names[] = {"OK",
                             "AssertionError",
                             "InvalidArgumentError",
                             "InvalidOperationError",
                             "UnimplementedError",
                             "DatabaseError",
                             "DatabaseCorruptError",
                             "DatabaseCreateError",
                             "DatabaseLockError",
                             "DatabaseModifiedError",
                             "DatabaseOpeningError",
                             "DatabaseVersionError",
                             "DatabaseNotFoundError",
                             "DatabaseClosedError",
                             "DocNotFoundError",
                             "FeatureUnavailableError",
                             "InternalError",
                             "NetworkError",
                             "NetworkTimeoutError",
                             "QueryParserError",
                             "SerialisationError",
                             "RangeError",
                             "WildcardError",
                             "out of memory",
                             "unknown exception"};

const char *hint_for(xc_status status)
{
    switch (status) {
    case XC_DATABASE_LOCK:
        return "another program is writing this database; wait until it has finished";
    case XC_DATABASE_MODIFIED:
        return "the database changed while it was read; reopen it and try again";
    case XC_DATABASE_CORRUPT:
        return "the database is damaged; xapian-check tells how, building it anew cures it";
    case XC_DATABASE_VERSION:
        return "it was written by another version of Xapian; build it anew";
    case XC_DATABASE_NOT_FOUND:
        return "there is no database at this path";
    case XC_DATABASE_OPENING:
        return "check that it is a database and that all its files may be read";
    case XC_FEATURE_UNAVAILABLE:
        return "this Xapian cannot do what the database needs; build it anew";
    case XC_DATABASE_CREATE:
        return "check that the folder exists and may be written";
    case XC_NETWORK:
    case XC_NETWORK_TIMEOUT:
        return "check that the server of the remote shard is running";
    case XC_NO_MEMORY:
        return "there is not enough memory for this";
    default:
        return "";
    }
}

} // namespace

void xc_fill(xc_error *error, xc_status status, const string &message)
{
    error->status = status;
    snprintf(error->message, sizeof error->message, "%s", message.c_str());
    snprintf(error->hint, sizeof error->hint, "%s", hint_for(status));
}

/* Xapian names each class with get_type(); the message gets the system's reason, if any. */
void xc_fill(xc_error *error, const Xapian::Error &e)
{
    xc_status status = XC_UNKNOWN;
    for (int i = XC_ASSERTION; i < XC_NO_MEMORY; i++)
        if (strcmp(e.get_type(), names[i]) == 0)
            status = static_cast<xc_status>(i);
    string message = e.get_msg();
    if (e.get_error_string())
        message += string(" (") + e.get_error_string() + ")";
    xc_fill(error, status, message);
}

const char *xc_status_name(enum xc_status status)
{
    return names[status];
}
