#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "document/document_maker.h"
#include "scarce_memory.h"
#include "text/sentences.h"

static kembar_view view_of(const char *text) {
    return text ? (kembar_view){text, strlen(text)} : (kembar_view){0};
}

static void assert_same_view(kembar_view a, kembar_view b) {
    assert_int_equal(a.data == NULL, b.data == NULL);
    assert_int_equal(a.size, b.size);
    if (a.size)
        assert_memory_equal(a.data, b.data, a.size);
}

static void assert_same_blocks(const kembar_document *a, const kembar_document *b) {
    assert_int_equal(a->n_blocks, b->n_blocks);
    for (size_t i = 0; i < a->n_blocks; i++) {
        assert_int_equal(a->blocks[i].begin, b->blocks[i].begin);
        assert_int_equal(a->blocks[i].end, b->blocks[i].end);
        assert_int_equal(a->blocks[i].first_token, b->blocks[i].first_token);
        assert_int_equal(a->blocks[i].n_tokens, b->blocks[i].n_tokens);
        assert_true(a->blocks[i].hash == b->blocks[i].hash);
        assert_int_equal(a->blocks[i].kind, b->blocks[i].kind);
    }
}

/* Flags of `a` may leave open which tokens begin sentences. */
static void assert_same_flags(const kembar_document *a, const kembar_document *b) {
    enum { SENTENCE = KEMBAR_TOKEN_SENTENCE, MARKED = KEMBAR_TOKEN_MARKED };
    for (size_t i = 0; i < a->tokens.n_items; i++) {
        unsigned own = a->tokens.flags[i], other = b->tokens.flags[i];
        assert_int_equal(own & ~(unsigned)(SENTENCE | MARKED), other & ~(unsigned)SENTENCE);
        assert_int_equal(kembar_sentences_begin_at(a->text, &a->tokens, i),
                         (other & SENTENCE) != 0);
    }
}

/* All but languages and values. */
static void assert_same(const kembar_document *a, const kembar_document *b) {
    assert_same_view(a->id, b->id);
    assert_same_view(a->title, b->title);
    assert_same_view(a->date, b->date);
    assert_same_view(a->source, b->source);
    assert_same_view(a->url, b->url);
    assert_same_view(a->input, b->input);
    assert_same_view(a->text, b->text);
    assert_int_equal(a->position, b->position);
    assert_int_equal(a->n_repairs, b->n_repairs);
    assert_same_blocks(a, b);
    assert_int_equal(a->tokens.n_items, b->tokens.n_items);
    if (a->tokens.n_items == 0)
        return;
    assert_memory_equal(a->tokens.items, b->tokens.items,
                        a->tokens.n_items * sizeof *a->tokens.items);
    assert_same_flags(a, b);
}

/* What is known to be valid is not looked at again, but for a byte order mark. */
static void check_valid(kembar_document_maker *maker, const kembar_document *whole) {
    kembar_view title = whole->title, text = whole->text;
    size_t begin = title.data ? title.size + 1 : 0;
    kembar_record record = {.id = whole->id,
                            .title = title,
                            .date = whole->date,
                            .source = whole->source,
                            .text = {text.data + begin, text.size - begin},
                            .position = whole->position};
    kembar_buffer marked = {0};
    assert_int_equal(kembar_document_maker_next_valid(maker, &record, NULL), KEMBAR_OK);
    maker->document.n_repairs = whole->n_repairs;
    assert_same(&maker->document, whole);
    kembar_buffer_append_text(&marked, "\xef\xbb\xbf");
    kembar_buffer_append_view(&marked, record.text);
    record.text = kembar_buffer_view(&marked);
    assert_int_equal(kembar_document_maker_next_valid(maker, &record, NULL), KEMBAR_OK);
    assert_same_view(maker->document.text, whole->text);
    kembar_buffer_deinit(&marked);
}

static void assert_same_values(const kembar_document *a, const kembar_document *b) {
    assert_int_equal(a->n_values, b->n_values);
    if (a->n_values)
        assert_memory_equal(a->values, b->values, a->n_values * sizeof *a->values);
}

static void check_record(kembar_document_maker *maker, const kembar_record *record) {
    kembar_document *whole, *plain;
    assert_int_equal(kembar_document_new(&whole, record, NULL), KEMBAR_OK);
    assert_int_equal(kembar_document_new_plain(&plain, record, NULL), KEMBAR_OK);
    assert_int_equal(kembar_document_maker_next(maker, record, NULL), KEMBAR_OK);
    assert_same(plain, whole);
    if (plain->tokens.n_items > 0)
        assert_memory_equal(plain->tokens.flags, whole->tokens.flags, plain->tokens.n_items);
    assert_same(&maker->document, whole);
    assert_int_equal(plain->n_values, 0);
    assert_int_equal(maker->document.n_values, 0);
    assert_int_equal(kembar_document_maker_find_bare_values(maker, NULL), KEMBAR_OK);
    assert_same_values(&maker->document, whole);
    check_valid(maker, whole);
    kembar_document_free(whole);
    kembar_document_free(plain);
}

static const char *const dates[] = {NULL,         "2023-11-02", "02/11/2023",
                                    "2 Mei 2023", "no date",    "2023-11-02T10:00:00Z"};
