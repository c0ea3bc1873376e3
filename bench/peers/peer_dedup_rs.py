"""dedup-rs: text-dedup's MinHash in Rust, with its defaults: 250 permutations, 25 bands of 10 (about .7), groups by
union-find over bands without verification, the first of each kept."""
import os

import common

BANDS, ROWS, PLACES, SHORTEST = 25, 10, 250, 5


def main():
    options = common.arguments()
    os.environ["RAYON_NUM_THREADS"] = str(options.threads)
    import dedup_rs
    import numpy
    table = dedup_rs.EmbedFunc.from_b_r(BANDS, ROWS, common.WORDS, PLACES, "text", "id", "u64", SHORTEST)
    ids = []
    for part_ids, texts in common.in_processes(common.records, options.input, options.threads):
        table.batch_embed_shard(texts, numpy.arange(len(ids), len(ids) + len(texts), dtype=numpy.uint32))
        ids += part_ids
    kept = set(table.filter_duplicates(table.cluster(), numpy.arange(len(ids), dtype=numpy.uint32)))
    common.write_removed(options.removed, (document for i, document in enumerate(ids) if i not in kept))


if __name__ == "__main__":
    main()
