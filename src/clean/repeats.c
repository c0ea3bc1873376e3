#include "clean/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "document/block_hash.h"

typedef struct sentence {
    uint64_t hash;
    uint32_t first_token;
    uint32_t n_tokens;
} sentence;

static int compare_sentences(const void *x, const void *y) {
    const sentence *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->first_token < b->first_token ? -1 : a->first_token > b->first_token;
}

static uint32_t sentence_end(const kembar_document *document, const kembar_block *block,
                             uint32_t begin) {
    uint32_t end = begin + 1, last = block->first_token + block->n_tokens;
    while (end < last && !(document->tokens.flags[end] & KEMBAR_TOKEN_SENTENCE))
        end++;
    return end;
}

static size_t list_sentences(const kembar_document *document, const uint8_t *marks, sentence *out) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_blocks; i++) {
        const kembar_block *block = &document->blocks[i];
        uint32_t last = block->first_token + block->n_tokens;
        for (uint32_t begin = block->first_token, end; begin < last; begin = end) {
            end = sentence_end(document, block, begin);
            if (end - begin < KEMBAR_REPEAT_MIN_TOKENS || marks[begin])
                continue;
            uint64_t hash = kembar_block_hash_tokens(document->tokens.items + begin, end - begin);
            out[n++] = (sentence){hash, begin, end - begin};
        }
    }
    return n;
}

kembar_status kembar_repeats_mark(const kembar_document *document, uint8_t *marks) {
    size_t most = document->tokens.n_items / KEMBAR_REPEAT_MIN_TOKENS;
    sentence *sentences = kembar_alloc(most, sizeof *sentences);
    if (!sentences)
        return KEMBAR_ERROR_MEMORY;
    size_t n = list_sentences(document, marks, sentences);
    qsort(sentences, n, sizeof *sentences, compare_sentences);
    for (size_t i = 1; i < n; i++)
        if (sentences[i].hash == sentences[i - 1].hash)
            memset(marks + sentences[i].first_token, 1, sentences[i].n_tokens);
    kembar_free(sentences);
    return KEMBAR_OK;
}
