#include "fixture_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kembar/source.h"

/* Documents by id; the fifth line is broken. */
static const char input_lines[] =
    "{\"id\":\"a-furnace\",\"title\":\"Four dead as furnace explodes\",\"date\":\"2024-05-14\","
    "\"source\":\"Harbor Times\",\"url\":\"https://harbor.example/furnace?a=1&b=2\","
    "\"text\":\"The furnace exploded at dawn and killed four workers at the plant.\"}\n"
    "{\"id\":\"b-furnace\",\"title\":\"Furnace explodes, four dead\",\"date\":\"2024-05-15\","
    "\"source\":\"Meridian Post\","
    "\"text\":\"A furnace exploded at dawn and killed five workers at the plant. More soon.\"}\n"
    "{\"id\":\"c-tungku\",\"title\":\"Tungku meledak, empat tewas\",\"date\":\"2024-05-14\","
    "\"source\":\"Kabar Buruh\","
    "\"text\":\"Tungku peleburan itu meledak pada waktu subuh dan menewaskan empat pekerja.\"}\n"
    "{\"id\":\"d-grant\",\"text\":\"Grant notice\\n\\nKaluku receives 300 dollars for its "
    "school.\"}\n"
    "{\"id\":\"broken\",\n"
    "{\"id\":\"e-grant\",\"text\":\"Grant notice\\n\\nMuara receives 450 dollars for its "
    "school.\"}\n"
    "{\"id\":\"f-<b>\\\"evil\\\"\",\"title\":\"<script>alert('x')</script> & \\u001b[31mred "
    "\\u202egnp.exe\","
    "\"source\":\"\\\"Quote\\\" <Press>\",\"url\":\"javascript:alert(1)\","
    "\"text\":\"Back\\\\slash\\u0007 and tab\\tend </mark><img src=x>\"}\n"
    "{\"id\":\"g-empty\",\"title\":\"Only a title\",\"text\":\"\"}\n";

static const kembar_view sources[] = {
    {"Harbor Times", 12}, {"Kabar Buruh", 11}, {"Meridian Post", 13}};
static const kembar_view group_sources[] = {{"Harbor Times", 12}, {"Meridian Post", 13}};
static const kembar_view english_terms[] = {{"furnace", 7}, {"explode", 7}};
static const kembar_view indonesian_terms[] = {{"tungku", 6}};
static const kembar_label labels[] = {{KEMBAR_LANGUAGE_ID, indonesian_terms, 1},
                                      {KEMBAR_LANGUAGE_EN, english_terms, 2}};
static const kembar_member story_members[] = {
    {0, KEMBAR_RELATION_EXACT, 1, 1000000},
    {1, KEMBAR_RELATION_NEAR, 0, 812500},
    {2, KEMBAR_RELATION_TRANSLATION, 0, 930000},
    {5, KEMBAR_RELATION_NONE, 0, -1},
};
static const kembar_member group_members[] = {{0, KEMBAR_RELATION_EXACT, 1, 1000000},
                                              {1, KEMBAR_RELATION_NEAR, 0, 812500}};
static const kembar_timing timings[] = {{"read", 0.25, 7, "documents"},
                                        {"verify", 0.5, 12, "pairs"}};

static kembar_pair make_pair(uint32_t a, uint32_t b, kembar_relation relation, int32_t score) {
    return (kembar_pair){.a = a,
                         .b = b,
                         .relation = (uint8_t)relation,
                         .facts_differ = -1,
                         .mutual = -1,
                         .score = score,
                         .jaccard = 0,
                         .containment_a = 0,
                         .containment_b = 0,
                         .similarity = 0,
                         .link = -1};
}

static uint32_t offset_of(const kembar_document *document, const char *phrase) {
    kembar_view text = kembar_document_text(document);
    size_t size = strlen(phrase);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.data + i, phrase, size) == 0)
            return (uint32_t)i;
    fail_msg("the fixture has no \"%s\"", phrase);
    return 0;
}

