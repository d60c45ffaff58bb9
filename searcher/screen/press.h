/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a person does at the keyboard, as one number: a code point for what is typed (control
 * characters as ASCII has them), one of the names below for other keys, PRESS_ALT added where Alt
 * was held or Escape came right before. No terminal is known here: term.h makes presses.
 */
#ifndef DATELINE_SEARCHER_SCREEN_PRESS_H
#define DATELINE_SEARCHER_SCREEN_PRESS_H

#include <stdint.h>

typedef uint32_t press;

#define PRESS_CTRL(letter) ((press)(letter)&31u)
#define PRESS_ALT 0x1000000u

enum {
    PRESS_TAB = 9,
    PRESS_ENTER = 13,
    PRESS_ESCAPE = 27,
    PRESS_RUBOUT = 127,
    PRESS_UP = 0x110000,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_DELETE,
    PRESS_BACK_TAB,
    PRESS_HELP, /* F1 */
    PRESS_WORD_LEFT,
    PRESS_WORD_RIGHT,
    PRESS_NONE /* of a key that means nothing here */
};

#endif
