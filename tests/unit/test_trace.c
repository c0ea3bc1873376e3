#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "kembar/trace.h"
#include "make_collection.h"
#include "make_document.h"
#include "pipeline/near.h"
#include "scarce_memory.h"
#include "temp_folder.h"

enum { MAX_DOCUMENTS = 400 };

typedef struct fixture {
    kembar_collection *collection;
    const kembar_document *documents[MAX_DOCUMENTS];
    size_t n;
    kembar_options options;
} fixture;

static void read_records(fixture *f, const made_records *records) {
    *f = (fixture){.collection = made_records_read(records), .options = kembar_options_default()};
    f->options.n_threads = 2;
    f->n = kembar_collection_document_count(f->collection);
    assert_true(f->n <= MAX_DOCUMENTS);
    for (size_t i = 0; i < f->n; i++)
        f->documents[i] = kembar_collection_document(f->collection, i);
}

static kembar_trace *trace_of(const fixture *f) {
    kembar_trace *trace;
    assert_int_equal(kembar_trace_new(&trace, f->documents, f->n, &f->options, NULL), KEMBAR_OK);
    return trace;
}

/* The same stages as a run goes through them. */
static void run_near(kembar_near *near, const fixture *f) {
    *near = (kembar_near){.n_documents = f->n};
    kembar_clock_start(&near->clock, NULL, NULL);
    near->documents = kembar_alloc(f->n, sizeof *near->documents);
    assert_non_null(near->documents);
    memcpy(near->documents, f->documents, f->n * sizeof *near->documents);
    assert_int_equal(kembar_near_set_options(near, &f->options, NULL), KEMBAR_OK);
    assert_int_equal(kembar_near_run(near, NULL), KEMBAR_OK);
}

static void expect_same_pair(const kembar_pair *traced, const kembar_pair *found) {
    assert_int_equal(traced->relation, found->relation);
    assert_int_equal(traced->facts_differ, found->facts_differ);
    assert_int_equal(traced->score, found->score);
    assert_int_equal(traced->jaccard, found->jaccard);
    assert_int_equal(traced->containment_a, found->containment_a);
    assert_int_equal(traced->coverage_a, found->coverage_a);
    assert_int_equal(traced->coverage_b, found->coverage_b);
    assert_int_equal(traced->equal_tokens, found->equal_tokens);
    assert_int_equal(traced->longest_passage, found->longest_passage);
}

static void check_pairs(kembar_trace *trace, const kembar_near *near) {
    for (size_t i = 0; i < near->pairs.n_items; i++) {
        const kembar_pair *pair = &near->pairs.items[i];
        kembar_traced there, back;
        assert_int_equal(kembar_trace_two(trace, pair->a, pair->b, &there, NULL), KEMBAR_OK);
        assert_int_equal(kembar_trace_two(trace, pair->b, pair->a, &back, NULL), KEMBAR_OK);
        assert_int_equal(there.end, pair->relation == KEMBAR_RELATION_EXACT
                                        ? KEMBAR_TRACE_SAME_CONTENT
                                        : KEMBAR_TRACE_ALIGNED);
        expect_same_pair(&there.pair, pair);
        assert_int_equal(back.end, there.end);
        assert_int_equal(back.pair.coverage_a, there.pair.coverage_b);
        assert_int_equal(back.pair.containment_a, there.pair.containment_b);
        assert_int_equal(back.n_rare, there.n_rare);
        assert_int_equal(back.n_bands, there.n_bands);
        assert_int_equal(back.n_family, there.n_family);
        assert_int_equal(back.pair.a, pair->b);
    }
}