static kembar_span_pair make_span(const fixture_run *run, const kembar_pair *pair, const char *in_a,
                                  const char *in_b) {
    kembar_span_pair span;
    span.a_begin = offset_of(run->documents[pair->a].document, in_a);
    span.b_begin = offset_of(run->documents[pair->b].document, in_b);
    span.a_end = span.a_begin + (uint32_t)strlen(in_a);
    span.b_end = span.b_begin + (uint32_t)strlen(in_b);
    return span;
}

static void make_pairs(fixture_run *run) {
    kembar_pair *pairs = run->pairs;
    pairs[0] = make_pair(0, 1, KEMBAR_RELATION_NEAR, 812500);
    pairs[0].facts_differ = 0;
    pairs[0].jaccard = 333333;
    pairs[0].containment_a = 600000;
    pairs[0].containment_b = 500000;
    pairs[0].coverage_a = 900000;
    pairs[0].coverage_b = 812500;
    pairs[0].similarity = 750001;
    pairs[0].n_spans = 2;
    run->spans[0][0] = make_span(run, &pairs[0], "urnace expl", "urnace expl");
    run->spans[0][1] =
        make_span(run, &pairs[0], "furnace exploded at dawn and killed four workers at the plant.",
                  "furnace exploded at dawn and killed five workers at the plant.");
    pairs[1] = make_pair(0, 2, KEMBAR_RELATION_TRANSLATION, 930000);
    pairs[1].link = 930000;
    pairs[1].mutual = 1;
    pairs[2] = make_pair(1, 2, KEMBAR_RELATION_RELATED, 410000);
    pairs[2].link = 410000;
    pairs[2].mutual = 0;
    pairs[3] = make_pair(3, 4, KEMBAR_RELATION_NEAR, 700000);
    pairs[3].facts_differ = 1;
    pairs[3].coverage_a = pairs[3].coverage_b = 700000;
    pairs[3].n_spans = 1;
    run->spans[3][0] =
        make_span(run, &pairs[3], "Grant notice\n\nKaluku receives 300 dollars for its school.",
                  "Grant notice\n\nMuara receives 450 dollars for its school.");
    pairs[4] = make_pair(5, 6, KEMBAR_RELATION_EXCERPT, 600000);
    pairs[4].coverage_a = 600000;
    pairs[4].coverage_b = 100000;
}

static void make_clusters(fixture_run *run) {
    run->clusters[0] =
        (kembar_cluster){.id = "s-0123456789abcdef",
                         .kind = KEMBAR_CLUSTER_STORY,
                         .members = story_members,
                         .n_members = 4,
                         .sources = sources,
                         .n_sources = 3,
                         .first_date = {"2024-05-14", 10},
                         .last_date = {"2024-05-15", 10},
                         .languages = 1u << KEMBAR_LANGUAGE_ID | 1u << KEMBAR_LANGUAGE_EN,
                         .labels = labels,
                         .n_labels = 2,
                         .weakest_a = 2,
                         .weakest_b = 1,
                         .weakest_score = 410000};
    run->clusters[1] = (kembar_cluster){.id = "d-0123456789abcdef",
                                        .kind = KEMBAR_CLUSTER_DUPLICATES,
                                        .members = group_members,
                                        .n_members = 2,
                                        .sources = group_sources,
                                        .n_sources = 2,
                                        .languages = 1u << KEMBAR_LANGUAGE_EN,
                                        .weakest_score = -1};
}

static void make_documents(fixture_run *run) {
    for (uint32_t i = 0; i < FIXTURE_DOCUMENTS; i++)
        run->documents[i] =
            (kembar_document_row){.document = kembar_collection_document(run->collection, i),
                                  .doc_id = i,
                                  .content_tokens = 10 + i,
                                  .representative = i};
    run->documents[0].group = run->documents[1].group = run->clusters[1].id;
    run->documents[1].representative = 0;
    for (size_t i = 0; i < 4; i++)
        run->documents[story_members[i].doc_id].story = run->clusters[0].id;
}

