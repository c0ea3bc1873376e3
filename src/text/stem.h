/* English stems: the only file pair that knows libstemmer. */
#ifndef KEMBAR_TEXT_STEM_H
#define KEMBAR_TEXT_STEM_H

#include "kembar/status.h"
#include "kembar/view.h"

/* One for each thread; not shared. */
typedef struct kembar_stemmer kembar_stemmer;

kembar_status kembar_stemmer_new(kembar_stemmer **out, kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_stemmer_free(kembar_stemmer *stemmer);
/* The stem of a folded English word (Porter 2), borrowed until the next call; the word itself when
 * the stemmer runs out of memory or the word is longer than 64 bytes. */
kembar_view kembar_stem_english(kembar_stemmer *stemmer, kembar_view word);

#endif
