/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Remote shards: two indexes with full tables, each served by an xapian-tcpsrv on the loopback,
 * answer as one index that has the same shards: same matches, same hits, same order, same scores,
 * names, titles, NEAR, prefixes, dates and ids included.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "searcher/match/search.h"
#include "tests/unit/small_index.h"

enum { ARTICLES = 300 };

static const char *const words[] = {"storm", "Katrina", "hit",   "the",   "coast",  "Wagner",
                                    "said",  "Vagner",  "crude", "oil",   "Vágner", "sanctions",
                                    "gold",  "mining",  "mines", "mined", "in",     "Mali"};

static void make_articles(struct small_index *x, size_t shard, struct article *list)
{
    uint64_t seed = 77 + shard;
    for (size_t i = 0; i < ARTICLES; i++) {
        struct buf text = {0};
        char path[64];
        for (uint64_t n = 1 + next_random(&seed) % 120; n; n--)
            buf_printf(&text, "%s ",
                       words[next_random(&seed) % (1 + next_random(&seed) % COUNT(words))]);
        struct date d = {(int16_t)(2018 + next_random(&seed) % 6),
                         (int8_t)(1 + next_random(&seed) % 12), (int8_t)(next_random(&seed) % 29)};
        snprintf(path, sizeof path, "%zu/%zu.txt", shard, i);
        bool titled = next_random(&seed) % 3 != 0;
        list[i] = small_article(x, path, titled ? words[next_random(&seed) % COUNT(words)] : "x",
                                i % 9 ? d : (struct date){0}, text.data);
        list[i].title_in_text = !titled;
        buf_free(&text);
    }
}

/* An index in a folder, of the shards number first..last. */
static void make_index(struct small_index *x, const char *folder, size_t first, size_t last)
{
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(chdir(folder), 0);
    small_index_start(x);
    x->full = true;
    for (size_t shard = first; shard <= last; shard++) {
        struct article list[ARTICLES];
        make_articles(x, shard, list);
        small_index_shard(x, list, shard == 1 ? ARTICLES : ARTICLES / 3); /* docids have gaps */
    }
    small_index_publish(x, NULL, 0);
    assert_int_equal(chdir(".."), 0);
}

/* ---- servers ---- */

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}

/* A port that is free now. */
static int free_port(void)
{
    struct sockaddr_in a = loopback(0);
    socklen_t length = sizeof a;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(getsockname(s, (struct sockaddr *)&a, &length), 0);
    close(s);
    return ntohs(a.sin_port);
}

static bool answers(int port)
{
    struct sockaddr_in a = loopback(port);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    bool yes = connect(s, (struct sockaddr *)&a, sizeof a) == 0;
    close(s);
    return yes;
}

static pid_t serve(const char *database, int *port)
{
    char number[16];
    *port = free_port();
    snprintf(number, sizeof number, "%d", *port);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0); /* it ends all of its process group with it */
        execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port",
               number, database, (char *)NULL);
        _exit(127);
    }
    const struct timespec pause = {.tv_nsec = 50000000};
    for (int i = 0; i < 400 && waitpid(child, NULL, WNOHANG) == 0; i++) {
        if (answers(*port))
            return child;
        nanosleep(&pause, NULL);
    }
    fail_msg("no xapian-tcpsrv");
    return -1;
}

static void stop(pid_t child)
{
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
}

/* ---- comparing ---- */

struct pair {
    struct archive near;
    struct archive far;
    struct stemmer *stemmer;
};

static void run(struct archive *a, struct stemmer *stemmer, const char *query, struct search *s,
                struct found *f)
{
    const struct date today = {2022, 6, 1};
    const struct plan_options how = {false, {{2019, 2, 1}, {2021, 6, 30}, false}, query[0] == '@'};
    struct query_error parse;
    struct planned p;
    const char *text = query + (query[0] == '@');
    struct node *tree = query_parse(text, strlen(text), today, &parse);
    if (!tree)
        fail_msg("%s: %s", query, parse.message);
    assert_done(plan_make(&p, tree, a, stemmer, &how, &small_error));
    s->planned = &p;
    assert_done(search_run(a, s, f, &small_error));
    s->planned = NULL;
    plan_free(&p);
    query_free(tree);
}

