#include "model/company.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "text/shingles.h"

enum { MAX_SHINGLES = 512, ALIKE_SHARE = 8, ALIKE_SHINGLES = 3, SAME_SHARE = 3 };
/* Shorter words are mostly those that every text has. */
enum { LONG_WORD_BYTES = 6, TOLD_SHARE = 7 };

static uint64_t key_of(kembar_company *company, uint32_t page) {
    kembar_company_page *own = &company->own[page];
    if (own->key == 0)
        for (size_t i = 0; i < company->pages[page].n_lines; i++)
            own->key += kembar_hash_mix(company->pages[page].lines[i].hash);
    return own->key;
}

/* The pages with the least keys, each key once; returns their number. */
static size_t choose(kembar_company *company, const kembar_keyed *holders, size_t n_holders,
                     uint32_t chosen[KEMBAR_COMPANY_PAGES]) {
    size_t n = 0;
    for (size_t i = 0; i < n_holders; i++) {
        uint64_t key = key_of(company, holders[i].value);
        size_t at = 0;
        while (at < n && company->own[chosen[at]].key < key)
            at++;
        if (at == KEMBAR_COMPANY_PAGES || (at < n && company->own[chosen[at]].key == key))
            continue;
        n += n < KEMBAR_COMPANY_PAGES;
        for (size_t k = n - 1; k > at; k--)
            chosen[k] = chosen[k - 1];
        chosen[at] = holders[i].value;
    }
    return n;
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

static kembar_status look_at(kembar_company *company, uint32_t page, kembar_error *error) {
    const kembar_document *document;
    if (company->own[page].shingles)
        return KEMBAR_OK;
    kembar_status status = company->document(company->context, page, &document, error);
    if (status)
        return status;
    uint64_t *scratch = kembar_alloc(document->tokens.n_items, 3 * sizeof *scratch);
    if (!scratch || keep_shingles(company, document, scratch, &company->own[page]))
        status = kembar_error_memory(error);
    else
        count_words(company, document, scratch, &company->own[page]);
    kembar_free(scratch);
    return status;
}

static int are_alike(const kembar_company_page *a, const kembar_company_page *b) {
    size_t smaller = a->n_shingles < b->n_shingles ? a->n_shingles : b->n_shingles;
    size_t shared = kembar_shingles_shared(a->shingles, a->n_shingles, b->shingles, b->n_shingles);
    return shared >= ALIKE_SHINGLES && ALIKE_SHARE * shared >= smaller;
}

/* Chooses pages and looks at them; returns MEMORY or what reading a document says. */
static kembar_status look_at_some(kembar_company *company, const kembar_keyed *holders,
                                  size_t n_holders, uint32_t chosen[KEMBAR_COMPANY_PAGES],
                                  size_t *n_chosen, kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    *n_chosen = 0;
    if (!company->own)
        company->own = kembar_alloc_zeroed(company->n_pages, sizeof *company->own);
    if (!company->own)
        return kembar_error_memory(error);
    size_t n = choose(company, holders, n_holders, chosen);
    for (size_t i = 0; i < n && !status; i++)
        status = look_at(company, chosen[i], error);
    *n_chosen = status ? 0 : n;
    return status;
}

kembar_status kembar_company_is_same(kembar_company *company, const kembar_keyed *holders,
                                     size_t n_holders, int *same, kembar_error *error) {
    uint32_t chosen[KEMBAR_COMPANY_PAGES];
    size_t n, n_alike = 0;
    kembar_status status = look_at_some(company, holders, n_holders, chosen, &n, error);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            n_alike += are_alike(&company->own[chosen[i]], &company->own[chosen[k]]) ? 1 : 0;
    *same = n > 0 && SAME_SHARE * n_alike >= n * (n - 1) / 2;
    return status;
}

kembar_status kembar_company_is_foreign(kembar_company *company, const kembar_keyed *holders,
                                        size_t n_holders, int *foreign, kembar_error *error) {
    uint32_t chosen[KEMBAR_COMPANY_PAGES];
    size_t n, n_words = 0, n_told = 0;
    kembar_status status = look_at_some(company, holders, n_holders, chosen, &n, error);
    for (size_t i = 0; i < n; i++) {
        n_words += company->own[chosen[i]].n_words;
        n_told += company->own[chosen[i]].n_told;
    }
    *foreign = n > 0 && TOLD_SHARE * n_told < n_words;
    return status;
}

void kembar_company_deinit(kembar_company *company) {
    for (size_t i = 0; company->own && i < company->n_pages; i++)
        kembar_free(company->own[i].shingles);
    kembar_free(company->own);
    company->own = NULL;
}
