#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sort.h"
#include "feature/prepared.h"
#include "make_document.h"
#include "scarce_memory.h"
#include "text/shingles.h"

static made prepare(const char *text, unsigned k, unsigned min_tokens) {
    made item = {.document = make_document(text)};
    assert_int_equal(kembar_prepared_init(&item.prepared, item.document, NULL, k, min_tokens),
                     KEMBAR_OK);
    return item;
}

static void expect_set(const kembar_shingle_set *set, size_t n) {
    assert_int_equal(set->n_items, n);
    for (size_t i = 1; i < set->n_items; i++)
        assert_true(set->items[i - 1] < set->items[i]);
}

/* The whole text's shingles, put together again and made anew. */
static void expect_whole(const made *item, size_t n) {
    const kembar_prepared *prepared = &item->prepared;
    const kembar_tokens *tokens = &item->document->tokens;
    uint64_t hashes[64], expected[64];
    assert_true(tokens->n_items <= 64);
    for (size_t i = 0; i < tokens->n_items; i++)
        hashes[i] = tokens->items[i].hash;
    size_t n_expected = kembar_shingles_count(tokens->n_items, 5);
    kembar_shingles_hash(hashes, tokens->n_items, 5, expected);
    assert_int_equal(kembar_sort_u64(expected, n_expected), KEMBAR_OK);
    n_expected = kembar_unique_u64(expected, n_expected);
    assert_int_equal(n_expected, n);
    assert_int_equal(kembar_prepared_whole(prepared), n);
    expect_set(&prepared->more, prepared->more.n_items);
    expect_set(&prepared->less, prepared->less.n_items);
    for (size_t i = 0; i < n; i++) {
        int is_content =
            kembar_holds_u64(prepared->shingles.items, prepared->shingles.n_items, expected[i]);
        assert_int_equal(!is_content, kembar_holds_u64(prepared->more.items, prepared->more.n_items,
                                                       expected[i]));
        assert_false(kembar_holds_u64(prepared->less.items, prepared->less.n_items, expected[i]));
    }
}

static void makes_sorted_sets(void **state) {
    (void)state;
    made item = prepare("One two three four five six seven eight nine ten", 3, 5);
    assert_ptr_equal(item.prepared.document, item.document);
    assert_int_equal(item.prepared.content.n_tokens, 10);
    expect_whole(&item, 6);
    expect_set(&item.prepared.shingles, 8);
    free_made(&item);
    item = prepare("a b a b a b a b a b a b", 5, 5);
    expect_whole(&item, 2);
    expect_set(&item.prepared.shingles, 2);
    free_made(&item);
}

static void short_texts_are_one_shingle(void **state) {
    (void)state;
    made item = prepare("two words", 5, 5);
    expect_whole(&item, 1);
    expect_set(&item.prepared.shingles, 1);
    free_made(&item);
    item = prepare("", 5, 5);
    expect_whole(&item, 0);
    expect_set(&item.prepared.shingles, 0);
    assert_int_equal(item.prepared.content_hash, 0);
    free_made(&item);
}

/* Repeated sentences are no content, but the whole text keeps them. */
static void the_whole_keeps_what_content_drops(void **state) {
    (void)state;
    made once = prepare("The harbour was closed today. Nobody knew why.", 5, 5);
    made twice = prepare("The harbour was closed today. Nobody knew why. The harbour was closed "
                         "today.",
                         5, 5);
    assert_int_equal(twice.prepared.content.n_tokens, 8);
    expect_set(&twice.prepared.shingles, 4);
    expect_whole(&twice, 8);
    assert_int_equal(once.prepared.content_hash, twice.prepared.content_hash);
    assert_int_equal(
        kembar_shingles_shared(once.prepared.shingles.items, 4, twice.prepared.shingles.items, 4),
        4);
    free_made(&once);
    free_made(&twice);
}

