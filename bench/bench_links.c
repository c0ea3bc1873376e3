/* Links across languages, stage by stage: the one space, candidates, sentences, evidence, matching.
 */
#include "pair/link_evidence.h"
#include "pair/link_match.h"
#include "pair/links.h"
#include "stages.h"

typedef struct link_work {
    bench_stages *stages;
    kembar_bilingual *map;
    kembar_space space;
    kembar_link_candidates candidates;
    kembar_link_sentences sentences;
    kembar_link_match match;
} link_work;

static void drop_space(void *context) {
    kembar_space_deinit(&((link_work *)context)->space);
}

static void build_space(void *context) {
    link_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    kembar_space_input input = {.prepared = near->prepared,
                                .n_documents = near->n_documents,
                                .take = near->is_representative,
                                .lexicon = work->stages->lexicon,
                                .map = work->map,
                                .n_threads = near->options.n_threads};
    bench_need(kembar_space_build(&work->space, &input, &error), &error);
}

static void drop_candidates(void *context) {
    kembar_link_candidates_deinit(&((link_work *)context)->candidates);
}

static void find_candidates(void *context) {
    link_work *work = context;
    kembar_error error = {0};
    bench_need(kembar_link_candidates_find(&work->candidates, &work->space,
                                           work->stages->near.options.n_threads, &error),
               &error);
}

static void drop_sentences(void *context) {
    kembar_link_sentences_deinit(&((link_work *)context)->sentences);
}

static void make_sentences(void *context) {
    link_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    bench_need(kembar_link_sentences_make(&work->sentences, &work->candidates, &work->space,
                                          near->prepared, near->options.n_threads, &error),
               &error);
}

static void weigh(void *context) {
    link_work *work = context;
    kembar_error error = {0};
    bench_need(kembar_link_evidence_weigh(&work->candidates, &work->sentences, &work->space,
                                          work->stages->near.options.n_threads, &error),
               &error);
}

static void drop_match(void *context) {
    kembar_link_match_deinit(&((link_work *)context)->match);
}

static void match(void *context) {
    link_work *work = context;
    const kembar_near *near = &work->stages->near;
    const size_t *n_on_side = work->space.n_on_side;
    size_t n_possible = n_on_side[0] < n_on_side[1] ? n_on_side[0] : n_on_side[1];
    bench_need(kembar_link_match_make(&work->match, &work->candidates, n_possible, &near->pairs,
                                      &near->classes, &near->options),
               NULL);
}

static void measure(bench *self, link_work *work) {
    bench_times times = bench_measure(self, build_space, drop_space, work);
    bench_seconds(self, "space", &times);
    bench_row(self, "values in the space",
              (double)work->space.documents.first[work->space.documents.n_rows], "");
    bench_row(self, "English documents", (double)work->space.n_on_side[KEMBAR_SIDE_EN], "");
    bench_row(self, "Indonesian documents", (double)work->space.n_on_side[KEMBAR_SIDE_ID], "");
    if (!work->space.n_on_side[KEMBAR_SIDE_EN] || !work->space.n_on_side[KEMBAR_SIDE_ID])
        return;
    times = bench_measure(self, find_candidates, drop_candidates, work);
    bench_seconds(self, "candidates", &times);
    bench_row(self, "candidates", (double)work->candidates.n_items, "pairs");
    times = bench_measure(self, make_sentences, drop_sentences, work);
    bench_seconds(self, "sentences", &times);
    times = bench_measure(self, weigh, NULL, work);
    bench_seconds(self, "evidence", &times);
    times = bench_measure(self, match, drop_match, work);
    bench_seconds(self, "matching", &times);
    bench_row(self, "matched", (double)work->match.n_items, "pairs");
    bench_row(self, "threshold", (double)work->match.threshold * 1e-6, "");
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    kembar_error error = {0};
    int code = bench_begin(&self, "bench_links", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    link_work work = {.stages = &stages};
    bench_need(kembar_lexicon_open(&stages.lexicon, NULL, &error), &error);
    bench_need(kembar_bilingual_open(&work.map, NULL, &error), &error);
    measure(&self, &work);
    drop_match(&work);
    drop_sentences(&work);
    drop_candidates(&work);
    drop_space(&work);
    kembar_bilingual_free(work.map);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
