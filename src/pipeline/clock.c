#include "pipeline/clock.h"

#include <sys/resource.h>

#include "base/now.h"

void kembar_clock_start(kembar_clock *clock, kembar_progress progress, void *progress_context) {
    *clock = (kembar_clock){.progress = progress, .progress_context = progress_context};
    clock->started = clock->stage_started = kembar_now_seconds();
}

void kembar_clock_add_earlier(kembar_clock *clock, const char *name, double seconds,
                              uint64_t n_items, const char *unit) {
    clock->timings[clock->n_timings++] = (kembar_timing){name, seconds, n_items, unit};
    clock->started -= seconds;
}

void kembar_clock_begin(kembar_clock *clock, const char *name) {
    clock->stage = name;
    clock->stage_started = kembar_now_seconds();
    if (clock->progress)
        clock->progress(clock->progress_context, name, 0, 0);
}

void kembar_clock_end(kembar_clock *clock, uint64_t n_items, const char *unit) {
    if (clock->n_timings < KEMBAR_MAX_TIMINGS)
        clock->timings[clock->n_timings++] = (kembar_timing){
            clock->stage, kembar_now_seconds() - clock->stage_started, n_items, unit};
    if (clock->progress)
        clock->progress(clock->progress_context, clock->stage, n_items, n_items);
}

double kembar_clock_elapsed(const kembar_clock *clock) {
    return kembar_now_seconds() - clock->started;
}

uint64_t kembar_clock_peak_memory(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return (uint64_t)usage.ru_maxrss * 1024;
}
