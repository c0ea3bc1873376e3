#include "base/alloc.h"
#include "pipeline/check_run.h"

kembar_status kembar_check_texts_new(struct kembar_check_texts **out, size_t n_arenas) {
    struct kembar_check_texts *texts = kembar_alloc_zeroed(1, sizeof *texts);
    if (texts) {
        texts->n_arenas = n_arenas;
        texts->arenas = kembar_alloc_zeroed(n_arenas, sizeof *texts->arenas);
    }
    if (texts && !texts->arenas) {
        kembar_free(texts);
        texts = NULL;
    }
    *out = texts;
    return texts ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

void kembar_check_texts_free(struct kembar_check_texts *texts) {
    if (!texts)
        return;
    for (size_t i = 0; i < texts->n_arenas; i++)
        kembar_arena_deinit(&texts->arenas[i]);
    kembar_free(texts->arenas);
    kembar_free(texts);
}

kembar_status kembar_check_texts_copy(kembar_arena *arena, kembar_view *view) {
    if (!view->data)
        return KEMBAR_OK;
    view->data = kembar_arena_copy(arena, view->data, view->size);
    return view->data ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}
