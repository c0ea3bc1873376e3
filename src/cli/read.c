#include <stdio.h>

#include "arguments.h"
#include "escape.h"
#include "inputs.h"
#include "kembar/answers.h"
#include "messages.h"
#include "progress.h"

static int print_document(const kembar_document *document, const kembar_arguments *arguments) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_document(&answer, document, arguments->with_text, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return 0;
}

int kembar_command_read(const struct kembar_arguments *arguments) {
    kembar_bar bar;
    kembar_bar_init(&bar, arguments);
    kembar_collection *collection;
    int code = kembar_inputs_read_operands(arguments, &bar, &collection);
    if (code)
        return code;
    size_t n_documents = kembar_collection_document_count(collection);
    /* A full disk or closed pipe is noticed early; main says so. */
    for (size_t i = 0; i < n_documents && code == 0 && !ferror(stdout); i++)
        code = print_document(kembar_collection_document(collection, i), arguments);
    if (code == 0)
        code = kembar_inputs_code(collection);
    kembar_collection_free(collection);
    return code;
}
