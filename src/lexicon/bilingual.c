#define _POSIX_C_SOURCE 200809L

#include "lexicon/bilingual.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/bilingual_format.h"
#include "lexicon/data_folder.h"

static const uint64_t MAX_FILE_BYTES = UINT64_C(256) << 20;

typedef struct map_word {
    kembar_view text;
    uint32_t first; /* translation; the next word's is the end */
} map_word;

struct kembar_bilingual {
    char *data; /* owned: the bytes of the file */
    uint32_t version;
    size_t n_lists, n_words, n_translations;
    kembar_bilingual_list *lists;     /* owned */
    map_word *words;                  /* owned; n_words and one that ends the last */
    kembar_translation *translations; /* owned */
};

/* Where the parts of a file lie. */
typedef struct map_layout {
    const char *lists, *words, *translations, *strings;
    uint32_t n_string_bytes;
} map_layout;

static uint32_t load_u32(const char *at) {
    const unsigned char *bytes = (const unsigned char *)at;
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static uint64_t load_u64(const char *at) {
    return (uint64_t)load_u32(at) | (uint64_t)load_u32(at + 4) << 32;
}

static int compare_views(kembar_view a, kembar_view b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.data, b.data, size) : 0;
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* Sets the view of the string at `offset`; returns whether it lies within the strings. */
static int find_string(const map_layout *layout, uint32_t offset, kembar_view *out) {
    if (offset >= layout->n_string_bytes)
        return 0;
    const char *at = layout->strings + offset;
    size_t size = (unsigned char)at[0];
    if (size > layout->n_string_bytes - offset - 1)
        return 0;
    *out = (kembar_view){at + 1, size};
    return 1;
}

/* Returns what is wrong with the file as a whole, NULL when nothing is. */
static const char *read_header(kembar_bilingual *map, size_t size, map_layout *layout) {
    const char *data = map->data;
    if (size < KEMBAR_BILINGUAL_HEADER_BYTES ||
        memcmp(data, KEMBAR_BILINGUAL_MAGIC, KEMBAR_BILINGUAL_MAGIC_BYTES) != 0)
        return "not a compiled lexicon";
    map->version = load_u32(data + 8);
    if (map->version != KEMBAR_BILINGUAL_VERSION)
        return "a lexicon of another version";
    map->n_lists = load_u32(data + 12);
    map->n_words = load_u32(data + 16);
    map->n_translations = load_u32(data + 20);
    layout->n_string_bytes = load_u32(data + 24);
    uint64_t expected = (uint64_t)KEMBAR_BILINGUAL_HEADER_BYTES +
                        (uint64_t)map->n_lists * KEMBAR_BILINGUAL_LIST_BYTES +
                        ((uint64_t)map->n_words + 1) * KEMBAR_BILINGUAL_PAIR_BYTES +
                        (uint64_t)map->n_translations * KEMBAR_BILINGUAL_PAIR_BYTES +
                        layout->n_string_bytes;
    if (expected != size || load_u32(data + 28) != 0 ||
        load_u64(data + KEMBAR_BILINGUAL_CHECKED_BYTES) != kembar_bilingual_checksum(data, size))
        return "the lexicon is damaged";
    layout->lists = data + KEMBAR_BILINGUAL_HEADER_BYTES;
    layout->words = layout->lists + map->n_lists * KEMBAR_BILINGUAL_LIST_BYTES;
    layout->translations = layout->words + (map->n_words + 1) * KEMBAR_BILINGUAL_PAIR_BYTES;
    layout->strings = layout->translations + map->n_translations * KEMBAR_BILINGUAL_PAIR_BYTES;
    return NULL;
}

static int read_lists(kembar_bilingual *map, const map_layout *layout) {
    for (size_t i = 0; i < map->n_lists; i++) {
        const char *at = layout->lists + i * KEMBAR_BILINGUAL_LIST_BYTES;
        kembar_bilingual_list *list = &map->lists[i];
        if (!find_string(layout, load_u32(at), &list->name) ||
            !find_string(layout, load_u32(at + 4), &list->licence))
            return 0;
        list->n_pairs = load_u32(at + 8);
    }
    return 1;
}

static int read_words(kembar_bilingual *map, const map_layout *layout) {
    uint32_t last_first = 0;
    for (size_t i = 0; i <= map->n_words; i++) {
        const char *at = layout->words + i * KEMBAR_BILINGUAL_PAIR_BYTES;
        map_word *word = &map->words[i];
        word->first = load_u32(at + 4);
        if (word->first < last_first || word->first > map->n_translations)
            return 0;
        last_first = word->first;
        if (i == map->n_words)
            break;
        if (!find_string(layout, load_u32(at), &word->text) ||
            (i > 0 && compare_views(map->words[i - 1].text, word->text) >= 0))
            return 0;
    }
    return map->words[0].first == 0 && last_first == map->n_translations;
}

static int read_translations(kembar_bilingual *map, const map_layout *layout) {
    for (size_t i = 0; i < map->n_translations; i++) {
        const char *at = layout->translations + i * KEMBAR_BILINGUAL_PAIR_BYTES;
        uint32_t micro = load_u32(at + 4);
        if (!find_string(layout, load_u32(at), &map->translations[i].stem) || micro == 0 ||
            micro > 1000000)
            return 0;
        map->translations[i].weight = (float)micro / 1000000.0F;
    }
    return 1;
}

static kembar_status parse(kembar_bilingual *map, size_t size, const char *name,
                           kembar_error *error) {
    map_layout layout;
    const char *fault = read_header(map, size, &layout);
    if (fault)
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, name, 0, "%s", fault);
    map->lists = kembar_alloc_zeroed(map->n_lists, sizeof *map->lists);
    map->words = kembar_alloc_zeroed(map->n_words + 1, sizeof *map->words);
    map->translations = kembar_alloc(map->n_translations, sizeof *map->translations);
    if (!map->lists || !map->words || !map->translations)
        return kembar_error_memory(error);
    if (!read_lists(map, &layout) || !read_words(map, &layout) || !read_translations(map, &layout))
        return kembar_error_set(error, KEMBAR_ERROR_FORMAT, name, 0, "the lexicon is damaged");
    return KEMBAR_OK;
}

