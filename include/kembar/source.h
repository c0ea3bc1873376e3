/* Inputs: files, folders and lists become a collection of documents.
 *
 * Ids: below one root folder the path under it; with several roots the root's base name, '/', that
 * path (for a single file its base name); a JSONL record its id field, else "path#line"
 * ("stdin#line"). Inputs are read in the order of their paths (as bytes), whatever the order of the
 * calls; the second document with an id is rejected and names the first. */
#ifndef KEMBAR_SOURCE_H
#define KEMBAR_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/document.h"

typedef struct kembar_source kembar_source;
typedef struct kembar_collection kembar_collection;

typedef enum kembar_input_format {
    KEMBAR_FORMAT_AUTO = 0, /* by the ending: .txt .md .jsonl .ndjson, each also with .gz or .zst */
    KEMBAR_FORMAT_TEXT,
    KEMBAR_FORMAT_MARKDOWN, /* with YAML front matter if any */
    KEMBAR_FORMAT_JSONL
} kembar_input_format;

/* "auto", "text", "markdown" or "jsonl": constants. */
KEMBAR_API const char *kembar_input_format_name(kembar_input_format format);

/* A JSONL field under another name: key "text" found at path "body.content". Borrowed strings. */
typedef struct kembar_field_name {
    const char *key; /* one of id text title date source url */
    const char *path;
} kembar_field_name;

/* Documents of files whose path matches the glob, or what of the path comes after any '/', are of
 * this source, unless they name one. Borrowed strings. */
typedef struct kembar_source_name {
    const char *glob;
    const char *name;
} kembar_source_name;

/* Start from kembar_source_options_default. Borrowed until kembar_source_new returns. */
typedef struct kembar_source_options {
    const kembar_field_name *fields;
    size_t n_fields;
    const char *const *excludes; /* globs on the path below the root or on the base name, '*' does
                                    not match '/' , '**' does */
    size_t n_excludes;
    const char *const *own_files; /* what the caller itself writes: passed over where a folder
                                     holds one of that name, read where it is added or listed by
                                     itself; no run.json names them */
    size_t n_own_files;
    const kembar_source_name *sources; /* the first that matches counts */
    size_t n_sources;
    kembar_input_format format;
    uint64_t max_document_bytes; /* decoded text of one document; default 64 MiB */
    int keep_raw;                /* keep each JSONL record's own line (kembar_collection_raw) */
} kembar_source_options;

KEMBAR_API kembar_source_options kembar_source_options_default(void);

KEMBAR_API kembar_status kembar_source_new(kembar_source **out,
                                           const kembar_source_options *options,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_source_free(kembar_source *source);

/* Adds a file, a folder (walked; hidden files and folders skipped; links to folders followed once,
 * loops noticed) or "-" (standard input, JSONL unless the format says otherwise). A path that does
 * not exist or cannot be read is no failure of the call: it becomes a rejection of the collection.
 * ARGUMENT when "-" is added twice. */
KEMBAR_API kembar_status kembar_source_add(kembar_source *source, const char *path,
                                           kembar_error *error) KEMBAR_MUST_CHECK;
/* Adds every path that `list_path` names, one a line ("-": standard input). Paths with NUL or over
 * 4,095 bytes are rejections. */
KEMBAR_API kembar_status kembar_source_add_list(kembar_source *source, const char *list_path,
                                                kembar_error *error) KEMBAR_MUST_CHECK;

/* Something that a progress bar may show; called on the calling thread only. `total` is 0 when
 * unknown. */
typedef void (*kembar_progress)(void *context, const char *stage, uint64_t done, uint64_t total);

/* Reads everything, records in parallel, and moves the result to *out, documents sorted by id
 * (bytes). Bad inputs and records become rejections, the rest goes on. Fails on MEMORY only, or
 * when standard input breaks (IO). May be called once. */
KEMBAR_API kembar_status kembar_source_read(kembar_source *source, int n_threads,
                                            kembar_progress progress, void *progress_context,
                                            kembar_collection **out,
                                            kembar_error *error) KEMBAR_MUST_CHECK;

/* One input file. `digest` is the XXH128 of its bytes as they lie on disk, in hex. Views borrowed
 * from the collection. */
typedef struct kembar_input {
    kembar_view path;
    uint64_t size_bytes;
    char digest[33];
    uint64_t n_documents;
} kembar_input;

/* A file or record that is not among the documents, and why. */
typedef struct kembar_rejection {
    kembar_view path;
    uint64_t position;  /* 1-based line, 0: the whole file */
    kembar_view id;     /* data NULL when unknown */
    const char *reason; /* one English sentence part, no newline */
} kembar_rejection;

KEMBAR_API void kembar_collection_free(kembar_collection *collection);
KEMBAR_API size_t kembar_collection_document_count(const kembar_collection *collection);
/* Borrowed; i < count; in the order of ids. */
KEMBAR_API const kembar_document *kembar_collection_document(const kembar_collection *collection,
                                                             size_t i);
/* Index of the document with this id, or SIZE_MAX. Logarithmic. */
KEMBAR_API size_t kembar_collection_find(const kembar_collection *collection, kembar_view id);
/* The JSONL line (without its newline) of document i, data NULL when it came otherwise or was not
 * kept. */
KEMBAR_API kembar_view kembar_collection_raw(const kembar_collection *collection, size_t i);
/* The options that it was read with, a copy borrowed from the collection: `fields` has all six
 * keys, id, text, title, date, source, url; globs are sorted and distinct. */
KEMBAR_API const kembar_source_options *
kembar_collection_options(const kembar_collection *collection);
/* How long kembar_source_read took. */
KEMBAR_API double kembar_collection_read_seconds(const kembar_collection *collection);
KEMBAR_API size_t kembar_collection_input_count(const kembar_collection *collection);
KEMBAR_API const kembar_input *kembar_collection_input(const kembar_collection *collection,
                                                       size_t i);
KEMBAR_API size_t kembar_collection_rejection_count(const kembar_collection *collection);
KEMBAR_API const kembar_rejection *kembar_collection_rejection(const kembar_collection *collection,
                                                               size_t i);

/* Files of walked folders that were passed over because their ending is no known one (nothing is
 * wrong with them). */
typedef struct kembar_skipped {
    const char *ending; /* lower case, as ".html"; "" for files without one */
    uint64_t n_files;
} kembar_skipped;
/* Number of different endings; in the order of their bytes. */
KEMBAR_API size_t kembar_collection_skipped_count(const kembar_collection *collection);
KEMBAR_API const kembar_skipped *kembar_collection_skipped(const kembar_collection *collection,
                                                           size_t i);

#endif
