#include "base/views.h"

#include <string.h>

kembar_view kembar_view_of(const char *text) {
    return (kembar_view){text, text ? strlen(text) : 0};
}

int kembar_view_equal(kembar_view a, kembar_view b) {
    /* memcmp takes no NULL, not even for no bytes. */
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int kembar_view_compare(kembar_view a, kembar_view b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : memcmp(a.data, b.data, size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}
