#include <stdlib.h>

#include "escape.h"
#include "explain.h"
#include "explain_trace.h"
#include "kembar/answers.h"
#include "messages.h"

static int print(const kembar_arguments *arguments, const kembar_explanation *explanation) {
    kembar_error error = {0};
    kembar_answer answer;
    if (kembar_answer_explanation(&answer, explanation, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_escape_print_json(stdout, (kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
    return KEMBAR_EXIT_DONE;
}

static uint32_t index_of(const kembar_results *results, const kembar_result_document *document) {
    size_t n;
    return (uint32_t)(document - kembar_results_documents(results, &n));
}

static int print_two(const kembar_arguments *arguments, const kembar_explanation *explanation,
                     kembar_trace *trace) {
    kembar_error error = {0};
    kembar_traced traced;
    kembar_trace_likeness likeness;
    uint32_t a = index_of(explanation->results, explanation->a);
    uint32_t b = index_of(explanation->results, explanation->b);
    if (kembar_trace_two(trace, a, b, &traced, &error) != KEMBAR_OK ||
        kembar_trace_liken(trace, a, b, &likeness, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    kembar_explanation whole = *explanation;
    whole.traced = &traced;
    whole.n_traced = 1;
    whole.likeness = &likeness;
    return print(arguments, &whole);
}

static int print_one(const kembar_arguments *arguments, kembar_explanation *explanation,
                     kembar_trace *trace) {
    kembar_error error = {0};
    kembar_traced *traced;
    if (kembar_trace_candidates(trace, index_of(explanation->results, explanation->a), &traced,
                                &explanation->n_traced, &error) != KEMBAR_OK)
        return kembar_library_error(arguments->command, &error);
    explanation->traced = traced;
    int code = print(arguments, explanation);
    kembar_traced_free(traced);
    return code;
}

int kembar_explain_json(const kembar_arguments *arguments, const kembar_results *results,
                        const kembar_result_document *a, const kembar_result_document *b) {
    kembar_explanation explanation = {.results = results, .a = a, .b = b};
    kembar_explain_trace trace;
    int code = kembar_explain_trace_open(&trace, arguments, results);
    if (code == 0 && trace.again.fault)
        explanation.fault = trace.again.fault->path;
    if (code == 0 && !trace.trace)
        code = print(arguments, &explanation);
    else if (code == 0)
        code = b ? print_two(arguments, &explanation, trace.trace)
                 : print_one(arguments, &explanation, trace.trace);
    kembar_explain_trace_close(&trace);
    return code;
}
