/* Clusters: groups and stories from verified pairs and vectors. */
#include "base/alloc.h"
#include "cluster/cluster.h"
#include "stages.h"

typedef struct cluster_work {
    kembar_cluster_input input;
    kembar_clusters clusters;
} cluster_work;

static void drop(void *context) {
    kembar_clusters_deinit(&((cluster_work *)context)->clusters);
}

static void build(void *context) {
    cluster_work *work = context;
    kembar_error error = {0};
    bench_need(kembar_clusters_build(&work->clusters, &work->input, &error), &error);
}

static kembar_cluster_input input_of(const bench_stages *stages) {
    const kembar_near *near = &stages->near;
    return (kembar_cluster_input){.prepared = near->prepared,
                                  .n_documents = near->n_documents,
                                  .exact_class = near->classes.of_document,
                                  .pairs = near->pairs.items,
                                  .spans = near->pairs.spans,
                                  .n_pairs = near->pairs.n_items,
                                  .matrix = &stages->matrix,
                                  .frequencies = &near->model.frequencies,
                                  .roots = kembar_lexicon_roots(stages->lexicon),
                                  .lexicon = stages->lexicon,
                                  .options = &near->options,
                                  .n_threads = near->options.n_threads};
}

/* What the stage costs on all cores together: what a busy machine disturbs less. */
static void measure_cost(bench *self, cluster_work *work) {
    double *costs_s = bench_need_memory(kembar_alloc((size_t)self->n_rounds, sizeof *costs_s));
    for (int i = 0; i < self->n_rounds; i++) {
        drop(work);
        costs_s[i] = bench_cpu_s();
        build(work);
        costs_s[i] = bench_cpu_s() - costs_s[i];
    }
    bench_times costs = bench_times_of(costs_s, self->n_rounds);
    bench_seconds(self, "clusters: on all cores together", &costs);
    kembar_free(costs_s);
}

static void measure(bench *self, cluster_work *work) {
    bench_times times = bench_measure(self, build, drop, work);
    size_t n_stories = 0;
    for (size_t i = 0; i < work->clusters.n_items; i++)
        n_stories += work->clusters.items[i].kind == KEMBAR_CLUSTER_STORY;
    bench_rate(self, "clusters, all threads", (double)work->input.n_documents, "documents/s",
               &times);
    measure_cost(self, work);
    bench_row(self, "verified pairs", (double)work->input.n_pairs, "");
    bench_row(self, "duplicate groups", (double)(work->clusters.n_items - n_stories), "");
    bench_row(self, "stories", (double)n_stories, "");
}

int main(int argc, char **argv) {
    bench self;
    bench_stages stages;
    int code = bench_begin(&self, "bench_cluster", argc, argv);
    if (code != 0)
        return code;
    bench_stages_read(&stages, &self);
    bench_stages_near(&stages);
    bench_stages_terms(&stages);
    bench_stages_matrix(&stages);
    cluster_work work = {.input = input_of(&stages)};
    measure(&self, &work);
    drop(&work);
    bench_stages_deinit(&stages);
    return bench_end(&self);
}
