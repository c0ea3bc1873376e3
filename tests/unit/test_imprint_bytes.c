/* What a kept imprint's bytes may be: whole, sound, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "made_imprint.h"
#include "pipeline/imprint_bytes.h"

static int decodes(const void *data, size_t size) {
    kembar_imprint out;
    kembar_view id;
    uint64_t aligned[128];
    assert_true(size <= sizeof aligned);
    memcpy(aligned, data, size);
    return kembar_imprint_decode((kembar_view){(const char *)aligned, size}, &out, &id);
}

static void values_of_all_sizes_come_back(void **state) {
    kembar_arena arena = {0};
    (void)state;
    for (uint32_t i = 0; i < 64; i++) {
        sample made;
        kembar_imprint out;
        kembar_view id, given = i & 1 ? (kembar_view){"a name", 6} : (kembar_view){0};
        make_sample(&made, i);
        made.imprint.n_keys = i & 2 ? N_KEYS : 0;
        made.imprint.n_lines = i & 8 ? N_LINES : 0;
        made.imprint.n_anchors = i & 16 ? N_ANCHORS : i & 32 ? KEMBAR_IMPRINT_UNANCHORED : 0;
        kembar_view bytes = kembar_imprint_encode(&arena, &made.imprint, given);
        assert_non_null(bytes.data);
        assert_int_equal(kembar_imprint_decode(bytes, &out, &id), 1);
        expect_same_imprint(&out, &made.imprint);
        assert_int_equal(kembar_imprint_idle(bytes), 0);
        kembar_view idle = kembar_imprint_copy_idle(&arena, bytes, i);
        assert_int_equal(kembar_imprint_idle(idle), i);
        assert_int_equal(kembar_imprint_decode(idle, &out, &id), 1);
        expect_same_imprint(&out, &made.imprint);
        assert_int_equal(id.size, given.size);
        assert_int_equal(id.data == NULL, given.data == NULL);
        for (size_t size = 0; size < bytes.size; size++)
            assert_int_equal(decodes(bytes.data, size), 0);
    }
    kembar_arena_deinit(&arena);
}

static int encodes_to_sound(const sample *made) {
    kembar_arena arena = {0};
    kembar_view bytes = kembar_imprint_encode(&arena, &made->imprint, (kembar_view){"x", 1});
    int is_sound = decodes(bytes.data, bytes.size);
    kembar_arena_deinit(&arena);
    return is_sound;
}

static void what_is_relied_on_is_checked(void **state) {
    sample made;
    (void)state;
    make_sample(&made, 1);
    assert_true(encodes_to_sound(&made));
    make_sample(&made, 1);
    made.keys[1] = made.keys[0]; /* not distinct */
    assert_false(encodes_to_sound(&made));
    make_sample(&made, 1);
    made.keys[N_KEYS - 1] = 2; /* descending */
    assert_false(encodes_to_sound(&made));
    make_sample(&made, 1);
    made.places[3] = KEMBAR_SAMPLE_PLACES;
    assert_false(encodes_to_sound(&made));
    make_sample(&made, 1);
    made.imprint.level = KEMBAR_SAMPLE_MAX_LEVEL + 1;
    assert_false(encodes_to_sound(&made));
}

/* Counts that do not fit the size, in each of the first 88 bytes. */
static void no_changed_count_is_read_past_the_end(void **state) {
    kembar_arena arena = {0};
    sample made;
    char bytes[1024];
    size_t n_refused = 0;
    (void)state;
    make_sample(&made, 1);
    kembar_view value = kembar_imprint_encode(&arena, &made.imprint, (kembar_view){"x", 1});
    assert_true(value.size <= sizeof bytes);
    for (size_t i = 0; i < 88; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bytes, value.data, value.size);
            bytes[i] = (char)(bytes[i] ^ 1 << bit);
            n_refused += (size_t)!decodes(bytes, value.size);
        }
    assert_true(n_refused > 100);
    kembar_arena_deinit(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_all_sizes_come_back),
        cmocka_unit_test(what_is_relied_on_is_checked),
        cmocka_unit_test(no_changed_count_is_read_past_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
