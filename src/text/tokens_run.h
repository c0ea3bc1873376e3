/* The token that is being gathered, cluster by cluster: what the fast path and the reference share.
 * Private to tokens*.c. */
#ifndef KEMBAR_TEXT_TOKENS_RUN_H
#define KEMBAR_TEXT_TOKENS_RUN_H

#include "text/tokens.h"

typedef struct kembar_token_run {
    kembar_tokens *tokens; /* borrowed */
    kembar_view text;      /* borrowed */
    size_t n_before;       /* tokens there when the run began */
    size_t begin, end;     /* span of the open token */
    int is_open;
    int has_digit;
    unsigned marked;       /* KEMBAR_TOKEN_MARKED where that is wanted, else 0 */
    kembar_buffer folded;  /* owned: folded bytes of the open token */
    kembar_buffer scratch; /* owned: folded bytes of one cluster */
} kembar_token_run;

kembar_token_run kembar_token_run_begin(kembar_tokens *tokens, kembar_view text);
/* Closes the open token and frees the run. `status` is what went before; after any failure the
 * tokens of this run are taken back. */
kembar_status kembar_token_run_end(kembar_token_run *run, kembar_status status) KEMBAR_MUST_CHECK;

/* Adds the cluster text[begin, end). */
kembar_status kembar_token_run_add_cluster(kembar_token_run *run, size_t begin,
                                           size_t end) KEMBAR_MUST_CHECK;
/* Opens a token at `begin` when none is open, and extends it by folded bytes that end at `end` of
 * the text. */
void kembar_token_run_extend(kembar_token_run *run, size_t begin, size_t end, kembar_view folded);
/* Appends the open token, if there is one. */
kembar_status kembar_token_run_close(kembar_token_run *run) KEMBAR_MUST_CHECK;

/* Adds text[begin, begin + size), at most KEMBAR_CUT_MAX_BYTES of ASCII and of marks that stand by
 * themselves. A last token that touches the end stays open unless `is_final` says that no more of
 * it can follow. (tokens_plain.c) */
kembar_status kembar_token_run_add_plain(kembar_token_run *run, size_t begin, size_t size,
                                         int is_final) KEMBAR_MUST_CHECK;

#endif
