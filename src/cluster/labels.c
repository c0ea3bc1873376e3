#include "cluster/labels.h"

#include "base/alloc.h"
#include "base/error.h"
#include "cluster/label_words.h"
#include "feature/terms.h"

struct kembar_labeller {
    const kembar_cluster_input *input;
    kembar_reducer *reducer;
    double *sums;      /* one a column of the matrix; all zero between calls */
    uint32_t *touched; /* columns whose sum is not zero */
    size_t n_touched;
    kembar_label_words words;
};

void kembar_label_set_deinit(kembar_label_set *set) {
    kembar_buffer_deinit(&set->text);
    *set = (kembar_label_set){0};
}

kembar_status kembar_labeller_new(kembar_labeller **out, const kembar_cluster_input *input,
                                  kembar_error *error) {
    *out = NULL;
    kembar_labeller *labeller = kembar_alloc_zeroed(1, sizeof *labeller);
    if (!labeller)
        return kembar_error_memory(error);
    labeller->input = input;
    labeller->sums = kembar_alloc_zeroed(input->matrix->n_columns, sizeof *labeller->sums);
    labeller->touched = kembar_alloc(input->matrix->n_columns, sizeof *labeller->touched);
    kembar_status status = KEMBAR_OK;
    if (!labeller->sums || !labeller->touched)
        status = kembar_error_memory(error);
    if (!status)
        status = kembar_reducer_new(&labeller->reducer, input->roots, error);
    if (status)
        kembar_labeller_free(labeller);
    else
        *out = labeller;
    return status;
}

void kembar_labeller_free(kembar_labeller *labeller) {
    if (!labeller)
        return;
    kembar_reducer_free(labeller->reducer);
    kembar_label_words_deinit(&labeller->words);
    kembar_free(labeller->sums);
    kembar_free(labeller->touched);
    kembar_free(labeller);
}

static void add_row(kembar_labeller *labeller, uint32_t document) {
    const kembar_sparse *matrix = labeller->input->matrix;
    for (size_t i = matrix->first[document]; i < matrix->first[document + 1]; i++) {
        uint32_t column = matrix->columns[i];
        if (matrix->values[i] <= 0)
            continue;
        if (labeller->sums[column] == 0)
            labeller->touched[labeller->n_touched++] = column;
        labeller->sums[column] += (double)matrix->values[i];
    }
}

static void clear_sums(kembar_labeller *labeller) {
    for (size_t i = 0; i < labeller->n_touched; i++)
        labeller->sums[labeller->touched[i]] = 0;
    labeller->n_touched = 0;
}

/* Sums are compared as integers, so that equal ones are equal on every machine. */
static int64_t sum_micro(const kembar_labeller *labeller, uint32_t column) {
    return column == KEMBAR_FREQUENCIES_NO_COLUMN ? 0
                                                  : (int64_t)(labeller->sums[column] * 1e6 + 0.5);
}

/* A word stands for its stem: that is what its weight is taken from. */
static kembar_status weigh_words(kembar_labeller *labeller, kembar_language language) {
    for (size_t i = 0; i < labeller->words.n_items; i++) {
        kembar_label_word *word = &labeller->words.items[i];
        if (word->n_uses == 0)
            continue;
        const kembar_document *document = labeller->input->prepared[word->document].document;
        kembar_status status =
            kembar_reducer_term(labeller->reducer, document, word->token, language, &word->stem);
        if (status)
            return status;
        uint32_t column = kembar_frequencies_column(labeller->input->frequencies, word->stem);
        int64_t weight = sum_micro(labeller, column);
        if (weight > word->weight)
            word->weight = weight;
    }
    return KEMBAR_OK;
}

static kembar_status find_words(kembar_labeller *labeller, const kembar_member *members,
                                size_t n_members, kembar_language language) {
    kembar_label_words_clear(&labeller->words);
    for (size_t i = 0; i < labeller->n_touched; i++) {
        uint32_t column = labeller->touched[i];
        int64_t weight = sum_micro(labeller, column);
        if (kembar_label_words_may_take(&labeller->words, weight))
            kembar_label_words_offer(&labeller->words, labeller->input->frequencies->terms[column],
                                     weight);
    }
    kembar_label_words_index(&labeller->words);
    kembar_label_words_count(&labeller->words, labeller->input, members, n_members, language);
    return weigh_words(labeller, language);
}

static kembar_status label_language(kembar_labeller *labeller, const kembar_member *members,
                                    size_t n_members, kembar_language language,
                                    kembar_label_set *out) {
    size_t n_documents = 0;
    for (size_t i = 0; i < n_members; i++) {
        if (labeller->input->prepared[members[i].doc_id].document->language != language)
            continue;
        add_row(labeller, members[i].doc_id);
        n_documents++;
    }
    if (n_documents == 0)
        return KEMBAR_OK;
    kembar_status status = find_words(labeller, members, n_members, language);
    clear_sums(labeller);
    if (status)
        return status;
    kembar_label *label = &out->labels[out->n_labels];
    kembar_view *terms = out->terms[out->n_labels];
    uint32_t min_documents = n_documents > 1 ? 2 : 1;
    status = kembar_label_words_choose(&labeller->words, labeller->input, language, min_documents,
                                       &out->text, terms, &label->n_terms);
    label->language = language;
    out->n_labels += label->n_terms > 0;
    return status;
}

/* Terms were noted as sizes while the text grew; now that it stands still they become views. */
static void fix_views(kembar_label_set *set) {
    const char *at = set->text.data;
    for (size_t i = 0; i < set->n_labels; i++) {
        set->labels[i].terms = set->terms[i];
        for (size_t j = 0; j < set->labels[i].n_terms; j++) {
            set->terms[i][j].data = at;
            at += set->terms[i][j].size;
        }
    }
}

kembar_status kembar_label_set_copy(kembar_label_set *out, const kembar_label_set *from) {
    *out = *from;
    out->text = (kembar_buffer){0};
    kembar_buffer_append_view(&out->text, kembar_buffer_view(&from->text));
    kembar_status status = kembar_buffer_status(&out->text);
    if (status)
        kembar_label_set_deinit(out);
    else
        fix_views(out);
    return status;
}

kembar_status kembar_labeller_label(kembar_labeller *labeller, const kembar_member *members,
                                    size_t n_members, kembar_label_set *out) {
    static const kembar_language order[KEMBAR_N_LANGUAGES] = {
        KEMBAR_LANGUAGE_EN, KEMBAR_LANGUAGE_ID, KEMBAR_LANGUAGE_OTHER};
    kembar_status status = KEMBAR_OK;
    *out = (kembar_label_set){0};
    for (size_t i = 0; i < KEMBAR_N_LANGUAGES && !status; i++)
        status = label_language(labeller, members, n_members, order[i], out);
    if (!status)
        status = kembar_buffer_status(&out->text);
    if (status)
        kembar_label_set_deinit(out);
    else
        fix_views(out);
    return status;
}
