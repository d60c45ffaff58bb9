/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands over the screen: all keys, the command line, the name of a file to be written. */
#include <stdlib.h>
#include <string.h>

#include "searcher/screen/view.h"

static const char help[] =
    "On the query line, which is edited as a shell's is, results follow each key. Its language is "
    "that of searcher-query(7): words, \"phrases\", OR, NOT, (groups), title:, from:, "
    "date:2023-05.\n"
    "\n"
    "EVERYWHERE\n"
    "Tab, Shift-Tab  to the next part, the one before\n"
    "/ or Escape  to the query line (Escape closes this, too)\n"
    "F1 or ?  all keys (? not on the query line)\n"
    "^L  draw the screen anew\n"
    "^Z  stop; fg goes on\n"
    "^C  leave, with status 130\n"
    "\n"
    "QUERY LINE\n"
    "up, down  earlier queries, and back to this one\n"
    "PgUp, PgDn  through the hits\n"
    "Enter  to the list\n"
    "^A ^E ^B ^F Alt-B Alt-F  begin, end, a character, a word\n"
    "^D ^H ^W ^K ^U Alt-D  take away; ^Y puts back, ^_ undoes, ^T swaps two characters\n"
    "\n"
    "NOT ON THE QUERY LINE\n"
    "s  another order: best, newest, oldest first\n"
    "1 2 3 4 5 6  bars of years, quarters, months, weeks, days, weekdays; 0 what fits\n"
    "+ -  look closer, or from further away; what is searched stays\n"
    "m M  mark the period of the pointer as one end, as the other\n"
    "u  undo the last step: days searched, marks, zoom, unit, order\n"
    "n N  to the next match in the text, the one before\n"
    "t  the whole text, or its passages\n"
    "o e  open the article in the pager, its file in the editor\n"
    "W  write all hits to a file: .csv, .tsv, .json, or else paths\n"
    "c  the command line that finds the same\n"
    "Enter  in the list and the text: print the path (or what -f says) and leave\n"
    "q  leave\n"
    "\n"
    "HISTOGRAM\n"
    "left, right, PgUp, PgDn, Home, End  move the pointer; right of the last period are the "
    "articles without a date, if there are any\n"
    "Enter  search the marked days alone; without marks, those of the pointer\n"
    "\n"
    "LIST AND TEXT\n"
    "up, down, PgUp, PgDn, Home, End  choose an article; scroll the text\n"
    "\n"
    "MOUSE\n"
    "A click goes to a part, an article, a bar; the wheel scrolls.\n";

/* Shows a text over all of the screen, from line `top` on, or as far down as it goes. */
static void draw_page(const struct model *m, const char *title, const char *end, const char *text,
                      struct grid *g)
{
    struct lines lines = {0};
    lines_cut(&lines, text, strlen(text), g->width);
    size_t rows = g->height - 2;
    size_t most = lines.count > rows ? lines.count - rows : 0;
    size_t top = m->overlay_top < most ? m->overlay_top : most;
    for (unsigned y = 0; y < g->height; y++) {
        struct strip s = grid_strip(g, y, 0, g->width);
        strip_fill(&s, ' ', 0);
        s.used = 0;
        if (y == 0 || y == g->height - 1) {
            const char *more = top < most ? "down for more; " : "";
            strip_printf(&s, LOOK_REVERSE, " %s%s", y ? more : title, y ? end : "");
            strip_fill(&s, ' ', LOOK_REVERSE);
        } else if (top + y - 1 < lines.count) {
            const struct line *l = &lines.list[top + y - 1];
            strip_put(&s, text + l->start, l->end - l->start, 0);
        }
    }
    g->caret_row = -1;
    lines_free(&lines);
}

static void draw_prompt(const struct model *m, struct grid *g)
{
    unsigned row = g->height - 2;
    view_edit(g, row, g->width < 40 ? "file: " : "write hits to: ", &m->prompt, 0);
    struct strip s = grid_strip(g, row + 1, 0, g->width);
    strip_fit(&s, " .csv .tsv .json, else paths; Enter writes", LOOK_REVERSE);
    strip_fill(&s, ' ', LOOK_REVERSE);
}

void view_overlay(const struct model *m, struct grid *g)
{
    struct buf command = {0};
    if (m->overlay == OVERLAY_HELP) {
        draw_page(m, "all keys", "another key closes", help, g);
    } else if (m->overlay == OVERLAY_WRITE) {
        draw_prompt(m, g);
    } else {
        model_command(m, &command);
        draw_page(m, "finds the same", "Enter prints it, leaves", command.data, g);
    }
    buf_free(&command);
}
