/* What a run looked at, told from its inputs read again. */
#ifndef KEMBAR_CLI_EXPLAIN_TRACE_H
#define KEMBAR_CLI_EXPLAIN_TRACE_H

#include "kembar/trace.h"
#include "read_again.h"

typedef struct kembar_explain_trace {
    kembar_read_again again;
    kembar_trace *trace; /* owned; NULL when the inputs are not what they were */
} kembar_explain_trace;

/* Reads the inputs of the run again; where they are gone or have changed says so and leaves `trace`
 * NULL. Returns 0 or an exit code after a message. Close in all cases. */
int kembar_explain_trace_open(kembar_explain_trace *out, const kembar_arguments *arguments,
                              const kembar_results *results);
void kembar_explain_trace_close(kembar_explain_trace *trace);

/* How two documents (indices among those of the results) came to their pair, or what was missing
 * for one. Returns 0 or an exit code after a message. */
int kembar_explain_trace_two(const kembar_explain_trace *trace, const kembar_arguments *arguments,
                             const kembar_results *results, uint32_t a, uint32_t b, int is_found);
/* What was looked at for one document, and what was rejected and by how much. */
int kembar_explain_trace_one(const kembar_explain_trace *trace, const kembar_arguments *arguments,
                             const kembar_results *results, uint32_t a);

#endif
