#include "pipeline/dedup_cache.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"

/* A document may stand in any place of its set. So many places that documents of usual size fill
 * the memory allowed, and keep it: what is read next goes where another was. */
enum { PLACES = 8, USUAL_BYTES = 16 * 1024 };

typedef struct cached {
    kembar_document_maker maker;     /* its memory serves the next document in this place */
    const kembar_document *document; /* the maker's; NULL: none */
    kembar_prepared_maker prepared;
    uint32_t doc_id;
    uint64_t used_at;
    size_t n_bytes;
} cached;

struct kembar_dedup_cache {
    const kembar_dedup_set *set;
    const kembar_furniture *furniture;
    kembar_catalogue_reader reader;
    kembar_content_maker scratch;
    cached *items; /* owned; n_sets times PLACES */
    size_t n_sets;
    size_t n_used_sets; /* only the first ones are used: what was touched a moment ago is quicker */
    size_t n_bytes, max_bytes;
    size_t hand; /* where to look next for what may go */
    uint64_t now;
};

kembar_status kembar_dedup_cache_new(kembar_dedup_cache **out, const kembar_dedup_set *set,
                                     const kembar_furniture *furniture, size_t max_bytes,
                                     kembar_error *error) {
    kembar_dedup_cache *cache = kembar_alloc_zeroed(1, sizeof *cache);
    *out = cache;
    if (!cache)
        return kembar_error_memory(error);
    cache->set = set;
    cache->furniture = furniture;
    cache->max_bytes = max_bytes;
    cache->n_sets = cache->n_used_sets = max_bytes / PLACES / USUAL_BYTES + 1;
    cache->items = kembar_alloc_zeroed(cache->n_sets * PLACES, sizeof *cache->items);
    if (cache->items)
        return KEMBAR_OK;
    kembar_dedup_cache_free(cache);
    *out = NULL;
    return kembar_error_memory(error);
}

static void empty(kembar_dedup_cache *cache, cached *item) {
    cache->n_bytes -= item->n_bytes;
    kembar_prepared_maker_deinit(&item->prepared);
    kembar_document_maker_deinit(&item->maker);
    *item = (cached){0};
}

void kembar_dedup_cache_free(kembar_dedup_cache *cache) {
    if (!cache)
        return;
    for (size_t i = 0; cache->items && i < cache->n_sets * PLACES; i++)
        empty(cache, &cache->items[i]);
    kembar_free(cache->items);
    kembar_catalogue_reader_deinit(&cache->reader);
    kembar_content_maker_deinit(&cache->scratch);
    kembar_free(cache);
}

/* Where the imprint found that every token is content nothing needs to be cleaned again. */
static kembar_status prepare(kembar_dedup_cache *cache, cached *item, uint32_t doc_id) {
    const kembar_options *options = &cache->set->options->run;
    const kembar_imprint *imprint = cache->set->imprints[doc_id];
    kembar_prepared_settings settings = {.furniture = cache->furniture,
                                         .shingle_tokens = (unsigned)options->shingle_tokens,
                                         .min_tokens = (unsigned)options->min_tokens,
                                         .all_is_content = imprint->n_content == imprint->n_tokens,
                                         .without_measures = !cache->set->options->lists_pairs};
    return kembar_prepared_maker_next(&item->prepared, &cache->scratch, item->document, &settings);
}

static void count_bytes(kembar_dedup_cache *cache, cached *item) {
    cache->n_bytes -= item->n_bytes;
    item->n_bytes =
        kembar_document_maker_bytes(&item->maker) + kembar_prepared_maker_bytes(&item->prepared);
    cache->n_bytes += item->n_bytes;
}

static kembar_status fill(kembar_dedup_cache *cache, cached *item, uint32_t doc_id,
                          kembar_error *error) {
    item->document = NULL;
    kembar_status status = kembar_dedup_set_read(cache->set, &cache->reader, doc_id, &item->maker,
                                                 &item->document, error);
    if (!status && prepare(cache, item, doc_id))
        status = kembar_error_memory(error);
    if (status) {
        empty(cache, item);
        return status;
    }
    item->doc_id = doc_id;
    count_bytes(cache, item);
    return KEMBAR_OK;
}

/* Lets documents go, from where it stopped last, until the rest fits. */
static void make_room(kembar_dedup_cache *cache, const cached *item, uint32_t kept) {
    size_t n_items = cache->n_sets * PLACES;
    for (size_t i = 0; i < n_items && cache->n_bytes > cache->max_bytes; i++) {
        cached *next = &cache->items[cache->hand];
        cache->hand = (cache->hand + 1) % n_items;
        if (next != item && (!next->document || next->doc_id != kept))
            empty(cache, next);
    }
}

void kembar_dedup_cache_expect(kembar_dedup_cache *cache, size_t n_documents) {
    /* Hashes fill some sets more than others. */
    size_t n = n_documents / (PLACES / 2) + 1;
    cache->n_used_sets = n < cache->n_sets ? n : cache->n_sets;
}

static cached *set_of(const kembar_dedup_cache *cache, uint32_t document) {
    return &cache->items[kembar_hash_mix(document) % cache->n_used_sets * PLACES];
}

kembar_status kembar_dedup_cache_get(kembar_dedup_cache *cache, uint32_t document, uint32_t kept,
                                     const kembar_prepared **out, kembar_error *error) {
    cached *items = set_of(cache, document), *oldest = NULL;
    *out = NULL;
    for (size_t i = 0; i < PLACES; i++) {
        if (items[i].document && items[i].doc_id == document) {
            items[i].used_at = ++cache->now;
            *out = &items[i].prepared.prepared;
            return KEMBAR_OK;
        }
        if (items[i].document && items[i].doc_id == kept)
            continue;
        if (!oldest || items[i].used_at < oldest->used_at)
            oldest = &items[i];
    }
    kembar_status status = fill(cache, oldest, document, error);
    if (status)
        return status;
    oldest->used_at = ++cache->now;
    make_room(cache, oldest, kept);
    *out = &oldest->prepared.prepared;
    return KEMBAR_OK;
}

kembar_status kembar_dedup_cache_find_values(kembar_dedup_cache *cache, uint32_t document,
                                             kembar_error *error) {
    cached *item = set_of(cache, document);
    while (!item->document || item->doc_id != document)
        item++;
    kembar_status status = kembar_document_maker_find_values(&item->maker, error);
    if (status)
        empty(cache, item);
    else
        count_bytes(cache, item);
    return status;
}
