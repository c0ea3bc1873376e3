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
    size_t n_bytes;
} cached;

/* Who is in a place. Beside the others of its set, since all are looked at. */
typedef struct tag {
    uint64_t used_at; /* 0: nobody is there */
    uint32_t doc_id;
} tag;

struct kembar_dedup_cache {
    const kembar_dedup_set *set;
    const kembar_furniture *furniture;
    kembar_catalogue_reader reader;
    kembar_content_maker scratch;
    cached *items; /* owned; n_sets times PLACES */
    tag *tags;     /* owned; of each */
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
    cache->tags = kembar_alloc_zeroed(cache->n_sets * PLACES, sizeof *cache->tags);
    if (cache->items && cache->tags)
        return KEMBAR_OK;
    kembar_dedup_cache_free(cache);
    *out = NULL;
    return kembar_error_memory(error);
}

static void empty(kembar_dedup_cache *cache, size_t place) {
    cached *item = &cache->items[place];
    cache->n_bytes -= item->n_bytes;
    kembar_prepared_maker_deinit(&item->prepared);
    kembar_document_maker_deinit(&item->maker);
    *item = (cached){0};
    cache->tags[place] = (tag){0};
}

void kembar_dedup_cache_free(kembar_dedup_cache *cache) {
    if (!cache)
        return;
    for (size_t i = 0; cache->items && cache->tags && i < cache->n_sets * PLACES; i++)
        empty(cache, i);
    kembar_free(cache->items);
    kembar_free(cache->tags);
    kembar_catalogue_reader_deinit(&cache->reader);
    kembar_content_maker_deinit(&cache->scratch);
    kembar_free(cache);
}

/* Where the imprint found that every token is content nothing needs to be cleaned again. */
static kembar_status prepare(kembar_dedup_cache *cache, cached *item, uint32_t doc_id) {
    const kembar_dedup_options *all = cache->set->options;
    const kembar_options *options = &all->run;
    const kembar_imprint *imprint = cache->set->imprints[doc_id];
    kembar_prepared_settings settings = {.furniture = cache->furniture,
                                         .shingle_tokens = (unsigned)options->shingle_tokens,
                                         .min_tokens = (unsigned)options->min_tokens,
                                         .all_is_content = imprint->n_content == imprint->n_tokens,
                                         .without_shingles = !kembar_dedup_wants_shingles(all)};
    return kembar_prepared_maker_next(&item->prepared, &cache->scratch, item->document, &settings);
}

static void count_bytes(kembar_dedup_cache *cache, cached *item) {
    cache->n_bytes -= item->n_bytes;
    item->n_bytes =
        kembar_document_maker_bytes(&item->maker) + kembar_prepared_maker_bytes(&item->prepared);
    cache->n_bytes += item->n_bytes;
}

static kembar_status fill(kembar_dedup_cache *cache, size_t place, uint32_t doc_id,
                          kembar_error *error) {
    cached *item = &cache->items[place];
    cache->tags[place] = (tag){0};
    kembar_status status = kembar_dedup_set_read(cache->set, &cache->reader, doc_id, &item->maker,
                                                 &item->document, error);
    if (!status && prepare(cache, item, doc_id))
        status = kembar_error_memory(error);
    if (status) {
        empty(cache, place);
        return status;
    }
    cache->tags[place] = (tag){++cache->now, doc_id};
    count_bytes(cache, item);
    return KEMBAR_OK;
}

/* Lets documents go, from where it stopped last, until the rest fits. */
static void make_room(kembar_dedup_cache *cache, size_t place, uint32_t kept) {
    size_t n_items = cache->n_sets * PLACES;
    for (size_t i = 0; i < n_items && cache->n_bytes > cache->max_bytes; i++) {
        const tag *next = &cache->tags[cache->hand];
        if (cache->hand != place && (next->used_at == 0 || next->doc_id != kept))
            empty(cache, cache->hand);
        cache->hand = (cache->hand + 1) % n_items;
    }
}

void kembar_dedup_cache_expect(kembar_dedup_cache *cache, size_t n_documents) {
    /* Hashes fill some sets more than others. */
    size_t n = n_documents / (PLACES / 2) + 1;
    cache->n_used_sets = n < cache->n_sets ? n : cache->n_sets;
}

/* The first place of its set. */
static size_t set_of(const kembar_dedup_cache *cache, uint32_t document) {
    return kembar_hash_mix(document) % cache->n_used_sets * PLACES;
}

kembar_status kembar_dedup_cache_get(kembar_dedup_cache *cache, uint32_t document, uint32_t kept,
                                     const kembar_prepared **out, kembar_error *error) {
    size_t first = set_of(cache, document), oldest = SIZE_MAX;
    *out = NULL;
    for (size_t i = first; i < first + PLACES; i++) {
        tag *at = &cache->tags[i];
        if (at->used_at && at->doc_id == document) {
            at->used_at = ++cache->now;
            *out = &cache->items[i].prepared.prepared;
            return KEMBAR_OK;
        }
        if (at->used_at && at->doc_id == kept)
            continue;
        if (oldest == SIZE_MAX || at->used_at < cache->tags[oldest].used_at)
            oldest = i;
    }
    kembar_status status = fill(cache, oldest, document, error);
    if (status)
        return status;
    make_room(cache, oldest, kept);
    *out = &cache->items[oldest].prepared.prepared;
    return KEMBAR_OK;
}

/* Where a document is that was got a moment ago. */
static size_t place_of(const kembar_dedup_cache *cache, uint32_t document) {
    size_t place = set_of(cache, document);
    while (cache->tags[place].used_at == 0 || cache->tags[place].doc_id != document)
        place++;
    return place;
}

void kembar_dedup_cache_settle_sentences(kembar_dedup_cache *cache, uint32_t document) {
    kembar_document_maker_settle_sentences(&cache->items[place_of(cache, document)].maker);
}

kembar_status kembar_dedup_cache_find_values(kembar_dedup_cache *cache, uint32_t document,
                                             kembar_error *error) {
    size_t place = place_of(cache, document);
    kembar_status status =
        kembar_document_maker_find_bare_values(&cache->items[place].maker, error);
    if (status)
        empty(cache, place);
    else
        count_bytes(cache, &cache->items[place]);
    return status;
}

kembar_status kembar_dedup_cache_find_shingles(kembar_dedup_cache *cache, uint32_t document,
                                               kembar_error *error) {
    size_t place = place_of(cache, document);
    if (kembar_prepared_maker_find_shingles(&cache->items[place].prepared)) {
        empty(cache, place);
        return kembar_error_memory(error);
    }
    count_bytes(cache, &cache->items[place]);
    return KEMBAR_OK;
}
