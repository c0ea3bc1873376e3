/* Which of two texts is asked first makes no difference to whether their facts differ: of random
 * pairs with other capitals and marks, and with parts that moved or stand twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "make_document.h"
#include "pair/facts.h"

enum { N_ROUNDS = 6000, MAX_WORDS = 200, N_WORDS = 600, N_NAMES = 16, MIN_PART = 9 };

typedef enum word_kind { WORD, NAME, NUMBER } word_kind;

typedef struct word {
    word_kind kind;
    unsigned number;
} word;

typedef struct draft {
    word items[MAX_WORDS];
    size_t n;
} draft;

static unsigned below(kembar_random *random, unsigned n) {
    return (unsigned)kembar_random_below(random, n);
}

static word draw_word(kembar_random *random) {
    unsigned percent = below(random, 100);
    if (percent < 14)
        return (word){NAME, below(random, N_NAMES)};
    return percent < 24 ? (word){NUMBER, below(random, 200)} : (word){WORD, below(random, N_WORDS)};
}

static draft draw_first(kembar_random *random) {
    draft out = {.n = 20 + below(random, 120)};
    for (size_t i = 0; i < out.n; i++)
        out.items[i] = draw_word(random);
    return out;
}

/* Other facts in places, and some words that are others, new or gone. */
static draft draw_second(kembar_random *random, const draft *first) {
    draft out = {.n = 0};
    unsigned percent_facts = below(random, 100), percent_words = below(random, 12);
    for (size_t i = 0; i < first->n; i++) {
        word of = first->items[i];
        if (of.kind == WORD && below(random, 100) < percent_words)
            of = draw_word(random);
        else if (of.kind != WORD && below(random, 100) < percent_facts)
            of.number = below(random, of.kind == NAME ? N_NAMES : 200);
        if (below(random, 100) >= percent_words / 2)
            out.items[out.n++] = of;
    }
    return out;
}

static void double_part(draft *of, kembar_random *random) {
    size_t n = MIN_PART + below(random, 6);
    if (of->n < n || of->n + n > MAX_WORDS)
        return;
    size_t begin = below(random, (unsigned)(of->n - n + 1));
    memcpy(of->items + of->n, of->items + begin, n * sizeof *of->items);
    of->n += n;
}

/* The first part to the end. */
static void move_part(draft *of, kembar_random *random) {
    word part[MIN_PART + 6];
    size_t n = MIN_PART + below(random, 6);
    if (of->n < 2 * n)
        return;
    memcpy(part, of->items, n * sizeof *part);
    memmove(of->items, of->items + n, (of->n - n) * sizeof *part);
    memcpy(of->items + of->n - n, part, n * sizeof *part);
}

static void append_number(kembar_buffer *out, unsigned number) {
    static const char *const forms[] = {"%u",     "$%u million", "%u.5 percent", "%u,250",
                                        "May %u", "%u May 2006", "1.%u million", "%u00"};
    char text[32];
    snprintf(text, sizeof text, forms[number % 8], number / 8 + 1);
    kembar_buffer_append_text(out, text);
}

static void append_marks(kembar_buffer *out, kembar_random *random) {
    unsigned percent = below(random, 100);
    kembar_buffer_append_text(out, percent < 6    ? ". "
                                   : percent < 9  ? " - "
                                   : percent < 12 ? "\n"
                                   : percent < 14 ? ", "
                                                  : " ");
}

static made write_draft(const draft *of, kembar_random *random) {
    kembar_buffer text = {0};
    for (size_t i = 0; i < of->n; i++) {
        size_t begin = text.size;
        if (of->items[i].kind == NUMBER) {
            append_number(&text, of->items[i].number);
        } else {
            append_word(&text, of->items[i].number + (of->items[i].kind == NAME ? N_WORDS : 0));
            if (of->items[i].kind == NAME || below(random, 12) == 0)
                text.data[begin] = (char)(text.data[begin] & ~0x20);
        }
        append_marks(&text, random);
    }
    made item = make_prepared(text_of(&text));
    kembar_buffer_deinit(&text);
    return item;
}

static int differ(kembar_aligner *aligner, const made *a, const made *b, size_t *n_passages) {
    kembar_alignment alignment;
    int answer;
    assert_int_equal(kembar_aligner_set(aligner, &a->prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b->prepared, &alignment), KEMBAR_OK);
    assert_int_equal(kembar_facts_differ(&a->prepared, &b->prepared, &alignment, &answer),
                     KEMBAR_OK);
    *n_passages = alignment.n_passages;
    return answer;
}

static void either_text_may_be_asked_first(void **state) {
    (void)state;
    kembar_aligner *aligner = NULL;
    size_t n_differ = 0, n_aligned = 0;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    for (uint64_t round = 0; round < N_ROUNDS; round++) {
        kembar_random random = {round};
        draft first = draw_first(&random), second = draw_second(&random, &first);
        if (below(&random, 4) == 0)
            move_part(&second, &random);
        if (below(&random, 4) == 0)
            double_part(&second, &random);
        made a = write_draft(&first, &random), b = write_draft(&second, &random);
        size_t n_passages, n_other;
        int answer = differ(aligner, &a, &b, &n_passages);
        if (answer != differ(aligner, &b, &a, &n_other))
            fail_msg("round %u", (unsigned)round);
        n_differ += (size_t)answer;
        n_aligned += n_passages > 0;
        free_made(&a);
        free_made(&b);
    }
    assert_in_range(n_differ, N_ROUNDS / 20, n_aligned - N_ROUNDS / 20);
    kembar_aligner_free(aligner);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(either_text_may_be_asked_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
