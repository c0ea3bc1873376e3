#include "average_link.h"

#include "base/alloc.h"
#include "bench.h"

typedef struct linkage {
    double *similarities; /* of clusters, by their smallest documents */
    size_t n;
    uint32_t *cluster_of; /* owned; smallest document of each document's cluster */
    uint32_t *size;       /* owned; of the cluster whose smallest document this is, else 0 */
} linkage;

static int find_best(const linkage *work, size_t *a, size_t *b) {
    double best = -1;
    for (size_t i = 0; i < work->n; i++)
        for (size_t k = i + 1; k < work->n && work->size[i] > 0; k++)
            if (work->size[k] > 0 && work->similarities[i * work->n + k] > best) {
                best = work->similarities[i * work->n + k];
                *a = i;
                *b = k;
            }
    return best >= 0;
}

static void merge(linkage *work, size_t a, size_t b) {
    double n_a = work->size[a], n_b = work->size[b];
    for (size_t i = 0; i < work->n; i++) {
        double average = (n_a * work->similarities[a * work->n + i] +
                          n_b * work->similarities[b * work->n + i]) /
                         (n_a + n_b);
        work->similarities[a * work->n + i] = work->similarities[i * work->n + a] = average;
        if (work->cluster_of[i] == b)
            work->cluster_of[i] = (uint32_t)a;
    }
    work->size[a] += work->size[b];
    work->size[b] = 0;
}

void bench_average_link(double *similarities, size_t n, bench_partition_seen seen, void *context) {
    linkage work = {similarities, n, bench_need_memory(kembar_alloc(n, sizeof(uint32_t))),
                    bench_need_memory(kembar_alloc(n, sizeof(uint32_t)))};
    size_t a = 0, b = 0;
    for (uint32_t i = 0; i < n; i++) {
        work.cluster_of[i] = i;
        work.size[i] = 1;
    }
    while (find_best(&work, &a, &b)) {
        double similarity = similarities[a * n + b];
        merge(&work, a, b);
        seen(context, work.cluster_of, similarity);
    }
    kembar_free(work.cluster_of);
    kembar_free(work.size);
}
