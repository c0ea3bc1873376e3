#include "pipeline/dedup_judge.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "pair/classes.h"
#include "pair/facts.h"
#include "pair/listed.h"
#include "pair/verify.h"
#include "text/shingles.h"

enum { MIN_CACHE_BYTES = 2 * 1024 * 1024 };

#define NOBODY UINT32_MAX

kembar_status kembar_dedup_judge_init(kembar_dedup_judge *judge, const kembar_dedup_set *set,
                                      const kembar_furniture *furniture, size_t max_bytes,
                                      kembar_error *error) {
    *judge = (kembar_dedup_judge){.set = set, .set_for = NOBODY};
    kembar_status status =
        kembar_dedup_cache_new(&judge->cache, set, furniture,
                               max_bytes < MIN_CACHE_BYTES ? MIN_CACHE_BYTES : max_bytes, error);
    return status ? status : kembar_aligner_new(&judge->aligner, error);
}

void kembar_dedup_judge_deinit(kembar_dedup_judge *judge) {
    kembar_dedup_cache_free(judge->cache);
    kembar_aligner_free(judge->aligner);
}

void kembar_dedup_judge_expect(kembar_dedup_judge *judge, size_t n_documents) {
    judge->set_for = NOBODY;
    kembar_dedup_cache_expect(judge->cache, n_documents);
}

void kembar_dedup_found_deinit(kembar_dedup_found *found) {
    kembar_free(found->items);
    kembar_pair_list_deinit(&found->pairs);
    *found = (kembar_dedup_found){0};
}

/* --- rows of pairs --- */

typedef struct listing_job {
    kembar_dedup_judge *judge;
    kembar_dedup_found *out;
    const kembar_pair_finding *finding;
} listing_job;

static kembar_listed_class class_of(const kembar_dedup_set *set, uint32_t head) {
    return (kembar_listed_class){set->members + set->first[head],
                                 kembar_dedup_set_class_size(set, head), head};
}

static kembar_listed_facts facts_of(void *context, uint32_t document) {
    const listing_job *listing = context;
    const kembar_imprint *imprint = listing->judge->set->imprints[document];
    return (kembar_listed_facts){imprint->source, imprint->day};
}

