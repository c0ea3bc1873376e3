/* Making a catalogue, and reading its records again. */
#ifndef KEMBAR_READ_CATALOGUE_H
#define KEMBAR_READ_CATALOGUE_H

#include "base/buffer.h"
#include "document/document_maker.h"
#include "kembar/catalogue.h"
#include "read/json.h"
#include "read/plan.h"
#include "read/tap.h"

/* Reads a source as kembar_source_read does, but keeps of each document only what `take` makes of
 * it (tap.h; n_threads >= 1, worker ids are below it), or what `memory` (NULL: none) has of it. The
 * second record with an id is a rejection: its summary is forgotten. Standard input and compressed
 * files are copied to temporary files without names. May be called once, instead of
 * kembar_source_read. Fails on MEMORY, when standard input breaks, and when a temporary file cannot
 * be written (IO). */
kembar_status kembar_source_catalogue(kembar_source *source, int n_threads,
                                      kembar_progress progress, void *progress_context,
                                      kembar_read_take take, void *take_context,
                                      const kembar_read_memory *memory, kembar_catalogue **out,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

/* A hash of all that a source's options change in documents of the same bytes. */
uint64_t kembar_source_options_hash(const kembar_source *source);

/* What the tap made of record i. */
const void *kembar_catalogue_summary(const kembar_catalogue *catalogue, size_t i);
/* By which of the paths that were added to the source record i came, counted from 0. */
size_t kembar_catalogue_input(const kembar_catalogue *catalogue, size_t i);
/* The files, and of record i which of them (its index). */
const kembar_plan *kembar_catalogue_plan(const kembar_catalogue *catalogue);
size_t kembar_catalogue_entry(const kembar_catalogue *catalogue, size_t i);
/* Whether record i came as a line of JSONL. */
int kembar_catalogue_is_line(const kembar_catalogue *catalogue, size_t i);

/* What one thread reads with. Start from a zeroed struct. */
typedef struct kembar_catalogue_reader {
    size_t ahead_bytes; /* read so many at once where records are wanted one after the other */
    size_t end;         /* not 0: nothing is read ahead from this record on */
    char *data;         /* owned */
    size_t capacity;
    const kembar_catalogue *catalogue; /* what data[0, size) is of */
    size_t entry;
    uint64_t begin;
    size_t size;
    kembar_json_parser *parser; /* owned */
    kembar_buffer scratch;
} kembar_catalogue_reader;

void kembar_catalogue_reader_deinit(kembar_catalogue_reader *reader);

/* The bytes of record i: its line, or its file. Borrowed from the reader until its next use. IO
 * when they are not what they were: somebody has changed the file. */
kembar_status kembar_catalogue_bytes(const kembar_catalogue *catalogue,
                                     kembar_catalogue_reader *reader, size_t i, kembar_view *out,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
/* The document of record i, plain (document.h), made in the memory of `maker`: *out is its
 * document. */
kembar_status kembar_catalogue_document(const kembar_catalogue *catalogue,
                                        kembar_catalogue_reader *reader, size_t i,
                                        kembar_document_maker *maker, const kembar_document **out,
                                        kembar_error *error) KEMBAR_MUST_CHECK;

/* The same as kembar_document_new makes it, with languages and values; *out is the caller's. */
kembar_status kembar_catalogue_whole_document(const kembar_catalogue *catalogue,
                                              kembar_catalogue_reader *reader, size_t i,
                                              kembar_document **out,
                                              kembar_error *error) KEMBAR_MUST_CHECK;

/* For kembar_source_catalogue, in this order. An empty catalogue with the settings and the tap to
 * read by (borrowed from it; the options are moved, zeroed). */
kembar_status kembar_catalogue_start(kembar_catalogue **out, kembar_source_options *options,
                                     int n_threads, kembar_read_take take, void *take_context,
                                     const kembar_read_memory *memory,
                                     kembar_error *error) KEMBAR_MUST_CHECK;
const kembar_read_settings *kembar_catalogue_settings(const kembar_catalogue *catalogue);
/* Puts together what was read; plan and results are moved. */
kembar_status kembar_catalogue_finish(kembar_catalogue *catalogue, kembar_plan *plan,
                                      kembar_file_result *results,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