static void make_summary(fixture_run *run) {
    run->summary = (kembar_run_summary){.collection = run->collection,
                                        .options = &run->options,
                                        .counts = {{"documents", 7}, {"pairs_near", 2}},
                                        .n_counts = 2,
                                        .timings = timings,
                                        .n_timings = 2,
                                        .wall_seconds = 2,
                                        .n_threads = 3,
                                        .blas_core = "SkylakeX",
                                        .blas_gflops = 148.25,
                                        .peak_memory_bytes = 123456789};
}

static int read_collection(fixture_run *run) {
    kembar_source_options options = kembar_source_options_default();
    kembar_source *source = NULL;
    kembar_error error = {0};
    fixture_write_file("docs.jsonl", input_lines);
    kembar_status status = kembar_source_new(&source, &options, &error);
    if (status == KEMBAR_OK)
        status = kembar_source_add(source, "docs.jsonl", &error);
    if (status == KEMBAR_OK)
        status = kembar_source_read(source, 1, NULL, NULL, &run->collection, &error);
    kembar_source_free(source);
    return status == KEMBAR_OK &&
           kembar_collection_document_count(run->collection) == FIXTURE_DOCUMENTS;
}

int fixture_run_setup(void **state) {
    fixture_run *run = calloc(1, sizeof *run);
    const char *parent = getenv("TMPDIR");
    *state = run;
    if (!run)
        return -1;
    snprintf(run->folder, sizeof run->folder, "%s/kembar-test-XXXXXX", parent ? parent : P_tmpdir);
    run->old_folder = open(".", O_RDONLY);
    if (run->old_folder < 0 || !mkdtemp(run->folder) || chdir(run->folder) != 0)
        return -1;
    run->options = kembar_options_default();
    if (!read_collection(run))
        return -1;
    make_clusters(run);
    make_documents(run);
    make_pairs(run);
    make_summary(run);
    return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place) {
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

int fixture_run_teardown(void **state) {
    fixture_run *run = *state;
    int is_back = fchdir(run->old_folder) == 0;
    close(run->old_folder);
    kembar_collection_free(run->collection);
    int is_gone = nftw(run->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) == 0;
    free(run);
    return is_back && is_gone ? 0 : -1;
}

kembar_status fixture_run_play_rows(const fixture_run *run, kembar_sink *sink,
                                    kembar_error *error) {
    kembar_run_facts facts = {run->collection, &run->options};
    kembar_status status = sink->begin ? sink->begin(sink->context, &facts, error) : KEMBAR_OK;
    for (int i = 0; status == KEMBAR_OK && i < FIXTURE_DOCUMENTS; i++)
        status = sink->document(sink->context, &run->documents[i], error);
    for (int i = 0; status == KEMBAR_OK && i < FIXTURE_PAIRS; i++) {
        const kembar_pair *pair = &run->pairs[i];
        kembar_pair_row row = {pair, run->documents[pair->a].document,
                               run->documents[pair->b].document, run->spans[i], NULL};
        status = sink->pair(sink->context, &row, error);
    }
    for (int i = 0; status == KEMBAR_OK && i < FIXTURE_CLUSTERS; i++)
        status = sink->cluster(sink->context, &run->clusters[i], error);
    return status;
}

kembar_status fixture_run_play(const fixture_run *run, kembar_sink *sink, kembar_error *error) {
    kembar_status status = fixture_run_play_rows(run, sink, error);
    return status == KEMBAR_OK ? sink->finish(sink->context, &run->summary, error) : status;
}

char *fixture_read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("there is no %s", path);
    size_t capacity = 1 << 22;
    char *bytes = malloc(capacity);
    assert_non_null(bytes);
    size_t size = fread(bytes, 1, capacity - 1, file);
    fclose(file);
    bytes[size] = '\0';
    return bytes;
}

void fixture_write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        fail_msg("cannot write %s", path);
}

int fixture_exists(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}

size_t fixture_count_files(const char *path) {
    DIR *folder = opendir(path);
    size_t n = 0;
    if (!folder)
        return 0;
    while (readdir(folder))
        n++;
    closedir(folder);
    return n - 2;
}
