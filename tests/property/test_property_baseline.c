/* Matching a baseline: the order of pairs and documents changes nothing, an entry covers one pair,
 * a further copy is new, and renaming changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "base/views.h"
#include "pipeline/baseline.h"
#include "pipeline/content_key.h"

enum { ROUNDS = 400, MOST_DOCUMENTS = 9, MOST_PAIRS = 36, ID_BYTES = 24 };

typedef struct world {
    char ids[MOST_DOCUMENTS][ID_BYTES];
    kembar_baseline_document documents[MOST_DOCUMENTS];
    size_t n_documents;
} world;

/* Few keys, so that many documents are copies of the same words. */
static void make_world(world *out, kembar_random *random) {
    out->n_documents = 3 + kembar_random_below(random, MOST_DOCUMENTS - 3);
    for (size_t i = 0; i < out->n_documents; i++) {
        (void)snprintf(out->ids[i], ID_BYTES, "d%zu", i);
        out->documents[i] = (kembar_baseline_document){{1 + kembar_random_below(random, 3), 0},
                                                       {out->ids[i], strlen(out->ids[i])},
                                                       (uint8_t)kembar_random_below(random, 2)};
    }
}

static kembar_baseline_pair pair_of(const world *in, size_t i, size_t k) {
    const kembar_baseline_document *a = &in->documents[i], *b = &in->documents[k];
    return (kembar_baseline_pair){a->key, b->key, a->id, b->id, KEMBAR_RELATION_NEAR, SIZE_MAX};
}

/* All pairs with a new document, as check compares them. */
static size_t list_pairs(const world *in, kembar_baseline_pair *out) {
    size_t n = 0;
    for (size_t i = 0; i < in->n_documents; i++)
        for (size_t k = 0; k < i; k++)
            if (in->documents[i].is_new || in->documents[k].is_new)
                out[n++] = pair_of(in, i, k);
    return n;
}

static void shuffle_pairs(kembar_baseline_pair *pairs, size_t n, kembar_random *random) {
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)kembar_random_below(random, i);
        kembar_baseline_pair kept = pairs[i - 1];
        pairs[i - 1] = pairs[k];
        pairs[k] = kept;
        if (kembar_random_below(random, 2))
            pairs[k] = (kembar_baseline_pair){pairs[k].b,    pairs[k].a,        pairs[k].id_b,
                                              pairs[k].id_a, pairs[k].relation, SIZE_MAX};
    }
}

static void shuffle_documents(world *in, kembar_random *random) {
    for (size_t i = in->n_documents; i > 1; i--) {
        size_t k = (size_t)kembar_random_below(random, i);
        kembar_baseline_document kept = in->documents[i - 1];
        in->documents[i - 1] = in->documents[k];
        in->documents[k] = kept;
    }
}

/* By way of a file's text, lines in the order of the pairs. */
static kembar_baseline *accept(const kembar_baseline_pair *pairs, size_t n) {
    kembar_baseline *baseline = NULL;
    kembar_buffer text = {0};
    for (size_t i = 0; i < n; i++) {
        char a[33], b[33];
        kembar_hash128_format((kembar_hash128){pairs[i].a.high, pairs[i].a.low}, a);
        kembar_hash128_format((kembar_hash128){pairs[i].b.high, pairs[i].b.low}, b);
        kembar_buffer_append_format(
            &text,
            "{\"a\":\"%s\",\"b\":\"%s\",\"relation\":\"near\",\"ids\":[\"%.*s\",\"%.*s\"]}\n", a, b,
            (int)pairs[i].id_a.size, pairs[i].id_a.data, (int)pairs[i].id_b.size,
            pairs[i].id_b.data);
    }
    assert_int_equal(kembar_baseline_parse(&baseline, kembar_buffer_view(&text), "known", NULL),
                     KEMBAR_OK);
    kembar_buffer_deinit(&text);
    return baseline;
}

static size_t match(const kembar_baseline *baseline, kembar_baseline_pair *pairs, size_t n,
                    const world *in, uint8_t *states) {
    size_t n_known = 0;
    assert_int_equal(kembar_baseline_match(baseline, "2026-11-22", pairs, n, in->documents,
                                           in->n_documents, states, NULL),
                     KEMBAR_OK);
    for (size_t i = 0; i < n; i++)
        n_known += pairs[i].entry != SIZE_MAX;
    return n_known;
}

/* Each entry covers one pair at the most, one with its keys. */
static void check_cover(const kembar_baseline *baseline, const kembar_baseline_pair *pairs,
                        size_t n, const uint8_t *states) {
    size_t n_entries, n_used = 0, n_known = 0;
    const kembar_baseline_entry *entries = kembar_baseline_entries(baseline, &n_entries);
    uint8_t covers[MOST_PAIRS] = {0};
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].entry == SIZE_MAX)
            continue;
        const kembar_baseline_entry *entry = &entries[pairs[i].entry];
        assert_int_equal(covers[pairs[i].entry]++, 0);
        assert_int_equal(states[pairs[i].entry], KEMBAR_ENTRY_USED);
        int is_same = kembar_content_key_compare(entry->a, pairs[i].a) == 0 &&
                      kembar_content_key_compare(entry->b, pairs[i].b) == 0;
        int is_crossed = kembar_content_key_compare(entry->a, pairs[i].b) == 0 &&
                         kembar_content_key_compare(entry->b, pairs[i].a) == 0;
        assert_true(is_same || is_crossed);
        n_known++;
    }
    for (size_t i = 0; i < n_entries; i++)
        n_used += states[i] == KEMBAR_ENTRY_USED;
    assert_int_equal(n_used, n_known);
}

