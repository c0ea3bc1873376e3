"""datasketch as the first example of its page uses it: one process, one update for each shingle."""
import common
import datasketch
import peer_datasketch


def signature(text):
    made = datasketch.MinHash(num_perm=peer_datasketch.PLACES)
    for shingle in common.shingles(text):
        made.update(shingle.encode())
    return made


def signed(path):
    for lines in common.chunks(path):
        ids, texts = common.records(lines)
        yield ids, [signature(text) for text in texts]


def main():
    options = common.arguments()
    peer_datasketch.write_removed(options, signed(options.input))


if __name__ == "__main__":
    main()
