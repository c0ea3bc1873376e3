/* Cognates: words that both languages took from the same source, folded to one spelling. */
#ifndef KEMBAR_TEXT_COGNATES_H
#define KEMBAR_TEXT_COGNATES_H

#include "kembar/view.h"

enum { KEMBAR_COGNATE_MAX_BYTES = 64 };

/* Writes the common spelling of a folded word and returns its size. Endings (-tion -si, -ity -itas,
 * -ic -ik -is, -nce -nsi, -ary -er, -ct -k, -nt -n, a plural s, a silent e) and letters (ph f, th
 * t, ch k or s, c k or s, v f, y and j i, x ks, z s, ou u, doubled letters single) are evened out
 * in both languages alike, so that most words that both took from one source meet. Words of fewer
 * than 5 letters, of more than 64 bytes (cut), or not of a-z alone are written as they are. Linear.
 */
size_t kembar_cognate_fold(kembar_view word, char out[KEMBAR_COGNATE_MAX_BYTES]);

#endif
