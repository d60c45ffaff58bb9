/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The screen without a terminal and without an archive: keys and replies in, rows of text out. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/screen/view.h"

#define HITS 40

static struct model open_model(unsigned width, unsigned height)
{
    struct model m;
    const struct given given = {.range = range_all()};
    model_open(&m, &given, "", (struct history){0}, width, height);
    return m;
}

static void press_key(struct model *m, press key)
{
    model_take(m, &(struct event){.kind = EVENT_PRESS, .key = key});
}

static void type(struct model *m, const char *keys)
{
    for (; *keys; keys++)
        press_key(m, (unsigned char)*keys);
}

static void put_rows(struct reply *r)
{
    size_t first = r->at > r->request.around ? r->at - r->request.around : 0;
    size_t end = r->at + r->request.around + 1;
    end = end > r->hit_count ? r->hit_count : end;
    r->rows = xcalloc(end - first, sizeof *r->rows);
    r->first_row = first;
    for (size_t i = first; i < end; i++) {
        struct row *row = &r->rows[r->row_count++];
        char title[40];
        snprintf(title, sizeof title, "title of %d", (int)r->ids[i]);
        row->title = xstrdup(title);
        row->publisher = xstrdup("AP");
        row->path = xstrdup("a.txt");
        snprintf(row->date, sizeof row->date, "2023-05-26");
    }
}

static void put_chosen(struct reply *r)
{
    static const char text[] = "One line without it.\nThe wagner group is here.\nAnother line.\n"
                               "\nA last one that says wagner again.\n";
    struct chosen *c = &r->chosen;
    if (!r->hit_count)
        return;
    c->id = r->ids[r->at];
    c->title = xstrdup("title");
    c->publisher = xstrdup("AP");
    c->shown = xstrdup("a.txt");
    c->open = xstrdup("/a.txt");
    c->text = xstrdup(text);
    c->length = strlen(text);
    c->marks = xcalloc(2, sizeof *c->marks);
    c->mark_count = 2;
    for (size_t i = 0, at = 0; i < 2; i++, at++) {
        at = (size_t)(strstr(text + at, "wagner") - text);
        c->marks[i] = (struct mark){at, at + 6};
    }
}

/* A reply to what is asked: hits 1 to `hits`, in this order, in three months and one undated. */
static void reply_with(struct model *m, size_t hits)
{
    struct reply r = {.request = model_request(m), .matches = hits, .hit_count = hits, .ms = 0.4};
    static const struct facet_day days[] = {{0, 5}, {20230110, 10}, {20230310, 20}, {20230410, 5}};
    r.days = xcalloc(COUNT(days), sizeof *r.days);
    memcpy(r.days, days, sizeof days);
    r.day_count = COUNT(days);
    r.ids = xcalloc(hits, sizeof *r.ids);
    for (size_t i = 0; i < hits; i++) {
        r.ids[i] = i + 1;
        if (r.ids[i] == r.request.pin) {
            r.at = i;
            r.pinned = true;
        }
    }
    put_rows(&r);
    put_chosen(&r);
    assert_true(model_reply(m, &r));
}

static void reply_wrong(struct model *m, size_t column)
{
    struct reply r = {.request = model_request(m), .wrong = true, .column = column};
    error_set(&r.error, ERROR_USAGE, "the quotes are never closed");
    error_cure(&r.error, "close them");
    assert_true(model_reply(m, &r));
}

static char *screen(const struct model *m)
{
    struct grid g = {0};
    struct buf out = {0};
    view_draw(m, false, &g);
    for (unsigned y = 0; y < g.height; y++) {
        char *row = grid_text(&g, y);
        assert_true(text_columns(row, strlen(row)) <= g.width);
        buf_printf(&out, "%s\n", row);
        free(row);
    }
    grid_free(&g);
    return buf_take(&out);
}

static void assert_shown(const struct model *m, const char *text)
{
    char *all = screen(m);
    if (!strstr(all, text))
        fail_msg("'%s' is not on the screen:\n%s", text, all);
    free(all);
}

static void assert_absent(const struct model *m, const char *text)
{
    char *all = screen(m);
    if (strstr(all, text))
        fail_msg("'%s' is on the screen:\n%s", text, all);
    free(all);
}

/* The look of the cell where a text begins. */
static unsigned look_of(const struct model *m, const char *text)
{
    struct grid g = {0};
    unsigned look = 0;
    bool found = false;
    view_draw(m, false, &g);
    for (unsigned y = 0; y < g.height && !found; y++) {
        char *row = grid_text(&g, y);
        const char *at = strstr(row, text);
        found = at != NULL;
        if (at)
            look = g.cells[y * g.width + text_columns(row, (size_t)(at - row))].look;
        free(row);
    }
    grid_free(&g);
    assert_true(found);
    return look;
}