kembar_status kembar_bilingual_parse(kembar_bilingual **out, kembar_view bytes, const char *name,
                                     kembar_error *error) {
    *out = NULL;
    kembar_bilingual *map = kembar_alloc_zeroed(1, sizeof *map);
    if (!map)
        return kembar_error_memory(error);
    map->data = kembar_alloc(bytes.size, 1);
    if (!map->data) {
        kembar_bilingual_free(map);
        return kembar_error_memory(error);
    }
    if (bytes.size > 0)
        memcpy(map->data, bytes.data, bytes.size);
    kembar_status status = parse(map, bytes.size, name, error);
    if (status)
        kembar_bilingual_free(map);
    else
        *out = map;
    return status;
}

/* Reads the file at `path`; where there is none the map is empty. */
static kembar_status open_file(kembar_bilingual **out, const char *path, kembar_error *error) {
    int exists = 0;
    kembar_status status = kembar_file_exists(path, &exists, error);
    if (status)
        return status;
    if (!exists) {
        *out = kembar_alloc_zeroed(1, sizeof **out);
        return *out ? KEMBAR_OK : kembar_error_memory(error);
    }
    char *data = NULL;
    size_t size = 0;
    status = kembar_file_read(path, MAX_FILE_BYTES, &data, &size, error);
    if (!status)
        status = kembar_bilingual_parse(out, (kembar_view){data, size}, path, error);
    kembar_free(data);
    return status;
}

kembar_status kembar_bilingual_open(kembar_bilingual **out, const char *data_dir,
                                    kembar_error *error) {
    *out = NULL;
    kembar_buffer path = {0};
    kembar_status status = kembar_data_folder_find(data_dir, &path, error);
    if (!status) {
        path.size--; /* the NUL */
        kembar_buffer_append_text(&path, path.size > 0 ? "/" KEMBAR_BILINGUAL_FILE : "");
        kembar_buffer_append_char(&path, '\0');
        status = path.data && !path.failed ? open_file(out, path.data, error)
                                           : kembar_error_memory(error);
    }
    kembar_buffer_deinit(&path);
    return status;
}

void kembar_bilingual_free(kembar_bilingual *map) {
    if (!map)
        return;
    kembar_free(map->data);
    kembar_free(map->lists);
    kembar_free(map->words);
    kembar_free(map->translations);
    kembar_free(map);
}

const kembar_translation *kembar_bilingual_find(const kembar_bilingual *map, kembar_view word,
                                                size_t *n) {
    size_t low = 0, high = map->n_words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_views(map->words[middle].text, word);
        if (order == 0) {
            *n = map->words[middle + 1].first - map->words[middle].first;
            return *n > 0 ? &map->translations[map->words[middle].first] : NULL;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *n = 0;
    return NULL;
}

/* Puts `item` into the sorted `out`; equal weights keep the order in which they come. */
static size_t insert(kembar_translation *out, size_t n, size_t max, kembar_translation item) {
    size_t at = n;
    while (at > 0 && out[at - 1].weight < item.weight)
        at--;
    if (at == max)
        return n;
    size_t end = n < max ? n : max - 1;
    memmove(&out[at + 1], &out[at], (end - at) * sizeof *out);
    out[at] = item;
    return end + 1;
}

size_t kembar_bilingual_reverse(const kembar_bilingual *map, kembar_view stem,
                                kembar_translation *out, size_t max) {
    size_t n = 0;
    for (size_t i = 0; i < map->n_words; i++)
        for (uint32_t t = map->words[i].first; t < map->words[i + 1].first; t++)
            if (compare_views(map->translations[t].stem, stem) == 0)
                n = insert(out, n, max,
                           (kembar_translation){map->words[i].text, map->translations[t].weight});
    return n;
}

uint32_t kembar_bilingual_version(const kembar_bilingual *map) {
    return map->version;
}

size_t kembar_bilingual_word_count(const kembar_bilingual *map) {
    return map->n_words;
}

size_t kembar_bilingual_translation_count(const kembar_bilingual *map) {
    return map->n_translations;
}

const kembar_bilingual_list *kembar_bilingual_lists(const kembar_bilingual *map, size_t *n) {
    *n = map->n_lists;
    return map->lists;
}
