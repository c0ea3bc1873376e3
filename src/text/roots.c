#include "text/roots.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"

enum { MIN_ROOT_BYTES = 3, MAX_PREFIXES = 3 };

static const uint64_t HASH_SEED = 0x6b656d626172u;

typedef struct slot {
    uint32_t begin; /* into words */
    uint32_t size;  /* 0: free */
} slot;

/* Open addressing, at most half full, never changed once built. */
struct kembar_roots {
    char *words; /* owned */
    slot *slots; /* owned; n_slots is a power of two */
    size_t n_slots;
    size_t n_roots;
};

static slot *find_slot(const kembar_roots *roots, const char *word, size_t size) {
    size_t mask = roots->n_slots - 1;
    size_t at = (size_t)kembar_hash_bytes(word, size, HASH_SEED) & mask;
    for (;; at = (at + 1) & mask) {
        slot *s = &roots->slots[at];
        if (s->size == 0 || (s->size == size && memcmp(roots->words + s->begin, word, size) == 0))
            return s;
    }
}

static size_t count_lines(kembar_view words) {
    size_t n = 1;
    for (size_t i = 0; i < words.size; i++)
        n += words.data[i] == '\n';
    return n;
}

static void add_words(kembar_roots *roots, size_t size) {
    for (size_t begin = 0; begin < size;) {
        const char *line = roots->words + begin;
        const char *end = memchr(line, '\n', size - begin);
        size_t line_size = end ? (size_t)(end - line) : size - begin;
        size_t word_size = line_size;
        while (word_size > 0 && (line[word_size - 1] == '\r' || line[word_size - 1] == ' '))
            word_size--;
        if (word_size > 0 && word_size < KEMBAR_ROOT_MAX_BYTES) {
            slot *s = find_slot(roots, line, word_size);
            roots->n_roots += s->size == 0;
            *s = (slot){(uint32_t)begin, (uint32_t)word_size};
        }
        begin += line_size + 1;
    }
}

kembar_status kembar_roots_new(kembar_roots **out, kembar_view words, kembar_error *error) {
    *out = NULL;
    if (words.size > UINT32_MAX / 2)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0,
                                "the list of roots is too long");
    kembar_roots *roots = kembar_alloc_zeroed(1, sizeof *roots);
    if (!roots)
        return kembar_error_memory(error);
    roots->n_slots = 2;
    while (roots->n_slots < 2 * count_lines(words))
        roots->n_slots *= 2;
    roots->words = kembar_alloc(words.size, 1);
    roots->slots = kembar_alloc_zeroed(roots->n_slots, sizeof *roots->slots);
    if (!roots->words || !roots->slots) {
        kembar_roots_free(roots);
        return kembar_error_memory(error);
    }
    if (words.size > 0)
        memcpy(roots->words, words.data, words.size);
    add_words(roots, words.size);
    *out = roots;
    return KEMBAR_OK;
}

void kembar_roots_free(kembar_roots *roots) {
    if (!roots)
        return;
    kembar_free(roots->words);
    kembar_free(roots->slots);
    kembar_free(roots);
}

size_t kembar_roots_count(const kembar_roots *roots) {
    return roots ? roots->n_roots : 0;
}

int kembar_roots_contains(const kembar_roots *roots, kembar_view word) {
    return roots && word.size > 0 && find_slot(roots, word.data, word.size)->size > 0;
}

/* Prefixes fall into families; a family decides which suffixes may stand with it. */
typedef enum family { NO_PREFIX, ME, DI, BER, TER, PER, PE, KE, SE, KU, N_FAMILIES } family;
typedef enum suffix { SUFFIX_KAN, NO_SUFFIX, SUFFIX_I, SUFFIX_AN, N_SUFFIXES } suffix;

