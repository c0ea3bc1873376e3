/* Views of texts, and views compared as bytes. An absent view (data NULL) is the same as an empty
 * one here. */
#ifndef KEMBAR_BASE_VIEWS_H
#define KEMBAR_BASE_VIEWS_H

#include "kembar/view.h"

/* Of a text that ends with a NUL, which is not part of it; absent for NULL. */
kembar_view kembar_view_of(const char *text);
/* Whether both hold the same bytes. */
int kembar_view_equal(kembar_view a, kembar_view b);
/* As memcmp: negative, 0 or positive; a prefix comes first. */
int kembar_view_compare(kembar_view a, kembar_view b);

#endif
