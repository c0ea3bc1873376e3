#include "pipeline/early_furniture.h"

#include "base/alloc.h"

enum { MAX_COUNT = UINT8_MAX, OWN_SHARE = 5, LAG_SHARE = 64 };

kembar_status kembar_early_furniture_init(kembar_early_furniture *early, size_t n_documents,
                                          int n_threads) {
    if (n_documents == 0)
        return KEMBAR_OK;
    early->n_documents = n_documents < MAX_COUNT ? (uint32_t)n_documents : MAX_COUNT;
    early->n_workers = n_threads;
    atomic_init(&early->n_lines, 0);
    /* What lies beyond the bits in use is not touched, and costs nothing. */
    atomic_init(&early->bits, KEMBAR_EARLY_MIN_BITS);
    early->slots = kembar_alloc_zeroed((size_t)1 << KEMBAR_EARLY_MAX_BITS, sizeof *early->slots);
    early->lines = kembar_alloc(KEMBAR_EARLY_LINES, sizeof *early->lines);
    early->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *early->workers);
    early->lock = kembar_lock_new();
    return early->slots && early->lines && early->workers && early->lock ? KEMBAR_OK
                                                                         : KEMBAR_ERROR_MEMORY;
}

void kembar_early_furniture_deinit(kembar_early_furniture *early) {
    for (int i = 0; early->workers && i < early->n_workers; i++)
        kembar_furniture_deinit(&early->workers[i].furniture);
    kembar_free(early->workers);
    kembar_free(early->lines);
    kembar_free(early->slots);
    kembar_lock_free(early->lock);
    early->workers = NULL;
    early->lines = NULL;
    early->slots = NULL;
    early->lock = NULL;
    early->n_documents = 0;
}

/* --- counts --- */

/* What is known of a line: part of its hash, of the source that has it most, and the documents of
 * that source and of all. */
typedef struct line_count {
    uint32_t tag;
    uint16_t source;
    uint8_t n_source, n_all;
} line_count;

static line_count unpack(unsigned long long slot) {
    return (line_count){(uint32_t)(slot >> 32), (uint16_t)(slot >> 16), (uint8_t)(slot >> 8),
                        (uint8_t)slot};
}

static unsigned long long pack(line_count count) {
    return (unsigned long long)count.tag << 32 | (unsigned long long)count.source << 16 |
           (unsigned long long)count.n_source << 8 | count.n_all;
}

static atomic_ullong *slot_of(const kembar_early_furniture *early, uint64_t hash) {
    unsigned bits = atomic_load_explicit(&early->bits, memory_order_relaxed);
    return &early->slots[hash & (((uint64_t)1 << bits) - 1)];
}

/* What of a hash is kept: more than its place tells at first, and what tells it later. */
static uint32_t tag_of(uint64_t hash) {
    return (uint32_t)(hash >> KEMBAR_EARLY_MIN_BITS);
}

/* Two threads at one slot may lose a count. */
static line_count load(const kembar_early_furniture *early, uint64_t hash) {
    return unpack(atomic_load_explicit(slot_of(early, hash), memory_order_relaxed));
}

static int has_stood(const kembar_early_furniture *early, uint64_t hash) {
    line_count count = load(early, hash);
    return count.n_all > 0 && count.tag == tag_of(hash);
}

/* One more that fits; one that does not takes what is left of the place. */
static void count_source(line_count *count, uint16_t source) {
    if (source == 0)
        return;
    if (count->source == source) {
        count->n_source = (uint8_t)(count->n_source + (count->n_source < MAX_COUNT));
    } else if (count->n_source > 1) {
        count->n_source--;
    } else {
        count->source = source;
        count->n_source = 1;
    }
}

static line_count count_line(const kembar_early_furniture *early, uint64_t hash, uint16_t source) {
    line_count count = load(early, hash);
    if (count.tag == tag_of(hash)) {
        count.n_all = (uint8_t)(count.n_all + (count.n_all < MAX_COUNT));
        count_source(&count, source);
    } else if (count.n_all > 1) {
        count.n_all--;
    } else {
        count = (line_count){tag_of(hash), source, source != 0, 1};
    }
    atomic_store_explicit(slot_of(early, hash), pack(count), memory_order_relaxed);
    return count;
}

/* Twice as many places: half of the counts move to where their hashes say now. Whoever counts
 * meanwhile may lose some. */
static void make_room(kembar_early_furniture *early) {
    unsigned bits = atomic_load_explicit(&early->bits, memory_order_relaxed);
    size_t n = (size_t)1 << bits;
    for (size_t i = 0; i < n; i++) {
        unsigned long long slot = atomic_load_explicit(&early->slots[i], memory_order_relaxed);
        if (unpack(slot).tag >> (bits - KEMBAR_EARLY_MIN_BITS) & 1) {
            atomic_store_explicit(&early->slots[n + i], slot, memory_order_relaxed);
            atomic_store_explicit(&early->slots[i], 0, memory_order_relaxed);
        }
    }
    atomic_store_explicit(&early->bits, bits + 1, memory_order_relaxed);
}

