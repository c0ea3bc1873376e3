#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "kembar/compare.h"
#include "make_document.h"
#include "scarce_memory.h"

static kembar_comparison compare(const char *text_a, const char *text_b) {
    kembar_options options = kembar_options_default();
    kembar_document *a = make_document(text_a), *b = make_document(text_b);
    kembar_comparison comparison;
    assert_int_equal(kembar_compare(a, b, &options, &comparison, NULL), KEMBAR_OK);
    assert_in_range(comparison.n_reasons, 1, KEMBAR_MAX_REASONS);
    assert_int_equal(comparison.pair.a, 0);
    assert_int_equal(comparison.pair.b, 1);
    assert_int_equal(comparison.pair.link, -1);
    assert_int_equal(comparison.pair.mutual, -1);
    kembar_document_free(a);
    kembar_document_free(b);
    return comparison;
}

static const char story[] =
    "The harbour of Kaluku was closed on Monday after a ship ran aground at its mouth. Nobody was "
    "hurt, said the harbour master, but the ship may lie there for a week. Fishermen of the town "
    "now land their catch at the old pier, which the council had meant to pull down this year.";

static void equal_texts_are_exact(void **state) {
    (void)state;
    kembar_comparison c = compare(story, story);
    assert_int_equal(c.pair.relation, KEMBAR_RELATION_EXACT);
    assert_int_equal(c.pair.score, 1000000);
    assert_int_equal(c.pair.jaccard, 1000000);
    assert_int_equal(c.pair.coverage_a, 1000000);
    assert_int_equal(c.pair.similarity, 1000000);
    assert_int_equal(c.pair.facts_differ, -1);
    assert_int_equal(c.pair.n_spans, 1);
    assert_int_equal(c.spans[0].a_begin, 0);
    assert_int_equal(c.spans[0].b_end, strlen(story) - 1);
    kembar_comparison_deinit(&c);
    assert_null(c.spans);
}

/* Too few or too often repeated words for an alignment: one passage is all of it even so, as in a
 * run. */
static void copies_are_covered_whatever_their_words(void **state) {
    static char repeated[900];
    static const char *const texts[] = {"Fire.", "Fire at sea", repeated};
    (void)state;
    for (size_t i = 0; i + 3 < sizeof repeated; i += 3)
        memcpy(repeated + i, "no ", 3);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kembar_comparison c = compare(texts[i], texts[i]);
        assert_int_equal(c.pair.relation, KEMBAR_RELATION_EXACT);
        assert_int_equal(c.pair.coverage_a, 1000000);
        assert_int_equal(c.pair.coverage_b, 1000000);
        assert_int_equal(c.pair.equal_tokens, c.pair.longest_passage);
        assert_int_equal(c.pair.n_spans, 1);
        assert_int_equal(c.spans[0].a_begin, 0);
        kembar_comparison_deinit(&c);
    }
}

static void an_edited_text_is_near(void **state) {
    (void)state;
    char edited[600];
    snprintf(edited, sizeof edited, "Kaluku, today. %s More will follow in the evening.", story);
    kembar_comparison c = compare(edited, story);
    assert_int_equal(c.pair.relation, KEMBAR_RELATION_NEAR);
    assert_int_equal(c.pair.facts_differ, 0);
    assert_int_equal(c.pair.coverage_b, 1000000);
    assert_true(c.pair.coverage_a < 1000000);
    assert_int_equal(c.pair.score, c.pair.coverage_a);
    assert_int_equal(c.pair.containment_b, 1000000);
    assert_int_equal(c.spans[0].a_begin, 15);
    assert_int_equal(c.spans[0].b_begin, 0);
    assert_int_equal(c.spans[0].a_end - 15, c.spans[0].b_end);
    kembar_comparison_deinit(&c);
}

