#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# WARC files as wget makes them, of pages that a server on this machine sends in every way there
# is: with a length, in chunks, compressed, both; and with a length that lies.
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip_all 'python3 is not there'
command -v wget >/dev/null || skip_all 'wget is not there'

cat >"$scratch/serve.py" <<'END'
import gzip, http.server, threading, zlib

PAGE = """<!doctype html><html><head><meta charset="%s"><title>The %s page</title>
<meta property="article:published_time" content="2023-05-0%dT10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>The %s page</h1><p>%s</p></article>
%s</body></html>"""
NAMES = ['length', 'chunked', 'gzip', 'deflate', 'both', 'latin', 'lie']

def page(name, charset='utf-8'):
    text = ('The %s page says in Ségou that the junta named a cabinet of colonels. ' % name) * 5
    links = ''.join('<a href="/%s">.</a>' % n for n in NAMES + ['notes.txt', 'gone', 'a.png'])
    day = 1 + NAMES.index(name)
    return (PAGE % (charset, name, day, name, text, links)).encode(charset)

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def answer(self, body, kind='text/html', coding=None, chunked=False, length=None, status=200):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        if coding:
            self.send_header('Content-Encoding', coding)
        if chunked:
            self.send_header('Transfer-Encoding', 'chunked')
            self.end_headers()
            for at in range(0, len(body), 100):
                piece = body[at:at + 100]
                self.wfile.write(b'%x\r\n%s\r\n' % (len(piece), piece))
            self.wfile.write(b'0\r\n\r\n')
        else:
            self.send_header('Content-Length', str(length or len(body)))
            self.end_headers()
            self.wfile.write(body)

    def do_GET(self):
        name = self.path.strip('/') or 'length'
        if name == 'chunked':
            self.answer(page(name), chunked=True)
        elif name == 'gzip':
            self.answer(gzip.compress(page(name)), coding='gzip')
        elif name == 'deflate':
            self.answer(zlib.compress(page(name)), coding='deflate')
        elif name == 'both':
            self.answer(gzip.compress(page(name)), coding='gzip', chunked=True)
        elif name == 'latin':
            self.answer(page(name, 'iso-8859-1'), kind='text/html; charset=iso-8859-1')
        elif name == 'lie':
            self.close_connection = True
            self.answer(page(name), length=99999)
        elif name == 'notes.txt':
            self.answer(b'Notes of the colonels.\n', kind='text/plain')
        elif name == 'a.png':
            self.answer(b'\x89PNG\r\n\x1a\n', kind='image/png')
        elif name == 'length':
            self.answer(page(name))
        else:
            self.answer(b'gone', status=404)

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(server.server_port, flush=True)
threading.Timer(120, server.shutdown).start()
server.serve_forever()
END
python3 "$scratch/serve.py" >"$scratch/port" 2>/dev/null &
server=$!
await test -s "$scratch/port" || skip_all 'there is no server on this machine'
port=$(<"$scratch/port")

wanted="The both page 2023-05-05 /both
The chunked page 2023-05-02 /chunked
The deflate page 2023-05-04 /deflate
The gzip page 2023-05-03 /gzip
The latin page 2023-05-06 /latin
The length page 2023-05-01 /
The length page 2023-05-01 /length
The lie page 2023-05-07 /lie"

# title, date and url of each page
pages() { # FILE
    "$INDEXER" --dump "$1" 2>"$scratch/err" | python3 -c '
import json, sys, urllib.parse
for line in sys.stdin:
    a = json.loads(line)
    if "Ségou that the junta" in a["text"]:
        print(a["title"], a["date"], urllib.parse.urlsplit(a["url"]).path)' | LC_ALL=C sort
}

crawl() { # NAME OPTION ...
    mkdir -p "$scratch/down"
    (cd "$scratch/down" && timeout 60 wget -q -r -l 1 -T 5 -t 1 "${@:2}" \
        --warc-file="$OLDPWD/$1" "http://127.0.0.1:$port/")
    rm -rf "$scratch/down"
}

crawl packed
crawl plain --no-warc-compression
crawl decoded --compression=auto
for file in packed.warc.gz plain.warc decoded.warc.gz; do
    is "$(pages $file)" "$wanted" "$file: every page, dated by itself and not by its capture"
    like "$(<"$scratch/err")" '/lie: its body is shorter' "$file: the length that lies is told"
    unlike "$(<"$scratch/err")" 'record (1|2|3|4):' "$file: nothing else is"
done
run "$INDEXER" --dump plain.warc
like "$out" 'Notes of the colonels' 'plain text is read'
unlike "$out" 'PNG|gone|wget_arguments' 'images, errors and what wget writes of itself are not'

head -c $(($(stat -c %s plain.warc) * 2 / 3)) plain.warc >cut.warc
head -c $(($(stat -c %s packed.warc.gz) * 2 / 3)) packed.warc.gz >cut.warc.gz
for file in cut.warc cut.warc.gz; do
    run "$INDEXER" --dump $file
    left 1 "$file is a fault"
    like "$out" 'The length page' "$file: what stands before the cut is read"
    like "$err" "$file.*cut short" "$file: the cut is told"
done

kill "$server"
wait "$server" 2>/dev/null
done_testing
