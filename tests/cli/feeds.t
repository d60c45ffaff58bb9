#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# indexer --dump: the same articles as mail, feeds and what other programs export.
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip_all 'no python3'

# What articles are: title, date, text with blanks as single ones.
said() { # PATH ...
    "$INDEXER" --dump "$@" 2>err | python3 -c '
import json, sys
for line in sys.stdin:
    a = json.loads(line)
    print("|".join(" ".join(a[k].split()) for k in ("title", "date", "text")))' | sort
}

field() { # NAME PATH ...: its values
    "$INDEXER" --dump "${@:2}" 2>err | python3 -c '
import json, sys
for line in sys.stdin:
    print(json.loads(line).get(sys.argv[1], ""))' "$1" | sort
}

python3 - <<'PYTHON'
import email.message, email.utils, datetime, gzip, html, json, mailbox, os, sqlite3
from xml.sax.saxutils import escape

articles = [
    {"id": "a-1", "title": "Mali: the \"junta\" speaks", "date": "2023-05-26",
     "text": "First line, with <a> & a comma.\n\nFrom here on \u05e9\u05dc\u05d5\u05dd."},
    {"id": "a-2", "title": "\u00c9v\u00e9nement \u00e0 Bamako", "date": "1999-12-31",
     "text": "Un caf\u00e9.\n\n\u4e2d\u6587\u6587\u7ae0 \U0001f600 end."},
    {"id": "a-3", "title": "Third", "date": "2021-02-03", "text": "Plain."}]

def day(a):
    return datetime.datetime.fromisoformat(a["date"] + "T23:59:00-08:00")

def message(a, n):
    m = email.message.EmailMessage()
    m["Subject"] = a["title"]
    m["From"] = "Ann Lee <ann@example.org>"
    m["To"] = "list@example.org"
    m["Date"] = email.utils.format_datetime(day(a))
    m["Message-ID"] = "<%s@example.org>" % a["id"]
    m.set_content(a["text"], cte=["base64", "quoted-printable", "8bit"][n])
    m.add_alternative("<p>no</p>", subtype="html")
    m.add_attachment(b"\x00\xff", maintype="application", subtype="pdf", filename="a.pdf")
    return m

def paragraphs(a):
    return "".join("<p>%s</p>" % html.escape(p) for p in a["text"].split("\n\n"))

def write(name, text, encoding="utf-8"):
    with open(name, "w", encoding=encoding) as f:
        f.write(text)

box, folder = mailbox.mbox("box.mbox"), mailbox.Maildir("maildir")
os.mkdir("eml")
for n, a in enumerate(articles):
    box.add(message(a, n))
    folder.add(mailbox.MaildirMessage(message(a, n)))
    with open("eml/%d.eml" % n, "wb") as f:
        f.write(message(a, n).as_bytes(policy=email.policy.SMTP.clone(mangle_from_=False)))
box.flush()
name = os.listdir("maildir/new")[0]
os.rename("maildir/new/" + name, "maildir/cur/" + name + ":2,S")
with open("box.mbox", "rb") as f, gzip.open("2023-May.txt.gz", "wb") as g:
    g.write(f.read())

rss = '<?xml version="1.0"%s?>\n<rss version="2.0"><channel><title>Feed</title>\n' + "".join(
    "<item><title>%s</title><link>http://f.org/%s</link><pubDate>%s</pubDate><description>%s"
    "</description></item>\n" % (escape(a["title"]), a["id"], email.utils.format_datetime(day(a)),
                                 escape(paragraphs(a))) for a in articles) + "</channel></rss>\n"
write("rss.xml", rss % "")
write("wide.rss", rss % ' encoding="UTF-16"', "utf-16")
write("rdf.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
      'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
      'xmlns:c="http://purl.org/rss/1.0/modules/content/">' + "".join(
          '<item rdf:about="http://f.org/%s"><title>%s</title><dc:date>%s</dc:date><c:encoded>'
          "<![CDATA[%s]]></c:encoded></item>" % (a["id"], escape(a["title"]), day(a).isoformat(),
                                                 paragraphs(a)) for a in articles) + "</rdf:RDF>")
