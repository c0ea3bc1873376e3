/* Indonesian roots: affixes come off only where a known root remains. */
#ifndef KEMBAR_TEXT_ROOTS_H
#define KEMBAR_TEXT_ROOTS_H

#include "kembar/status.h"
#include "kembar/view.h"

/* A frozen set of known roots. Safe to share between threads. */
typedef struct kembar_roots kembar_roots;

enum { KEMBAR_ROOT_MAX_BYTES = 64 };

/* `words`: lower-case roots, one a line (borrowed, copied). An empty set is valid: then no word has
 * a root. */
kembar_status kembar_roots_new(kembar_roots **out, kembar_view words,
                               kembar_error *error) KEMBAR_MUST_CHECK;
void kembar_roots_free(kembar_roots *roots);
size_t kembar_roots_count(const kembar_roots *roots);
int kembar_roots_contains(const kembar_roots *roots, kembar_view word);

/* Writes the root of a folded Indonesian word into out and returns its size; the word itself (cut
 * at 64 bytes) when no root is found. Particles, possessives, -kan -an -i, reduplication (buku-buku
 * comes as two tokens), up to three prefixes with nasal recoding; the reading that strips least is
 * preferred. `roots` may be NULL. */
size_t kembar_roots_find(const kembar_roots *roots, kembar_view word,
                         char out[KEMBAR_ROOT_MAX_BYTES]);

#endif
