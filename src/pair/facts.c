#include "pair/facts.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "pair/fact_places.h"
#include "pair/fact_stretches.h"
#include "pair/held_hashes.h"
#include "pair/measures.h"
#include "pair/relation.h"

/* Tokens between two passages within which one thing stands for another, and within which at least
 * numbers and names together, or sums, do. A longer stretch is another text. */
enum {
    CLOSE_TOKENS = 24,
    ENOUGH = 2,
    MAX_HEADLINES = 16,
    MAX_NAMES = 8,
    /* Shared words for each time that a new fact stands in a text: more are a correction, or an
     * edited story where one place differs; so few are a form. */
    RARE_TOKENS = 320,
    EDITED_TOKENS = 100,
    DENSE_TOKENS = 16,
    VALUE_SEED = 1,
    VALUE_REACH =
        4 /* words of a value (month, currency, million) stand within so many of a digit */
};

typedef struct side {
    const kembar_prepared *prepared;
    kembar_held_hashes words;  /* content tokens */
    kembar_held_hashes values; /* however they are written; listed when they are first asked for */
    uint64_t *value_hashes;    /* owned */
    kembar_fact_places places; /* of the new facts in the stretch that was looked at last */
    kembar_fact_set news;      /* of all stretches */
} side;

typedef kembar_fact_stretch stretch;

/* What a stretch holds that the other document lacks. */
typedef struct new_facts {
    int number, amount, date, name, acronym;
    int n_days;                /* dates that say more than the weekday or month */
    uint64_t names[MAX_NAMES]; /* hashes of the first ones */
    size_t n_names;
    const kembar_value *value; /* of its number, if it has one alone */
    const kembar_value *day;   /* the last of these */
} new_facts;

/* How often, over all stretches. */
typedef struct replaced {
    int numbers, names, dates;
    int days;           /* dates that say more than the weekday or month */
    int new_numbers[2]; /* not 0: some stretch of that side holds one */
    int in_headlines;   /* names in a headline */
    int recurring;      /* not 0: one of those stands in running text too, on both sides */
    int far;
    int lone_numbers[2];           /* not 0: in some stretch that side alone has one */
    int number_places;             /* with other numbers, in running text or not */
    const kembar_value *number[2]; /* of the last of these, if it has one alone */
} replaced;

typedef struct facts_job {
    side sides[2];
    const kembar_alignment *alignment;
    kembar_fact_forms forms;
    kembar_fact_stretches stretches;
    replaced replaced;
    int n_left_out; /* stretches not counted since they may depend on values */
    int32_t share;  /* facts_share, -1: not asked for yet */
    kembar_status status;
} facts_job;

static uint64_t hash_value(const kembar_value *value) {
    kembar_view text = kembar_fact_value_text(value);
    return kembar_hash_bytes(text.data, text.size, VALUE_SEED);
}

static side side_of(const kembar_prepared *prepared, const uint64_t *hashes) {
    return (side){.prepared = prepared,
                  .words = {.hashes = hashes, .n_hashes = prepared->content.n_tokens}};
}

static void side_deinit(side *s) {
    kembar_held_hashes_deinit(&s->words);
    kembar_held_hashes_deinit(&s->values);
    kembar_free(s->value_hashes);
}

static kembar_status list_values(side *s) {
    const kembar_document *document = s->prepared->document;
    s->value_hashes = kembar_alloc(document->n_values, sizeof *s->value_hashes);
    if (!s->value_hashes)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < document->n_values; i++)
        s->value_hashes[i] = hash_value(&document->values[i]);
    s->values = (kembar_held_hashes){.hashes = s->value_hashes, .n_hashes = document->n_values};
    return KEMBAR_OK;
}

/* Once memory was short nothing is looked up any more: the answers no longer count. */
static int holds(facts_job *job, int side_id, uint64_t hash) {
    int found = 0;
    if (!job->status)
        job->status = kembar_held_hashes_have(&job->sides[side_id].words, hash, &found);
    return found;
}

static int holds_value(facts_job *job, int side_id, const kembar_value *value) {
    side *s = &job->sides[side_id];
    int found = 0;
    if (!job->status && !s->value_hashes)
        job->status = list_values(s);
    if (!job->status)
        job->status = kembar_held_hashes_have(&s->values, hash_value(value), &found);
    return found;
}

static int is_one_of(const new_facts *facts, uint64_t hash) {
    for (size_t i = 0; i < facts->n_names; i++)
        if (facts->names[i] == hash)
            return 1;
    return 0;
}