/* By what one thread has met: they all meet much the same, and the first one makes room. */
static int is_crowded(const kembar_early_furniture *early, const kembar_early_worker *worker) {
    unsigned bits = atomic_load_explicit(&early->bits, memory_order_relaxed);
    return bits < KEMBAR_EARLY_MAX_BITS &&
           worker->n_counted * (size_t)early->n_workers > (size_t)KEMBAR_EARLY_SLOT_LINES << bits;
}

/* --- what is known --- */

static kembar_status learn_from_others(kembar_early_furniture *early, kembar_early_worker *worker,
                                       size_t n_lines) {
    kembar_status status = KEMBAR_OK;
    for (; worker->n_lines < n_lines && !status; worker->n_lines += !status) {
        const kembar_early_line *known = &early->lines[worker->n_lines];
        status = kembar_furniture_insert(&worker->furniture, &known->line, &known->opening);
    }
    return status;
}

static kembar_status add_line(kembar_early_furniture *early, kembar_early_worker *worker,
                              const kembar_document *document, const kembar_block *block) {
    size_t n = atomic_load_explicit(&early->n_lines, memory_order_relaxed);
    kembar_status status = learn_from_others(early, worker, n);
    if (status || n == KEMBAR_EARLY_LINES ||
        kembar_furniture_has_block(&worker->furniture, block->hash))
        return status;
    kembar_early_line *line = &early->lines[n];
    *line = (kembar_early_line){.line = {block->hash, block->n_tokens}};
    if (block->n_tokens >= KEMBAR_FURNITURE_RUN_TOKENS)
        kembar_furniture_open(document, block, &line->opening);
    atomic_store_explicit(&early->n_lines, n + 1, memory_order_release);
    return learn_from_others(early, worker, n + 1);
}

void kembar_early_furniture_fetch(const kembar_early_furniture *early,
                                  const kembar_document *document) {
    for (size_t i = 0; early->n_documents > 0 && i < document->n_blocks; i++)
        if (kembar_furniture_is_line(&document->blocks[i]))
            __builtin_prefetch((const void *)slot_of(early, document->blocks[i].hash), 1);
}

/* Copies of one text show its lines again and again, but hardly anything of their own. */
static int has_own_text(const kembar_early_furniture *early, const kembar_document *document) {
    size_t own = document->tokens.n_items;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        if (kembar_furniture_is_line(block) && has_stood(early, block->hash))
            own -= block->n_tokens;
    }
    return own * OWN_SHARE >= document->tokens.n_items;
}

static int is_known(const kembar_early_furniture *early, line_count count) {
    return count.n_all >= early->n_documents ||
           (uint32_t)count.n_source * KEMBAR_EARLY_SOURCE_SHARE >= early->n_documents;
}

/* Nothing more can be known by the worker. */
static int knows_most(const kembar_early_furniture *early, const kembar_early_worker *worker) {
    return worker->n_lines == KEMBAR_EARLY_LINES ||
           (atomic_load_explicit(&early->n_lines, memory_order_relaxed) == KEMBAR_EARLY_LINES &&
            worker->n_lines > KEMBAR_EARLY_LINES - KEMBAR_EARLY_LINES / LAG_SHARE);
}

static kembar_status count_lines(kembar_early_furniture *early, kembar_early_worker *worker,
                                 const kembar_document *document, uint16_t source) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; i < document->n_blocks && !status; i++) {
        const kembar_block *block = &document->blocks[i];
        worker->n_counted += kembar_furniture_is_line(block) ? 1 : 0;
        if (!kembar_furniture_is_line(block) ||
            !is_known(early, count_line(early, block->hash, source)) ||
            kembar_furniture_has_block(&worker->furniture, block->hash) ||
            knows_most(early, worker))
            continue;
        kembar_lock_take(early->lock);
        status = add_line(early, worker, document, block);
        kembar_lock_give(early->lock);
    }
    return status;
}

kembar_status kembar_early_furniture_add(kembar_early_furniture *early, int worker_id,
                                         const kembar_document *document, uint64_t source,
                                         const kembar_furniture **out) {
    *out = NULL;
    if (early->n_documents == 0)
        return KEMBAR_OK;
    kembar_early_worker *worker = &early->workers[worker_id];
    kembar_status status = KEMBAR_OK;
    if (has_own_text(early, document))
        status = count_lines(early, worker, document, (uint16_t)(source >> 48));
    if (worker_id == 0 && is_crowded(early, worker))
        make_room(early);
    /* Each costs as much as all that are known, so that they come some at a time. */
    size_t n = atomic_load_explicit(&early->n_lines, memory_order_acquire);
    if (!status && n - worker->n_lines > n / LAG_SHARE)
        status = learn_from_others(early, worker, n);
    *out = &worker->furniture;
    return status;
}
