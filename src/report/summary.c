#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "kembar/report.h"
#include "report/summary_text.h"

struct kembar_summary {
    kembar_sink sink;
    char *dir; /* owned; may be NULL */
    int color, verbose;
    kembar_summary_tally tally;
    kembar_buffer text; /* NUL-terminated once the run is finished */
};

static kembar_status add_document(void *context, const kembar_document_row *row,
                                  kembar_error *error) {
    kembar_summary_tally *tally = &((kembar_summary *)context)->tally;
    (void)error;
    tally->n_documents++;
    tally->n_language[kembar_document_language(row->document)]++;
    return KEMBAR_OK;
}

static kembar_status add_pair(void *context, const kembar_pair_row *row, kembar_error *error) {
    kembar_summary_tally *tally = &((kembar_summary *)context)->tally;
    (void)error;
    if (row->pair->relation <= KEMBAR_RELATION_EXACT)
        tally->n_relation[row->pair->relation]++;
    if (row->pair->facts_differ == 1)
        tally->n_facts_differ++;
    if (row->pair->mutual == 1)
        tally->n_links[row->pair->relation == KEMBAR_RELATION_TRANSLATION ? 0 : 1]++;
    return KEMBAR_OK;
}

static kembar_status add_cluster(void *context, const kembar_cluster *cluster,
                                 kembar_error *error) {
    kembar_summary_tally *tally = &((kembar_summary *)context)->tally;
    int kind = cluster->kind == KEMBAR_CLUSTER_STORY;
    (void)error;
    if (cluster->n_members < 2)
        return KEMBAR_OK;
    uint64_t n = tally->n_clusters[kind]++;
    tally->n_members[kind] += cluster->n_members;
    if (n < KEMBAR_SUMMARY_MAX_STORIES)
        tally->largest[kind][n] = *cluster;
    return KEMBAR_OK;
}

static kembar_status finish(void *context, const kembar_run_summary *run, kembar_error *error) {
    kembar_summary *summary = context;
    kembar_buffer_clear(&summary->text);
    kembar_summary_write(&summary->text, &summary->tally, run, summary->dir, summary->color);
    if (summary->verbose)
        kembar_summary_write_stages(&summary->text, run, summary->color);
    kembar_buffer_append_char(&summary->text, '\0');
    if (kembar_buffer_status(&summary->text) != KEMBAR_OK)
        return kembar_error_memory(error);
    return KEMBAR_OK;
}

kembar_status kembar_summary_new(kembar_summary **out, const char *dir, int color, int verbose,
                                 kembar_error *error) {
    *out = NULL;
    kembar_summary *summary = kembar_alloc_zeroed(1, sizeof *summary);
    if (!summary)
        return kembar_error_memory(error);
    summary->sink = (kembar_sink){summary, NULL, add_document, add_pair, add_cluster, finish};
    summary->color = color;
    summary->verbose = verbose;
    size_t n_bytes = dir ? strlen(dir) + 1 : 0;
    summary->dir = dir ? kembar_alloc(n_bytes, 1) : NULL;
    if (dir && !summary->dir) {
        kembar_summary_free(summary);
        return kembar_error_memory(error);
    }
    if (dir)
        memcpy(summary->dir, dir, n_bytes);
    *out = summary;
    return KEMBAR_OK;
}

kembar_sink *kembar_summary_sink(kembar_summary *summary) {
    return &summary->sink;
}

const char *kembar_summary_text(const kembar_summary *summary) {
    int is_whole = summary->text.size > 0 && !summary->text.failed;
    return is_whole ? summary->text.data : "";
}

void kembar_summary_free(kembar_summary *summary) {
    if (!summary)
        return;
    kembar_free(summary->dir);
    kembar_buffer_deinit(&summary->text);
    kembar_free(summary);
}