/* What a run looked at, seen from each document: every pair twice. */
static void check_candidates(kembar_trace *trace, const kembar_near *near) {
    uint64_t n_candidates = 0, n_aligned = 0;
    for (uint32_t a = 0; a < near->n_documents; a++) {
        kembar_traced *items;
        size_t n;
        if (!near->is_representative[a])
            continue;
        assert_int_equal(kembar_trace_candidates(trace, a, &items, &n, NULL), KEMBAR_OK);
        for (size_t i = 0; i < n; i++) {
            kembar_traced two;
            assert_true(i == 0 || items[i - 1].b < items[i].b);
            assert_int_equal(kembar_trace_two(trace, a, items[i].b, &two, NULL), KEMBAR_OK);
            assert_int_equal(two.end, items[i].end);
            assert_int_equal(two.n_rare, items[i].n_rare);
            assert_int_equal(two.n_bands, items[i].n_bands);
            assert_int_equal(two.n_family, items[i].n_family);
            assert_true(two.n_rare + two.n_family <= two.n_shared);
            n_aligned += items[i].end == KEMBAR_TRACE_ALIGNED;
        }
        n_candidates += n;
        kembar_traced_free(items);
    }
    assert_int_equal(n_candidates, 2 * near->counts.n_candidates);
    assert_int_equal(n_aligned, 2 * near->counts.n_aligned);
    assert_true(n_aligned > 0);
}

static void a_trace_goes_the_way_of_the_run(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        made_records records = {0};
        kembar_random random = {seed};
        fixture f;
        kembar_near near;
        made_records_add_families(&records, &random, 30, 4);
        made_records_add(&records, "zz", NULL, NULL, records.items[7].text);
        made_records_add(&records, "zzz", NULL, NULL, "too short");
        read_records(&f, &records);
        f.options.rare_shingle_max = seed == 1 ? 100 : 3;
        kembar_trace *trace = trace_of(&f);
        run_near(&near, &f);
        assert_true(near.pairs.n_items > 50);
        for (uint32_t i = 0; i < f.n; i++)
            assert_int_equal(kembar_trace_content_tokens(trace, i),
                             near.prepared[i].content.n_tokens);
        check_pairs(trace, &near);
        check_candidates(trace, &near);
        kembar_near_deinit(&near);
        kembar_trace_free(trace);
        kembar_collection_free(f.collection);
        made_records_deinit(&records);
    }
}

/* Of a family larger than what is rare each way is told: by who stands for it, by what is rare in
 * it, and not at all. */
static void a_large_family_is_told(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {7};
    kembar_buffer text = {0}, edited = {0};
    fixture f;
    kembar_near near;
    size_t n_by_family = 0, n_apart = 0, n_not = 0;
    append_words(&text, &random, 120, 1 << 22);
    for (int i = 0; i < 160; i++) {
        char id[] = {'f', (char)('a' + i / 16), (char)('a' + i % 16), '\0'};
        kembar_buffer_clear(&edited);
        append_edited(&edited, &random, text_of(&text), 6);
        made_records_add(&records, id, NULL, NULL, text_of(&edited));
    }
    made_records_add_families(&records, &random, 10, 4);
    read_records(&f, &records);
    kembar_trace *trace = trace_of(&f);
    run_near(&near, &f);
    check_pairs(trace, &near);
    check_candidates(trace, &near);
    for (uint32_t a = 0; a + 1 < f.n; a++) {
        kembar_traced traced;
        assert_int_equal(kembar_trace_two(trace, a, a + 1, &traced, NULL), KEMBAR_OK);
        n_by_family += traced.n_family > 0 && traced.n_rare == 0;
        n_apart += traced.end == KEMBAR_TRACE_APART;
        n_not += traced.end == KEMBAR_TRACE_NO_CANDIDATE;
    }
    assert_true(n_by_family > 0 && n_apart > 0 && n_not > 0);
    kembar_near_deinit(&near);
    kembar_trace_free(trace);
    kembar_collection_free(f.collection);
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
    made_records_deinit(&records);
}