/* Not 0 when one of the names stands in running text too. */
static int recurs(const side *s, const new_facts *facts) {
    for (uint32_t i = 1; i < s->prepared->content.n_tokens; i++)
        if (is_one_of(facts, kembar_prepared_hash(s->prepared, i)) &&
            kembar_fact_may_be(s->prepared, i) && kembar_fact_is_lower(s->prepared, i - 1))
            return 1;
    return 0;
}

static void add_number(new_facts *found, const kembar_value *value) {
    if (!found->number)
        found->value = value;
    else if (found->value != value)
        found->value = NULL;
    found->number = 1;
}

/* Of the words of one date the first alone counts. */
static void add_date(new_facts *found, const kembar_prepared *prepared, uint32_t i,
                     const kembar_value *value) {
    found->date = 1;
    int is_day = value ? value->n_tokens > 1 && value != found->day
                       : kembar_fact_has_digit(prepared, i) != 0;
    found->n_days += is_day;
    found->day = value;
}

/* Words of a stretch that may be facts and that the other document lacks: what of it is looked at
 * closely. No stretch is longer than KEMBAR_MAX_FACT_STRETCH. */
typedef struct suspects {
    uint32_t items[KEMBAR_MAX_FACT_STRETCH];
    size_t n;
} suspects;

/* Of 1.3 the digits may well stand elsewhere. So may those of a date, but where words are lost its
 * parts are no date any more. */
static int is_part(const kembar_prepared *prepared, uint32_t i) {
    const kembar_value *value =
        kembar_fact_has_digit(prepared, i) ? kembar_fact_value(prepared, i) : NULL;
    return value && value->kind != KEMBAR_VALUE_DATE && value->n_tokens > 1;
}

static void find_suspects(facts_job *job, int own, const stretch *at, suspects *found) {
    const kembar_prepared *prepared = job->sides[own].prepared;
    found->n = 0;
    for (uint32_t i = at->begin; i < at->end; i++)
        if (kembar_fact_may_be(prepared, i) &&
            (!holds(job, !own, kembar_prepared_hash(prepared, i)) || is_part(prepared, i)))
            found->items[found->n++] = i;
}

static new_facts find_new(facts_job *job, int own, const suspects *of, const stretch *other,
                          int is_close) {
    new_facts found = {0};
    side *s = &job->sides[own];
    s->places.n_items = 0;
    for (size_t k = 0; k < of->n; k++) {
        uint32_t i = of->items[k];
        kembar_fact_kind kind = kembar_fact_of(s->prepared, i, &job->forms.scratch);
        const kembar_value *value = kembar_fact_value(s->prepared, i);
        if (kind == KEMBAR_FACT_NONE || (value && holds_value(job, !own, value)))
            continue;
        int is_name = kind == KEMBAR_FACT_NAME || kind == KEMBAR_FACT_ACRONYM;
        if (kembar_fact_has_other_form(&job->forms, own, i, kind, other, is_close))
            continue;
        uint64_t hash = kembar_prepared_hash(s->prepared, i);
        kembar_fact_places_add(&s->places, i, kind);
        kembar_fact_set_add(&s->news, hash);
        if (is_name && found.n_names < MAX_NAMES)
            found.names[found.n_names++] = hash;
        if (kind == KEMBAR_FACT_NUMBER || kind == KEMBAR_FACT_AMOUNT)
            add_number(&found, value);
        found.amount |= kind == KEMBAR_FACT_AMOUNT;
        if (kind == KEMBAR_FACT_DATE)
            add_date(&found, s->prepared, i, value);
        found.name |= kind == KEMBAR_FACT_NAME;
        found.acronym |= kind == KEMBAR_FACT_ACRONYM;
    }
    return found;
}

/* An acronym against its long form is no other name, unless all is in capitals. */
static int names_differ(const new_facts *a, const new_facts *b, int is_headline) {
    if (is_headline)
        return (a->name || a->acronym) && (b->name || b->acronym);
    return (a->name && b->name) || (a->acronym && b->acronym);
}

static int numbers_differ(const new_facts *a, const new_facts *b) {
    return a->number && b->number && !kembar_fact_rounds(a->value, b->value);
}

