#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""termgenerator.py INDEX FOLDER: every .txt below FOLDER through Xapian's TermGenerator and
add_document, as its manual shows; defaults, but for the english stemmer. Needs python3-xapian."""
import os, sys
import xapian

index, folder = sys.argv[1:3]
db = xapian.WritableDatabase(index, xapian.DB_CREATE_OR_OVERWRITE)
generator = xapian.TermGenerator()
generator.set_stemmer(xapian.Stem("en"))
for name in sorted(os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs if f.endswith(".txt")):
    with open(name, encoding="utf-8", errors="replace") as f:
        text = f.read()
    doc = xapian.Document()
    generator.set_document(doc)
    generator.index_text(text)
    doc.set_data(text)
    if text.startswith(" date "):
        doc.add_value(0, text[6:16].replace("-", ""))
    doc.add_boolean_term("Q" + os.path.basename(name))
    db.add_document(doc)
db.commit()
