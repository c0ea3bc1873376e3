#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture_run.h"
#include "report/html.h"
#include "report/html_limits.h"
#include "report/html_passages.h"

static char *finish_page(kembar_html *html, const fixture_run *run) {
    kembar_buffer out = {0};
    kembar_html_write(html, &run->summary, &out);
    kembar_html_free(html);
    kembar_buffer_append_char(&out, '\0');
    assert_int_equal(kembar_buffer_status(&out), KEMBAR_OK);
    return out.data; /* for free_page */
}

static void free_page(char *page) {
    kembar_buffer owner = {.data = page};
    kembar_buffer_deinit(&owner);
}

static kembar_html *start_page(const fixture_run *run) {
    kembar_run_facts facts = {run->collection, &run->options};
    kembar_html *html = kembar_html_new();
    assert_non_null(html);
    assert_int_equal(kembar_html_begin(html, &facts, NULL), KEMBAR_OK);
    for (int i = 0; i < FIXTURE_DOCUMENTS; i++)
        assert_int_equal(kembar_html_add_document(html, &run->documents[i], NULL), KEMBAR_OK);
    return html;
}

static kembar_pair_row row_of(const fixture_run *run, int i) {
    const kembar_pair *pair = &run->pairs[i];
    return (kembar_pair_row){pair, run->documents[pair->a].document,
                             run->documents[pair->b].document, run->spans[i], NULL};
}

static char *make_page(const fixture_run *run) {
    kembar_html *html = start_page(run);
    for (int i = 0; i < FIXTURE_PAIRS; i++) {
        kembar_pair_row row = row_of(run, i);
        assert_int_equal(kembar_html_add_pair(html, &row, NULL), KEMBAR_OK);
    }
    for (int i = 0; i < FIXTURE_CLUSTERS; i++)
        assert_int_equal(kembar_html_add_cluster(html, &run->clusters[i], NULL), KEMBAR_OK);
    return finish_page(html, run);
}

static void assert_has(const char *page, const char *expected) {
    if (!strstr(page, expected))
        fail_msg("the page lacks: %s", expected);
}

static size_t count_of(const char *page, const char *what) {
    size_t n = 0;
    for (; (page = strstr(page, what)); page += strlen(what))
        n++;
    return n;
}

static void put_base64(const unsigned char bytes[32], char out[45]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t at = 0;
    for (size_t i = 0; i < 33; i += 3) {
        unsigned group = (unsigned)bytes[i] << 16 | (unsigned)bytes[i + 1] << 8 |
                         (i + 2 < 32 ? bytes[i + 2] : 0u);
        for (int shift = 18; shift >= 0; shift -= 6)
            out[at++] = digits[group >> shift & 63];
    }
    out[43] = '=';
    out[44] = '\0';
}

/* As the system's own tool computes it. */
static void read_sha256(const char *path, unsigned char bytes[32]) {
    int ends[2];
    char hex[65] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)execlp("sha256sum", "sha256sum", path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], hex, 64), 64);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    for (size_t i = 0; i < 32; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
}

static void the_policy_allows_the_style_sheet_and_nothing_else(void **state) {
    char *page = make_page(*state);
    const char *style = strstr(page, "<style>") + 7;
    const char *end = strstr(style, "</style>");
    FILE *file = fopen("style.css", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(style, 1, (size_t)(end - style), file), end - style);
    assert_int_equal(fclose(file), 0);
    unsigned char bytes[32];
    read_sha256("style.css", bytes);
    char hash[45], policy[256];
    put_base64(bytes, hash);
    snprintf(policy, sizeof policy,
             "content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
             "form-action 'none'\">",
             hash);
    assert_has(page, policy);
    free_page(page);
}

