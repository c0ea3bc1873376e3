#include "report/check_formats.h"

kembar_status kembar_answer_check(kembar_answer *out, const kembar_check *check,
                                  const kembar_baseline *baseline, kembar_check_format format,
                                  const kembar_check_style *style, kembar_error *error) {
    kembar_checked checked = {.check = check};
    if (style)
        checked.style = *style;
    if (baseline)
        checked.entries = kembar_baseline_entries(baseline, &checked.n_entries);
    /* Only entries that were matched have a state. */
    if (checked.n_entries > check->n_entries)
        checked.n_entries = check->n_entries;
    return kembar_check_answer(out, &checked, format, error);
}
