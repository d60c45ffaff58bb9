/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/model.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void model_open(struct model *m, const struct given *given, const char *query,
                struct history history, unsigned width, unsigned height)
{
    *m = (struct model){.width = width,
                        .height = height,
                        .given = *given,
                        .history = history,
                        .choice = {.sorted = given->sorted, .sort = given->sort},
                        .limit = REQUEST_HITS};
    edit_set(&m->edit, query);
    edit_set(&m->prompt, "");
}

void model_free(struct model *m)
{
    edit_free(&m->edit);
    edit_free(&m->prompt);
    history_free(&m->history);
    reply_free(&m->reply);
    lines_free(&m->lines);
    buf_free(&m->message);
    *m = (struct model){0};
}

void model_tell(struct model *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_clear(&m->message);
    buf_vprintf(&m->message, format, args);
    va_end(args);
}

void model_step(struct model *m)
{
    if (m->undo_count == MODEL_UNDO) {
        memmove(m->undo, m->undo + 1, (MODEL_UNDO - 1) * sizeof *m->undo);
        m->undo_count--;
    }
    m->undo[m->undo_count++] = m->choice;
}

struct layout model_layout(const struct model *m)
{
    return layout_make(m->width, m->height, m->part);
}

/* A scope is shown from end to end, the days of options only where there is something. */
struct counted model_counted(const struct model *m, struct range *scope)
{
    *scope = m->choice.scope;
    return (struct counted){m->reply.days, m->reply.day_count, m->choice.scoped ? scope : NULL};
}

/* ---- requests ---- */

static char *trimmed(const char *text)
{
    const char *end = strchr(text, '\0');
    while (*text == ' ')
        text++;
    while (end > text && end[-1] == ' ')
        end--;
    return xstrndup(text, (size_t)(end - text));
}

/* Joins the range of the options and the scope. */
static void restrict_to_scope(struct request *r, const struct range *scope)
{
    bool both = r->dated && !r->impossible;
    if (both && (r->range.undated || scope->undated))
        r->impossible = !(r->range.undated && scope->undated);
    else if (both)
        r->impossible = !range_intersect(r->range, *scope, &r->range);
    else
        r->range = *scope;
    r->dated = true;
}

struct request model_request(const struct model *m)
{
    struct layout l = model_layout(m);
    struct request r = {.query = trimmed(m->edit.text.data),
                        .range = m->given.range,
                        .dated = m->given.dated,
                        .impossible = m->given.impossible,
                        .undated = m->given.undated,
                        .any = m->given.any,
                        .sorted = m->choice.sorted,
                        .sort = m->choice.sort,
                        .limit = m->limit,
                        .pin = m->pin,
                        .around = l.list.height ? 2 * l.list.height : 1};
    if (m->choice.scoped)
        restrict_to_scope(&r, &m->choice.scope);
    return r;
}

void model_command(const struct model *m, struct buf *out)
{
    static const char *const sorts[] = {"relevance", "newest", "oldest"};
    struct request r = model_request(m);
    struct command c = {.indexes = m->given.indexes,
                        .index_count = m->given.index_count,
                        .query = r.query,
                        .range = r.range,
                        .dated = r.dated,
                        .impossible = r.impossible,
                        .undated = r.undated,
                        .any = r.any,
                        .sort = r.sorted ? sorts[r.sort] : NULL,
                        .today = m->given.today,
                        .matches = m->wrong ? 0 : m->reply.matches};
    command_print(out, &c);
    request_free(&r);
}

/* ---- replies ---- */

/* Keeps the selected hit in sight. */
static void keep_in_sight(struct model *m)
{
    size_t rows = model_layout(m).list.height;
    size_t at = m->reply.at;
    if (rows == 0)
        return;
    if (at < m->list_top)
        m->list_top = at;
    if (at >= m->list_top + rows)
        m->list_top = at - rows + 1;
    if (m->list_top + rows > m->reply.hit_count)
        m->list_top = m->reply.hit_count > rows ? m->reply.hit_count - rows : 0;
}

