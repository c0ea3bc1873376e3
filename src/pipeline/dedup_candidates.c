#include "pipeline/dedup_candidates.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"

enum { SLICE = 256, MIN_KNOWN_BITS = 10, MAX_KNOWN_BITS = 27, BITS_A_KEY = 16 };

/* The heads of classes: those that ask for others come first, and in each part who would rather
 * stay: in a large family these meet all. */
typedef struct asking {
    const kembar_dedup_set *set;
    uint32_t *heads; /* owned; in each part in the order of the set */
    size_t n_heads, n_asking;
    uint64_t *known; /* owned; a bit for the leading bits of each key of those that ask */
    unsigned known_bits;
    size_t *first;          /* owned; n_heads + 1: of each head its known keys */
    uint32_t *keys;         /* owned */
    uint8_t *places;        /* owned; of each key */
    kembar_sample *samples; /* owned; of the heads */
    kembar_sample *posted;  /* owned; the known keys alone; NULL where all ask */
} asking;

static void list_heads(asking *in) {
    const kembar_dedup_set *set = in->set;
    int n_kinds = set->n_old > 0 ? 2 : 1;
    for (int is_old = 0; is_old < n_kinds; is_old++) {
        for (size_t place = 0; place < set->n; place++) {
            uint32_t i = set->order[place];
            if (set->head[i] == i && kembar_dedup_set_has_new(set, i) != is_old)
                in->heads[in->n_heads++] = i;
        }
        if (!is_old)
            in->n_asking = in->n_heads;
    }
}

/* Imprints lie anywhere in memory: they are asked for long before it is their turn. */
static kembar_status list_samples(void *context, size_t begin, size_t end, int worker_id,
                                  kembar_error *error) {
    enum { AHEAD = 16 };
    const asking *in = context;
    const kembar_imprint **imprints = in->set->imprints;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_imprint *imprint = imprints[in->heads[i]];
        if (i + AHEAD < end)
            __builtin_prefetch(&imprints[in->heads[i + AHEAD]]->keys);
        in->samples[i] = (kembar_sample){imprint->keys, imprint->places, imprint->n_keys,
                                         imprint->level, imprint->n_keys};
    }
    return KEMBAR_OK;
}

/* --- keys that somebody asks for --- */

static kembar_status note_known(asking *in) {
    size_t n_keys = 0;
    for (size_t i = 0; i < in->n_asking; i++)
        n_keys += in->samples[i].n_keys;
    in->known_bits = MIN_KNOWN_BITS;
    while (in->known_bits < MAX_KNOWN_BITS && (size_t)1 << in->known_bits < n_keys * BITS_A_KEY)
        in->known_bits++;
    in->known = kembar_alloc_zeroed(((size_t)1 << in->known_bits) / 64, sizeof *in->known);
    if (!in->known)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < in->n_asking; i++)
        for (uint32_t k = 0; k < in->samples[i].n_keys; k++) {
            uint32_t bit = in->samples[i].keys[k] >> (32 - in->known_bits);
            in->known[bit / 64] |= (uint64_t)1 << (bit % 64);
        }
    return KEMBAR_OK;
}

static int is_known(const asking *in, uint32_t key) {
    uint32_t bit = key >> (32 - in->known_bits);
    return in->known[bit / 64] >> (bit % 64) & 1;
}

static kembar_status count_known(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    asking *in = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        const kembar_sample *sample = &in->samples[in->n_asking + i];
        size_t n = 0;
        for (uint32_t k = 0; k < sample->n_keys; k++)
            n += (size_t)is_known(in, sample->keys[k]);
        in->first[i + 1] = n;
    }
    return KEMBAR_OK;
}

static kembar_status copy_known(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    asking *in = context;
    (void)worker_id;
    (void)error;
    for (size_t i = begin; i < end; i++) {
        kembar_sample *posted = &in->posted[in->n_asking + i];
        *posted = in->samples[in->n_asking + i];
        uint32_t *keys = in->keys + in->first[i];
        uint8_t *places = in->places + in->first[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < posted->n_keys; k++) {
            if (!is_known(in, posted->keys[k]))
                continue;
            places[n] = posted->places[k];
            keys[n++] = posted->keys[k];
        }
        posted->keys = keys;
        posted->places = places;
        posted->n_keys = n;
    }
    return KEMBAR_OK;
}

