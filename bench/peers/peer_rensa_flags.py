"""rensa's fastest way that still reads every shingle: a matrix of signatures from hashes, and a flag for each row that
shares a band with another one. It verifies nothing and does not say whose copy a document is: of those flagged, the
first of each kind would have to be kept, so this is less than a deduplication."""
import common
import hashed
import rensa

THRESHOLD, PLACES, SEED, BANDS = 0.8, 128, 42, 8


def main():
    options = common.arguments()
    ids, flat, offsets = hashed.read(options.input, options.threads)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, PLACES, SEED)
    lsh = rensa.RMinHashLSH(THRESHOLD, PLACES, BANDS)
    flags = lsh.query_duplicate_flags_matrix_one_shot(matrix)
    common.write_removed(options.removed, (document for document, flag in zip(ids, flags) if flag))


if __name__ == "__main__":
    main()
