#include "pipeline/track_union.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/lower_bound.h"

/* A document by the file that it comes from. */
typedef struct place {
    kembar_view path;
    uint64_t position;
    uint32_t doc_id;
} place;

/* One file under the paths of both sides. */
typedef struct same_file {
    kembar_view coverage, release;
} same_file;

typedef struct matcher {
    const kembar_collection *releases, *coverage;
    const kembar_input **by_digest; /* owned list of the releases' inputs, sorted */
    size_t n_inputs;
    same_file *files; /* owned; in both collections, sorted by the coverage's path */
    size_t n_files;
    place *places; /* owned; of the releases, sorted; only with n_files > 0 */
    size_t n_places;
} matcher;

static int compare_views(kembar_view a, kembar_view b) {
    size_t n = a.size < b.size ? a.size : b.size;
    int order = n ? memcmp(a.data, b.data, n) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_places(const void *x, const void *y) {
    const place *a = x, *b = y;
    int order = compare_views(a->path, b->path);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static int compare_digests(const void *x, const void *y) {
    const kembar_input *const *a = x, *const *b = y;
    return strcmp((*a)->digest, (*b)->digest);
}

static int compare_files(const void *x, const void *y) {
    const same_file *a = x, *b = y;
    return compare_views(a->coverage, b->coverage);
}

static int find_real_path(kembar_view path, char real[PATH_MAX]) {
    char text[PATH_MAX];
    if (path.size >= sizeof text)
        return 0;
    memcpy(text, path.data, path.size);
    text[path.size] = '\0';
    return realpath(text, real) != NULL;
}

/* A path that leads nowhere any more stands for itself. */
static int is_same_place(kembar_view a, kembar_view b) {
    char real_a[PATH_MAX], real_b[PATH_MAX];
    if (compare_views(a, b) == 0)
        return 1;
    return find_real_path(a, real_a) && find_real_path(b, real_b) && strcmp(real_a, real_b) == 0;
}

static kembar_status sort_inputs(matcher *in) {
    in->n_inputs = kembar_collection_input_count(in->releases);
    in->by_digest = kembar_alloc(in->n_inputs, sizeof *in->by_digest);
    if (!in->by_digest)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < in->n_inputs; i++)
        in->by_digest[i] = kembar_collection_input(in->releases, i);
    qsort(in->by_digest, in->n_inputs, sizeof *in->by_digest, compare_digests);
    return KEMBAR_OK;
}

/* The first of the releases' inputs whose digest is not smaller. */
static size_t find_digest(const matcher *in, const char *digest) {
    size_t at;
    KEMBAR_LOWER_BOUND(at, in->n_inputs, strcmp(in->by_digest[at]->digest, digest) < 0);
    return at;
}

/* Only files with equal bytes are looked up in the file system. */
static kembar_status find_files(matcher *in) {
    size_t n = kembar_collection_input_count(in->coverage);
    in->files = kembar_alloc(n, sizeof *in->files);
    if (!in->files)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const kembar_input *input = kembar_collection_input(in->coverage, i);
        for (size_t k = find_digest(in, input->digest);
             k < in->n_inputs && strcmp(in->by_digest[k]->digest, input->digest) == 0; k++)
            if (is_same_place(input->path, in->by_digest[k]->path)) {
                in->files[in->n_files++] = (same_file){input->path, in->by_digest[k]->path};
                break;
            }
    }
    if (in->n_files)
        qsort(in->files, in->n_files, sizeof *in->files, compare_files);
    return KEMBAR_OK;
}

static kembar_status list_places(matcher *in) {
    in->n_places = kembar_collection_document_count(in->releases);
    in->places = kembar_alloc(in->n_places, sizeof *in->places);
    if (!in->places)
        return KEMBAR_ERROR_MEMORY;
    for (size_t i = 0; i < in->n_places; i++) {
        const kembar_document *document = kembar_collection_document(in->releases, i);
        in->places[i] = (place){kembar_document_input(document), kembar_document_position(document),
                                (uint32_t)i};
    }
    if (in->n_places)
        qsort(in->places, in->n_places, sizeof *in->places, compare_places);
    return KEMBAR_OK;
}

static kembar_status matcher_init(matcher *in, const kembar_collection *releases,
                                  const kembar_collection *coverage) {
    *in = (matcher){.releases = releases, .coverage = coverage};
    kembar_status status = sort_inputs(in);
    if (!status)
        status = find_files(in);
    if (!status && in->n_files)
        status = list_places(in);
    return status;
}