static void count_close(facts_job *job, const new_facts *a, const new_facts *b,
                        int is_running_text) {
    replaced *counts = &job->replaced;
    int name = names_differ(a, b, !is_running_text);
    if (is_running_text) {
        counts->numbers += numbers_differ(a, b);
        counts->names += name;
        counts->dates += a->date && b->date;
        counts->days += a->n_days < b->n_days ? a->n_days : b->n_days;
        return;
    }
    if (a->amount && b->amount && numbers_differ(a, b))
        counts->numbers++;
    else if (name)
        counts->in_headlines++;
    /* Each look goes through the whole text. What was left out may have been headlines. */
    if (name && !counts->recurring && counts->in_headlines + job->n_left_out <= MAX_HEADLINES)
        counts->recurring = recurs(&job->sides[0], a) && recurs(&job->sides[1], b);
}

static uint32_t longer_of(const stretch at[2]) {
    uint32_t n_a = at[0].end - at[0].begin, n_b = at[1].end - at[1].begin;
    return n_a > n_b ? n_a : n_b;
}

static void count_far(facts_job *job, const new_facts *a, const new_facts *b) {
    const side *x = &job->sides[0], *y = &job->sides[1];
    kembar_fact_slots slots =
        kembar_fact_slots_count(x->prepared, &x->places, y->prepared, &y->places);
    job->replaced.numbers += slots.numbers;
    job->replaced.names += slots.names;
    if (numbers_differ(a, b) && ((a->amount && b->amount) || names_differ(a, b, 0)))
        job->replaced.far = 1;
}

static void count_numbers(replaced *counts, const new_facts *a, const new_facts *b) {
    if (a->number && b->number) {
        if (!numbers_differ(a, b))
            return;
        counts->number_places++;
        counts->number[0] = a->value;
        counts->number[1] = b->value;
    } else {
        counts->lone_numbers[0] |= a->number;
        counts->lone_numbers[1] |= b->number;
    }
    counts->new_numbers[0] |= a->number;
    counts->new_numbers[1] |= b->number;
}

/* In both texts: capitals and marks around may be others. */
static int is_in_running_text(const facts_job *job, const stretch at[2]) {
    return kembar_fact_in_running_text(job->sides[0].prepared, at[0].begin, at[0].end) &&
           kembar_fact_in_running_text(job->sides[1].prepared, at[1].begin, at[1].end);
}

static void count_stretch(facts_job *job, const stretch at[2]) {
    suspects of_a, of_b;
    int is_close = longer_of(at) <= CLOSE_TOKENS;
    find_suspects(job, 0, &at[0], &of_a);
    find_suspects(job, 1, &at[1], &of_b);
    if (of_a.n + of_b.n == 0 || (is_close && kembar_fact_same_spelling(&job->forms, at)))
        return;
    new_facts a = find_new(job, 0, &of_a, &at[1], is_close);
    new_facts b = find_new(job, 1, &of_b, &at[0], is_close);
    count_numbers(&job->replaced, &a, &b);
    if (is_close)
        count_close(job, &a, &b, is_in_running_text(job, at));
    else
        count_far(job, &a, &b);
}

/* What a stretch may hold that the other document lacks, whatever its values are. */
typedef struct possible {
    int any, digit;
} possible;

static possible find_possible(facts_job *job, int own, const stretch *at) {
    const kembar_prepared *prepared = job->sides[own].prepared;
    possible found = {0, 0};
    for (uint32_t i = at->begin; i < at->end && !found.digit; i++) {
        int digit = kembar_fact_has_digit(prepared, i);
        if (!digit && (!kembar_fact_may_be(prepared, i) ||
                       holds(job, !own, kembar_prepared_hash(prepared, i))))
            continue;
        found.any = 1;
        found.digit = digit;
    }
    return found;
}

/* Whether facts may differ at all: some must be new on both sides, in one place unless they are
 * numbers. In most pairs none are. */
static int may_differ(facts_job *job) {
    stretch at[2];
    int digit_a = 0, digit_b = 0;
    for (size_t i = 0; kembar_fact_stretches_has(&job->stretches, i); i++) {
        if (!kembar_fact_stretches_get(&job->stretches, i, at))
            continue;
        possible a = find_possible(job, 0, &at[0]);
        possible b = find_possible(job, 1, &at[1]);
        digit_a |= a.digit;
        digit_b |= b.digit;
        if ((a.any && b.any) || (digit_a && digit_b))
            return 1;
    }
    return job->status != KEMBAR_OK;
}

