/* Furniture as the first documents show it, while the others are still being read.
 *
 * What counts is learnt from all documents, and those whose content is another by it are read
 * again. Where the first thousands know most of the furniture, the others have theirs left out the
 * first time. The guess changes nothing but time, so it does not matter which thread makes it,
 * of which documents and when. */
#ifndef KEMBAR_PIPELINE_EARLY_FURNITURE_H
#define KEMBAR_PIPELINE_EARLY_FURNITURE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "pipeline/imprint.h"

/* A first guess, and one from some times as many documents. */
enum { KEMBAR_EARLY_GUESSES = 2, KEMBAR_EARLY_FACTOR = 8 };

/* What one thread has seen. */
typedef struct kembar_early_pages {
    kembar_furniture_page *items; /* owned; their lines are the imprints' */
    size_t n_items, capacity;
    kembar_arena openings;
} kembar_early_pages;

/* Shared by all threads. */
typedef struct kembar_early_furniture {
    kembar_furniture guesses[KEMBAR_EARLY_GUESSES];
    atomic_int is_ready[KEMBAR_EARLY_GUESSES];
    atomic_int n_begun;
    size_t n_documents;          /* of one thread for the first guess; 0: there is none */
    kembar_early_pages *workers; /* owned; one a thread */
    int n_workers;
} kembar_early_furniture;

kembar_status kembar_early_furniture_init(kembar_early_furniture *early, size_t n_documents,
                                          int n_threads) KEMBAR_MUST_CHECK;
void kembar_early_furniture_deinit(kembar_early_furniture *early);

/* The number of the guess that is to be used now; 0: none yet. */
uint32_t kembar_early_furniture_now(kembar_early_furniture *early);
/* The guess of a number; NULL for 0. */
const kembar_furniture *kembar_early_furniture_guess(const kembar_early_furniture *early,
                                                     uint32_t number);
/* Takes note of a document and its imprint, whose lines are listed; now and then learns. */
kembar_status kembar_early_furniture_add(kembar_early_furniture *early, int worker_id,
                                         const kembar_document *document,
                                         const kembar_imprint *imprint,
                                         kembar_error *error) KEMBAR_MUST_CHECK;
/* Gives back what is needed only while documents are added. */
void kembar_early_furniture_close(kembar_early_furniture *early);

#endif