void model_cut_text(struct model *m)
{
    const struct chosen *c = &m->reply.chosen;
    struct layout l = model_layout(m);
    unsigned width = l.text.width ? l.text.width : m->width;
    lines_cut(&m->lines, c->text ? c->text : "", c->length, width);
    if (!m->whole)
        lines_passages(&m->lines, c->marks, c->mark_count);
    if (m->text_top >= m->lines.count)
        m->text_top = m->lines.count ? m->lines.count - 1 : 0;
}

static void take_good(struct model *m, struct reply *reply)
{
    bool same = m->replied && m->reply.chosen.id == reply->chosen.id;
    bool same_marks = same && m->reply.chosen.mark_count == reply->chosen.mark_count;
    reply_free(&m->reply);
    m->reply = *reply;
    m->replied = true;
    m->wrong = m->failed = false;
    if (m->pin && !m->reply.pinned)
        m->pin = 0;
    if (!same)
        m->text_top = 0;
    if (!same_marks)
        m->matching = false;
    if (!same && !m->pin)
        m->list_top = 0;
    keep_in_sight(m);
    model_cut_text(m);
    if (m->reply.note)
        model_tell(m, "%s", m->reply.note);
}

bool model_reply(struct model *m, struct reply *reply)
{
    struct request now = model_request(m);
    bool wanted = request_equal(&now, &reply->request);
    request_free(&now);
    if (!wanted) {
        reply_free(reply);
        return false;
    }
    m->slow = false;
    if (!reply->wrong && !reply->failed) {
        take_good(m, reply);
        return true;
    }
    m->wrong = reply->wrong;
    m->failed = reply->failed;
    m->column = reply->column;
    m->error = reply->error;
    reply_free(reply);
    return true;
}

/* ---- events ---- */

static void go_to(struct model *m, enum part part)
{
    if (m->part == PART_QUERY && part != PART_QUERY && !m->wrong)
        history_add(&m->history, m->edit.text.data);
    m->part = part;
    keep_in_sight(m);
    model_cut_text(m);
}

static bool query_press(struct model *m, press key)
{
    const char *other = key == PRESS_UP     ? history_earlier(&m->history, m->edit.text.data)
                        : key == PRESS_DOWN ? history_later(&m->history)
                                            : NULL;
    if (other)
        edit_set(&m->edit, other);
    if (key == PRESS_ENTER) {
        if (m->wrong)
            model_tell(m, "the query is not finished yet");
        else
            go_to(m, PART_LIST);
        return true;
    }
    if (key == PRESS_PAGE_UP || key == PRESS_PAGE_DOWN)
        return list_press(m, key);
    if (key == PRESS_CTRL('D') && m->edit.text.length == 0) {
        m->ending = ENDING_QUIT;
        return true;
    }
    bool taken = edit_press(&m->edit, key);
    if (taken)
        m->limit = REQUEST_HITS;
    return taken || other;
}

/* Keys that mean the same everywhere. */
static bool global_press(struct model *m, press key)
{
    switch (key) {
    case PRESS_CTRL('C'):
        m->ending = ENDING_INTERRUPT;
        return true;
    case PRESS_CTRL('L'):
        m->task = TASK_REDRAW;
        return true;
    case PRESS_CTRL('Z'):
        m->task = TASK_STOP;
        return true;
    case PRESS_HELP:
        m->overlay = OVERLAY_HELP;
        m->overlay_top = 0;
        return true;
    case PRESS_TAB:
        go_to(m, (m->part + 1) % PART_COUNT);
        return true;
    case PRESS_BACK_TAB:
        go_to(m, (m->part + PART_COUNT - 1) % PART_COUNT);
        return true;
    default:
        return false;
    }
}

static void write_press(struct model *m, press key)
{
    if (key == PRESS_ESCAPE || key == PRESS_CTRL('C') || key == PRESS_CTRL('G')) {
        m->overlay = OVERLAY_NONE;
    } else if (key == PRESS_ENTER) {
        m->overlay = OVERLAY_NONE;
        m->task = m->prompt.text.length ? TASK_WRITE : TASK_NONE;
    } else {
        edit_press(&m->prompt, key);
    }
}

