#include "pair/links.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "pair/link_align.h"
#include "pair/link_match.h"
#include "pair/link_terms.h"
#include "pair/members.h"
#include "pair/pair_merge.h"
#include "text/shingles.h"

enum {
    SLICE = 64,
    TRANSLATION_SHARE = 500000, /* of one text's content, in sentences with a counterpart */
    LINK_PROBABILITY = 500000
};

typedef struct links_job {
    const kembar_links_input *input;
    const kembar_pair_list *verified;
    kembar_link_candidates candidates;
    kembar_link_sentences sentences;
    kembar_link_match match;
    uint8_t *is_asserted; /* owned; of each candidate */
    kembar_sentence_aligner **aligners;
    kembar_pair_list *lists; /* owned; one a slice */
    uint64_t *n_unlisted;    /* owned; one a thread */
    size_t n_lists;
    kembar_learned learned;
} links_job;

static const kembar_pair *find_copy(const links_job *job, uint32_t a, uint32_t b) {
    const kembar_pair *pair =
        kembar_members_find(job->verified, job->input->classes, job->input->options, a, b);
    return pair && pair->relation > KEMBAR_RELATION_TRANSLATION ? pair : NULL;
}

/* Copies of each other, such as two releases in one mixed page, are no link unless they are of two
 * languages after all: manuals that share their code. */
static int may_link(const links_job *job, const kembar_link_candidate *candidate) {
    const kembar_document *a = job->input->prepared[candidate->id_doc].document;
    const kembar_document *b = job->input->prepared[candidate->en_doc].document;
    if (a->language == KEMBAR_LANGUAGE_ID && b->language == KEMBAR_LANGUAGE_EN)
        return 1;
    return !find_copy(job, candidate->id_doc, candidate->en_doc);
}

/* The same form with other facts as the document's own partner: another event. */
static int is_other_form(const links_job *job, uint32_t document, uint32_t other) {
    uint32_t partner = job->match.partner[document];
    if (partner == KEMBAR_NO_PARTNER || partner == other)
        return 0;
    const kembar_pair *copy = find_copy(job, partner, other);
    return copy && copy->facts_differ == 1;
}

static int32_t share(const links_job *job, uint32_t document, uint32_t n_covered) {
    return kembar_micro(n_covered, job->input->prepared[document].content.n_tokens);
}

static kembar_relation judge(const links_job *job, const kembar_link_candidate *candidate,
                             const kembar_correspondence *found) {
    return share(job, candidate->id_doc, found->covered_a) >= TRANSLATION_SHARE ||
                   share(job, candidate->en_doc, found->covered_b) >= TRANSLATION_SHARE
               ? KEMBAR_RELATION_TRANSLATION
               : KEMBAR_RELATION_RELATED;
}

static kembar_pair_finding make_finding(const links_job *job,
                                        const kembar_link_candidate *candidate,
                                        const kembar_correspondence *found) {
    const kembar_prepared *a = &job->input->prepared[candidate->id_doc];
    const kembar_prepared *b = &job->input->prepared[candidate->en_doc];
    kembar_alignment alignment = {.covered_a = found->covered_a, .covered_b = found->covered_b};
    size_t n_shared = kembar_shingles_shared(a->shingles.items, a->shingles.n_items,
                                             b->shingles.items, b->shingles.n_items);
    return (kembar_pair_finding){.facts_differ = -1,
                                 .measures =
                                     kembar_measures_make(a, b, &alignment, (uint32_t)n_shared),
                                 .passages = found->passages,
                                 .n_passages = found->n_passages};
}

/* The terms of a candidate, as `a` and `b` of the pair see them. */
static kembar_status add_terms(kembar_pair_list *list, kembar_pair *pair,
                               const kembar_matched_term *terms, size_t n_terms, int is_swapped) {
    if (kembar_array_reserve((void **)&list->terms, &list->terms_capacity, list->n_terms + n_terms,
                             sizeof *list->terms))
        return KEMBAR_ERROR_MEMORY;
    pair->first_term = (uint32_t)list->n_terms;
    pair->n_terms = (uint32_t)n_terms;
    for (size_t i = 0; i < n_terms; i++) {
        kembar_matched_term term = terms[i];
        list->terms[list->n_terms++] =
            is_swapped ? (kembar_matched_term){term.b, term.a, term.weight_micro} : term;
    }
    return KEMBAR_OK;
}

