#include "model/company.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "text/shingles.h"

enum { LOOK_SLICE = 16, MAX_SHINGLES = 512, ALIKE_SHARE = 8, ALIKE_SHINGLES = 3, SAME_SHARE = 3 };
/* Shorter words are mostly those that every text has. */
enum { LONG_WORD_BYTES = 6, TOLD_SHARE = 7 };

kembar_status kembar_company_init(kembar_company *company, const kembar_furniture_page *pages,
                                  size_t n_pages, kembar_furniture_document document,
                                  void *context) {
    *company = (kembar_company){
        .pages = pages, .n_pages = n_pages, .document = document, .context = context};
    company->keys = kembar_alloc(n_pages, sizeof *company->keys);
    company->places = kembar_alloc_zeroed(n_pages, sizeof *company->places);
    return company->keys && company->places ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

void kembar_company_note(kembar_company *company, size_t page) {
    uint64_t key = 0;
    for (size_t i = 0; i < company->pages[page].n_lines; i++)
        key += kembar_hash_mix(company->pages[page].lines[i].hash);
    company->keys[page] = key;
}

void kembar_company_choose(const kembar_company *company, const kembar_keyed *holders,
                           size_t n_holders, kembar_company_choice *out) {
    const uint64_t *keys = company->keys;
    uint32_t *chosen = out->pages;
    size_t n = 0;
    for (size_t i = 0; i < n_holders; i++) {
        uint64_t key = keys[holders[i].value];
        size_t at = 0;
        while (at < n && keys[chosen[at]] < key)
            at++;
        if (at == KEMBAR_COMPANY_PAGES || (at < n && keys[chosen[at]] == key))
            continue;
        n += n < KEMBAR_COMPANY_PAGES;
        for (size_t k = n - 1; k > at; k--)
            chosen[k] = chosen[k - 1];
        chosen[at] = holders[i].value;
    }
    out->n_pages = (uint32_t)n;
}

void kembar_company_want(kembar_company *company, const kembar_company_choice *choice) {
    for (size_t i = 0; i < choice->n_pages; i++)
        company->places[choice->pages[i]] = 1;
}

static int is_own(const kembar_company *company, const kembar_block *block) {
    return block->n_tokens < KEMBAR_FURNITURE_MIN_TOKENS ||
           !kembar_holds_u64(company->recurring, company->n_recurring, block->hash);
}

static size_t list_own(const kembar_company *company, const kembar_document *document,
                       uint64_t *hashes) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        for (uint32_t k = 0; is_own(company, block) && k < block->n_tokens; k++)
            hashes[n++] = document->tokens.items[block->first_token + k].hash;
    }
    return n;
}

/* `scratch` has room for twice the document's tokens. */
static kembar_status keep_shingles(const kembar_company *company, const kembar_document *document,
                                   uint64_t *scratch, kembar_company_page *out) {
    uint64_t *shingles = scratch + document->tokens.n_items;
    size_t n = list_own(company, document, scratch);
    kembar_shingles_hash(scratch, n, KEMBAR_SHINGLE_DEFAULT_TOKENS, shingles);
    n = kembar_shingles_count(n, KEMBAR_SHINGLE_DEFAULT_TOKENS);
    kembar_sort_u64_with(shingles, n, scratch);
    n = kembar_unique_u64(shingles, n);
    out->n_shingles = n < MAX_SHINGLES ? n : MAX_SHINGLES;
    out->shingles = kembar_alloc(out->n_shingles, sizeof *out->shingles);
    if (!out->shingles)
        return KEMBAR_ERROR_MEMORY;
    if (out->n_shingles)
        memcpy(out->shingles, shingles, out->n_shingles * sizeof *shingles);
    return KEMBAR_OK;
}

/* Distinct hashes of the long words in the page's own blocks, or in the others; sorted. */
static size_t list_words(const kembar_company *company, const kembar_document *document, int own,
                         uint64_t *hashes, uint64_t *scratch) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        for (uint32_t k = 0; is_own(company, block) == own && k < block->n_tokens; k++) {
            const kembar_token *token = &document->tokens.items[block->first_token + k];
            if (token->end - token->begin >= LONG_WORD_BYTES)
                hashes[n++] = token->hash;
        }
    }
    kembar_sort_u64_with(hashes, n, scratch);
    return kembar_unique_u64(hashes, n);
}

