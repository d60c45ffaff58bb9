/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _XOPEN_SOURCE 700
#define NCURSES_WIDECHAR 1
#include "searcher/screen/term.h"

#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "lib/base/mem.h"
#include "searcher/screen/rescue.h"

/* Codes of our own for keys that the terminal's description has no name for. */
enum { CODE_WORD_LEFT = 700, CODE_WORD_RIGHT, CODE_PASTE, CODE_PASTED };

enum { PAIR_MATCH = 1, PAIR_ERROR, PAIR_BAR, PAIR_ACCENT };

#define PASTE_ON "\033[?2004h"
#define ESCAPE_MS 50 /* how long a lone Escape waits for what may follow it */
#define WHEEL_LINES 3

struct terminal_screen {
    SCREEN *screen;
    FILE *in;
    FILE *out;
    int tty;
    bool colour;
    bool plain;
    bool pastes; /* it tells what is pasted */
    bool pasting;
    int lent[3]; /* the standard streams while the terminal is lent; -1: closed */
};

/* ---- open and close ---- */

static bool refuse(struct error *error, const char *type)
{
    error_set(error, ERROR_UNSUPPORTED, "a screen cannot be drawn on a terminal of type '%s'",
              type ? type : "");
    return error_cure(error, "set TERM to the type of the terminal, such as xterm, "
                             "or search without --interactive");
}

static bool open_tty(struct terminal_screen *t, struct error *error)
{
    t->tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (t->tty < 0) {
        error_set(error, ERROR_UNSUPPORTED, "there is no terminal to draw a screen on");
        return error_cure(error, "search without --interactive");
    }
    t->in = fdopen(dup(t->tty), "r");
    t->out = fdopen(dup(t->tty), "w");
    return t->in && t->out;
}

static void start_colours(struct terminal_screen *t)
{
    t->colour = t->colour && has_colors() && start_color() == OK;
    if (!t->colour)
        return;
    use_default_colors();
    init_pair(PAIR_MATCH, COLOR_RED, -1);
    init_pair(PAIR_ERROR, COLOR_RED, -1);
    init_pair(PAIR_BAR, COLOR_GREEN, -1);
    init_pair(PAIR_ACCENT, COLOR_CYAN, -1);
}

static void start_pasting(struct terminal_screen *t)
{
    if (!t->pastes)
        return;
    fputs(PASTE_ON, t->out);
    fflush(t->out);
}

static void start_keys(struct terminal_screen *t, const char *type)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    meta(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    define_key("\033[1;5D", CODE_WORD_LEFT);
    define_key("\033[1;5C", CODE_WORD_RIGHT);
    define_key("\033[200~", CODE_PASTE);
    define_key("\033[201~", CODE_PASTED);
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    mouseinterval(0);
    t->pastes = strncmp(type, "xterm", 5) == 0 || strncmp(type, "screen", 6) == 0 ||
                strncmp(type, "tmux", 4) == 0;
    t->plain = strncmp(type, "linux", 5) == 0;
    start_pasting(t);
}

static const char *capability(const char *name)
{
    char own[16];
    snprintf(own, sizeof own, "%s", name);
    const char *value = tigetstr(own);
    return value && value != (const char *)-1 ? value : "";
}

/* All text is UTF-8, whatever the locale says, as on the command line. */
static bool start_screen(struct terminal_screen *t, const char *type)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "");
    t->screen = type ? newterm(type, t->out, t->in) : NULL;
    if (!t->screen)
        return false;
    if (!capability("cup")[0]) {
        endwin();
        return false;
    }
    return true;
}

struct terminal_screen *term_open(const char *type, bool colour, struct error *error)
{
    struct terminal_screen *t = xcalloc(1, sizeof *t);
    t->colour = colour;
    if (!open_tty(t, error)) {
        term_close(t);
        return NULL;
    }
    rescue_prepare(t->tty);
    if (!start_screen(t, type)) {
        rescue_done();
        refuse(error, type);
        term_close(t);
        return NULL;
    }
    const char *const way_out[] = {capability("sgr0"), capability("rmkx"), capability("cnorm"),
                                   capability("rmcup")};
    rescue_bytes(way_out, sizeof way_out / sizeof *way_out);
    start_colours(t);
    start_keys(t, type);
    return t;
}