static void the_page_needs_nothing_else(void **state) {
    static const char *const forbidden[] = {"<script",  "<img",       "<link",   "<iframe",
                                            " src=",    "url(",       "@import", " style=",
                                            " onclick", "javascript:"};
    char *page = make_page(*state);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (strstr(page, forbidden[i]))
            fail_msg("the page has %s", forbidden[i]);
    assert_int_equal(count_of(page, "http"), 2); /* http-equiv and one document's address */
    assert_has(page, "<a rel=\"noopener noreferrer\" "
                     "href=\"https://harbor.example/furnace?a=1&amp;b=2\"><span lang=\"en\" "
                     "dir=\"auto\">Four dead as furnace explodes</span></a>");
    free_page(page);
}

static void what_documents_say_is_escaped(void **state) {
    char *page = make_page(*state);
    assert_has(page, ">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
                     "\xef\xbf\xbd[31mred \xef\xbf\xbdgnp.exe</span>");
    assert_has(page, "<b dir=\"auto\">&quot;Quote&quot; &lt;Press&gt;</b>");
    assert_has(page, "<code>f-&lt;b&gt;&quot;evil&quot;</code>");
    for (const char *c = page; *c; c++)
        assert_true((unsigned char)*c >= ' ' || *c == '\n');
    assert_null(strstr(page, "\xe2\x80\xae"));
    free_page(page);
}

static size_t name_size(const char *name) {
    size_t n = 0;
    while ((name[n] >= 'a' && name[n] <= 'z') || (name[n] >= '1' && name[n] <= '3'))
        n++;
    return n;
}

/* Elements that close must close in order. By hand, as sanitizers measure the whole rest of the
 * page at each call of a string function. */
static void assert_well_formed(const char *page) {
    char open[64][16];
    int depth = 0;
    for (const char *at = page; *at; at++) {
        char name[16] = "";
        if (*at != '<')
            continue;
        int is_end = at[1] == '/';
        size_t n = name_size(at + 1 + is_end);
        assert_true(n < sizeof name);
        memcpy(name, at + 1 + is_end, n);
        if (at[1] == '!' || strcmp(name, "meta") == 0)
            continue;
        assert_int_not_equal(name[0], '\0');
        if (is_end) {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], name);
        } else {
            assert_true(depth < 64);
            memcpy(open[depth++], name, sizeof name);
        }
    }
    assert_int_equal(depth, 0);
}

static void the_page_is_well_formed(void **state) {
    char *page = make_page(*state);
    assert_well_formed(page);
    free_page(page);
}

static void copies_stand_under_their_text(void **state) {
    char *page = make_page(*state);
    const char *story = strstr(page, "<details class=\"story\" id=\"s-0123456789abcdef\" open>");
    assert_non_null(story);
    assert_int_equal(count_of(page, "class=\"story\""), 1);
    assert_has(story,
               "<p class=\"facts\">4 documents: 1 edited copy, 1 translation, 1 indirect \xc2\xb7 "
               "3 sources: <bdi>Harbor Times</bdi>, "
               "<bdi>Kabar Buruh</bdi>, <bdi>Meridian Post</bdi> \xc2\xb7 "
               "<time datetime=\"2024-05-14\">14 May 2024</time> to "
               "<time datetime=\"2024-05-15\">15 May 2024</time> \xc2\xb7 English, Indonesian "
               "\xc2\xb7 <code>s-0123456789abcdef</code></p>");
    assert_has(story,
               "<p class=\"facts\">Telling words. Indonesian: <span lang=\"id\" dir=\"auto\">tungku"
               "</span> \xc2\xb7 English: <span lang=\"en\" dir=\"auto\">furnace, explode"
               "</span></p>");
    assert_has(story, "Loosest tie: Same event, 41%, between ");
    const char *copies = strstr(story, "<p class=\"copies\">1 copy of this text</p>\n<ol>");
    const char *copy = strstr(story, "<p class=\"badge near\">Edited copy</p>");
    const char *translation = strstr(story, "<p class=\"badge translation\">Translation</p>");
    const char *indirect = strstr(story, "<p class=\"badge none\">Indirect</p>");
    assert_true(copies && copies < copy && copy < translation && translation < indirect);
    assert_has(copy, "<p class=\"tie\">At least 81% of each text stands in the other.</p>");
    free_page(page);
}