static void sides_swap(void **state) {
    (void)state;
    char part[200], whole[700];
    snprintf(part, sizeof part, "Briefly: %.160s", story);
    snprintf(whole, sizeof whole,
             "%s In other news, the school at the hill got a new roof after two years of asking, "
             "and the market will open an hour earlier from next month on because of the heat.",
             story);
    kembar_comparison there = compare(part, whole), back = compare(whole, part);
    assert_int_equal(there.pair.relation, KEMBAR_RELATION_EXCERPT);
    assert_int_equal(back.pair.relation, KEMBAR_RELATION_EXCERPT);
    assert_int_equal(there.pair.coverage_a, back.pair.coverage_b);
    assert_int_equal(there.pair.containment_b, back.pair.containment_a);
    assert_int_equal(there.pair.score, back.pair.score);
    assert_int_equal(there.pair.similarity, back.pair.similarity);
    assert_int_equal(there.spans[0].a_end, back.spans[0].b_end);
    kembar_comparison_deinit(&there);
    kembar_comparison_deinit(&back);
}

static void strange_texts_have_no_relation(void **state) {
    (void)state;
    kembar_comparison c =
        compare(story, "Parlemen mengesahkan undang-undang baru tentang pelatihan kerja nasional.");
    assert_int_equal(c.pair.relation, KEMBAR_RELATION_NONE);
    assert_int_equal(c.pair.n_spans, 0);
    assert_int_equal(c.pair.jaccard, 0);
    kembar_comparison_deinit(&c);
}

static const char *const sentence_words[] = {
    "harbour",  "engineers", "measured", "sediment", "beneath",  "granite",   "pillars",
    "before",   "monsoon",   "flooded",  "terraces", "outside",  "Kaluku",    "villagers",
    "carried",  "baskets",   "cassava",  "uphill",   "ministry", "surveyors", "promised",
    "concrete", "drainage",  "culverts", "within",   "eighteen", "fiscal",    "quarters",
    "auditors", "doubted",   "invoices", "signed",   "abroad",   "retired",   "admiral",
    "chaired",  "tribunal",  "hearings", "beside",   "orchids",  "museum",    "curators",
    "restored", "copper",    "gongs",    "stolen",   "during",   "colonial",  "rebellion"};

enum { N_WORDS = sizeof sentence_words / sizeof *sentence_words };

/* Every `step`-th of the words, round and round, after words of its own. */
static void shuffle_words(char *out, size_t size, const char *own, size_t step) {
    size_t n = (size_t)snprintf(out, size, "%s", own);
    for (size_t i = 0; i < N_WORDS; i++)
        n += (size_t)snprintf(out + n, size - n, " %s", sentence_words[i * step % N_WORDS]);
}

static const char own_a[] =
    "Weather forecasters expect gentle breezes along southern beaches while tourists enjoy "
    "festivals, lanterns, noodles, fireworks, parades, concerts, sculptures and puppet theatre "
    "until Sunday evening. Hotels raised prices sharply, complained one Belgian traveller whose "
    "booking vanished twice. Ferries run hourly between both islands, although fuel became "
    "expensive again. Buses remain cheaper, students say, yet slower. Taxi drivers protest.";
static const char own_b[] =
    "Parliament debated pensions, insulin subsidies, nurses' salaries, hospital beds, vaccination "
    "registers, ambulance stations plus dental clinics for eleven hours. Opposition members "
    "walked out twice. Economists warned about deficits, bond yields, credit ratings, inflation, "
    "exchange rates and mortgage defaults. Unions threatened strikes across every province.";