static void content_hash_is_of_the_sequence(void **state) {
    (void)state;
    made a = prepare("Ships leave the port every day", 5, 5);
    made same = prepare("SHIPS leave, the port: every day!", 5, 5);
    made order = prepare("Ships leave the port day every", 5, 5);
    made shorter = prepare("Ships leave the port every", 5, 5);
    assert_int_equal(a.prepared.content_hash, same.prepared.content_hash);
    assert_int_not_equal(a.prepared.content_hash, order.prepared.content_hash);
    assert_int_not_equal(a.prepared.content_hash, shorter.prepared.content_hash);
    made *all[] = {&a, &same, &order, &shorter};
    for (size_t i = 0; i < 4; i++)
        free_made(all[i]);
}

static size_t shared_by_count(const kembar_document *a, const kembar_document *b) {
    uint64_t sets[2][64], hashes[64];
    size_t n[2];
    for (int side = 0; side < 2; side++) {
        const kembar_tokens *tokens = side ? &b->tokens : &a->tokens;
        for (size_t i = 0; i < tokens->n_items; i++)
            hashes[i] = tokens->items[i].hash;
        n[side] = kembar_shingles_count(tokens->n_items, 5);
        kembar_shingles_hash(hashes, tokens->n_items, 5, sets[side]);
        assert_int_equal(kembar_sort_u64(sets[side], n[side]), KEMBAR_OK);
        n[side] = kembar_unique_u64(sets[side], n[side]);
    }
    return kembar_shingles_shared(sets[0], n[0], sets[1], n[1]);
}

/* Content drops what stands twice, in other places of each: all four differences take part. */
static void wholes_share_what_counting_says(void **state) {
    (void)state;
    static const char *const texts[] = {
        "The harbour was closed today. Nobody knew why. The harbour was closed today.",
        ("Nobody knew why. The harbour was closed today. Nobody knew why. The harbour was closed "
         "today."),
        "The harbour was closed today. The harbour was closed today. Nobody knew why it opened.",
        "Ships leave the port every day. The harbour was closed today. Nobody knew why.",
        "Nobody knew."};
    enum { N = sizeof texts / sizeof *texts };
    for (unsigned k = 4; k <= 5; k++)
        for (size_t i = 0; i < N; i++)
            for (size_t j = 0; j < N; j++) {
                made a = prepare(texts[i], k, 5), b = prepare(texts[j], k, 5);
                assert_int_equal(kembar_prepared_whole_shared(&a.prepared, &b.prepared),
                                 shared_by_count(a.document, b.document));
                free_made(&a);
                free_made(&b);
            }
}

/* Below min_tokens the whole text decides: here one of two has a sentence twice. */
static void few_tokens_go_by_the_whole_text(void **state) {
    (void)state;
    for (unsigned min_tokens = 4; min_tokens <= 5; min_tokens++) {
        made once = prepare("Ships leave port daily.", 5, min_tokens);
        made twice = prepare("Ships leave port daily. Ships leave port daily.", 5, min_tokens);
        assert_int_equal(once.prepared.content.n_tokens, 4);
        assert_int_equal(twice.prepared.content.n_tokens, 4);
        assert_int_equal(once.prepared.content_hash == twice.prepared.content_hash,
                         min_tokens == 4);
        assert_int_not_equal(once.prepared.content_hash, 0);
        free_made(&once);
        free_made(&twice);
    }
}

static void expect_same_set(const kembar_shingle_set *a, const kembar_shingle_set *b) {
    assert_int_equal(a->n_items, b->n_items);
    for (size_t i = 0; i < a->n_items; i++)
        assert_true(a->items[i] == b->items[i]);
}

static void expect_same(const kembar_prepared *a, const kembar_prepared *b, int without_more) {
    static const kembar_shingle_set none = {0};
    assert_ptr_equal(a->document, b->document);
    assert_int_equal(a->content.n_tokens, b->content.n_tokens);
    for (size_t i = 0; i < a->content.n_tokens; i++) {
        assert_int_equal(a->content.tokens[i], b->content.tokens[i]);
        assert_true(a->hashes[i] == kembar_prepared_hash(b, i));
    }
    assert_true(a->content_hash == b->content_hash);
    expect_same_set(&a->shingles, &b->shingles);
    expect_same_set(&a->more, without_more ? &none : &b->more);
    expect_same_set(&a->less, without_more ? &none : &b->less);
}

