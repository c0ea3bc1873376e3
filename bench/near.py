#!/usr/bin/env python3
"""kembar dedup on generated near-duplicates, or on real documents repeated with edits: its speed, its memory, what it
finds against the exact truth, its stages beside what the machine gives at the most, and how it grows."""
import argparse
import json
import os
import statistics
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
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", nargs="?", type=int, const=LARGEST, metavar="N",
                        help="instead: sizes that double from 50,000 to N (default 1,600,000), no truth")
    parser.add_argument("--build", default="build", help="the build folder")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args(arguments)


def dedup(options, folder, data, with_pairs=True):
    """One run of the command. Usage, ids that went, and pairs with what their index is said to be."""
    files = {name: os.path.join(folder, name + ".jsonl") for name in ("kept", "removed", "pairs")}
    command = [os.path.join(options.build, "kembar"), "dedup", data.path, "-o", files["kept"], "--removed",
               files["removed"], "--threads", str(options.threads), "--quiet"]
    log = os.path.join(folder, "kembar.log")
    usage = measure.run(command + (["--pairs", files["pairs"]] if with_pairs else []), log)
    if usage.code != 0:
        with open(log, encoding="utf-8", errors="replace") as said:
            raise measure.Failed("kembar dedup ended with %d: %s" % (usage.code, said.read().strip()))
    removed = {row["id"] for row in measure.read_json_lines(files["removed"])}
    pairs = {}
    if with_pairs:
        pairs = {(row["a"], row["b"]): row["jaccard"] for row in measure.read_json_lines(files["pairs"])}
    return usage, removed, pairs


def speed_rows(data, usages):
    wall_s = statistics.median(usage.wall_s for usage in usages)
    cpu_s = statistics.median(usage.cpu_s for usage in usages)
    peak_mib = max(usage.peak_mib for usage in usages)
    n = data.n_documents
    return [("documents", n, ""), ("input", data.n_bytes / 1e6, "MB"), ("wall", wall_s, "s"),
            ("on all cores together", cpu_s, "s"), ("documents", n / wall_s, "/s"),
            ("documents a second of processor", n / cpu_s, "/s"), ("input", data.n_bytes / 1e6 / wall_s, "MB/s"),
            ("peak memory", peak_mib, "MiB"), ("peak memory over 256 MiB",
                                               max(0, peak_mib - 256) * 1024 / n, "KiB a document")]


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
        runs = [dedup(options, folder, data, with_pairs=False)[0] for _ in range(options.rounds)]
        wall_s, cpu_s = (statistics.median(getattr(one, what) for one in runs) for what in ("wall_s", "cpu_s"))
        peak_mib = max(one.peak_mib for one in runs)
        rows += [("%d documents" % size, wall_s, "s"), ("  on all cores together", cpu_s, "s"),
                 ("  documents", size / wall_s, "/s"), ("  peak memory", peak_mib, "MiB")]
        if before:
            rows += [("  wall, of half as many", wall_s / before[0], "times"),
                     ("  on all cores, of half as many", cpu_s / before[1], "times")]
        before = wall_s, cpu_s
        os.remove(data.path)
        size *= 2
    return rows


def find(options, folder):
    """Rows and stages."""
    if options.growth:
        return growth_rows(options, folder), []
    data = measure.make_input(options.build, folder, options, options.documents)
    runs = [dedup(options, folder, data) for _ in range(options.rounds)]
    _, removed, pairs = runs[0]
    return (speed_rows(data, [usage for usage, _, _ in runs]) + quality_rows(data, removed, pairs),
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
