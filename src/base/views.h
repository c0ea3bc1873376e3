/* Views compared as bytes. An absent view (data NULL) is the same as an empty one here. */
#ifndef KEMBAR_BASE_VIEWS_H
#define KEMBAR_BASE_VIEWS_H

#include "kembar/view.h"

/* Whether both hold the same bytes. */
int kembar_view_equal(kembar_view a, kembar_view b);
/* As memcmp: negative, 0 or positive; a prefix comes first. */
int kembar_view_compare(kembar_view a, kembar_view b);

#endif
