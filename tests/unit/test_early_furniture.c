#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "make_document.h"
#include "model/furniture_changes.h"
#include "pipeline/early_furniture.h"
#include "scarce_memory.h"

enum { N_PAGES = 30, FIRST = 12 };

#define LINE "Subscribe to our newsletter today"
#define LONG_LINE "Copyright of the harbour news network all rights are reserved worldwide"

/* Pages of one source that all end with a line; the later ones carry another, too. */
static kembar_document *make_page(size_t i) {
    kembar_buffer text = {0};
    for (size_t k = 0; k < 30; k++) {
        append_word(&text, 1000 * i + k);
        kembar_buffer_append_char(&text, ' ');
    }
    kembar_buffer_append_text(&text, "ends here.\n\n" LONG_LINE);
    if (i >= FIRST)
        kembar_buffer_append_text(&text, "\n\n" LINE);
    kembar_document *page = make_record("page", "harbour", NULL, text_of(&text));
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

static kembar_status add_pages(kembar_early_furniture *early, kembar_imprint_maker *maker,
                               size_t n_pages) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < n_pages && !status; i++) {
        const kembar_imprint *imprint;
        maker->guess = kembar_early_furniture_now(early);
        maker->furniture = kembar_early_furniture_guess(early, maker->guess);
        status = kembar_imprint_make(maker, pages[i], &imprint);
        if (!status)
            status = kembar_early_furniture_add(early, 0, pages[i], imprint, NULL);
        if (!status)
            assert_int_equal(imprint->n_content, imprint->n_tokens - (maker->guess ? 11 : 0));
    }
    return status;
}

static kembar_status guess_once(void *context) {
    kembar_dedup_options options = kembar_dedup_options_default();
    kembar_imprint_maker *maker = context;
    kembar_early_furniture early = {0};
    *maker = (kembar_imprint_maker){.options = &options};
    kembar_status status = kembar_early_furniture_init(&early, FIRST, 1);
    if (!status)
        status = add_pages(&early, maker, N_PAGES);
    if (!status) {
        assert_int_equal(kembar_early_furniture_now(&early), 1);
        assert_int_equal(early.guesses[0].n_blocks, 1);
        assert_int_equal(early.guesses[0].n_runs, 1);
    }
    kembar_imprint_maker_deinit(maker);
    kembar_early_furniture_deinit(&early);
    return status;
}

static void guesses_after_the_first_pages(void **state) {
    static kembar_imprint_maker maker;
    (void)state;
    assert_int_equal(guess_once(&maker), KEMBAR_OK);
}

static void survives_every_failed_allocation(void **state) {
    static kembar_imprint_maker maker;
    (void)state;
    assert_true(fail_every_allocation(guess_once, &maker) >= 12);
}

static kembar_furniture fit(size_t n_pages) {
    kembar_furniture furniture;
    assert_int_equal(
        kembar_furniture_fit(&furniture, (const kembar_document *const *)pages, n_pages, 1, NULL),
        KEMBAR_OK);
    return furniture;
}

/* Which of both lines' documents may have changed. */
static unsigned changed_lines(const kembar_furniture *before, const kembar_furniture *after) {
    static const char *const lines[] = {LONG_LINE, LINE};
    kembar_furniture_changes changes = {0};
    unsigned changed = 0;
    assert_int_equal(kembar_furniture_changes_find(&changes, before, after), KEMBAR_OK);
    for (unsigned i = 0; i < 2; i++) {
        kembar_document *document = make_document(lines[i]);
        kembar_furniture_line line[4];
        size_t n = kembar_furniture_list(document, line);
        assert_int_equal(n, 1);
        if (kembar_furniture_changes_block(&changes, line, n))
            changed |= 1U << i;
        kembar_document_free(document);
    }
    /* Only the long one is found by its run. */
    assert_int_equal(changes.n_anchors, changed & 1);
    uint32_t anchor = changes.n_anchors ? (uint32_t)(changes.anchors[0] >> 32) : 0;
    assert_int_equal(kembar_furniture_changes_run(&changes, &anchor, 1), changed & 1);
    anchor++;
    assert_false(kembar_furniture_changes_run(&changes, &anchor, 1));
    kembar_furniture_changes_deinit(&changes);
    return changed;
}

static void changes_are_what_one_of_both_has(void **state) {
    (void)state;
    kembar_furniture none = {0}, one = fit(FIRST), both = fit(N_PAGES);
    assert_int_equal(one.n_blocks, 1);
    assert_int_equal(both.n_blocks, 2);
    assert_int_equal(changed_lines(&none, &none), 0);
    assert_int_equal(changed_lines(&none, &one), 1);
    assert_int_equal(changed_lines(&one, &none), 1);
    assert_int_equal(changed_lines(&none, &both), 3);
    assert_int_equal(changed_lines(&one, &both), 2);
    assert_int_equal(changed_lines(&both, &one), 2);
    assert_int_equal(changed_lines(&both, &both), 0);
    kembar_furniture_deinit(&one);
    kembar_furniture_deinit(&both);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses_after_the_first_pages),
        cmocka_unit_test(survives_every_failed_allocation),
        cmocka_unit_test(changes_are_what_one_of_both_has),
    };
    return cmocka_run_group_tests(tests, make_pages, free_pages);
}