/* Of those that do not ask only known keys are posted: a key that none asks for is in no pair. */
static kembar_status leave_out_unknown(asking *in) {
    size_t n_others = in->n_heads - in->n_asking;
    int n_threads = in->set->options->run.n_threads;
    if (n_others == 0)
        return KEMBAR_OK;
    in->posted = kembar_alloc(in->n_heads, sizeof *in->posted);
    if (!in->posted)
        return KEMBAR_ERROR_MEMORY;
    if (in->n_asking > 0)
        memcpy(in->posted, in->samples, in->n_asking * sizeof *in->posted);
    if (note_known(in) || kembar_parallel_for(n_threads, n_others, SLICE, count_known, in, NULL))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n_others; i++)
        in->first[i + 1] += in->first[i];
    in->keys = kembar_alloc(in->first[n_others], sizeof *in->keys);
    in->places = kembar_alloc(in->first[n_others], 1);
    if (!in->keys || !in->places)
        return KEMBAR_ERROR_MEMORY;
    return kembar_parallel_for(n_threads, n_others, SLICE, copy_known, in, NULL);
}

static kembar_status make_postings(asking *in, kembar_postings *out, kembar_error *error) {
    const kembar_options *options = &in->set->options->run;
    kembar_status status =
        kembar_parallel_for(options->n_threads, in->n_heads, SLICE, list_samples, in, NULL);
    if (!status)
        status = leave_out_unknown(in);
    if (!status)
        status = kembar_sampled_postings(out, in->posted ? in->posted : in->samples, in->n_heads,
                                         in->n_asking, (size_t)options->rare_shingle_max,
                                         options->n_threads);
    if (status == KEMBAR_ERROR_LIMIT)
        return kembar_error_set(error, status, NULL, 0, "too many shingles for one run");
    return status ? kembar_error_memory(error) : KEMBAR_OK;
}

/* --- pairs --- */

/* From places in the list to documents, in their order. */
static kembar_status name_documents(const asking *in, kembar_sampled_pairs *pairs) {
    kembar_keyed *items = kembar_alloc(pairs->n_items, sizeof *items);
    if (!items)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < pairs->n_items; i++) {
        uint32_t a = in->heads[pairs->items[i].a], b = in->heads[pairs->items[i].b];
        items[i] = (kembar_keyed){.key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a};
    }
    kembar_status status =
        kembar_sort_keyed(items, pairs->n_items, in->set->options->run.n_threads);
    for (size_t i = 0; i < pairs->n_items && !status; i++)
        pairs->items[i] =
            (kembar_sampled_pair){(uint32_t)(items[i].key >> 32), (uint32_t)items[i].key};
    kembar_free(items);
    return status;
}

static kembar_status find(asking *in, kembar_sampled_pairs *out, kembar_error *error) {
    const kembar_dedup_options *options = in->set->options;
    kembar_postings postings = {0};
    kembar_status status = make_postings(in, &postings, error);
    if (!status)
        status = kembar_sampled_find(out, in->samples, &postings, in->n_heads, in->n_asking,
                                     options->on == KEMBAR_ON_EXCERPT, &options->run, error);
    if (!status && name_documents(in, out)) {
        kembar_sampled_pairs_deinit(out);
        status = kembar_error_memory(error);
    }
    kembar_postings_deinit(&postings);
    return status;
}

kembar_status kembar_dedup_candidates(kembar_sampled_pairs *out, const kembar_dedup_set *set,
                                      kembar_error *error) {
    asking in = {.set = set};
    *out = (kembar_sampled_pairs){0};
    in.heads = kembar_alloc(set->n, sizeof *in.heads);
    in.first = kembar_alloc_zeroed(set->n + 1, sizeof *in.first);
    in.samples = kembar_alloc(set->n, sizeof *in.samples);
    int is_ok = in.heads && in.first && in.samples;
    if (is_ok)
        list_heads(&in);
    kembar_status status = is_ok ? find(&in, out, error) : kembar_error_memory(error);
    kembar_free(in.heads);
    kembar_free(in.first);
    kembar_free(in.samples);
    kembar_free(in.posted);
    kembar_free(in.known);
    kembar_free(in.keys);
    kembar_free(in.places);
    return status;
}