/* Long ones after short ones and the other way round, cleaned or known to need none. */
static void documents_in_one_memory_are_as_those_of_their_own(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Ships leave the port every day. The harbour was closed today. Nobody knew why.",
        "The harbour was closed today. The harbour was closed today. Nobody knew why it opened.",
        "",
        "Nobody knew.",
        "The harbour was closed today. Nobody knew why. The harbour was closed today.",
        "Ships leave the port daily."};
    enum { N = sizeof texts / sizeof *texts };
    kembar_prepared_maker maker = {0};
    kembar_content_maker scratch = {0};
    for (size_t i = 0; i < 4 * N; i++) {
        made own = prepare(texts[i % N], 4, 5);
        kembar_prepared_settings settings = {.shingle_tokens = 4,
                                             .min_tokens = 5,
                                             .all_is_content = own.prepared.content.n_tokens ==
                                                                   own.document->tokens.n_items &&
                                                               i % 2 == 0,
                                             .without_shingles = i >= 2 * N};
        assert_int_equal(kembar_prepared_maker_next(&maker, &scratch, own.document, &settings),
                         KEMBAR_OK);
        for (int again = 0; again < 2 && settings.without_shingles; again++) {
            assert_int_equal(again || maker.prepared.shingles.n_items == 0, 1);
            assert_int_equal(kembar_prepared_maker_find_shingles(&maker), KEMBAR_OK);
        }
        expect_same(&maker.prepared, &own.prepared, settings.without_shingles);
        assert_true(kembar_prepared_maker_bytes(&maker) >=
                    own.prepared.content.n_tokens * sizeof(uint32_t));
        free_made(&own);
    }
    kembar_prepared_maker_deinit(&maker);
    kembar_content_maker_deinit(&scratch);
}

static kembar_status prepare_once(void *context) {
    kembar_prepared prepared;
    kembar_status status = kembar_prepared_init(&prepared, context, NULL, 4, 5);
    assert_int_equal(prepared.shingles.n_items > 0, status == KEMBAR_OK);
    kembar_prepared_deinit(&prepared);
    return status;
}

/* Shingles asked for later. */
static kembar_status prepare_in_steps(void *context) {
    kembar_prepared_maker maker = {0};
    kembar_content_maker scratch = {0};
    kembar_prepared_settings settings = {
        .shingle_tokens = 4, .min_tokens = 5, .without_shingles = 1};
    kembar_status status = kembar_prepared_maker_next(&maker, &scratch, context, &settings);
    if (!status)
        status = kembar_prepared_maker_find_shingles(&maker);
    assert_int_equal(maker.prepared.shingles.n_items > 0, status == KEMBAR_OK);
    kembar_prepared_maker_deinit(&maker);
    kembar_content_maker_deinit(&scratch);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    kembar_buffer text = {0};
    kembar_random random = {5};
    append_words(&text, &random, 3000, 100000); /* long enough for the sort to take memory */
    kembar_document *document = make_document(text_of(&text));
    assert_true(fail_every_allocation(prepare_once, document) >= 8);
    assert_true(fail_every_allocation(prepare_in_steps, document) >= 4);
    kembar_document_free(document);
    kembar_buffer_deinit(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_sorted_sets),
        cmocka_unit_test(short_texts_are_one_shingle),
        cmocka_unit_test(the_whole_keeps_what_content_drops),
        cmocka_unit_test(content_hash_is_of_the_sequence),
        cmocka_unit_test(wholes_share_what_counting_says),
        cmocka_unit_test(few_tokens_go_by_the_whole_text),
        cmocka_unit_test(documents_in_one_memory_are_as_those_of_their_own),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
