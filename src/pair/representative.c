#include "pair/representative.h"

#include <string.h>

#include "base/views.h"

/* INT32_MIN, the undated day, becomes the last of all. */
static int64_t day_order(const kembar_document *document) {
    int32_t day = kembar_document_day(document);
    return day == INT32_MIN ? INT64_MAX : day;
}

uint32_t kembar_representative_source_rank(const kembar_options *options,
                                           const kembar_document *document) {
    for (int32_t i = 0; i < options->n_priorities; i++) {
        kembar_view wanted = {options->priorities[i], strlen(options->priorities[i])};
        if (document->source.data && kembar_view_equal(document->source, wanted))
            return (uint32_t)i;
    }
    return (uint32_t)options->n_priorities;
}

int kembar_representative_compare(const kembar_prepared *prepared, uint32_t a, uint32_t b) {
    int64_t day_a = day_order(prepared[a].document), day_b = day_order(prepared[b].document);
    if (day_a != day_b)
        return day_a < day_b ? -1 : 1;
    if (prepared[a].source_rank != prepared[b].source_rank)
        return prepared[a].source_rank < prepared[b].source_rank ? -1 : 1;
    size_t n_a = prepared[a].content.n_tokens, n_b = prepared[b].content.n_tokens;
    if (n_a != n_b)
        return n_a > n_b ? -1 : 1;
    return a < b ? -1 : a > b;
}
