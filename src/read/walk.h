/* Finding the files below the roots. */
#ifndef KEMBAR_READ_WALK_H
#define KEMBAR_READ_WALK_H

#include "read/plan.h"

/* Adds to `plan` what the roots (borrowed; sorted, no path twice) lead to. Folders are entered
 * once, by device and inode: first all below the roots in their order, then those that only links
 * lead to. Hidden files are skipped, excluded ones too. */
kembar_status kembar_walk_roots(kembar_plan *plan, const kembar_root *roots, size_t n_roots,
                                const kembar_read_settings *settings) KEMBAR_MUST_CHECK;

#endif