/* The outermost prefix and the suffix must agree: no me- -an, no ke- -kan. */
static int may_enclose(family outer, suffix s) {
    static const uint8_t barred[N_FAMILIES] = {
        [ME] = 1 << SUFFIX_AN,
        [DI] = 1 << SUFFIX_AN,
        [KU] = 1 << SUFFIX_AN,
        [TER] = 1 << SUFFIX_AN,
        [BER] = 1 << SUFFIX_I,
        [PE] = 1 << SUFFIX_I | 1 << SUFFIX_KAN,
        [KE] = 1 << SUFFIX_I | 1 << SUFFIX_KAN,
        [SE] = 1 << SUFFIX_I | 1 << SUFFIX_KAN,
    };
    return !(barred[outer] & 1 << s);
}

#define VOWELS "aeiou"

/* A form comes off before one of `before`; `restored`, when not 0, is the root's first letter that
 * the nasal replaced. The reading of least cost wins, and of equal ones the first found. Cost is
 * the letters stripped, but be-, te-, pe- before r count as ber-, ter-, per- (berupa), and a
 * restored k counts three more (mengajar is ajar, not kajar; pengawasan is awas, not kawasan). */
typedef struct prefix_form {
    const char *form;
    const char *before; /* NULL: any letter */
    char restored;
    uint8_t cost;
    uint8_t family;
} prefix_form;

static const prefix_form FORMS[] = {
    {"di", NULL, 0, 2, DI},
    {"ber", NULL, 0, 3, BER},
    {"be", "r", 0, 3, BER},
    {"be", "kptcsg", 0, 2, BER},
    {"bel", "a", 0, 3, BER},
    {"ter", NULL, 0, 3, TER},
    {"te", "r", 0, 3, TER},
    {"ke", NULL, 0, 2, KE},
    {"se", NULL, 0, 2, SE},
    {"ku", NULL, 0, 2, KU},
    {"kau", NULL, 0, 3, KU},
    {"me", "lrwymn", 0, 2, ME},
    {"mem", "bfvp", 0, 3, ME},
    {"mem", VOWELS, 'p', 3, ME},
    {"men", "djctzs", 0, 3, ME},
    {"men", VOWELS, 't', 3, ME},
    {"meng", "ghkqx" VOWELS, 0, 4, ME},
    {"meng", VOWELS, 'k', 7, ME},
    {"menge", "bctdlp", 0, 5, ME},
    {"meny", VOWELS, 's', 4, ME},
    {"per", NULL, 0, 3, PER},
    {"pe", "r", 0, 3, PE},
    {"pe", "lwymntdkgsbcjphf", 0, 2, PE},
    {"pem", "bfvp", 0, 3, PE},
    {"pem", VOWELS, 'p', 3, PE},
    {"pen", "djctzs", 0, 3, PE},
    {"pen", VOWELS, 't', 3, PE},
    {"peng", "ghkqx" VOWELS, 0, 4, PE},
    {"peng", VOWELS, 'k', 7, PE},
    {"penge", "bctdlp", 0, 5, PE},
    {"peny", VOWELS, 's', 4, PE},
};

/* One word on its way to a root. */
typedef struct reading {
    const kembar_roots *roots;
    suffix suffix;
    char best[KEMBAR_ROOT_MAX_BYTES];
    size_t best_size; /* 0: none yet */
    size_t best_cost;
} reading;

static void offer(reading *r, kembar_view base, size_t cost) {
    if (base.size < MIN_ROOT_BYTES || (r->best_size > 0 && cost >= r->best_cost))
        return;
    if (!kembar_roots_contains(r->roots, base))
        return;
    memcpy(r->best, base.data, base.size);
    r->best_size = base.size;
    r->best_cost = cost;
}

static int form_fits(const prefix_form *f, kembar_view base, size_t size) {
    if (base.size < size + MIN_ROOT_BYTES - (f->restored != 0) ||
        memcmp(base.data, f->form, size) != 0)
        return 0;
    return !f->before || strchr(f->before, base.data[size]) != NULL;
}

