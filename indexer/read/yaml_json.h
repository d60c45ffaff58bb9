/* SPDX-License-Identifier: GPL-2.0-or-later */
/* YAML by libyaml, as JSON values: scalars are strings as they are written, dates and numbers too;
 * aliases say nothing, so that none can grow. */
#ifndef DATELINE_INDEXER_READ_YAML_JSON_H
#define DATELINE_INDEXER_READ_YAML_JSON_H

#include <jansson.h>

#include "lib/base/slice.h"

#define YAML_DEPTH 64

/* The first document. NULL: `why` says what is wrong, in line *line of these bytes (1 is the
 * first). json_decref() it. */
json_t *yaml_json(struct slice bytes, size_t *line, char why[100]);

#endif
