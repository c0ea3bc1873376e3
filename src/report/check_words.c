#include "report/check_words.h"

#include <string.h>

#include "base/views.h"
#include "report/plain.h"

const char *kembar_check_state_name(uint8_t state) {
    switch ((kembar_finding_state)state) {
    case KEMBAR_FINDING_KNOWN:
        return "known";
    case KEMBAR_FINDING_NOTED:
        return "noted";
    case KEMBAR_FINDING_NEW:
        break;
    }
    return "new";
}

void kembar_check_append_rule(kembar_buffer *out, uint8_t relation) {
    kembar_buffer_append_text(out, "kembar-");
    kembar_buffer_append_text(out, kembar_relation_name((kembar_relation)relation));
}

/* --- places --- */

kembar_check_lines kembar_check_lines_of(const kembar_finding *finding, size_t i, int is_other) {
    const kembar_place *place = is_other ? &finding->other : &finding->subject;
    kembar_check_lines lines = {place->position, place->position};
    if (i < finding->n_shown) {
        const kembar_shown_passage *passage = &finding->passages[i];
        lines.begin = is_other ? passage->begin_line_b : passage->begin_line_a;
        lines.end = is_other ? passage->end_line_b : passage->end_line_a;
    }
    if (lines.begin < 1)
        lines.begin = 1;
    if (lines.end < lines.begin)
        lines.end = lines.begin;
    return lines;
}

kembar_view kembar_check_tool_path(kembar_view path) {
    while (path.size > 2 && path.data[0] == '.' && path.data[1] == '/') {
        size_t skip = 2;
        while (skip < path.size - 1 && path.data[skip] == '/')
            skip++;
        path = (kembar_view){path.data + skip, path.size - skip};
    }
    return path;
}

/* A record without an id is named by its file and line, which stand there already. */
static int has_own_id(const kembar_place *place) {
    if (place->position == 0 || place->id.size == 0 || kembar_view_equal(place->id, place->path))
        return 0;
    kembar_view id = place->id;
    size_t end = id.size;
    uint64_t rest = place->position;
    for (; rest > 0 && end > 0 && id.data[end - 1] == (char)('0' + rest % 10); rest /= 10)
        end--;
    return rest > 0 || end == 0 || id.data[end - 1] != '#';
}

void kembar_check_append_place(kembar_buffer *out, const kembar_finding *finding, int is_other) {
    const kembar_place *place = is_other ? &finding->other : &finding->subject;
    (void)kembar_plain_append_line(out, place->path, KEMBAR_CHECK_PATH_COLUMNS);
    kembar_buffer_append_char(out, ':');
    kembar_buffer_append_u64(out, kembar_check_lines_of(finding, 0, is_other).begin);
    if (!has_own_id(place))
        return;
    kembar_buffer_append_text(out, " (");
    (void)kembar_plain_append_line(out, place->id, KEMBAR_CHECK_ID_COLUMNS);
    kembar_buffer_append_char(out, ')');
}

/* --- what it is --- */

const char *kembar_check_tie(const kembar_finding *finding) {
    enum { HALF_MICRO = 500000 };
    switch ((kembar_relation)finding->relation) {
    case KEMBAR_RELATION_EXACT:
        return "the same text as";
    case KEMBAR_RELATION_NEAR:
        return finding->facts_differ == 1 ? "an edited copy, with other facts, of"
                                          : "an edited copy of";
    case KEMBAR_RELATION_EXCERPT:
        return finding->coverage_subject >= HALF_MICRO ? "an excerpt of" : "partly taken from";
    case KEMBAR_RELATION_TRANSLATION:
        return "a translation of";
    case KEMBAR_RELATION_RELATED:
    case KEMBAR_RELATION_NONE:
        break;
    }
    return "about the same event as";
}

/* How sure it is where words need not be the same. */
static int append_likeness(kembar_buffer *out, const kembar_finding *finding) {
    if (finding->relation > KEMBAR_RELATION_TRANSLATION || finding->score < 0)
        return 0;
    kembar_buffer_append_text(out, finding->link >= 0 ? "probability " : "likeness ");
    kembar_plain_append_percent(out, finding->score);
    return 1;
}

/* Words count where they are the same, sentences where they correspond. */
static void append_passages(kembar_buffer *out, const kembar_finding *finding) {
    if (finding->equal_tokens == 0) {
        kembar_plain_append_counted(out, finding->n_passages, "passage that corresponds",
                                    "passages that correspond");
        return;
    }
    kembar_plain_append_counted(out, finding->equal_tokens, "equal word", "equal words");
    kembar_buffer_append_text(out, " in ");
    kembar_plain_append_counted(out, finding->n_passages, "passage", "passages");
}

void kembar_check_append_shared(kembar_buffer *out, const kembar_finding *finding) {
    int has_likeness = append_likeness(out, finding);
    if (has_likeness && finding->equal_tokens == 0 && finding->n_passages == 0)
        return;
    kembar_buffer_append_text(out, has_likeness ? "; " : "");
    append_passages(out, finding);
    if (finding->coverage_subject < 0 || finding->coverage_other < 0)
        return;
    kembar_buffer_append_text(out, ": ");
    kembar_plain_append_percent(out, finding->coverage_subject);
    kembar_buffer_append_text(out, " of the new text, ");
    kembar_plain_append_percent(out, finding->coverage_other);
    kembar_buffer_append_text(out, " of the other");
}

