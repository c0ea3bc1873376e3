"""gaoya: a Rust index that cuts the words itself, 128 places in bands for .8, candidates taken by its own estimate."""
import os

import common

THRESHOLD, BANDS, ROWS = 0.8, 16, 8


def main():
    options = common.arguments()
    os.environ["RAYON_NUM_THREADS"] = str(options.threads)
    from gaoya.minhash import MinHashStringIndex
    ids, texts = [], []
    for part_ids, part_texts in common.in_processes(common.records, options.input, options.threads):
        ids += part_ids
        texts += part_texts
    index = MinHashStringIndex(32, THRESHOLD, BANDS, ROWS, None, "word", True, (common.WORDS, common.WORDS), "vec")
    index.par_bulk_insert_docs(list(range(len(ids))), texts)
    is_removed = [False] * len(ids)
    for i, others in enumerate(index.par_bulk_query(texts)):
        is_removed[i] = any(other < i and not is_removed[other] for other in others)
    common.write_removed(options.removed, (document for document, gone in zip(ids, is_removed) if gone))


if __name__ == "__main__":
    main()
