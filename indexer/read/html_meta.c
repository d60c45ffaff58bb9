/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_meta.h"

#include <stdlib.h>

#include "indexer/read/html_text.h"
#include "indexer/read/html_word.h"

#define NAME_MAX 48

/* Names of <meta>, in lower case with letters alone. Of the same field the first row wins that
 * the page has. */
enum field { TITLE, URL, PUBLISHER, AUTHOR, DESCRIPTION, DATE, PLAIN_DATE, FIELDS };
static const struct row {
    const char *name;
    enum field field;
} rows[] = {
    {"ogtitle", TITLE},
    {"twittertitle", TITLE},
    {"citationtitle", TITLE},
    {"dctitle", TITLE},
    {"dctermstitle", TITLE},
    {"parselytitle", TITLE},
    {"sailthrutitle", TITLE},
    {"ogurl", URL},
    {"twitterurl", URL},
    {"parselylink", URL},
    {"ogsitename", PUBLISHER},
    {"citationjournaltitle", PUBLISHER},
    {"dcpublisher", PUBLISHER},
    {"dctermspublisher", PUBLISHER},
    {"applicationname", PUBLISHER},
    {"publisher", PUBLISHER},
    {"author", AUTHOR},
    {"parselyauthor", AUTHOR},
    {"sailthruauthor", AUTHOR},
    {"citationauthor", AUTHOR},
    {"dccreator", AUTHOR},
    {"dctermscreator", AUTHOR},
    {"byl", AUTHOR},
    {"ogdescription", DESCRIPTION},
    {"description", DESCRIPTION},
    {"twitterdescription", DESCRIPTION},
    {"articlepublishedtime", DATE},
    {"articlepublished", DATE},
    {"ogarticlepublishedtime", DATE},
    {"ogpublishedtime", DATE},
    {"ogpubdate", DATE},
    {"datepublished", DATE},
    {"rnewsdatepublished", DATE},
    {"parselypubdate", DATE},
    {"sailthrudate", DATE},
    {"citationpublicationdate", DATE},
    {"citationonlinedate", DATE},
    {"citationdate", DATE},
    {"dcdateissued", DATE},
    {"dctermsissued", DATE},
    {"dcissued", DATE},
    {"prismpublicationdate", DATE},
    {"pubdate", DATE},
    {"publishdate", DATE},
    {"publishedat", DATE},
    {"publisheddate", DATE},
    {"publishedtime", DATE},
    {"publicationdate", DATE},
    {"publishtime", DATE},
    {"publishtimestamp", DATE},
    {"originalpublicationdate", DATE},
    {"articledateoriginal", DATE},
    {"cxenseparserecspublishtime", DATE},
    {"cxenseparsepublishtime", DATE},
    {"vrpublishedtime", DATE},
    {"shareaholicarticlepublishedtime", DATE},
    {"btpubdate", DATE},
    {"releasedate", DATE},
    {"firstpublished", DATE},
    {"dcdatecreated", PLAIN_DATE},
    {"dctermscreated", PLAIN_DATE},
    {"dcdate", PLAIN_DATE},
    {"dctermsdate", PLAIN_DATE},
    {"articlecreated", PLAIN_DATE},
    {"displaydate", PLAIN_DATE},
    {"creationdate", PLAIN_DATE},
    {"datecreated", PLAIN_DATE},
    {"created", PLAIN_DATE},
};

struct collector {
    const struct html_tree *tree;
    struct arena *arena;
    struct html_meta *meta;
    size_t row[FIELDS]; /* of what the field has, and 1 more; 0: nothing */
};

static bool letters(struct slice name, char only[NAME_MAX])
{
    size_t length = 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c < 'a' || c > 'z')
            continue;
        if (length + 1 == NAME_MAX)
            return false;
        only[length++] = c;
    }
    only[length] = '\0';
    return length > 0;
}

static void set_field(struct html_meta *m, enum field field, struct slice value, const char *name)
{
    switch (field) {
    case TITLE:
        m->title = value;
        break;
    case URL:
        m->url = value;
        break;
    case PUBLISHER:
        m->publisher = value;
        break;
    case AUTHOR:
        m->author = value;
        break;
    case DESCRIPTION:
        m->description = value;
        break;
    case DATE:
    case PLAIN_DATE:
        m->date[field - DATE].value = value;
        m->date[field - DATE].name = name;
        break;
    case FIELDS:
        break;
    }
}

static void see_named(struct collector *c, struct slice name, struct slice content)
{
    char only[NAME_MAX];
    if (!name.data || !letters(name, only))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, only) != 0)
            continue;
        size_t *row = &c->row[rows[i].field];
        if (*row && *row <= i + 1)
            return;
        *row = i + 1;
        set_field(c->meta, rows[i].field, content, name.data);
        return;
    }
}

static void see_meta(struct collector *c, const struct html_node *n)
{
    struct slice content = html_trim(html_attribute(n, HTML_CONTENT));
    if (!content.length)
        return;
    see_named(c, html_attribute(n, HTML_PROPERTY), content);
    see_named(c, html_attribute(n, HTML_NAME), content);
    struct slice prop = html_attribute(n, HTML_ITEMPROP);
    if (html_is(prop, "datepublished"))
        see_named(c, prop, content);
}

