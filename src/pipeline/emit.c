#include "pipeline/emit.h"

static const char *cluster_id(const kembar_clusters *clusters, uint32_t index) {
    return index == UINT32_MAX ? NULL : clusters->items[index].id;
}

static kembar_status emit_documents(const kembar_emission *emission, kembar_sink *sink,
                                    kembar_error *error) {
    const kembar_clusters *clusters = emission->clusters;
    kembar_status status = KEMBAR_OK;
    for (uint32_t i = 0; sink->document && i < emission->near->n_documents && !status; i++) {
        uint32_t group = clusters->group_of[i];
        kembar_document_row row = {
            .document = emission->near->documents[i],
            .doc_id = i,
            .content_tokens = emission->near->prepared[i].content.n_tokens,
            .group = cluster_id(clusters, group),
            .story = cluster_id(clusters, clusters->story_of[i]),
            .representative = group == UINT32_MAX ? i : clusters->items[group].representative};
        status = sink->document(sink->context, &row, error);
    }
    return status;
}

static kembar_status emit_pairs(const kembar_emission *emission, kembar_sink *sink,
                                kembar_error *error) {
    const kembar_pair_list *pairs = &emission->near->pairs;
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; sink->pair && i < pairs->n_items && !status; i++) {
        const kembar_pair *pair = &pairs->items[i];
        kembar_pair_row row = {pair, emission->near->documents[pair->a],
                               emission->near->documents[pair->b],
                               pair->n_spans ? pairs->spans + pair->first_span : NULL,
                               pair->n_terms ? pairs->terms + pair->first_term : NULL};
        status = sink->pair(sink->context, &row, error);
    }
    return status;
}

static kembar_status emit_clusters(const kembar_emission *emission, kembar_sink *sink,
                                   kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (size_t i = 0; sink->cluster && i < emission->clusters->n_items && !status; i++)
        status = sink->cluster(sink->context, &emission->clusters->items[i], error);
    return status;
}

static void add_count(kembar_run_summary *summary, const char *name, uint64_t value) {
    summary->counts[summary->n_counts++] = (kembar_count){name, value};
}

static void count_pairs(const kembar_emission *emission, kembar_run_summary *summary) {
    static const char *const names[] = {
        NULL, "pairs_related", "pairs_translation", "pairs_excerpt", "pairs_near", "pairs_exact"};
    const kembar_pair_list *pairs = &emission->near->pairs;
    uint64_t n[KEMBAR_RELATION_EXACT + 1] = {0}, differ = 0;
    for (size_t i = 0; i < pairs->n_items; i++) {
        n[pairs->items[i].relation]++;
        differ += pairs->items[i].facts_differ == 1;
    }
    for (int i = KEMBAR_RELATION_EXACT; i > KEMBAR_RELATION_NONE; i--)
        add_count(summary, names[i], n[i]);
    add_count(summary, "pairs_facts_differ", differ);
    add_count(summary, "pairs_unlisted", emission->near->counts.n_unlisted);
}

static void count_clusters(const kembar_emission *emission, kembar_run_summary *summary) {
    uint64_t groups = 0, in_groups = 0, stories = 0, in_stories = 0;
    for (size_t i = 0; i < emission->clusters->n_items; i++) {
        const kembar_cluster *cluster = &emission->clusters->items[i];
        int is_story = cluster->kind == KEMBAR_CLUSTER_STORY;
        groups += is_story ? 0 : 1;
        stories += is_story ? 1 : 0;
        in_groups += is_story ? 0 : cluster->n_members;
        in_stories += is_story ? cluster->n_members : 0;
    }
    add_count(summary, "duplicate_groups", groups);
    add_count(summary, "documents_in_groups", in_groups);
    add_count(summary, "stories", stories);
    add_count(summary, "documents_in_stories", in_stories);
}

static void fill_counts(const kembar_emission *emission, kembar_run_summary *summary) {
    const kembar_near *near = emission->near;
    uint64_t tokens = 0, content = 0, bytes = 0, repairs = 0;
    for (size_t i = 0; i < near->n_documents; i++) {
        tokens += near->documents[i]->tokens.n_items;
        content += near->prepared[i].content.n_tokens;
        bytes += near->documents[i]->text.size;
        repairs += near->documents[i]->n_repairs;
    }
    add_count(summary, "documents", near->n_documents);
    add_count(summary, "rejected", kembar_collection_rejection_count(emission->collection));
    add_count(summary, "text_bytes", bytes);
    add_count(summary, "repaired_places", repairs);
    add_count(summary, "tokens", tokens);
    add_count(summary, "content_tokens", content);
    add_count(summary, "furniture_blocks", near->model.furniture.n_blocks);
    add_count(summary, "candidates", near->counts.n_candidates);
    add_count(summary, "aligned", near->counts.n_aligned);
    add_count(summary, "link_candidates", emission->links.n_candidates);
    add_count(summary, "links", emission->links.n_links);
    add_count(summary, "learned_from_links", emission->links.learned.n_lessons);
    add_count(summary, "learned_from_passages", emission->links.learned.n_passages);
    add_count(summary, "learned_words", emission->links.learned.n_words);
    count_pairs(emission, summary);
    count_clusters(emission, summary);
}

static void fill_clock(const kembar_emission *emission, kembar_run_summary *summary) {
    const kembar_near *near = emission->near;
    summary->timings = near->clock.timings;
    summary->n_timings = near->clock.n_timings;
    summary->wall_seconds = kembar_clock_elapsed(&near->clock);
    summary->n_threads = near->options.n_threads;
    summary->blas_core = emission->blas.core;
    summary->blas_gflops = emission->blas.gflops;
    summary->peak_memory_bytes = kembar_clock_peak_memory();
}

static kembar_status emit_rows(const kembar_emission *emission, kembar_sink *sink,
                               kembar_error *error) {
    kembar_run_facts facts = {emission->collection, &emission->near->options};
    kembar_status status = sink->begin ? sink->begin(sink->context, &facts, error) : KEMBAR_OK;
    if (!status)
        status = emit_documents(emission, sink, error);
    if (!status)
        status = emit_pairs(emission, sink, error);
    if (!status)
        status = emit_clusters(emission, sink, error);
    return status;
}

kembar_status kembar_emit(const kembar_emission *emission, kembar_sink *const *sinks,
                          size_t n_sinks, kembar_error *error) {
    kembar_run_summary summary = {.collection = emission->collection,
                                  .options = &emission->near->options};
    kembar_status status = KEMBAR_OK;
    kembar_clock_begin(&emission->near->clock, "write");
    for (size_t i = 0; i < n_sinks && !status; i++)
        status = emit_rows(emission, sinks[i], error);
    kembar_clock_end(&emission->near->clock, emission->near->n_documents, "documents");
    fill_counts(emission, &summary);
    fill_clock(emission, &summary);
    for (size_t i = 0; i < n_sinks && !status; i++)
        if (sinks[i]->finish)
            status = sinks[i]->finish(sinks[i]->context, &summary, error);
    return status;
}
