#include "pair/relation.h"

#include <string.h>

static const char *const relation_names[] = {"none",    "related", "translation",
                                             "excerpt", "near",    "exact"};

const char *kembar_relation_name(kembar_relation relation) {
    return (unsigned)relation <= KEMBAR_RELATION_EXACT ? relation_names[relation]
                                                       : relation_names[0];
}

kembar_relation kembar_relation_parse(kembar_view name) {
    for (int i = 0; i <= KEMBAR_RELATION_EXACT; i++)
        if (strlen(relation_names[i]) == name.size &&
            memcmp(relation_names[i], name.data, name.size) == 0)
            return (kembar_relation)i;
    return KEMBAR_RELATION_NONE;
}

static int32_t smaller(int32_t x, int32_t y) {
    return x < y ? x : y;
}

static int32_t larger(int32_t x, int32_t y) {
    return x > y ? x : y;
}

static int is_near(const kembar_measures *m, const kembar_options *options) {
    return smaller(kembar_measures_coverage_a(m), kembar_measures_coverage_b(m)) >=
               options->near_micro ||
           kembar_measures_jaccard(m) >= options->near_micro;
}

/* So many words of one passage in another order are no formula. */
static int is_reordered(const kembar_measures *m, const kembar_options *options) {
    return m->n_reordered >= (uint32_t)options->excerpt_tokens;
}

static int is_excerpt(const kembar_measures *m, const kembar_options *options) {
    return larger(kembar_measures_coverage_a(m), kembar_measures_coverage_b(m)) >=
               options->near_micro ||
           m->longest >= (uint32_t)options->excerpt_tokens || is_reordered(m, options);
}

static int32_t alike_share(const kembar_measures *m) {
    return kembar_micro(m->n_alike, (uint64_t)m->n_equal + m->n_alike);
}

static int is_noisy_copy(const kembar_measures *m, const kembar_options *options) {
    return smaller(kembar_measures_coverage_a(m), kembar_measures_coverage_b(m)) >=
               options->near_micro &&
           m->n_equal + m->n_alike >= KEMBAR_NOISY_ALIGNED && alike_share(m) >= KEMBAR_NOISY_ALIKE;
}

static int has_enough_equal(const kembar_measures *m) {
    return m->n_equal >= KEMBAR_SUPPORT_EQUAL ||
           kembar_measures_jaccard(m) >= KEMBAR_SUPPORT_FREE_JACCARD;
}

static int is_supported(const kembar_measures *m, const kembar_options *options) {
    if (is_reordered(m, options))
        return 1;
    if (!has_enough_equal(m))
        return 0;
    return kembar_measures_jaccard(m) >= KEMBAR_SUPPORT_JACCARD ||
           kembar_measures_containment(m) >= KEMBAR_SUPPORT_CONTAINMENT ||
           m->shingles_shared >= KEMBAR_SUPPORT_SHINGLES || is_noisy_copy(m, options);
}

static int has_too_few(const kembar_measures *m, const kembar_options *options) {
    return (m->n_a < m->n_b ? m->n_a : m->n_b) < (uint32_t)options->min_tokens;
}

kembar_relation kembar_relation_decide(const kembar_measures *m, const kembar_options *options) {
    if (m->is_exact)
        return KEMBAR_RELATION_EXACT;
    if (has_too_few(m, options) || !is_supported(m, options))
        return KEMBAR_RELATION_NONE;
    if (is_near(m, options))
        return KEMBAR_RELATION_NEAR;
    return is_excerpt(m, options) ? KEMBAR_RELATION_EXCERPT : KEMBAR_RELATION_NONE;
}

int32_t kembar_relation_score(const kembar_measures *m, kembar_relation relation) {
    int32_t a = kembar_measures_coverage_a(m), b = kembar_measures_coverage_b(m);
    switch (relation) {
    case KEMBAR_RELATION_EXACT:
        return 1000000;
    case KEMBAR_RELATION_NEAR:
        return smaller(a, b);
    case KEMBAR_RELATION_EXCERPT:
        return larger(a, b);
    default:
        return -1;
    }
}

size_t kembar_relation_reasons(const kembar_measures *m, const kembar_options *options,
                               kembar_reason *reasons) {
    int32_t a = kembar_measures_coverage_a(m), b = kembar_measures_coverage_b(m);
    int32_t jaccard = kembar_measures_jaccard(m), near = options->near_micro;
    int32_t n_smaller = (int32_t)(m->n_a < m->n_b ? m->n_a : m->n_b);
    const kembar_reason all[] = {
        {"exact: same content, token by token", m->is_exact, 1, 0, 0},
        {"content tokens of the shorter one", n_smaller, options->min_tokens, 0, 0},
        {"near: coverage of both", smaller(a, b), near, 1, 0},
        {"near: Jaccard of the content shingles", jaccard, near, 1, 0},
        {"excerpt: coverage of one", larger(a, b), near, 1, 0},
        {"excerpt: equal tokens in one passage", (int32_t)m->longest, options->excerpt_tokens, 0,
         0},
        {"excerpt: or shuffled, whatever the support", (int32_t)m->n_reordered,
         options->excerpt_tokens, 0, 0},
        {"support: equal tokens", (int32_t)m->n_equal, KEMBAR_SUPPORT_EQUAL, 0, 0},
        {"support: or instead, Jaccard", jaccard, KEMBAR_SUPPORT_FREE_JACCARD, 1, 0},
        {"support: Jaccard", jaccard, KEMBAR_SUPPORT_JACCARD, 1, 0},
        {"support: or containment", kembar_measures_containment(m), KEMBAR_SUPPORT_CONTAINMENT, 1,
         0},
        {"support: or shared shingles", (int32_t)m->shingles_shared, KEMBAR_SUPPORT_SHINGLES, 0, 0},
        {"support: or a noisy copy, share of look-alikes", alike_share(m), KEMBAR_NOISY_ALIKE, 1,
         0}};
    size_t n = sizeof all / sizeof *all;
    for (size_t i = 0; i < n; i++) {
        reasons[i] = all[i];
        reasons[i].met = all[i].value >= all[i].threshold;
    }
    reasons[n - 1].met = is_noisy_copy(m, options);
    return n;
}

int kembar_relation_is_copy(const kembar_pair *pair) {
    return pair->relation == KEMBAR_RELATION_EXACT ||
           (pair->relation == KEMBAR_RELATION_NEAR && pair->facts_differ != 1);
}
