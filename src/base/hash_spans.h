/* The hashes of many short runs of one buffer at once: the words of a text. */
#ifndef KEMBAR_BASE_HASH_SPANS_H
#define KEMBAR_BASE_HASH_SPANS_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* So many bytes from the begin of a span on may be read, though those behind it change nothing: who
 * cuts words stores the letters of as many at once. */
enum { KEMBAR_HASH_SPAN_SLACK = 64 };

/* Runs [begins[i], ends[i]) of `bytes`, none empty; all borrowed. */
typedef struct kembar_hash_spans {
    const char *bytes;
    const uint16_t *begins, *ends;
    size_t n_spans;
} kembar_hash_spans;

/* hashes[i] becomes kembar_hash_bytes of span i, seed 0. */
void kembar_hash_spans_make(const kembar_hash_spans *spans, uint64_t *hashes);

/* The same on one level each. */
void kembar_hash_spans_scalar(const kembar_hash_spans *spans, uint64_t *hashes);
#ifdef KEMBAR_X86
void kembar_hash_spans_avx512(const kembar_hash_spans *spans, uint64_t *hashes);
#endif

#endif
