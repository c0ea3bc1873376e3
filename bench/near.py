#!/usr/bin/env python3
"""kembar dedup on generated near-duplicates, or on real documents repeated with edits: its speed, its memory, what it
finds against the exact truth, its stages beside what the machine gives at the most, and how it grows."""
import argparse
import json
import os
import subprocess
import sys

import measure

SMALLEST, LARGEST = 50000, 1600000
PROCESSOR, SHARE = ", processor", "of 1"
STAGE_HEAD = ("stage", "wall s", "processor s", "MB/s of a core", "of a copy", "of hashing words")


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev bench near", description=__doc__)
    parser.add_argument("--documents", type=int, default=200000)
    parser.add_argument("--from", dest="source", metavar="INPUT", help="repeat these documents with seeded edits")
    parser.add_argument("--copies", type=int, default=33, metavar="PERCENT", help="of the documents; default 33")
    parser.add_argument("--seed", type=int, default=20240601)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5,
                        help="of which the median counts; fewer once they took %d s in all; default 5"
                        % measure.ENOUGH_S)
    parser.add_argument("--growth", nargs="?", type=int, const=LARGEST, metavar="N",
                        help="instead: sizes that double from 50,000 to N (default 1,600,000), no truth")
    parser.add_argument("--build", default="build", help="the build folder")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args(arguments)


def files_of(folder):
    return {name: os.path.join(folder, name + ".jsonl") for name in ("kept", "removed", "pairs")}


def dedup(options, folder, data, with_pairs=False):
    """What the command took, in the median of its rounds."""
    files = files_of(folder)
    command = [os.path.join(options.build, "kembar"), "dedup", data.path, "-o", files["kept"], "--removed",
               files["removed"], "--threads", str(options.threads), "--quiet"]
    log = os.path.join(folder, "kembar.log")
    usage = measure.run_rounds(command + (["--pairs", files["pairs"]] if with_pairs else []), log, data,
                               options.rounds)
    if usage.code != 0:
        with open(log, encoding="utf-8", errors="replace") as said:
            raise measure.Failed("kembar dedup ended with %d: %s" % (usage.code, said.read().strip()))
    return usage


def read_answer(folder):
    """Ids that went, and pairs with what their index is said to be."""
    files = files_of(folder)
    return ({row["id"] for row in measure.read_json_lines(files["removed"])},
            {(row["a"], row["b"]): row["jaccard"] for row in measure.read_json_lines(files["pairs"])})


def speed_rows(data, usage, usage_with_pairs):
    n = data.n_documents
    return [("documents", n, ""), ("input", data.n_bytes / 1e6, "MB"), ("wall", usage.wall_s, "s"),
            ("on all cores together", usage.cpu_s, "s"), ("documents", n / usage.wall_s, "/s"),
            ("documents a second of processor", n / usage.cpu_s, "/s"),
            ("input", data.n_bytes / 1e6 / usage.wall_s, "MB/s"), ("peak memory", usage.peak_mib, "MiB"),
            ("peak memory over 256 MiB", max(0, usage.peak_mib - 256) * 1024 / n, "KiB a document"),
            ("every pair listed: wall", usage_with_pairs.wall_s, "s"),
            ("every pair listed: on all cores together", usage_with_pairs.cpu_s, "s"),
            ("every pair listed: documents", n / usage_with_pairs.wall_s, "/s")]


def quality_rows(data, removed, pairs):
    rows = []
    of_pairs, of_removed = measure.pair_quality(data.truth, pairs), measure.removal_quality(data.truth, removed)
    for level in measure.LEVELS:
        what = "jaccard >= %.1f: " % level
        rows += [(what + "true pairs", sum(jaccard >= level for _, _, jaccard in data.truth), ""),
                 (what + "of them listed", of_pairs[level]["recall"], SHARE),
                 (what + "of those listed as such true", of_pairs[level]["precision"], SHARE),
                 (what + "of true ones one removed", of_removed[level]["recall"], SHARE),
                 (what + "of removed with a partner", of_removed[level]["precision"], SHARE)]
    truth = {(a, b): jaccard for a, b, jaccard in data.truth}
    wrong = sum(abs(jaccard - truth[pair]) > 1.5e-6 for pair, jaccard in pairs.items() if pair in truth)
    return rows + [("pairs listed", len(pairs), ""), ("pairs with a wrong index", wrong, "")]


