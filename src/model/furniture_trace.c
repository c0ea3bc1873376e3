#include "model/furniture_trace.h"

#include "base/hash.h"
#include "base/lower_bound.h"
#include "model/furniture_build.h"

/* The order counts, so that what comes in other places is another trace. */
static uint64_t add(uint64_t trace, uint64_t hash) {
    return kembar_hash_mix(trace + hash) | 1;
}

static size_t first_lead(const kembar_furniture *furniture, uint32_t anchor) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, furniture->n_runs, furniture->leads[at].anchor < anchor);
    return at;
}

/* Whether the anchors from `at` on go on as the run's do. */
static int may_hold(const kembar_furniture_lead *lead, const kembar_furniture_text *text,
                    size_t at) {
    return text->n_anchors - at >= lead->n_anchors &&
           kembar_hash_bytes(text->anchors + at, lead->n_anchors * sizeof *text->anchors, 0) ==
               lead->anchors_hash;
}

/* Runs of this anchor; *work grows by the most tokens that looking for them can hash, and beyond
 * `room` ends it. */
static uint64_t add_runs(uint64_t trace, const kembar_furniture *furniture,
                         const kembar_furniture_text *text, size_t at, uint64_t room,
                         uint64_t *work) {
    uint32_t anchor = text->anchors[at];
    for (size_t i = first_lead(furniture, anchor);
         i < furniture->n_runs && furniture->leads[i].anchor == anchor && *work <= room; i++) {
        const kembar_furniture_lead *lead = &furniture->leads[i];
        *work += (text->n_tokens / lead->step + 1) * lead->n_tokens;
        if (may_hold(lead, text, at))
            trace = add(trace, ~lead->run);
    }
    return trace;
}

static uint64_t add_anchored(uint64_t trace, const kembar_furniture *furniture,
                             const kembar_furniture_text *text, uint64_t room, uint64_t *work) {
    enum { PART = KEMBAR_BIT_FILTER_MASK_KEYS };
    const kembar_bit_filter *filter = &furniture->filters.anchors;
    for (size_t begin = 0; begin < text->n_anchors && *work <= room; begin += PART) {
        size_t n = text->n_anchors - begin < PART ? text->n_anchors - begin : PART;
        uint64_t may = kembar_bit_filter_mask(filter, text->anchors + begin, n);
        for (; may && *work <= room; may &= may - 1)
            trace =
                add_runs(trace, furniture, text, begin + (size_t)__builtin_ctzll(may), room, work);
    }
    return trace;
}

uint64_t kembar_furniture_trace(const kembar_furniture *furniture,
                                const kembar_furniture_text *text) {
    uint64_t trace = 0, work = 0, room = kembar_furniture_room(text->n_tokens);
    if (!furniture || furniture->n_blocks == 0)
        return 0;
    for (size_t i = 0; i < text->n_lines; i++)
        if (kembar_furniture_has_block(furniture, text->lines[i].hash))
            trace = add(trace, text->lines[i].hash);
    if (furniture->n_runs == 0)
        return trace;
    if (text->anchors)
        trace = add_anchored(trace, furniture, text, room, &work);
    /* Where looking for runs may have ended before the text did, it depends on them all. */
    int is_sure = text->anchors && work <= room;
    return is_sure ? trace : add(trace, furniture->runs_key);
}
