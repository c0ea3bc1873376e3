/* What a file's name says of its contents. */
#ifndef KEMBAR_READ_FORMAT_H
#define KEMBAR_READ_FORMAT_H

#include "kembar/source.h"
#include "read/decompress.h"

enum { KEMBAR_ENDING_BYTES = 16 };

typedef struct kembar_file_kind {
    kembar_input_format format; /* AUTO: the ending says nothing */
    kembar_compression compression;
} kembar_file_kind;

/* By the endings of `name`, in upper or lower case. */
kembar_file_kind kembar_file_kind_of(const char *name);

/* The ending from the last dot on, that of a packed file with the one before it (".csv.gz"), in
 * lower case (ASCII). Empty when there is none or it is longer than 15 bytes. */
void kembar_file_ending(const char *name, char out[KEMBAR_ENDING_BYTES]);

#endif
