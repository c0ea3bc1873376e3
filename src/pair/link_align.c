#include "pair/link_align.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"

enum { MAX = KEMBAR_LINK_SENTENCES };

/* Tokens by which a counterpart may be longer beyond two and a half times. */
enum { SPARE_TOKENS = 4 };

typedef struct sentence_pair {
    double cosine;
    uint32_t i, j;
} sentence_pair;

/* The sentences [begin, end) of one text that stand together in a pair. */
typedef struct sentence_run {
    uint32_t begin, end;
} sentence_run;

typedef struct run_pair {
    sentence_run a, b;
    double dot; /* of the two summed vectors */
    double square_a, square_b;
} run_pair;

struct kembar_sentence_aligner {
    double *dots; /* owned; rows of n_b, of the vectors at full length */
    size_t n_b;
    sentence_pair *pairs; /* owned; MAX x MAX */
    run_pair runs[MAX];
    size_t n_runs;
    int32_t run_of_a[MAX], run_of_b[MAX]; /* -1: in none */
    kembar_passage passages[MAX];
};

kembar_status kembar_sentence_aligner_new(kembar_sentence_aligner **out, kembar_error *error) {
    *out = NULL;
    kembar_sentence_aligner *aligner = kembar_alloc_zeroed(1, sizeof *aligner);
    if (!aligner)
        return kembar_error_memory(error);
    aligner->dots = kembar_alloc((size_t)MAX * MAX, sizeof *aligner->dots);
    aligner->pairs = kembar_alloc((size_t)MAX * MAX, sizeof *aligner->pairs);
    if (!aligner->dots || !aligner->pairs) {
        kembar_sentence_aligner_free(aligner);
        return kembar_error_memory(error);
    }
    *out = aligner;
    return KEMBAR_OK;
}

void kembar_sentence_aligner_free(kembar_sentence_aligner *aligner) {
    if (!aligner)
        return;
    kembar_free(aligner->dots);
    kembar_free(aligner->pairs);
    kembar_free(aligner);
}

static size_t looked_at(const kembar_space_sentences *sentences) {
    return sentences->n_items < MAX ? sentences->n_items : MAX;
}

static int compare_pairs(const void *x, const void *y) {
    const sentence_pair *p = x, *q = y;
    if (p->cosine != q->cosine)
        return p->cosine > q->cosine ? -1 : 1;
    if (p->i != q->i)
        return p->i < q->i ? -1 : 1;
    return p->j < q->j ? -1 : p->j > q->j;
}

/* All dot products; returns how many pairs of sentences are near enough. */
static size_t multiply(kembar_sentence_aligner *aligner, const kembar_space_sentences *a,
                       const kembar_space_sentences *b) {
    size_t n_a = looked_at(a), n_b = looked_at(b), n = 0;
    aligner->n_b = n_b;
    kembar_space_sentences_multiply(a, b, n_a, n_b, aligner->dots);
    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++) {
            double cosine = aligner->dots[i * n_b + j];
            aligner->dots[i * n_b + j] = cosine * sqrt(a->items[i].square * b->items[j].square);
            if (cosine >= KEMBAR_SENTENCE_COSINE)
                aligner->pairs[n++] = (sentence_pair){cosine, (uint32_t)i, (uint32_t)j};
        }
    qsort(aligner->pairs, n, sizeof *aligner->pairs, compare_pairs);
    return n;
}

static void take_best(kembar_sentence_aligner *aligner, size_t n_pairs,
                      const kembar_space_sentences *a, const kembar_space_sentences *b) {
    aligner->n_runs = 0;
    for (size_t i = 0; i < MAX; i++)
        aligner->run_of_a[i] = aligner->run_of_b[i] = -1;
    for (size_t p = 0; p < n_pairs; p++) {
        uint32_t i = aligner->pairs[p].i, j = aligner->pairs[p].j;
        if (aligner->run_of_a[i] >= 0 || aligner->run_of_b[j] >= 0)
            continue;
        aligner->run_of_a[i] = aligner->run_of_b[j] = (int32_t)aligner->n_runs;
        aligner->runs[aligner->n_runs++] = (run_pair){{i, i + 1},
                                                      {j, j + 1},
                                                      aligner->dots[i * aligner->n_b + j],
                                                      a->items[i].square,
                                                      b->items[j].square};
    }
}

/* Would sentence i of one text make the run nearer to its counterpart? `dot` is that of the
 * sentence with the counterpart, `square` that of the run. */
