/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of the histogram, the list and the text. */
#include <stdlib.h>
#include <string.h>

#include "searcher/screen/model.h"

/* ---- histogram ---- */

static void scope_to(struct model *m, const struct range *range)
{
    char text[RANGE_TEXT];
    model_step(m);
    m->choice.scoped = true;
    m->choice.scope = *range;
    m->choice.timeline.marked[0] = m->choice.timeline.marked[1] = false;
    m->choice.timeline.zoom = 0;
    m->choice.timeline.undated = false;
    model_tell(m, "searching %s alone; u goes back",
               range->undated ? "articles without a date" : range_print(*range, text));
}

static void scope_to_marks(struct model *m, const struct counted *c, unsigned columns)
{
    struct timeline *t = &m->choice.timeline;
    struct range range = {.undated = true};
    if (t->undated || timeline_range(t, c, columns, &range))
        scope_to(m, &range);
    else
        model_tell(m, "there are no days here to search alone; 1 to 5 choose another unit");
}

static void set_mark(struct model *m, const struct counted *c, unsigned columns, int end)
{
    char text[RANGE_TEXT];
    struct timeline *t = &m->choice.timeline;
    struct range range;
    model_step(m);
    if (timeline_mark(t, c, columns, end) && timeline_range(t, c, columns, &range))
        model_tell(m, "marked %s; Enter searches it alone", range_print(range, text));
    else
        model_tell(m, "there are no days here to be marked");
}

bool timeline_press(struct model *m, press key)
{
    struct range scope;
    struct counted c = model_counted(m, &scope);
    struct timeline *t = &m->choice.timeline;
    unsigned columns = model_layout(m).bars.width;
    switch (key) {
    case PRESS_LEFT:
    case 'h':
        timeline_move(t, &c, columns, -1);
        return true;
    case PRESS_RIGHT:
    case 'l':
        timeline_move(t, &c, columns, 1);
        return true;
    case PRESS_PAGE_UP:
        timeline_move(t, &c, columns, -10);
        return true;
    case PRESS_PAGE_DOWN:
        timeline_move(t, &c, columns, 10);
        return true;
    case PRESS_HOME:
        t->undated = false;
        timeline_move(t, &c, columns, -10000000);
        return true;
    case PRESS_END:
        t->undated = false;
        timeline_move(t, &c, columns, 10000000);
        return true;
    case PRESS_ENTER:
        scope_to_marks(m, &c, columns);
        return true;
    default:
        return false;
    }
}

static bool timeline_common(struct model *m, press key)
{
    struct range scope;
    struct counted c = model_counted(m, &scope);
    struct timeline *t = &m->choice.timeline;
    unsigned columns = model_layout(m).bars.width;
    if (key == 'm' || key == 'M') {
        set_mark(m, &c, columns, key == 'M');
    } else if (key == '+' || key == '=') {
        model_step(m);
        t->zoom += t->zoom < 24;
    } else if (key == '-') {
        model_step(m);
        t->zoom -= t->zoom > 0;
    } else if (key >= '1' && key <= '6') {
        model_step(m);
        t->unit = (enum unit)(key - '1');
        t->chosen = true;
    } else if (key == '0') {
        model_step(m);
        t->chosen = false;
        t->zoom = 0;
    } else {
        return false;
    }
    return true;
}

/* ---- list ---- */

void list_move(struct model *m, long by)
{
    struct reply *r = &m->reply;
    if (!r->hit_count)
        return;
    long to = (long)r->at + by;
    to = to < 0 ? 0 : to >= (long)r->hit_count ? (long)r->hit_count - 1 : to;
    size_t rows = model_layout(m).list.height;
    r->at = (size_t)to;
    m->pin = r->ids[to];
    if (r->at < m->list_top)
        m->list_top = r->at;
    if (rows && r->at >= m->list_top + rows)
        m->list_top = r->at - rows + 1;
    if (r->at + 2 * rows >= r->hit_count && r->matches > r->hit_count && m->limit <= r->hit_count)
        m->limit *= 4;
}

bool list_press(struct model *m, press key)
{
    long page = (long)model_layout(m).list.height - 1;
    page = page < 1 ? 1 : page;
    switch (key) {
    case PRESS_UP:
    case 'k':
        list_move(m, -1);
        return true;
    case PRESS_DOWN:
    case 'j':
        list_move(m, 1);
        return true;
    case PRESS_PAGE_UP:
        list_move(m, -page);
        return true;
    case PRESS_PAGE_DOWN:
    case ' ':
        list_move(m, page);
        return true;
    case PRESS_HOME:
        list_move(m, -(long)m->reply.at);
        return true;
    case PRESS_END:
        list_move(m, (long)m->reply.hit_count);
        return true;
    default:
        return false;
    }
}

