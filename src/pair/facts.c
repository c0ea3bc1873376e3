#include "pair/facts.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/lower_bound.h"
#include "base/sort.h"
#include "pair/fact_forms.h"
#include "pair/fact_places.h"
#include "pair/held_hashes.h"
#include "pair/measures.h"
#include "pair/relation.h"

/* Tokens between two passages within which one thing stands for another, and within which at least
 * numbers and names together, or sums, do. A longer stretch is another text. */
enum {
    CLOSE_TOKENS = 24,
    FAR_TOKENS = KEMBAR_MAX_FACT_PLACES,
    NEIGHBOURS = 2,
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
    uint64_t names[MAX_NAMES]; /* hashes of the first ones */
    size_t n_names;
    const kembar_value *value; /* of its number, if it has one alone */
} new_facts;

/* How often, over all stretches. */
typedef struct replaced {
    int numbers, names, dates;
    int new_numbers[2]; /* not 0: some stretch of that side holds one */
    int in_headlines;   /* names in a headline */
    int recurring;      /* not 0: one of those stands in running text too, on both sides */
    int far;
} replaced;

typedef struct facts_job {
    side sides[2];
    const kembar_alignment *alignment;
    uint64_t *b_begins; /* owned; of the passages, in order; NULL where they are so already */
    kembar_fact_forms forms;
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

/* Words of a stretch that may be facts and that the other document lacks: what of it is looked at
 * closely. No stretch is longer than FAR_TOKENS. */
typedef struct suspects {
    uint32_t items[FAR_TOKENS];
    size_t n;
} suspects;

static void find_suspects(facts_job *job, int own, const stretch *at, suspects *found) {
    const kembar_prepared *prepared = job->sides[own].prepared;
    found->n = 0;
    for (uint32_t i = at->begin; i < at->end; i++)
        if (kembar_fact_may_be(prepared, i) && !holds(job, !own, kembar_prepared_hash(prepared, i)))
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
        found.date |= kind == KEMBAR_FACT_DATE;
        found.name |= kind == KEMBAR_FACT_NAME;
        found.acronym |= kind == KEMBAR_FACT_ACRONYM;
    }
    return found;
}

/* In running text most of the words next to a stretch are in lower case; in a headline, a list of
 * names or an address they are not. */
static int is_in_running_text(const kembar_prepared *prepared, const stretch *at) {
    uint32_t n = (uint32_t)prepared->content.n_tokens;
    uint32_t begin = at->begin > NEIGHBOURS ? at->begin - NEIGHBOURS : 0;
    uint32_t end = n - at->end > NEIGHBOURS ? at->end + NEIGHBOURS : n;
    uint32_t n_words = 0, n_lower = 0;
    for (uint32_t i = begin; i < end; i++) {
        if (i >= at->begin && i < at->end)
            continue;
        n_words++;
        n_lower += kembar_fact_is_lower(prepared, i) != 0;
    }
    return n_lower > 0 && 4 * n_lower >= 3 * n_words;
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
    if (a->number && b->number && ((a->amount && b->amount) || names_differ(a, b, 0)))
        job->replaced.far = 1;
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
    if (!a.number || !b.number || numbers_differ(&a, &b)) {
        job->replaced.new_numbers[0] |= a.number;
        job->replaced.new_numbers[1] |= b.number;
    }
    if (is_close)
        count_close(job, &a, &b, is_in_running_text(job->sides[0].prepared, &at[0]));
    else
        count_far(job, &a, &b);
}

/* How many of the passages begin in b before `token`. */
static size_t count_begun(const facts_job *job, uint32_t token) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, job->alignment->n_passages, job->b_begins[at] < token);
    return at;
}

/* Whether the i-th passage and the next one follow each other in both texts, with no other between
 * them or beginning where one of them does: so told, it is the same from either side. */
static int follow_each_other(const facts_job *job, size_t i) {
    const kembar_passage *p = &job->alignment->passages[i], *q = p + 1;
    if (q->a_begin < p->a_end || q->b_begin < p->b_end)
        return 0;
    if (!job->b_begins)
        return 1;
    return (i == 0 || p[-1].a_begin < p->a_begin) &&
           (i + 2 == job->alignment->n_passages || q[1].a_begin > q->a_begin) &&
           count_begun(job, q->b_begin + 1) - count_begun(job, p->b_begin) == 2;
}

