#include "pipeline/early_furniture.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"

kembar_status kembar_early_furniture_init(kembar_early_furniture *early, size_t n_documents,
                                          int n_threads) {
    early->n_documents = n_documents;
    early->n_workers = n_threads;
    atomic_init(&early->n_begun, n_documents ? 0 : KEMBAR_EARLY_GUESSES);
    for (int i = 0; i < KEMBAR_EARLY_GUESSES; i++)
        atomic_init(&early->is_ready[i], 0);
    early->workers = kembar_alloc_zeroed((size_t)n_threads, sizeof *early->workers);
    return early->workers ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static void drop_pages(kembar_early_pages *pages) {
    kembar_free(pages->items);
    kembar_arena_deinit(&pages->openings);
    *pages = (kembar_early_pages){0};
}

void kembar_early_furniture_close(kembar_early_furniture *early) {
    for (int i = 0; early->workers && i < early->n_workers; i++)
        drop_pages(&early->workers[i]);
    kembar_free(early->workers);
    early->workers = NULL;
}

void kembar_early_furniture_deinit(kembar_early_furniture *early) {
    kembar_early_furniture_close(early);
    for (int i = 0; i < KEMBAR_EARLY_GUESSES; i++)
        kembar_furniture_deinit(&early->guesses[i]);
}

uint32_t kembar_early_furniture_now(kembar_early_furniture *early) {
    for (uint32_t number = KEMBAR_EARLY_GUESSES; number > 0; number--)
        if (atomic_load_explicit(&early->is_ready[number - 1], memory_order_acquire))
            return number;
    return 0;
}

const kembar_furniture *kembar_early_furniture_guess(const kembar_early_furniture *early,
                                                     uint32_t number) {
    return number ? &early->guesses[number - 1] : NULL;
}

static kembar_status add_page(kembar_early_pages *pages, const kembar_document *document,
                              const kembar_imprint *imprint) {
    if (kembar_array_reserve((void **)&pages->items, &pages->capacity, pages->n_items + 1,
                             sizeof *pages->items))
        return KEMBAR_ERROR_MEMORY;
    kembar_furniture_opening *openings =
        kembar_arena_take(&pages->openings, imprint->n_lines * sizeof *openings);
    if (!openings)
        return KEMBAR_ERROR_MEMORY;
    kembar_furniture_list_openings(document, openings);
    pages->items[pages->n_items++] = (kembar_furniture_page){.lines = imprint->lines,
                                                             .openings = openings,
                                                             .n_lines = imprint->n_lines,
                                                             .n_tokens = imprint->n_tokens,
                                                             .source_id = imprint->source};
    return KEMBAR_OK;
}

kembar_status kembar_early_furniture_add(kembar_early_furniture *early, int worker_id,
                                         const kembar_document *document,
                                         const kembar_imprint *imprint, kembar_error *error) {
    kembar_early_pages *pages = &early->workers[worker_id];
    int next = atomic_load_explicit(&early->n_begun, memory_order_relaxed);
    if (next == KEMBAR_EARLY_GUESSES) {
        drop_pages(pages);
        return KEMBAR_OK;
    }
    if (add_page(pages, document, imprint))
        return kembar_error_memory(error);
    size_t wanted = early->n_documents;
    for (int i = 0; i < next; i++)
        wanted *= KEMBAR_EARLY_FACTOR;
    if (pages->n_items < wanted ||
        !atomic_compare_exchange_strong(&early->n_begun, &next, next + 1))
        return KEMBAR_OK;
    kembar_status status = kembar_furniture_learn(&early->guesses[next], pages->items,
                                                  pages->n_items, NULL, NULL, 1, error);
    if (!status)
        atomic_store_explicit(&early->is_ready[next], 1, memory_order_release);
    return status;
}
