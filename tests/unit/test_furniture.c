#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "document/block_hash.h"
#include "make_document.h"
#include "model/furniture.h"
#include "model/furniture_anchors.h"
#include "scarce_memory.h"

enum { MAX_DOCUMENTS = 100 };

#define LINE "Subscribe to our newsletter today"
#define LONG_LINE "Copyright of the harbour news network all rights are reserved worldwide"

typedef struct page_list {
    kembar_document *items[MAX_DOCUMENTS];
    size_t n;
} page_list;

static void add_page(page_list *pages, const char *source, const char *text) {
    pages->items[pages->n++] = make_record("page", source, NULL, text);
}

/* n pages with `line` as a paragraph and n_own words that no other page has. */
static void add_pages(page_list *pages, size_t n, const char *source, const char *line,
                      size_t n_own) {
    for (size_t i = 0; i < n; i++) {
        kembar_buffer text = {0};
        for (size_t k = 0; k < n_own; k++) {
            append_word(&text, 1000 * pages->n + k);
            kembar_buffer_append_char(&text, ' ');
        }
        kembar_buffer_append_text(&text, "ends here.\n\n");
        kembar_buffer_append_text(&text, line);
        add_page(pages, source, text_of(&text));
        kembar_buffer_deinit(&text);
    }
}

static kembar_furniture fit(const page_list *pages, int n_threads) {
    kembar_furniture furniture;
    assert_int_equal(kembar_furniture_fit(&furniture, (const kembar_document *const *)pages->items,
                                          pages->n, n_threads, NULL),
                     KEMBAR_OK);
    return furniture;
}

static void free_pages(page_list *pages) {
    for (size_t i = 0; i < pages->n; i++)
        kembar_document_free(pages->items[i]);
    pages->n = 0;
}

/* Tokens of the text that the furniture covers. */
static size_t count_marked(const kembar_furniture *furniture, const char *text) {
    kembar_document *document = make_document(text);
    uint8_t marks[512] = {0};
    size_t n = 0;
    assert_true(document->tokens.n_items < sizeof marks);
    assert_int_equal(kembar_furniture_mark(furniture, document, marks), KEMBAR_OK);
    for (size_t i = 0; i < sizeof marks; i++)
        n += marks[i];
    kembar_document_free(document);
    return n;
}

static int is_furniture(page_list *pages, const char *line) {
    kembar_furniture furniture = fit(pages, 1);
    int found = count_marked(&furniture, line) > 0;
    kembar_furniture_deinit(&furniture);
    free_pages(pages);
    return found;
}

static void ten_pages_of_one_source_are_enough(void **state) {
    (void)state;
    for (size_t n = 9; n <= 11; n++) {
        page_list pages = {0};
        add_pages(&pages, n, "harbour", LINE, 30);
        assert_int_equal(is_furniture(&pages, LINE), n >= 10);
    }
}

static void ten_pages_of_several_sources_are_not(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 9, "harbour", LINE, 30);
    add_pages(&pages, 9, "valley", LINE, 30);
    assert_false(is_furniture(&pages, LINE));
    add_pages(&pages, 10, "harbour", LINE, 30);
    add_pages(&pages, 2, "valley", LINE, 30);
    assert_true(is_furniture(&pages, LINE));
}

static void twenty_pages_of_no_source_are_enough(void **state) {
    (void)state;
    for (size_t n = 19; n <= 21; n++) {
        page_list pages = {0};
        add_pages(&pages, n, NULL, LINE, 30);
        assert_int_equal(is_furniture(&pages, LINE), n >= 20);
    }
}

static void three_tokens_are_enough(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 30, "harbour", "Read more", 30);
    assert_false(is_furniture(&pages, "Read more"));
    add_pages(&pages, 30, "harbour", "Read more here", 30);
    assert_true(is_furniture(&pages, "Read more here"));
}

