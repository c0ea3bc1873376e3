#include "pair/stretches.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "feature/terms.h"

/* Columns of the words seen last: direct-mapped, so that no input can make it grow or slow. */
enum { CACHE_SLOTS = 1 << 15, SLICE = 64 };

typedef struct column_slot {
    uint64_t key;
    uint32_t column;
    uint32_t is_set;
} column_slot;

typedef struct stretches_worker {
    kembar_reducer *reducer;
    column_slot *cache; /* owned */
    kembar_buffer word; /* folded */
} stretches_worker;

typedef struct stretches_job {
    kembar_stretches *out;
    const kembar_stretches_input *input;
    stretches_worker *workers;
} stretches_job;

uint32_t kembar_stretch_log2(uint64_t x) {
    uint32_t whole = 0, part = 0;
    if (x == 0)
        return 0;
    for (uint64_t y = x; y > 1; y >>= 1)
        whole++;
    /* 31 bits after the leading one; each squaring tells one more binary digit. */
    uint64_t m = whole > 31 ? x >> (whole - 31) : x << (31 - whole);
    for (unsigned digit = KEMBAR_STRETCH_BIT / 2; digit; digit /= 2) {
        m = m * m >> 31;
        if (m >> 32) {
            part += digit;
            m >>= 1;
        }
    }
    return whole * KEMBAR_STRETCH_BIT + part;
}

/* --- items and their columns --- */

static kembar_status find_stop_word(const stretches_job *job, stretches_worker *worker,
                                    const kembar_document *document,
                                    const kembar_content_item *item, int *is_one) {
    *is_one = 0;
    if (!job->input->stop_words || item->value)
        return KEMBAR_OK;
    kembar_buffer_clear(&worker->word);
    kembar_token_fold(document->text, &document->tokens, item->token, &worker->word);
    *is_one = kembar_lexicon_is_stop_word(job->input->stop_words, item->language,
                                          kembar_buffer_view(&worker->word));
    return kembar_buffer_status(&worker->word);
}

static kembar_status find_column(const stretches_job *job, stretches_worker *worker,
                                 const kembar_document *document, const kembar_content_item *item,
                                 uint32_t *column) {
    uint64_t key = document->tokens.items[item->token].hash;
    key ^= item->language == KEMBAR_LANGUAGE_ID ? 0x9e3779b97f4a7c15u : 0;
    column_slot *slot = &worker->cache[kembar_hash_mix(key) % CACHE_SLOTS];
    if (!item->value && slot->is_set && slot->key == key) {
        *column = slot->column;
        return KEMBAR_OK;
    }
    uint64_t term;
    int is_stop_word;
    if (find_stop_word(job, worker, document, item, &is_stop_word) ||
        kembar_reducer_item(worker->reducer, document, item, &term))
        return KEMBAR_ERROR_MEMORY;
    *column = is_stop_word ? KEMBAR_FREQUENCIES_NO_COLUMN
                           : kembar_frequencies_column(job->input->frequencies, term);
    if (!item->value)
        *slot = (column_slot){key, *column, 1};
    return KEMBAR_OK;
}

static kembar_status find_columns(const stretches_job *job, stretches_worker *worker, size_t i) {
    const kembar_prepared *prepared = &job->input->prepared[i];
    kembar_content_walk walk = {.document = prepared->document, .content = &prepared->content};
    kembar_content_item item;
    uint32_t *columns = job->out->columns + job->out->first_item[i], n = 0;
    while (kembar_content_walk_next(&walk, &item))
        if (find_column(job, worker, prepared->document, &item, &columns[n++]))
            return KEMBAR_ERROR_MEMORY;
    job->out->n_items[i] = n;
    return KEMBAR_OK;
}

static kembar_status find_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    stretches_job *job = context;
    for (size_t i = begin; i < end; i++)
        if ((!job->input->take || job->input->take[i]) &&
            find_columns(job, &job->workers[worker_id], i))
            return kembar_error_memory(error);
    return KEMBAR_OK;
}

static kembar_status make_room(const stretches_job *job, kembar_error *error) {
    kembar_stretches *out = job->out;
    size_t n = 0;
    out->first_item = kembar_alloc(out->n_documents + 1, sizeof *out->first_item);
    out->n_items = kembar_alloc_zeroed(out->n_documents, sizeof *out->n_items);
    if (!out->first_item || !out->n_items)
        return kembar_error_memory(error);
    for (size_t i = 0; i < out->n_documents; i++) {
        out->first_item[i] = n;
        if (!job->input->take || job->input->take[i])
            n += job->input->prepared[i].content.n_tokens;
    }
    out->first_item[out->n_documents] = n;
    if (n >= UINT32_MAX)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "too many words for one run");
    out->columns = kembar_alloc(n, sizeof *out->columns);
    return out->columns ? KEMBAR_OK : kembar_error_memory(error);
}

static kembar_status find_items(stretches_job *job, kembar_error *error) {
    int n_threads = job->input->n_threads;
    kembar_status status = make_room(job, error);
    if (status)
        return status;
    job->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *job->workers);
    if (!job->workers)
        return kembar_error_memory(error);
    for (int i = 0; i < n_threads && !status; i++) {
        job->workers[i].cache = kembar_alloc_zeroed(CACHE_SLOTS, sizeof(column_slot));
        status = job->workers[i].cache
                     ? kembar_reducer_new(&job->workers[i].reducer, job->input->roots, error)
                     : kembar_error_memory(error);
    }
    if (!status)
        status =
            kembar_parallel_for(n_threads, job->out->n_documents, SLICE, find_slice, job, error);
    for (int i = 0; i < n_threads; i++) {
        kembar_reducer_free(job->workers[i].reducer);
        kembar_free(job->workers[i].cache);
        kembar_buffer_deinit(&job->workers[i].word);
    }
    kembar_free(job->workers);
    return status;
}

