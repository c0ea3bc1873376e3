/* Two documents in both orders: what is symmetric by its definition is the same, spans lie on
 * characters, and the answers are well-formed. Input: two texts; the first line of each is its
 * title when it ends in '!'. */
#include "document/document.h"
#include "fuzz.h"
#include "kembar/answers.h"
#include "kembar/compare.h"

static kembar_document *make(const char *id, kembar_view text) {
    kembar_document *document = NULL;
    kembar_record record = {.id = {id, 1}, .text = text};
    const char *end = text.size > 0 ? memchr(text.data, '\n', text.size) : NULL;
    if (end && end > text.data && end[-1] == '!') {
        size_t size = (size_t)(end - text.data);
        record.title = (kembar_view){text.data, size};
        record.text = (kembar_view){end + 1, text.size - size - 1};
    }
    FUZZ_CHECK(kembar_document_new(&document, &record, NULL) == KEMBAR_OK);
    return document;
}

static void check_fraction(int32_t value) {
    FUZZ_CHECK(value >= -1 && value <= 1000000);
}

static void check_pair(const kembar_document *a, const kembar_document *b,
                       const kembar_comparison *c) {
    const kembar_pair *p = &c->pair;
    const int32_t fractions[] = {p->score,      p->jaccard,    p->containment_a, p->containment_b,
                                 p->coverage_a, p->coverage_b, p->similarity,    p->link};
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
        check_fraction(fractions[i]);
    FUZZ_CHECK(p->relation <= KEMBAR_RELATION_EXACT);
    FUZZ_CHECK((p->facts_differ >= 0) == (p->relation == KEMBAR_RELATION_NEAR));
    if (p->relation == KEMBAR_RELATION_EXACT)
        FUZZ_CHECK(p->score == 1000000 && p->coverage_a == 1000000 && p->coverage_b == 1000000);
    FUZZ_CHECK(p->jaccard <= p->containment_a && p->jaccard <= p->containment_b);
    FUZZ_CHECK(p->longest_passage <= p->equal_tokens);
    for (uint32_t i = 0; i < p->n_spans; i++) {
        const kembar_span_pair *span = &c->spans[i];
        fuzz_check_span(a->text, span->a_begin, span->a_end);
        fuzz_check_span(b->text, span->b_begin, span->b_end);
        FUZZ_CHECK(span->a_begin < span->a_end && span->b_begin < span->b_end);
        FUZZ_CHECK(i == 0 || span[-1].a_begin <= span->a_begin);
    }
}

static void check_both(const kembar_comparison *forth, const kembar_comparison *back) {
    const kembar_pair *x = &forth->pair, *y = &back->pair;
    FUZZ_CHECK((x->relation == KEMBAR_RELATION_EXACT) == (y->relation == KEMBAR_RELATION_EXACT));
    FUZZ_CHECK(x->jaccard == y->jaccard);
    FUZZ_CHECK(x->containment_a == y->containment_b && x->containment_b == y->containment_a);
    FUZZ_CHECK(x->similarity == y->similarity);
    FUZZ_CHECK(x->shared_shingles == y->shared_shingles);
}

static void check_answers(const kembar_document *a, const kembar_document *b,
                          const kembar_comparison *c) {
    static const kembar_passages_style styles[] = {{80, 0, 0}, {120, 0, 0}, {20, 0, 1}};
    kembar_answer answer = {0};
    FUZZ_CHECK(kembar_answer_comparison(&answer, a, b, c, NULL) == KEMBAR_OK);
    fuzz_check_json((kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        FUZZ_CHECK(kembar_answer_passages(&answer, a, b, c->spans, c->pair.n_spans, &styles[i],
                                          NULL) == KEMBAR_OK);
        fuzz_check_shown((kembar_view){answer.data, answer.size}, 1);
        kembar_answer_deinit(&answer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view first = fuzz_take_part(&rest);
    kembar_options options = kembar_options_default();
    kembar_document *a = make("a", first), *b = make("b", rest);
    kembar_comparison forth, back, self;
    FUZZ_CHECK(kembar_compare(a, b, &options, &forth, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_compare(b, a, &options, &back, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_compare(a, a, &options, &self, NULL) == KEMBAR_OK);
    check_pair(a, b, &forth);
    check_pair(b, a, &back);
    check_pair(a, a, &self);
    check_both(&forth, &back);
    FUZZ_CHECK((self.pair.relation == KEMBAR_RELATION_EXACT) == (a->tokens.n_items > 0));
    check_answers(a, b, &forth);
    kembar_comparison_deinit(&forth);
    kembar_comparison_deinit(&back);
    kembar_comparison_deinit(&self);
    kembar_document_free(a);
    kembar_document_free(b);
    return 0;
}
