/* Whether the facts of two texts differ: the same answer by the reference, by what stops early, by
 * what asks for values, and whichever text comes first. Input: a text, a piece a byte, a separator,
 * and edits of three bytes that make the other text of it: where, what is done, which piece. */
#include <stdlib.h>

#include "fuzz.h"
#include "pair/facts.h"

enum { MAX_PIECES = 160, MAX_OTHER = 2 * MAX_PIECES, EDIT_BYTES = 3, COPIED = 12 };

static void append_piece(kembar_buffer *out, unsigned char byte) {
    static const char *const pieces[] = {
        "the",      "harbour",    "council",    "of",          "ministers", "bridge",
        "said",     "in",         "cooled",     "fishermen",   "a",         "price",
        "rice",     "kilometres", "year",       "for",         "pelabuhan", "kata",
        "yang",     "dengan",     "perseroan",  "laba",        "to",        "director",
        "board",    "dividend",   "shares",     "on",          "tumbuh",    "pada",
        "with",     "workers",    "Rahayu",     "Lombok",      "Mr",        "ILO",
        "Tuesday",  "Senin",      "May",        "12",          "13",        "1.3 million",
        "$4.5",     "6 May",      "7 May 2006", "25 percent",  "26%",       "Rp 3 miliar",
        "1,250",    "1.250",      "seven",      "7 km",        "2004/05",   "2/11/2023",
        "555-1234", "Ltd",        ". ",         ", ",          "\n",        "\n\n",
        "\"",       " - ",        "PT",         "Saint-Ormond"};
    const char *piece = pieces[byte % (sizeof pieces / sizeof *pieces)];
    size_t begin = out->size;
    kembar_buffer_append_text(out, piece);
    if (byte & 0x80 && piece[0] >= 'a' && piece[0] <= 'z')
        out->data[begin] = (char)(out->data[begin] & ~0x20);
    kembar_buffer_append_char(out, ' ');
}

typedef struct draft {
    unsigned char items[MAX_OTHER];
    size_t n;
} draft;

static void put(draft *out, unsigned char piece) {
    if (out->n < MAX_OTHER)
        out->items[out->n++] = piece;
}

/* Replaces, adds, leaves out, or has a part of the first text once more. */
static void edit(draft *out, const draft *of, size_t at, unsigned what, unsigned char piece) {
    if (what % 4 <= 1)
        put(out, piece);
    for (size_t i = piece % of->n; what % 4 == 3 && i < of->n && i < piece % of->n + COPIED; i++)
        put(out, of->items[i]);
    if (what % 4 == 1 || what % 4 == 3)
        put(out, of->items[at]);
}

static draft edited(const draft *of, kembar_view edits) {
    draft out = {.n = 0};
    for (size_t at = 0; at < of->n; at++) {
        int is_edited = 0;
        for (size_t k = 0; k + EDIT_BYTES <= edits.size && !is_edited; k += EDIT_BYTES) {
            const unsigned char *by = (const unsigned char *)edits.data + k;
            is_edited = by[0] % of->n == at;
            if (is_edited)
                edit(&out, of, at, by[1], by[2]);
        }
        if (!is_edited)
            put(&out, of->items[at]);
    }
    return out;
}

typedef struct side {
    kembar_document *document;
    kembar_prepared prepared;
    size_t n_values;
} side;

