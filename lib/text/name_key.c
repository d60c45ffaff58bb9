/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A word becomes sounds, one char each:
 *
 *   a e i o u      vowels; j, y and w are spelled as the vowel or consonant they stand for
 *   b d l m n p r s t z
 *   k q c g        hard; c only as written in Carl
 *   x h            the ch of loch (written kh, or ch as in Bachmut), and h
 *   f v w          w as written in Wagner
 *   S C T Z        sh; ch, which is sh in French; ch for sure (tch, tsch, cz); zh
 *   J y Y          at the beginning: j (dj, zh), y before a, o, u, and y before e
 *   #              ts
 */
#include "lib/text/name_key.h"

#include <string.h>

#include "lib/text/token.h"

enum { SOUNDS_MAX = TOKEN_MAX * 2 };

struct sounds {
    size_t length;
    char at[SOUNDS_MAX];
};

/* Where a rule holds: all conditions of the sum. */
enum context {
    ANYWHERE = 0,
    AT_START = 1,
    INSIDE = 2,          /* not at the start */
    AFTER_CONSONANT = 4, /* of a letter before it */
    AT_END = 8,
    BEFORE_LMRT = 16,  /* l, m, r, t */
    BEFORE_FRONT = 32, /* e, i, y */
    BEFORE_VOWEL = 64,
    NOT_BEFORE_VOWEL = 128
};

struct rule {
    char letters[8];
    char sounds[4];
    int context;
};

#define LETTER(x) [x - 'a'] = (const struct rule[])
#define NO_MORE          \
    {                    \
        "", "", ANYWHERE \
    }

/* The rules by their first letter. The first that fits wins, so longer ones come first; a letter
 * without one that fits is its own sound. */
static const struct rule *const rules[26] = {
    LETTER('b'){{"bh", "b", ANYWHERE}, NO_MORE},
    LETTER('c'){{"chtch", "ST", ANYWHERE},
                {"cz", "T", ANYWHERE},
                {"ch", "x", BEFORE_LMRT},
                {"ch", "C", ANYWHERE},
                {"ck", "k", ANYWHERE},
                {"c", "s", BEFORE_FRONT},
                NO_MORE},
    LETTER('d'){{"dzh", "J", AT_START},
                {"dsch", "J", AT_START},
                {"dj", "J", AT_START},
                {"dsch", "Z", ANYWHERE},
                {"dzh", "Z", ANYWHERE},
                {"dj", "Z", BEFORE_VOWEL},
                {"dh", "d", ANYWHERE},
                NO_MORE},
    LETTER('e'){{"ee", "i", ANYWHERE},
                {"ei", "ai", ANYWHERE},
                {"ey", "ai", NOT_BEFORE_VOWEL},
                {"ej", "ai", NOT_BEFORE_VOWEL},
                NO_MORE},
    LETTER('f'){{"ff", "v", AT_END}, NO_MORE},
    LETTER('g'){{"gu", "g", BEFORE_FRONT}, {"gh", "g", ANYWHERE}, NO_MORE},
    LETTER('h'){{"h", "", INSIDE | AT_END}, NO_MORE},
    LETTER('i'){{"ia", "ya", AT_START},
                {"iou", "yu", AT_START},
                {"io", "yo", AT_START},
                {"iu", "yu", AT_START},
                {"ie", "i", AT_END},
                NO_MORE},
    LETTER('j'){{"j", "J", AT_START},
                {"j", "i", INSIDE | NOT_BEFORE_VOWEL},
                {"j", "Z", BEFORE_FRONT},
                {"j", "i", AFTER_CONSONANT},
                {"j", "Z", ANYWHERE},
                NO_MORE},
    LETTER('k'){{"kh", "x", ANYWHERE}, NO_MORE},
    LETTER('o'){{"ou", "u", ANYWHERE}, {"oo", "u", ANYWHERE}, {"oe", "o", ANYWHERE}, NO_MORE},
    LETTER('p'){{"ph", "f", ANYWHERE}, NO_MORE},
    LETTER('q'){{"qu", "k", BEFORE_FRONT}, NO_MORE},
    LETTER('s'){{"schtsch", "ST", ANYWHERE},
                {"shch", "ST", ANYWHERE},
                {"szcz", "ST", ANYWHERE},
                {"sch", "S", ANYWHERE},
                {"sh", "S", ANYWHERE},
                {"sz", "S", ANYWHERE},
                NO_MORE},
    LETTER('t'){{"tsch", "T", ANYWHERE},
                {"tch", "T", ANYWHERE},
                {"th", "t", ANYWHERE},
                {"ts", "#", ANYWHERE},
                {"tz", "#", ANYWHERE},
                NO_MORE},
    LETTER('u'){{"ue", "u", INSIDE}, NO_MORE},
    LETTER('w'){{"w", "v", INSIDE | AT_END}, NO_MORE},
    LETTER('x'){{"x", "ks", ANYWHERE}, NO_MORE},
    LETTER('y'){{"y", "Y", AT_START | BEFORE_FRONT},
                {"y", "y", AT_START | BEFORE_VOWEL},
                {"y", "i", ANYWHERE},
                NO_MORE},
    LETTER('z'){{"zh", "J", AT_START}, {"zh", "Z", ANYWHERE}, NO_MORE},
};

