#include "report/check_whole.h"

#include <string.h>

#include "report/check_words.h"
#include "report/plain.h"

void kembar_check_append_counts(kembar_buffer *out, const kembar_check *check) {
    kembar_plain_append_counted(out, check->n_new, "new finding", "new findings");
    kembar_buffer_append_text(out, ", ");
    kembar_plain_append_count(out, check->n_noted);
    kembar_buffer_append_text(out, " noted, ");
    kembar_plain_append_count(out, check->n_known);
    kembar_buffer_append_text(out, " known");
}

void kembar_check_append_documents(kembar_buffer *out, const kembar_check *check) {
    kembar_relation fail_on = check->options.fail_on;
    kembar_plain_append_counted(out, check->n_documents, "document", "documents");
    kembar_buffer_append_text(out, ", ");
    kembar_plain_append_count(out, check->n_new_documents);
    kembar_buffer_append_text(out, " of them new, checked for ");
    kembar_buffer_append_text(out, kembar_relation_name(fail_on));
    if (fail_on != KEMBAR_RELATION_EXACT)
        kembar_buffer_append_text(out, " and stronger");
}

void kembar_check_append_verdict(kembar_buffer *out, const kembar_checked *checked) {
    const kembar_check *check = checked->check;
    if (checked->style.accepts) {
        kembar_buffer_append_text(out, "Accepted: ");
        kembar_check_append_counts(out, check);
        return;
    }
    kembar_buffer_append_text(out,
                              check->is_tripped ? "The gate trips: " : "The gate does not trip: ");
    kembar_check_append_counts(out, check);
    if (check->options.max_findings == 0) {
        kembar_buffer_append_text(out, " (none may be new)");
        return;
    }
    kembar_buffer_append_text(out, " (up to ");
    kembar_plain_append_count(out, check->options.max_findings);
    kembar_buffer_append_text(out, " new may pass)");
}

void kembar_check_append_cut(kembar_buffer *out, const char *what, size_t n, size_t n_listed) {
    kembar_plain_append_count(out, n);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, what);
    kembar_buffer_append_text(out, "; only the first ");
    kembar_plain_append_count(out, n_listed);
    kembar_buffer_append_text(out, " are listed here");
}

size_t kembar_check_count_findings(const kembar_check *check) {
    return check->n_findings + check->n_unshown;
}

int kembar_check_append_unshown(kembar_buffer *out, const kembar_check *check) {
    if (check->n_unshown == 0)
        return 0;
    kembar_check_append_cut(out, "findings", kembar_check_count_findings(check), check->n_findings);
    return 1;
}

/* --- the baseline --- */

const char *kembar_check_entry_state_name(int state) {
    static const char *const names[KEMBAR_CHECK_ENTRY_STATES] = {"used", "unseen", "unused",
                                                                 "expired"};
    return state < KEMBAR_CHECK_ENTRY_STATES ? names[state] : names[KEMBAR_ENTRY_USED];
}

void kembar_check_count_entries(const kembar_checked *checked,
                                size_t counts[KEMBAR_CHECK_ENTRY_STATES]) {
    memset(counts, 0, KEMBAR_CHECK_ENTRY_STATES * sizeof *counts);
    for (size_t i = 0; i < checked->n_entries; i++)
        if (checked->check->entry_states[i] < KEMBAR_CHECK_ENTRY_STATES)
            counts[checked->check->entry_states[i]]++;
}

void kembar_check_append_baseline(kembar_buffer *out, const kembar_checked *checked) {
    size_t counts[KEMBAR_CHECK_ENTRY_STATES];
    if (!checked->entries && !checked->style.baseline_path)
        return;
    kembar_check_count_entries(checked, counts);
    kembar_plain_append_counted(out, checked->n_entries, "entry", "entries");
    kembar_buffer_append_text(out, " of ");
    if (checked->style.baseline_path)
        (void)kembar_plain_append_line(
            out, (kembar_view){checked->style.baseline_path, strlen(checked->style.baseline_path)},
            KEMBAR_CHECK_PATH_COLUMNS);
    else
        kembar_buffer_append_text(out, "the baseline");
    for (int state = 0; state < KEMBAR_CHECK_ENTRY_STATES; state++) {
        kembar_buffer_append_text(out, state == 0 ? ": " : ", ");
        kembar_plain_append_count(out, counts[state]);
        kembar_buffer_append_char(out, ' ');
        kembar_buffer_append_text(out, kembar_check_entry_state_name(state));
    }
}

size_t kembar_check_next_stale(const kembar_checked *checked, size_t at) {
    const uint8_t *states = checked->check->entry_states;
    while (at < checked->n_entries && states[at] != KEMBAR_ENTRY_UNUSED &&
           states[at] != KEMBAR_ENTRY_EXPIRED)
        at++;
    return at;
}

void kembar_check_append_stale(kembar_buffer *out, const kembar_checked *checked, size_t entry) {
    enum { DAY_COLUMNS = 10, NOTE_COLUMNS = 120 };
    const kembar_baseline_entry *stale = &checked->entries[entry];
    if (checked->check->entry_states[entry] == KEMBAR_ENTRY_EXPIRED) {
        kembar_buffer_append_text(out, "Expired after ");
        (void)kembar_plain_append_line(out, stale->expires, DAY_COLUMNS);
    } else
        kembar_buffer_append_text(out, "Covers nothing any more");
    kembar_buffer_append_text(out, ": ");
    kembar_buffer_append_text(out, kembar_relation_name((kembar_relation)stale->relation));
    kembar_buffer_append_text(out, " of ");
    (void)kembar_plain_append_line(out, stale->id_a, KEMBAR_CHECK_ID_COLUMNS);
    kembar_buffer_append_text(out, " and ");
    (void)kembar_plain_append_line(out, stale->id_b, KEMBAR_CHECK_ID_COLUMNS);
    if (stale->note.size == 0)
        return;
    kembar_buffer_append_text(out, ", \"");
    (void)kembar_plain_append_line(out, stale->note, NOTE_COLUMNS);
    kembar_buffer_append_char(out, '"');
}

/* --- inputs that are not among the documents --- */

void kembar_check_append_rejection(kembar_buffer *out, const kembar_rejection *rejection) {
    enum { REASON_COLUMNS = 300 };
    kembar_buffer_append_text(out, "Not read: ");
    (void)kembar_plain_append_line(out, (kembar_view){rejection->reason, strlen(rejection->reason)},
                                   REASON_COLUMNS);
    if (rejection->id.size == 0)
        return;
    kembar_buffer_append_text(out, " (");
    (void)kembar_plain_append_line(out, rejection->id, KEMBAR_CHECK_ID_COLUMNS);
    kembar_buffer_append_char(out, ')');
}

void kembar_check_append_rejected_place(kembar_buffer *out, const kembar_rejection *rejection) {
    (void)kembar_plain_append_line(out, rejection->path, KEMBAR_CHECK_PATH_COLUMNS);
    if (rejection->position == 0)
        return;
    kembar_buffer_append_char(out, ':');
    kembar_buffer_append_u64(out, rejection->position);
}
