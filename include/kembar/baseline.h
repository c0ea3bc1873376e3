/* A baseline: pairs that were accepted once and shall not trip the gate again.
 *
 * A file of JSON Lines, one pair a line, sorted, so that two branches merge by lines:
 *   {"a": "32 hex digits", "b": "...", "relation": "near", "ids": ["...", "..."],
 *    "expires": "2027-01-31" or null, "note": "..." or null}
 * a and b are the content keys of the two documents, a <= b; ids and relation are for people, and
 * say which pair is meant where several have the same keys. A pair of documents is known when an
 * entry has its keys; each entry covers one pair, so that a further copy of a known duplicate is
 * new. Where the files lie does not matter. Lines with the same keys and ids, as a merge may leave
 * them, are one entry: the one that holds longest. */
#ifndef KEMBAR_BASELINE_H
#define KEMBAR_BASELINE_H

#include <stddef.h>
#include <stdint.h>

#include "kembar/compare.h"
#include "kembar/temporaries.h"

/* XXH128 of the XXH3 hashes of a document's words after folding, in order, and nothing else: it
 * does not change with white space, markup, place or what else is in the collection. */
typedef struct kembar_content_key {
    uint64_t high, low;
} kembar_content_key;

KEMBAR_API kembar_content_key kembar_document_content_key(const kembar_document *document);

typedef struct kembar_baseline_entry {
    kembar_content_key a, b; /* a <= b */
    kembar_view id_a, id_b;  /* borrowed from the baseline, as all views; of the document with key
                                a and of the one with b */
    uint8_t relation;        /* kembar_relation */
    kembar_view expires;     /* YYYY-MM-DD: the last day on which it holds; data NULL: never */
    kembar_view note;        /* data NULL: none */
    uint64_t line;           /* 1-based, in its file; 0: not from a file */
} kembar_baseline_entry;

typedef struct kembar_baseline kembar_baseline;

/* Bytes of a note, and of an id. */
enum { KEMBAR_BASELINE_TEXT_BYTES = 4096 };

/* Reads a file. Entries may stand in any order; expires and note may be absent. FORMAT names the
 * file and line of the first that is none, and says so where it is the mark of an unfinished merge;
 * LIMIT a line or file that is too long; IO when the file cannot be read. */
KEMBAR_API kembar_status kembar_baseline_open(kembar_baseline **out, const char *path,
                                              kembar_error *error) KEMBAR_MUST_CHECK;
KEMBAR_API void kembar_baseline_free(kembar_baseline *baseline); /* NULL is fine */
/* Sorted by keys, then ids. */
KEMBAR_API const kembar_baseline_entry *kembar_baseline_entries(const kembar_baseline *baseline,
                                                                size_t *n_entries);
/* YYYY-MM-DD; a day that exists. */
KEMBAR_API int kembar_baseline_is_day(const char *text);
KEMBAR_API int kembar_baseline_is_expired(const kembar_baseline_entry *entry, const char *today);

/* A pair that was found; `entry` is filled. */
typedef struct kembar_baseline_pair {
    kembar_content_key a, b; /* in either order */
    kembar_view id_a, id_b;
    uint8_t relation;
    size_t entry; /* that covers it; SIZE_MAX: none, it is new */
} kembar_baseline_pair;

typedef enum kembar_entry_state {
    KEMBAR_ENTRY_USED = 0, /* covers a pair */
    KEMBAR_ENTRY_UNSEEN,   /* both documents are there, but old: they were not compared */
    KEMBAR_ENTRY_UNUSED,   /* one is gone, or they are no such pair any more */
    KEMBAR_ENTRY_EXPIRED   /* covers nothing */
} kembar_entry_state;

/* A document that was read. */
typedef struct kembar_baseline_document {
    kembar_content_key key;
    kembar_view id;
    uint8_t is_new;
} kembar_baseline_document;

/* Gives each pair an entry with its keys, each entry to one pair at the most; and each entry its
 * state (kembar_entry_state, states[n_entries]). An entry whose two documents are in their places
 * (ids and keys) belongs to that pair alone, also where both are old and were not compared. Of the
 * others, one with a document in its place goes to a pair of that document; what is left first to
 * old pairs, then to new ones. So renamed documents stay known, and a further copy is new. Neither
 * the order of the pairs nor of `documents` (all that were read) changes the answer. O(n log n).
 * Errors: MEMORY. */
KEMBAR_API kembar_status kembar_baseline_match(const kembar_baseline *baseline, const char *today,
                                               kembar_baseline_pair *pairs, size_t n_pairs,
                                               const kembar_baseline_document *documents,
                                               size_t n_documents, uint8_t *states,
                                               kembar_error *error) KEMBAR_MUST_CHECK;

/* Which entries stay when a baseline is written again: states[n_entries] as of
 * kembar_baseline_match; those that are unused or expired go. NULL: all stay. */
typedef struct kembar_baseline_update {
    const uint8_t *states;
    const kembar_baseline_pair *pairs; /* those without an entry are added; an entry that covers one
                                          takes its ids and relation */
    size_t n_pairs;
    const char *note, *expires; /* of those that are added; NULL: none */
} kembar_baseline_update;

/* Writes `baseline` (NULL: nothing before) with the changes to `path`, whole or not at all. Sorted,
 * so that the same pairs give the same bytes. Errors: IO; ARGUMENT for a day that is none, a note
 * that is too long; MEMORY. */
KEMBAR_API kembar_status kembar_baseline_save(const kembar_baseline *baseline,
                                              const kembar_baseline_update *update,
                                              const char *path, kembar_temporaries *temporaries,
                                              kembar_error *error) KEMBAR_MUST_CHECK;

#endif
