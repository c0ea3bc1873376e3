/* The compiled map: any bytes are refused or give a map whose words are found. A first byte over
 * 127 has the checksum set right, so that what stands behind it is read. */
#include "fuzz.h"
#include "lexicon/bilingual.h"
#include "lexicon/bilingual_format.h"

static void set_checksum(char *bytes, size_t size) {
    if (size < KEMBAR_BILINGUAL_HEADER_BYTES)
        return;
    uint64_t checksum = kembar_bilingual_checksum(bytes, size);
    for (int i = 0; i < 8; i++)
        bytes[KEMBAR_BILINGUAL_CHECKED_BYTES + i] = (char)(unsigned char)(checksum >> (8 * i));
}

static void check_word(const kembar_bilingual *map, kembar_view word) {
    kembar_translation back[4];
    size_t n;
    const kembar_translation *items = kembar_bilingual_find(map, word, &n);
    FUZZ_CHECK((items == NULL) == (n == 0));
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(items[i].weight >= 0 && items[i].stem.size <= 255);
        FUZZ_CHECK(kembar_bilingual_reverse(map, items[i].stem, back, 4) > 0);
    }
}

static void check_map(const kembar_bilingual *map, kembar_view bytes) {
    size_t n_lists;
    const kembar_bilingual_list *lists = kembar_bilingual_lists(map, &n_lists);
    FUZZ_CHECK(kembar_bilingual_word_count(map) <= bytes.size);
    FUZZ_CHECK(kembar_bilingual_translation_count(map) <= bytes.size);
    for (size_t i = 0; i < n_lists; i++)
        FUZZ_CHECK(lists[i].name.size <= 255 && lists[i].licence.size <= 255);
    /* Whatever looks like a string in the file is asked for. */
    for (size_t at = KEMBAR_BILINGUAL_HEADER_BYTES; at < bytes.size; at++) {
        size_t size = (unsigned char)bytes.data[at];
        if (size <= bytes.size - at - 1)
            check_word(map, (kembar_view){bytes.data + at + 1, size});
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    unsigned first = fuzz_take_byte(&rest);
    kembar_bilingual *map = NULL;
    kembar_error error = {0};
    char *copy = fuzz_copy(rest);
    if (first > 127)
        set_checksum(copy, rest.size);
    kembar_view bytes = {copy, rest.size};
    kembar_status status = kembar_bilingual_parse(&map, bytes, "map", &error);
    FUZZ_CHECK(status == error.code);
    FUZZ_CHECK((map != NULL) == (status == KEMBAR_OK));
    if (map)
        check_map(map, bytes);
    else
        FUZZ_CHECK(error.message[0] != '\0');
    kembar_bilingual_free(map);
    kembar_free(copy);
    return 0;
}