/* Copies of one story recur too, but they have nothing of their own beside it. */
static void copies_of_one_story_are_none(void **state) {
    (void)state;
    for (size_t n_own = 0; n_own <= 8; n_own += 4) {
        page_list pages = {0};
        for (size_t i = 0; i < 30; i++) {
            kembar_buffer text = {0};
            for (size_t k = 0; k < n_own; k++) {
                append_word(&text, 1000 * i + k);
                kembar_buffer_append_char(&text, ' ');
            }
            kembar_buffer_append_text(&text, "\n\n" LONG_LINE "\n\n" LINE);
            add_page(&pages, "harbour", text_of(&text));
            kembar_buffer_deinit(&text);
        }
        /* 16 recurring tokens: 4 of 20 are a fifth. */
        assert_int_equal(is_furniture(&pages, LINE), n_own >= 4);
    }
}

static void half_of_the_pages_must_have_text_of_their_own(void **state) {
    (void)state;
    for (size_t n = 9; n <= 11; n++) {
        page_list pages = {0};
        add_pages(&pages, n, "harbour", LONG_LINE, 40);
        for (size_t i = 0; i < 10; i++)
            add_page(&pages, "harbour", LONG_LINE);
        assert_int_equal(is_furniture(&pages, LONG_LINE), n >= 10);
    }
}

/* A release of 30 tokens that many outlets run below a lead of their own is no furniture; on pages
 * that are mostly their own it is, and so is a short line wherever a fifth is. */
static void long_blocks_need_half_of_a_page_beside_them(void **state) {
    (void)state;
    static const char release[] =
        "the ministry of labour opened thirty training centres on monday and promised a place for "
        "every young person who left school before the age of sixteen in the islands";
    page_list pages = {0};
    add_pages(&pages, 30, NULL, release, 20);
    assert_false(is_furniture(&pages, release));
    add_pages(&pages, 30, NULL, release, 40);
    assert_true(is_furniture(&pages, release));
    add_pages(&pages, 30, NULL, LINE, 3);
    assert_true(is_furniture(&pages, LINE));
}

/* n pages with a block of 60 words that no source repeats, below n_own words of their own, the
 * first n_told of which stand in the block too. */
static void add_news(page_list *pages, const char *block, size_t n_own, size_t n_told) {
    for (size_t i = 0; i < 30; i++) {
        kembar_buffer text = {0};
        for (size_t k = 0; k < n_own; k++) {
            append_word(&text, k < n_told ? k : 100000 + 1000 * i + k);
            kembar_buffer_append_char(&text, ' ');
        }
        kembar_buffer_append_text(&text, "\n\n");
        kembar_buffer_append_text(&text, block);
        add_page(pages, NULL, text_of(&text));
        kembar_buffer_deinit(&text);
    }
}

/* Without sources an imprint that is longer than the news is told from a release below leads of the
 * outlets' own by what these speak of, and by their length. */
static void what_other_news_stands_above_is_furniture(void **state) {
    enum { NEWS = KEMBAR_FURNITURE_NEWS_TOKENS };
    (void)state;
    kembar_buffer block = {0};
    page_list pages = {0};
    for (uint64_t k = 0; k < 60; k++) {
        append_word(&block, k);
        kembar_buffer_append_char(&block, ' ');
    }
    const char *text = text_of(&block);
    add_news(&pages, text, NEWS, 0);
    assert_true(is_furniture(&pages, text));
    add_news(&pages, text, NEWS - 1, 0);
    assert_false(is_furniture(&pages, text));
    add_news(&pages, text, NEWS + 5, 4);
    assert_true(is_furniture(&pages, text));
    add_news(&pages, text, NEWS + 4, 4);
    assert_false(is_furniture(&pages, text));
    kembar_buffer_deinit(&block);
}

/* An imprint that is longer than the news, in one source, each time under other news. */
static void an_imprint_longer_than_the_news_is_furniture(void **state) {
    (void)state;
    static const char imprint[] =
        "the harbour courier is published every working day by the harbour press company at nine "
        "mole street and all of its texts and pictures may be used only after the editors agreed";
    page_list pages = {0};
    add_pages(&pages, 12, "harbour", imprint, 18);
    assert_true(is_furniture(&pages, imprint));
    for (size_t i = 0; i < 30; i++) { /* no source has it ten times */
        static const char *const sources[] = {"harbour", "hill", "valley", "shore"};
        add_pages(&pages, 1, sources[i % 4], imprint, 18);
    }
    assert_false(is_furniture(&pages, imprint));
}

