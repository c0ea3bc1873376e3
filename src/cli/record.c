#include "record.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "inputs.h"
#include "messages.h"
#include "nearest.h"
#include "numbers.h"

static int exists(const char *path) {
    struct stat info;
    return strcmp(path, "-") == 0 || stat(path, &info) == 0;
}

/* Cuts `place` behind the longest path that exists, and returns what is behind its '#'; NULL when
 * all of it is the path. */
static const char *cut_selector(char *place) {
    if (exists(place))
        return NULL;
    for (char *at = place + strlen(place); at-- > place;) {
        if (*at != '#')
            continue;
        *at = '\0';
        if (exists(place))
            return at + 1;
        *at = '#';
    }
    return NULL;
}

static int read_file(const kembar_arguments *arguments, const char *path,
                     kembar_collection **collection) {
    const char *items[] = {path};
    kembar_text_list paths = {items, 1};
    kembar_bar bar;
    kembar_bar_init(&bar, arguments);
    return kembar_inputs_read(arguments, &paths, NULL, &bar, collection);
}

static const kembar_document *document_at(const kembar_collection *collection, uint64_t position) {
    size_t n_documents = kembar_collection_document_count(collection);
    for (size_t i = 0; i < n_documents; i++) {
        const kembar_document *document = kembar_collection_document(collection, i);
        if (kembar_document_position(document) == position)
            return document;
    }
    return NULL;
}

static const kembar_document *select_document(const kembar_collection *collection,
                                              const char *selector) {
    size_t i = kembar_collection_find(collection, (kembar_view){selector, strlen(selector)});
    if (i != SIZE_MAX)
        return kembar_collection_document(collection, i);
    int32_t line;
    return kembar_parse_count(selector, &line) ? document_at(collection, (uint64_t)line) : NULL;
}

static int not_found(const kembar_arguments *arguments, const kembar_collection *collection,
                     const char *path, const char *selector) {
    size_t n_documents = kembar_collection_document_count(collection);
    kembar_nearest nearest = {.wanted = {selector, strlen(selector)}};
    for (size_t i = 0; i < n_documents; i++)
        kembar_nearest_offer(&nearest,
                             kembar_document_id(kembar_collection_document(collection, i)));
    kembar_message("%.1000s has no document \"%.1000s\"", path, selector);
    kembar_nearest_print(&nearest);
    return kembar_help_hint(arguments->command);
}

static int choose(const kembar_arguments *arguments, const char *path, const char *selector,
                  kembar_found_record *out) {
    const kembar_collection *collection = out->collection;
    size_t n_documents = kembar_collection_document_count(collection);
    kembar_print_rejections(collection);
    if (n_documents == 0) {
        kembar_message("%.1000s holds no document", path);
        return KEMBAR_EXIT_FAILED;
    }
    if (!selector && n_documents > 1)
        return kembar_usage_error(arguments->command,
                                  "%.1000s holds %zu documents: name one as FILE#ID or FILE#LINE",
                                  path, n_documents);
    out->document = selector ? select_document(collection, selector)
                             : kembar_collection_document(collection, 0);
    return out->document ? 0 : not_found(arguments, collection, path, selector);
}

int kembar_record_find(const kembar_arguments *arguments, const char *place,
                       kembar_found_record *out) {
    *out = (kembar_found_record){0};
    char *path = strdup(place);
    if (!path)
        return kembar_out_of_memory();
    const char *selector = cut_selector(path);
    int code = read_file(arguments, path, &out->collection);
    if (code == 0)
        code = choose(arguments, path, selector, out);
    free(path);
    return code;
}

int kembar_record_read_at(const kembar_arguments *arguments, const kembar_source_options *options,
                          const char *path, uint64_t position, kembar_found_record *out) {
    *out = (kembar_found_record){0};
    if (!exists(path))
        return 0;
    kembar_error error = {0};
    if (kembar_inputs_read_as(options, path, &out->collection, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    out->document = document_at(out->collection, position);
    return 0;
}

void kembar_found_record_deinit(kembar_found_record *found) {
    kembar_collection_free(found->collection);
    *found = (kembar_found_record){0};
}
