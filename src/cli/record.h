/* One document by its place: FILE, FILE#ID or FILE#LINE. */
#ifndef KEMBAR_CLI_RECORD_H
#define KEMBAR_CLI_RECORD_H

#include "arguments.h"
#include "kembar/source.h"

typedef struct kembar_found_record {
    kembar_collection *collection;   /* owned */
    const kembar_document *document; /* of the collection */
} kembar_found_record;

/* Reads what `place` names. Returns 0, or an exit code after a message. Free with
 * kembar_found_record_deinit in both cases. */
int kembar_record_find(const kembar_arguments *arguments, const char *place,
                       kembar_found_record *out);
/* Reads `path` as `options` say and takes the document at `position` of it, 0 for a file that is
 * one document; out->document is NULL when either is not there. Returns 0, or an exit code after a
 * message. */
int kembar_record_read_at(const kembar_arguments *arguments, const kembar_source_options *options,
                          const char *path, uint64_t position, kembar_found_record *out);
void kembar_found_record_deinit(kembar_found_record *found);

#endif