static void passages_stand_side_by_side(void **state) {
    static const char passage[] =
        "<mark>furnace exploded at dawn and killed <b>four</b> workers at the plant.</mark></td>"
        "<td lang=\"en\" dir=\"auto\"><mark>furnace exploded at dawn and killed <b>five</b> "
        "workers at the plant.</mark></td></tr>\n"
        "<tr class=\"own\"><td lang=\"en\" dir=\"auto\"></td><td lang=\"en\" dir=\"auto\">"
        "More soon.</td></tr>\n</tbody></table>\n";
    char *page = make_page(*state);
    const char *table = strstr(page, "<table class=\"sides\">");
    assert_non_null(table);
    assert_has(table,
               "<th scope=\"col\">Reference: <span dir=\"auto\">Harbor Times</span></th>"
               "<th scope=\"col\">This document: <span dir=\"auto\">Meridian Post</span></th>");
    assert_has(table, passage);
    free_page(page);
}

static void different_facts_have_a_section_of_their_own(void **state) {
    char *page = make_page(*state);
    const char *section = strstr(page, "<section id=\"facts\">");
    assert_non_null(section);
    assert_has(section, "<mark>Grant notice\n\n<b>Kaluku</b> receives <b>300</b> dollars for its "
                        "school.</mark></td><td lang=\"en\" dir=\"auto\"><mark>Grant notice\n\n"
                        "<b>Muara</b> receives <b>450</b> dollars for its school.</mark>");
    assert_int_equal(count_of(page, "<article class=\"pair\">"), 1);
    assert_has(page, "<section id=\"rejected\">");
    assert_has(page, "<td><code>docs.jsonl</code></td><td>5</td><td>");
    free_page(page);
}

static const kembar_matched_term furnace_terms[] = {{{"killed", 6}, {"menewaskan", 10}, 90000},
                                                    {{"<furnace>", 9}, {"Tungku", 6}, 50000}};

/* The first sentence of both documents corresponds. For free_page. */
static char *make_page_with_sentences(fixture_run *run) {
    static const char title[] = "Four dead as furnace explodes", judul[] = "Tungku meledak, "
                                                                           "empat tewas";
    kembar_span_pair title_span = {0, sizeof title - 1, 0, sizeof judul - 1};
    kembar_pair outside = {
        .a = 2, .b = 3, .relation = KEMBAR_RELATION_RELATED, .link = 330000, .score = 330000};
    kembar_html *html = start_page(run);
    run->pairs[1].n_spans = 1;
    run->pairs[1].n_terms = 2;
    for (int i = 0; i < FIXTURE_PAIRS; i++) {
        kembar_pair_row row = row_of(run, i);
        if (i == 1) {
            row.spans = &title_span;
            row.terms = furnace_terms;
        }
        assert_int_equal(kembar_html_add_pair(html, &row, NULL), KEMBAR_OK);
        kembar_pair_row miss = {&outside, run->documents[2].document, run->documents[3].document,
                                NULL, NULL};
        if (i == 2)
            assert_int_equal(kembar_html_add_pair(html, &miss, NULL), KEMBAR_OK);
    }
    for (int i = 0; i < FIXTURE_CLUSTERS; i++)
        assert_int_equal(kembar_html_add_cluster(html, &run->clusters[i], NULL), KEMBAR_OK);
    return finish_page(html, run);
}

