/* A whole run against an oracle that aligns every document with every other: the same exact, near
 * and excerpt pairs with the same measures, but for the few that candidates may lose, and for bad
 * scans of short texts with hardly a shingle whole, which verification does not look at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kembar/run.h"
#include "make_collection.h"
#include "make_document.h"
#include "model/furniture.h"
#include "pair/verify.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 1000, N_RELATIONS = KEMBAR_RELATION_EXACT + 1 };

/* --- documents that are copies of each other in every way --- */

static void add(made_records *records, kembar_buffer *text) {
    static const char *const sources[] = {NULL, "harbour", "valley", "hill"};
    char id[MADE_ID_BYTES];
    (void)snprintf(id, sizeof id, "d%05zu", records->n_items);
    made_records_add(records, id, sources[records->n_items % 4], NULL, text_of(text));
    kembar_buffer_clear(text);
}

/* Slips of a scanner: with a chance of `percent` a word has another letter. */
static void append_noisy(kembar_buffer *out, kembar_random *random, const char *text,
                         unsigned percent) {
    for (size_t at = 0; text[at]; at++) {
        int is_hit = at % 9 == 4 && kembar_random_below(random, 100) < percent;
        kembar_buffer_append_char(out, is_hit && text[at] != ' ' ? 'x' : text[at]);
    }
}

/* An article, copies of it, parts of it in other articles, and a bad scan. Words of eight letters,
 * each followed by a space. */
static void add_article(made_records *records, kembar_random *random) {
    kembar_buffer article = {0}, copy = {0};
    size_t n_words = 80 + kembar_random_below(random, 250);
    append_words(&article, random, n_words, 20000);
    const char *text = text_of(&article);
    kembar_buffer_append_text(&copy, text);
    add(records, &copy);
    append_edited(&copy, random, text, (unsigned)kembar_random_below(random, 35));
    add(records, &copy);
    append_noisy(&copy, random, text, 10 + (unsigned)kembar_random_below(random, 25));
    add(records, &copy);
    size_t n_part = 20 + kembar_random_below(random, 60);
    size_t begin = kembar_random_below(random, n_words - n_part);
    append_words(&copy, random, kembar_random_below(random, 200), 20000);
    kembar_buffer_append(&copy, text + 9 * begin, 9 * n_part);
    append_words(&copy, random, kembar_random_below(random, 200), 20000);
    add(records, &copy);
    if (kembar_random_below(random, 3) == 0) {
        kembar_buffer_append_text(&copy, text);
        add(records, &copy);
    }
    append_words(&copy, random, 5 + kembar_random_below(random, 100), 20000);
    add(records, &copy);
    kembar_buffer_deinit(&article);
    kembar_buffer_deinit(&copy);
}

/* Notices of one form: most of the words are the same, some are each notice's own. */
static void add_notices(made_records *records, kembar_random *random, size_t n) {
    kembar_buffer form = {0}, notice = {0};
    append_words(&form, random, 70, 20000);
    const char *text = text_of(&form);
    for (size_t i = 0; i < n; i++) {
        append_edited(&notice, random, text, 30);
        add(records, &notice);
    }
    kembar_buffer_deinit(&form);
    kembar_buffer_deinit(&notice);
}

/* --- the oracle --- */

typedef struct oracle {
    kembar_prepared prepared[MAX_DOCUMENTS];
    kembar_furniture furniture;
    size_t n, next; /* documents; pairs that the run has passed */
    kembar_pair_list pairs;
    size_t n_all[N_RELATIONS], n_found[N_RELATIONS];
    size_t n_clear, n_clear_lost; /* pairs that share enough to be worth an alignment */
} oracle;

static oracle all;

static void prepare(const kembar_collection *collection, const kembar_options *options) {
    static const kembar_document *documents[MAX_DOCUMENTS];
    all = (oracle){.n = kembar_collection_document_count(collection)};
    assert_true(all.n <= MAX_DOCUMENTS);
    for (size_t i = 0; i < all.n; i++)
        documents[i] = kembar_collection_document(collection, i);
    assert_int_equal(kembar_furniture_fit(&all.furniture, documents, all.n, 1, NULL), KEMBAR_OK);
    for (size_t i = 0; i < all.n; i++)
        assert_int_equal(kembar_prepared_init(&all.prepared[i], documents[i], &all.furniture,
                                              (unsigned)options->shingle_tokens,
                                              (unsigned)options->min_tokens),
                         KEMBAR_OK);
}

/* Verification aligns who shares 30 shingles; 8 and a twelfth; or a Jaccard of .25. */
static int is_clear(const kembar_pair *pair) {
    size_t n_a = all.prepared[pair->a].shingles.n_items;
    size_t n_b = all.prepared[pair->b].shingles.n_items, shared = pair->shared_shingles;
    size_t n = n_a < n_b ? n_a : n_b;
    return shared >= 30 || (shared >= 8 && 100 * shared >= 8 * n) ||
           4 * shared >= n_a + n_b - shared;
}

