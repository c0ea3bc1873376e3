#include "document/languages.h"

#include "base/alloc.h"
#include "text/language.h"

enum {
    MIN_SURE_TOKENS = 8,   /* from here on a block's English or Indonesian is believed */
    MIN_OTHER_TOKENS = 20, /* and from here on that it is neither */
    SHARE_UNIT = 1000000
};

typedef struct block_run {
    size_t begin;
    size_t end;
    uint64_t n_tokens;
    kembar_language_score score;
} block_run;

static int is_sure(kembar_language language, uint64_t n_tokens) {
    return n_tokens >= (language == KEMBAR_LANGUAGE_OTHER ? MIN_OTHER_TOKENS : MIN_SURE_TOKENS);
}

static int block_is_sure(const kembar_block *block) {
    return is_sure((kembar_language)block->language, block->n_tokens);
}

/* Blocks as far as they have been looked at. */
typedef struct judgement {
    kembar_document *document;
    kembar_language_score *scores; /* owned; of each block */
    uint8_t *is_measured;          /* owned */
} judgement;

/* The blocks from `begin` on that cannot be judged by themselves. */
static block_run unsure_run(const judgement *j, size_t begin) {
    const kembar_document *document = j->document;
    block_run run = {.begin = begin, .end = begin};
    while (run.end < document->n_blocks && !block_is_sure(&document->blocks[run.end])) {
        run.score = kembar_language_add(run.score, j->scores[run.end]);
        run.n_tokens += document->blocks[run.end].n_tokens;
        run.end++;
    }
    return run;
}

static kembar_language judge_run(const kembar_document *document, const block_run *run) {
    kembar_language own = kembar_language_decide(run->score);
    const kembar_block *before = run->begin > 0 ? &document->blocks[run->begin - 1] : NULL;
    const kembar_block *after = run->end < document->n_blocks ? &document->blocks[run->end] : NULL;
    if ((!before && !after) || (own != KEMBAR_LANGUAGE_OTHER && is_sure(own, run->n_tokens)))
        return own;
    if (!before || !after)
        return (kembar_language)(before ? before : after)->language;
    if (before->language == after->language || own == before->language)
        return (kembar_language)before->language;
    if (own == after->language)
        return own;
    return (kembar_language)(before->n_tokens >= after->n_tokens ? before : after)->language;
}

/* The languages of a run are set only after the run behind it has been found, since they would look
 * sure then. */
static void judge_unsure(const judgement *j) {
    kembar_document *document = j->document;
    size_t i = 0;
    while (i < document->n_blocks) {
        block_run run = {.begin = i, .end = i};
        if (j->is_measured[i])
            run = unsure_run(j, i);
        if (run.end == run.begin) {
            i++;
            continue;
        }
        kembar_language language = judge_run(document, &run);
        for (; i < run.end; i++)
            document->blocks[i].language = (uint8_t)language;
    }
}

/* Returns whether the block can be judged by itself. */
static int measure(const judgement *j, size_t i) {
    kembar_block *block = &j->document->blocks[i];
    if (!j->is_measured[i]) {
        kembar_view text = {j->document->text.data + block->begin, block->end - block->begin};
        j->scores[i] = kembar_language_measure(text);
        block->language = (uint8_t)kembar_language_decide(j->scores[i]);
        j->is_measured[i] = 1;
    }
    return block_is_sure(block);
}

/* And where it cannot, those with which it goes, up to one on either side that can. */
static void measure_around(const judgement *j, size_t i) {
    if (j->is_measured[i] || measure(j, i))
        return;
    size_t before = i, behind = i + 1;
    while (before > 0 && !measure(j, before - 1))
        before--;
    while (behind < j->document->n_blocks && !measure(j, behind))
        behind++;
}

kembar_status kembar_document_find_some_languages(kembar_document *document,
                                                  const uint8_t *is_wanted) {
    size_t n = document->n_blocks;
    judgement j = {document, kembar_alloc(n, sizeof *j.scores), kembar_alloc_zeroed(n, 1)};
    kembar_status status = j.scores && j.is_measured ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n && !status; i++)
        if (!is_wanted || is_wanted[i])
            measure_around(&j, i);
    if (!status)
        judge_unsure(&j);
    kembar_free(j.scores);
    kembar_free(j.is_measured);
    return status;
}

kembar_status kembar_document_find_languages(kembar_document *document) {
    kembar_status status = kembar_document_find_some_languages(document, NULL);
    if (status == KEMBAR_OK)
        kembar_document_sum_languages(document);
    return status;
}

/* Gives the units that rounding down left over to the largest remainders; ties to the first
 * language. */
static void share_out(uint32_t shares[KEMBAR_N_LANGUAGES],
                      const uint64_t counts[KEMBAR_N_LANGUAGES], uint64_t n_tokens) {
    uint64_t remainders[KEMBAR_N_LANGUAGES];
    uint32_t left = SHARE_UNIT;
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        shares[i] = (uint32_t)(counts[i] * SHARE_UNIT / n_tokens);
        remainders[i] = counts[i] * SHARE_UNIT % n_tokens;
        left -= shares[i];
    }
    for (; left > 0; left--) {
        int best = 0;
        for (int i = 1; i < KEMBAR_N_LANGUAGES; i++)
            best = remainders[i] > remainders[best] ? i : best;
        shares[best]++;
        remainders[best] = 0;
    }
}

void kembar_document_sum_languages(kembar_document *document) {
    static const kembar_language preference[] = {KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID,
                                                 KEMBAR_LANGUAGE_OTHER};
    uint64_t counts[KEMBAR_N_LANGUAGES] = {0};
    uint64_t most = 0;
    document->language = KEMBAR_LANGUAGE_OTHER;
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        document->language_share[i] = 0;
    for (size_t i = 0; i < document->n_blocks; i++)
        counts[document->blocks[i].language] += document->blocks[i].n_tokens;
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++) {
        if (counts[preference[i]] > most) {
            most = counts[preference[i]];
            document->language = preference[i];
        }
    }
    if (document->tokens.n_items > 0)
        share_out(document->language_share, counts, document->tokens.n_items);
}