/* The same words shuffled are one passage, which makes an excerpt whatever the support. */
static void shuffled_words_are_an_excerpt(void **state) {
    (void)state;
    char a[1400], b[1400];
    shuffle_words(a, sizeof a, own_a, 1);
    shuffle_words(b, sizeof b, own_b, 18);
    kembar_comparison there = compare(a, b), back = compare(b, a), same = compare(own_a, own_b);
    assert_int_equal(there.pair.relation, KEMBAR_RELATION_EXCERPT);
    assert_int_equal(there.pair.n_spans, 1);
    assert_in_range(there.spans[0].a_begin, sizeof own_a - 20, sizeof own_a + 20);
    assert_int_equal(there.spans[0].a_end, strlen(a));
    assert_in_range(there.spans[0].b_begin, sizeof own_b - 20, sizeof own_b + 20);
    assert_int_equal(there.spans[0].b_end, strlen(b));
    assert_int_equal(back.pair.relation, KEMBAR_RELATION_EXCERPT);
    assert_int_equal(same.pair.relation, KEMBAR_RELATION_NONE);
    assert_int_equal(same.pair.n_spans, 0);
    kembar_comparison_deinit(&there);
    kembar_comparison_deinit(&back);
    kembar_comparison_deinit(&same);
}

/* A third of the words exchanged and the rest in another order: other words, the same passage. */
static void retold_words_are_related(void **state) {
    (void)state;
    char a[1400], b[1400];
    shuffle_words(a, sizeof a, own_a, 1);
    shuffle_words(b, sizeof b, own_b, 18);
    for (size_t i = 0; i < N_WORDS; i += 3) {
        char *at = strstr(b + sizeof own_b - 1, sentence_words[i]);
        assert_non_null(at);
        at[0] = at[1] = 'q';
    }
    kembar_comparison c = compare(a, b);
    assert_int_equal(c.pair.relation, KEMBAR_RELATION_RELATED);
    assert_int_equal(c.pair.score, c.pair.similarity);
    assert_in_range(c.pair.n_spans, 1, 2);
    assert_true(c.spans[0].a_begin >= sizeof own_a - 100);
    kembar_comparison_deinit(&c);
}

static const char english[] =
    "The harbour of Kaluku was closed on Monday. Nobody was hurt, said the harbour master. "
    "Fishermen land 40 tons of fish at the old pier.";
static const char indonesian[] =
    "Pelabuhan Kaluku ditutup pada hari Senin. Tidak ada yang terluka, kata kepala pelabuhan. "
    "Nelayan mendaratkan 40 ton ikan di dermaga lama.";

static kembar_comparison compare_languages(const char *text_a, const char *text_b) {
    kembar_options options = kembar_options_default();
    kembar_document *a = make_document(text_a), *b = make_document(text_b);
    kembar_comparison c;
    assert_int_equal(kembar_compare(a, b, &options, &c, NULL), KEMBAR_OK);
    for (uint32_t i = 0; i < c.pair.n_terms; i++) {
        kembar_view text = kembar_document_text(a);
        assert_true(c.terms[i].a.data >= text.data && c.terms[i].a.data < text.data + text.size);
    }
    kembar_document_free(a);
    kembar_document_free(b);
    return c;
}

static void a_text_in_the_other_language_is_its_translation(void **state) {
    (void)state;
    kembar_comparison there = compare_languages(english, indonesian);
    kembar_comparison back = compare_languages(indonesian, english);
    assert_int_equal(there.pair.relation, KEMBAR_RELATION_TRANSLATION);
    assert_int_equal(there.pair.score, back.pair.score);
    assert_in_range(there.pair.score, 500000, 1000000);
    assert_int_equal(there.pair.link, -1);
    assert_in_range(there.pair.n_spans, 2, 3);
    assert_in_range(there.pair.n_terms, 3, 8);
    assert_int_equal(there.pair.similarity, back.pair.similarity);
    assert_int_equal(there.pair.n_spans, back.pair.n_spans);
    for (uint32_t i = 0; i < there.pair.n_spans; i++) {
        assert_int_equal(there.spans[i].a_begin, back.spans[i].b_begin);
        assert_int_equal(there.spans[i].b_end, back.spans[i].a_end);
    }
    const kembar_reason *last = &there.reasons[there.n_reasons - 1];
    assert_int_equal(last->value, there.pair.score);
    assert_true(last->met);
    kembar_comparison_deinit(&there);
    kembar_comparison_deinit(&back);
    assert_null(there.terms);
}