/* The run aligns the later document of a pair with the earlier one. */
static void judge_all(const kembar_options *options) {
    kembar_aligner *aligner = NULL;
    kembar_pair_finding finding;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (uint32_t a = 0; a < all.n; a++) {
        assert_int_equal(kembar_aligner_set(aligner, &all.prepared[a]), KEMBAR_OK);
        for (uint32_t b = a + 1; b < all.n; b++) {
            assert_int_equal(kembar_verify_contents(&finding, aligner, &all.prepared[a],
                                                    &all.prepared[b], options),
                             KEMBAR_OK);
            if (finding.relation < KEMBAR_RELATION_EXCERPT)
                continue;
            assert_int_equal(kembar_pair_list_add(&all.pairs, &all.prepared[a], &all.prepared[b], a,
                                                  b, &finding),
                             KEMBAR_OK);
            all.n_all[finding.relation]++;
            all.n_clear += is_clear(&all.pairs.items[all.pairs.n_items - 1]) ? 1 : 0;
        }
    }
    kembar_aligner_free(aligner);
}

static void free_oracle(void) {
    for (size_t i = 0; i < all.n; i++)
        kembar_prepared_deinit(&all.prepared[i]);
    kembar_furniture_deinit(&all.furniture);
    kembar_pair_list_deinit(&all.pairs);
}

static void expect_same_pair(const kembar_pair *a, const kembar_pair *b) {
    assert_int_equal(a->relation, b->relation);
    assert_int_equal(a->facts_differ, b->facts_differ);
    assert_int_equal(a->score, b->score);
    assert_int_equal(a->jaccard, b->jaccard);
    assert_int_equal(a->containment_a, b->containment_a);
    assert_int_equal(a->containment_b, b->containment_b);
    assert_int_equal(a->coverage_a, b->coverage_a);
    assert_int_equal(a->coverage_b, b->coverage_b);
    assert_int_equal(a->equal_tokens, b->equal_tokens);
    assert_int_equal(a->longest_passage, b->longest_passage);
    assert_int_equal(a->n_spans, b->n_spans);
}

/* Counts the oracle's pairs up to `end` that the run has passed over. */
static void count_lost(size_t end) {
    for (; all.next < end; all.next++)
        all.n_clear_lost += is_clear(&all.pairs.items[all.next]) ? 1 : 0;
}

static kembar_status take_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    const kembar_pair *found = row->pair, *items = all.pairs.items;
    (void)context;
    (void)error;
    if (found->relation < KEMBAR_RELATION_EXCERPT)
        return KEMBAR_OK;
    size_t at = all.next;
    while (at < all.pairs.n_items && (items[at].a != found->a || items[at].b != found->b))
        at++;
    assert_true(at < all.pairs.n_items);
    count_lost(at);
    all.next++;
    const kembar_pair *same = &items[at];
    expect_same_pair(found, same);
    assert_memory_equal(row->spans, all.pairs.spans + same->first_span,
                        found->n_spans * sizeof *row->spans);
    all.n_found[found->relation]++;
    return KEMBAR_OK;
}

static void run(const kembar_collection *collection, const kembar_options *options) {
    kembar_run_context context = {.data_dir = "."};
    kembar_sink sink = {.pair = take_pair};
    kembar_sink *const sinks[] = {&sink};
    assert_int_equal(kembar_run_cluster(collection, options, &context, sinks, 1, NULL), KEMBAR_OK);
    count_lost(all.pairs.n_items);
}

static void expect_share(kembar_relation relation, size_t least, double share) {
    if (all.n_all[relation] < least ||
        (double)all.n_found[relation] < share * (double)all.n_all[relation])
        fail_msg("%s: %zu of %zu", kembar_relation_name(relation), all.n_found[relation],
                 all.n_all[relation]);
}

static void a_run_finds_what_the_oracle_finds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        kembar_options options = kembar_options_default();
        options.n_threads = 2;
        while (records.n_items < 450)
            add_article(&records, &random);
        add_notices(&records, &random, 40);
        kembar_collection *collection = made_records_read(&records);
        prepare(collection, &options);
        judge_all(&options);
        run(collection, &options);
        expect_share(KEMBAR_RELATION_EXACT, 20, 1);
        expect_share(KEMBAR_RELATION_NEAR, 200, 0.985);
        expect_share(KEMBAR_RELATION_EXCERPT, 60, 0.998);
        assert_true(all.n_clear > 300);
        assert_true((double)all.n_clear_lost <= 0.0012 * (double)all.n_clear);
        free_oracle();
        kembar_collection_free(collection);
        made_records_deinit(&records);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_finds_what_the_oracle_finds),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
