/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/date_name.h"

#include <stdint.h>
#include <string.h>

#include "lib/date/date_scan.h"

struct name {
    const char *text; /* folded */
    int number;
};

static const struct name months[] = {
    {"january", 1},   {"jan", 1},       {"januar", 1},        {"janner", 1},
    {"janvier", 1},   {"janv", 1},      {"enero", 1},         {"ene", 1},
    {"gennaio", 1},   {"gen", 1},       {"janeiro", 1},       {"januari", 1},
    {"stycznia", 1},  {"styczen", 1},   {"января", 1},        {"январь", 1},
    {"янв", 1},       {"ocak", 1},      {"february", 2},      {"feb", 2},
    {"februar", 2},   {"feber", 2},     {"fevrier", 2},       {"fev", 2},
    {"fevr", 2},      {"febrero", 2},   {"febbraio", 2},      {"fevereiro", 2},
    {"februari", 2},  {"lutego", 2},    {"luty", 2},          {"февраля", 2},
    {"февраль", 2},   {"фев", 2},       {"subat", 2},         {"march", 3},
    {"mar", 3},       {"marz", 3},      {"maerz", 3},         {"mrz", 3},
    {"mars", 3},      {"marzo", 3},     {"marco", 3},         {"maart", 3},
    {"mrt", 3},       {"marca", 3},     {"marzec", 3},        {"марта", 3},
    {"март", 3},      {"мар", 3},       {"mart", 3},          {"april", 4},
    {"apr", 4},       {"avril", 4},     {"avr", 4},           {"abril", 4},
    {"abr", 4},       {"aprile", 4},    {"kwietnia", 4},      {"kwiecien", 4},
    {"апреля", 4},    {"апрель", 4},    {"апр", 4},           {"nisan", 4},
    {"may", 5},       {"mai", 5},       {"mayo", 5},          {"maggio", 5},
    {"mag", 5},       {"maio", 5},      {"mei", 5},           {"maja", 5},
    {"maj", 5},       {"мая", 5},       {"май", 5},           {"mayis", 5},
    {"june", 6},      {"jun", 6},       {"juni", 6},          {"juin", 6},
    {"junio", 6},     {"giugno", 6},    {"giu", 6},           {"junho", 6},
    {"czerwca", 6},   {"czerwiec", 6},  {"июня", 6},          {"июнь", 6},
    {"июн", 6},       {"haziran", 6},   {"july", 7},          {"jul", 7},
    {"juli", 7},      {"juillet", 7},   {"juil", 7},          {"julio", 7},
    {"luglio", 7},    {"lug", 7},       {"julho", 7},         {"lipca", 7},
    {"lipiec", 7},    {"июля", 7},      {"июль", 7},          {"июл", 7},
    {"temmuz", 7},    {"august", 8},    {"aug", 8},           {"aout", 8},
    {"agosto", 8},    {"ago", 8},       {"augustus", 8},      {"augusti", 8},
    {"sierpnia", 8},  {"sierpien", 8},  {"августа", 8},       {"август", 8},
    {"авг", 8},       {"agustos", 8},   {"september", 9},     {"sep", 9},
    {"sept", 9},      {"septembre", 9}, {"septiembre", 9},    {"setiembre", 9},
    {"settembre", 9}, {"setembro", 9},  {"set", 9},           {"wrzesnia", 9},
    {"wrzesien", 9},  {"сентября", 9},  {"сентябрь", 9},      {"сен", 9},
    {"eylul", 9},     {"october", 10},  {"oct", 10},          {"oktober", 10},
    {"okt", 10},      {"octobre", 10},  {"octubre", 10},      {"ottobre", 10},
    {"ott", 10},      {"outubro", 10},  {"pazdziernika", 10}, {"pazdziernik", 10},
    {"октября", 10},  {"октябрь", 10},  {"окт", 10},          {"ekim", 10},
    {"november", 11}, {"nov", 11},      {"novembre", 11},     {"noviembre", 11},
    {"novembro", 11}, {"ноября", 11},   {"ноябрь", 11},       {"ноя", 11},
    {"kasim", 11},    {"december", 12}, {"dec", 12},          {"dezember", 12},
    {"dez", 12},      {"decembre", 12}, {"diciembre", 12},    {"dic", 12},
    {"dicembre", 12}, {"dezembro", 12}, {"desember", 12},     {"des", 12},
    {"grudnia", 12},  {"grudzien", 12}, {"декабря", 12},      {"декабрь", 12},
    {"дек", 12},      {"aralik", 12},
};

