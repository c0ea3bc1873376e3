/* Whether pages that hold one block are alike beside it: then they are copies of one story, and the
 * block is part of it; if not, it is furniture. */
#ifndef KEMBAR_MODEL_COMPANY_H
#define KEMBAR_MODEL_COMPANY_H

#include "base/sort.h"
#include "model/furniture.h"

/* Of so many pages each two are compared. */
enum { KEMBAR_COMPANY_PAGES = 8 };

typedef struct kembar_company_choice {
    uint32_t pages[KEMBAR_COMPANY_PAGES], n_pages;
} kembar_company_choice;

typedef struct kembar_company_page {
    uint64_t *shingles; /* owned; of its own text, sorted, the least of them */
    size_t n_shingles;
    size_t n_words, n_told; /* distinct long words of its own text, and those that stand in the
                               recurring blocks too */
} kembar_company_page;

typedef struct kembar_company {
    const kembar_furniture_page *pages; /* borrowed, like `recurring` and `context` */
    size_t n_pages;
    const uint64_t *recurring; /* sorted hashes of lines that are nobody's own */
    size_t n_recurring;
    kembar_furniture_document document;
    void *context;
    uint64_t *keys;   /* owned; of each page's lines: whatever the order of pages, the same ones are
                         chosen */
    uint32_t *places; /* owned; of each page whether it is wanted, then its place among those */
    uint32_t *wanted; /* owned; pages, ascending */
    size_t n_wanted;
    kembar_company_page *own; /* owned; of each that is wanted */
} kembar_company;

/* In this order: each page is noted, pages are chosen for blocks, all that were chosen are wanted
 * and looked at, and blocks are judged. Noting different pages, choosing and judging may be done by
 * several threads. MEMORY. */
kembar_status kembar_company_init(kembar_company *company, const kembar_furniture_page *pages,
                                  size_t n_pages, kembar_furniture_document document,
                                  void *context) KEMBAR_MUST_CHECK;
void kembar_company_note(kembar_company *company, size_t page);
/* Of the pages holders[i].value, which hold a block, those with the least keys, each key once. */
void kembar_company_choose(const kembar_company *company, const kembar_keyed *holders,
                           size_t n_holders, kembar_company_choice *out);
void kembar_company_want(kembar_company *company, const kembar_company_choice *choice);
/* Reads each page that is wanted once. MEMORY, or what reading a document says. */
kembar_status kembar_company_look(kembar_company *company, const uint64_t *recurring,
                                  size_t n_recurring, int n_threads,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
/* Of a choice that is not empty: whether at least a third of the pairs share an eighth of the text
 * that is their own, or all are one page. */
int kembar_company_is_same(const kembar_company *company, const kembar_company_choice *choice);
/* Whether less than a seventh of the long words in the pages' own text stand in their recurring
 * blocks as well: the own text speaks of something else, as it does above an imprint; words that
 * tell what a release is about come again in it (in news and releases of both languages a quarter
 * to a third of them; of unrelated texts a tenth at most). */
int kembar_company_is_foreign(const kembar_company *company, const kembar_company_choice *choice);
void kembar_company_deinit(kembar_company *company);

#endif