static void each_end_is_told(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Ferries leave from the fishing harbour until the old pier has been mended, the authority "
        "said on Monday after divers had looked at the pillars below the water.",
        "Ferries leave from the fishing harbour until the old pier has been mended, the authority "
        "said on Monday after divers had looked at the pillars below the water.",
        "The old pier has been mended, the authority said on Monday after divers had looked at the "
        "pillars below the water.",
        "A market.",
        "The parliament has passed the law on training at work that unions had asked for.",
        "After divers had looked at the pillars the town council spoke for an hour about the price "
        "of fish, the new school roof, dogs on the beach, and who is to pay for the lamps."};
    static const kembar_trace_end ends[] = {KEMBAR_TRACE_SAME_CONTENT, KEMBAR_TRACE_ALIGNED,
                                            KEMBAR_TRACE_TOO_SHORT, KEMBAR_TRACE_NO_CANDIDATE,
                                            KEMBAR_TRACE_FILTERED};
    made_records records = {0};
    fixture f;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char id[2] = {(char)('a' + i), '\0'};
        made_records_add(&records, id, NULL, NULL, texts[i]);
    }
    read_records(&f, &records);
    kembar_trace *trace = trace_of(&f);
    for (uint32_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        kembar_traced traced;
        assert_int_equal(kembar_trace_two(trace, 0, i + 1, &traced, NULL), KEMBAR_OK);
        if (traced.end != ends[i])
            fail_msg("document %u: %d", (unsigned)i + 1, (int)traced.end);
        assert_int_equal(traced.head_b, i == 0 ? 0 : i + 1);
        assert_int_equal(traced.n_filter, 4);
        assert_true(traced.n_reasons > 4);
    }
    kembar_trace_likeness near, far;
    assert_int_equal(kembar_trace_liken(trace, 0, 1, &near, NULL), KEMBAR_OK);
    assert_int_equal(kembar_trace_liken(trace, 2, 4, &far, NULL), KEMBAR_OK);
    assert_int_equal(near.similarity, 1000000);
    assert_int_equal(near.n_nearer_a, 0);
    assert_true(far.similarity < 500000 && far.n_nearer_a > 0);
    kembar_trace_free(trace);
    kembar_collection_free(f.collection);
    made_records_deinit(&records);
}

static void bad_options_are_refused(void **state) {
    (void)state;
    kembar_options options = kembar_options_default();
    kembar_document *document = make_document("a text");
    const kembar_document *documents[] = {document};
    kembar_trace *trace;
    options.n_bands = 65;
    assert_int_equal(kembar_trace_new(&trace, documents, 1, &options, NULL), KEMBAR_ERROR_ARGUMENT);
    assert_null(trace);
    kembar_document_free(document);
}

static kembar_status trace_once(void *context) {
    fixture *f = context;
    kembar_trace *trace = NULL;
    kembar_traced traced, *items = NULL;
    kembar_trace_likeness likeness;
    size_t n = 0;
    kembar_error error = {0};
    kembar_status status = kembar_trace_new(&trace, f->documents, f->n, &f->options, &error);
    if (!status)
        status = kembar_trace_two(trace, 0, 1, &traced, &error);
    if (!status)
        assert_true(traced.is_retold);
    if (!status)
        status = kembar_trace_candidates(trace, 0, &items, &n, &error);
    if (!status)
        status = kembar_trace_liken(trace, 0, 1, &likeness, &error);
    assert_int_equal(error.code, status);
    kembar_traced_free(items);
    kembar_trace_free(trace);
    return status;
}

/* Two texts, the first by their ids, that share a passage in two orders. */
static void add_shuffled(made_records *records, kembar_random *random) {
    enum { N_WORDS = 120, STEP = 7 };
    for (uint64_t i = 0; i < 2; i++) {
        kembar_buffer text = {0};
        append_words(&text, random, 200, 1 << 20);
        for (uint64_t k = 0; k < N_WORDS; k++) {
            append_word(&text, 2000000 + (i ? k * STEP % N_WORDS : k));
            kembar_buffer_append_char(&text, ' ');
        }
        append_words(&text, random, 200, 1 << 20);
        made_records_add(records, i ? "aab" : "aaa", NULL, NULL, text_of(&text));
        kembar_buffer_deinit(&text);
    }
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    made_records records = {0};
    kembar_random random = {12};
    fixture f;
    made_records_add_families(&records, &random, 2, 2);
    add_shuffled(&records, &random);
    read_records(&f, &records);
    f.options.n_threads = 1;
    assert_true(fail_every_allocation(trace_once, &f) > 100);
    kembar_collection_free(f.collection);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_goes_the_way_of_the_run),
        cmocka_unit_test(a_large_family_is_told),
        cmocka_unit_test(each_end_is_told),
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