static int is_noisy(const kembar_alignment *alignment) {
    uint64_t n = (uint64_t)alignment->n_equal + alignment->n_alike;
    return n >= KEMBAR_NOISY_ALIGNED && kembar_micro(alignment->n_alike, n) >= KEMBAR_NOISY_ALIKE;
}

static facts_job start(const kembar_prepared *a, const kembar_prepared *b,
                       const kembar_alignment *alignment) {
    facts_job job = {.alignment = alignment,
                     .forms = {.sides = {a, b}, .is_noisy = is_noisy(alignment)},
                     .share = -1,
                     .sides = {side_of(a, alignment->hashes_a), side_of(b, alignment->hashes_b)}};
    job.status = kembar_fact_stretches_init(&job.stretches, a, b, alignment);
    return job;
}

static void stop(facts_job *job) {
    kembar_buffer_deinit(&job->forms.scratch.a);
    kembar_buffer_deinit(&job->forms.scratch.b);
    kembar_fact_stretches_deinit(&job->stretches);
    side_deinit(&job->sides[0]);
    side_deinit(&job->sides[1]);
}

static int is_near_digit(const kembar_prepared *prepared, const stretch *at) {
    const kembar_tokens *tokens = &prepared->document->tokens;
    size_t begin = prepared->content.tokens[at->begin],
           end = prepared->content.tokens[at->end - 1] + (size_t)1 + VALUE_REACH;
    for (size_t i = begin > VALUE_REACH ? begin - VALUE_REACH : 0; i < end && i < tokens->n_items;
         i++)
        if (tokens->flags[i] & KEMBAR_TOKEN_DIGIT)
            return 1;
    return 0;
}

/* Which stretches are looked at. */
typedef enum near_digits { AWAY_FROM_DIGITS, NEAR_DIGITS, ANYWHERE } near_digits;

static int is_wanted(facts_job *job, const stretch at[2], near_digits which) {
    if (which == ANYWHERE)
        return 1;
    int is_near = is_near_digit(job->sides[0].prepared, &at[0]) ||
                  is_near_digit(job->sides[1].prepared, &at[1]);
    if (which == AWAY_FROM_DIGITS)
        job->n_left_out += is_near;
    return is_near == (which == NEAR_DIGITS);
}

/* What was replaced, in parts of which two are enough. Numbers need not stand in the same place:
 * lists of grants are of different lengths. */
static int sum_of(const replaced *r) {
    int sum = ENOUGH * r->numbers + r->names + ENOUGH * r->far + r->recurring;
    if (r->recurring && r->in_headlines > 1)
        sum++;
    if (r->new_numbers[0] && r->new_numbers[1])
        sum += 1 + (r->in_headlines > 0);
    if (sum == 0 && r->days >= ENOUGH)
        return ENOUGH;
    return sum > 0 && r->dates > 0 ? sum + 1 : sum;
}

/* Of the words that only one of the two has, the share that are facts. */
static int32_t find_share(facts_job *job) {
    uint64_t n_words = 0, n_facts = 0;
    for (int own = 0; own < 2; own++) {
        const kembar_prepared *prepared = job->sides[own].prepared;
        for (uint32_t i = 0; i < prepared->content.n_tokens; i++) {
            if (holds(job, !own, kembar_prepared_hash(prepared, i)))
                continue;
            n_words++;
            n_facts += kembar_fact_may_be(prepared, i) != 0;
        }
    }
    return kembar_micro(n_facts, n_words);
}

static int32_t facts_share(facts_job *job) {
    if (job->share < 0)
        job->share = find_share(job);
    return job->share;
}

/* Whether on both sides a new fact stands somewhere for at most so many shared words. */
static int is_one_in(const facts_job *job, uint32_t n_words) {
    uint32_t least = (job->alignment->n_equal + n_words - 1) / n_words;
    for (int own = 0; own < 2; own++)
        if (!kembar_fact_set_reaches(&job->sides[own].news, job->sides[own].prepared, least))
            return 0;
    return 1;
}

/* Most of the shorter text stands in the other one. */
static int is_mostly_shared(const facts_job *job) {
    uint64_t n_a = job->sides[0].prepared->content.n_tokens;
    uint64_t n_b = job->sides[1].prepared->content.n_tokens;
    return (uint64_t)4 * job->alignment->n_equal >= 3 * (n_a < n_b ? n_a : n_b);
}

