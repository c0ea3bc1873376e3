/* Folding cluster by cluster gives what utf8proc makes of the whole text at once. */
#include <stdlib.h>

#include <utf8proc.h>

#include "fuzz.h"
#include "text/utf8.h"

/* utf8proc 2.8 composes U+11A7, which is no final consonant, away. */
static int holds_strange_jamo(kembar_view text) {
    for (size_t at = 0; at + 3 <= text.size; at++)
        if (memcmp(text.data + at, "\xe1\x86\xa7", 3) == 0)
            return 1;
    return 0;
}

/* Clusters that come near the bound may be cut, and then fold by themselves. */
static int holds_long_cluster(kembar_view text) {
    while (text.size > 0) {
        size_t size = kembar_utf8_cluster_size(text);
        if (size > 100)
            return 1;
        text.data += size;
        text.size -= size;
    }
    return 0;
}

/* NFKC of the whole, then full case folding that is not composed again. To be freed with free(). */
static utf8proc_uint8_t *fold_whole(kembar_view text) {
    utf8proc_uint8_t *composed = NULL, *folded = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, &composed,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    FUZZ_CHECK(n >= 0);
    n = utf8proc_map(composed, n, &folded, UTF8PROC_CASEFOLD);
    FUZZ_CHECK(n >= 0);
    free(composed);
    return folded;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_buffer repaired = {0}, folded = {0}, pieces = {0};
    fuzz_repair(fuzz_view(data, size), &repaired);
    kembar_view text = kembar_buffer_view(&repaired);
    kembar_utf8_fold(text, &folded);
    FUZZ_CHECK(kembar_utf8_valid_prefix(kembar_buffer_view(&folded)) == folded.size);
    for (kembar_view rest = text; rest.size > 0;) {
        kembar_view cluster = {rest.data, kembar_utf8_cluster_size(rest)};
        kembar_utf8_fold(cluster, &pieces);
        rest.data += cluster.size;
        rest.size -= cluster.size;
    }
    FUZZ_CHECK(kembar_view_equal(kembar_buffer_view(&folded), kembar_buffer_view(&pieces)));
    if (!holds_strange_jamo(text) && !holds_long_cluster(text)) {
        utf8proc_uint8_t *whole = fold_whole(text);
        FUZZ_CHECK(strlen((const char *)whole) == folded.size);
        FUZZ_CHECK(folded.size == 0 || memcmp(whole, folded.data, folded.size) == 0);
        free(whole);
    }
    kembar_buffer_deinit(&repaired);
    kembar_buffer_deinit(&folded);
    kembar_buffer_deinit(&pieces);
    return 0;
}