static void append_quoted(kembar_buffer *out, kembar_view words, int is_cut, size_t columns) {
    static const char ellipsis[] = "\xe2\x80\xa6";
    const size_t size = sizeof ellipsis - 1;
    kembar_buffer_append_char(out, '"');
    (void)kembar_plain_append_line(out, words, columns);
    int has_ellipsis = !out->failed && out->size >= size &&
                       memcmp(out->data + out->size - size, ellipsis, size) == 0;
    if (is_cut && !has_ellipsis)
        kembar_buffer_append_text(out, ellipsis);
    kembar_buffer_append_char(out, '"');
}

void kembar_check_append_words(kembar_buffer *out, const kembar_finding *finding, size_t columns) {
    enum { QUOTES_AND_ELLIPSIS = 3, BETWEEN = 3 };
    if (finding->n_shown == 0)
        return;
    const kembar_shown_passage *passage = &finding->passages[0];
    if (finding->relation > KEMBAR_RELATION_TRANSLATION) {
        append_quoted(out, passage->words_a, passage->is_cut_a, columns - QUOTES_AND_ELLIPSIS);
        return;
    }
    size_t each = (columns - BETWEEN) / 2 - QUOTES_AND_ELLIPSIS;
    append_quoted(out, passage->words_a, passage->is_cut_a, each);
    kembar_buffer_append_text(out, " ~ ");
    append_quoted(out, passage->words_b, passage->is_cut_b, each);
}

void kembar_check_append_passage(kembar_buffer *out, const kembar_finding *finding, size_t i) {
    if (i >= finding->n_shown) {
        kembar_buffer_append_text(out, "The other text");
        return;
    }
    kembar_buffer_append_text(out, "Passage ");
    kembar_buffer_append_u64(out, i + 1);
    kembar_buffer_append_text(out, " of ");
    kembar_plain_append_count(out, finding->n_passages);
    kembar_buffer_append_text(out, " as it stands here: ");
    append_quoted(out, finding->passages[i].words_b, finding->passages[i].is_cut_b,
                  KEMBAR_CHECK_WORDS_COLUMNS);
}

/* --- what becomes of it --- */

static void append_entry(kembar_buffer *out, const kembar_checked *checked,
                         const kembar_baseline_entry *entry) {
    enum { NOTE_COLUMNS = 120, DAY_COLUMNS = 10 };
    if (checked->style.baseline_path) {
        kembar_view path = {checked->style.baseline_path, strlen(checked->style.baseline_path)};
        kembar_buffer_append_text(out, " (");
        (void)kembar_plain_append_line(out, path, KEMBAR_CHECK_PATH_COLUMNS);
        if (entry->line)
            kembar_buffer_append_char(out, ':');
        if (entry->line)
            kembar_buffer_append_u64(out, entry->line);
        kembar_buffer_append_char(out, ')');
    }
    if (entry->expires.data) {
        kembar_buffer_append_text(out, " until ");
        (void)kembar_plain_append_line(out, entry->expires, DAY_COLUMNS);
    }
    if (entry->note.size == 0)
        return;
    kembar_buffer_append_text(out, ": ");
    append_quoted(out, entry->note, 0, NOTE_COLUMNS);
}

void kembar_check_append_standing(kembar_buffer *out, const kembar_checked *checked,
                                  const kembar_finding *finding) {
    if (finding->state == KEMBAR_FINDING_NOTED)
        kembar_buffer_append_text(out, "Does not count: names, numbers or dates differ");
    if (finding->state != KEMBAR_FINDING_KNOWN)
        return;
    kembar_buffer_append_text(out, "Known: stands in the baseline");
    if (finding->entry < checked->n_entries)
        append_entry(out, checked, &checked->entries[finding->entry]);
}

void kembar_check_append_message(kembar_buffer *out, const kembar_checked *checked,
                                 const kembar_finding *finding) {
    kembar_buffer_append_text(out, kembar_relation_name((kembar_relation)finding->relation));
    kembar_buffer_append_text(out, ": ");
    kembar_check_append_place(out, finding, 0);
    kembar_buffer_append_text(out, " is ");
    kembar_buffer_append_text(out, kembar_check_tie(finding));
    kembar_buffer_append_char(out, ' ');
    kembar_check_append_place(out, finding, 1);
    kembar_buffer_append_text(out, ". Shared: ");
    kembar_check_append_shared(out, finding);
    if (finding->n_shown > 0) {
        kembar_buffer_append_text(out, ": ");
        kembar_check_append_words(out, finding, KEMBAR_CHECK_WORDS_COLUMNS);
    }
    kembar_buffer_append_char(out, '.');
    if (finding->state == KEMBAR_FINDING_NEW)
        return;
    kembar_buffer_append_char(out, ' ');
    kembar_check_append_standing(out, checked, finding);
    kembar_buffer_append_char(out, '.');
}