/* Pairs of all members, of which the representatives' own, or else the first, is the mutual one. */
static kembar_status add_members(links_job *job, kembar_pair_list *list, uint64_t *n_unlisted,
                                 const kembar_link_candidate *candidate,
                                 const kembar_pair_finding *finding, int is_asserted) {
    const kembar_links_input *input = job->input;
    uint32_t a = candidate->id_doc, b = candidate->en_doc;
    kembar_matched_term terms[KEMBAR_LINK_TERMS];
    size_t n_terms = kembar_link_terms_find(terms, input->space, input->prepared, a, b);
    size_t begin = list->n_items, mutual = begin;
    if (kembar_members_add(list, n_unlisted, input->prepared, input->classes, input->options, a, b,
                           finding))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = begin; i < list->n_items; i++) {
        kembar_pair *pair = &list->items[i];
        int is_swapped = input->classes->of_document[pair->a] != a;
        pair->similarity = candidate->similarity;
        pair->link = finding->score;
        pair->mutual = 0;
        if ((pair->a == a && pair->b == b) || (pair->a == b && pair->b == a))
            mutual = i;
        if (add_terms(list, pair, terms, n_terms, is_swapped))
            return KEMBAR_ERROR_MEMORY;
    }
    if (is_asserted && list->n_items > begin)
        list->items[mutual].mutual = 1;
    return KEMBAR_OK;
}

static kembar_status link_candidate(links_job *job, size_t c, kembar_pair_list *list,
                                    int worker_id) {
    const kembar_link_candidate *candidate = &job->candidates.items[c];
    int32_t link = kembar_link_probability(candidate->score, job->match.threshold);
    kembar_correspondence found;
    if ((link < LINK_PROBABILITY && !job->is_asserted[c]) || !may_link(job, candidate) ||
        is_other_form(job, candidate->id_doc, candidate->en_doc) ||
        is_other_form(job, candidate->en_doc, candidate->id_doc))
        return KEMBAR_OK;
    kembar_sentence_aligner_run(
        job->aligners[worker_id],
        &job->sentences.rows[job->input->space->n_documents + candidate->id_doc],
        &job->sentences.rows[candidate->en_doc], &found);
    kembar_pair_finding finding = make_finding(job, candidate, &found);
    finding.relation = judge(job, candidate, &found);
    finding.score = link;
    return add_members(job, list, &job->n_unlisted[worker_id], candidate, &finding,
                       job->is_asserted[c]);
}

static kembar_status link_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    links_job *job = context;
    for (size_t c = begin; c < end; c++)
        if (link_candidate(job, c, &job->lists[begin / SLICE], worker_id))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status match_all(links_job *job, kembar_error *error) {
    const kembar_links_input *input = job->input;
    const kembar_space *space = input->space;
    int n_threads = input->options->n_threads;
    size_t n_possible =
        space->n_on_side[0] < space->n_on_side[1] ? space->n_on_side[0] : space->n_on_side[1];
    kembar_status status = kembar_link_candidates_find(&job->candidates, space, n_threads, error);
    if (!status)
        status = kembar_link_sentences_make(&job->sentences, &job->candidates, space,
                                            input->prepared, n_threads, error);
    if (!status)
        status =
            kembar_link_evidence_weigh(&job->candidates, &job->sentences, space, n_threads, error);
    if (!status && kembar_link_match_make(&job->match, &job->candidates, n_possible, job->verified,
                                          input->classes, input->options))
        status = kembar_error_memory(error);
    return status;
}

static void drop_match(links_job *job) {
    kembar_link_match_deinit(&job->match);
    kembar_link_sentences_deinit(&job->sentences);
    kembar_link_candidates_deinit(&job->candidates);
}

/* Only many links that are mostly right teach more words than errors. */
static int can_learn(const links_job *job) {
    return job->input->space_input && job->match.n_asserted >= KEMBAR_LESSONS_LEAST &&
           job->match.precision >= KEMBAR_LESSONS_PRECISION_MICRO;
}

/* The asserted links, best first. */
static kembar_status list_lessons(const links_job *job, kembar_lesson **lessons, size_t *n) {
    *n = 0;
    *lessons = kembar_alloc(job->match.n_asserted, sizeof **lessons);
    if (!*lessons)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < job->match.n_asserted; i++) {
        const kembar_link_candidate *item = &job->candidates.items[job->match.items[i]];
        if (may_link(job, item))
            (*lessons)[(*n)++] = (kembar_lesson){item->id_doc, item->en_doc};
    }
    return KEMBAR_OK;
}

static kembar_status learn(links_job *job, kembar_error *error) {
    const kembar_links_input *input = job->input;
    kembar_lesson *lessons;
    kembar_sparse map = {0};
    size_t n;
    if (list_lessons(job, &lessons, &n))
        return kembar_error_memory(error);
    drop_match(job);
    kembar_status status =
        kembar_link_learn(&map, &job->learned, lessons, n, input->space, input->prepared, error);
    kembar_free(lessons);
    return status ? status : kembar_space_remap(input->space, input->space_input, &map, error);
}