static void similar_words_are_related(void **state) {
    (void)state;
    kembar_comparison c = compare("Ship harbour closed fishermen pier council town Monday",
                                  "Council town pier fishermen closed Monday harbour ship");
    assert_int_equal(c.pair.relation, KEMBAR_RELATION_RELATED);
    assert_int_equal(c.pair.score, c.pair.similarity);
    assert_int_equal(c.pair.similarity, 1000000);
    kembar_comparison_deinit(&c);
}

/* With fewer than five content tokens only exact, on the whole text; with none, nothing. */
static void few_tokens_are_only_ever_exact(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        kembar_relation relation;
    } cases[] = {{"", "", KEMBAR_RELATION_NONE},
                 {"", story, KEMBAR_RELATION_NONE},
                 {"...", "...", KEMBAR_RELATION_NONE},
                 {"Fire!", "fire", KEMBAR_RELATION_EXACT},
                 {"Four dead in fire", "four dead in fire.", KEMBAR_RELATION_EXACT},
                 {"Four dead in fire", "In fire four dead", KEMBAR_RELATION_NONE},
                 {"Four dead in fire", "Four dead in fire today", KEMBAR_RELATION_NONE},
                 {"Four dead in fire today", "Today in fire four dead", KEMBAR_RELATION_RELATED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_comparison c = compare(cases[i].a, cases[i].b);
        assert_int_equal(c.pair.relation, cases[i].relation);
        if (cases[i].relation == KEMBAR_RELATION_NONE)
            assert_int_equal(c.pair.score, -1);
        kembar_comparison_deinit(&c);
    }
}

static void bad_options_are_refused(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    kembar_document *document = make_document(story);
    kembar_comparison comparison;
    kembar_error error = {0};
    options.shingle_tokens = 1;
    assert_int_equal(kembar_compare(document, document, &options, &comparison, &error),
                     KEMBAR_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "shingle_tokens"));
    assert_null(comparison.spans);
    kembar_document_free(document);
}

static kembar_status compare_once(void *context) {
    kembar_document *const *documents = context;
    kembar_options options = kembar_options_default();
    kembar_comparison comparison;
    kembar_error error = {0};
    kembar_status status =
        kembar_compare(documents[0], documents[1], &options, &comparison, &error);
    assert_int_equal(error.code, status);
    assert_int_equal(comparison.spans != NULL, status == KEMBAR_OK);
    kembar_comparison_deinit(&comparison);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    kembar_buffer edited = {0};
    kembar_random random = {6};
    append_edited(&edited, &random, story, 6);
    kembar_document *documents[2] = {make_document(story), make_document(text_of(&edited))};
    assert_true(fail_every_allocation(compare_once, documents) >= 30);
    kembar_document_free(documents[0]);
    kembar_document_free(documents[1]);
    kembar_buffer_deinit(&edited);
}

static void two_languages_survive_every_failed_allocation(void **state) {
    (void)state;
    kembar_document *documents[2] = {make_document(indonesian), make_document(english)};
    assert_true(fail_every_allocation(compare_once, documents) >= 60);
    kembar_document_free(documents[0]);
    kembar_document_free(documents[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_are_exact),
        cmocka_unit_test(copies_are_covered_whatever_their_words),
        cmocka_unit_test(an_edited_text_is_near),
        cmocka_unit_test(sides_swap),
        cmocka_unit_test(strange_texts_have_no_relation),
        cmocka_unit_test(shuffled_words_are_an_excerpt),
        cmocka_unit_test(retold_words_are_related),
        cmocka_unit_test(a_text_in_the_other_language_is_its_translation),
        cmocka_unit_test(similar_words_are_related),
        cmocka_unit_test(few_tokens_are_only_ever_exact),
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(survives_every_failed_allocation),
        cmocka_unit_test(two_languages_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