static void a_translation_says_how_much_of_the_reference_it_has(void **state) {
    char *page = make_page_with_sentences(*state);
    const char *row = strstr(page, "<p class=\"badge translation\">Translation</p><div>");
    assert_non_null(row);
    /* 5 of 10 and 4 of 12 content tokens. */
    assert_has(row, "<p class=\"tie\"><b>Asserted partner.</b> 50% of the reference text stands "
                    "here in the other language, and makes up 33% of this one; probability "
                    "93%.</p>");
    assert_has(row, "<span class=\"match\"><span lang=\"en\" dir=\"auto\">killed</span> ~ "
                    "<span lang=\"id\" dir=\"auto\">menewaskan</span></span> \xc2\xb7 "
                    "<span class=\"match\"><span lang=\"en\" dir=\"auto\">&lt;furnace&gt;</span>");
    assert_has(page, "<p class=\"tie\"><b>Asserted partner</b> in Indonesian: \xe2\x80\x9c"
                     "<a href=\"#doc2\"><span lang=\"id\" dir=\"auto\">Tungku meledak, empat "
                     "tewas</span></a>\xe2\x80\x9d (<bdi>Kabar Buruh</bdi>), a translation.</p>");
    assert_well_formed(page);
    free_page(page);
}

static void corresponding_sentences_are_numbered(void **state) {
    char *page = make_page_with_sentences(*state);
    const char *table = strstr(page, "<table class=\"sides sentences\">");
    assert_non_null(table);
    assert_has(table, "<tr><td class=\"n\">1</td><td lang=\"en\" dir=\"auto\">Four dead as "
                      "furnace explodes</td><td lang=\"id\" dir=\"auto\">Tungku meledak, empat "
                      "tewas</td></tr>\n<tr class=\"own\"><td class=\"n\"></td>");
    const char *end = strstr(table, "</table>");
    const char *mark = strstr(table, "<mark>");
    assert_true(!mark || mark > end);
    free_page(page);
}

static void a_story_has_a_time_line(void **state) {
    char *page = make_page_with_sentences(*state);
    const char *days = strstr(page, "<dl class=\"days\">");
    assert_non_null(days);
    assert_has(days,
               "<dt><time datetime=\"2024-05-14\">14 May 2024</time></dt><dd><ul>"
               "<li class=\"self\"><a href=\"#doc0\"><bdi>Harbor Times</bdi></a> English "
               "\xc2\xb7 Reference</li><li class=\"translation\"><a href=\"#doc2\"><bdi>Kabar "
               "Buruh</bdi></a> Indonesian \xc2\xb7 Translation</li></ul></dd>\n"
               "<dt><time datetime=\"2024-05-15\">15 May 2024</time></dt><dd><ul>"
               "<li class=\"near\">");
    assert_has(days, "<dt>No date</dt><dd><ul><li class=\"none\"><a href=\"#doc5\">");
    free_page(page);
}

static void near_misses_lead_out_of_the_story(void **state) {
    char *page = make_page_with_sentences(*state);
    const char *misses = strstr(page, "<ul class=\"misses\">");
    assert_non_null(misses);
    /* Strongest relation first: the excerpt of another document, then the link. Neither lies in a
     * story that the page lists. */
    assert_has(misses,
               "<ul class=\"misses\">\n<li>\xe2\x80\x9c<span lang=\"en\" dir=\"auto\">Only a "
               "title</span>\xe2\x80\x9d: Excerpt, 60%, beside ");
    assert_has(misses, "<span lang=\"en\" dir=\"auto\">Grant notice</span>\xe2\x80\x9d: Same "
                       "event, 33%, beside \xe2\x80\x9c<a href=\"#doc2\">");
    assert_null(strstr(misses, "#doc3"));
    free_page(page);
}

/* The comparison of two made-up texts of which all is one passage. For free_page. */
static char *compare_texts(const char *left, const char *right) {
    kembar_document *documents[2];
    const char *texts[2] = {left, right};
    for (int i = 0; i < 2; i++) {
        kembar_record record = {.id = {"id", 2}, .text = {texts[i], strlen(texts[i])}};
        assert_int_equal(kembar_document_new(&documents[i], &record, NULL), KEMBAR_OK);
    }
    kembar_span_pair span = {0, (uint32_t)kembar_document_text(documents[0]).size, 0,
                             (uint32_t)kembar_document_text(documents[1]).size};
    kembar_pair pair = {.relation = KEMBAR_RELATION_NEAR, .n_spans = 1};
    kembar_pair_row row = {&pair, documents[0], documents[1], &span, NULL};
    kembar_buffer out = {0};
    kembar_html_put_comparison(&out, &row, documents[0], "", "");
    kembar_buffer_append_char(&out, '\0');
    kembar_document_free(documents[0]);
    kembar_document_free(documents[1]);
    return out.data;
}

