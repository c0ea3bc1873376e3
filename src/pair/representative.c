#include "pair/representative.h"

/* INT32_MIN, the undated day, becomes the last of all. */
static int64_t day_order(const kembar_document *document) {
    int32_t day = kembar_document_day(document);
    return day == INT32_MIN ? INT64_MAX : day;
}

int kembar_representative_compare(const kembar_prepared *prepared, uint32_t a, uint32_t b) {
    int64_t day_a = day_order(prepared[a].document), day_b = day_order(prepared[b].document);
    if (day_a != day_b)
        return day_a < day_b ? -1 : 1;
    size_t n_a = prepared[a].content.n_tokens, n_b = prepared[b].content.n_tokens;
    if (n_a != n_b)
        return n_a > n_b ? -1 : 1;
    return a < b ? -1 : a > b;
}
