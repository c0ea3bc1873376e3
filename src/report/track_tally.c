#include "report/track_tally.h"

#include "report/plain.h"

void kembar_track_tally_add(kembar_track_tally *tally, const kembar_track *track, size_t i) {
    for (size_t k = track->first_row[i]; k < track->first_row[i + 1]; k++) {
        const kembar_track_row *row = &track->rows[k];
        if (row->facts_differ == 1) {
            tally->n_facts_differ++;
            continue;
        }
        tally->n_relation[row->relation]++;
        tally->n_ran += row->relation >= KEMBAR_RELATION_TRANSLATION;
    }
}

static void append_part(kembar_buffer *out, size_t start, uint64_t n, const char *what) {
    if (n == 0)
        return;
    if (out->size > start)
        kembar_buffer_append_text(out, ", ");
    kembar_plain_append_count(out, n);
    kembar_buffer_append_char(out, ' ');
    kembar_buffer_append_text(out, what);
}

void kembar_track_tally_append(kembar_buffer *out, const kembar_track_tally *tally) {
    size_t start = out->size;
    for (int i = KEMBAR_RELATION_EXACT; i >= KEMBAR_RELATION_TRANSLATION; i--)
        append_part(out, start, tally->n_relation[i], kembar_relation_name((kembar_relation)i));
}

void kembar_track_tally_append_others(kembar_buffer *out, const kembar_track_tally *tally) {
    size_t start = out->size;
    append_part(out, start, tally->n_facts_differ, "near with other facts");
    append_part(out, start, tally->n_relation[KEMBAR_RELATION_RELATED], "on the same event");
}
