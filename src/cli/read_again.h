/* The documents of a finished run, read again from where it found them. */
#ifndef KEMBAR_CLI_READ_AGAIN_H
#define KEMBAR_CLI_READ_AGAIN_H

#include "arguments.h"
#include "kembar/results.h"

typedef struct kembar_read_again {
    kembar_collection **collections; /* owned; one an input */
    size_t n_collections;
    const kembar_document **documents; /* owned list; one a document of the results, in their order;
                                          borrowed from the collections */
    const kembar_result_input *fault;  /* the first input that is gone or has changed; else NULL */
    int is_gone;                       /* it is gone */
    int is_incomplete;                 /* some document is not where the run found it */
} kembar_read_again;

/* Reads every input of the run as the run did. Returns 0 or an exit code after a message; that an
 * input is gone or not the same any more is no failure: then `documents` is NULL and `fault` or
 * `is_incomplete` says why. Free with kembar_read_again_deinit in all cases. */
int kembar_read_again_all(kembar_read_again *out, const kembar_arguments *arguments,
                          const kembar_results *results);
void kembar_read_again_deinit(kembar_read_again *again);

#endif
