#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "make_document.h"
#include "pipeline/early_furniture.h"
#include "scarce_memory.h"

enum { N_PAGES = 40, LATER = 12, WANTED = 15, OF_SOURCE = WANTED / KEMBAR_EARLY_SOURCE_SHARE };

#define LINE "Subscribe to our newsletter today"
#define LONG_LINE "Copyright of the harbour news network all rights are reserved worldwide"

/* Pages that all end with a line; the later ones carry another, too. */
static kembar_document *make_page(size_t i) {
    kembar_buffer text = {0};
    for (size_t k = 0; k < 30; k++) {
        append_word(&text, 1000 * i + k);
        kembar_buffer_append_char(&text, ' ');
    }
    kembar_buffer_append_text(&text, "ends here.\n\n" LONG_LINE);
    if (i >= LATER)
        kembar_buffer_append_text(&text, "\n\n" LINE);
    kembar_document *page = make_record("page", NULL, NULL, text_of(&text));
    kembar_buffer_deinit(&text);
    return page;
}

static kembar_document *pages[N_PAGES];

static int make_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < N_PAGES; i++)
        pages[i] = make_page(i);
    return 0;
}

static int free_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < N_PAGES; i++)
        kembar_document_free(pages[i]);
    return 0;
}

/* What is guessed when each page has come on one of two threads; sources[i % 4] is that of page i.
 */
static kembar_status guess(size_t n_documents, const uint64_t sources[4], size_t known[N_PAGES]) {
    kembar_early_furniture early = {0};
    kembar_status status = kembar_early_furniture_init(&early, n_documents, 2);
    for (size_t i = 0; i < N_PAGES && !status; i++) {
        const kembar_furniture *furniture;
        status =
            kembar_early_furniture_add(&early, i % 8 == 7, pages[i], sources[i % 4], &furniture);
        if (!status)
            known[i] = furniture ? furniture->n_blocks : 99;
    }
    kembar_early_furniture_deinit(&early);
    return status;
}

static const uint64_t no_source[4] = {0},
                      one_source[4] = {1ULL << 48, 1ULL << 48, 1ULL << 48, 1ULL << 48},
                      four_sources[4] = {1ULL << 48, 2ULL << 48, 3ULL << 48, 4ULL << 48};

static void a_line_is_known_when_it_has_stood_often(void **state) {
    static const struct {
        const uint64_t *sources;
        size_t wanted, documents;
    } cases[] = {{no_source, WANTED, WANTED},
                 {one_source, WANTED, OF_SOURCE},
                 {four_sources, WANTED, WANTED},
                 {no_source, 1, 1}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t known[N_PAGES];
        assert_int_equal(guess(cases[c].wanted, cases[c].sources, known), KEMBAR_OK);
        for (size_t i = 0; i < N_PAGES && cases[c].wanted > 1; i++)
            assert_int_equal(known[i],
                             (i + 1 >= cases[c].documents) + (i + 1 >= LATER + cases[c].documents));
        /* Where once is enough, every line is. */
        if (cases[c].wanted == 1)
            assert_true(known[0] == 2 && known[N_PAGES - 1] == N_PAGES + 2);
    }
}

static void more_than_can_be_counted_is_as_much_as_can(void **state) {
    size_t known[N_PAGES];
    (void)state;
    assert_int_equal(guess(1000, no_source, known), KEMBAR_OK);
    assert_int_equal(known[N_PAGES - 1], 0);
    assert_int_equal(guess(0, no_source, known), KEMBAR_OK);
    assert_int_equal(known[N_PAGES - 1], 99);
}

static void copies_of_a_page_show_nothing(void **state) {
    kembar_early_furniture early = {0};
    const kembar_furniture *furniture = NULL;
    (void)state;
    assert_int_equal(kembar_early_furniture_init(&early, WANTED, 1), KEMBAR_OK);
    for (size_t i = 0; i < 10 * WANTED; i++)
        assert_int_equal(
            kembar_early_furniture_add(&early, 0, pages[N_PAGES - 1], 1ULL << 48, &furniture),
            KEMBAR_OK);
    assert_int_equal(furniture->n_blocks, 0);
    kembar_early_furniture_deinit(&early);
}

