/* What results mean, in words for people who do not know the tool. */
#ifndef KEMBAR_REPORT_WORDING_H
#define KEMBAR_REPORT_WORDING_H

#include "base/buffer.h"
#include "kembar/sink.h"

/* "Same text", "Edited copy" ...: a constant. */
const char *kembar_wording_relation(kembar_relation relation);
/* "English": a constant; "Other language" for the rest. */
const char *kembar_wording_language(kembar_language language);

/* How a document relates to another one, its reference. */
typedef struct kembar_tie {
    kembar_relation relation;
    int32_t score;
    const kembar_pair *pair; /* theirs, borrowed; NULL when it is not known */
    int is_a;                /* the document is pair->a */
    int32_t
        share_of_document; /* of a translation, 10^-6: how much of each text has a counterpart */
    int32_t share_of_reference;
    const char *reference; /* "the reference text": constant */
} kembar_tie;

/* One sentence on it. All constant text and numbers: needs no escaping. */
void kembar_wording_tie(kembar_buffer *out, const kembar_tie *tie);
/* "2024-05-14T08:00:00" -> "14 May 2024"; anything else without what cannot stand in a date. Needs
 * no escaping. */
void kembar_wording_date(kembar_buffer *out, kembar_view date);

#endif
