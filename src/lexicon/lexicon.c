#define _POSIX_C_SOURCE 200809L

#include "lexicon/lexicon.h"

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/data_folder.h"

static const uint64_t MAX_LIST_BYTES = UINT64_C(64) << 20;

struct kembar_lexicon {
    kembar_roots *roots; /* owned */
    kembar_roots
        *stop_words[KEMBAR_N_LANGUAGES]; /* owned; a set of words all the same. OTHER: empty */
};

/* Appends the file's words to `words`, nothing when there is no such file. */
static kembar_status append_list(const char *folder, const char *name, kembar_buffer *words,
                                 kembar_error *error) {
    kembar_buffer path = {0};
    kembar_buffer_append_text(&path, folder);
    kembar_buffer_append_char(&path, '/');
    kembar_buffer_append_text(&path, name);
    kembar_buffer_append_char(&path, '\0');
    kembar_status status = path.failed ? kembar_error_memory(error) : KEMBAR_OK;
    int exists = 0;
    if (!status)
        status = kembar_file_exists(path.data, &exists, error);
    if (!status && exists) {
        char *data = NULL;
        size_t size = 0;
        status = kembar_file_read(path.data, MAX_LIST_BYTES, &data, &size, error);
        if (!status) {
            kembar_buffer_append(words, data, size);
            kembar_buffer_append_char(words, '\n');
        }
        kembar_free(data);
    }
    kembar_buffer_deinit(&path);
    return status;
}

/* Reads up to two lists into one set. `folder` may be empty: then so is the set. */
static kembar_status read_set(const char *folder, const char *first, const char *second,
                              kembar_roots **set, kembar_error *error) {
    kembar_buffer words = {0};
    kembar_status status = KEMBAR_OK;
    if (folder[0] != '\0' && first)
        status = append_list(folder, first, &words, error);
    if (!status && folder[0] != '\0' && second)
        status = append_list(folder, second, &words, error);
    if (!status && words.failed)
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_roots_new(set, kembar_buffer_view(&words), error);
    kembar_buffer_deinit(&words);
    return status;
}

static kembar_status read_sets(kembar_lexicon *lexicon, const char *folder, kembar_error *error) {
    kembar_roots **stop_words = lexicon->stop_words;
    kembar_status status =
        read_set(folder, "cc-by-sa/idroots.txt", "roots-id.txt", &lexicon->roots, error);
    if (!status)
        status = read_set(folder, "stopwords-en.txt", NULL, &stop_words[KEMBAR_LANGUAGE_EN], error);
    if (!status)
        status = read_set(folder, "stopwords-id.txt", NULL, &stop_words[KEMBAR_LANGUAGE_ID], error);
    return status;
}

kembar_status kembar_lexicon_open(kembar_lexicon **out, const char *data_dir, kembar_error *error) {
    *out = NULL;
    kembar_lexicon *lexicon = kembar_alloc_zeroed(1, sizeof *lexicon);
    if (!lexicon)
        return kembar_error_memory(error);
    kembar_buffer folder = {0};
    kembar_status status = kembar_data_folder_find(data_dir, &folder, error);
    if (!status)
        status = read_sets(lexicon, folder.data, error);
    kembar_buffer_deinit(&folder);
    if (status) {
        kembar_lexicon_free(lexicon);
        return status;
    }
    *out = lexicon;
    return KEMBAR_OK;
}

void kembar_lexicon_free(kembar_lexicon *lexicon) {
    if (!lexicon)
        return;
    kembar_roots_free(lexicon->roots);
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        kembar_roots_free(lexicon->stop_words[i]);
    kembar_free(lexicon);
}

const kembar_roots *kembar_lexicon_roots(const kembar_lexicon *lexicon) {
    return lexicon->roots;
}

int kembar_lexicon_is_stop_word(const kembar_lexicon *lexicon, kembar_language language,
                                kembar_view word) {
    return (unsigned)language < KEMBAR_N_LANGUAGES &&
           kembar_roots_contains(lexicon->stop_words[language], word);
}