/* `scratch` has room for three times the document's tokens. */
static void count_words(const kembar_company *company, const kembar_document *document,
                        uint64_t *scratch, kembar_company_page *out) {
    size_t n = document->tokens.n_items;
    uint64_t *own = scratch + n, *others = own + n;
    out->n_words = list_words(company, document, 1, own, scratch);
    size_t n_others = list_words(company, document, 0, others, scratch);
    for (size_t i = 0; i < out->n_words; i++)
        out->n_told += kembar_holds_u64(others, n_others, own[i]) ? 1 : 0;
}

static kembar_status look_at(kembar_company *company, uint32_t page, int worker_id,
                             kembar_company_page *out, kembar_error *error) {
    const kembar_document *document;
    kembar_status status = company->document(company->context, worker_id, page, &document, error);
    if (status)
        return status;
    uint64_t *scratch = kembar_alloc(document->tokens.n_items, 3 * sizeof *scratch);
    if (!scratch || keep_shingles(company, document, scratch, out))
        status = kembar_error_memory(error);
    else
        count_words(company, document, scratch, out);
    kembar_free(scratch);
    return status;
}

static kembar_status look_slice(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    kembar_company *company = context;
    kembar_status status = KEMBAR_OK;
    for (size_t i = begin; i < end && !status; i++)
        status = look_at(company, company->wanted[i], worker_id, &company->own[i], error);
    return status;
}

kembar_status kembar_company_look(kembar_company *company, const uint64_t *recurring,
                                  size_t n_recurring, int n_threads, kembar_error *error) {
    company->recurring = recurring;
    company->n_recurring = n_recurring;
    size_t n = 0;
    for (size_t i = 0; i < company->n_pages; i++)
        n += company->places[i];
    company->wanted = kembar_alloc(n, sizeof *company->wanted);
    company->own = kembar_alloc_zeroed(n, sizeof *company->own);
    if (!company->wanted || !company->own)
        return kembar_error_memory(error);
    for (uint32_t i = 0; i < company->n_pages; i++) {
        if (!company->places[i])
            continue;
        company->places[i] = (uint32_t)company->n_wanted;
        company->wanted[company->n_wanted++] = i;
    }
    return kembar_parallel_for(n_threads, n, LOOK_SLICE, look_slice, company, error);
}

static const kembar_company_page *chosen(const kembar_company *company,
                                         const kembar_company_choice *choice, size_t i) {
    return &company->own[company->places[choice->pages[i]]];
}

static int are_alike(const kembar_company_page *a, const kembar_company_page *b) {
    size_t smaller = a->n_shingles < b->n_shingles ? a->n_shingles : b->n_shingles;
    size_t shared = kembar_shingles_shared(a->shingles, a->n_shingles, b->shingles, b->n_shingles);
    return shared >= ALIKE_SHINGLES && ALIKE_SHARE * shared >= smaller;
}

int kembar_company_is_same(const kembar_company *company, const kembar_company_choice *choice) {
    size_t n = choice->n_pages, n_alike = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            n_alike += are_alike(chosen(company, choice, i), chosen(company, choice, k)) ? 1 : 0;
    return SAME_SHARE * n_alike >= n * (n - 1) / 2;
}

int kembar_company_is_foreign(const kembar_company *company, const kembar_company_choice *choice) {
    size_t n_words = 0, n_told = 0;
    for (size_t i = 0; i < choice->n_pages; i++) {
        n_words += chosen(company, choice, i)->n_words;
        n_told += chosen(company, choice, i)->n_told;
    }
    return TOLD_SHARE * n_told < n_words;
}

void kembar_company_deinit(kembar_company *company) {
    for (size_t i = 0; company->own && i < company->n_wanted; i++)
        kembar_free(company->own[i].shingles);
    kembar_free(company->own);
    kembar_free(company->wanted);
    kembar_free(company->places);
    kembar_free(company->keys);
    *company = (kembar_company){0};
}
