/* Dedup of files of any bytes: records are those that a collection has, and read again they are the
 * same; what goes, goes for what stays; and threads change nothing. Input: a byte for the first
 * file's name, whether the second is what is kept against, and whether a Jaccard index counts; a
 * byte for the other options, the first file, a separator, the second. */
#include "fuzz.h"
#include "kembar/dedup.h"
#include "read/catalogue.h"

static const char *const names[] = {"one.jsonl", "one.txt", "one.jsonl.gz", "one.jsonl.zst"};
enum { N_NAMES = 4, AGAINST = 8, BY_JACCARD = 16, MAX_DOCUMENT = 1 << 16, PATH_BYTES = 1024 };

typedef struct inputs {
    char first[PATH_BYTES], second[PATH_BYTES];
    int is_against;
    kembar_dedup_options options;
} inputs;

static kembar_source *source_of(const char *path, const char *other) {
    kembar_source_options options = kembar_source_options_default();
    kembar_source *source = NULL;
    options.max_document_bytes = MAX_DOCUMENT;
    FUZZ_CHECK(kembar_source_new(&source, &options, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_source_add(source, path, NULL) == KEMBAR_OK);
    FUZZ_CHECK(!other || kembar_source_add(source, other, NULL) == KEMBAR_OK);
    return source;
}

static kembar_dedup_result run(const inputs *in, int n_threads) {
    kembar_run_context context = {0};
    kembar_dedup_options options = in->options;
    kembar_dedup_result result;
    kembar_source *source = source_of(in->first, in->is_against ? NULL : in->second);
    kembar_source *against = in->is_against ? source_of(in->second, NULL) : NULL;
    options.run.n_threads = n_threads;
    FUZZ_CHECK(kembar_run_dedup(source, against, &options, &context, &result, NULL) == KEMBAR_OK);
    kembar_source_free(source);
    kembar_source_free(against);
    return result;
}

/* The same records as a collection's documents, each of them where the catalogue says. */
static void check_records(const inputs *in, const kembar_catalogue *catalogue) {
    kembar_source *source = source_of(in->first, in->is_against ? NULL : in->second);
    kembar_collection *collection = NULL;
    kembar_catalogue_reader reader = {0};
    kembar_document_maker maker = {0};
    size_t n = kembar_catalogue_record_count(catalogue);
    FUZZ_CHECK(kembar_source_read(source, 1, NULL, NULL, &collection, NULL) == KEMBAR_OK);
    FUZZ_CHECK(kembar_collection_document_count(collection) == n);
    FUZZ_CHECK(kembar_collection_rejection_count(collection) ==
               kembar_catalogue_rejection_count(catalogue));
    for (size_t i = 0; i < n; i++) {
        const kembar_document *document =
            kembar_collection_document(collection, kembar_catalogue_rank(catalogue, i));
        const kembar_document *again;
        FUZZ_CHECK(kembar_view_equal(document->id, kembar_catalogue_id(catalogue, i)));
        FUZZ_CHECK(kembar_catalogue_document(catalogue, &reader, i, &maker, &again, NULL) ==
                   KEMBAR_OK);
        FUZZ_CHECK(kembar_view_equal(document->text, again->text));
        FUZZ_CHECK(document->tokens.n_items == again->tokens.n_items);
    }
    kembar_catalogue_reader_deinit(&reader);
    kembar_document_maker_deinit(&maker);
    kembar_collection_free(collection);
    kembar_source_free(source);
}

static void check_rows(const kembar_dedup_result *result) {
    size_t n_old = result->against ? kembar_catalogue_record_count(result->against) : 0;
    FUZZ_CHECK(result->n_rows == kembar_catalogue_record_count(result->catalogue));
    for (size_t i = 0; i < result->n_rows; i++) {
        const kembar_dedup_row *row = &result->rows[i];
        if (row->duplicate_of == UINT32_MAX)
            continue;
        FUZZ_CHECK(row->score >= 0 && row->score <= 1000000);
        FUZZ_CHECK(row->duplicate_of < (row->of_against ? n_old : result->n_rows));
        if (!row->of_against)
            FUZZ_CHECK(row->duplicate_of != i &&
                       result->rows[row->duplicate_of].duplicate_of == UINT32_MAX);
    }
    for (size_t i = 0; i < result->n_pairs; i++) {
        const kembar_pair *pair = &result->pairs[i];
        int is_old = result->pairs_against && result->pairs_against[i];
        FUZZ_CHECK(pair->a < (is_old ? n_old : result->n_rows) && pair->b < result->n_rows);
        FUZZ_CHECK(is_old || pair->a != pair->b);
        FUZZ_CHECK(pair->score >= 0 && pair->score <= 1000000);
    }
}

static void check_same(const kembar_dedup_result *x, const kembar_dedup_result *y) {
    FUZZ_CHECK(x->n_rows == y->n_rows && x->n_pairs == y->n_pairs);
    for (size_t i = 0; i < x->n_rows; i++) {
        FUZZ_CHECK(x->rows[i].duplicate_of == y->rows[i].duplicate_of);
        FUZZ_CHECK(x->rows[i].of_against == y->rows[i].of_against);
        FUZZ_CHECK(x->rows[i].relation == y->rows[i].relation);
        FUZZ_CHECK(x->rows[i].score == y->rows[i].score);
    }
    for (size_t i = 0; i < x->n_pairs; i++) {
        FUZZ_CHECK(x->pairs[i].a == y->pairs[i].a && x->pairs[i].b == y->pairs[i].b);
        FUZZ_CHECK(x->pairs[i].relation == y->pairs[i].relation);
        FUZZ_CHECK(x->pairs[i].score == y->pairs[i].score);
    }
}

static kembar_dedup_options options_of(unsigned byte) {
    kembar_dedup_options options = kembar_dedup_options_default();
    options.keep = (kembar_dedup_keep)(byte & 3);
    options.on = (kembar_dedup_on)((byte >> 2 & 3) % 3);
    options.lists_pairs = byte >> 4 & 1;
    options.sample_shingles = byte & 32 ? 0 : 64;
    options.run.across_sources = byte >> 6 & 1;
    options.run.within_days = byte & 128 ? 3 : -1;
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static inputs in;
    kembar_view rest = fuzz_view(data, size);
    unsigned how = fuzz_take_byte(&rest);
    in.options = options_of(fuzz_take_byte(&rest));
    in.is_against = (how & AGAINST) != 0;
    if (how & BY_JACCARD && in.options.on == KEMBAR_ON_NEAR)
        in.options.min_jaccard_micro = 600000;
    kembar_view first = fuzz_take_part(&rest);
    const char *path = fuzz_write(names[how % N_NAMES], first);
    FUZZ_CHECK(strlen(path) < PATH_BYTES);
    memcpy(in.first, path, strlen(path) + 1);
    path = fuzz_write("two.jsonl", rest);
    memcpy(in.second, path, strlen(path) + 1);
    kembar_dedup_result one = run(&in, 1), two = run(&in, 2);
    check_records(&in, one.catalogue);
    check_rows(&one);
    check_same(&one, &two);
    kembar_dedup_result_deinit(&one);
    kembar_dedup_result_deinit(&two);
    return 0;
}
