"""rensa: R-MinHash of every shingle (not its rho pipeline, which samples), and its own deduplicator with LSH at .8."""
import common
import rensa

THRESHOLD, PLACES, SEED = 0.8, 128, 42


def chunk(lines):
    ids, texts = common.records(lines)
    return ids, rensa.RMinHash.from_token_sets([common.shingles(text) for text in texts], PLACES, SEED)


def main():
    options = common.arguments()
    deduplicator = rensa.RMinHashDeduplicator(threshold=THRESHOLD, num_perm=PLACES, use_lsh=True)
    removed = []
    for ids, signatures in common.in_processes(chunk, options.input, options.threads):
        kept = deduplicator.add_pairs(zip(ids, signatures))
        removed += [document for document, is_kept in zip(ids, kept) if not is_kept]
    common.write_removed(options.removed, removed)


if __name__ == "__main__":
    main()