static kembar_status list_pair(void *context, uint32_t a, uint32_t b, kembar_error *error) {
    const listing_job *listing = context;
    kembar_dedup_cache *cache = listing->judge->cache;
    const kembar_dedup_set *set = listing->judge->set;
    const kembar_prepared *of_a, *of_b;
    int says_nothing = kembar_dedup_set_is_old(set, a) && kembar_dedup_set_is_old(set, b);
    if (says_nothing || !kembar_dedup_set_wants(set, a, b))
        return KEMBAR_OK;
    kembar_status status = kembar_dedup_cache_get(cache, a, a, &of_a, error);
    if (!status)
        status = kembar_dedup_cache_get(cache, b, a, &of_b, error);
    if (status)
        return status;
    kembar_pair_finding bare = *listing->finding;
    bare.n_passages = 0;
    if (kembar_pair_list_add(&listing->out->pairs, of_a, of_b, kembar_dedup_set_number(set, a),
                             kembar_dedup_set_number(set, b), &bare))
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status list_between(kembar_dedup_judge *judge, kembar_dedup_found *out, uint32_t a,
                                  uint32_t b, const kembar_pair_finding *finding,
                                  kembar_error *error) {
    listing_job context = {judge, out, finding};
    kembar_listing listing = {&judge->set->options->run, facts_of, list_pair, &context, 0};
    kembar_listed_class of_a = class_of(judge->set, a), of_b = class_of(judge->set, b);
    return kembar_listed_between(&listing, &of_a, &of_b, error);
}

kembar_status kembar_dedup_judge_class(kembar_dedup_judge *judge, uint32_t head,
                                       kembar_dedup_found *out, kembar_error *error) {
    const kembar_prepared *prepared;
    kembar_listed_class of = class_of(judge->set, head);
    if (of.n_members < 2)
        return KEMBAR_OK;
    judge->set_for = NOBODY;
    kembar_status status = kembar_dedup_cache_get(judge->cache, head, head, &prepared, error);
    if (status)
        return status;
    kembar_passage whole;
    kembar_pair_finding finding = kembar_verify_equal(prepared, &whole);
    listing_job context = {judge, out, &finding};
    kembar_listing listing = {&judge->set->options->run, facts_of, list_pair, &context, 0};
    return kembar_listed_within(&listing, &of, error);
}

/* --- judging --- */

static uint8_t inside_of(const kembar_pair_finding *finding, const kembar_options *options) {
    if (finding->relation != KEMBAR_RELATION_EXCERPT)
        return KEMBAR_INSIDE_NONE;
    if (kembar_measures_coverage_a(&finding->measures) >= options->near_micro)
        return KEMBAR_INSIDE_B;
    return kembar_measures_coverage_b(&finding->measures) >= options->near_micro
               ? KEMBAR_INSIDE_A
               : KEMBAR_INSIDE_NONE;
}

static kembar_status keep_finding(const kembar_options *options, kembar_dedup_found *out,
                                  uint32_t a, uint32_t b, const kembar_pair_finding *finding) {
    if (kembar_array_reserve((void **)&out->items, &out->capacity, out->n_items + 1,
                             sizeof *out->items))
        return KEMBAR_ERROR_MEMORY;
    out->items[out->n_items++] = (kembar_dedup_finding){.a = a,
                                                        .b = b,
                                                        .score = finding->score,
                                                        .relation = (uint8_t)finding->relation,
                                                        .facts_differ = finding->facts_differ,
                                                        .inside = inside_of(finding, options)};
    return KEMBAR_OK;
}

/* Two documents while they are verified. */
typedef struct looked_at {
    kembar_dedup_judge *judge;
    uint32_t a, b;
    const kembar_prepared *of_a, *of_b;
    size_t shared; /* shingles; where is_bound no more than that it is at least so many */
    int is_bound;
} looked_at;

static kembar_status find_values(void *context) {
    const looked_at *pair = context;
    kembar_dedup_cache *cache = pair->judge->cache;
    kembar_status status = kembar_dedup_cache_find_values(cache, pair->a, NULL);
    return status ? status : kembar_dedup_cache_find_values(cache, pair->b, NULL);
}

/* Documents are read without values; few near pairs ask for them. */
static kembar_status verify_facts(looked_at *pair, const kembar_alignment *alignment,
                                  kembar_pair_finding *finding, kembar_error *error) {
    int differ;
    if (finding->relation != KEMBAR_RELATION_NEAR)
        return KEMBAR_OK;
    kembar_values_source values = {find_values, pair};
    kembar_dedup_cache_settle_sentences(pair->judge->cache, pair->a);
    kembar_dedup_cache_settle_sentences(pair->judge->cache, pair->b);
    if (kembar_facts_differ_asking(pair->of_a, pair->of_b, alignment, &values, &differ))
        return kembar_error_memory(error);
    finding->facts_differ = (int8_t)differ;
    return KEMBAR_OK;
}

static kembar_status count_shared(looked_at *pair, kembar_error *error) {
    kembar_dedup_cache *cache = pair->judge->cache;
    kembar_status status = kembar_dedup_cache_find_shingles(cache, pair->a, error);
    if (!status)
        status = kembar_dedup_cache_find_shingles(cache, pair->b, error);
    if (status)
        return status;
    const kembar_shingle_set *x = &pair->of_a->shingles, *y = &pair->of_b->shingles;
    pair->shared = kembar_shingles_shared(x->items, x->n_items, y->items, y->n_items);
    pair->is_bound = 0;
    return KEMBAR_OK;
}

/* Whether the two are worth an alignment. Of copies so much is equal that it shows without their
 * shingles; where pairs are listed these are asked for anyway. The aligner has a. */
static kembar_status filter(looked_at *pair, int *is_promising, kembar_error *error) {
    const kembar_dedup_options *options = pair->judge->set->options;
    if (kembar_aligner_find(pair->judge->aligner, pair->of_b))
        return kembar_error_memory(error);
    pair->shared = kembar_aligner_sure_shingles(
        pair->judge->aligner, (unsigned)options->run.shingle_tokens, KEMBAR_FILTER_MANY);
    pair->is_bound = *is_promising = pair->shared >= KEMBAR_FILTER_MANY;
    if (pair->is_bound && !options->lists_pairs)
        return KEMBAR_OK;
    kembar_status status = count_shared(pair, error);
    if (!status)
        *is_promising = kembar_verify_is_promising(pair->of_a->shingles.n_items,
                                                   pair->of_b->shingles.n_items, pair->shared);
    return status;
}

/* Whether the pair is none that is asked for, whatever shingles it shares. */
static int is_surely_far(const looked_at *pair, const kembar_alignment *alignment) {
    const kembar_dedup_options *options = pair->judge->set->options;
    const kembar_aligner *aligner = pair->judge->aligner;
    unsigned k = (unsigned)options->run.shingle_tokens;
    return options->on == KEMBAR_ON_NEAR &&
           kembar_verify_is_surely_far(alignment, pair->of_a, pair->of_b,
                                       kembar_aligner_most_shingles(aligner, k),
                                       kembar_aligner_least_shingles(aligner, k), &options->run);
}

/* The shingles of most pairs need not be known. */
static kembar_status judge_aligned(looked_at *pair, kembar_pair_finding *finding,
                                   kembar_error *error) {
    const kembar_options *options = &pair->judge->set->options->run;
    kembar_alignment alignment;
    if (kembar_aligner_link(pair->judge->aligner, &alignment))
        return kembar_error_memory(error);
    int is_near = pair->is_bound && kembar_verify_is_surely_near(finding, &alignment, pair->of_a,
                                                                 pair->of_b, pair->shared, options);
    if (!is_near && pair->is_bound && is_surely_far(pair, &alignment)) {
        finding->relation = KEMBAR_RELATION_NONE;
        return KEMBAR_OK;
    }
    if (!is_near) {
        kembar_status status = pair->is_bound ? count_shared(pair, error) : KEMBAR_OK;
        if (status)
            return status;
        kembar_verify_judge(finding, &alignment, pair->of_a, pair->of_b, pair->shared, options);
    }
    return verify_facts(pair, &alignment, finding, error);
}

/* Whether it is what the options ask for. */
static int is_asked_for(const looked_at *pair, const kembar_pair_finding *finding) {
    const kembar_dedup_options *options = pair->judge->set->options;
    if (finding->relation < KEMBAR_RELATION_NEAR)
        return options->on == KEMBAR_ON_EXCERPT && finding->relation == KEMBAR_RELATION_EXCERPT;
    if (options->min_jaccard_micro == 0)
        return 1;
    size_t shared = kembar_prepared_whole_shared(pair->of_a, pair->of_b);
    size_t all = kembar_prepared_whole(pair->of_a) + kembar_prepared_whole(pair->of_b) - shared;
    return kembar_micro(shared, all) >= options->min_jaccard_micro;
}

/* Two whose content is the same are none of one class where what is no content counts too. */
static kembar_status judge_two(looked_at *pair, kembar_pair_finding *finding, kembar_error *error) {
    int is_promising = 0;
    kembar_passage whole;
    if (kembar_classes_same(pair->of_a, pair->of_b)) {
        *finding = kembar_verify_equal(pair->of_a, &whole);
        finding->n_passages = 0;
        return KEMBAR_OK;
    }
    kembar_status status = filter(pair, &is_promising, error);
    if (status || !is_promising)
        return status;
    pair->judge->n_aligned++;
    return judge_aligned(pair, finding, error);
}

kembar_status kembar_dedup_judge_pair(kembar_dedup_judge *judge, uint32_t a, uint32_t b,
                                      kembar_dedup_found *out, kembar_error *error) {
    const kembar_dedup_options *options = judge->set->options;
    looked_at pair = {.judge = judge, .a = a, .b = b};
    kembar_pair_finding finding = {.relation = KEMBAR_RELATION_NONE};
    int is_set = judge->set_for == a;
    /* What the aligner borrows from another one may be gone with the next that is read. */
    judge->set_for = NOBODY;
    kembar_status status = kembar_dedup_cache_get(judge->cache, a, a, &pair.of_a, error);
    if (!status)
        status = kembar_dedup_cache_get(judge->cache, b, a, &pair.of_b, error);
    if (!status && !is_set && kembar_aligner_set(judge->aligner, pair.of_a))
        status = kembar_error_memory(error);
    if (status)
        return status;
    judge->set_for = a;
    status = judge_two(&pair, &finding, error);
    if (status || !is_asked_for(&pair, &finding))
        return status;
    if (keep_finding(&options->run, out, a, b, &finding))
        return kembar_error_memory(error);
    if (!options->lists_pairs)
        return KEMBAR_OK;
    /* Other documents may now be where a was. */
    judge->set_for = NOBODY;
    return list_between(judge, out, a, b, &finding, error);
}

void kembar_dedup_note_gone(const kembar_dedup_set *set, const kembar_dedup_finding *finding,
                            uint8_t *is_gone) {
    int is_a_first = set->place[finding->a] < set->place[finding->b];
    uint32_t earlier = is_a_first ? finding->a : finding->b;
    uint32_t later = is_a_first ? finding->b : finding->a;
    if (!is_gone[earlier] && finding->facts_differ != 1 && !kembar_dedup_set_is_old(set, later))
        is_gone[later] = 1;
}
