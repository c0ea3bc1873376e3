"""datasketch: MinHash of 128 permutations in as many processes as allowed, MinHashLSH at .8 as its page shows it: what
the index returns is taken as near when the signatures say so, and what is near something kept goes."""
import common
import datasketch

THRESHOLD, PLACES = 0.8, 128


def chunk(lines):
    ids, texts = common.records(lines)
    sets = [[shingle.encode() for shingle in common.shingles(text)] for text in texts]
    return ids, datasketch.MinHash.bulk(sets, num_perm=PLACES)


def write_removed(options, signed):
    """`signed`: ids and signatures of one chunk after the other."""
    lsh = datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PLACES)
    kept, removed = {}, []
    for ids, signatures in signed:
        for document, signature in zip(ids, signatures):
            if any(kept[other].jaccard(signature) >= THRESHOLD for other in lsh.query(signature)):
                removed.append(document)
            else:
                lsh.insert(document, signature)
                kept[document] = signature
    common.write_removed(options.removed, removed)


def main():
    options = common.arguments()
    write_removed(options, common.in_processes(chunk, options.input, options.threads))


if __name__ == "__main__":
    main()
