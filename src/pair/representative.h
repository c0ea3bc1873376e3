/* Which of two documents rather stands for both. */
#ifndef KEMBAR_PAIR_REPRESENTATIVE_H
#define KEMBAR_PAIR_REPRESENTATIVE_H

#include <stdint.h>

#include "feature/prepared.h"

/* < 0 when document a comes before b as a representative: earliest date (undated last), then most
 * content tokens, then smallest index (which is smallest id). 0 only for a == b. */
int kembar_representative_compare(const kembar_prepared *prepared, uint32_t a, uint32_t b);

#endif
