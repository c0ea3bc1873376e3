/* A catalogue: which records a source has and where their bytes lie. Texts are not held; what is
 * asked for is read again. Records come in the order in which they were read: files by path (as
 * bytes), in a file by line. Thread safety: any number of readers of a catalogue. */
#ifndef KEMBAR_CATALOGUE_H
#define KEMBAR_CATALOGUE_H

#include "kembar/source.h"

typedef struct kembar_catalogue kembar_catalogue;

KEMBAR_API void kembar_catalogue_free(kembar_catalogue *catalogue);
KEMBAR_API size_t kembar_catalogue_record_count(const kembar_catalogue *catalogue);
/* Borrowed; i < count. */
KEMBAR_API kembar_view kembar_catalogue_id(const kembar_catalogue *catalogue, size_t i);
/* How many records have a smaller id (as bytes). */
KEMBAR_API size_t kembar_catalogue_rank(const kembar_catalogue *catalogue, size_t i);
KEMBAR_API size_t kembar_catalogue_rejection_count(const kembar_catalogue *catalogue);
KEMBAR_API const kembar_rejection *kembar_catalogue_rejection(const kembar_catalogue *catalogue,
                                                              size_t i);

#endif
