/* The languages that the library tells apart. */
#ifndef KEMBAR_LANGUAGE_H
#define KEMBAR_LANGUAGE_H

#include "kembar/api.h"

typedef enum kembar_language {
    KEMBAR_LANGUAGE_OTHER = 0,
    KEMBAR_LANGUAGE_EN,
    KEMBAR_LANGUAGE_ID,
    KEMBAR_N_LANGUAGES
} kembar_language;

/* "en", "id", "other": a constant, never NULL. */
KEMBAR_API const char *kembar_language_name(kembar_language language);

#endif
