/* One file for each form in which a check is told. */
#ifndef KEMBAR_REPORT_CHECK_FORMATS_H
#define KEMBAR_REPORT_CHECK_FORMATS_H

#include "base/buffer.h"
#include "kembar/check_report.h"

/* A check with the entries of the baseline that it was made with. All borrowed. */
typedef struct kembar_checked {
    const kembar_check *check;
    const kembar_baseline_entry *entries; /* as many as check->entry_states; NULL without */
    size_t n_entries;
    kembar_check_style style;
} kembar_checked;

/* Each appends the whole; a failed allocation shows in the `failed` of `out`. */
void kembar_check_put_text(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_json(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_sarif(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_github(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_gitlab(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_junit(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_markdown(kembar_buffer *out, const kembar_checked *checked);
void kembar_check_put_csv(kembar_buffer *out, const kembar_checked *checked);

/* The form that was asked for. Errors: MEMORY. */
kembar_status kembar_check_answer(kembar_answer *out, const kembar_checked *checked,
                                  kembar_check_format format,
                                  kembar_error *error) KEMBAR_MUST_CHECK;

#endif