static void make(side *out, const draft *of) {
    kembar_buffer text = {0};
    for (size_t i = 0; i < of->n; i++)
        append_piece(&text, of->items[i]);
    kembar_buffer_append_char(&text, '.');
    kembar_record record = {.id = {"id", 2}, .text = kembar_buffer_view(&text)};
    FUZZ_CHECK(kembar_document_new(&out->document, &record, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_prepared_init(&out->prepared, out->document, NULL, 5, 5) == KEMBAR_OK);
    kembar_buffer_deinit(&text);
}

static kembar_status uncover(void *context) {
    side *sides = context;
    for (int i = 0; i < 2; i++)
        sides[i].document->n_values = sides[i].n_values;
    return KEMBAR_OK;
}

static int compare_passages(const void *x, const void *y) {
    const kembar_passage *a = x, *b = y;
    if (a->a_begin != b->a_begin)
        return a->a_begin < b->a_begin ? -1 : 1;
    return a->b_begin == b->b_begin ? 0 : a->b_begin < b->b_begin ? -1 : 1;
}

static int compare_replacements(const void *x, const void *y) {
    const kembar_replacement *a = x, *b = y;
    if (a->a_begin != b->a_begin)
        return a->a_begin < b->a_begin ? -1 : 1;
    return a->b_begin == b->b_begin ? 0 : a->b_begin < b->b_begin ? -1 : 1;
}

/* The same alignment as it is from the other side. */
static void check_other_side(side sides[2], const kembar_alignment *of, int expected) {
    kembar_passage *passages = kembar_alloc(of->n_passages + 1, sizeof *passages);
    kembar_replacement *replacements = kembar_alloc(of->n_replacements + 1, sizeof *replacements);
    kembar_alignment turned = *of;
    int answer;
    FUZZ_CHECK(passages && replacements);
    for (size_t i = 0; i < of->n_passages; i++) {
        const kembar_passage *p = &of->passages[i];
        passages[i] =
            (kembar_passage){p->b_begin, p->b_end, p->a_begin, p->a_end, p->n_equal, p->n_alike};
    }
    for (size_t i = 0; i < of->n_replacements; i++) {
        const kembar_replacement *r = &of->replacements[i];
        replacements[i] = (kembar_replacement){r->b_begin, r->b_end, r->a_begin, r->a_end};
    }
    qsort(passages, of->n_passages, sizeof *passages, compare_passages);
    qsort(replacements, of->n_replacements, sizeof *replacements, compare_replacements);
    turned.passages = passages;
    turned.replacements = replacements;
    turned.covered_a = of->covered_b;
    turned.covered_b = of->covered_a;
    turned.hashes_a = of->hashes_b;
    turned.hashes_b = of->hashes_a;
    FUZZ_CHECK(kembar_facts_differ(&sides[1].prepared, &sides[0].prepared, &turned, &answer) ==
               KEMBAR_OK);
    FUZZ_CHECK(answer == expected);
    kembar_free(passages);
    kembar_free(replacements);
}

static void check(side sides[2], const kembar_alignment *alignment) {
    const kembar_prepared *a = &sides[0].prepared, *b = &sides[1].prepared;
    kembar_values_source values = {uncover, sides};
    int expected, quick, asking;
    FUZZ_CHECK(kembar_facts_differ_reference(a, b, alignment, &expected) == KEMBAR_OK);
    FUZZ_CHECK(kembar_facts_differ(a, b, alignment, &quick) == KEMBAR_OK);
    FUZZ_CHECK(quick == expected);
    check_other_side(sides, alignment, expected);
    for (int i = 0; i < 2; i++) {
        sides[i].n_values = sides[i].document->n_values;
        sides[i].document->n_values = 0;
    }
    FUZZ_CHECK(kembar_facts_differ_asking(a, b, alignment, &values, &asking) == KEMBAR_OK);
    (void)uncover(sides);
    FUZZ_CHECK(asking == expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    kembar_view first = fuzz_take_part(&rest);
    draft base = {.n = first.size < MAX_PIECES ? first.size : MAX_PIECES};
    if (base.n == 0)
        return 0;
    memcpy(base.items, first.data, base.n);
    draft other = edited(&base, rest);
    side sides[2];
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    make(&sides[0], &base);
    make(&sides[1], &other);
    FUZZ_CHECK(kembar_aligner_new(&aligner, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_aligner_set(aligner, &sides[0].prepared) == KEMBAR_OK);
    FUZZ_CHECK(kembar_aligner_run(aligner, &sides[1].prepared, &alignment) == KEMBAR_OK);
    check(sides, &alignment);
    kembar_aligner_free(aligner);
    for (int i = 0; i < 2; i++) {
        kembar_prepared_deinit(&sides[i].prepared);
        kembar_document_free(sides[i].document);
    }
    return 0;
}
