/* What one of two documents tells again of the other, without a collection. */
#ifndef KEMBAR_PAIR_COMPARE_RETOLD_H
#define KEMBAR_PAIR_COMPARE_RETOLD_H

#include "feature/prepared.h"
#include "kembar/compare.h"
#include "lexicon/lexicon.h"
#include "model/frequencies.h"

/* Adds the passages that are told in another order or in other words to a comparison of two
 * documents that are neither exact nor near, with the relation and the measures that all passages
 * together make. `frequencies` are of the terms of both; that a word is rare is taken from its
 * being no stop word. */
kembar_status
kembar_compare_retold(kembar_comparison *comparison, const kembar_prepared prepared[2],
                      const kembar_lexicon *lexicon, const kembar_frequencies *frequencies,
                      const kembar_options *options, kembar_error *error) KEMBAR_MUST_CHECK;

#endif