/* Words numbered first, first + 1 ...; one in `step` is replaced by another. */
static void append_version(kembar_buffer *text, uint64_t first, size_t n, uint64_t version) {
    for (size_t k = 0; k < n; k++) {
        append_word(text, (k + version) % 7 ? first + k : 100000 + 1000 * version + k);
        kembar_buffer_append_char(text, ' ');
    }
    kembar_buffer_append_text(text, "\n\n");
}

/* Of thirty edited copies of one story a line stays as it was in all, the rest in none: it is no
 * furniture. Below thirty stories, each edited once, it is. */
static void the_line_of_a_story_with_many_versions_is_none(void **state) {
    (void)state;
    for (int n_stories = 1; n_stories <= 15; n_stories += 14) {
        page_list pages = {0};
        for (size_t i = 0; i < 30; i++) {
            kembar_buffer text = {0};
            for (size_t part = 0; part < 4; part++) {
                append_version(&text, 10000 + 1000 * (i % (size_t)n_stories) + 100 * part, 30, i);
                if (part == 1)
                    kembar_buffer_append_text(&text, LINE "\n\n" LONG_LINE "\n\n");
            }
            add_page(&pages, "harbour", text_of(&text));
            kembar_buffer_deinit(&text);
        }
        kembar_furniture furniture = fit(&pages, 2);
        assert_int_equal(count_marked(&furniture, LINE) > 0, n_stories > 1);
        assert_int_equal(count_marked(&furniture, LONG_LINE) > 0, n_stories > 1);
        kembar_furniture_deinit(&furniture);
        free_pages(&pages);
    }
}

static void a_line_twice_on_a_page_counts_once(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 9, "harbour", LINE "\n\nSomething else stands here\n\n" LINE, 30);
    assert_false(is_furniture(&pages, LINE));
}

static void long_runs_are_found_anywhere_short_ones_only_as_blocks(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 20, NULL, LINE "\n\n" LONG_LINE, 40);
    kembar_furniture furniture = fit(&pages, 1);
    assert_int_equal(furniture.n_blocks, 2);
    assert_int_equal(furniture.n_runs, 1);
    assert_int_equal(count_marked(&furniture, LONG_LINE), 11);
    assert_int_equal(count_marked(&furniture, LINE), 5);
    assert_int_equal(count_marked(&furniture, "He said: " LONG_LINE " and went on."), 11);
    assert_int_equal(count_marked(&furniture, "He said: " LINE " and went on."), 0);
    assert_int_equal(count_marked(&furniture, LONG_LINE " " LONG_LINE " x"), 22);
    /* The first eight tokens are no more than its opening. */
    assert_int_equal(count_marked(&furniture, "Copyright of the harbour news network all rights"),
                     0);
    assert_int_equal(count_marked(&furniture, ""), 0);
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
}

static void of_runs_with_one_opening_the_longest_counts(void **state) {
    (void)state;
    static const char shorter[] = "one two three four five six seven eight nine";
    static const char longer[] = "one two three four five six seven eight nine ten eleven";
    page_list pages = {0};
    add_pages(&pages, 20, NULL, shorter, 40);
    add_pages(&pages, 20, NULL, longer, 40);
    kembar_furniture furniture = fit(&pages, 1);
    assert_int_equal(furniture.n_runs, 2);
    assert_int_equal(count_marked(&furniture,
                                  "zero one two three four five six seven eight nine ten "
                                  "eleven twelve"),
                     11);
    assert_int_equal(
        count_marked(&furniture, "zero one two three four five six seven eight nine ten zero"), 9);
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
}

static void knows_its_blocks(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 20, NULL, LINE, 40);
    kembar_furniture furniture = fit(&pages, 1), empty = {0};
    kembar_document *document = make_document(LINE);
    uint64_t hash = kembar_block_hash_tokens(document->tokens.items, 5);
    assert_true(kembar_furniture_has_block(&furniture, hash));
    assert_false(kembar_furniture_has_block(&furniture, hash + 1));
    assert_false(kembar_furniture_has_block(&furniture, 0));
    assert_false(kembar_furniture_has_block(&empty, hash));
    assert_int_equal(count_marked(&empty, LINE), 0);
    kembar_document_free(document);
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
}