static const struct name weekdays[] = {
    {"monday", 1},    {"mon", 1},        {"tuesday", 2},      {"tue", 2},       {"tues", 2},
    {"wednesday", 3}, {"wed", 3},        {"weds", 3},         {"thursday", 4},  {"thu", 4},
    {"thur", 4},      {"thurs", 4},      {"friday", 5},       {"fri", 5},       {"saturday", 6},
    {"sat", 6},       {"sunday", 7},     {"sun", 7},          {"montag", 1},    {"dienstag", 2},
    {"mittwoch", 3},  {"donnerstag", 4}, {"freitag", 5},      {"samstag", 6},   {"sonnabend", 6},
    {"sonntag", 7},   {"lundi", 1},      {"mardi", 2},        {"mercredi", 3},  {"jeudi", 4},
    {"vendredi", 5},  {"samedi", 6},     {"dimanche", 7},     {"lun", 1},       {"mar", 2},
    {"mer", 3},       {"jeu", 4},        {"ven", 5},          {"sam", 6},       {"dim", 7},
    {"lunes", 1},     {"martes", 2},     {"miercoles", 3},    {"jueves", 4},    {"viernes", 5},
    {"sabado", 6},    {"domingo", 7},    {"mie", 3},          {"jue", 4},       {"vie", 5},
    {"sab", 6},       {"dom", 7},        {"lunedi", 1},       {"martedi", 2},   {"mercoledi", 3},
    {"giovedi", 4},   {"venerdi", 5},    {"sabato", 6},       {"domenica", 7},  {"gio", 4},
    {"segunda", 1},   {"terca", 2},      {"quarta", 3},       {"quinta", 4},    {"sexta", 5},
    {"seg", 1},       {"ter", 2},        {"qua", 3},          {"qui", 4},       {"sex", 5},
    {"maandag", 1},   {"dinsdag", 2},    {"woensdag", 3},     {"donderdag", 4}, {"vrijdag", 5},
    {"zaterdag", 6},  {"zondag", 7},     {"poniedzialek", 1}, {"wtorek", 2},    {"sroda", 3},
    {"czwartek", 4},  {"piatek", 5},     {"sobota", 6},       {"niedziela", 7}, {"понедельник", 1},
    {"вторник", 2},   {"среда", 3},      {"четверг", 4},      {"пятница", 5},   {"суббота", 6},
    {"mandag", 1},    {"tirsdag", 2},    {"onsdag", 3},       {"torsdag", 4},   {"fredag", 5},
    {"lordag", 6},    {"sondag", 7},     {"tisdag", 2},
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* U+00C0 to U+017F without their marks; a blank stays as it is. */
static const char latin[] = "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghh  iiiiiiiiii  jjkk llllll "
                            " llnnnnnn   oooooo  rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzzs";

static const char *const year_month_day[] = {"年", "년", "月", "월", "日", "일"};

/* The first characters of runs of ten digits, in UTF-8. */
static const char *const zeros[] = {"０", "๐", "٠", "۰", "०", "০"};

int date_digit(const char *text, size_t length, size_t *bytes)
{
    *bytes = 1;
    if (length && date_scan_is_digit(*text))
        return *text - '0';
    if (!length || (unsigned char)*text < 0xC0)
        return -1;
    for (size_t i = 0; i < LENGTH(zeros); i++) {
        size_t n = strlen(zeros[i]);
        if (length < n || memcmp(text, zeros[i], n - 1) != 0)
            continue;
        int digit = (unsigned char)text[n - 1] - (unsigned char)zeros[i][n - 1];
        *bytes = n;
        if (digit >= 0 && digit < 10)
            return digit;
    }
    return -1;
}

size_t date_blank(const char *text, size_t length)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE3\x80\x80"};
    if (length && (*text == ' ' || *text == '\t'))
        return 1;
    for (size_t i = 0; length && (unsigned char)*text >= 0xC0 && i < LENGTH(wide); i++) {
        size_t n = strlen(wide[i]);
        if (length >= n && memcmp(text, wide[i], n) == 0)
            return n;
    }
    return 0;
}

