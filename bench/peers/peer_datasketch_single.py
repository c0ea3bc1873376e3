"""datasketch in bulk, in the one process that it runs in by itself: it has no threads."""
import common
import peer_datasketch


def main():
    options = common.arguments()
    peer_datasketch.write_removed(options, map(peer_datasketch.chunk, common.chunks(options.input)))


if __name__ == "__main__":
    main()