static void the_same_for_any_threads_and_order(void **state) {
    (void)state;
    page_list pages = {0}, reversed = {0};
    for (int i = 0; i < 4; i++) {
        char line[120];
        snprintf(line, sizeof line, "%s number %c", i % 2 ? LONG_LINE : LINE, 'a' + i);
        add_pages(&pages, 20, i < 2 ? "harbour" : NULL, line, 40);
    }
    kembar_furniture one = fit(&pages, 1), seven = fit(&pages, 7);
    for (size_t i = pages.n; i-- > 0;)
        reversed.items[reversed.n++] = pages.items[i];
    kembar_furniture other = fit(&reversed, 2);
    assert_int_equal(one.n_blocks, 4);
    const kembar_furniture *all[] = {&seven, &other};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(all[i]->n_blocks, one.n_blocks);
        assert_memory_equal(all[i]->blocks, one.blocks, one.n_blocks * sizeof *one.blocks);
        assert_int_equal(all[i]->n_runs, one.n_runs);
        for (size_t k = 0; k < one.n_runs; k++)
            assert_int_equal(all[i]->runs[k].hash, one.runs[k].hash);
    }
    kembar_furniture_deinit(&one);
    kembar_furniture_deinit(&seven);
    kembar_furniture_deinit(&other);
    free_pages(&pages);
}

static void nothing_gives_nothing(void **state) {
    (void)state;
    page_list pages = {0};
    kembar_furniture furniture = fit(&pages, 2);
    assert_int_equal(furniture.n_blocks, 0);
    kembar_furniture_deinit(&furniture);
    for (int i = 0; i < 25; i++)
        add_page(&pages, NULL, "");
    furniture = fit(&pages, 2);
    assert_int_equal(furniture.n_blocks, 0);
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
}

static kembar_status fit_once(void *context) {
    page_list *pages = context;
    kembar_furniture furniture;
    kembar_status status = kembar_furniture_fit(
        &furniture, (const kembar_document *const *)pages->items, pages->n, 1, NULL);
    assert_int_equal(furniture.n_blocks, status ? 0 : 1);
    kembar_furniture_deinit(&furniture);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    page_list pages = {0};
    add_pages(&pages, 20, "harbour", LONG_LINE, 30);
    assert_true(fail_every_allocation(fit_once, &pages) >= 6);
    free_pages(&pages);
    add_pages(&pages, 30, NULL, LONG_LINE " " LONG_LINE " " LONG_LINE " " LONG_LINE " " LONG_LINE,
              50);
    assert_true(fail_every_allocation(fit_once, &pages) >= 6);
    free_pages(&pages);
}

/* Twelve pages that all carry the same lines, each with words of its own. */
static void add_pages_of_lines(page_list *pages, const kembar_buffer *lines, size_t n_own) {
    for (size_t i = 0; i < 12; i++) {
        kembar_buffer text = {0};
        for (size_t k = 0; k < n_own; k++) {
            append_word(&text, 100000 * (i + 1) + k);
            kembar_buffer_append_char(&text, ' ');
        }
        kembar_buffer_append_text(&text, "ends here.\n\n");
        kembar_buffer_append_view(&text, kembar_buffer_view(lines));
        add_page(pages, "harbour", text_of(&text));
        kembar_buffer_deinit(&text);
    }
}

static void append_steps(kembar_buffer *text, uint64_t first, size_t n, size_t step) {
    for (size_t i = 0; i < n; i++) {
        append_word(text, first + i * step);
        kembar_buffer_append_char(text, ' ');
    }
}

/* 600 lines of 9 to 14 tokens whose first eight are the same. */
static void of_many_lines_with_one_opening_the_longest_counts(void **state) {
    (void)state;
    page_list pages = {0};
    kembar_buffer lines = {0}, probe = {0};
    for (size_t i = 0; i < 600; i++) {
        append_steps(&lines, 1, 8, 1);
        append_steps(&lines, 1000, i % 6, 1);
        append_steps(&lines, 2000 + i, 1, 1);
        kembar_buffer_append_text(&lines, "\n\n");
    }
    add_pages_of_lines(&pages, &lines, 9000);
    kembar_furniture furniture = fit(&pages, 1);
    assert_int_equal(furniture.n_runs, 600);
    for (size_t i = 0; i < 600; i += 7) {
        kembar_buffer_clear(&probe);
        append_steps(&probe, 5000, 3, 1);
        append_steps(&probe, 1, 8, 1);
        append_steps(&probe, 1000, i % 6, 1);
        append_steps(&probe, 2000 + i, 1, 1);
        append_steps(&probe, 6000, 3, 1);
        assert_int_equal(count_marked(&furniture, text_of(&probe)), 9 + i % 6);
    }
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
    kembar_buffer_deinit(&lines);
    kembar_buffer_deinit(&probe);
}

