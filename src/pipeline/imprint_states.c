#include "pipeline/imprint_states.h"

#include <string.h>

#include "base/alloc.h"

/* Numbers as the machine has them, as in imprint_bytes.c: counts, blocks, then of each run its hash
 * and its anchor. */
enum { HEAD_WORDS = 2, RUN_WORDS = 2 };

static uint64_t hash_of(kembar_view bytes) {
    return kembar_hash_bytes(bytes.data, bytes.size, 0) | 1;
}

kembar_run_item kembar_imprint_state_item(kembar_arena *arena, const kembar_furniture *furniture) {
    size_t n_words = HEAD_WORDS + furniture->n_blocks + RUN_WORDS * furniture->n_runs;
    uint64_t *words = kembar_arena_take(arena, n_words * sizeof *words);
    if (!words)
        return (kembar_run_item){0};
    words[0] = furniture->n_blocks;
    words[1] = furniture->n_runs;
    if (furniture->n_blocks)
        memcpy(words + HEAD_WORDS, furniture->blocks, furniture->n_blocks * sizeof *words);
    uint64_t *runs = words + HEAD_WORDS + furniture->n_blocks;
    for (size_t i = 0; i < furniture->n_runs; i++) {
        runs[RUN_WORDS * i] = furniture->runs[i].hash;
        runs[RUN_WORDS * i + 1] = furniture->runs[i].anchor;
    }
    kembar_view bytes = {(const char *)words, n_words * sizeof *words};
    return (kembar_run_item){{0, furniture->n_blocks ? hash_of(bytes) : 0}, bytes};
}

/* Whether the counts fit the size, and blocks ascend. */
static int is_sound(const uint64_t *words, size_t n_words) {
    if (n_words < HEAD_WORDS || words[0] > n_words - HEAD_WORDS)
        return 0;
    size_t n_left = n_words - HEAD_WORDS - (size_t)words[0];
    if (n_left % RUN_WORDS != 0 || words[1] != n_left / RUN_WORDS)
        return 0;
    for (uint64_t i = 1; i < words[0]; i++)
        if (words[HEAD_WORDS + i - 1] >= words[HEAD_WORDS + i])
            return 0;
    return 1;
}

static kembar_status add(kembar_imprint_states *states, const kembar_run_item *item) {
    kembar_imprint_state state = {.hash = item->key.low, .bytes = item->value};
    const uint64_t *words = (const uint64_t *)(const void *)item->value.data;
    const uint64_t *runs = words + HEAD_WORDS + words[0];
    kembar_furniture *furniture = &state.furniture;
    furniture->n_blocks = (size_t)words[0];
    furniture->n_runs = (size_t)words[1];
    furniture->blocks = kembar_alloc(furniture->n_blocks, sizeof *furniture->blocks);
    furniture->runs = kembar_alloc_zeroed(furniture->n_runs, sizeof *furniture->runs);
    if (!furniture->blocks || !furniture->runs) {
        kembar_furniture_deinit(furniture);
        return KEMBAR_ERROR_MEMORY;
    }
    if (furniture->n_blocks)
        memcpy(furniture->blocks, words + HEAD_WORDS, furniture->n_blocks * sizeof *words);
    for (size_t i = 0; i < furniture->n_runs; i++) {
        furniture->runs[i].hash = runs[RUN_WORDS * i];
        furniture->runs[i].anchor = (uint32_t)runs[RUN_WORDS * i + 1];
    }
    states->items[states->n_items++] = state;
    return KEMBAR_OK;
}

kembar_status kembar_imprint_states_list(kembar_imprint_states *states,
                                         const kembar_run_file *file) {
    for (size_t i = 0; i < kembar_run_file_count(file); i++) {
        kembar_run_item item = kembar_run_file_item(file, i);
        if (item.key.high != 0)
            break;
        if (states->n_items == KEMBAR_IMPRINT_STATES ||
            kembar_imprint_states_find(states, item.key.low) < states->n_items ||
            item.key.low != hash_of(item.value) || item.value.size % sizeof(uint64_t) != 0 ||
            !is_sound((const uint64_t *)(const void *)item.value.data,
                      item.value.size / sizeof(uint64_t)))
            continue;
        if (add(states, &item))
            return KEMBAR_ERROR_MEMORY;
    }
    return KEMBAR_OK;
}

size_t kembar_imprint_states_find(const kembar_imprint_states *states, uint64_t hash) {
    size_t i = 0;
    while (i < states->n_items && states->items[i].hash != hash)
        i++;
    return i;
}

void kembar_imprint_states_deinit(kembar_imprint_states *states) {
    for (size_t i = 0; i < states->n_items; i++)
        kembar_furniture_deinit(&states->items[i].furniture);
    *states = (kembar_imprint_states){0};
}