static const char *const titles[] = {NULL, "A title", " ", "Judul \xff berita", "Title\nand more"};
static const char *const pieces[] = {
    "The minister said on Monday that the bridge will open. ",
    "Pemerintah kota akan membuka jembatan itu pada hari Senin di tengah kota. ",
    "\n\n",
    "\n",
    "Rp 2,5 juta ",
    "caf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d ",
    "\xff\xfe ",
    "- an item\n",
    "Harga 1.234 atau ",
    "a price of 1,234 or ",
    "\n\n2/11/2023\n\n"};

/* One maker for long, short and empty texts in turn, with dates that the language decides. */
static void a_maker_makes_what_new_makes(void **state) {
    (void)state;
    kembar_document_maker maker = {0};
    kembar_random random = {7};
    kembar_buffer text = {0};
    for (size_t round = 0; round < 600; round++) {
        kembar_buffer_clear(&text);
        size_t n = kembar_random_below(&random, round % 50 == 0 ? 2000 : 30);
        size_t n_kinds = 1 + kembar_random_below(&random, sizeof pieces / sizeof *pieces);
        for (size_t i = 0; i < n; i++)
            kembar_buffer_append_text(&text, pieces[kembar_random_below(&random, n_kinds)]);
        kembar_record record = {.id = view_of("id"),
                                .title = view_of(titles[round % 5]),
                                .date = view_of(dates[kembar_random_below(&random, 6)]),
                                .source = view_of(round % 2 ? "source" : NULL),
                                .text = kembar_buffer_view(&text),
                                .position = round};
        check_record(&maker, &record);
    }
    kembar_buffer_deinit(&text);
    kembar_document_maker_deinit(&maker);
}

static void the_language_decides_a_date_without_being_asked(void **state) {
    (void)state;
    const char *text = "Pemerintah kota akan membuka jembatan itu pada hari Senin di tengah kota.";
    kembar_record record = {
        .id = view_of("id"), .date = view_of("02/11/2023"), .text = view_of(text)};
    kembar_document_maker maker = {0};
    assert_int_equal(kembar_document_maker_next(&maker, &record, NULL), KEMBAR_OK);
    assert_same_view(maker.document.date, view_of("2023-11-02"));
    record.text = view_of("The minister said on Monday that the bridge will open this year.");
    assert_int_equal(kembar_document_maker_next(&maker, &record, NULL), KEMBAR_OK);
    assert_same_view(maker.document.date, view_of("2023-02-11"));
    kembar_document_maker_deinit(&maker);
}

/* Memory that one huge document took does not stay for all that follow. */
static void a_maker_lets_go_of_much_memory(void **state) {
    enum { LARGE = 3 << 20 };
    kembar_document_maker maker = {0};
    char *large = kembar_alloc(LARGE, 1);
    (void)state;
    assert_non_null(large);
    memset(large, 'a', LARGE);
    for (size_t i = 1; i < LARGE; i += 2)
        large[i] = ' ';
    kembar_record record = {.id = view_of("id"), .text = {large, LARGE}};
    assert_int_equal(kembar_document_maker_next(&maker, &record, NULL), KEMBAR_OK);
    assert_int_equal(maker.document.tokens.n_items, LARGE / 2);
    assert_true(kembar_document_maker_bytes(&maker) > LARGE);
    record.text = view_of("A small one.");
    check_record(&maker, &record);
    assert_true(kembar_document_maker_bytes(&maker) < LARGE / 100);
    kembar_document_maker_deinit(&maker);
    kembar_free(large);
}

static void failed_allocations_leave_a_maker_that_goes_on(void **state) {
    (void)state;
    kembar_record record = {.id = view_of("id"),
                            .title = view_of("A title"),
                            .date = view_of("02/11/2023"),
                            .text = view_of("One two three.\n\nFour five \xc3\xa9.")};
    kembar_document_maker maker = {0};
    kembar_status status = KEMBAR_ERROR_MEMORY;
    for (size_t n_allowed = 0; status != KEMBAR_OK; n_allowed++) {
        scarce_memory(n_allowed);
        status = kembar_document_maker_next(&maker, &record, NULL);
        plenty_of_memory();
        if (status != KEMBAR_OK) {
            assert_int_equal(status, KEMBAR_ERROR_MEMORY);
            assert_int_equal(maker.document.tokens.n_items, 0);
            assert_null(maker.document.id.data);
        }
        assert_in_range(n_allowed, 0, 60);
    }
    check_record(&maker, &record);
    kembar_document_maker_deinit(&maker);
}

static void a_record_without_an_id_is_refused(void **state) {
    (void)state;
    kembar_record record = {.text = view_of("text")};
    kembar_document_maker maker = {0};
    assert_int_equal(kembar_document_maker_next(&maker, &record, NULL), KEMBAR_ERROR_ARGUMENT);
    record.id = view_of("id");
    check_record(&maker, &record);
    kembar_document_maker_deinit(&maker);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_maker_makes_what_new_makes),
        cmocka_unit_test(the_language_decides_a_date_without_being_asked),
        cmocka_unit_test(a_maker_lets_go_of_much_memory),
        cmocka_unit_test(failed_allocations_leave_a_maker_that_goes_on),
        cmocka_unit_test(a_record_without_an_id_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
