/* Who makes temporary files enters them here. */
#ifndef KEMBAR_BASE_TEMPORARIES_H
#define KEMBAR_BASE_TEMPORARIES_H

#include "kembar/temporaries.h"

/* A place in the list; part of what owns the file. */
typedef struct kembar_temporary {
    struct kembar_temporary *previous, *next;
    const char *path; /* borrowed; NULL: not in a list */
} kembar_temporary;

/* Between these two no signal ends a program that watches: making a file and entering it, or
 * renaming several, is one step. NULL: no registry, nothing happens. Not to be nested. */
void kembar_temporaries_hold(kembar_temporaries *temporaries);
void kembar_temporaries_release(kembar_temporaries *temporaries);

/* While held. `path` (borrowed) must stay until the file is dropped. */
void kembar_temporaries_add(kembar_temporaries *temporaries, kembar_temporary *file,
                            const char *path);
/* While held. A file that is in no list is no error. */
void kembar_temporaries_drop(kembar_temporaries *temporaries, kembar_temporary *file);

#endif