#undef LETTER
#undef NO_MORE

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiouy", c) != NULL;
}

/* Whether the letters [begin, end) of the word stand where the rule wants them. */
static bool context_fits(int context, const char *word, size_t length, size_t begin, size_t end)
{
    bool last = end == length;
    char after = last ? '\0' : word[end];
    bool vowel_after = is_vowel(after);
    bool front_after = after == 'e' || after == 'i' || after == 'y';
    return !((context & AT_START && begin > 0) || (context & INSIDE && begin == 0) ||
             (context & AFTER_CONSONANT && (begin == 0 || is_vowel(word[begin - 1]))) ||
             (context & AT_END && !last) ||
             (context & BEFORE_LMRT && (last || !strchr("lmrt", after))) ||
             (context & BEFORE_FRONT && !front_after) || (context & BEFORE_VOWEL && !vowel_after) ||
             (context & NOT_BEFORE_VOWEL && vowel_after));
}

/* The rule for the letters at `at`; NULL: the letter is its sound. */
static const struct rule *find_rule(const char *word, size_t length, size_t at)
{
    const struct rule *rule = rules[word[at] - 'a'];
    for (; rule && rule->letters[0]; rule++) {
        size_t n = strlen(rule->letters);
        if (n <= length - at && memcmp(word + at, rule->letters, n) == 0 &&
            context_fits(rule->context, word, length, at, at + n))
            return rule;
    }
    return NULL;
}

/* Adds a sound, unless it repeats the one before: doubled letters are one. */
static void add_sound(struct sounds *s, char sound)
{
    if (s->length == 0 || s->at[s->length - 1] != sound)
        s->at[s->length++] = sound;
}

/* False if the word has no key. */
static bool make_sounds(const char *word, size_t length, struct sounds *s)
{
    s->length = 0;
    if (length < 3 || length > TOKEN_MAX)
        return false;
    for (size_t i = 0; i < length; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return false;
    for (size_t at = 0; at < length;) {
        const struct rule *rule = find_rule(word, length, at);
        if (rule == NULL) {
            add_sound(s, word[at++]);
            continue;
        }
        for (const char *sound = rule->sounds; *sound; sound++)
            add_sound(s, *sound);
        at += strlen(rule->letters);
    }
    return true;
}

/* The class of a sound in keys; 0 for vowels, but for those at the beginning. */
static char key_class(char sound, bool first)
{
    switch (sound) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
        return first ? 'A' : '\0';
    case 'Y':
        return 'A';
    case 'J':
    case 'y':
        return 'J';
    case 'k':
    case 'q':
    case 'c':
    case 'g':
    case 'x':
    case 'h':
        return 'K';
    case 'f':
    case 'v':
    case 'w':
        return 'F';
    case 'S':
    case 'C':
    case 'T':
    case 'Z':
        return 'X';
    case 's':
    case 'z':
    case '#':
        return 'S';
    default:
        return (char)(sound - 'a' + 'A'); /* b d l m n p r t */
    }
}

static size_t make_key(const struct sounds *s, char key[NAME_KEY_MAX])
{
    size_t length = 0;
    char before = '\0';
    for (size_t i = 0; i < s->length && length < NAME_KEY_MAX; i++) {
        char class = key_class(s->at[i], i == 0);
        if (class && class != before)
            key[length++] = class;
        before = class;
    }
    return length;
}

size_t name_key(const char *word, size_t length, char key[NAME_KEY_MAX])
{
    struct sounds s;
    return make_sounds(word, length, &s) ? make_key(&s, key) : 0;
}

/* Costs are hundredths: 100 is another sound altogether. */
enum { OTHER_SOUND = 100, NEAR_VOWEL = 30 };

struct cost {
    char a, b;
    int cost;
};