/* A line keeps its place against few others; it loses it to many. */
static void lines_at_one_place_take_turns(void **state) {
    kembar_early_furniture early = {0};
    const kembar_furniture *furniture = NULL;
    kembar_document *first = pages[0];
    (void)state;
    assert_int_equal(kembar_early_furniture_init(&early, 4, 1), KEMBAR_OK);
    /* Made by hand: the counts of the line at hand, as others leave it. */
    uint64_t hash = first->blocks[1].hash;
    atomic_ullong *slot = &early.slots[hash % (1 << KEMBAR_EARLY_MIN_BITS)];
    unsigned long long tag = hash >> KEMBAR_EARLY_MIN_BITS & UINT32_MAX, other = (tag ^ 1) << 32;
    atomic_store(slot, other | 3);
    for (unsigned left = 2; left > 0; left--) {
        assert_int_equal(kembar_early_furniture_add(&early, 0, first, 0, &furniture), KEMBAR_OK);
        assert_true(atomic_load(slot) == (other | left));
    }
    /* The rest of the page has stood before, and is nothing of its own: another page. */
    assert_int_equal(kembar_early_furniture_add(&early, 0, pages[1], 0, &furniture), KEMBAR_OK);
    assert_true(atomic_load(slot) == ((tag << 32 | 1)));
    kembar_early_furniture_deinit(&early);
}

/* What is counted is still counted when there are more places. */
static void places_grow_with_the_lines(void **state) {
    (void)state;
    for (unsigned n_times = 1; n_times < 9; n_times++) {
        unsigned bits = KEMBAR_EARLY_MIN_BITS, most = KEMBAR_EARLY_MAX_BITS;
        kembar_early_furniture early = {0};
        const kembar_furniture *furniture = NULL;
        assert_int_equal(kembar_early_furniture_init(&early, LATER, 1), KEMBAR_OK);
        for (unsigned i = 0; i < LATER; i++) {
            /* As if so many lines had come, a few times. */
            int is_crowded = i > 0 && i <= n_times;
            early.workers->n_counted =
                is_crowded ? (size_t)KEMBAR_EARLY_SLOT_LINES << atomic_load(&early.bits) : 0;
            assert_int_equal(kembar_early_furniture_add(&early, 0, pages[i], 0, &furniture),
                             KEMBAR_OK);
            bits += is_crowded && bits < most;
            assert_int_equal(atomic_load(&early.bits), bits);
            assert_int_equal(furniture->n_blocks, i + 1 == LATER);
        }
        kembar_early_furniture_deinit(&early);
    }
}

static void no_more_lines_are_known_than_there_is_room_for(void **state) {
    kembar_early_furniture early = {0};
    const kembar_furniture *furniture = NULL;
    (void)state;
    assert_int_equal(kembar_early_furniture_init(&early, 1, 1), KEMBAR_OK);
    for (size_t i = 0; i < 3; i++) {
        kembar_buffer text = {0};
        for (size_t k = 0; k < 3000 * 4; k++) {
            append_word(&text, 12000 * i + k);
            kembar_buffer_append_text(&text, k % 4 == 3 ? "\n\n" : " ");
        }
        kembar_document *document = make_document(text_of(&text));
        kembar_buffer_deinit(&text);
        assert_int_equal(document->n_blocks, 3000);
        assert_int_equal(kembar_early_furniture_add(&early, 0, document, 0, &furniture), KEMBAR_OK);
        assert_int_equal(furniture->n_blocks, i < 2 ? 3000 * (i + 1) : KEMBAR_EARLY_LINES);
        kembar_document_free(document);
    }
    kembar_early_furniture_deinit(&early);
}

static kembar_status guess_once(void *context) {
    size_t known[N_PAGES];
    (void)context;
    return guess(WANTED, one_source, known);
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    assert_true(fail_every_allocation(guess_once, NULL) >= 12);
}

/* One thread learns what another one has found, also by a text that has none of it. */
static void threads_learn_from_each_other(void **state) {
    kembar_early_furniture early = {0};
    const kembar_furniture *known = NULL, *learnt = NULL;
    kembar_document *other = make_document("A text of one line, which stands nowhere else.");
    (void)state;
    assert_int_equal(kembar_early_furniture_init(&early, WANTED, 2), KEMBAR_OK);
    for (size_t i = 0; i < N_PAGES; i++)
        assert_int_equal(kembar_early_furniture_add(&early, 0, pages[i], 0, &known), KEMBAR_OK);
    assert_int_equal(kembar_early_furniture_add(&early, 1, other, 0, &learnt), KEMBAR_OK);
    assert_true(known->n_blocks > 0);
    assert_ptr_not_equal(learnt, known);
    assert_int_equal(learnt->n_blocks, known->n_blocks);
    kembar_early_furniture_deinit(&early);
    kembar_document_free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_learn_from_each_other),
        cmocka_unit_test(a_line_is_known_when_it_has_stood_often),
        cmocka_unit_test(more_than_can_be_counted_is_as_much_as_can),
        cmocka_unit_test(copies_of_a_page_show_nothing),
        cmocka_unit_test(lines_at_one_place_take_turns),
        cmocka_unit_test(places_grow_with_the_lines),
        cmocka_unit_test(no_more_lines_are_known_than_there_is_room_for),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, make_pages, free_pages);
}