/* Lines of one word repeated 8 to 400 times and another at the end: a page of that one word could
 * hash all of them at each of its tokens. The search ends, so that a line behind it is not found.
 */
static void a_page_of_beginnings_is_not_searched_for_ever(void **state) {
    (void)state;
    page_list pages = {0};
    kembar_buffer lines = {0}, probe = {0};
    for (size_t n = 8; n <= 400; n++) {
        append_steps(&lines, 1, n, 0);
        append_steps(&lines, 2, 1, 0);
        kembar_buffer_append_text(&lines, "\n\n");
    }
    add_pages_of_lines(&pages, &lines, 100000);
    kembar_furniture furniture = fit(&pages, 1);
    assert_int_equal(furniture.n_runs, 393);
    for (size_t n_before = 0; n_before <= 450; n_before += 450) {
        kembar_buffer_clear(&probe);
        append_steps(&probe, 1, n_before, 0);
        append_steps(&probe, 3, 1, 0);
        append_steps(&probe, 1, 12, 0);
        append_steps(&probe, 2, 1, 0);
        append_steps(&probe, 4, 1, 0);
        assert_int_equal(count_marked(&furniture, text_of(&probe)), n_before ? 0 : 13);
    }
    kembar_furniture_deinit(&furniture);
    free_pages(&pages);
    kembar_buffer_deinit(&lines);
    kembar_buffer_deinit(&probe);
}

static int stands_in(const uint32_t *items, size_t n, const uint32_t *part, size_t n_part) {
    for (size_t i = 0; i + n_part <= n; i++)
        if (memcmp(items + i, part, n_part * sizeof *part) == 0)
            return 1;
    return 0;
}

/* Whatever stands around a run, its anchors are among those of the text, one after the other. */
static void anchors_of_runs_are_anchors_of_their_texts(void **state) {
    enum { MAX_TOKENS = 200 };
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        kembar_random random = {seed};
        uint64_t hashes[MAX_TOKENS];
        uint32_t anchors[MAX_TOKENS], part[MAX_TOKENS];
        size_t n_tokens = kembar_random_below(&random, MAX_TOKENS);
        for (size_t i = 0; i < n_tokens; i++)
            hashes[i] = kembar_hash_mix(kembar_random_below(&random, 1 + seed % 20));
        size_t n = kembar_furniture_anchors(hashes, n_tokens, anchors);
        assert_true(n <= n_tokens);
        for (size_t i = 0; i + KEMBAR_FURNITURE_RUN_TOKENS <= n_tokens; i++) {
            size_t n_run = KEMBAR_FURNITURE_RUN_TOKENS + i % 30;
            n_run = n_run < n_tokens - i ? n_run : n_tokens - i;
            size_t n_part = kembar_furniture_anchors(hashes + i, n_run, part);
            assert_true(n_part > 0);
            assert_true(stands_in(anchors, n, part, n_part));
        }
        if (n_tokens < KEMBAR_FURNITURE_RUN_TOKENS)
            assert_int_equal(n, 0);
    }
}

/* Every length up to several of the vectors' parts, and hashes of few kinds, so that windows
 * repeat.
 */
static void anchors_are_the_same_on_every_level(void **state) {
    enum { MAX_TOKENS = 2200 };
    static uint64_t hashes[MAX_TOKENS];
    static uint32_t expected[MAX_TOKENS], anchors[MAX_TOKENS];
    (void)state;
    for (size_t n_tokens = 0; n_tokens <= MAX_TOKENS; n_tokens += n_tokens < 100 ? 1 : 57) {
        kembar_random random = {n_tokens + 1};
        for (size_t i = 0; i < n_tokens; i++)
            hashes[i] = kembar_hash_mix(kembar_random_below(&random, 1 + n_tokens % 7));
        size_t n = kembar_furniture_anchors_scalar(hashes, n_tokens, expected);
        assert_int_equal(kembar_furniture_anchors(hashes, n_tokens, anchors), n);
        assert_memory_equal(anchors, expected, n * sizeof *anchors);
    }
}

