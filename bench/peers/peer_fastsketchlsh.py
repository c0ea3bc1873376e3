"""FastSketchLSH: FastSimilaritySketch in C++ with SIMD over prehashed shingles, its LSH, and of the candidates those
that the signatures take for near at .8; what is near something kept goes."""
import common
import hashed
import numpy
from FastSketchLSH import LSH, FastSimilaritySketch

THRESHOLD, PLACES, BANDS, SEED = 0.8, 128, 16, 42


def main():
    options = common.arguments()
    ids, flat, offsets = hashed.read(options.input, options.threads)
    sketches = FastSimilaritySketch(size=PLACES, seed=SEED).batch_csr(flat, offsets, prehashed=True,
                                                                     num_threads=options.threads)
    lsh = LSH(num_perm=PLACES, num_bands=BANDS, num_threads=options.threads)
    lsh.insert(sketches)
    candidates, first = lsh.query(sketches, format="csr")
    is_removed = numpy.zeros(len(ids), dtype=bool)
    for i in numpy.nonzero(numpy.diff(first) > 1)[0]:
        others = candidates[first[i]:first[i + 1]]
        others = others[others < i]
        others = others[~is_removed[others]]
        is_removed[i] = len(others) > 0 and (
            (sketches[others] == sketches[i]).mean(axis=1).max() >= THRESHOLD)
    common.write_removed(options.removed, (document for document, gone in zip(ids, is_removed) if gone))


if __name__ == "__main__":
    main()