static void a_query_is_asked_as_it_is_typed(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    type(&m, " wagner ");
    struct request r = model_request(&m);
    assert_string_equal(r.query, "wagner");
    assert_false(r.dated);
    request_free(&r);
    reply_with(&m, HITS);
    assert_shown(&m, "search:  wagner");
    assert_shown(&m, "40 articles, 2023-01-10 to 2023-04-10, 0.4 ms, best first");
    assert_shown(&m, ">2023-05-26 title of 1 ");
    assert_shown(&m, "The wagner group is here.");
    assert_true(look_of(&m, "wagner group") & LOOK_MATCH);
    model_free(&m);
}

static void an_answer_to_an_older_query_is_dropped(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    type(&m, "a");
    struct reply old = {.request = model_request(&m), .matches = 7};
    type(&m, "b");
    assert_false(model_reply(&m, &old));
    assert_absent(&m, "7 articles");
    model_free(&m);
}

static void an_unfinished_query_keeps_what_was_found_dimmed(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    type(&m, "wagner");
    reply_with(&m, HITS);
    assert_false(look_of(&m, "title of 3") & LOOK_DIM);
    type(&m, " \"");
    reply_wrong(&m, 8);
    assert_shown(&m,
                 "search: wagner \"\n               ^\nthe quotes are never closed; close them\n");
    assert_true(look_of(&m, "title of 3") & LOOK_DIM);
    type(&m, "x\"");
    reply_with(&m, 3);
    assert_absent(&m, "never closed");
    assert_false(look_of(&m, "title of 3") & LOOK_DIM);
    model_free(&m);
}

static void a_selected_article_stays_selected_where_it_matches(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    type(&m, "w");
    reply_with(&m, HITS);
    press_key(&m, PRESS_ENTER);
    for (int i = 0; i < 7; i++)
        press_key(&m, PRESS_DOWN);
    reply_with(&m, HITS);
    assert_shown(&m, ">2023-05-26 title of 8 ");
    type(&m, "/x");
    reply_with(&m, 20);
    assert_shown(&m, ">2023-05-26 title of 8 ");
    type(&m, "y");
    reply_with(&m, 5);
    assert_int_equal(m.pin, 0);
    assert_shown(&m, ">2023-05-26 title of 1 ");
    model_free(&m);
}

static void marks_scope_the_search_and_undo_goes_back(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    char range[RANGE_TEXT];
    type(&m, "w");
    reply_with(&m, HITS);
    press_key(&m, PRESS_TAB);
    type(&m, "3"); /* months: 2023-01 to 2023-04, the pointer on the last */
    assert_shown(&m, "2023-04: 5");
    press_key(&m, PRESS_LEFT);
    type(&m, "M");
    press_key(&m, PRESS_LEFT);
    assert_shown(&m, "2023-02: 0");
    type(&m, "m");
    press_key(&m, PRESS_ENTER);
    struct request r = model_request(&m);
    assert_true(r.dated);
    assert_string_equal(range_print(r.range, range), "2023-02-01..2023-03-31");
    request_free(&r);
    type(&m, "s");
    reply_with(&m, HITS);
    type(&m, "c");
    assert_shown(&m, "searcher --on 2023-02-01..2023-03-31 -s newest -n 40 w\n");
    press_key(&m, PRESS_ESCAPE);
    type(&m, "uu");
    r = model_request(&m);
    assert_false(r.dated);
    assert_false(r.sorted);
    request_free(&r);
    type(&m, "uuuuu");
    assert_shown(&m, "there is nothing to undo");
    model_free(&m);
}

static void the_bar_of_the_undated_is_right_of_the_last(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    reply_with(&m, HITS);
    press_key(&m, PRESS_TAB);
    assert_shown(&m, "none   5");
    press_key(&m, PRESS_RIGHT);
    assert_true(m.choice.timeline.undated);
    press_key(&m, PRESS_ENTER);
    struct request r = model_request(&m);
    assert_true(r.dated && r.range.undated);
    request_free(&r);
    model_free(&m);
}

static void zoom_looks_closer_and_filters_nothing(void **state)
{
    (void)state;
    struct model m = open_model(40, 10);
    reply_with(&m, HITS);
    press_key(&m, PRESS_TAB);
    assert_shown(&m, "2023-04: 5");
    type(&m, "++");
    assert_shown(&m, "2023-04-10: 5");
    struct request r = model_request(&m);
    assert_false(r.dated);
    request_free(&r);
    type(&m, "--");
    assert_shown(&m, "2023-04: 5");
    model_free(&m);
}

static void matches_are_gone_to_one_by_one(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    reply_with(&m, HITS);
    type(&m, "\t\t\tn");
    assert_shown(&m, "match 1 of 2");
    assert_true(look_of(&m, "wagner group") & LOOK_REVERSE);
    type(&m, "nn");
    assert_shown(&m, "match 1 of 2");
    type(&m, "N");
    assert_shown(&m, "match 2 of 2");
    type(&m, "t");
    assert_shown(&m, "text: title");
    model_free(&m);
}