static size_t find_pair(const kembar_baseline_pair *pairs, size_t n,
                        const kembar_baseline_pair *wanted) {
    for (size_t i = 0; i < n; i++)
        if ((kembar_view_equal(pairs[i].id_a, wanted->id_a) &&
             kembar_view_equal(pairs[i].id_b, wanted->id_b)) ||
            (kembar_view_equal(pairs[i].id_a, wanted->id_b) &&
             kembar_view_equal(pairs[i].id_b, wanted->id_a)))
            return i;
    fail();
    return 0;
}

static void order_does_not_matter(void **state) {
    kembar_random random = {7};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        world in, before;
        kembar_baseline_pair pairs[MOST_PAIRS], again[MOST_PAIRS];
        uint8_t states[MOST_PAIRS], other_states[MOST_PAIRS];
        make_world(&before, &random);
        size_t n = list_pairs(&before, pairs), n_entries;
        shuffle_pairs(pairs, n, &random);
        kembar_baseline *baseline = accept(pairs, kembar_random_below(&random, n + 1));
        (void)kembar_baseline_entries(baseline, &n_entries);
        /* Some documents have moved since, some changed sides. */
        make_world(&in, &random);
        for (size_t i = 0; i < in.n_documents; i++)
            if (kembar_random_below(&random, 3) == 0)
                in.documents[i].id.size = (size_t)snprintf(in.ids[i], ID_BYTES, "moved/%zu", i);
        n = list_pairs(&in, pairs);
        memcpy(again, pairs, sizeof again);
        (void)match(baseline, pairs, n, &in, states);
        check_cover(baseline, pairs, n, states);
        shuffle_pairs(again, n, &random);
        shuffle_documents(&in, &random);
        (void)match(baseline, again, n, &in, other_states);
        assert_memory_equal(states, other_states, n_entries);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(pairs[i].entry, again[find_pair(again, n, &pairs[i])].entry);
        kembar_baseline_free(baseline);
    }
}

/* What was accepted is known, and is that alone: of a copy that comes after it, be it exact, every
 * pair is new, on the day of acceptance and when the accepted ones are old. */
static void a_further_copy_is_new(void **state) {
    kembar_random random = {8};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        world in;
        kembar_baseline_pair pairs[MOST_PAIRS];
        uint8_t states[MOST_PAIRS];
        make_world(&in, &random);
        size_t n_before = --in.n_documents;
        size_t n = list_pairs(&in, pairs);
        kembar_baseline *baseline = accept(pairs, n);
        assert_int_equal(match(baseline, pairs, n, &in, states), n);
        in.documents[n_before].key = in.documents[0].key;
        in.documents[n_before].is_new = 1;
        for (int later = 0; later < 2; later++) {
            for (size_t i = 0; later && i < n_before; i++)
                in.documents[i].is_new = 0;
            in.n_documents = n_before + 1;
            size_t n_more = list_pairs(&in, pairs);
            shuffle_pairs(pairs, n_more, &random);
            assert_int_equal(match(baseline, pairs, n_more, &in, states), n_more - n_before);
            for (size_t i = 0; i < n_more; i++) {
                int is_further = kembar_view_equal(pairs[i].id_a, in.documents[n_before].id) ||
                                 kembar_view_equal(pairs[i].id_b, in.documents[n_before].id);
                assert_int_equal(pairs[i].entry == SIZE_MAX, is_further);
            }
        }
        kembar_baseline_free(baseline);
    }
}

/* Of accepted pairs, however many of their documents move, all stay known. */
static void renamed_documents_stay_known(void **state) {
    kembar_random random = {9};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        world in;
        kembar_baseline_pair pairs[MOST_PAIRS];
        uint8_t states[MOST_PAIRS];
        make_world(&in, &random);
        for (size_t i = 0; i < in.n_documents; i++)
            in.documents[i].is_new = 1;
        size_t n = list_pairs(&in, pairs);
        kembar_baseline *baseline = accept(pairs, n);
        unsigned one_in = 1 + (unsigned)kembar_random_below(&random, 4);
        for (size_t i = 0; i < in.n_documents; i++) {
            int moves = kembar_random_below(&random, one_in) == 0;
            in.documents[i].is_new = (uint8_t)moves;
            if (moves)
                in.documents[i].id.size = (size_t)snprintf(
                    in.ids[i], ID_BYTES, "%u/%zu", (unsigned)kembar_random_below(&random, 9), i);
        }
        n = list_pairs(&in, pairs);
        shuffle_pairs(pairs, n, &random);
        assert_int_equal(match(baseline, pairs, n, &in, states), n);
        check_cover(baseline, pairs, n, states);
        for (size_t i = 0; i < n; i++)
            assert_int_not_equal(states[pairs[i].entry], KEMBAR_ENTRY_UNUSED);
        kembar_baseline_free(baseline);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(a_further_copy_is_new),
        cmocka_unit_test(renamed_documents_stay_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