/* Replacements inside the passages, then what stands between two passages that follow each other on
 * both sides. 0 when the i-th is nothing that stands for something else. */
static int find_stretch(const facts_job *job, size_t i, stretch at[2]) {
    const kembar_alignment *alignment = job->alignment;
    if (i < alignment->n_replacements) {
        const kembar_replacement *r = &alignment->replacements[i];
        at[0] = (stretch){r->a_begin, r->a_end};
        at[1] = (stretch){r->b_begin, r->b_end};
    } else {
        const kembar_passage *p = &alignment->passages[i - alignment->n_replacements], *q = p + 1;
        if (!follow_each_other(job, i - alignment->n_replacements))
            return 0;
        at[0] = (stretch){p->a_end, q->a_begin};
        at[1] = (stretch){p->b_end, q->b_begin};
    }
    return at[0].end > at[0].begin && at[1].end > at[1].begin && longer_of(at) <= FAR_TOKENS;
}

static size_t count_places(const kembar_alignment *alignment) {
    return alignment->n_replacements + alignment->n_passages - (alignment->n_passages > 0);
}

/* What a stretch may hold that the other document lacks, whatever its values are. */
typedef struct possible {
    int any, digit;
} possible;

static possible find_possible(facts_job *job, int own, const stretch *at) {
    const kembar_prepared *prepared = job->sides[own].prepared;
    possible found = {0, 0};
    for (uint32_t i = at->begin; i < at->end && !found.digit; i++) {
        if (!kembar_fact_may_be(prepared, i) || holds(job, !own, kembar_prepared_hash(prepared, i)))
            continue;
        found.any = 1;
        found.digit = kembar_fact_has_digit(prepared, i);
    }
    return found;
}

/* Whether facts may differ at all: some must be new on both sides, in one place unless they are
 * numbers. In most pairs none are. */
static int may_differ(facts_job *job) {
    stretch at[2];
    int digit_a = 0, digit_b = 0;
    for (size_t i = 0; i < count_places(job->alignment); i++) {
        if (!find_stretch(job, i, at))
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

static int are_in_order(const kembar_alignment *alignment) {
    const kembar_passage *p = alignment->passages;
    for (size_t i = 1; i < alignment->n_passages; i++)
        if (p[i].a_begin <= p[i - 1].a_begin || p[i].b_begin <= p[i - 1].b_begin)
            return 0;
    return 1;
}

static kembar_status sort_begins(facts_job *job) {
    size_t n = job->alignment->n_passages;
    if (are_in_order(job->alignment))
        return KEMBAR_OK;
    job->b_begins = kembar_alloc(n, sizeof *job->b_begins);
    if (!job->b_begins)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++)
        job->b_begins[i] = job->alignment->passages[i].b_begin;
    return kembar_sort_u64(job->b_begins, n);
}

static facts_job start(const kembar_prepared *a, const kembar_prepared *b,
                       const kembar_alignment *alignment) {
    facts_job job = {.alignment = alignment,
                     .forms = {.sides = {a, b}, .is_noisy = is_noisy(alignment)},
                     .share = -1,
                     .sides = {side_of(a, alignment->hashes_a), side_of(b, alignment->hashes_b)}};
    job.status = sort_begins(&job);
    return job;
}

static void stop(facts_job *job) {
    kembar_buffer_deinit(&job->forms.scratch.a);
    kembar_buffer_deinit(&job->forms.scratch.b);
    kembar_free(job->b_begins);
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

/* A new fact or two in a long text correct it. */
static int is_enough(facts_job *job) {
    const replaced *r = &job->replaced;
    int sum = sum_of(r), n_places = r->numbers + r->names + r->in_headlines + r->far;
    if (sum == 0 || !is_one_in(job, RARE_TOKENS))
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
    for (size_t i = 0; i < count_places(job->alignment); i++) {
        if (!find_stretch(job, i, at) || !is_wanted(job, at, which))
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
