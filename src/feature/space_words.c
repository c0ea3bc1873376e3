#include "feature/space_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/lower_bound.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "model/frequencies.h"
#include "text/cognates.h"
#include "text/stem.h"

enum { STEM_SEED = 11, VALUE_SEED = 12, COGNATE_SEED = 13, OWN_SEED = 14, SLICE = 256 };

/* Keys of Indonesian words come after all others. */
static const uint64_t INDONESIAN = UINT64_C(1) << 63;

/* Beside what the bilingual map says, which weighs 1. */
#define SPELLING_WEIGHT 0.25

typedef struct word_weight {
    uint64_t feature;
    double weight;
} word_weight;

/* What one slice of words goes to; word i of it has n_weights[i], one after the other. */
typedef struct word_slice {
    word_weight *weights; /* owned */
    size_t n_all, capacity;
    uint32_t n_weights[SLICE];
} word_slice;

/* The cognate form of an English word and the feature of its stem. */
typedef struct cognate_form {
    uint64_t cognate, feature;
} cognate_form;

typedef struct words_worker {
    kembar_stemmer *stemmer;
    kembar_buffer word;
} words_worker;

typedef struct words_job {
    const kembar_space_place *places;
    size_t n_places;
    const kembar_prepared *prepared;
    const kembar_lexicon *lexicon;
    const kembar_bilingual *map;
    words_worker *workers; /* owned */
    int n_threads;
    size_t first_place;     /* of the pass: Indonesian words come second, look for English ones */
    word_slice *slices;     /* of the pass */
    cognate_form *cognates; /* owned; of the English words, one a place until they are sorted */
    uint64_t *english;      /* owned; the features of English words, sorted, distinct */
    size_t n_cognates, n_english;
} words_job;

uint64_t kembar_space_key(const kembar_document *document, const kembar_content_item *item) {
    if (item->value)
        return kembar_hash_bytes(item->value->text, strlen(item->value->text), VALUE_SEED) &
               ~INDONESIAN;
    uint64_t hash = document->tokens.items[item->token].hash;
    return item->language == KEMBAR_LANGUAGE_ID ? hash | INDONESIAN : hash & ~INDONESIAN;
}

static uint64_t hash_view(kembar_view view, uint64_t seed) {
    return kembar_hash_bytes(view.data, view.size, seed);
}

static kembar_status add_weight(word_slice *slice, size_t i, uint64_t feature, double weight) {
    if (kembar_array_reserve((void **)&slice->weights, &slice->capacity, slice->n_all + 1,
                             sizeof *slice->weights))
        return KEMBAR_ERROR_MEMORY;
    slice->weights[slice->n_all++] = (word_weight){feature, weight};
    slice->n_weights[i]++;
    return KEMBAR_OK;
}

/* The first entry of a cognate form, or the end of all. */
static size_t first_cognate(const words_job *job, uint64_t cognate) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, job->n_cognates, job->cognates[at].cognate < cognate);
    return at;
}

