/* Whether pages that hold one block are alike beside it: then they are copies of one story, and the
 * block is part of it; if not, it is furniture. */
#ifndef KEMBAR_MODEL_COMPANY_H
#define KEMBAR_MODEL_COMPANY_H

#include "base/sort.h"
#include "model/furniture.h"

/* Of so many pages each two are compared. */
enum { KEMBAR_COMPANY_PAGES = 8 };

typedef struct kembar_company_page {
    uint64_t key;       /* of its lines: whatever the order of pages, the same ones are chosen; 0:
                           not asked for */
    uint64_t *shingles; /* owned; of its own text, sorted, the least of them; NULL: not looked at */
    size_t n_shingles;
    size_t n_words, n_told; /* distinct long words of its own text, and those that stand in the
                               recurring blocks too */
} kembar_company_page;

typedef struct kembar_company {
    const kembar_furniture_page *pages; /* borrowed, like what follows */
    size_t n_pages;
    const uint64_t *recurring; /* sorted hashes of lines that are nobody's own */
    size_t n_recurring;
    kembar_furniture_document document;
    void *context;
    kembar_company_page *own; /* owned; one a page, made when first asked */
} kembar_company;

/* Start from a struct with all but `own`. holders[i].value are the pages that hold a block. *same
 * is not 0 when at least a third of the pairs among those looked at share an eighth of the text
 * that is their own, or when all are one page. Reads each page looked at once. */
kembar_status kembar_company_is_same(kembar_company *company, const kembar_keyed *holders,
                                     size_t n_holders, int *same,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
/* *foreign is not 0 when less than a seventh of the long words in the pages' own text stand in
 * their recurring blocks as well: the own text speaks of something else, as it does above an
 * imprint; words that tell what a release is about come again in it (in news and releases of both
 * languages a quarter to a third of them; of unrelated texts a tenth at most). */
kembar_status kembar_company_is_foreign(kembar_company *company, const kembar_keyed *holders,
                                        size_t n_holders, int *foreign,
                                        kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_company_deinit(kembar_company *company);

#endif