static void long_equal_stretches_are_cut_in_their_middle(void **state) {
    char text[1024] = "";
    (void)state;
    for (int i = 0; i < 100; i++)
        sprintf(text + strlen(text), "w%02d ", i);
    char *table = compare_texts(text, text);
    assert_int_equal(count_of(table, "w20 w21 <span class=\"cut\">\xe2\x80\xa6 56 words "
                                     "\xe2\x80\xa6</span> w78 w79 "),
                     2);
    assert_null(strstr(table, "<b>"));
    free_page(table);
}

static void words_that_came_or_went_are_set_off(void **state) {
    (void)state;
    char *table =
        compare_texts("one two three four five six", "one two extra words three five six");
    assert_has(table, "<mark>one two <b>three four</b> five six</mark>");
    assert_has(table, "<mark>one two <b>extra words three</b> five six</mark>");
    free_page(table);
}

/* Every other word changed: nothing is long enough to be cut in its middle, so the end goes. */
static void many_changes_end_a_passage(void **state) {
    enum { N_WORDS = 1000, WORD_BYTES = 8 };
    static char texts[2][N_WORDS * WORD_BYTES + 1];
    (void)state;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < N_WORDS; i++)
            sprintf(texts[side] + i * WORD_BYTES, "%c%06d ", i % 2 ? 'w' : side ? 'y' : 'x', i);
    char *table = compare_texts(texts[0], texts[1]);
    assert_has(table, "<b>x000000</b> w000001 <b>x000002</b>");
    assert_has(table, "<b>y000000</b> w000001 <b>y000002</b>");
    assert_int_equal(count_of(table, " more words \xe2\x80\xa6</span>"), 2);
    assert_int_equal(count_of(table, "000999"), 0);
    assert_true(strlen(table) < 20000);
    free_page(table);
}

static void endless_words_are_cut_too(void **state) {
    size_t size = 3000000;
    char *text = malloc(size + 1);
    (void)state;
    assert_non_null(text);
    memset(text, 'x', size);
    text[size] = '\0';
    char *table = compare_texts(text, text);
    assert_true(strlen(table) < 10000);
    assert_int_equal(count_of(table, "<span class=\"cut\">\xe2\x80\xa6</span>"), 2);
    free_page(table);
    free(text);
}

static void only_so_many_stories_are_shown_in_full(void **state) {
    const fixture_run *run = *state;
    enum { N_STORIES = KEMBAR_HTML_MAX_STORIES + KEMBAR_HTML_MAX_STORY_LINES + 7 };
    kembar_html *html = start_page(run);
    kembar_cluster cluster = run->clusters[0];
    for (int i = 0; i < N_STORIES; i++) {
        snprintf(cluster.id, sizeof cluster.id, "s-%016x", (unsigned)i);
        assert_int_equal(kembar_html_add_cluster(html, &cluster, NULL), KEMBAR_OK);
    }
    char *page = finish_page(html, run);
    assert_well_formed(page);
    assert_int_equal(count_of(page, "<details class=\"story\""), KEMBAR_HTML_MAX_STORIES);
    assert_int_equal(count_of(page, "<li id=\"s-"), KEMBAR_HTML_MAX_STORY_LINES);
    assert_int_equal(count_of(page, "\" open><summary><h3>"), KEMBAR_HTML_OPEN_STORIES);
    assert_has(page, "<b>5,507</b> stories told more than once");
    assert_has(page, "<p class=\"more\">7 more stories, listed in <code>clusters.jsonl</code></p>");
    free_page(page);
}