/* ---- text ---- */

static void scroll(struct model *m, long by)
{
    long rows = (long)model_layout(m).text.height;
    long most = (long)m->lines.count - rows;
    long to = (long)m->text_top + by;
    to = to > most ? most : to;
    m->text_top = to < 0 ? 0 : (size_t)to;
}

void model_show_match(struct model *m)
{
    size_t rows = model_layout(m).text.height;
    size_t line = lines_find(&m->lines, m->reply.chosen.marks[m->match].start);
    if (line < m->text_top || line >= m->text_top + rows)
        m->text_top = line > rows / 3 ? line - rows / 3 : 0;
}

static void next_match(struct model *m, bool forward)
{
    size_t count = m->reply.chosen.mark_count;
    if (!count) {
        model_tell(m, "there is no match in this text");
        return;
    }
    if (!m->matching)
        m->match = forward ? 0 : count - 1;
    else if (forward)
        m->match = m->match + 1 < count ? m->match + 1 : 0;
    else
        m->match = m->match > 0 ? m->match - 1 : count - 1;
    m->matching = true;
    model_show_match(m);
    model_tell(m, "match %zu of %zu", m->match + 1, count);
}

bool text_press(struct model *m, press key)
{
    long page = (long)model_layout(m).text.height - 1;
    page = page < 1 ? 1 : page;
    switch (key) {
    case PRESS_UP:
    case 'k':
        scroll(m, -1);
        return true;
    case PRESS_DOWN:
    case 'j':
        scroll(m, 1);
        return true;
    case PRESS_PAGE_UP:
        scroll(m, -page);
        return true;
    case PRESS_PAGE_DOWN:
    case ' ':
        scroll(m, page);
        return true;
    case PRESS_HOME:
        m->text_top = 0;
        return true;
    case PRESS_END:
        scroll(m, (long)m->lines.count);
        return true;
    default:
        return false;
    }
}

/* ---- all of them ---- */

static void change_order(struct model *m)
{
    static const char *const names[] = {"the best first", "the newest first", "the oldest first"};
    enum sort now = m->choice.sorted ? m->choice.sort : m->reply.sort;
    model_step(m);
    m->choice.sorted = true;
    m->choice.sort = (now + 1) % 3;
    m->pin = 0;
    m->list_top = 0;
    model_tell(m, "%s", names[m->choice.sort]);
}

static void undo(struct model *m)
{
    if (m->undo_count == 0) {
        model_tell(m, "there is nothing to undo");
        return;
    }
    m->choice = m->undo[--m->undo_count];
}

static void toggle_whole(struct model *m)
{
    m->whole = !m->whole;
    m->text_top = 0;
    model_cut_text(m);
    if (m->matching)
        model_show_match(m);
}

/* Keys that ask for something to be done with the selected article. */
static bool article_press(struct model *m, press key)
{
    if (key != PRESS_ENTER && key != 'o' && key != 'e')
        return false;
    if (!m->reply.hit_count || m->wrong || m->failed)
        model_tell(m, "no article is selected");
    else if (key == PRESS_ENTER)
        m->ending = ENDING_HIT;
    else
        m->task = key == 'o' ? TASK_PAGE : TASK_EDIT;
    return true;
}

static void ask_for_name(struct model *m)
{
    if (!m->reply.matches || m->wrong || m->failed) {
        model_tell(m, "there is nothing to write");
        return;
    }
    edit_set(&m->prompt, "hits.csv");
    m->overlay = OVERLAY_WRITE;
}

bool common_press(struct model *m, press key)
{
    if (timeline_common(m, key) || article_press(m, key))
        return true;
    switch (key) {
    case 's':
        change_order(m);
        return true;
    case 'u':
        undo(m);
        return true;
    case 'n':
    case 'N':
        next_match(m, key == 'n');
        return true;
    case 't':
        toggle_whole(m);
        return true;
    case 'W':
        ask_for_name(m);
        return true;
    case 'c':
    case '?':
        m->overlay = key == 'c' ? OVERLAY_COMMAND : OVERLAY_HELP;
        m->overlay_top = 0;
        return true;
    case 'q':
        m->ending = ENDING_QUIT;
        return true;
    default:
        return false;
    }
}
