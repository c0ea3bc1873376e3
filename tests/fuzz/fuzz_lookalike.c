/* The bit-parallel edit distance is that of the textbook, and look-alikes are those of the
 * definition. Input: two words. */
#include "fuzz.h"
#include "pair/lookalike.h"

static int holds_digit(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return 1;
    return 0;
}

static int is_ascii(kembar_view word) {
    for (size_t i = 0; i < word.size; i++)
        if ((unsigned char)word.data[i] >= 0x80)
            return 0;
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view a = fuzz_take_part(&rest), b = fuzz_take_part(&rest);
    size_t longer = a.size > b.size ? a.size : b.size;
    FUZZ_CHECK(kembar_lookalike(a, b) == kembar_lookalike(b, a));
    if (longer > KEMBAR_LOOKALIKE_MAX_BYTES) {
        FUZZ_CHECK(!kembar_lookalike(a, b));
        return 0;
    }
    unsigned distance = kembar_edit_distance_reference(a, b);
    FUZZ_CHECK(kembar_edit_distance(a, b) == distance);
    FUZZ_CHECK(kembar_edit_distance(b, a) == distance);
    size_t bound = longer / 3 > 1 ? longer / 3 : 1;
    if (is_ascii(a) && is_ascii(b))
        FUZZ_CHECK(!!kembar_lookalike(a, b) ==
                   (distance <= bound && !holds_digit(a) && !holds_digit(b)));
    return 0;
}
