#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "made_imprint.h"

void make_sample(sample *out, uint32_t seed) {
    *out = (sample){.keys = {1, 5, 9 + seed, 400 + seed},
                    .anchors = {seed, 3, seed},
                    .places = {0, 127, 5, 5},
                    .lines = {{.hash = seed, .n_tokens = 4}, {.hash = 7, .n_tokens = 9}}};
    out->imprint = (kembar_imprint){.content = {seed, 2},
                                    .key = {3, seed},
                                    .source = 5,
                                    .trace = 7 * (uint64_t)seed,
                                    .day = -1,
                                    .n_tokens = 300,
                                    .n_content = 280,
                                    .n_keys = N_KEYS,
                                    .level = 1,
                                    .n_lines = N_LINES,
                                    .n_anchors = N_ANCHORS,
                                    .keys = out->keys,
                                    .places = out->places,
                                    .lines = out->lines,
                                    .anchors = out->anchors};
}

void expect_same_imprint(const kembar_imprint *a, const kembar_imprint *b) {
    assert_memory_equal(&a->content, &b->content, sizeof a->content);
    assert_memory_equal(&a->key, &b->key, sizeof a->key);
    assert_true(a->source == b->source && a->day == b->day && a->level == b->level);
    assert_true(a->n_tokens == b->n_tokens && a->n_content == b->n_content);
    assert_true(a->n_keys == b->n_keys && a->trace == b->trace);
    assert_true(a->n_lines == b->n_lines && a->n_anchors == b->n_anchors);
    assert_memory_equal(a->keys, b->keys, a->n_keys * sizeof *a->keys);
    assert_memory_equal(a->places, b->places, a->n_keys);
    for (uint32_t i = 0; i < a->n_lines; i++)
        assert_true(a->lines[i].hash == b->lines[i].hash &&
                    a->lines[i].n_tokens == b->lines[i].n_tokens);
    if (a->n_anchors != KEMBAR_IMPRINT_UNANCHORED)
        assert_memory_equal(a->anchors, b->anchors, a->n_anchors * sizeof *a->anchors);
}
