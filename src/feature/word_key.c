#include "feature/word_key.h"

#include <string.h>

#include "base/hash.h"

/* The first 16 bytes behind `begin`, zeros where the text ends. */
static kembar_word_key load_bytes(kembar_view text, size_t begin) {
    kembar_word_key key = {{0}};
    if (text.size - begin >= KEMBAR_WORD_KEY_BYTES)
        memcpy(&key, text.data + begin, KEMBAR_WORD_KEY_BYTES);
    else
        memcpy(&key, text.data + begin, text.size - begin);
    return key;
}

/* Letters, digits and the underscore stay apart when the bit of lower case is set in all of them;
 * the highest bit of a byte, which ASCII leaves free, tells the language. */
int kembar_word_key_read(const kembar_document *document, size_t i, kembar_language language,
                         kembar_word_key *out) {
    static const unsigned char ones[2 * KEMBAR_WORD_KEY_BYTES] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const uint64_t lower = 0x2020202020202020u;
    kembar_token token = document->tokens.items[i];
    size_t size = token.end - token.begin;
    if (size > KEMBAR_WORD_KEY_BYTES || document->tokens.flags[i] & KEMBAR_TOKEN_NON_ASCII)
        return 0;
    kembar_word_key bytes = load_bytes(document->text, token.begin), mask;
    memcpy(&mask, ones + KEMBAR_WORD_KEY_BYTES - size, sizeof mask);
    out->halves[0] = (bytes.halves[0] | lower) & mask.halves[0];
    out->halves[1] = (bytes.halves[1] | lower) & mask.halves[1];
    out->halves[0] |= language == KEMBAR_LANGUAGE_ID ? (uint64_t)1 << 63 : 0;
    return 1;
}

uint64_t kembar_word_key_place(const kembar_document *document, size_t i,
                               kembar_language language) {
    return kembar_hash_mix(document->tokens.items[i].hash +
                           (uint64_t)(language == KEMBAR_LANGUAGE_ID));
}