static void only_so_many_documents_of_a_story_are_listed(void **state) {
    const fixture_run *run = *state;
    static kembar_member members[KEMBAR_HTML_MAX_STORY_DOCUMENTS + 5];
    kembar_html *html = start_page(run);
    kembar_cluster cluster = run->clusters[0];
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        members[i] = (kembar_member){.doc_id = i ? 3 : 0, .is_self = i == 0};
    cluster.members = members;
    cluster.n_members = sizeof members / sizeof *members;
    assert_int_equal(kembar_html_add_cluster(html, &cluster, NULL), KEMBAR_OK);
    char *page = finish_page(html, run);
    assert_int_equal(count_of(page, "\"><p class=\"badge"), KEMBAR_HTML_MAX_STORY_DOCUMENTS);
    assert_has(page, "<li class=\"more\">5 more documents, listed in");
    free_page(page);
}

/* Long texts in which every other word differs: nothing can be cut but by the bounds. */
static void the_page_stays_below_twenty_megabytes(void **state) {
    fixture_run *run = *state;
    kembar_document *documents[2];
    kembar_span_pair span = {0, 60000, 0, 60000};
    kembar_pair pair = run->pairs[0];
    char *texts[2];
    for (int i = 0; i < 2; i++) {
        texts[i] = malloc(70000);
        assert_non_null(texts[i]);
        texts[i][0] = '\0';
        char *end = texts[i];
        for (int j = 0; j < 6000; j++)
            end += sprintf(end, "same <%d ", (j * 2 + i) % 1000 + 1000);
        kembar_record record = {.id = {i ? "b" : "a", 1}, .text = {texts[i], strlen(texts[i])}};
        assert_int_equal(kembar_document_new(&documents[i], &record, NULL), KEMBAR_OK);
    }
    pair.n_spans = 1;
    kembar_pair_row row = {&pair, documents[0], documents[1], &span, NULL};
    kembar_html *html = start_page(run);
    assert_int_equal(kembar_html_add_pair(html, &row, NULL), KEMBAR_OK);
    static kembar_member members[41];
    for (size_t i = 0; i < 41; i++)
        members[i] = (kembar_member){
            .doc_id = i ? 1 : 0, .is_self = i == 0, .relation = KEMBAR_RELATION_NEAR};
    kembar_cluster cluster = run->clusters[0];
    cluster.members = members;
    cluster.n_members = 41;
    cluster.weakest_score = -1;
    run->documents[0].group = run->documents[1].group = NULL;
    for (int i = 0; i < 600; i++) {
        snprintf(cluster.id, sizeof cluster.id, "s-%016x", (unsigned)i);
        assert_int_equal(kembar_html_add_cluster(html, &cluster, NULL), KEMBAR_OK);
    }
    char *page = finish_page(html, run);
    assert_in_range(strlen(page), KEMBAR_HTML_COMPARE_BUDGET_BYTES, 20000000);
    assert_well_formed(page);
    free_page(page);
    for (int i = 0; i < 2; i++) {
        kembar_document_free(documents[i]);
        free(texts[i]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_run_setup, fixture_run_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_policy_allows_the_style_sheet_and_nothing_else),
        TEST(the_page_needs_nothing_else),
        TEST(what_documents_say_is_escaped),
        TEST(the_page_is_well_formed),
        TEST(copies_stand_under_their_text),
        TEST(passages_stand_side_by_side),
        TEST(different_facts_have_a_section_of_their_own),
        TEST(a_translation_says_how_much_of_the_reference_it_has),
        TEST(corresponding_sentences_are_numbered),
        TEST(a_story_has_a_time_line),
        TEST(near_misses_lead_out_of_the_story),
        cmocka_unit_test(long_equal_stretches_are_cut_in_their_middle),
        cmocka_unit_test(words_that_came_or_went_are_set_off),
        cmocka_unit_test(many_changes_end_a_passage),
        cmocka_unit_test(endless_words_are_cut_too),
        TEST(only_so_many_stories_are_shown_in_full),
        TEST(only_so_many_documents_of_a_story_are_listed),
        TEST(the_page_stays_below_twenty_megabytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