static void matcher_deinit(matcher *in) {
    kembar_free((void *)in->by_digest);
    kembar_free(in->files);
    kembar_free(in->places);
}

/* The release that a document of the coverage is, or KEMBAR_TRACK_NONE. */
static uint32_t find_release(const matcher *in, const kembar_document *document) {
    same_file wanted = {.coverage = kembar_document_input(document)};
    const same_file *file =
        in->n_files ? bsearch(&wanted, in->files, in->n_files, sizeof wanted, compare_files) : NULL;
    if (!file || !in->n_places)
        return KEMBAR_TRACK_NONE;
    place there = {.path = file->release, .position = kembar_document_position(document)};
    const place *found = bsearch(&there, in->places, in->n_places, sizeof there, compare_places);
    return found ? found->doc_id : KEMBAR_TRACK_NONE;
}

static void add(kembar_track_union *out, const kembar_document *document, uint32_t release,
                uint32_t coverage) {
    out->documents[out->n_documents] = document;
    out->sides[out->n_documents++] = (kembar_track_sides){release, coverage};
}

/* Merges the two, each in the order of its ids; `coverage_of` gives for each release the document
 * of the coverage that it is. */
static void merge(kembar_track_union *out, const matcher *in, const uint32_t *coverage_of,
                  const uint8_t *is_release) {
    size_t n = kembar_collection_document_count(in->releases);
    size_t m = kembar_collection_document_count(in->coverage);
    for (size_t i = 0, j = 0; i < n || j < m;) {
        if (j < m && is_release[j]) {
            j++;
            continue;
        }
        const kembar_document *release = i < n ? kembar_collection_document(in->releases, i) : NULL;
        const kembar_document *covering =
            j < m ? kembar_collection_document(in->coverage, j) : NULL;
        if (!covering || (release && compare_views(kembar_document_id(release),
                                                   kembar_document_id(covering)) <= 0)) {
            add(out, release, (uint32_t)i, coverage_of[i]);
            i++;
        } else {
            add(out, covering, KEMBAR_TRACK_NONE, (uint32_t)j);
            j++;
        }
    }
}

static kembar_status join(kembar_track_union *out, const matcher *in) {
    size_t n = kembar_collection_document_count(in->releases);
    size_t m = kembar_collection_document_count(in->coverage);
    uint32_t *coverage_of = kembar_alloc(n, sizeof *coverage_of);
    uint8_t *is_release = kembar_alloc_zeroed(m, 1);
    out->documents = kembar_alloc(n + m, sizeof *out->documents);
    out->sides = kembar_alloc(n + m, sizeof *out->sides);
    int is_ok = coverage_of && is_release && out->documents && out->sides;
    for (size_t i = 0; is_ok && i < n; i++)
        coverage_of[i] = KEMBAR_TRACK_NONE;
    for (size_t j = 0; is_ok && j < m; j++) {
        uint32_t release = find_release(in, kembar_collection_document(in->coverage, j));
        if (release == KEMBAR_TRACK_NONE || coverage_of[release] != KEMBAR_TRACK_NONE)
            continue;
        coverage_of[release] = (uint32_t)j;
        is_release[j] = 1;
        out->n_in_both++;
    }
    if (is_ok)
        merge(out, in, coverage_of, is_release);
    kembar_free(coverage_of);
    kembar_free(is_release);
    return is_ok ? KEMBAR_OK : KEMBAR_ERROR_MEMORY;
}

kembar_status kembar_track_union_make(kembar_track_union *out, const kembar_collection *releases,
                                      const kembar_collection *coverage, kembar_error *error) {
    matcher in = {0};
    *out = (kembar_track_union){0};
    size_t n_releases = kembar_collection_document_count(releases);
    if (n_releases >= UINT32_MAX ||
        kembar_collection_document_count(coverage) >= UINT32_MAX - n_releases)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than 2^32 - 2 documents");
    kembar_status status = matcher_init(&in, releases, coverage);
    if (!status)
        status = join(out, &in);
    matcher_deinit(&in);
    if (status) {
        kembar_track_union_deinit(out);
        return kembar_error_memory(error);
    }
    return KEMBAR_OK;
}

void kembar_track_union_deinit(kembar_track_union *both) {
    kembar_free((void *)both->documents);
    kembar_free(both->sides);
    *both = (kembar_track_union){0};
}
