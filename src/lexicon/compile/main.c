/* kembar_lexicon_compile OUT LIST...: makes the bilingual map of word lists. Run by the build. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "lexicon/compile/map_bytes.h"

static kembar_status write_file(const char *path, kembar_view bytes, kembar_error *error) {
    kembar_file_writer *writer = NULL;
    kembar_status status = kembar_file_writer_open(&writer, path, error);
    if (!status)
        status = kembar_file_writer_write(writer, bytes.data, bytes.size, error);
    if (!status)
        status = kembar_file_writer_seal(writer, error);
    if (!status)
        return kembar_file_writer_publish(writer, error);
    kembar_file_writer_abandon(writer);
    return status;
}

static kembar_status read_list(kembar_entries *entries, size_t list, const char *path,
                               kembar_error *error) {
    kembar_buffer text = {0};
    kembar_status status = kembar_list_read(path, &text, error);
    if (!status)
        status = kembar_entries_add(entries, list, kembar_buffer_view(&text), path, error);
    kembar_buffer_deinit(&text);
    return status;
}

static kembar_status write_map(kembar_entries *entries, const char *path, kembar_error *error) {
    kembar_map_rows rows;
    kembar_buffer bytes = {0};
    kembar_entries_finish(entries);
    kembar_status status = kembar_map_rank(&rows, entries, error);
    if (!status)
        status = kembar_map_bytes(&bytes, &rows, entries->n_pairs, error);
    if (!status)
        status = write_file(path, kembar_buffer_view(&bytes), error);
    kembar_map_rows_deinit(&rows);
    kembar_buffer_deinit(&bytes);
    return status;
}

static kembar_status compile(const char *out, char **lists, size_t n_lists, kembar_error *error) {
    kembar_entries entries;
    kembar_status status = kembar_entries_init(&entries, error);
    for (size_t i = 0; i < n_lists && !status; i++)
        status = read_list(&entries, kembar_list_row_of(lists[i]), lists[i], error);
    if (!status)
        status = write_map(&entries, out, error);
    kembar_entries_deinit(&entries);
    return status;
}

int main(int argc, char **argv) {
    size_t n_rows;
    (void)kembar_list_rows(&n_rows);
    if (argc < 2) {
        fputs("usage: kembar_lexicon_compile OUT LIST...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        if (kembar_list_row_of(argv[i]) == n_rows) {
            fprintf(stderr, "kembar_lexicon_compile: %s is in no table of lists\n", argv[i]);
            return 2;
        }
    kembar_error error = {0};
    if (compile(argv[1], argv + 2, (size_t)argc - 2, &error) != KEMBAR_OK) {
        fprintf(stderr, "kembar_lexicon_compile: %s:%llu: %s\n", error.file,
                (unsigned long long)error.position, error.message);
        return 1;
    }
    return 0;
}
