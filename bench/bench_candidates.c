/* Candidates: postings of rare shingles and of bands, and the pairs that they propose. */
#include "pair/bands.h"
#include "pair/candidates.h"
#include "pair/rare.h"
#include "stages.h"

typedef struct candidate_work {
    bench_stages *stages;
    kembar_postings rare, bands;
    kembar_families families;
    kembar_candidate_sources sources; /* what to list from */
    uint64_t n_candidates;
} candidate_work;

static void drop_rare(void *context) {
    kembar_postings_deinit(&((candidate_work *)context)->rare);
}

static void drop_bands(void *context) {
    kembar_postings_deinit(&((candidate_work *)context)->bands);
}

static void build_rare(void *context) {
    candidate_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    bench_need(kembar_rare_build(&work->rare, near->prepared, near->is_representative,
                                 near->n_documents, &near->options, &error),
               &error);
}

static void drop_families(void *context) {
    kembar_families_deinit(&((candidate_work *)context)->families);
}

static void build_families(void *context) {
    candidate_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    bench_need(kembar_families_build(&work->families, near->prepared, near->is_representative,
                                     near->n_documents, NULL, &work->rare, &near->options, &error),
               &error);
}

static void build_bands(void *context) {
    candidate_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_error error = {0};
    bench_need(kembar_bands_build(&work->bands, near->prepared, work->families.is_outside,
                                  near->n_documents, &near->options, &error),
               &error);
}

static void list(void *context) {
    candidate_work *work = context;
    const kembar_near *near = &work->stages->near;
    kembar_candidate_counter counter;
    bench_need(kembar_candidate_counter_init(&counter, near->n_documents), NULL);
    work->n_candidates = 0;
    for (uint32_t a = 0; a < near->n_documents; a++)
        work->n_candidates += kembar_candidates_of(&counter, &work->sources, &near->options, a);
    kembar_candidate_counter_deinit(&counter);
}

static void measure_list(bench *self, candidate_work *work, const char *rate, const char *amount) {
    bench_times times = bench_measure(self, list, NULL, work);
    double n_documents = (double)work->stages->near.n_documents;
    bench_rate(self, rate, (double)work->n_candidates * 1e-6, "M pairs/s", &times);
    bench_row(self, amount, (double)work->n_candidates / n_documents, "a document");
}

static void measure(bench *self, candidate_work *work) {
    double n_documents = (double)work->stages->near.n_documents;
    bench_times times = bench_measure(self, build_rare, drop_rare, work);
    bench_rate(self, "rare shingles, all threads", n_documents, "documents/s", &times);
    times = bench_measure(self, build_families, drop_families, work);
    bench_rate(self, "families, all threads", n_documents, "documents/s", &times);
    times = bench_measure(self, build_bands, drop_bands, work);
    bench_rate(self, "bands, all threads", n_documents, "documents/s", &times);
    bench_row(self, "postings of rare shingles", (double)work->rare.n_items / n_documents,
              "a document");
    bench_row(self, "postings of bands", (double)work->bands.n_items / n_documents, "a document");
    bench_row(self, "pairs with those that lead a family",
              (double)work->families.first[work->families.n_documents] / n_documents, "a document");
    work->sources.rare = &work->rare;
    measure_list(self, work, "listing by rare shingles, 1 thread", "candidates by rare shingles");
    work->sources.bands = &work->bands;
    work->sources.families = &work->families;
    measure_list(self, work, "listing by all, 1 thread", "candidates by all");
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_candidates", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    candidate_work work = {.stages = &stages};
    measure(&self, &work);
    drop_rare(&work);
    drop_bands(&work);
    drop_families(&work);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
