/* Stages on the clock. Times never reach anything but timings. */
#ifndef KEMBAR_PIPELINE_CLOCK_H
#define KEMBAR_PIPELINE_CLOCK_H

#include "kembar/sink.h"
#include "kembar/source.h"

enum { KEMBAR_MAX_TIMINGS = 16 };

typedef struct kembar_clock {
    kembar_timing timings[KEMBAR_MAX_TIMINGS];
    size_t n_timings;
    double started; /* of the run */
    double stage_started;
    const char *stage;
    kembar_progress progress; /* may be NULL */
    void *progress_context;
} kembar_clock;

void kembar_clock_start(kembar_clock *clock, kembar_progress progress, void *progress_context);
/* Counts a stage that was over before the clock started; right after kembar_clock_start. */
void kembar_clock_add_earlier(kembar_clock *clock, const char *name, double seconds,
                              uint64_t n_items, const char *unit);
/* Begins a stage; `name` is constant text. */
void kembar_clock_begin(kembar_clock *clock, const char *name);
/* Ends it: n_items of `unit` were done. */
void kembar_clock_end(kembar_clock *clock, uint64_t n_items, const char *unit);
double kembar_clock_elapsed(const kembar_clock *clock);
/* Largest resident size of the process so far. */
uint64_t kembar_clock_peak_memory(void);

#endif