static void keys_end_it_or_ask_for_something(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    reply_with(&m, HITS);
    press_key(&m, PRESS_CTRL('C'));
    assert_int_equal(m.ending, ENDING_INTERRUPT);
    m.ending = ENDING_NONE;
    press_key(&m, PRESS_ENTER);
    type(&m, "o");
    assert_int_equal(m.task, TASK_PAGE);
    type(&m, "e");
    assert_int_equal(m.task, TASK_EDIT);
    m.task = TASK_NONE;
    type(&m, "W");
    assert_shown(&m, "write hits to: hits.csv");
    press_key(&m, PRESS_CTRL('U'));
    type(&m, "x.json");
    press_key(&m, PRESS_ENTER);
    assert_int_equal(m.task, TASK_WRITE);
    assert_string_equal(m.prompt.text.data, "x.json");
    press_key(&m, PRESS_ENTER);
    assert_int_equal(m.ending, ENDING_HIT);
    model_free(&m);
}

static void a_click_goes_where_it_points(void **state)
{
    (void)state;
    struct model m = open_model(80, 24);
    reply_with(&m, HITS);
    struct layout l = layout_make(80, 24, PART_QUERY);
    model_take(&m, &(struct event){.kind = EVENT_CLICK, .row = l.list.row + 2, .column = 5});
    assert_int_equal(m.part, PART_LIST);
    assert_int_equal(m.pin, 3);
    model_take(&m, &(struct event){.kind = EVENT_CLICK, .row = l.bars.row, .column = 0});
    assert_int_equal(m.part, PART_TIMELINE);
    reply_with(&m, HITS);
    assert_shown(&m, "2023-01");
    model_free(&m);
}

/* All keys are on the help, in every size: one page after the other. */
static void help_is_never_cut_short(void **state)
{
    (void)state;
    static const unsigned sizes[][2] = {{80, 24}, {40, 10}, {200, 50}, {20, 7}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct model m = open_model(sizes[i][0], sizes[i][1]);
        press_key(&m, PRESS_HELP);
        assert_shown(&m, "On the query line");
        for (int k = 0; k < 500; k++)
            press_key(&m, PRESS_DOWN);
        assert_shown(&m, "scrolls.");
        model_free(&m);
    }
}

/* Whatever is pressed, in whatever size, what is drawn stays in the screen. */
static void no_key_and_no_size_breaks_the_screen(void **state)
{
    (void)state;
    static const press keys[] = {'w',          ' ',         '"',           'm',
                                 'M',          'u',         's',           'c',
                                 '?',          'W',         't',           'n',
                                 'N',          '+',         '-',           '1',
                                 '3',          '5',         '6',           '0',
                                 '/',          PRESS_TAB,   PRESS_TAB,     PRESS_BACK_TAB,
                                 PRESS_UP,     PRESS_DOWN,  PRESS_LEFT,    PRESS_RIGHT,
                                 PRESS_HOME,   PRESS_END,   PRESS_PAGE_UP, PRESS_PAGE_DOWN,
                                 PRESS_ESCAPE, PRESS_ENTER, PRESS_RUBOUT};
    struct model m = open_model(80, 24);
    uint64_t seed = 13;
    for (int i = 0; i < 4000; i++) {
        press_key(&m, keys[next_random(&seed) % COUNT(keys)]);
        if (next_random(&seed) % 20 == 0)
            model_take(&m, &(struct event){.kind = EVENT_SIZE,
                                           .row = (unsigned)(next_random(&seed) % 60) + 1,
                                           .column = (unsigned)(next_random(&seed) % 210) + 1});
        if (next_random(&seed) % 3 == 0)
            reply_with(&m, next_random(&seed) % HITS);
        else if (next_random(&seed) % 3 == 0)
            reply_wrong(&m, m.edit.text.length);
        m.ending = ENDING_NONE;
        m.task = TASK_NONE;
        free(screen(&m));
    }
    model_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_is_asked_as_it_is_typed),
        cmocka_unit_test(an_answer_to_an_older_query_is_dropped),
        cmocka_unit_test(an_unfinished_query_keeps_what_was_found_dimmed),
        cmocka_unit_test(a_selected_article_stays_selected_where_it_matches),
        cmocka_unit_test(marks_scope_the_search_and_undo_goes_back),
        cmocka_unit_test(the_bar_of_the_undated_is_right_of_the_last),
        cmocka_unit_test(zoom_looks_closer_and_filters_nothing),
        cmocka_unit_test(matches_are_gone_to_one_by_one),
        cmocka_unit_test(keys_end_it_or_ask_for_something),
        cmocka_unit_test(a_click_goes_where_it_points),
        cmocka_unit_test(help_is_never_cut_short),
        cmocka_unit_test(no_key_and_no_size_breaks_the_screen),
    };
    return run_tap(tests);
}
