/* Collections for tests: records laid down as JSONL in the working folder and read back. */
#ifndef KEMBAR_TESTS_MAKE_COLLECTION_H
#define KEMBAR_TESTS_MAKE_COLLECTION_H

#include "base/buffer.h"
#include "base/random.h"
#include "kembar/source.h"

enum { MADE_ID_BYTES = 24 };

/* Borrowed strings as they stand in JSON, between the quotes; NULL: absent. */
typedef struct made_record {
    char id[MADE_ID_BYTES];
    const char *source, *date;
    char *text; /* owned by the list */
} made_record;

/* Start from a zeroed struct. */
typedef struct made_records {
    made_record *items;
    size_t n_items, capacity;
} made_records;

/* Copies `text`; the source and the date are borrowed. */
void made_records_add(made_records *records, const char *id, const char *source, const char *date,
                      const char *text);
void made_records_deinit(made_records *records);
/* Shuffles the order in which they will be written. */
void made_records_shuffle(made_records *records, uint64_t seed);

/* Random texts, each followed by some edited copies of it; ids go up. Sources and dates vary. */
void made_records_add_families(made_records *records, kembar_random *random, size_t n_families,
                               size_t n_copies);

/* Writes records begin .. end - 1 to a file in the working folder. */
void made_records_write(const made_records *records, size_t begin, size_t end, const char *path);
/* Writes them all to records.jsonl and reads that. The caller frees the collection. */
kembar_collection *made_records_read(const made_records *records);

#endif
