#include "report/answers.h"

#include "base/alloc.h"
#include "base/error.h"

void kembar_answer_deinit(kembar_answer *answer) {
    kembar_free(answer->data);
    *answer = (kembar_answer){0};
}

kembar_status kembar_answer_take(kembar_answer *out, kembar_buffer *text, kembar_error *error) {
    *out = (kembar_answer){0};
    kembar_buffer_append_char(text, '\0');
    kembar_status status = kembar_buffer_status(text);
    if (status != KEMBAR_OK) {
        kembar_buffer_deinit(text);
        return kembar_error_memory(error);
    }
    *out = (kembar_answer){text->data, text->size - 1};
    *text = (kembar_buffer){0};
    return KEMBAR_OK;
}