static void rows_are_the_same_on_every_level(void **state) {
    enum { MAX_ROWS = 70 };
    kembar_random random = {11};
    (void)state;
    for (size_t n = 0; n <= MAX_ROWS; n++) {
        kembar_token tokens[MAX_ROWS + KEMBAR_ROW_TOKENS - 1];
        uint32_t expected[MAX_ROWS], rows[MAX_ROWS];
        for (size_t i = 0; i < n + KEMBAR_ROW_TOKENS - 1; i++)
            tokens[i] = (kembar_token){kembar_random_next(&random), 1, 2};
        kembar_furniture_rows_scalar(tokens, n, expected);
        kembar_furniture_rows(tokens, n, rows);
        assert_memory_equal(rows, expected, n * sizeof *rows);
    }
}

static kembar_status page_document(void *context, int worker_id, size_t i,
                                   const kembar_document **out, kembar_error *error) {
    const page_list *pages = context;
    (void)worker_id;
    (void)error;
    *out = pages->items[i];
    return KEMBAR_OK;
}

/* As of a cache that was made otherwise: how such a line begins cannot be known. */
static void lines_that_are_not_in_their_documents_are_none(void **state) {
    (void)state;
    page_list pages = {.n = 0};
    kembar_furniture_line lines[KEMBAR_FURNITURE_COLLECTION_DOCS][2];
    kembar_furniture_page lists[KEMBAR_FURNITURE_COLLECTION_DOCS];
    kembar_furniture furniture;
    add_pages(&pages, KEMBAR_FURNITURE_COLLECTION_DOCS, NULL, LONG_LINE, 40);
    for (size_t is_there = 0; is_there < 2; is_there++) {
        for (size_t i = 0; i < pages.n; i++) {
            const kembar_block *blocks = pages.items[i]->blocks;
            lines[i][0] = (kembar_furniture_line){blocks[0].hash, blocks[0].n_tokens};
            lines[i][1] = (kembar_furniture_line){blocks[1].hash + !is_there, blocks[1].n_tokens};
            lists[i] = (kembar_furniture_page){.lines = lines[i], .n_lines = 2, .n_tokens = 60};
        }
        assert_int_equal(
            kembar_furniture_learn(&furniture, lists, pages.n, page_document, &pages, 2, NULL),
            KEMBAR_OK);
        assert_int_equal(furniture.n_blocks, is_there);
        kembar_furniture_deinit(&furniture);
    }
    free_pages(&pages);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_pages_of_one_source_are_enough),
        cmocka_unit_test(ten_pages_of_several_sources_are_not),
        cmocka_unit_test(twenty_pages_of_no_source_are_enough),
        cmocka_unit_test(three_tokens_are_enough),
        cmocka_unit_test(copies_of_one_story_are_none),
        cmocka_unit_test(half_of_the_pages_must_have_text_of_their_own),
        cmocka_unit_test(long_blocks_need_half_of_a_page_beside_them),
        cmocka_unit_test(what_other_news_stands_above_is_furniture),
        cmocka_unit_test(an_imprint_longer_than_the_news_is_furniture),
        cmocka_unit_test(the_line_of_a_story_with_many_versions_is_none),
        cmocka_unit_test(a_line_twice_on_a_page_counts_once),
        cmocka_unit_test(long_runs_are_found_anywhere_short_ones_only_as_blocks),
        cmocka_unit_test(of_runs_with_one_opening_the_longest_counts),
        cmocka_unit_test(knows_its_blocks),
        cmocka_unit_test(the_same_for_any_threads_and_order),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(survives_every_failed_allocation),
        cmocka_unit_test(of_many_lines_with_one_opening_the_longest_counts),
        cmocka_unit_test(a_page_of_beginnings_is_not_searched_for_ever),
        cmocka_unit_test(lines_that_are_not_in_their_documents_are_none),
        cmocka_unit_test(anchors_of_runs_are_anchors_of_their_texts),
        cmocka_unit_test(anchors_are_the_same_on_every_level),
        cmocka_unit_test(rows_are_the_same_on_every_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
