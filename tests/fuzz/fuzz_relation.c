/* The relation is that of the definition, whatever the measures. Input: sixteen-bit numbers. */
#include "fuzz.h"
#include "pair/relation.h"

static uint32_t take_number(kembar_view *rest) {
    unsigned low = fuzz_take_byte(rest);
    return low | fuzz_take_byte(rest) << 8;
}

static uint32_t take_below(kembar_view *rest, uint32_t bound) {
    return take_number(rest) % (bound + 1);
}

static uint32_t smaller(uint32_t x, uint32_t y) {
    return x < y ? x : y;
}

/* Numbers that can belong together. */
static kembar_measures take_measures(kembar_view *rest) {
    kembar_measures m = {.n_a = take_number(rest), .n_b = take_number(rest)};
    m.covered_a = take_below(rest, m.n_a);
    m.covered_b = take_below(rest, m.n_b);
    m.n_equal = take_below(rest, smaller(m.covered_a, m.covered_b));
    m.n_alike = take_below(rest, smaller(m.covered_a, m.covered_b) - m.n_equal);
    m.longest = take_below(rest, m.n_equal);
    m.shingles_a = take_below(rest, m.n_a);
    m.shingles_b = take_below(rest, m.n_b);
    m.shingles_shared = take_below(rest, smaller(m.shingles_a, m.shingles_b));
    m.is_exact = (take_number(rest) & 15) == 15;
    return m;
}

/* part / whole >= micro / 10^6, in whole numbers. */
static int reaches(uint64_t part, uint64_t whole, uint64_t micro) {
    return whole > 0 ? part * 1000000 >= micro * whole : micro == 0;
}

static int is_supported(const kembar_measures *m, uint64_t near) {
    uint64_t either = (uint64_t)m->shingles_a + m->shingles_b - m->shingles_shared;
    uint64_t aligned = (uint64_t)m->n_equal + m->n_alike;
    int both = reaches(m->covered_a, m->n_a, near) && reaches(m->covered_b, m->n_b, near);
    int is_noisy = both && aligned >= 30 && reaches(m->n_alike, aligned, 80000);
    if (m->n_equal < 24 && !reaches(m->shingles_shared, either, 300000))
        return 0;
    return reaches(m->shingles_shared, either, 200000) ||
           reaches(m->shingles_shared, smaller(m->shingles_a, m->shingles_b), 300000) ||
           m->shingles_shared >= 30 || is_noisy;
}

static kembar_relation define(const kembar_measures *m, const kembar_options *options) {
    uint64_t near = (uint64_t)options->near_micro;
    uint64_t either = (uint64_t)m->shingles_a + m->shingles_b - m->shingles_shared;
    int by_a = reaches(m->covered_a, m->n_a, near), by_b = reaches(m->covered_b, m->n_b, near);
    if (m->is_exact)
        return KEMBAR_RELATION_EXACT;
    if (smaller(m->n_a, m->n_b) < (uint32_t)options->min_tokens || !is_supported(m, near))
        return KEMBAR_RELATION_NONE;
    if ((by_a && by_b) || reaches(m->shingles_shared, either, near))
        return KEMBAR_RELATION_NEAR;
    return by_a || by_b || m->longest >= (uint32_t)options->excerpt_tokens ? KEMBAR_RELATION_EXCERPT
                                                                           : KEMBAR_RELATION_NONE;
}

static void check_reasons(const kembar_measures *m, const kembar_options *options) {
    kembar_reason reasons[KEMBAR_MAX_REASONS];
    size_t n = kembar_relation_reasons(m, options, reasons);
    FUZZ_CHECK(n > 0 && n <= KEMBAR_MAX_REASONS);
    FUZZ_CHECK(!!reasons[0].met == !!m->is_exact);
    for (size_t i = 0; i + 1 < n; i++)
        FUZZ_CHECK(!!reasons[i].met == (reasons[i].value >= reasons[i].threshold));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_measures m = take_measures(&rest);
    kembar_options options = kembar_options_default();
    if (rest.size > 0) {
        options.near_micro = (int32_t)(1 + take_below(&rest, 999) * 1000);
        options.excerpt_tokens = (int32_t)(1 + take_below(&rest, 200));
        options.min_tokens = (int32_t)take_below(&rest, 50);
    }
    kembar_relation relation = kembar_relation_decide(&m, &options);
    FUZZ_CHECK(relation == define(&m, &options));
    int32_t score = kembar_relation_score(&m, relation);
    FUZZ_CHECK(relation == KEMBAR_RELATION_NONE ? score == -1 : score >= 0 && score <= 1000000);
    FUZZ_CHECK(kembar_relation_parse((kembar_view){kembar_relation_name(relation),
                                                   strlen(kembar_relation_name(relation))}) ==
               relation);
    check_reasons(&m, &options);
    kembar_measures swapped = m;
    swapped.n_a = m.n_b;
    swapped.n_b = m.n_a;
    swapped.covered_a = m.covered_b;
    swapped.covered_b = m.covered_a;
    swapped.shingles_a = m.shingles_b;
    swapped.shingles_b = m.shingles_a;
    FUZZ_CHECK(kembar_relation_decide(&swapped, &options) == relation);
    FUZZ_CHECK(kembar_relation_score(&swapped, relation) == score);
    return 0;
}
