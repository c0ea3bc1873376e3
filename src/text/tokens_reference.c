#include "text/tokens_run.h"
#include "text/utf8.h"

kembar_status kembar_tokens_append_reference(kembar_tokens *tokens, kembar_view text, size_t begin,
                                             size_t end) {
    kembar_token_run run = kembar_token_run_begin(tokens, text);
    kembar_status status = KEMBAR_OK;
    while (begin < end && status == KEMBAR_OK) {
        kembar_view rest = {text.data + begin, end - begin};
        size_t size = kembar_utf8_cluster_size(rest);
        status = kembar_token_run_add_cluster(&run, begin, begin + size);
        begin += size;
    }
    return kembar_token_run_end(&run, status);
}
