/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text as it reads: what was written in Markdown, or came out of a page with its entities, without
 * the marks. Taken out are, of a line: the marks of headings, quotations and list items; pairs of
 * * _ and ` that emphasise; backslashes before marks; the addresses of links and pictures; tags of
 * HTML that shape text; and entities become what they stand for. Whole lines go that are rules,
 * fences, or definitions of links; and lists of links: three lines or more, one after another, that
 * are nothing else, and menus ("Home | News | Contact | About").
 *
 * What merely looks alike stays: 5 * 3, snake_case, *alone, AT&T, a < b. All else is kept byte for
 * byte, lines included; headings and items of lists become paragraphs.
 */
#ifndef DATELINE_SEARCHER_PRESENT_PLAIN_H
#define DATELINE_SEARCHER_PRESENT_PLAIN_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/slice.h"

/* Appends the text as it reads; with `lists`, lists of links stay, as the words of the links. */
void plain_add(struct buf *out, struct slice text, bool lists);

/* False if plain_add() would change nothing, as far as one look at the bytes tells. */
bool plain_needed(struct slice text);

#endif
