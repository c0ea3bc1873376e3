/* The members of a large exact class that nothing stands for yet, where the options leave pairs
 * out: each document that is kept takes those that it may stand for, and does not look at the
 * others again and again. */
#ifndef KEMBAR_PIPELINE_DEDUP_ROLL_H
#define KEMBAR_PIPELINE_DEDUP_ROLL_H

#include "pipeline/dedup_set.h"

typedef struct kembar_dedup_roll_item {
    uint64_t source; /* 0: none, or none that counts */
    int32_t day;     /* INT32_MIN: none, or none that counts */
    uint32_t document;
    uint32_t place;
    uint32_t next;       /* the first from here on that may be left */
    uint32_t next_other; /* the first behind it that may be left and of another source */
} kembar_dedup_roll_item;

typedef struct kembar_dedup_roll {
    kembar_dedup_roll_item *items; /* owned; by day, undated ones first */
    uint32_t n;
} kembar_dedup_roll;

/* Lists the new members of the class of `head`; n log n. Start from a zeroed struct. */
kembar_status kembar_dedup_roll_call(kembar_dedup_roll *out, const kembar_dedup_set *set,
                                     uint32_t head) KEMBAR_MUST_CHECK;
void kembar_dedup_roll_deinit(kembar_dedup_roll *roll);

/* A document is no longer left; nothing when it is not of the class. Logarithmic. */
void kembar_dedup_roll_leave(kembar_dedup_roll *roll, const kembar_dedup_set *set,
                             uint32_t document);
/* One that is left and makes a pair with `kept` that counts (kembar_dedup_set_wants), which then is
 * no longer left; UINT32_MAX when there is none. Logarithmic, amortised. */
uint32_t kembar_dedup_roll_take(kembar_dedup_roll *roll, const kembar_dedup_set *set,
                                uint32_t kept);

#endif
