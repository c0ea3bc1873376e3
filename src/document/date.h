/* Dates as outlets write them, to one form. */
#ifndef KEMBAR_DOCUMENT_DATE_H
#define KEMBAR_DOCUMENT_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/language.h"
#include "kembar/view.h"

enum { KEMBAR_DATE_BYTES = 32 };

/* Writes YYYY-MM-DD, with Thh:mm:ss and Z or +hh:mm when given, and returns the size; 0 when `text`
 * is no date or an impossible one. Understands ISO 8601, RFC 2822, `3 November 2023`, `November 3,
 * 2023`, `03/11/2023` and these with a weekday before and a time after, in English and Indonesian.
 * In `02/11/2023` the day comes first when `language` is Indonesian or the month would pass 12. A
 * zone whose abbreviation means several offsets (IST) is left out. */
size_t kembar_date_normalise(kembar_view text, kembar_language language,
                             char out[KEMBAR_DATE_BYTES]);

/* Days from 1970-01-01 to the day of a normalised date, zone ignored; INT32_MIN when `date` is
 * none. */
int32_t kembar_date_day(kembar_view date);

#endif
