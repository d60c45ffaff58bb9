#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Newspaper exports, told by their content: each article with its own title, date and publisher.
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip_all 'python3 is not there'

articles_of() { # OPTION ... PATH
    "$INDEXER" --dump "$@" 2>"$scratch/err" | python3 -c '
import json, sys
for line in sys.stdin:
    a = json.loads(line)
    print(a["record"], a["title"], a["date"], a["date_source"], a["publisher"], a["text"].strip(),
          sep="|")'
}

cat >nexis.txt <<'END'


Download Request: All Documents: 1-2
Time Of Request: Saturday, July 11, 2015  22:32:52 EST

                               1 of 2 DOCUMENTS

                     Copyright 2015 Guardian News & Media
                              All Rights Reserved

                             The Guardian (London)

                             July 1, 2015 Wednesday
                                 First Edition

Mali junta names cabinet

BYLINE: Jane Doe in Bamako

SECTION: WORLD; Pg. 1

LENGTH: 6 words

The junta named a cabinet.

LOAD-DATE: July 2, 2015

LANGUAGE: ENGLISH

                               2 of 2 DOCUMENTS

                                  Die Zeit

                             11. Januar 2010 Montag

Rita nears the coast

LENGTH: 3 words

The storm grew.

LOAD-DATE: January 12, 2010
END
cat >uni.txt <<'END'
Mali junta names cabinet

The Guardian (London)

May 26, 2023 Friday 10:00 PM GMT

Copyright 2023 Guardian News & Media Limited All Rights Reserved

Section: WORLD NEWS

Length: 6 words

Byline: Jane Doe

Body

The junta named a cabinet.

Load-Date: May 27, 2023

End of Document
END
ruler=$(printf '_%.0s' {1..60})
cat >proquest.txt <<END
$ruler

Mali junta names cabinet
Author: Doe, Jane.

Publication info: The Guardian ; London (UK) 26 May 2023: 12.

Full text: The junta named a cabinet.

Subject: Coups

Title: Mali junta names cabinet

Publication title: The Guardian; London (UK)

Publication date: May 26, 2023

ProQuest document ID: 2819

Document URL: https://www.proquest.com/docview/2819

Database: ProQuest Central
$ruler

Contact us at: http://www.proquest.com/go/contact
END
cat >factiva.txt <<'END'
Mali junta names cabinet of colonels
By Jane Doe
6 words
26 May 2023
10:00
Reuters News
LBA
English
(c) 2023 Reuters Limited

The junta named a cabinet.

Document LBA0000020230526ej5q00abc
END

is "$(articles_of nexis.txt)" \
    '1|Mali junta names cabinet|2015-07-01|meta|The Guardian (London)|The junta named a cabinet.
2|Rita nears the coast|2010-01-11|meta|Die Zeit|The storm grew.' 'LexisNexis'
is "$(<"$scratch/err")" '' 'nothing is wrong with it'
is "$(articles_of uni.txt)" \
    '1|Mali junta names cabinet|2023-05-26|meta|The Guardian (London)|The junta named a cabinet.' \
    'Nexis Uni'
is "$(articles_of proquest.txt)" \
    '1|Mali junta names cabinet|2023-05-26|meta|The Guardian|The junta named a cabinet.' 'ProQuest'
run "$INDEXER" --dump proquest.txt
like "$out" '"url":"https://www.proquest.com/docview/2819"' 'with the address of the document'
is "$(articles_of factiva.txt)" \
    '1|Mali junta names cabinet of colonels|2023-05-26|meta|Reuters News|The junta named a cabinet.' \
    'Factiva'
gzip -k factiva.txt
is "$(articles_of factiva.txt.gz)" "$(articles_of factiva.txt)" 'the same, compressed'

cat >prose.txt <<'END'
Of 1 of 200 DOCUMENTS he said nothing.

Length: 3 words

Body and soul, he said on May 26, 2023.
END
is "$("$INDEXER" --dump prose.txt | grep -c '"record":""')" 1 'prose is prose'
run "$INDEXER" --dump -f nexis prose.txt
left 1 'which -f does not change'
like "$err" 'prose\.txt' 'but it is told'
cp uni.txt uni.log
is "$(articles_of -f nexis uni.log)" "$(articles_of uni.txt)" '-f takes a file of any name'

done_testing
