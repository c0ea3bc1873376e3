#include <string.h>

#include "kembar/parameters.h"
#include "pair/relation.h"
#include "pair/retold.h"

enum { MICRO = 1000000, MAX_SHARED = 1000 };

/* Powers by multiplication alone: pow() differs from one C library to the next. */
static double power(double x, int32_t n) {
    double product = 1;
    for (int32_t i = 0; i < n; i++)
        product *= x;
    return product;
}

static int32_t to_micro(double share) {
    int32_t micro = (int32_t)(share * MICRO + 1e-6);
    return micro < 0 ? 0 : micro > MICRO ? MICRO : micro;
}

int32_t kembar_chance_by_bands(const kembar_options *options, int32_t jaccard) {
    double one_band = power((double)jaccard / MICRO, options->band_rows);
    return to_micro(1 - power(1 - one_band, options->n_bands));
}

/* Of two sets of equal size, the share of each that the other holds. */
static double containment(int32_t jaccard) {
    double j = (double)jaccard / MICRO;
    return 2 * j / (1 + j);
}

int32_t kembar_chance_by_rare(const kembar_options *options, int32_t jaccard, uint32_t n_words) {
    double chance[MAX_SHARED + 1] = {1}; /* of so many in common */
    double c = containment(jaccard), missed = 0;
    int32_t needed = options->rare_shingles_shared, k = options->shingle_tokens;
    if (needed > MAX_SHARED || n_words < (uint32_t)k)
        return 0;
    for (uint32_t n = 0; n <= n_words - (uint32_t)k; n++) {
        for (int32_t i = needed - 1; i > 0; i--)
            chance[i] = chance[i] * (1 - c) + chance[i - 1] * c;
        chance[0] *= 1 - c;
    }
    for (int32_t i = 0; i < needed; i++)
        missed += chance[i];
    return to_micro(1 - missed);
}

/* The smallest of 0 .. 1000000 from which on a growing `of` reaches `wanted`. */
static int32_t search(const kembar_options *options, double wanted,
                      double (*of)(const kembar_options *, int32_t)) {
    int32_t low = 0, high = MICRO;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (of(options, middle) >= wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* A shingle stays when all of its words do. */
static double kept_shingles(const kembar_options *options, int32_t kept_words) {
    return power((double)kept_words / MICRO, options->shingle_tokens);
}

int32_t kembar_changed_words(const kembar_options *options, int32_t jaccard) {
    return MICRO - search(options, containment(jaccard), kept_shingles);
}

static double by_bands(const kembar_options *options, int32_t jaccard) {
    return kembar_chance_by_bands(options, jaccard);
}

int32_t kembar_jaccard_of_chance(const kembar_options *options, int32_t chance) {
    return search(options, chance, by_bands);
}

const uint32_t *kembar_curve_lengths(void) {
    static const uint32_t lengths[KEMBAR_N_CURVE_LENGTHS] = {20, 50, 100, 300, 1000};
    return lengths;
}

kembar_curve_point kembar_curve_at(const kembar_options *options, size_t i) {
    int32_t jaccard = (int32_t)(i + 1) * (MICRO / KEMBAR_N_CURVE_POINTS);
    kembar_curve_point point = {.jaccard = jaccard,
                                .changed_words = kembar_changed_words(options, jaccard),
                                .by_bands = kembar_chance_by_bands(options, jaccard)};
    for (size_t k = 0; k < KEMBAR_N_CURVE_LENGTHS; k++)
        point.by_rare[k] = kembar_chance_by_rare(options, jaccard, kembar_curve_lengths()[k]);
    return point;
}

const char *kembar_option_meaning(const kembar_option_field *field) {
    static const struct {
        const char *name, *meaning;
    } meanings[] = {
        {"near", "passages that both have cover this share of both texts, or this share of all "
                 "their shingles is in both (Jaccard): near. Of one text alone: an excerpt"},
        {"excerpt_tokens", "so many equal words in one passage are an excerpt, however long the "
                           "texts"},
        {"min_tokens", "a text with fewer words has exact copies only"},
        {"shingle_tokens", "words in a shingle: a changed word changes as many shingles. Fewer: "
                           "more formulas in common by chance"},
        {"bands", "pieces of the sketch; a pair that agrees in one whole band is looked at. More: "
                  "more is found, and more looked at in vain"},
        {"band_rows", "places in a band. More: fewer pairs are looked at, and likelier ones"},
        {"rare_shingle_max", "a shingle that more documents hold is a formula, and no reason to "
                             "look at a pair; copies in larger families are held against "
                             "those that stand for them"},
        {"rare_shingles_shared", "so many rare shingles in common, and a pair is looked at"},
        {"neighbours", "of each document so many nearest ones by their words may be related"},
        {"across_sources", "pairs within one source are left out"},
        {"within_days", "pairs whose dates lie more days apart are left out"},
        {"related", "from this similarity of their words on two texts are about the same event"}};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i].name, field->name) == 0)
            return meanings[i].meaning;
    return NULL;
}

/* What makes a passage of words in another order, or of other words. */
static const kembar_reason passage_rules[] = {
    {"shuffled passage: equal tokens", 0, KEMBAR_REORDER_MIN_EQUAL, 0, 0},
    {"shuffled passage: share of equal tokens", 0, KEMBAR_REORDER_EQUAL_TENTHS *MICRO / 10, 1, 0},
    {"shuffled passage: in order, less than the share", 0,
     KEMBAR_REORDER_ORDERED_TENTHS *MICRO / 10, 1, 0},
    {"retold passage: words in a window", 0, KEMBAR_WINDOW_ITEMS, 0, 0},
    {"retold passage: bits of rare words in common", 0, KEMBAR_RETOLD_LEAST / KEMBAR_STRETCH_BIT, 0,
     0},
    {"retold passage: and times the rarest word's bits", 0, KEMBAR_RETOLD_TENTHS *(MICRO / 10), 1,
     0},
    {"retold passage: or bits, in a comparison of two", 0, KEMBAR_RETOLD_ALONE / KEMBAR_STRETCH_BIT,
     0, 0},
    {"retold passage: fewer others like it (a form)", 0, KEMBAR_RETOLD_OTHERS, 0, 0}};

enum { N_PASSAGE_RULES = sizeof passage_rules / sizeof *passage_rules };

size_t kembar_rules_of(const kembar_options *options, kembar_reason *rules) {
    kembar_measures nothing = {0};
    size_t n = kembar_relation_reasons(&nothing, options, rules);
    memcpy(rules + n, passage_rules, sizeof passage_rules);
    return n + N_PASSAGE_RULES;
}