def find_stages(options, folder, data):
    """Each stage's seconds, what a core does of it in a second, and how much that is of what a core can copy in memory
    and of how many words it can hash."""
    found = {}
    for name, extra in (("bench_limits", ["--rounds", "3"]), ("bench_dedup", [data.path])):
        path = os.path.join(folder, name + ".json")
        measure.need([os.path.join(options.build, name), "--json", path, "--threads", str(options.threads)] + extra,
                     name)
        found[name] = measure.read_rows(path)
    limits, stages = found["bench_limits"], found["bench_dedup"]
    rows = []
    for what, cpu_s in stages.items():
        if what.startswith("stage: ") and what.endswith(PROCESSOR) and cpu_s > 0:
            text = data.text_bytes / cpu_s
            rows.append((what[len("stage: "):-len(PROCESSOR)], stages[what[:-len(PROCESSOR)]], cpu_s, text / 1e6,
                         text / (limits["copy of 256 MiB, 1 thread"] * 1e9),
                         data.n_tokens / cpu_s / (limits["hashes of 7 bytes, 1 thread"] * 1e6)))
    return rows


def growth_rows(options, folder):
    rows, before = [], None
    size = SMALLEST
    while size <= options.growth:
        data = measure.make_input(options.build, folder, options, size, with_truth=False)
        usage = dedup(options, folder, data)
        rows += [("%d documents" % size, usage.wall_s, "s"), ("  on all cores together", usage.cpu_s, "s"),
                 ("  documents", size / usage.wall_s, "/s"), ("  peak memory", usage.peak_mib, "MiB")]
        if before:
            rows += [("  wall, of half as many", usage.wall_s / before.wall_s, "times"),
                     ("  on all cores, of half as many", usage.cpu_s / before.cpu_s, "times")]
        before = usage
        os.remove(data.path)
        size *= 2
    return rows


def find(options, folder):
    """Rows and stages."""
    if options.growth:
        return growth_rows(options, folder), []
    data = measure.make_input(options.build, folder, options, options.documents)
    usages = dedup(options, folder, data), dedup(options, folder, data, with_pairs=True)
    return (speed_rows(data, *usages) + quality_rows(data, *read_answer(folder)),
            find_stages(options, folder, data))


def percent(value):
    """None for a stage that is past the limit: it does not go through the text."""
    return "%.1f%%" % (100 * value) if value <= 1 else "-"


def report(options, rows, stages):
    print(measure.table(("near", "", ""), [(what, measure.quality(value) if unit == SHARE else measure.number(value),
                                            unit) for what, value, unit in rows]))
    if stages:
        print()
        print(measure.table(STAGE_HEAD, [(name,) + tuple(measure.number(value) for value in values[:3])
                                         + tuple(percent(value) for value in values[3:])
                                         for name, *values in stages]))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"bench": "near", "threads": options.threads, "rounds": options.rounds,
                       "rows": [{"what": what, "value": value, "unit": unit} for what, value, unit in rows],
                       "stages": [dict(zip(STAGE_HEAD, stage)) for stage in stages]}, out, indent=1)


def main(arguments):
    options = parse(arguments)
    folder = os.path.join(options.build, "near")
    try:
        measure.adopt_orphans()
        rows, stages = find(options, folder)
    except (measure.Failed, OSError, subprocess.SubprocessError) as failure:
        print("near: %s" % failure, file=sys.stderr)
        return 1
    report(options, rows, stages)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