static bool is_web(struct slice url)
{
    return url.length > 8 &&
           (memcmp(url.data, "http://", 7) == 0 || memcmp(url.data, "https://", 8) == 0);
}

/* Letters and digits that two texts begin with in common, in bytes of the first. */
static size_t alike(struct slice a, struct slice b)
{
    size_t i = 0;
    while (i < a.length && i < b.length && a.data[i] == b.data[i])
        i++;
    return i;
}

static void see_heading(struct collector *c, uint32_t i)
{
    const struct html_node *n = &c->tree->nodes[i];
    struct html_meta *m = c->meta;
    struct slice text = html_text_line(c->tree, i, n->end, c->arena);
    struct slice title = m->title.length ? m->title : m->page_name;
    if (text.length < 2 || text.length > 1000)
        return;
    size_t like = alike(text, title);
    bool better = !m->heading_node || (like * 2 > text.length && like > alike(m->heading, title));
    if (!better)
        return;
    m->heading = text;
    m->heading_node = i;
}

/* A line that is no heading by its element, but how the title begins. */
static void find_line(struct collector *c, struct slice title)
{
    for (uint32_t i = 1; i < c->tree->count; i++) {
        const struct html_node *n = &c->tree->nodes[i];
        if (n->tag != HTML_TEXT || n->length < 12 || n->length > 1000 ||
            html_tag_is_unseen(c->tree->nodes[n->parent].tag))
            continue;
        struct slice text = html_trim(html_node_text(c->tree, n));
        if (text.length < 12 || alike(text, title) < text.length || text.length * 2 < title.length)
            continue;
        c->meta->heading = text;
        c->meta->heading_node = i;
        return;
    }
}

/* Headings are compared to the title, so they come after the head has been read. */
static void find_heading(struct collector *c)
{
    for (enum html_tag tag = HTML_H1; tag <= HTML_H2; tag++) {
        for (uint32_t i = 1; i < c->tree->count; i++) {
            if (c->tree->nodes[i].tag == tag)
                see_heading(c, i);
        }
        /* An <h2> is taken for the headline only if the title says so. */
        if (tag == HTML_H1 && c->meta->heading_node)
            return;
    }
    struct slice title = c->meta->title.length ? c->meta->title : c->meta->page_name;
    if (c->meta->heading_node && alike(c->meta->heading, title) < 8) {
        c->meta->heading = (struct slice){NULL, 0};
        c->meta->heading_node = 0;
    }
    if (!c->meta->heading_node)
        find_line(c, title);
}

void html_meta_read(const struct html_tree *tree, struct arena *arena, struct html_meta *meta)
{
    *meta = (struct html_meta){.heading_node = 0};
    struct collector c = {.tree = tree, .arena = arena, .meta = meta};
    struct slice canonical = {NULL, 0};
    for (uint32_t i = 1; i < tree->count; i++) {
        const struct html_node *n = &tree->nodes[i];
        if (n->tag == HTML_META)
            see_meta(&c, n);
        else if (n->tag == HTML_LINK && html_is(html_attribute(n, HTML_REL), "canonical"))
            canonical = html_trim(html_attribute(n, HTML_HREF));
        else if (n->tag == HTML_TITLE && !meta->page_name.length && n->end > i + 1)
            meta->page_name = html_text_line(tree, i + 1, n->end, arena);
        else if (n->tag == HTML_HTML && !meta->language.length)
            meta->language = html_attribute(n, HTML_LANG);
    }
    if (is_web(canonical))
        meta->url = canonical;
    else if (!is_web(meta->url))
        meta->url = tree->saved_url;
    find_heading(&c);
}

/* ---- the title ---- */

/* The length of a mark between blanks that parts the name of the site, at `at`; 0: none. */
static size_t separator(struct slice text, size_t at)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (at + length <= text.length && memcmp(text.data + at, marks[i], length) == 0)
            return length;
    }
    return 0;
}

/* Cuts the site's name: the part behind the last mark, if it is the publisher's or short. */
static struct slice cut_site(struct slice title, struct slice publisher, bool guess)
{
    size_t last = 0, width = 0;
    for (size_t i = 0; i < title.length; i++) {
        size_t length = separator(title, i);
        if (length) {
            last = i;
            width = length;
        }
    }
    if (!last)
        return title;
    struct slice site = {title.data + last + width, title.length - last - width};
    bool named = site.length == publisher.length && alike(site, publisher) == site.length;
    if (named || (guess && last >= 15 && site.length < last))
        title.length = last;
    return html_trim(title);
}

struct slice html_meta_title(const struct html_meta *meta, struct slice headline)
{
    if (meta->title.length)
        return cut_site(meta->title, meta->publisher, false);
    if (headline.length)
        return headline;
    if (meta->heading.length &&
        (alike(meta->heading, meta->page_name) > 8 || !meta->page_name.length))
        return meta->heading;
    return meta->page_name.length ? cut_site(meta->page_name, meta->publisher, true)
                                  : meta->heading;
}
