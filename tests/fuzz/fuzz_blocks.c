/* Blocks hold all of the text but white space, in order, whatever the line ends; the first token of
 * a block begins a sentence. */
#include "fuzz.h"
#include "text/blocks.h"
#include "text/sentences.h"
#include "text/utf8.h"

static kembar_block_list split_text(kembar_view text) {
    kembar_block_list out = {0};
    FUZZ_CHECK(kembar_blocks_split(text, &out) == KEMBAR_OK);
    return out;
}

static int is_space_at(kembar_view text, size_t at, size_t *size) {
    uint32_t c = kembar_utf8_decode((kembar_view){text.data + at, text.size - at}, size);
    return (kembar_utf8_kind(c) & KEMBAR_CHAR_SPACE) != 0;
}

static void check_only_space(kembar_view text, size_t begin, size_t end) {
    size_t size;
    for (size_t at = begin; at < end; at += size)
        FUZZ_CHECK(is_space_at(text, at, &size));
}

static void check_blocks(kembar_view text, const kembar_block_list *found) {
    size_t end = 0, size;
    for (size_t i = 0; i < found->n_items; i++) {
        const kembar_block_span *block = &found->items[i];
        FUZZ_CHECK(block->begin >= end && block->begin < block->end);
        fuzz_check_span(text, block->begin, block->end);
        FUZZ_CHECK(block->kind <= KEMBAR_BLOCK_ITEM);
        check_only_space(text, end, block->begin);
        FUZZ_CHECK(!is_space_at(text, block->begin, &size));
        FUZZ_CHECK(!is_space_at(text, kembar_utf8_floor(text, block->end - 1), &size));
        end = block->end;
    }
    check_only_space(text, end, text.size);
}

/* The same blocks with LF, CRLF and CR. */
static void check_line_ends(kembar_view text) {
    kembar_buffer feeds = {0}, both = {0}, returns = {0};
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i] == '\r' ? ' ' : text.data[i];
        kembar_buffer_append_char(&feeds, c);
        kembar_buffer_append_char(&returns, c == '\n' ? '\r' : c);
        kembar_buffer_append_text(&both, c == '\n' ? "\r" : "");
        kembar_buffer_append_char(&both, c);
    }
    kembar_block_list one = split_text(kembar_buffer_view(&feeds));
    kembar_block_list two = split_text(kembar_buffer_view(&returns));
    kembar_block_list three = split_text(kembar_buffer_view(&both));
    FUZZ_CHECK(one.n_items == two.n_items && one.n_items == three.n_items);
    for (size_t i = 0; i < one.n_items; i++) {
        FUZZ_CHECK(one.items[i].begin == two.items[i].begin);
        FUZZ_CHECK(one.items[i].end == two.items[i].end);
        FUZZ_CHECK(one.items[i].kind == two.items[i].kind);
        FUZZ_CHECK(one.items[i].kind == three.items[i].kind);
    }
    kembar_block_list_deinit(&one);
    kembar_block_list_deinit(&two);
    kembar_block_list_deinit(&three);
    kembar_buffer_deinit(&feeds);
    kembar_buffer_deinit(&both);
    kembar_buffer_deinit(&returns);
}

static void check_sentences(kembar_view text, const kembar_block_span *block) {
    kembar_tokens tokens = {0}, marked = {0};
    FUZZ_CHECK(kembar_tokens_append(&tokens, text, block->begin, block->end) == KEMBAR_OK);
    FUZZ_CHECK(kembar_tokens_append(&marked, text, block->begin, block->end) == KEMBAR_OK);
    kembar_sentences_mark(text, &marked, 0, marked.n_items);
    FUZZ_CHECK(marked.n_items == 0 || (marked.flags[0] & KEMBAR_TOKEN_SENTENCE));
    for (size_t i = 0; i < tokens.n_items; i++)
        FUZZ_CHECK((tokens.flags[i] | KEMBAR_TOKEN_SENTENCE) ==
                   (marked.flags[i] | KEMBAR_TOKEN_SENTENCE));
    kembar_tokens_deinit(&tokens);
    kembar_tokens_deinit(&marked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_buffer repaired = {0};
    fuzz_repair(fuzz_view(data, size), &repaired);
    kembar_view text = kembar_buffer_view(&repaired);
    kembar_block_list found = split_text(text);
    check_blocks(text, &found);
    check_line_ends(text);
    for (size_t i = 0; i < found.n_items; i++)
        check_sentences(text, &found.items[i]);
    kembar_block_list_deinit(&found);
    kembar_buffer_deinit(&repaired);
    return 0;
}