static kembar_status add_cognates(const words_job *job, word_slice *slice, size_t i,
                                  kembar_view word, double weight) {
    char form[KEMBAR_COGNATE_MAX_BYTES];
    size_t size = kembar_cognate_fold(word, form);
    uint64_t cognate = kembar_hash_bytes(form, size, COGNATE_SEED);
    size_t first = first_cognate(job, cognate), end = first;
    while (end < job->n_cognates && job->cognates[end].cognate == cognate)
        end++;
    for (size_t c = first; c < end; c++)
        if (add_weight(slice, i, job->cognates[c].feature, weight / (double)(end - first)))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static kembar_status add_translations(const words_job *job, word_slice *slice, size_t i,
                                      kembar_view word, kembar_view root) {
    size_t n = 0;
    const kembar_translation *found = kembar_bilingual_find(job->map, word, &n);
    if (!n)
        found = kembar_bilingual_find(job->map, root, &n);
    for (size_t t = 0; t < n; t++)
        if (add_weight(slice, i, hash_view(found[t].stem, STEM_SEED), (double)found[t].weight))
            return KEMBAR_ERROR_MEMORY;
    return KEMBAR_OK;
}

static kembar_status place_indonesian(const words_job *job, words_worker *worker, word_slice *slice,
                                      size_t i) {
    char root_bytes[KEMBAR_ROOT_MAX_BYTES];
    kembar_view word = kembar_buffer_view(&worker->word);
    kembar_view root = {root_bytes,
                        kembar_roots_find(kembar_lexicon_roots(job->lexicon), word, root_bytes)};
    uint64_t same = hash_view(kembar_stem_english(worker->stemmer, word), STEM_SEED);
    kembar_status status = KEMBAR_OK;
    if (kembar_holds_u64(job->english, job->n_english, same))
        status = add_weight(slice, i, same, SPELLING_WEIGHT);
    else
        status = add_cognates(job, slice, i, word, SPELLING_WEIGHT);
    if (!status && slice->n_weights[i] == 0)
        status = add_cognates(job, slice, i, root, SPELLING_WEIGHT);
    if (!status)
        status = add_translations(job, slice, i, word, root);
    if (!status && slice->n_weights[i] == 0)
        status = add_weight(slice, i, hash_view(root, OWN_SEED), 1);
    return status;
}

static kembar_status place_english(words_job *job, words_worker *worker, word_slice *slice,
                                   size_t i, size_t place) {
    char form[KEMBAR_COGNATE_MAX_BYTES];
    kembar_view word = kembar_buffer_view(&worker->word);
    size_t size = kembar_cognate_fold(word, form);
    uint64_t feature = hash_view(kembar_stem_english(worker->stemmer, word), STEM_SEED);
    job->cognates[place] = (cognate_form){kembar_hash_bytes(form, size, COGNATE_SEED), feature};
    return add_weight(slice, i, feature, 1);
}

static kembar_status place_word(words_job *job, words_worker *worker, word_slice *slice, size_t i,
                                size_t at) {
    const kembar_space_place *place = &job->places[at];
    const kembar_document *document = job->prepared[place->document].document;
    if (place->is_value)
        return add_weight(slice, i, place->key, 1);
    kembar_buffer_clear(&worker->word);
    kembar_token_fold(document->text, &document->tokens, place->token, &worker->word);
    if (kembar_buffer_status(&worker->word))
        return KEMBAR_ERROR_MEMORY;
    kembar_view word = kembar_buffer_view(&worker->word);
    int is_indonesian = (place->key & INDONESIAN) != 0;
    if (word.size < 2 ||
        kembar_lexicon_is_stop_word(job->lexicon,
                                    is_indonesian ? KEMBAR_LANGUAGE_ID : KEMBAR_LANGUAGE_EN, word))
        return KEMBAR_OK;
    return is_indonesian ? place_indonesian(job, worker, slice, i)
                         : place_english(job, worker, slice, i, at);
}

static kembar_status place_slice(void *context, size_t begin, size_t end, int worker_id,
                                 kembar_error *error) {
    words_job *job = context;
    word_slice *slice = &job->slices[begin / SLICE];
    for (size_t i = begin; i < end; i++)
        if (place_word(job, &job->workers[worker_id], slice, i - begin, job->first_place + i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static int compare_cognates(const void *x, const void *y) {
    const cognate_form *a = x, *b = y;
    if (a->cognate != b->cognate)
        return a->cognate < b->cognate ? -1 : 1;
    return a->feature < b->feature ? -1 : a->feature > b->feature;
}

/* Values and stop words left empty forms behind. */
static kembar_status sort_english(words_job *job, size_t n_places) {
    size_t n = 0, n_distinct = 0;
    for (size_t i = 0; i < n_places; i++)
        if (job->cognates[i].feature)
            job->cognates[n++] = job->cognates[i];
    qsort(job->cognates, n, sizeof *job->cognates, compare_cognates);
    for (size_t i = 0; i < n; i++) {
        job->english[i] = job->cognates[i].feature;
        if (n_distinct == 0 ||
            compare_cognates(&job->cognates[i], &job->cognates[n_distinct - 1]) != 0)
            job->cognates[n_distinct++] = job->cognates[i];
    }
    job->n_cognates = n_distinct;
    kembar_status status = kembar_sort_u64(job->english, n);
    job->n_english = status ? 0 : kembar_unique_u64(job->english, n);
    return status;
}

static size_t count_slices(size_t n_places) {
    return (n_places + SLICE - 1) / SLICE;
}

static kembar_status place_all(words_job *job, word_slice *slices, size_t n_english,
                               kembar_error *error) {
    size_t n_indonesian = job->n_places - n_english;
    job->cognates = kembar_alloc_zeroed(n_english, sizeof *job->cognates);
    job->english = kembar_alloc(n_english, sizeof *job->english);
    if (!job->cognates || !job->english)
        return kembar_error_memory(error);
    job->slices = slices;
    kembar_status status =
        kembar_parallel_for(job->n_threads, n_english, SLICE, place_slice, job, error);
    if (!status && sort_english(job, n_english))
        status = kembar_error_memory(error);
    job->first_place = n_english;
    job->slices = slices + count_slices(n_english);
    if (!status)
        status = kembar_parallel_for(job->n_threads, n_indonesian, SLICE, place_slice, job, error);
    return status;
}

static int compare_weights(const void *x, const void *y) {
    const word_weight *a = x, *b = y;
    return a->feature < b->feature ? -1 : a->feature > b->feature;
}

/* Sorts the n weights of one word, joins those of one feature and makes them sum to 1. */
static uint32_t settle(word_weight *weights, uint32_t n) {
    uint32_t n_distinct = 0;
    double sum = 0;
    if (n > 1)
        qsort(weights, n, sizeof *weights, compare_weights);
    for (uint32_t i = 0; i < n; i++) {
        sum += weights[i].weight;
        if (n_distinct && weights[n_distinct - 1].feature == weights[i].feature)
            weights[n_distinct - 1].weight += weights[i].weight;
        else
            weights[n_distinct++] = weights[i];
    }
    for (uint32_t i = 0; i < n_distinct; i++)
        weights[i].weight /= sum;
    return n_distinct;
}

/* Lays the weights of all slices into one matrix; features[j] is that of its value j. */
static uint64_t *gather(kembar_space_words *out, word_slice *slices, size_t n_english,
                        size_t n_places) {
    size_t n_values = 0, n_first = count_slices(n_english);
    size_t n_slices = n_first + count_slices(n_places - n_english);
    for (size_t s = 0; s < n_slices; s++)
        n_values += slices[s].n_all;
    uint64_t *features = kembar_alloc(n_values, sizeof *features);
    if (!features || kembar_sparse_init(&out->map, n_places, 0, n_values)) {
        kembar_free(features);
        return NULL;
    }
    for (size_t i = 0, from = 0; i < n_places; i++) {
        size_t in_pass = i < n_english ? i : i - n_english;
        word_slice *slice = &slices[(i < n_english ? 0 : n_first) + in_pass / SLICE];
        from = in_pass % SLICE ? from : 0;
        uint32_t n_before = slice->n_weights[in_pass % SLICE], n = 0;
        if (slice->weights) {
            n = settle(slice->weights + from, n_before);
            for (uint32_t w = 0; w < n; w++) {
                features[out->map.first[i] + w] = slice->weights[from + w].feature;
                out->map.values[out->map.first[i] + w] = (float)slice->weights[from + w].weight;
            }
        }
        from += n_before;
        out->map.first[i + 1] = out->map.first[i] + n;
    }
    return features;
}

/* Features sort as hashes do and so do their columns: rows stay in order. */
static kembar_status number_columns(kembar_space_words *out, const uint64_t *features,
                                    int n_threads, kembar_error *error) {
    kembar_frequencies frequencies = {0};
    kembar_status status =
        kembar_frequencies_fit(&frequencies, features, out->map.first, out->map.n_rows, 1,
                               n_threads, out->map.columns, error);
    if (status)
        return status;
    out->map.n_columns = frequencies.n_terms;
    out->features = frequencies.terms;
    frequencies.terms = NULL;
    kembar_frequencies_deinit(&frequencies);
    return KEMBAR_OK;
}

/* As many leading bits as there are keys, about: a key is then found in a step or two. */
static kembar_status index_keys(kembar_space_words *out, size_t n) {
    enum { MOST_BITS = 20 };
    int n_bits = 1;
    while (n_bits < MOST_BITS && ((size_t)1 << n_bits) < n)
        n_bits++;
    size_t n_starts = ((size_t)1 << n_bits) + 1;
    out->shift = 64 - n_bits;
    out->starts = kembar_alloc(n_starts, sizeof *out->starts);
    if (!out->starts)
        return KEMBAR_ERROR_MEMORY;
    for (size_t s = 0, i = 0; s < n_starts; s++) {
        while (i < n && out->keys[i] >> out->shift < s)
            i++;
        out->starts[s] = (uint32_t)i;
    }
    return KEMBAR_OK;
}

static kembar_status make_map(kembar_space_words *out, words_job *job, word_slice *slices,
                              size_t n_english, kembar_error *error) {
    job->workers = kembar_alloc_zeroed((size_t)job->n_threads, sizeof *job->workers);
    out->keys = kembar_alloc(job->n_places, sizeof *out->keys);
    if (!job->workers || !out->keys)
        return kembar_error_memory(error);
    for (size_t i = 0; i < job->n_places; i++)
        out->keys[i] = job->places[i].key;
    if (index_keys(out, job->n_places))
        return kembar_error_memory(error);
    kembar_status status = KEMBAR_OK;
    for (int i = 0; i < job->n_threads && !status; i++)
        status = kembar_stemmer_new(&job->workers[i].stemmer, error);
    if (!status)
        status = place_all(job, slices, n_english, error);
    if (status)
        return status;
    uint64_t *features = gather(out, slices, n_english, job->n_places);
    status = features ? number_columns(out, features, job->n_threads, error)
                      : kembar_error_memory(error);
    kembar_free(features);
    return status;
}

static void job_deinit(words_job *job) {
    for (int i = 0; job->workers && i < job->n_threads; i++) {
        kembar_stemmer_free(job->workers[i].stemmer);
        kembar_buffer_deinit(&job->workers[i].word);
    }
    kembar_free(job->workers);
    kembar_free(job->cognates);
    kembar_free(job->english);
}

kembar_status kembar_space_words_build(kembar_space_words *out, const kembar_space_place *places,
                                       size_t n_places, const kembar_prepared *prepared,
                                       const kembar_lexicon *lexicon, const kembar_bilingual *map,
                                       int n_threads, kembar_error *error) {
    size_t n_english = 0;
    while (n_english < n_places && !(places[n_english].key & INDONESIAN))
        n_english++;
    size_t n_slices = count_slices(n_english) + count_slices(n_places - n_english);
    words_job job = {.places = places,
                     .n_places = n_places,
                     .prepared = prepared,
                     .lexicon = lexicon,
                     .map = map,
                     .n_threads = n_threads};
    *out = (kembar_space_words){0};
    word_slice *slices = kembar_alloc_zeroed(n_slices, sizeof *slices);
    kembar_status status =
        slices ? make_map(out, &job, slices, n_english, error) : kembar_error_memory(error);
    for (size_t i = 0; slices && i < n_slices; i++)
        kembar_free(slices[i].weights);
    kembar_free(slices);
    job_deinit(&job);
    if (status)
        kembar_space_words_deinit(out);
    return status;
}

void kembar_space_words_deinit(kembar_space_words *words) {
    kembar_free(words->keys);
    kembar_free(words->features);
    kembar_free(words->starts);
    kembar_sparse_deinit(&words->map);
    *words = (kembar_space_words){0};
}

size_t kembar_space_words_find(const kembar_space_words *words, uint64_t key) {
    size_t begin = words->starts[key >> words->shift];
    size_t end = words->starts[(key >> words->shift) + 1];
    size_t row = begin + kembar_lower_bound_u64(words->keys + begin, end - begin, key);
    return row < end && words->keys[row] == key ? row : SIZE_MAX;
}