/* me-ber-, di-ber- only ever stand with a suffix; ku- and kau- come first; no family comes
 * twice. */
static int may_follow(unsigned used, family next, suffix s) {
    if (used & 1u << next || (used && next == KU))
        return 0;
    return !(next == BER && (used & (1u << ME | 1u << DI)) && s == NO_SUFFIX);
}

/* Set beside the used families when the first letter was restored: a prefix that begins with it
 * costs one more (penyebaran: sebar, not se-baran). */
static const unsigned RESTORED = 1u << N_FAMILIES;

static void strip_prefixes(reading *r, kembar_view base, size_t cost, unsigned used, int depth) {
    offer(r, base, cost);
    if (depth == MAX_PREFIXES)
        return;
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        const prefix_form *f = &FORMS[i];
        size_t size = strlen(f->form);
        if (f->form[0] != base.data[0] || !form_fits(f, base, size) ||
            !may_follow(used, f->family, r->suffix))
            continue;
        if (depth == 0 && !may_enclose(f->family, r->suffix))
            continue;
        char restored[KEMBAR_ROOT_MAX_BYTES];
        size_t n_back = f->restored != 0;
        restored[0] = f->restored;
        memcpy(restored + n_back, base.data + size, base.size - size);
        kembar_view rest = {restored, base.size - size + n_back};
        unsigned next_used = (used & ~RESTORED) | 1u << f->family | (n_back ? RESTORED : 0);
        size_t next_cost = cost + f->cost + ((used & RESTORED) != 0);
        strip_prefixes(r, rest, next_cost, next_used, depth + 1);
    }
}

static int ends_with(kembar_view word, const char *ending, size_t size) {
    return word.size >= size + MIN_ROOT_BYTES &&
           memcmp(word.data + word.size - size, ending, size) == 0;
}

/* Tries the suffixes on a word without particle and possessive. */
static void strip_suffixes(reading *r, kembar_view word, size_t cost) {
    static const char *const endings[N_SUFFIXES] = {"kan", "", "i", "an"};
    for (int s = 0; s < N_SUFFIXES; s++) {
        size_t size = strlen(endings[s]);
        if (!ends_with(word, endings[s], size))
            continue;
        r->suffix = (suffix)s;
        strip_prefixes(r, (kembar_view){word.data, word.size - size}, cost + size, 0, 0);
    }
}

static void strip_endings(reading *r, kembar_view word) {
    static const char *const particles[] = {"", "lah", "kah", "pun"};
    static const char *const possessives[] = {"", "nya", "ku", "mu"};
    for (size_t p = 0; p < sizeof particles / sizeof particles[0]; p++) {
        size_t p_size = strlen(particles[p]);
        if (!ends_with(word, particles[p], p_size))
            continue;
        kembar_view bare = {word.data, word.size - p_size};
        for (size_t q = 0; q < sizeof possessives / sizeof possessives[0]; q++) {
            size_t q_size = strlen(possessives[q]);
            if (ends_with(bare, possessives[q], q_size))
                strip_suffixes(r, (kembar_view){bare.data, bare.size - q_size}, p_size + q_size);
        }
    }
}

size_t kembar_roots_find(const kembar_roots *roots, kembar_view word,
                         char out[KEMBAR_ROOT_MAX_BYTES]) {
    size_t size = word.size < KEMBAR_ROOT_MAX_BYTES ? word.size : KEMBAR_ROOT_MAX_BYTES;
    if (size > 0)
        memcpy(out, word.data, size);
    if (word.size < MIN_ROOT_BYTES || word.size >= KEMBAR_ROOT_MAX_BYTES ||
        kembar_roots_count(roots) == 0 || kembar_roots_contains(roots, word))
        return size;
    reading r = {.roots = roots, .best_size = 0};
    strip_endings(&r, word);
    if (r.best_size == 0)
        return size;
    memcpy(out, r.best, r.best_size);
    return r.best_size;
}
