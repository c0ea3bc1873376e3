/* The word lists that the library ships: Indonesian roots and the stop words of both languages. */
#ifndef KEMBAR_LEXICON_LEXICON_H
#define KEMBAR_LEXICON_LEXICON_H

#include "kembar/language.h"
#include "kembar/status.h"
#include "kembar/view.h"
#include "text/roots.h"

/* Read-only once opened: any number of threads may share one. */
typedef struct kembar_lexicon kembar_lexicon;

/* Reads the lists of `data_dir` (borrowed). When it is NULL, of the first of these that is a
 * folder: the environment variable KEMBAR_DATA, share/kembar beside the running program,
 * ../share/kembar from there, the folder of the installation. A list that is not there is empty: a
 * build may leave out what is under CC BY-SA. Errors: LIBRARY when a given `data_dir` is no folder;
 * MEMORY; IO and LIMIT for a list that cannot be read. */
kembar_status kembar_lexicon_open(kembar_lexicon **out, const char *data_dir,
                                  kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_lexicon_free(kembar_lexicon *lexicon);

/* Borrowed from the lexicon; never NULL, but may be empty. */
const kembar_roots *kembar_lexicon_roots(const kembar_lexicon *lexicon);
/* `word` is folded. No word of OTHER is a stop word. Cost: one look-up. */
int kembar_lexicon_is_stop_word(const kembar_lexicon *lexicon, kembar_language language,
                                kembar_view word);

#endif
