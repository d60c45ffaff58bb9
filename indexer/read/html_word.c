/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_word.h"

#include <stdint.h>

#define WORD_MAX 20 /* bytes; longer ones are in no list */

/* Sorted by strcmp(). */
static const struct row {
    const char *word;
    unsigned kinds;
} rows[] = {
    {"abonnement", HTML_WORD_SIGNUP},
    {"ad", HTML_WORD_AD},
    {"adbox", HTML_WORD_AD},
    {"adcontainer", HTML_WORD_AD},
    {"addthis", HTML_WORD_SHARE},
    {"addtoany", HTML_WORD_SHARE},
    {"ads", HTML_WORD_AD},
    {"adsense", HTML_WORD_AD},
    {"adslot", HTML_WORD_AD},
    {"adunit", HTML_WORD_AD},
    {"advert", HTML_WORD_AD},
    {"advertisement", HTML_WORD_AD},
    {"advertising", HTML_WORD_AD},
    {"adverts", HTML_WORD_AD},
    {"adwrapper", HTML_WORD_AD},
    {"affiliate", HTML_WORD_AD},
    {"akismet", HTML_WORD_COMMENT},
    {"alert", HTML_WORD_POPUP},
    {"anzeige", HTML_WORD_AD},
    {"anzeigen", HTML_WORD_AD},
    {"article", HTML_WORD_ARTICLE},
    {"articlebody", HTML_WORD_WHOLE},
    {"articlecontent", HTML_WORD_WHOLE},
    {"articlecopy", HTML_WORD_WHOLE},
    {"articletext", HTML_WORD_WHOLE},
    {"articolo", HTML_WORD_ARTICLE},
    {"articulo", HTML_WORD_ARTICLE},
    {"artikel", HTML_WORD_ARTICLE},
    {"artikeltext", HTML_WORD_WHOLE},
    {"aside", HTML_WORD_SIDEBAR},
    {"author", HTML_WORD_META},
    {"authorbio", HTML_WORD_META},
    {"authorbox", HTML_WORD_META},
    {"authorinfo", HTML_WORD_META},
    {"authors", HTML_WORD_META},
    {"autor", HTML_WORD_META},
    {"autoren", HTML_WORD_META},
    {"backtotop", HTML_WORD_NAVIGATION},
    {"banner", HTML_WORD_AD},
    {"banners", HTML_WORD_AD},
    {"beitrag", HTML_WORD_ARTICLE},
    {"bestseller", HTML_WORD_RELATED},
    {"bildunterschrift", HTML_WORD_CAPTION},
    {"bio", HTML_WORD_META},
    {"biography", HTML_WORD_META},
    {"blog", HTML_WORD_ARTICLE},
    {"blogbody", HTML_WORD_WHOLE},
    {"blogcontent", HTML_WORD_WHOLE},
    {"blogpost", HTML_WORD_ARTICLE},
    {"body", HTML_WORD_BODY},
    {"bodycopy", HTML_WORD_WHOLE},
    {"bodytext", HTML_WORD_BODY},
    {"bookmark", HTML_WORD_SHARE},
    {"bookmarks", HTML_WORD_SHARE},
    {"bottom", HTML_WORD_FOOTER},
    {"bread", HTML_WORD_NAVIGATION},
    {"breadcrumb", HTML_WORD_NAVIGATION},
    {"breadcrumbs", HTML_WORD_NAVIGATION},
    {"byline", HTML_WORD_META},
    {"bylines", HTML_WORD_META},
    {"caption", HTML_WORD_CAPTION},
    {"captions", HTML_WORD_CAPTION},
    {"carousel", HTML_WORD_RELATED},
    {"categories", HTML_WORD_META},
    {"category", HTML_WORD_META},
    {"catlinks", HTML_WORD_META},
    {"ccpa", HTML_WORD_COOKIE},
    {"changed", HTML_WORD_CHANGED},
    {"cmp", HTML_WORD_COOKIE},
    {"colophon", HTML_WORD_FOOTER},
    {"comentario", HTML_WORD_COMMENT},
    {"comentarios", HTML_WORD_COMMENT},
    {"comment", HTML_WORD_COMMENT},
    {"commentaire", HTML_WORD_COMMENT},
    {"commentaires", HTML_WORD_COMMENT},
    {"commentary", HTML_WORD_COMMENT},
    {"commentform", HTML_WORD_COMMENT},
    {"commenti", HTML_WORD_COMMENT},
    {"commentlist", HTML_WORD_COMMENT},
    {"commento", HTML_WORD_COMMENT},
    {"comments", HTML_WORD_COMMENT},
    {"commercial", HTML_WORD_AD},
    {"compartir", HTML_WORD_SHARE},
    {"consent", HTML_WORD_COOKIE},
    {"contenido", HTML_WORD_BODY},
    {"content", HTML_WORD_BODY},
    {"contents", HTML_WORD_BODY},
    {"contenu", HTML_WORD_BODY},
    {"contributor", HTML_WORD_META},
    {"contributors", HTML_WORD_META},
    {"cookie", HTML_WORD_COOKIE},
    {"cookiebanner", HTML_WORD_COOKIE},
    {"cookiebar", HTML_WORD_COOKIE},
    {"cookies", HTML_WORD_COOKIE},
    {"copy", HTML_WORD_BODY},
    {"copyright", HTML_WORD_FOOTER},
    {"corpo", HTML_WORD_BODY},
    {"created", HTML_WORD_DATE},
    {"credit", HTML_WORD_META},
    {"credits", HTML_WORD_META},
    {"crosslink", HTML_WORD_RELATED},
    {"crosslinks", HTML_WORD_RELATED},
    {"crumb", HTML_WORD_NAVIGATION},
    {"crumbs", HTML_WORD_NAVIGATION},
    {"cta", HTML_WORD_SIGNUP},
    {"cuerpo", HTML_WORD_BODY},
    {"date", HTML_WORD_DATE},
    {"dateline", HTML_WORD_DATE},
    {"datemodified", HTML_WORD_CHANGED},
    {"datepublished", HTML_WORD_DATE},
    {"dates", HTML_WORD_DATE},
    {"datetime", HTML_WORD_DATE},
    {"datum", HTML_WORD_DATE},
    {"dfp", HTML_WORD_AD},
    {"dialog", HTML_WORD_POPUP},
    {"disclaimer", HTML_WORD_COOKIE},
    {"discussion", HTML_WORD_COMMENT},
    {"displaynone", HTML_WORD_HIDDEN},
    {"disqus", HTML_WORD_COMMENT},
    {"donate", HTML_WORD_SIGNUP},
    {"donation", HTML_WORD_SIGNUP},
    {"drawer", HTML_WORD_POPUP},
    {"dropdown", HTML_WORD_NAVIGATION},
    {"edited", HTML_WORD_CHANGED},
    {"empfehlung", HTML_WORD_RELATED},
    {"empfehlungen", HTML_WORD_RELATED},
    {"entry", HTML_WORD_ARTICLE},
    {"entrybody", HTML_WORD_WHOLE},
    {"entrycontent", HTML_WORD_WHOLE},
    {"entrydate", HTML_WORD_DATE},
    {"entrymeta", HTML_WORD_META},
    {"entrytext", HTML_WORD_WHOLE},
    {"entrytitle", HTML_WORD_TITLE},
    {"fecha", HTML_WORD_DATE},
    {"feedback", HTML_WORD_COMMENT},
    {"figcaption", HTML_WORD_CAPTION},
    {"follow", HTML_WORD_SHARE},
    {"followus", HTML_WORD_SHARE},
    {"foot", HTML_WORD_FOOTER},
    {"footer", HTML_WORD_FOOTER},
    {"footnav", HTML_WORD_FOOTER},
    {"fulltext", HTML_WORD_BODY},
    {"gallery", HTML_WORD_CAPTION},
    {"gdpr", HTML_WORD_COOKIE},
    {"head", HTML_WORD_HEADER},
    {"header", HTML_WORD_HEADER},
    {"heading", HTML_WORD_TITLE},
    {"headline", HTML_WORD_TITLE},
    {"headlines", HTML_WORD_TITLE},
    {"hentry", HTML_WORD_ARTICLE},
    {"hidden", HTML_WORD_HIDDEN},
    {"hide", HTML_WORD_HIDDEN},
    {"hideme", HTML_WORD_HIDDEN},
    {"imagecredit", HTML_WORD_CAPTION},
    {"impressum", HTML_WORD_FOOTER},
    {"imprint", HTML_WORD_FOOTER},
    {"inhalt", HTML_WORD_BODY},
    {"interstitial", HTML_WORD_POPUP},
    {"invisible", HTML_WORD_HIDDEN},
    {"jpshare", HTML_WORD_SHARE},
    {"keyword", HTML_WORD_META},
    {"keywords", HTML_WORD_META},
    {"kommentar", HTML_WORD_COMMENT},
    {"kommentare", HTML_WORD_COMMENT},
    {"lastmod", HTML_WORD_CHANGED},
    {"lastmodified", HTML_WORD_CHANGED},
    {"lastupdated", HTML_WORD_CHANGED},
    {"latest", HTML_WORD_RELATED},
    {"leftcol", HTML_WORD_SIDEBAR},
    {"legend", HTML_WORD_CAPTION},
    {"leserbriefe", HTML_WORD_COMMENT},
    {"lightbox", HTML_WORD_POPUP},
    {"like", HTML_WORD_META},
    {"likes", HTML_WORD_META},
    {"linkbox", HTML_WORD_RELATED},
    {"livefyre", HTML_WORD_COMMENT},
    {"login", HTML_WORD_SIGNUP},
    {"logo", HTML_WORD_HEADER},
    {"mailchimp", HTML_WORD_SIGNUP},
    {"mailing", HTML_WORD_SIGNUP},
    {"main", HTML_WORD_BODY},
    {"mainbody", HTML_WORD_BODY},
    {"maincontent", HTML_WORD_BODY},
    {"mainmenu", HTML_WORD_NAVIGATION},
    {"markdown", HTML_WORD_BODY},
    {"masthead", HTML_WORD_HEADER},
    {"megamenu", HTML_WORD_NAVIGATION},
    {"menu", HTML_WORD_NAVIGATION},
    {"menubar", HTML_WORD_NAVIGATION},
    {"menus", HTML_WORD_NAVIGATION},
    {"meta", HTML_WORD_META},
    {"metadata", HTML_WORD_META},
    {"modal", HTML_WORD_POPUP},
    {"modified", HTML_WORD_CHANGED},
    {"morefrom", HTML_WORD_RELATED},
    {"morenews", HTML_WORD_RELATED},
    {"mostpopular", HTML_WORD_RELATED},
    {"mostread", HTML_WORD_RELATED},
    {"nav", HTML_WORD_NAVIGATION},
    {"navbar", HTML_WORD_NAVIGATION},
    {"navi", HTML_WORD_NAVIGATION},
    {"navigacion", HTML_WORD_NAVIGATION},
    {"navigation", HTML_WORD_NAVIGATION},
    {"news", HTML_WORD_ARTICLE},
    {"newsarticle", HTML_WORD_ARTICLE},
    {"newsbody", HTML_WORD_WHOLE},
    {"newscontent", HTML_WORD_WHOLE},
    {"newsletter", HTML_WORD_SIGNUP},
    {"newsletters", HTML_WORD_SIGNUP},
    {"newstext", HTML_WORD_WHOLE},
    {"noprint", HTML_WORD_HIDDEN},
    {"noscript", HTML_WORD_HIDDEN},
    {"nota", HTML_WORD_ARTICLE},
    {"noticia", HTML_WORD_ARTICLE},
    {"notification", HTML_WORD_POPUP},
    {"offcanvas", HTML_WORD_POPUP},
    {"offscreen", HTML_WORD_HIDDEN},
    {"optin", HTML_WORD_SIGNUP},
    {"outbrain", HTML_WORD_RELATED},
    {"overlay", HTML_WORD_POPUP},
    {"pagenav", HTML_WORD_NAVIGATION},
    {"pager", HTML_WORD_NAVIGATION},
    {"pagination", HTML_WORD_NAVIGATION},
    {"paging", HTML_WORD_NAVIGATION},
    {"paragraphs", HTML_WORD_BODY},
    {"partager", HTML_WORD_SHARE},
    {"paywall", HTML_WORD_SIGNUP},
    {"photocredit", HTML_WORD_CAPTION},
    {"popover", HTML_WORD_POPUP},
    {"popular", HTML_WORD_RELATED},
    {"popup", HTML_WORD_POPUP},
    {"post", HTML_WORD_ARTICLE},
    {"postbody", HTML_WORD_WHOLE},
    {"postcontent", HTML_WORD_WHOLE},
    {"postdate", HTML_WORD_DATE},
    {"posted", HTML_WORD_DATE},
    {"postinfo", HTML_WORD_META},
    {"postmeta", HTML_WORD_META},
    {"postnav", HTML_WORD_NAVIGATION},
    {"posttext", HTML_WORD_WHOLE},
    {"posttitle", HTML_WORD_TITLE},
    {"prevnext", HTML_WORD_NAVIGATION},
    {"privacy", HTML_WORD_COOKIE},
    {"product", HTML_WORD_AD},
    {"productbox", HTML_WORD_AD},
    {"products", HTML_WORD_AD},
    {"profile", HTML_WORD_META},
    {"promo", HTML_WORD_AD},
    {"promobox", HTML_WORD_AD},
    {"promos", HTML_WORD_AD},
    {"promoted", HTML_WORD_AD},
    {"promotion", HTML_WORD_AD},
    {"prose", HTML_WORD_BODY},
    {"pubdate", HTML_WORD_DATE},
    {"publication", HTML_WORD_DATE},
    {"publicidad", HTML_WORD_AD},
    {"publicite", HTML_WORD_AD},
    {"publish", HTML_WORD_DATE},
    {"published", HTML_WORD_DATE},
    {"rail", HTML_WORD_SIDEBAR},
    {"rating", HTML_WORD_META},
    {"ratings", HTML_WORD_META},
    {"reacties", HTML_WORD_COMMENT},
    {"readalso", HTML_WORD_RELATED},
    {"readingtime", HTML_WORD_META},
    {"readmore", HTML_WORD_RELATED},
    {"readnext", HTML_WORD_RELATED},
    {"recipe", HTML_WORD_ARTICLE},
    {"recirc", HTML_WORD_RELATED},
    {"recirculation", HTML_WORD_RELATED},
    {"recommend", HTML_WORD_RELATED},
    {"recommendation", HTML_WORD_RELATED},
    {"recommendations", HTML_WORD_RELATED},
    {"recommended", HTML_WORD_RELATED},
    {"register", HTML_WORD_SIGNUP},
    {"registration", HTML_WORD_SIGNUP},
    {"relacionadas", HTML_WORD_RELATED},
    {"relacionados", HTML_WORD_RELATED},
    {"related", HTML_WORD_RELATED},
    {"relatedarticles", HTML_WORD_RELATED},
    {"relatedposts", HTML_WORD_RELATED},
    {"remark", HTML_WORD_COMMENT},
    {"replies", HTML_WORD_COMMENT},
    {"reply", HTML_WORD_COMMENT},
    {"respond", HTML_WORD_COMMENT},
    {"richtext", HTML_WORD_BODY},
    {"rightcol", HTML_WORD_SIDEBAR},
    {"rightcolumn", HTML_WORD_SIDEBAR},
    {"schlagworte", HTML_WORD_META},
    {"screenreader", HTML_WORD_HIDDEN},
    {"search", HTML_WORD_NAVIGATION},
    {"searchbox", HTML_WORD_NAVIGATION},
    {"searchform", HTML_WORD_NAVIGATION},
    {"seealso", HTML_WORD_RELATED},
    {"share", HTML_WORD_SHARE},
    {"sharebar", HTML_WORD_SHARE},
    {"sharebuttons", HTML_WORD_SHARE},
    {"sharedaddy", HTML_WORD_SHARE},
    {"shares", HTML_WORD_SHARE},
    {"sharethis", HTML_WORD_SHARE},
    {"sharetools", HTML_WORD_SHARE},
    {"shariff", HTML_WORD_SHARE},
    {"sharing", HTML_WORD_SHARE},
    {"shop", HTML_WORD_AD},
    {"sidebar", HTML_WORD_SIDEBAR},
    {"sidebars", HTML_WORD_SIDEBAR},
    {"sidecol", HTML_WORD_SIDEBAR},
    {"sidecolumn", HTML_WORD_SIDEBAR},
    {"sidenav", HTML_WORD_SIDEBAR},
    {"signin", HTML_WORD_SIGNUP},
    {"signup", HTML_WORD_SIGNUP},
    {"similar", HTML_WORD_RELATED},
    {"siteheader", HTML_WORD_HEADER},
    {"sitemap", HTML_WORD_NAVIGATION},
    {"skip", HTML_WORD_NAVIGATION},
    {"skiplink", HTML_WORD_NAVIGATION},
    {"slider", HTML_WORD_RELATED},
    {"slideshow", HTML_WORD_CAPTION},
    {"social", HTML_WORD_SHARE},
    {"socialbar", HTML_WORD_SHARE},
    {"socialicons", HTML_WORD_SHARE},
    {"socialmedia", HTML_WORD_SHARE},
    {"socials", HTML_WORD_SHARE},
    {"socialshare", HTML_WORD_SHARE},
    {"source", HTML_WORD_META},
    {"spenden", HTML_WORD_SIGNUP},
    {"sponsor", HTML_WORD_AD},
    {"sponsored", HTML_WORD_AD},
    {"sponsors", HTML_WORD_AD},
    {"sronly", HTML_WORD_HIDDEN},
    {"stars", HTML_WORD_META},
    {"story", HTML_WORD_ARTICLE},
    {"storybody", HTML_WORD_WHOLE},
    {"storycontent", HTML_WORD_WHOLE},
    {"storytext", HTML_WORD_WHOLE},
    {"submenu", HTML_WORD_NAVIGATION},
    {"subnav", HTML_WORD_NAVIGATION},
    {"subscribe", HTML_WORD_SIGNUP},
    {"subscription", HTML_WORD_SIGNUP},
    {"subscriptions", HTML_WORD_SIGNUP},
    {"suche", HTML_WORD_NAVIGATION},
    {"suggested", HTML_WORD_RELATED},
    {"suggestions", HTML_WORD_RELATED},
    {"syndication", HTML_WORD_SHARE},
    {"tablist", HTML_WORD_NAVIGATION},
    {"taboola", HTML_WORD_RELATED},
    {"tabs", HTML_WORD_NAVIGATION},
    {"tag", HTML_WORD_META},
    {"tagcloud", HTML_WORD_META},
    {"tagged", HTML_WORD_META},
    {"taglist", HTML_WORD_META},
    {"tags", HTML_WORD_META},
    {"teaser", HTML_WORD_RELATED},
    {"teasers", HTML_WORD_RELATED},
    {"teilen", HTML_WORD_SHARE},
    {"text", HTML_WORD_BODY},
    {"texto", HTML_WORD_BODY},
    {"time", HTML_WORD_DATE},
    {"timestamp", HTML_WORD_META},
    {"titel", HTML_WORD_TITLE},
    {"title", HTML_WORD_TITLE},
    {"titolo", HTML_WORD_TITLE},
    {"titre", HTML_WORD_TITLE},
    {"titulo", HTML_WORD_TITLE},
    {"toast", HTML_WORD_POPUP},
    {"toc", HTML_WORD_NAVIGATION},
    {"toolbar", HTML_WORD_NAVIGATION},
    {"tooltip", HTML_WORD_POPUP},
    {"topbar", HTML_WORD_NAVIGATION},
    {"topheader", HTML_WORD_HEADER},
    {"topics", HTML_WORD_META},
    {"trending", HTML_WORD_RELATED},
    {"update", HTML_WORD_CHANGED},
    {"updated", HTML_WORD_CHANGED},
    {"upnext", HTML_WORD_RELATED},
    {"userinfo", HTML_WORD_META},
    {"verwandt", HTML_WORD_RELATED},
    {"views", HTML_WORD_META},
    {"viral", HTML_WORD_RELATED},
    {"visuallyhidden", HTML_WORD_HIDDEN},
    {"vote", HTML_WORD_META},
    {"votes", HTML_WORD_META},
    {"werbung", HTML_WORD_AD},
    {"widget", HTML_WORD_SIDEBAR},
    {"widgets", HTML_WORD_SIDEBAR},
    {"wysiwyg", HTML_WORD_BODY},
    {"zergnet", HTML_WORD_RELATED},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static unsigned look_up(const char *word)
{
    size_t low = 0, high = sizeof rows / sizeof *rows;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, rows[middle].word);
        if (order == 0)
            return rows[middle].kinds;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

/* The words of one name, as post-body has two. */
struct splitter {
    char pair[2 * WORD_MAX + 1]; /* the word before, if there is one, and the present one */
    size_t before;               /* the length of the former */
    size_t length;               /* of both */
    size_t words;
    bool negated; /* the word before says that the part has not, or merely has, what follows */
    unsigned kinds;
};

static bool negates(const char *word)
{
    static const char *const words[] = {"no", "not", "with", "without", "has", "is", "stop", "js"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

/* Looks up the present word, and it joined to the one before. */
static void end_word(struct splitter *s)
{
    size_t length = s->length - s->before;
    if (!length)
        return;
    s->pair[s->length] = '\0';
    const char *word = s->pair + s->before;
    bool known = length > 1 && length <= WORD_MAX;
    if (known && !s->negated)
        s->kinds |= look_up(word) & ~(s->words ? HTML_WORD_HIDDEN : 0U);
    if (known && s->before && s->length <= WORD_MAX)
        s->kinds |= look_up(s->pair);
    s->negated = known && negates(word);
    s->words++;
    memmove(s->pair, word, known ? length : 0);
    s->before = s->length = known ? length : 0;
}

/* A name that says of itself that it is hidden has no other word: label-hidden has one. */
static unsigned end_name(struct splitter *s)
{
    end_word(s);
    unsigned kinds = s->kinds;
    *s = (struct splitter){.kinds = 0};
    return kinds;
}

unsigned html_words(struct slice value)
{
    unsigned kinds = 0;
    struct splitter s = {.kinds = 0};
    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];
        bool letter = is_lower(c) || is_upper(c);
        if (!letter || (is_upper(c) && i > 0 && is_lower(value.data[i - 1])))
            end_word(&s);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            kinds |= end_name(&s);
        /* One letter more than a word may have tells that it is too long. */
        if (letter && s.length - s.before <= WORD_MAX && s.length < 2 * WORD_MAX)
            s.pair[s.length++] = lower(c);
    }
    return kinds | end_name(&s);
}

bool html_contains(struct slice text, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= text.length; i++) {
        size_t k = 0;
        while (k < length && lower(text.data[i + k]) == word[k])
            k++;
        if (k == length)
            return true;
    }
    return false;
}

bool html_is(struct slice text, const char *word)
{
    return text.length == strlen(word) && html_contains(text, word);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

struct slice html_trim(struct slice text)
{
    while (text.length && is_blank(text.data[text.length - 1]))
        text.length--;
    while (text.length && is_blank(*text.data)) {
        text.data++;
        text.length--;
    }
    return text;
}
