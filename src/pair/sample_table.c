#include "pair/sample_table.h"

#include <string.h>

#include "base/alloc.h"

enum { MIN_BITS = 6, MAX_BITS = 31, SLOTS_A_KEY = 4, MAX_LEVEL = KEMBAR_SAMPLE_MAX_LEVEL };

static kembar_status reserve(kembar_sample_table *table) {
    if (table->n_slots <= table->capacity)
        return KEMBAR_OK;
    kembar_free(table->keys);
    kembar_free(table->places);
    table->capacity = table->n_slots;
    table->keys = kembar_alloc(table->capacity, sizeof *table->keys);
    table->places = kembar_alloc(table->capacity, 1);
    return table->keys && table->places ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

static void add_key(kembar_sample_table *table, uint32_t key, uint8_t place) {
    size_t slot = key >> table->shift;
    unsigned n_zeros = key ? (unsigned)__builtin_ctz(key) : MAX_LEVEL;
    while (table->places[slot] != KEMBAR_SAMPLE_NO_PLACE)
        slot = (slot + 1) & (table->n_slots - 1);
    table->keys[slot] = key;
    table->places[slot] = place;
    table->n_at[n_zeros < MAX_LEVEL ? n_zeros : MAX_LEVEL]++;
}

kembar_status kembar_sample_table_fill(kembar_sample_table *table, const kembar_sample *sample) {
    unsigned bits = MIN_BITS;
    while ((size_t)1 << bits < (size_t)sample->n_keys * SLOTS_A_KEY && bits < MAX_BITS)
        bits++;
    table->sample = sample;
    table->n_slots = (size_t)1 << bits;
    table->shift = 32 - bits;
    if (reserve(table))
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < table->n_slots; i++)
        table->keys[i] = KEMBAR_SAMPLE_NO_KEY;
    memset(table->places, KEMBAR_SAMPLE_NO_PLACE, table->n_slots);
    memset(table->n_at, 0, sizeof table->n_at);
    for (uint32_t i = 0; i < sample->n_keys; i++)
        add_key(table, sample->keys[i], sample->places[i]);
    for (unsigned level = MAX_LEVEL; level > 0; level--)
        table->n_at[level - 1] += table->n_at[level];
    return KEMBAR_OK;
}

void kembar_sample_table_deinit(kembar_sample_table *table) {
    kembar_free(table->keys);
    kembar_free(table->places);
    *table = (kembar_sample_table){0};
}

static uint8_t find_place(const kembar_sample_table *table, uint32_t key) {
    size_t slot = key >> table->shift;
    while (table->places[slot] != KEMBAR_SAMPLE_NO_PLACE && table->keys[slot] != key)
        slot = (slot + 1) & (table->n_slots - 1);
    return table->places[slot];
}

kembar_sample_overlap kembar_sample_compare_scalar(const kembar_sample_table *a,
                                                   const kembar_sample *b) {
    unsigned level = a->sample->level > b->level ? a->sample->level : b->level;
    uint32_t mask = ((uint32_t)1 << level) - 1;
    kembar_sample_overlap out = {.n_a = a->n_at[level]};
    for (uint32_t i = 0; i < b->n_keys; i++) {
        if (b->keys[i] & mask)
            continue;
        out.n_b++;
        uint8_t place = find_place(a, b->keys[i]);
        if (place != KEMBAR_SAMPLE_NO_PLACE)
            kembar_sample_overlap_add(&out, place, b->places[i]);
    }
    return out;
}

#ifdef KEMBAR_X86
/* Keys are distinct and ascending. */
static int holds_no_key(const kembar_sample *sample) {
    for (uint32_t i = 0; i < sample->n_keys && sample->keys[i] <= KEMBAR_SAMPLE_NO_KEY; i++)
        if (sample->keys[i] == KEMBAR_SAMPLE_NO_KEY)
            return 1;
    return 0;
}
#endif

kembar_sample_overlap kembar_sample_compare(const kembar_sample_table *a, const kembar_sample *b) {
#ifdef KEMBAR_X86
    if (kembar_cpu() == KEMBAR_CPU_AVX512 && !holds_no_key(a->sample) && !holds_no_key(b))
        return kembar_sample_compare_avx512(a, b);
#endif
    return kembar_sample_compare_scalar(a, b);
}