static kembar_status find_links(links_job *job, kembar_error *error) {
    kembar_status status = match_all(job, error);
    if (status || !can_learn(job))
        return status;
    status = learn(job, error);
    return status ? status : match_all(job, error);
}

static kembar_status start_work(links_job *job, kembar_error *error) {
    int n_threads = job->input->options->n_threads;
    job->n_lists = job->candidates.n_items / SLICE + 1;
    job->is_asserted = kembar_alloc_zeroed(job->candidates.n_items, 1);
    job->aligners = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->aligners);
    job->lists = kembar_alloc_zeroed(job->n_lists, sizeof *job->lists);
    job->n_unlisted = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->n_unlisted);
    if (!job->is_asserted || !job->aligners || !job->lists || !job->n_unlisted)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->match.n_asserted; i++)
        job->is_asserted[job->match.items[i]] = 1;
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < n_threads && !status; i++)
        status = kembar_sentence_aligner_new(&job->aligners[i], error);
    return status;
}

/* Two rows of one pair: a copy stays one, with the link beside it; of two links, by either side of
 * mixed documents, the asserted one counts, then the stronger. */
static kembar_pair join_rows(const kembar_pair *a, const kembar_pair *b) {
    if (a->link < 0 || b->link < 0) {
        kembar_pair joined = a->link < 0 ? *a : *b;
        const kembar_pair *link = a->link < 0 ? b : a;
        joined.link = link->link;
        joined.mutual = link->mutual;
        joined.similarity = link->similarity;
        joined.first_term = link->first_term;
        joined.n_terms = link->n_terms;
        return joined;
    }
    if (a->mutual != b->mutual)
        return a->mutual > b->mutual ? *a : *b;
    if (a->relation != b->relation)
        return a->relation > b->relation ? *a : *b;
    return a->link >= b->link ? *a : *b;
}

/* Pairs related within a language give way: they would say less than the link. */
static void join_repeated(kembar_pair_list *list) {
    size_t n = 0;
    for (size_t i = 0; i < list->n_items; i++) {
        kembar_pair *last = n ? &list->items[n - 1] : NULL;
        const kembar_pair *item = &list->items[i];
        if (!last || last->a != item->a || last->b != item->b)
            list->items[n++] = *item;
        else if (last->relation == KEMBAR_RELATION_RELATED && last->link < 0)
            *last = *item;
        else if (item->relation != KEMBAR_RELATION_RELATED || item->link >= 0)
            *last = join_rows(last, item);
    }
    list->n_items = n;
}

static kembar_status run(links_job *job, kembar_pair_list *list, kembar_error *error) {
    kembar_status status = find_links(job, error);
    if (!status)
        status = start_work(job, error);
    if (!status)
        status = kembar_parallel_for(job->input->options->n_threads, job->candidates.n_items, SLICE,
                                     link_slice, job, error);
    if (!status)
        status = kembar_pair_merge(list, job->lists, job->n_lists, error);
    if (!status)
        join_repeated(list);
    return status;
}

static void fill_counts(const links_job *job, kembar_links_counts *counts) {
    counts->n_candidates = job->candidates.n_items;
    counts->threshold = job->match.threshold;
    counts->n_links = job->match.n_asserted;
    counts->learned = job->learned;
    for (int i = 0; job->n_unlisted && i < job->input->options->n_threads; i++)
        counts->n_unlisted += job->n_unlisted[i];
}

static void job_deinit(links_job *job) {
    for (int i = 0; job->aligners && i < job->input->options->n_threads; i++)
        kembar_sentence_aligner_free(job->aligners[i]);
    for (size_t i = 0; job->lists && i < job->n_lists; i++)
        kembar_pair_list_deinit(&job->lists[i]);
    kembar_free(job->aligners);
    kembar_free(job->lists);
    kembar_free(job->n_unlisted);
    kembar_free(job->is_asserted);
    drop_match(job);
}

kembar_status kembar_links_add(kembar_pair_list *list, kembar_links_counts *counts,
                               const kembar_links_input *input, kembar_error *error) {
    links_job job = {.input = input, .verified = list};
    *counts = (kembar_links_counts){0};
    if (!input->space->n_on_side[KEMBAR_SIDE_EN] || !input->space->n_on_side[KEMBAR_SIDE_ID])
        return KEMBAR_OK;
    kembar_status status = run(&job, list, error);
    if (!status)
        fill_counts(&job, counts);
    job_deinit(&job);
    return status;
}
