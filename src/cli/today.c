#include "today.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kembar/baseline.h"
#include "messages.h"

int kembar_today(char out[KEMBAR_TODAY_BYTES]) {
    const char *given = getenv("KEMBAR_TODAY");
    if (given && *given) {
        if (!kembar_baseline_is_day(given))
            return kembar_usage_error(NULL, "KEMBAR_TODAY is \"%.100s\": it must be YYYY-MM-DD",
                                      given);
        (void)snprintf(out, KEMBAR_TODAY_BYTES, "%s", given);
        return 0;
    }
    struct tm day;
    time_t now = time(NULL);
    if (!gmtime_r(&now, &day) || strftime(out, KEMBAR_TODAY_BYTES, "%Y-%m-%d", &day) == 0) {
        kembar_message("the clock tells no day; KEMBAR_TODAY can name it");
        return KEMBAR_EXIT_USAGE;
    }
    return 0;
}
