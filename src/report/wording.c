#include "report/wording.h"

#include "report/plain.h"

const char *kembar_wording_relation(kembar_relation relation) {
    switch (relation) {
    case KEMBAR_RELATION_EXACT:
        return "Same text";
    case KEMBAR_RELATION_NEAR:
        return "Edited copy";
    case KEMBAR_RELATION_EXCERPT:
        return "Excerpt";
    case KEMBAR_RELATION_TRANSLATION:
        return "Translation";
    case KEMBAR_RELATION_RELATED:
        return "Same event";
    case KEMBAR_RELATION_NONE:
        break;
    }
    return "Indirect";
}

const char *kembar_wording_language(kembar_language language) {
    switch (language) {
    case KEMBAR_LANGUAGE_EN:
        return "English";
    case KEMBAR_LANGUAGE_ID:
        return "Indonesian";
    case KEMBAR_LANGUAGE_OTHER:
    case KEMBAR_N_LANGUAGES:
        break;
    }
    return "Other language";
}

static void near_tie(kembar_buffer *out, const kembar_tie *tie) {
    enum { WHOLE = 1000000 };
    if (tie->score >= WHOLE) {
        kembar_buffer_append_text(out, "All of each text lies in passages that both share.");
        return;
    }
    kembar_buffer_append_text(out, "At least ");
    kembar_plain_append_percent(out, tie->score);
    kembar_buffer_append_text(out, " of each text stands in the other.");
}

static void excerpt_tie(kembar_buffer *out, const kembar_tie *tie) {
    if (!tie->pair) {
        kembar_buffer_append_text(out, "One holds part of the other.");
        return;
    }
    int32_t own = tie->is_a ? tie->pair->coverage_a : tie->pair->coverage_b;
    int32_t other = tie->is_a ? tie->pair->coverage_b : tie->pair->coverage_a;
    int is_part = own >= other;
    kembar_plain_append_percent(out, tie->score);
    kembar_buffer_append_format(out, " of %s stands in %s.", is_part ? "this text" : tie->reference,
                                is_part ? tie->reference : "this one");
}

static void translation_tie(kembar_buffer *out, const kembar_tie *tie) {
    if (!tie->pair || tie->pair->n_spans == 0) {
        kembar_buffer_append_text(out, "The same text in the other language, with a probability "
                                       "of ");
        kembar_plain_append_percent(out, tie->score);
        kembar_buffer_append_char(out, '.');
        return;
    }
    kembar_plain_append_percent(out, tie->share_of_reference);
    kembar_buffer_append_format(out, " of %s stands here in the other language, and makes up ",
                                tie->reference);
    kembar_plain_append_percent(out, tie->share_of_document);
    kembar_buffer_append_text(out, " of this one; probability ");
    kembar_plain_append_percent(out, tie->score);
    kembar_buffer_append_char(out, '.');
}

static void related_tie(kembar_buffer *out, const kembar_tie *tie) {
    int is_across = tie->pair && tie->pair->link >= 0;
    kembar_buffer_append_text(out, is_across ? "Tells of the same event in the other language, in "
                                               "its own words; probability "
                                             : "Tells of the same event in other words; likeness ");
    kembar_plain_append_percent(out, tie->score);
    kembar_buffer_append_char(out, '.');
}

void kembar_wording_tie(kembar_buffer *out, const kembar_tie *tie) {
    switch (tie->relation) {
    case KEMBAR_RELATION_EXACT:
        kembar_buffer_append_text(out, "Word for word the same.");
        return;
    case KEMBAR_RELATION_NEAR:
        near_tie(out, tie);
        return;
    case KEMBAR_RELATION_EXCERPT:
        excerpt_tie(out, tie);
        return;
    case KEMBAR_RELATION_TRANSLATION:
        translation_tie(out, tie);
        return;
    case KEMBAR_RELATION_RELATED:
        related_tie(out, tie);
        return;
    case KEMBAR_RELATION_NONE:
        break;
    }
    kembar_buffer_append_text(out, "Joined by the words that it shares with the story as a whole.");
}

static int is_digits(kembar_view text, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
    return 1;
}

/* Dates are normalised before they come here; nothing else gets through should one not be. */
static void append_date_characters(kembar_buffer *out, kembar_view date) {
    for (size_t i = 0; i < date.size; i++) {
        char c = date.data[i];
        if ((c >= '-' && c <= ':') || c == '+' || (c >= 'A' && c <= 'Z'))
            kembar_buffer_append_char(out, c);
    }
}

void kembar_wording_date(kembar_buffer *out, kembar_view date) {
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int is_whole = date.size >= 10 && is_digits(date, 0, 4) && date.data[4] == '-' &&
                   is_digits(date, 5, 7) && date.data[7] == '-' && is_digits(date, 8, 10);
    int month = is_whole ? (date.data[5] - '0') * 10 + (date.data[6] - '0') : 0;
    if (month < 1 || month > 12) {
        append_date_characters(out, date);
        return;
    }
    if (date.data[8] != '0')
        kembar_buffer_append_char(out, date.data[8]);
    kembar_buffer_append_char(out, date.data[9]);
    kembar_buffer_append_format(out, " %s ", months[month - 1]);
    kembar_buffer_append(out, date.data, 4);
}