/* Whether a document holds no new fact but this number. */
static int is_all_new(facts_job *job, int own, const kembar_value *number) {
    const kembar_prepared *prepared = job->sides[own].prepared;
    if (!number)
        return 0;
    for (uint32_t i = 0; i < prepared->content.n_tokens; i++)
        if (kembar_fact_may_be(prepared, i) && kembar_fact_value(prepared, i) != number &&
            !holds(job, !own, kembar_prepared_hash(prepared, i)))
            return 0;
    return 1;
}

/* One number in place of another, and on one side not a fact more: in a form the day or the name
 * would be another too. In a short text the number must be close. */
static int is_correction(facts_job *job) {
    const replaced *r = &job->replaced;
    if (r->number_places != 1 || (r->lone_numbers[0] && r->lone_numbers[1]) || r->dates > 0 ||
        !is_mostly_shared(job) ||
        (is_one_in(job, EDITED_TOKENS) && !kembar_fact_is_close(r->number[0], r->number[1])))
        return 0;
    return is_all_new(job, 0, r->number[0]) || is_all_new(job, 1, r->number[1]);
}

/* A new fact or two in a long text correct it. */
static int is_enough(facts_job *job) {
    const replaced *r = &job->replaced;
    int sum = sum_of(r), n_places = r->numbers + r->names + r->in_headlines + r->far + r->days;
    if (sum == 0 || !is_one_in(job, RARE_TOKENS))
        return 0;
    if (n_places <= 1 && is_correction(job))
        return 0;
    if (sum >= ENOUGH && (n_places > 1 || !is_mostly_shared(job) || is_one_in(job, EDITED_TOKENS)))
        return 1;
    return is_one_in(job, DENSE_TOKENS) || facts_share(job) >= KEMBAR_FACTS_SHARE;
}

/* Counts never fall, and what is enough stays so: after `next_look` stretches, twice as many and so
 * on nothing more may be needed. Values lie in none that is away from digits. */
static int differ_in(facts_job *job, near_digits which, size_t next_look) {
    size_t n_counted = 0;
    stretch at[2];
    for (size_t i = 0; kembar_fact_stretches_has(&job->stretches, i); i++) {
        if (!kembar_fact_stretches_get(&job->stretches, i, at) || !is_wanted(job, at, which))
            continue;
        count_stretch(job, at);
        if (++n_counted < next_look)
            continue;
        if (is_enough(job))
            return 1;
        next_look *= 2;
    }
    return is_enough(job);
}

/* First without the stretches that values may lie in. Where names were looked for in headlines
 * until it was too much, all begins again: there the order counts. */
static int differ_asking(facts_job *job, const kembar_values_source *values) {
    if (differ_in(job, AWAY_FROM_DIGITS, 1))
        return 1;
    if (job->n_left_out == 0)
        return 0;
    if (!job->status)
        job->status = values->find(values->context);
    if (job->status)
        return 0;
    int is_in_time = job->replaced.in_headlines + job->n_left_out <= MAX_HEADLINES;
    job->n_left_out = 0;
    if (is_in_time)
        return differ_in(job, NEAR_DIGITS, 1);
    job->replaced = (replaced){0};
    job->sides[0].news = job->sides[1].news = (kembar_fact_set){0};
    return differ_in(job, ANYWHERE, 1);
}

static kembar_status end(facts_job *job, int found, int *differ) {
    if (!job->status)
        job->status = kembar_gap_status(&job->forms.scratch);
    stop(job);
    *differ = !job->status && found;
    return job->status;
}

kembar_status kembar_facts_differ(const kembar_prepared *a, const kembar_prepared *b,
                                  const kembar_alignment *alignment, int *differ) {
    facts_job job = start(a, b, alignment);
    int found = !job.status && may_differ(&job) && differ_in(&job, ANYWHERE, 1);
    return end(&job, found, differ);
}

kembar_status kembar_facts_differ_asking(const kembar_prepared *a, const kembar_prepared *b,
                                         const kembar_alignment *alignment,
                                         const kembar_values_source *values, int *differ) {
    facts_job job = start(a, b, alignment);
    int found = !job.status && may_differ(&job) && differ_asking(&job, values);
    return end(&job, found, differ);
}

kembar_status kembar_facts_differ_reference(const kembar_prepared *a, const kembar_prepared *b,
                                            const kembar_alignment *alignment, int *differ) {
    facts_job job = start(a, b, alignment);
    int found = !job.status && differ_in(&job, ANYWHERE, SIZE_MAX);
    return end(&job, found, differ);
}
