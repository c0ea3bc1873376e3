/* What results mean, in words for people who do not know the tool. */
#ifndef KEMBAR_REPORT_WORDING_H
#define KEMBAR_REPORT_WORDING_H

#include "base/buffer.h"
#include "kembar/sink.h"

/* "Same text", "Edited copy" ...: a constant. */
const char *kembar_wording_relation(kembar_relation relation);
/* "English": a constant; "Other language" for the rest. */
const char *kembar_wording_language(kembar_language language);
/* One sentence on how a document relates to its reference. `pair` is theirs or NULL; `is_a` says
 * that the document is pair->a. All constant text and numbers: needs no escaping. */
void kembar_wording_tie(kembar_buffer *out, const kembar_member *member, const kembar_pair *pair,
                        int is_a);
/* "2024-05-14T08:00:00" -> "14 May 2024"; anything else without what cannot stand in a date. Needs
 * no escaping. */
void kembar_wording_date(kembar_buffer *out, kembar_view date);

#endif
