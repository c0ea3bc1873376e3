#include "words.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "bench.h"

static int is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* ASCII punctuation; the rest is taken for letters. */
static int is_punctuation(char c) {
    return c != '\0' && strchr(".,;:!?\"'()[]-/", c) != NULL;
}

static int ends_sentence(const bench_word *word) {
    for (size_t i = word->text.size; i > 0 && i + 4 > word->text.size; i--)
        if (strchr(".?!", word->text.data[i - 1]) != NULL)
            return 1;
    return word->gap.size > 1 && memchr(word->gap.data, '\n', word->gap.size) != NULL;
}

void bench_words_deinit(bench_words *words) {
    kembar_free(words->items);
}

void bench_words_split(bench_words *words, kembar_view text) {
    size_t i = 0;
    uint32_t sentence = 0;
    words->n_items = 0;
    while (i < text.size && is_space(text.data[i]))
        i++;
    while (i < text.size) {
        size_t begin = i;
        while (i < text.size && !is_space(text.data[i]))
            i++;
        size_t end = i;
        while (i < text.size && is_space(text.data[i]))
            i++;
        bench_word word = {{text.data + begin, end - begin}, {text.data + end, i - end}, sentence};
        bench_need(kembar_array_reserve((void **)&words->items, &words->capacity,
                                        words->n_items + 1, sizeof *words->items),
                   NULL);
        words->items[words->n_items++] = word;
        sentence += (uint32_t)ends_sentence(&word);
    }
    words->n_sentences = words->n_items > 0 ? words->items[words->n_items - 1].sentence + 1 : 0;
}

kembar_view bench_words_near(kembar_view text, uint64_t number) {
    size_t begin = text.size > 0 ? (size_t)(number % text.size) : 0;
    while (begin > 0 && !is_space(text.data[begin - 1]))
        begin--;
    size_t end = begin;
    while (end < text.size && !is_space(text.data[end]))
        end++;
    while (end > begin && is_punctuation(text.data[end - 1]))
        end--;
    while (end > begin && is_punctuation(text.data[begin]))
        begin++;
    return (kembar_view){text.data + begin, end - begin};
}
