#include "pair/retelling.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "pair/relation.h"
#include "pair/verify.h"

kembar_status kembar_retelling_init(kembar_retelling *work, const kembar_stretches *stretches,
                                    const kembar_prepared *prepared, const kembar_options *options,
                                    kembar_error *error) {
    *work = (kembar_retelling){.prepared = prepared, .options = options};
    kembar_status status = kembar_aligner_new(&work->aligner, error);
    if (!status)
        status = kembar_retold_finder_new(&work->finder, stretches, prepared, error);
    if (status)
        kembar_retelling_deinit(work);
    return status;
}

void kembar_retelling_deinit(kembar_retelling *work) {
    kembar_aligner_free(work->aligner);
    kembar_retold_finder_free(work->finder);
    kembar_free(work->passages);
    kembar_free(work->covered);
    *work = (kembar_retelling){0};
}

/* Links judge what is told in two languages. */
static int is_across(const kembar_document *a, const kembar_document *b) {
    return (a->language == KEMBAR_LANGUAGE_EN && b->language == KEMBAR_LANGUAGE_ID) ||
           (a->language == KEMBAR_LANGUAGE_ID && b->language == KEMBAR_LANGUAGE_EN);
}

int kembar_retelling_is_possible(const kembar_prepared *a, const kembar_prepared *b,
                                 const kembar_options *options) {
    size_t least = (size_t)options->min_tokens;
    return a->content.n_tokens >= least && b->content.n_tokens >= least &&
           !is_across(a->document, b->document);
}

static uint32_t cover(uint8_t *covered, size_t n_tokens, const kembar_passage *passages, size_t n,
                      int side_b) {
    uint32_t n_covered = 0;
    memset(covered, 0, n_tokens);
    for (size_t i = 0; i < n; i++) {
        uint32_t begin = side_b ? passages[i].b_begin : passages[i].a_begin;
        uint32_t end = side_b ? passages[i].b_end : passages[i].a_end;
        memset(covered + begin, 1, end - begin);
    }
    for (size_t i = 0; i < n_tokens; i++)
        n_covered += covered[i];
    return n_covered;
}

/* Tokens of [begin, end) that lie in passages. */
static uint32_t already(const uint8_t *covered, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++)
        n += covered[i];
    return n;
}

/* Adds those retold passages, reordered ones or the others, of which at least a fifth of side a is
 * not shared word by word anyway. */
static kembar_status add_retold(kembar_retelling *work, const kembar_retold *retold,
                                int is_reordered, size_t *n) {
    for (size_t i = 0; i < retold->n_passages; i++) {
        const kembar_passage *p = &retold->passages[i];
        if (retold->is_reordered[i] != is_reordered ||
            5 * already(work->covered, p->a_begin, p->a_end) > 4 * (p->a_end - p->a_begin))
            continue;
        if (kembar_array_reserve((void **)&work->passages, &work->capacity, *n + 1,
                                 sizeof *work->passages))
            return KEMBAR_ERROR_MEMORY;
        work->passages[(*n)++] = *p;
    }
    return KEMBAR_OK;
}

static void count_reordered(kembar_measures *measures, const kembar_retold *retold) {
    for (size_t i = 0; i < retold->n_passages; i++)
        if (retold->is_reordered[i] && retold->passages[i].n_equal > measures->n_reordered)
            measures->n_reordered = retold->passages[i].n_equal;
}

static void measure_cover(kembar_measures *measures, kembar_retelling *work, size_t n) {
    measures->covered_b = cover(work->covered, measures->n_b, work->passages, n, 1);
    measures->covered_a = cover(work->covered, measures->n_a, work->passages, n, 0);
}

/* What a and b share word by word, and what one tells again of the other. */
static kembar_status judge(kembar_retelling *work, uint32_t a, uint32_t b,
                           const kembar_retold *retold, kembar_pair_finding *finding) {
    const kembar_prepared *of_a = &work->prepared[a], *of_b = &work->prepared[b];
    size_t n_a = of_a->content.n_tokens, n_b = of_b->content.n_tokens;
    if (kembar_aligner_set(work->aligner, of_a) ||
        kembar_verify_contents(finding, work->aligner, of_a, of_b, work->options))
        return KEMBAR_ERROR_MEMORY;
    size_t n = finding->n_passages;
    if (kembar_array_reserve((void **)&work->passages, &work->capacity, n + 1,
                             sizeof *work->passages) ||
        kembar_array_reserve((void **)&work->covered, &work->covered_capacity,
                             (n_a > n_b ? n_a : n_b) + 1, 1))
        return KEMBAR_ERROR_MEMORY;
    if (n)
        memcpy(work->passages, finding->passages, n * sizeof *work->passages);
    measure_cover(&finding->measures, work, n);
    if (add_retold(work, retold, 1, &n))
        return KEMBAR_ERROR_MEMORY;
    count_reordered(&finding->measures, retold);
    measure_cover(&finding->measures, work, n);
    kembar_relation before = finding->relation;
    finding->relation = kembar_relation_decide(&finding->measures, work->options);
    if (finding->relation < KEMBAR_RELATION_EXCERPT) {
        if (add_retold(work, retold, 0, &n))
            return KEMBAR_ERROR_MEMORY;
        measure_cover(&finding->measures, work, n);
        finding->relation = KEMBAR_RELATION_RELATED;
    }
    finding->score = kembar_relation_score(&finding->measures, finding->relation);
    if (finding->relation != KEMBAR_RELATION_NEAR)
        finding->facts_differ = -1;
    else if (before != KEMBAR_RELATION_NEAR)
        finding->facts_differ = 0;
    finding->passages = work->passages;
    finding->n_passages = n;
    return KEMBAR_OK;
}

kembar_status kembar_retelling_judge(kembar_retelling *work, uint32_t a, uint32_t b,
                                     kembar_relation known, size_t n_known,
                                     kembar_pair_finding *out, int *is_one) {
    kembar_retold retold;
    *is_one = 0;
    if (kembar_retold_find(work->finder, a, b, &retold))
        return KEMBAR_ERROR_MEMORY;
    if (retold.n_passages == 0 || (known && retold.n_reordered == 0))
        return KEMBAR_OK;
    if (judge(work, a, b, &retold, out))
        return KEMBAR_ERROR_MEMORY;
    /* What was judged by its passages in order keeps its name. */
    *is_one = !known || (out->n_passages != n_known && out->relation == known);
    return KEMBAR_OK;
}
