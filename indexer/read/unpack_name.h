/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of compressed files, of archives and of what is in them (the rules stand in unpack.h). */
#ifndef DATELINE_INDEXER_READ_UNPACK_NAME_H
#define DATELINE_INDEXER_READ_UNPACK_NAME_H

#include <stdbool.h>

#include "lib/base/slice.h"

enum packed_kind { PACKED_NOT, PACKED_FILE, PACKED_TAR, PACKED_ZIP };

/* What a file of this name is that begins with these bytes. */
enum packed_kind packed_kind(const char *name, struct slice head);

/* True if it is the name of a web archive collection: only members in archive/ are pages. */
bool packed_holds_web(const char *name);

/* The name without the ending of a compression: "a.jsonl" of "a.jsonl.gz". The caller's. */
char *packed_inner_name(const char *name);

/* A member's name as it is shown and kept; NULL if the member is hidden. The caller's. */
char *packed_member_name(const char *raw);

#endif