/* Pairs of sounds that spellings exchange; consonants anywhere, vowels after the first one. */
static const struct cost exchanged[] = {
    {'w', 'v', 25}, {'f', 'v', 50}, {'f', 'w', 75},         {'q', 'k', 0},  {'q', 'g', 25},
    {'k', 'g', 50}, {'c', 'k', 25}, {'c', 'q', 50},         {'x', 'k', 25}, {'x', 'h', 25},
    {'x', 'g', 75}, {'h', 'g', 50}, {'c', 'x', 75},         {'s', 'z', 50}, {'#', 'z', 25},
    {'#', 's', 50}, {'C', 'T', 0},  {'C', 'S', 30},         {'S', 'Z', 75}, {'C', 'Z', 75},
    {'J', 'y', 10}, {'e', 'i', 25}, {'o', 'u', NEAR_VOWEL}, {'a', 'e', 50}, {'a', 'o', 50},
    {'e', 'o', 50}, {'e', 'u', 50}, {'a', 'u', 50},         {'i', 'u', 75},
};

static int exchange_cost(char a, char b)
{
    if (a == b)
        return 0;
    for (size_t i = 0; i < sizeof exchanged / sizeof *exchanged; i++)
        if ((exchanged[i].a == a && exchanged[i].b == b) ||
            (exchanged[i].a == b && exchanged[i].b == a))
            return exchanged[i].cost;
    return OTHER_SOUND;
}

static bool is_vowel_sound(char sound)
{
    return strchr("aeiou", sound) != NULL;
}

static size_t first_vowel(const struct sounds *s)
{
    size_t i = 0;
    while (i < s->length && !is_vowel_sound(s->at[i]))
        i++;
    return i;
}

/* The cost of a[i] for b[j]. The first vowel counts twice, unless it is a near one; it counts
 * less where it begins the word (Omar is Umar, Mole is not Mule). A last vowel counts more. */
static int substitute(const struct sounds *a, size_t i, const struct sounds *b, size_t j)
{
    int cost = exchange_cost(a->at[i], b->at[j]);
    bool vowel = is_vowel_sound(a->at[i]);
    if (vowel != is_vowel_sound(b->at[j]))
        return 2 * OTHER_SOUND;
    if (!vowel || cost == 0)
        return cost;
    if (i == first_vowel(a) || j == first_vowel(b))
        return cost > NEAR_VOWEL ? 2 * cost : i == 0 && j == 0 ? cost - 5 : cost;
    return i + 1 == a->length && j + 1 == b->length ? cost + 50 : cost;
}

/* The cost of a[i] where b has nothing. */
static int leave_out(const struct sounds *a, size_t i)
{
    char sound = a->at[i];
    bool last = i + 1 == a->length;
    if (sound == 'Y' || (last && sound == 'e'))
        return 30; /* Yeltsin, Eltsine */
    if (!is_vowel_sound(sound))
        return sound == 'T' ? 50 : OTHER_SOUND; /* Khrushchev, Khrushev */
    if (last)
        return OTHER_SOUND;
    if (sound == 'i' && i > 0 && is_vowel_sound(a->at[i - 1]) && is_vowel_sound(a->at[i + 1]))
        return 25;                                 /* Dudayev, Dudaev */
    return sound == 'e' || sound == 'i' ? 50 : 75; /* Teheran, Tehran; Dimitri, Dmitri */
}

static int least(int a, int b, int c)
{
    int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* The weighted edit distance, by the usual table, of which two rows are kept. */
static int distance(const struct sounds *a, const struct sounds *b)
{
    int rows[2][SOUNDS_MAX + 1];
    rows[0][0] = 0;
    for (size_t j = 0; j < b->length; j++)
        rows[0][j + 1] = rows[0][j] + leave_out(b, j);
    for (size_t i = 0; i < a->length; i++) {
        const int *above = rows[i % 2];
        int *row = rows[(i + 1) % 2];
        int without = leave_out(a, i);
        row[0] = above[0] + without;
        for (size_t j = 0; j < b->length; j++)
            row[j + 1] = least(above[j] + substitute(a, i, b, j), above[j + 1] + without,
                               row[j] + leave_out(b, j));
    }
    return rows[a->length % 2][b->length];
}

/* How far two names of so many sounds may be apart. */
static int allowed(size_t sounds)
{
    static const int by_length[] = {0, 0, 0, 0, 25, 60, 60, 80, 80};
    size_t last = sizeof by_length / sizeof *by_length - 1;
    return sounds <= last ? by_length[sounds] : 100;
}

bool name_alike(const char *a, size_t alen, const char *b, size_t blen)
{
    struct sounds sa, sb;
    char ka[NAME_KEY_MAX], kb[NAME_KEY_MAX];
    if (!make_sounds(a, alen, &sa) || !make_sounds(b, blen, &sb))
        return false;
    size_t length = make_key(&sa, ka);
    if (length != make_key(&sb, kb) || memcmp(ka, kb, length) != 0)
        return false;
    return distance(&sa, &sb) <= allowed(sa.length < sb.length ? sa.length : sb.length);
}
