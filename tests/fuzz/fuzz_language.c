/* What the letters of a text say adds up over its words and does not depend on the case of those
 * inside a word. */
#include "fuzz.h"
#include "text/language.h"
#include "text/utf8.h"

static void check_equal(kembar_language_score a, kembar_language_score b) {
    FUZZ_CHECK(a.balance == b.balance);
    FUZZ_CHECK(a.n_trigrams == b.n_trigrams && a.n_known == b.n_known);
    for (int i = 0; i < KEMBAR_LANGUAGE_N_GROUPS; i++)
        FUZZ_CHECK(a.over_group[i] == b.over_group[i]);
    FUZZ_CHECK(kembar_language_decide(a) == kembar_language_decide(b));
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A word's first letter keeps its case: a capital there makes a word say less. */
static void append_upper(kembar_buffer *out, kembar_view text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        int inside = i > 0 && is_letter(text.data[i - 1]);
        kembar_buffer_append_char(out, inside && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view bytes = fuzz_view(data, size);
    kembar_view first = fuzz_take_part(&bytes);
    kembar_buffer a = {0}, b = {0}, both = {0}, upper = {0};
    fuzz_repair(first, &a);
    fuzz_repair(bytes, &b);
    kembar_buffer_append_view(&both, kembar_buffer_view(&a));
    kembar_buffer_append_text(&both, "\n\n");
    kembar_buffer_append_view(&both, kembar_buffer_view(&b));
    append_upper(&upper, kembar_buffer_view(&a));
    kembar_language_score score = kembar_language_measure(kembar_buffer_view(&a));
    FUZZ_CHECK(score.n_known <= score.n_trigrams && score.n_trigrams <= a.size + 1);
    FUZZ_CHECK((unsigned)kembar_language_decide(score) < KEMBAR_N_LANGUAGES);
    check_equal(score, kembar_language_measure(kembar_buffer_view(&upper)));
    check_equal(kembar_language_measure(kembar_buffer_view(&both)),
                kembar_language_add(score, kembar_language_measure(kembar_buffer_view(&b))));
    kembar_buffer_deinit(&a);
    kembar_buffer_deinit(&b);
    kembar_buffer_deinit(&both);
    kembar_buffer_deinit(&upper);
    return 0;
}
