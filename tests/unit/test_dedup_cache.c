/* Documents read again: the same whether or not another took their place meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "make_collection.h"
#include "make_document.h"
#include "pipeline/dedup_cache.h"
#include "run_dedup.h"
#include "temp_folder.h"

enum { N = 40, MAX_BYTES = 400000 };

static kembar_status take_nothing(void *context, int worker_id, const kembar_document *document,
                                  const void **summary, kembar_error *error) {
    (void)context;
    (void)worker_id;
    (void)document;
    (void)error;
    *summary = NULL;
    return KEMBAR_OK;
}

/* Texts of 100 to 4,000 words, so that some take many times the memory of others. */
static kembar_catalogue *catalogue_of_all_sizes(made_records *records) {
    static const char *const paths[] = {"records.jsonl", NULL};
    kembar_random random = {31};
    kembar_buffer text = {0};
    for (size_t i = 0; i < N; i++) {
        char id[MADE_ID_BYTES];
        (void)snprintf(id, sizeof id, "r%02zu", i);
        kembar_buffer_clear(&text);
        append_words(&text, &random, 100 * (i + 1), 1 << 20);
        made_records_add(records, id, NULL, NULL, text_of(&text));
    }
    kembar_buffer_deinit(&text);
    made_records_write(records, 0, N, "records.jsonl");
    kembar_catalogue *catalogue = NULL;
    kembar_source *source = source_of(paths);
    assert_int_equal(
        kembar_source_catalogue(source, 1, NULL, NULL, take_nothing, NULL, NULL, &catalogue, NULL),
        KEMBAR_OK);
    kembar_source_free(source);
    return catalogue;
}

static void expect_text(const kembar_prepared *prepared, const made_records *records, size_t i) {
    kembar_view text = prepared->document->text;
    assert_int_equal(text.size, strlen(records->items[i].text));
    assert_memory_equal(text.data, records->items[i].text, text.size);
    assert_int_equal(prepared->content.n_tokens, 100 * (i + 1));
}

/* The one asked for and the one kept are both there, however little may be held. */
static void expect_all(const made_records *records, const kembar_catalogue *catalogue,
                       size_t max_bytes) {
    kembar_dedup_options options = dedup_options();
    const kembar_imprint some = {.n_tokens = 1, .n_content = 0}, *imprints[N];
    kembar_dedup_set set = {.options = &options, .new = catalogue, .n = N, .imprints = imprints};
    for (int i = 0; i < N; i++)
        imprints[i] = &some;
    kembar_dedup_cache *cache = NULL;
    kembar_random random = {32};
    uint32_t kept = 0;
    assert_int_equal(kembar_dedup_cache_new(&cache, &set, NULL, max_bytes, NULL), KEMBAR_OK);
    for (int i = 0; i < 1000; i++) {
        const kembar_prepared *first, *second;
        uint32_t asked = (uint32_t)kembar_random_below(&random, N);
        assert_int_equal(kembar_dedup_cache_get(cache, kept, kept, &first, NULL), KEMBAR_OK);
        assert_int_equal(kembar_dedup_cache_get(cache, asked, kept, &second, NULL), KEMBAR_OK);
        expect_text(first, records, kept);
        expect_text(second, records, asked);
        kept = i % 3 == 0 ? asked : kept;
    }
    kembar_dedup_cache_free(cache);
}

static void documents_are_the_same_after_others_came_between(void **state) {
    made_records records = {0};
    (void)state;
    kembar_catalogue *catalogue = catalogue_of_all_sizes(&records);
    expect_all(&records, catalogue, 0);
    expect_all(&records, catalogue, MAX_BYTES);
    expect_all(&records, catalogue, (size_t)1 << 28);
    kembar_catalogue_free(catalogue);
    made_records_deinit(&records);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_the_same_after_others_came_between),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
