#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws a session in a terminal as SVG: what `make picture` runs for the pictures of the README.

    picture.py FILE.svg COLUMNS COMMAND ...

Each COMMAND is run by sh in a pseudo terminal, with colours, and what it writes there is drawn
below a line that shows the command after a "$". A time, which differs from run to run, is drawn
as FIXED_TIME. The letters are text, so that they can be searched and copied; the colours are for
light or dark paper, whichever the reader prefers."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from xml.sax.saxutils import escape

FIXED_TIME = "0.4 ms"
SIZE, ADVANCE, LINE, MARGIN = 14, 8.43, 19, 16
ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
LIGHT = dict(paper="#ffffff", edge="#d0d7de", ink="#1f2328", black="#1f2328", red="#b3261e",
             green="#1a7f37", yellow="#8a5a00", blue="#0550ae", magenta="#8250df",
             cyan="#1b6f85", white="#59636e")
DARK = dict(paper="#0d1117", edge="#30363d", ink="#e6edf3", black="#6e7681", red="#ff7b72",
            green="#56d364", yellow="#e3b341", blue="#79c0ff", magenta="#d2a8ff",
            cyan="#39a5b3", white="#c9d1d9")


def run(command, columns):
    """What a command writes to a terminal of so many columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    keep = {k: v for k, v in os.environ.items()
            if k not in ("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "DATELINE_INDEX")}
    settings = dict(keep, TERM="xterm-256color", LC_ALL="C.UTF-8", DATELINE_PAGER="")
    process = subprocess.Popen(["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=slave,
                               stderr=slave, env=settings)
    os.close(slave)
    output = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says EIO when the last writer has gone
            break
        if not part:
            break
        output += part
    os.close(master)
    process.wait()
    return output.decode("utf-8")


def apply(style, codes):
    """The style after an SGR sequence; a style is a frozen set of names of classes."""
    for code in [int(c or 0) for c in codes.split(";")]:
        if code == 0:
            style = frozenset()
        elif code in (1, 2, 3, 4, 7):
            style |= {["bold", "dim", "italic", "under", "", "", "reverse"][code - 1]}
        elif code == 22:
            style -= {"bold", "dim"}
        elif code in (23, 24, 27):
            style -= {{23: "italic", 24: "under", 27: "reverse"}[code]}
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = style - set(ANSI) | {ANSI[code % 10]}
        elif code == 39:
            style -= set(ANSI)
        else:
            sys.exit(f"picture.py: SGR {code} is not known here: add it to apply()")
    return style


def lines(output):
    """Lines of spans (style, text) out of what was written. Other sequences end the run, so that
    no picture shows what a terminal would not."""
    output = re.sub(r"\d+\.\d+ m?s\b", FIXED_TIME, output)
    output = re.sub(r"\x1b\]8;[^\x07\x1b]*(\x07|\x1b\\)", "", output)  # links
    style, line = frozenset(), []
    for part in re.split(r"(\x1b\[[0-9;]*m|\r?\n)", output):
        if part.endswith("\n"):
            yield line
            line = []
        elif re.fullmatch(r"\x1b\[[0-9;]*m", part):
            style = apply(style, part[2:-1])
        elif re.search(r"[\x00-\x1f\x7f]", part):
            sys.exit(f"picture.py: a control character is not known here: {part!r}")
        elif part:
            line.append((style, part))
    if line:
        yield line


def width(text):
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def number(n):
    return f"{n:.2f}".rstrip("0").rstrip(".")


def box(names, column, columns, y, height):
    return (f'<rect class="{" ".join(["fill", *names])}" x="{number(MARGIN + column * ADVANCE)}" '
            f'y="{y}" width="{number(columns * ADVANCE)}" height="{height}"/>\n')


def span(names, column, words):
    name = f' class="{" ".join(names)}"' if names else ""
    return (f'<tspan{name} x="{number(MARGIN + column * ADVANCE)}" textLength='
            f'"{number(width(words) * ADVANCE)}">{escape(words)}</tspan>')


BLOCKS = "▏▎▍▌▋▊▉█"
PIECES = re.compile(f"[{BLOCKS}]+|  +|(?:(?!  )[^{BLOCKS}])+")


def text_element(line, row):
    """A line as one <text>. What follows two blanks, or is in another style, has its column, since
    no font can be relied on; bars, in which no gap may be seen, are drawn."""
    y, column, boxes, spans = MARGIN + row * LINE, 0, "", ""
    for style, text in line:
        names = sorted(style - {"reverse"})
        for piece in PIECES.findall(text):
            if "reverse" in style:
                boxes += box(names, column, width(piece), y + 1, LINE)
                spans += span(["turned"], column, piece)
            elif piece[0] in BLOCKS:
                boxes += box(names, column, sum(BLOCKS.index(c) + 1 for c in piece) / 8, y + 3,
                             LINE - 5)
            elif words := piece.strip(" "):
                spans += span(names, column + piece.index(words), words)
            column += width(piece)
    return boxes + (f'<text y="{y + SIZE}" xml:space="preserve">{spans}</text>\n' if spans else "")


def colours(palette):
    rules = [f".paper{{fill:{palette['paper']};stroke:{palette['edge']}}}",
             f"text,.fill{{fill:{palette['ink']}}}", f".turned{{fill:{palette['paper']}}}"]
    return "".join(rules) + "".join(f".{c}{{fill:{palette[c]}}}" for c in ANSI)


def svg(all_lines, columns, title):
    wide = number(columns * ADVANCE + 2 * MARGIN)
    high = len(all_lines) * LINE + 2 * MARGIN
    body = "".join(text_element(line, row) for row, line in enumerate(all_lines))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {wide} {high}" role="img">\n<title>{escape(title)}</title>\n<style>\n'
            f"text{{font:{SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
            "monospace}.bold{font-weight:bold}.dim{fill-opacity:.65}.italic{font-style:italic}"
            ".under{text-decoration:underline}\n"
            f"{colours(LIGHT)}\n@media (prefers-color-scheme:dark){{{colours(DARK)}}}\n</style>\n"
            '<rect class="paper" x=".5" y=".5" '
            f'width="{number(columns * ADVANCE + 2 * MARGIN - 1)}" height="{high - 1}" rx="8"/>\n'
            f"{body}</svg>\n")


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: picture.py FILE.svg COLUMNS COMMAND ...")
    path, columns, commands = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    session = []
    for command in commands:
        session += [[]] if session else []
        session += [[(frozenset({"dim"}), "$ "), (frozenset({"bold"}), command)]]
        session += lines(run(command, columns))
    with open(path, "w", encoding="utf-8") as file:
        file.write(svg(session, columns, "; ".join(commands)))


if __name__ == "__main__":
    main()