/* Where the terminal has no second screen to leave, what is drawn is taken away. */
static void leave_screen(void)
{
    if (!capability("rmcup")[0]) {
        erase();
        refresh();
    }
    endwin();
}

void term_close(struct terminal_screen *t)
{
    if (!t)
        return;
    if (t->screen) {
        leave_screen();
        rescue_now();
        rescue_done();
        delscreen(t->screen);
        setlocale(LC_CTYPE, "C");
    }
    if (t->in)
        fclose(t->in);
    if (t->out)
        fclose(t->out);
    if (t->tty >= 0)
        close(t->tty);
    free(t);
}

bool term_plain(const struct terminal_screen *t)
{
    return t->plain;
}

/* ---- drawing ---- */

static attr_t attributes(const struct terminal_screen *t, unsigned look, short *pair)
{
    attr_t a = 0;
    *pair = 0;
    a |= look & LOOK_BOLD ? A_BOLD : 0;
    a |= look & LOOK_DIM ? A_DIM : 0;
    a |= look & LOOK_REVERSE ? A_REVERSE : 0;
    a |= look & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    a |= look & LOOK_MATCH ? (t->colour ? A_BOLD : A_BOLD | A_UNDERLINE) : 0;
    a |= look & (LOOK_ACCENT | LOOK_ERROR) ? A_BOLD : 0;
    if (t->colour)
        *pair = look & LOOK_MATCH    ? PAIR_MATCH
                : look & LOOK_ERROR  ? PAIR_ERROR
                : look & LOOK_ACCENT ? PAIR_ACCENT
                : look & LOOK_BAR    ? PAIR_BAR
                                     : 0;
    return a;
}

/* A character that is here of another width than the system has it would shift the rest of the
 * row: something else stands for it. */
static void draw_cell(const struct terminal_screen *t, int row, int column, const struct cell *c)
{
    wchar_t text[CELL_EXTRA + 2] = {(wchar_t)c->code};
    cchar_t drawn;
    short pair;
    attr_t a = attributes(t, c->look, &pair);
    bool known = wcwidth(text[0]) == c->wide;
    size_t n = 1;
    if (!known)
        text[0] = 0xFFFD;
    for (size_t i = 0; known && i < CELL_EXTRA && c->extra[i]; i++)
        if (wcwidth((wchar_t)c->extra[i]) == 0)
            text[n++] = (wchar_t)c->extra[i];
    text[n] = L'\0';
    setcchar(&drawn, text, a, pair, NULL);
    mvadd_wch(row, column, &drawn);
    if (!known && c->wide == 2)
        mvaddch(row, column + 1, ' ');
}

void term_draw(struct terminal_screen *t, const struct grid *g)
{
    erase();
    for (unsigned y = 0; y < g->height; y++)
        for (unsigned x = 0; x < g->width; x++) {
            const struct cell *c = &g->cells[(size_t)y * g->width + x];
            if (c->code)
                draw_cell(t, (int)y, (int)x, c);
        }
    curs_set(g->caret_row >= 0);
    if (g->caret_row >= 0)
        move(g->caret_row, g->caret_column);
    refresh();
}

void term_forget(struct terminal_screen *t)
{
    (void)t;
    clearok(curscr, TRUE);
}