static int makes_nearer(const kembar_space_sentences *side, sentence_run run, uint32_t i,
                        double dot, double run_dot, double *square) {
    double sum = *square + side->items[i].square;
    for (uint32_t k = run.begin; k < run.end; k++)
        sum += 2 * kembar_sparse_dot(&side->vectors, k, i) *
               sqrt(side->items[k].square * side->items[i].square);
    if ((run_dot + dot) * sqrt(*square) <= run_dot * sqrt(sum))
        return 0;
    *square = sum;
    return 1;
}

/* Lets sentence i of a join the pair of the sentence before or after it. */
static void join_a(kembar_sentence_aligner *aligner, const kembar_space_sentences *a, uint32_t i,
                   int32_t run_id) {
    if (run_id < 0 || aligner->run_of_a[i] >= 0)
        return;
    run_pair *run = &aligner->runs[run_id];
    double dot = 0;
    for (uint32_t j = run->b.begin; j < run->b.end; j++)
        dot += aligner->dots[(size_t)i * aligner->n_b + j];
    if (!makes_nearer(a, run->a, i, dot, run->dot, &run->square_a))
        return;
    run->dot += dot;
    aligner->run_of_a[i] = run_id;
    if (i < run->a.begin)
        run->a.begin = i;
    else
        run->a.end = i + 1;
}

static void join_b(kembar_sentence_aligner *aligner, const kembar_space_sentences *b, uint32_t j,
                   int32_t run_id) {
    if (run_id < 0 || aligner->run_of_b[j] >= 0)
        return;
    run_pair *run = &aligner->runs[run_id];
    double dot = 0;
    for (uint32_t i = run->a.begin; i < run->a.end; i++)
        dot += aligner->dots[(size_t)i * aligner->n_b + j];
    if (!makes_nearer(b, run->b, j, dot, run->dot, &run->square_b))
        return;
    run->dot += dot;
    aligner->run_of_b[j] = run_id;
    if (j < run->b.begin)
        run->b.begin = j;
    else
        run->b.end = j + 1;
}

static void join_left_over(kembar_sentence_aligner *aligner, const kembar_space_sentences *a,
                           const kembar_space_sentences *b) {
    uint32_t n_a = (uint32_t)looked_at(a), n_b = (uint32_t)looked_at(b);
    for (uint32_t i = 0; i < n_a; i++) {
        join_a(aligner, a, i, i > 0 ? aligner->run_of_a[i - 1] : -1);
        join_a(aligner, a, i, i + 1 < n_a ? aligner->run_of_a[i + 1] : -1);
    }
    for (uint32_t j = 0; j < n_b; j++) {
        join_b(aligner, b, j, j > 0 ? aligner->run_of_b[j - 1] : -1);
        join_b(aligner, b, j, j + 1 < n_b ? aligner->run_of_b[j + 1] : -1);
    }
}

static int compare_runs(const void *x, const void *y) {
    const run_pair *a = x, *b = y;
    return a->a.begin < b->a.begin ? -1 : a->a.begin > b->a.begin;
}

/* The two languages need about as many words for the same thing: what is much longer than its
 * counterpart says something else, however near it is. */
static int is_in_proportion(const kembar_passage *passage) {
    uint32_t n_a = passage->a_end - passage->a_begin, n_b = passage->b_end - passage->b_begin;
    uint32_t longer = n_a > n_b ? n_a : n_b, shorter = n_a > n_b ? n_b : n_a;
    return 2 * longer <= 5 * shorter + 2 * SPARE_TOKENS;
}

static void fill(kembar_sentence_aligner *aligner, const kembar_space_sentences *a,
                 const kembar_space_sentences *b, kembar_correspondence *out) {
    *out = (kembar_correspondence){.passages = aligner->passages};
    qsort(aligner->runs, aligner->n_runs, sizeof *aligner->runs, compare_runs);
    for (size_t r = 0; r < aligner->n_runs; r++) {
        const run_pair *run = &aligner->runs[r];
        kembar_passage passage = {.a_begin = a->items[run->a.begin].begin,
                                  .a_end = a->items[run->a.end - 1].end,
                                  .b_begin = b->items[run->b.begin].begin,
                                  .b_end = b->items[run->b.end - 1].end};
        if (!is_in_proportion(&passage))
            continue;
        aligner->passages[out->n_passages++] = passage;
        out->covered_a += passage.a_end - passage.a_begin;
        out->covered_b += passage.b_end - passage.b_begin;
    }
}

void kembar_sentence_aligner_run(kembar_sentence_aligner *aligner, const kembar_space_sentences *a,
                                 const kembar_space_sentences *b, kembar_correspondence *out) {
    size_t n_pairs = multiply(aligner, a, b);
    take_best(aligner, n_pairs, a, b);
    join_left_over(aligner, a, b);
    fill(aligner, a, b, out);
}
