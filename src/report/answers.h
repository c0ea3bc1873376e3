/* Handing a buffer out as an answer. */
#ifndef KEMBAR_REPORT_ANSWERS_H
#define KEMBAR_REPORT_ANSWERS_H

#include "base/buffer.h"
#include "kembar/answers.h"

/* Moves what `text` holds to *out and leaves it empty; zeroes *out where an append had failed. */
kembar_status kembar_answer_take(kembar_answer *out, kembar_buffer *text,
                                 kembar_error *error) KEMBAR_MUST_CHECK;

#endif
