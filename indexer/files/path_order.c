/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/path_order.h"

#include <string.h>

/* The slash parts names, so it comes before all that names may hold. */
static int weight(char c)
{
    return c == '\0' ? -1 : c == '/' ? 0 : (unsigned char)c;
}

int path_compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return weight(*a) - weight(*b);
}

bool path_is_below(const struct home *home, const char *path, const char *root)
{
    if (strcmp(root, ".") == 0)
        return path[0] != '/';
    if (root[0] == '/' && path[0] != '/')
        path = home->base;
    size_t n = strlen(root);
    return strncmp(path, root, n) == 0 &&
           (path[n] == '\0' || path[n] == '/' || (n && root[n - 1] == '/'));
}

bool path_is_walked(const char *path, const char *root)
{
    const char *rest = path;
    size_t n = strlen(root);
    if (strcmp(root, ".") != 0 && strncmp(path, root, n) == 0)
        rest = path + n;
    if (rest == path && rest[0] == '.')
        return false;
    return strstr(rest, "/.") == NULL;
}

const char *path_ending(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? dot : "";
}