static void overlay_press(struct model *m, press key)
{
    size_t page = m->height > 4 ? m->height - 4 : 1;
    if (key == PRESS_DOWN || key == 'j')
        m->overlay_top++;
    else if (key == PRESS_PAGE_DOWN || key == ' ')
        m->overlay_top += page;
    else if (key == PRESS_UP || key == 'k')
        m->overlay_top -= m->overlay_top > 0;
    else if (key == PRESS_PAGE_UP)
        m->overlay_top -= m->overlay_top > page ? page : m->overlay_top;
    else if (key == PRESS_CTRL('C'))
        m->ending = ENDING_INTERRUPT;
    else if (key == PRESS_ENTER && m->overlay == OVERLAY_COMMAND)
        m->ending = ENDING_COMMAND;
    else
        m->overlay = OVERLAY_NONE;
}

static void take_press(struct model *m, press key)
{
    buf_clear(&m->message);
    if (m->overlay == OVERLAY_WRITE) {
        write_press(m, key);
    } else if (m->overlay) {
        overlay_press(m, key);
    } else if (!global_press(m, key)) {
        if (m->part == PART_QUERY)
            query_press(m, key);
        else if (key == PRESS_ESCAPE || key == '/')
            go_to(m, PART_QUERY);
        else if (!(m->part == PART_TIMELINE && timeline_press(m, key)) &&
                 !(m->part == PART_LIST && list_press(m, key)) &&
                 !(m->part == PART_TEXT && text_press(m, key)))
            common_press(m, key);
    }
}

static void click_bar(struct model *m, const struct layout *l, unsigned column)
{
    struct range scope;
    struct counted c = model_counted(m, &scope);
    struct bars b;
    if (!timeline_bars(&m->choice.timeline, &c, l->bars.width, &b))
        return;
    if (column >= l->bars.width) {
        m->choice.timeline.undated = b.undated > 0;
        return;
    }
    size_t bar = b.width ? column / b.width : 0;
    m->choice.timeline.undated = false;
    if (bar < b.count && timeline_bars(&m->choice.timeline, &c, l->bars.width, &b))
        timeline_move(&m->choice.timeline, &c, l->bars.width, (int)bar - (int)b.pointer);
}

static void click(struct model *m, unsigned row, unsigned column)
{
    struct layout l = model_layout(m);
    enum part part = layout_part(&l, row, column);
    m->overlay = OVERLAY_NONE;
    if (!l.fits || row == l.hints)
        return;
    go_to(m, part);
    if (part == PART_TIMELINE)
        click_bar(m, &l, column);
    if (part == PART_LIST && row >= l.list.row &&
        m->list_top + row - l.list.row < m->reply.hit_count)
        list_move(m, (long)(m->list_top + row - l.list.row) - (long)m->reply.at);
}

static void wheel(struct model *m, const struct event *e)
{
    struct layout l = model_layout(m);
    press key = e->by < 0 ? PRESS_UP : PRESS_DOWN;
    int times = e->by < 0 ? -e->by : e->by;
    for (int i = 0; i < times; i++) {
        if (m->overlay)
            overlay_press(m, key);
        else if (layout_part(&l, e->row, e->column) == PART_TEXT)
            text_press(m, key);
        else
            list_press(m, key);
    }
}

void model_take(struct model *m, const struct event *event)
{
    switch (event->kind) {
    case EVENT_PRESS:
        take_press(m, event->key);
        break;
    case EVENT_CLICK:
        buf_clear(&m->message);
        click(m, event->row, event->column);
        break;
    case EVENT_WHEEL:
        wheel(m, event);
        break;
    case EVENT_SIZE:
        m->height = event->row;
        m->width = event->column;
        keep_in_sight(m);
        model_cut_text(m);
        break;
    case EVENT_SLOW:
        m->slow = true;
        break;
    }
}