struct event term_size(struct terminal_screen *t)
{
    struct winsize size;
    struct event e = {.kind = EVENT_SIZE, .row = 24, .column = 80};
    if (ioctl(t->tty, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
        e.row = size.ws_row;
        e.column = size.ws_col;
    } else {
        e.row = (unsigned)LINES;
        e.column = (unsigned)COLS;
    }
    /* More cells than any screen has are a mistake of the terminal's. */
    e.row = e.row > 1000 ? 1000 : e.row;
    e.column = e.column > 2000 ? 2000 : e.column;
    resizeterm((int)e.row, (int)e.column);
    return e;
}

/* ---- events ---- */

static press named(wint_t code)
{
    static const struct {
        wint_t code;
        press key;
    } names[] = {{KEY_UP, PRESS_UP},
                 {KEY_DOWN, PRESS_DOWN},
                 {KEY_LEFT, PRESS_LEFT},
                 {KEY_RIGHT, PRESS_RIGHT},
                 {KEY_HOME, PRESS_HOME},
                 {KEY_FIND, PRESS_HOME},
                 {KEY_END, PRESS_END},
                 {KEY_SELECT, PRESS_END},
                 {KEY_PPAGE, PRESS_PAGE_UP},
                 {KEY_NPAGE, PRESS_PAGE_DOWN},
                 {KEY_DC, PRESS_DELETE},
                 {KEY_BACKSPACE, PRESS_RUBOUT},
                 {KEY_BTAB, PRESS_BACK_TAB},
                 {KEY_ENTER, PRESS_ENTER},
                 {KEY_F(1), PRESS_HELP},
                 {CODE_WORD_LEFT, PRESS_WORD_LEFT},
                 {CODE_WORD_RIGHT, PRESS_WORD_RIGHT}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == code)
            return names[i].key;
    return PRESS_NONE;
}

static bool mouse_event(struct event *e)
{
    MEVENT m;
    if (getmouse(&m) != OK || m.x < 0 || m.y < 0)
        return false;
    bool up = m.bstate & BUTTON4_PRESSED;
    bool down = m.bstate & BUTTON5_PRESSED;
    *e = (struct event){.kind = up || down ? EVENT_WHEEL : EVENT_CLICK,
                        .row = (unsigned)m.y,
                        .column = (unsigned)m.x,
                        .by = up ? -WHEEL_LINES : WHEEL_LINES};
    return true;
}

/* What is pasted is text: a line's end in it is no Enter. */
static press pasted(press key)
{
    return key == '\r' || key == '\n' || key == '\t' ? ' ' : key < ' ' ? PRESS_NONE : key;
}

/* Escape with a key right behind it is Alt. */
static press escaped(void)
{
    wint_t c;
    int got = get_wch(&c);
    if (got == ERR)
        return PRESS_ESCAPE;
    return got == KEY_CODE_YES ? named(c) : (press)c | PRESS_ALT;
}

bool term_next(struct terminal_screen *t, struct event *event)
{
    wint_t c;
    int got = get_wch(&c);
    if (got == ERR)
        return false;
    *event = (struct event){.kind = EVENT_PRESS, .key = PRESS_NONE};
    if (got == KEY_CODE_YES && c == KEY_MOUSE)
        return mouse_event(event) || term_next(t, event);
    if (got == KEY_CODE_YES && (c == CODE_PASTE || c == CODE_PASTED))
        t->pasting = c == CODE_PASTE;
    else if (got == KEY_CODE_YES)
        event->key = named(c);
    else
        event->key = t->pasting ? pasted((press)c) : c == PRESS_ESCAPE ? escaped() : (press)c;
    return true;
}

int term_keys(const struct terminal_screen *t)
{
    return fileno(t->in);
}

int term_signals(const struct terminal_screen *t)
{
    (void)t;
    return rescue_descriptor();
}

int term_signal(struct terminal_screen *t)
{
    (void)t;
    return rescue_signal();
}

/* ---- lending ---- */

void term_lend(struct terminal_screen *t)
{
    leave_screen();
    rescue_now();
    fflush(stdout);
    for (int i = 0; i < 3; i++) {
        t->lent[i] = fcntl(i, F_DUPFD_CLOEXEC, 3);
        dup2(t->tty, i);
    }
}

void term_take_back(struct terminal_screen *t)
{
    fflush(stdout);
    for (int i = 0; i < 3; i++)
        if (t->lent[i] >= 0) {
            dup2(t->lent[i], i);
            close(t->lent[i]);
        }
    reset_prog_mode();
    clearok(curscr, TRUE);
    start_pasting(t);
    refresh();
}

void term_stop(struct terminal_screen *t)
{
    leave_screen();
    rescue_now();
    rescue_stop();
    reset_prog_mode();
    clearok(curscr, TRUE);
    start_pasting(t);
    refresh();
}
