"""Shingles as 64-bit numbers, for tools that take hashes: a hash of each word, five of them mixed by NumPy."""
import numpy

import common

MASK = (1 << 64) - 1
FACTORS = numpy.array([pow(0x9E3779B97F4A7C15, k + 1, 1 << 64) for k in range(common.WORDS)], dtype=numpy.uint64)


def hashes(text):
    """Distinct; a text of fewer than five words is one shingle. Word hashes agree in processes of one run only."""
    of_words = numpy.fromiter((hash(word) & MASK for word in common.words(text)), dtype=numpy.uint64)
    if len(of_words) < common.WORDS:
        of_words = numpy.pad(of_words, (0, common.WORDS - len(of_words)))
    n = len(of_words) - common.WORDS + 1
    mixed = numpy.zeros(n, dtype=numpy.uint64)
    for k, factor in enumerate(FACTORS):
        mixed = (mixed ^ (mixed >> numpy.uint64(29))) * factor + of_words[k:k + n]
    return numpy.unique(mixed ^ (mixed >> numpy.uint64(32)))


def chunk(lines):
    ids, texts = common.records(lines)
    sets = [hashes(text) for text in texts]
    return ids, [len(one) for one in sets], numpy.concatenate(sets)


def read(path, threads):
    """Ids, all hashes one after the other, and the offsets of each document's."""
    ids, sizes, flat = [], [0], []
    for part_ids, part_sizes, part in common.in_processes(chunk, path, threads):
        ids += part_ids
        sizes += part_sizes
        flat.append(part)
    return ids, numpy.concatenate(flat), numpy.cumsum(numpy.array(sizes, dtype=numpy.uint64), dtype=numpy.uint64)
