/* The bytes of lexicon.bin, shared by its reader and by the tool that writes it.
 *
 * Little-endian 32-bit numbers throughout; the checksum is 64 bits. The header's fields in order:
 * magic (8 bytes), version, number of lists, words, translations, bytes of strings, reserved (0),
 * XXH3 of the 32 bytes before it as seed of the XXH3 of all bytes after it. Then
 *   lists         {name, licence, pairs}: n_lists times
 *   words         {string, first translation}: n_words times, ascending by bytes, and a last one
 *                 whose first translation is n_translations
 *   translations  {string, weight in 10^-6}: heaviest first in each word, then by bytes
 *   strings       each {size in one byte, bytes}; a string is named by where its size stands */
#ifndef KEMBAR_LEXICON_BILINGUAL_FORMAT_H
#define KEMBAR_LEXICON_BILINGUAL_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

#define KEMBAR_BILINGUAL_MAGIC "kembarBL"
#define KEMBAR_BILINGUAL_FILE "lexicon.bin"

enum {
    KEMBAR_BILINGUAL_VERSION = 1,
    KEMBAR_BILINGUAL_MAGIC_BYTES = 8,
    KEMBAR_BILINGUAL_CHECKED_BYTES = 32, /* of the header, before the checksum */
    KEMBAR_BILINGUAL_HEADER_BYTES = 40,
    KEMBAR_BILINGUAL_LIST_BYTES = 12,
    KEMBAR_BILINGUAL_PAIR_BYTES = 8, /* a word or a translation */
    KEMBAR_BILINGUAL_MAX_STRING_BYTES = 255
};

/* `data` holds at least the header. */
static inline uint64_t kembar_bilingual_checksum(const char *data, size_t size) {
    uint64_t seed = kembar_hash_bytes(data, KEMBAR_BILINGUAL_CHECKED_BYTES, 0);
    return kembar_hash_bytes(data + KEMBAR_BILINGUAL_HEADER_BYTES,
                             size - KEMBAR_BILINGUAL_HEADER_BYTES, seed);
}

#endif
