/* Every passage is one by the definition, in both orders; no long run of equal tokens is missed.
 * Input: two runs of words, a byte each, divided by a separator. Bytes that differ in their upper
 * bits give words that look alike. */
#include "align_reference.h"
#include "fuzz.h"

enum { MAX_WORDS = 96 };

static void append_word(kembar_buffer *out, unsigned char byte) {
    static const char *const words[] = {
        "the",    "harbour",   "council", "of", "ministers", "bridge", "said",       "in",
        "cooled", "fishermen", "tuesday", "a",  "price",     "rice",   "kilometres", "year"};
    const char *word = words[byte & 15];
    unsigned kind = byte >> 4;
    kembar_buffer_append_text(out, word);
    if (kind == 4 || kind == 12) /* a number is equal or nothing */
        kembar_buffer_append_char(out, '7');
    else if (kind > 7)
        kembar_buffer_append_char(out, (char)('a' + kind));
    kembar_buffer_append_char(out, ' ');
}

static kembar_document *make(kembar_view bytes) {
    kembar_buffer text = {0};
    kembar_document *document = NULL;
    for (size_t i = 0; i < bytes.size && i < MAX_WORDS; i++)
        append_word(&text, (unsigned char)bytes.data[i]);
    kembar_buffer_append_char(&text, '.');
    kembar_record record = {.id = {"id", 2}, .text = kembar_buffer_view(&text)};
    FUZZ_CHECK(kembar_document_new(&document, &record, NULL) == KEMBAR_OK);
    kembar_buffer_deinit(&text);
    return document;
}

static void check(kembar_aligner *aligner, const kembar_prepared *x, const kembar_prepared *y) {
    static align_side a, b;
    kembar_alignment found;
    FUZZ_CHECK(align_side_init(&a, x) && align_side_init(&b, y));
    FUZZ_CHECK(kembar_aligner_set(aligner, x) == KEMBAR_OK);
    FUZZ_CHECK(kembar_aligner_run(aligner, y, &found) == KEMBAR_OK);
    const char *broken = align_reference_check(&a, &b, &found);
    if (!broken && align_reference_most_frequent(&a) <= KEMBAR_ALIGN_SEED_CAP)
        broken = align_reference_check_runs(&a, &b, &found);
    if (broken)
        fuzz_broken(__FILE__, __LINE__, broken);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view first = fuzz_take_part(&rest);
    kembar_document *documents[2] = {make(first), make(rest)};
    kembar_prepared a, b;
    kembar_aligner *aligner = NULL;
    FUZZ_CHECK(kembar_aligner_new(&aligner, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_prepared_init(&a, documents[0], NULL, 5, 5) == KEMBAR_OK);
    FUZZ_CHECK(kembar_prepared_init(&b, documents[1], NULL, 5, 5) == KEMBAR_OK);
    check(aligner, &a, &b);
    check(aligner, &b, &a);
    check(aligner, &a, &a);
    kembar_aligner_free(aligner);
    kembar_prepared_deinit(&a);
    kembar_prepared_deinit(&b);
    kembar_document_free(documents[0]);
    kembar_document_free(documents[1]);
    return 0;
}