char date_ideogram(const char *text, size_t length)
{
    for (size_t i = 0; length >= 3 && i < LENGTH(year_month_day); i++)
        if (memcmp(text, year_month_day[i], 3) == 0)
            return "YMD"[i / 2];
    return 0;
}

/* Bytes of the character, at least 1, whether it is well formed or not. */
static size_t character(const char *text, size_t length)
{
    size_t n = 1;
    while (n < length && n < 4 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void add(struct date_word *word, const char *bytes, size_t count, bool *fits)
{
    *fits = *fits && word->length + count < DATE_WORD;
    if (*fits)
        memcpy(word->text + word->length, bytes, count);
    word->length += *fits ? count : 0;
}

/* Adds a character of two bytes, folded. */
static void add_pair(struct date_word *word, const char *at, bool *fits)
{
    unsigned lead = (unsigned char)at[0], next = (unsigned char)at[1];
    uint32_t c = (lead & 0x1F) << 6 | (next & 0x3F);
    char pair[2] = {at[0], at[1]};
    if (c >= 0xC0 && c - 0xC0 < sizeof latin - 1 && latin[c - 0xC0] != ' ')
        add(word, &latin[c - 0xC0], 1, fits);
    else if (c >= 0x300 && c < 0x370) /* marks written apart */
        return;
    else if (c == 0xBA || c == 0xB0 || c == 0xAA)
        add(word, c == 0xAA ? "a" : "o", 1, fits);
    else if (c >= 0x410 && c < 0x430) {
        c += 0x20;
        pair[0] = (char)(0xC0 | c >> 6);
        pair[1] = (char)(0x80 | (c & 0x3F));
        add(word, pair, 2, fits);
    } else
        add(word, pair, 2, fits);
}

size_t date_word_read(const char *text, size_t length, struct date_word *word)
{
    size_t at = 0;
    bool fits = true;
    word->length = 0;
    while (at < length) {
        const char *c = text + at;
        size_t left = length - at, n = character(c, left);
        if ((unsigned char)*c < 0x80) {
            if (!date_scan_is_letter(*c))
                break;
            char lower = date_scan_lower(*c);
            n = 1;
            add(word, &lower, 1, &fits);
        } else if (date_digit(c, left, &n) >= 0 || date_blank(c, left) || date_ideogram(c, left)) {
            break;
        } else {
            n = character(c, left);
            if (n == 2)
                add_pair(word, c, &fits);
            else
                add(word, c, n, &fits);
        }
        at += n;
    }
    if (!fits)
        word->length = 0;
    word->text[word->length] = '\0';
    return at;
}

static int find(const struct name *names, size_t count, const struct date_word *word)
{
    for (size_t i = 0; i < count && word->length; i++)
        if (strcmp(names[i].text, word->text) == 0)
            return names[i].number;
    return 0;
}

int date_name_month(const struct date_word *word)
{
    return find(months, LENGTH(months), word);
}

bool date_name_is_whole(const struct date_word *word)
{
    /* mai, mei and maj are not shortened */
    return word->length > 3 || word->text[0] == 'm' || date_scan_month(word->text, word->length);
}

int date_name_weekday(const struct date_word *word)
{
    return find(weekdays, LENGTH(weekdays), word);
}

static bool is_one_of(const struct date_word *word, const char *const words[])
{
    for (; *words; words++)
        if (strcmp(*words, word->text) == 0)
            return word->length > 0;
    return false;
}

bool date_name_is_filler(const struct date_word *word)
{
    static const char *const words[] = {"of",  "the", "de", "del", "di", "do",   "dia", "den",
                                        "der", "le",  "el", "il",  "am", "dnia", "on",  NULL};
    return is_one_of(word, words);
}

bool date_name_is_ordinal(const struct date_word *word)
{
    static const char *const words[] = {"st", "nd", "rd", "th", "er", "ro", "o", "a", "e", NULL};
    return is_one_of(word, words);
}

bool date_name_is_at(const struct date_word *word)
{
    static const char *const words[] = {"at",  "um", "a",   "om",  "kl", "alle",
                                        "ore", "as", "las", "klo", NULL};
    return is_one_of(word, words);
}

bool date_name_is_year(const struct date_word *word)
{
    static const char *const words[] = {"г", "года", "r", "roku", NULL};
    return is_one_of(word, words);
}