write("atom.feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom">' + "".join(
    "<entry><id>%s</id><title>%s</title><published>%s</published><updated>2024-01-01</updated>"
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">%s</div></content></entry>' % (
        a["id"], escape(a["title"]), day(a).isoformat(), paragraphs(a)) for a in articles) + "</feed>")
write("sitemap.xml", "<urlset><url><loc>http://f.org/</loc></url></urlset>")
write("outbox.json", json.dumps({
    "@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection",
    "orderedItems": [{"type": "Announce", "object": "http://b.org/1"}] + [
        {"type": "Create", "object": {"id": a["id"], "name": a["title"], "published":
                                      day(a).isoformat(), "content": paragraphs(a)}}
        for a in articles]}))
write("result.json", json.dumps({
    "name": "Chat", "type": "public_channel", "id": 7, "messages": [
        {"id": n, "type": "message", "date": a["date"] + "T10:00:00",
         "text": [a["text"][:4], {"type": "bold", "text": a["text"][4:]}]}
        for n, a in enumerate(articles)] + [{"id": 9, "type": "service", "text": ""}]}))
for name, tables in (("cache.db", True), ("other.db", False)):
    db = sqlite3.connect(name)
    if not tables:
        db.execute("CREATE TABLE x(y)")
    else:
        db.execute("CREATE TABLE rss_feed(rssurl, url, title)")
        db.execute("CREATE TABLE rss_item(id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, "
                   "pubDate INTEGER, content, deleted INTEGER)")
        db.execute("INSERT INTO rss_feed VALUES('http://f.org/rss', '', 'Feed')")
        for a in articles:
            noon = datetime.datetime.fromisoformat(a["date"] + "T12:00:00+00:00").timestamp()
            db.execute("INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, "
                       "deleted) VALUES(?, ?, '', '', 'http://f.org/rss', ?, ?, 0)",
                       (a["id"], a["title"], noon, paragraphs(a)))
    db.commit()
for a in articles:
    write("%s.txt" % a["id"], "Title: %(title)s\nDate: %(date)s\n\n%(text)s" % a)
PYTHON

wanted=$(said a-?.txt)
is "$(wc -l <<<"$wanted")" 3 'three articles'
for shape in box.mbox 2023-May.txt.gz maildir eml rss.xml wide.rss rdf.rdf atom.feed.xml outbox.json \
    cache.db; do
    is "$(said "$shape")" "$wanted" "$shape"
    is "$(<err)" '' "$shape: nothing is wrong"
done
is "$(said result.json | cut -d '|' -f 2- | sort)" "$(cut -d '|' -f 2- <<<"$wanted" | sort)" \
    'result.json has no titles'
gzip -k cache.db
is "$(said cache.db.gz)" "$wanted" 'a cache in a compressed file'

# ---- other fields ----

is "$(field author box.mbox | uniq -c | xargs)" '3 Ann Lee <ann@example.org>' 'who wrote a message'
is "$(field publisher rss.xml result.json | uniq -c | xargs)" '3 Chat 3 Feed' \
    'the feed and the chat are the publishers'
is "$(field url rdf.rdf | xargs)" 'http://f.org/a-1 http://f.org/a-2 http://f.org/a-3' 'addresses'

# ---- records are known by their own ids ----

field id box.mbox >ids
python3 -c '
import mailbox
new = mailbox.mbox("box2")
for m in reversed(list(mailbox.mbox("box.mbox"))):
    new.add(m)
new.flush()'
mv box2 box.mbox
is "$(field id box.mbox)" "$(<ids)" 'the order of messages says nothing'

# ---- what is none of it ----

run "$INDEXER" -i index sitemap.xml other.db
like "$err" 'sitemap.xml: no reader' 'XML that is no feed is skipped'
like "$err" 'other.db: no reader' 'a database that is no cache is skipped'
head -c 500 rss.xml >cut.xml
is "$(field title cut.xml)" 'Mali: the "junta" speaks' 'a feed that was cut off'
like "$(<err)" 'cut.xml:.*: record 2: .*ends in the middle' 'is told'
done_testing
