"""text-dedup's own command with its defaults (250 permutations, .7), but xxh3 for sha1: it is the faster of its two."""
import os
import subprocess
import sys
import tempfile

import common


def main():
    options = common.arguments()
    with tempfile.TemporaryDirectory() as folder:
        kept = os.path.join(folder, "kept")
        subprocess.run([sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files",
                        os.path.abspath(options.input), "--split", "train", "--column", "text", "--cache_dir",
                        os.path.join(folder, "cache"), "--output", kept, "--num_proc", str(options.threads),
                        "--hash_func", "xxh3"],
                       check=True, cwd=folder, stdout=sys.stderr,
                       env=dict(os.environ, HF_HUB_OFFLINE="1", HF_HOME=os.path.join(folder, "home")))
        import datasets
        stays = set(datasets.load_from_disk(kept)["id"])
    with open(options.input, "rb") as lines:
        ids, _ = common.records(lines)
    common.write_removed(options.removed, (document for document in ids if document not in stays))


if __name__ == "__main__":
    main()
