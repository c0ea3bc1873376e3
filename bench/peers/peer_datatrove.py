"""datatrove's MinHash pipeline in its four stages with its defaults (14 buckets of 8, about .72), on local files. Its
English tokeniser needs data that it would download; words are cut by the expression that all adapters use."""
import glob
import os
import tempfile

import common
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.word_tokenizers import WordTokenizer


class Words(WordTokenizer):
    def word_tokenize(self, text):
        return common.words(text)

    def sent_tokenize(self, text):
        return [text]

    def span_tokenize(self, text):
        return [(0, len(text))]


def run(steps, tasks, workers, logs):
    LocalPipelineExecutor(pipeline=steps, tasks=tasks, workers=workers, logging_dir=logs).run()


def main():
    options = common.arguments()
    with tempfile.TemporaryDirectory() as folder:
        def below(*names):
            return os.path.join(folder, *names)
        os.mkdir(below("input"))
        parts = [open(below("input", "%05d.jsonl" % i), "wb") for i in range(options.threads)]
        with open(options.input, "rb") as lines:
            for i, line in enumerate(lines):
                parts[i % options.threads].write(line)
        for part in parts:
            part.close()
        config = MinhashConfig()
        reader = JsonlReader(below("input"))
        n = options.threads
        run([reader, MinhashDedupSignature(below("signatures"), config, Words())], n, n, below("logs", "1"))
        run([MinhashDedupBuckets(below("signatures"), below("buckets"), config=config)], config.num_buckets, n,
            below("logs", "2"))
        run([MinhashDedupCluster(below("buckets"), below("remove"), config)], 1, 1, below("logs", "3"))
        run([reader, MinhashDedupFilter(below("remove"), exclusion_writer=JsonlWriter(below("removed"), compression=None)),
             JsonlWriter(below("kept"), compression=None)], n, n, below("logs", "4"))
        removed = []
        for path in glob.glob(below("removed", "*.jsonl")):
            with open(path, "rb") as lines:
                removed += common.records(lines)[0]
    common.write_removed(options.removed, sorted(removed))


if __name__ == "__main__":
    main()