/* --- stretches and their terms --- */

static kembar_status number_stretches(kembar_stretches *out) {
    uint32_t n = 0;
    out->first_stretch = kembar_alloc(out->n_documents + 1, sizeof *out->first_stretch);
    if (!out->first_stretch)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < out->n_documents; i++) {
        out->first_stretch[i] = n;
        n += (out->n_items[i] + KEMBAR_STRETCH_ITEMS - 1) / KEMBAR_STRETCH_ITEMS;
    }
    out->first_stretch[out->n_documents] = n;
    out->document = kembar_alloc(n, sizeof *out->document);
    if (!out->document)
        return KEMBAR_ERROR_MEMORY;
    for (uint32_t i = 0; i < out->n_documents; i++)
        for (uint32_t s = out->first_stretch[i]; s < out->first_stretch[i + 1]; s++)
            out->document[s] = i;
    return KEMBAR_OK;
}

/* What is counted of each column. */
typedef struct column_count {
    uint32_t last; /* the stretch that it was last seen in, + 1 */
    uint32_t n_stretches;
    uint32_t n_places;
} column_count;

static void count_terms(const kembar_stretches *out, column_count *counts) {
    for (size_t i = 0; i < out->n_documents; i++)
        for (uint32_t k = 0; k < out->n_items[i]; k++) {
            uint32_t column = out->columns[out->first_item[i] + k];
            uint32_t stretch = out->first_stretch[i] + k / KEMBAR_STRETCH_ITEMS + 1;
            if (column == KEMBAR_FREQUENCIES_NO_COLUMN)
                continue;
            column_count *count = &counts[column];
            count->n_places++;
            count->n_stretches += count->last != stretch;
            count->last = stretch;
        }
}

static void weigh_terms(kembar_stretches *out, const column_count *counts) {
    uint32_t all = kembar_stretch_log2(out->n_words);
    for (size_t c = 0; c < out->n_columns; c++) {
        uint32_t expected = kembar_stretch_log2((uint64_t)counts[c].n_places * KEMBAR_WINDOW_ITEMS);
        out->weights[c] = (uint16_t)(counts[c].n_places && all > expected ? all - expected : 0);
    }
}

static void count_words(kembar_stretches *out) {
    for (size_t i = 0; i < out->n_documents; i++)
        out->n_words += out->n_items[i];
    if (out->is_alone && out->n_words < KEMBAR_STRETCH_USUAL)
        out->n_words = KEMBAR_STRETCH_USUAL;
}

/* Counts two places on, so that filling leaves every offset where it belongs. */
static kembar_status number_postings(kembar_stretches *out, column_count *counts,
                                     const kembar_frequencies *frequencies) {
    uint32_t n = 0;
    for (size_t c = 0; c < out->n_columns; c++) {
        int is_rare = frequencies->documents[c] > 1 && out->weights[c] > 0 &&
                      counts[c].n_stretches <= KEMBAR_STRETCH_LIST;
        counts[c].last = 0;
        counts[c].n_stretches = is_rare ? counts[c].n_stretches : 0;
        out->first_posting[c + 1] = n;
        n += counts[c].n_stretches;
    }
    out->postings = kembar_alloc(n, sizeof *out->postings);
    return out->postings ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static void fill_postings(kembar_stretches *out, column_count *counts) {
    for (size_t i = 0; i < out->n_documents; i++)
        for (uint32_t k = 0; k < out->n_items[i]; k++) {
            uint32_t column = out->columns[out->first_item[i] + k];
            uint32_t stretch = out->first_stretch[i] + k / KEMBAR_STRETCH_ITEMS;
            if (column == KEMBAR_FREQUENCIES_NO_COLUMN || counts[column].n_stretches == 0 ||
                counts[column].last == stretch + 1)
                continue;
            counts[column].last = stretch + 1;
            out->postings[out->first_posting[column + 1]++] = stretch;
        }
}

static kembar_status index_terms(kembar_stretches *out, const kembar_frequencies *frequencies) {
    column_count *counts = kembar_alloc_zeroed(out->n_columns, sizeof *counts);
    out->weights = kembar_alloc(out->n_columns, sizeof *out->weights);
    out->first_posting = kembar_alloc_zeroed(out->n_columns + 1, sizeof *out->first_posting);
    kembar_status status =
        counts && out->weights && out->first_posting ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    if (!status) {
        count_terms(out, counts);
        weigh_terms(out, counts);
        status = number_postings(out, counts, frequencies);
    }
    if (!status)
        fill_postings(out, counts);
    kembar_free(counts);
    return status;
}

kembar_status kembar_stretches_build(kembar_stretches *out, const kembar_stretches_input *input,
                                     kembar_error *error) {
    *out = (kembar_stretches){.n_documents = input->n_documents,
                              .n_columns = input->frequencies->n_terms,
                              .is_alone = input->stop_words != NULL};
    stretches_job job = {out, input, NULL};
    kembar_status status = find_items(&job, error);
    if (!status)
        count_words(out);
    if (!status && (number_stretches(out) || index_terms(out, input->frequencies)))
        status = kembar_error_memory(error);
    if (status)
        kembar_stretches_deinit(out);
    return status;
}

void kembar_stretches_deinit(kembar_stretches *stretches) {
    kembar_free(stretches->first_item);
    kembar_free(stretches->n_items);
    kembar_free(stretches->columns);
    kembar_free(stretches->first_stretch);
    kembar_free(stretches->document);
    kembar_free(stretches->weights);
    kembar_free(stretches->first_posting);
    kembar_free(stretches->postings);
    *stretches = (kembar_stretches){0};
}