static void compare(struct pair *x, const char *query, enum sort sort)
{
    struct facet days[2] = {{0}, {0}};
    struct found near;
    struct found far;
    struct search s = {.sort = sort, .limit = 25, .facet = &days[0]};
    run(&x->near, x->stemmer, query, &s, &near);
    s.facet = &days[1];
    run(&x->far, x->stemmer, query, &s, &far);
    if (near.matches != far.matches || near.undated != far.undated || near.count != far.count)
        fail_msg("%s: %d match, %d from afar", query, (int)near.matches, (int)far.matches);
    for (size_t i = 0; i < near.count; i++) {
        struct record a;
        struct record b;
        assert_done(
            archive_record(&x->near, near.hits[i].shard, near.hits[i].docid, &a, &small_error));
        assert_done(
            archive_record(&x->far, far.hits[i].shard, far.hits[i].docid, &b, &small_error));
        if (strcmp(a.id, b.id) != 0 || near.hits[i].score != far.hits[i].score)
            fail_msg("%s: hit %zu is %s with %.17g, from afar %s with %.17g", query, i, a.path,
                     near.hits[i].score, b.path, far.hits[i].score);
        record_free(&a);
        record_free(&b);
    }
    size_t n;
    size_t m;
    struct facet_row *rows = facet_rows(&days[0], BY_DAY, &n);
    struct facet_row *others = facet_rows(&days[1], BY_DAY, &m);
    assert_int_equal(n, m);
    assert_true(n == 0 || memcmp(rows, others, n * sizeof *rows) == 0);
    free(rows);
    free(others);
    for (int i = 0; i < 2; i++)
        facet_free(&days[i]);
    found_free(&near);
    found_free(&far);
}

static void compare_all(struct pair *x)
{
    static const char *const queries[] = {"storm",          "mining",
                                          "storm coast",    "oil OR gold",
                                          "~wagner",        "mi*",
                                          "title:storm",    "title:mines",
                                          "\"the coast\"",  "oil NEAR/3 gold",
                                          "mi* NEAR storm", "\"the coast\" NEAR/5 oil",
                                          "storm -oil",     "(storm OR mali) crude",
                                          "date:2020",      "date:none",
                                          "@mines OR gold", "@NOT storm",
                                          "=mined",         "wag* OR ~vagner storm"};
    for (size_t i = 0; i < COUNT(queries); i++)
        for (int sort = SORT_RELEVANCE; sort <= SORT_OLDEST; sort++)
            compare(x, queries[i], (enum sort)sort);
    struct record r;
    char query[32];
    assert_done(archive_record(&x->near, 1, 17, &r, &small_error));
    snprintf(query, sizeof query, "id:%.10s", r.id);
    compare(x, query, SORT_NEWEST);
    record_free(&r);
}

static void answers_as_local_shards(void **state)
{
    (void)state;
    struct small_index both;
    struct small_index a;
    struct small_index b;
    int ports[2];
    make_index(&both, "both", 1, 2);
    make_index(&a, "a", 1, 1);
    make_index(&b, "b", 2, 2);
    pid_t servers[] = {serve(a.home.index, &ports[0]), serve(b.home.index, &ports[1])};
    struct buf stub = {0};
    buf_printf(&stub, "# two shards\nremote 127.0.0.1:%d\nremote 127.0.0.1:%d\n", ports[0],
               ports[1]);
    scratch_text("far/.dateline/XAPIANDB", stub.data);
    struct home far;
    assert_done(home_find("far/.dateline", NULL, false, &far, &small_error));
    struct pair x = {.stemmer = stemmer_new("english")};
    assert_done(archive_open(&x.near, &both.home, 1, &small_error));
    assert_done(archive_open(&x.far, &far, 1, &small_error));
    assert_non_null(x.far.readers[0].remote);
    assert_int_equal(x.far.documents, x.near.documents);
    compare_all(&x);
    archive_close(&x.near);
    archive_close(&x.far);
    stop(servers[0]);
    stop(servers[1]);
    assert_false(archive_open(&x.far, &far, 1, &small_error));
    assert_int_equal(small_error.status, ERROR_REMOTE);
    assert_true(small_error.cure[0]);
    stemmer_free(x.stemmer);
    buf_free(&stub);
    home_free(&far);
    small_index_free(&both);
    small_index_free(&a);
    small_index_free(&b);
}

int main(void)
{
    alarm(120);
    const struct CMUnitTest tests[] = {SCRATCH_TEST(answers_as_local_shards)};
    return run_tap(tests);
}
