#!/usr/bin/env python3
"""kembar dedup beside other tools for near-duplicates, on the same generated documents and machine, one after the
other: documents a second, memory, and what of the exact truth they find. The others live in a Python environment of
their own below the build folder; one that does not install or run is named and left out."""
import argparse
import json
import os
import re
import subprocess
import sys

import measure

ADAPTERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")


# The thresholds of the others.
LEAST = ("0.8", "0.7")


class Peer:
    """A tool with its adapter peers/peer_NAME.py. `about` says what stands beside its figures; a slow one gets fewer
    documents."""

    def __init__(self, name, packages, threshold, about, is_slow=False):
        self.name, self.packages, self.threshold = name, packages, threshold
        self.about, self.is_slow = about, is_slow


PEERS = [
    Peer("datasketch", ["datasketch"], 0.8, "128 places made in bulk, verified by signature"),
    Peer("datasketch_single", ["datasketch"], 0.8, "the same in one process: it has no threads"),
    Peer("datasketch_update", ["datasketch"], 0.8, "the same, one process, an update for each shingle", is_slow=True),
    Peer("rensa", ["rensa"], 0.8, "128 places, every shingle, verified by signature"),
    Peer("rensa_flags", ["rensa", "numpy"], 0.8, "the same as a matrix; flags, no verification, nothing kept for them"),
    Peer("fastsketchlsh", ["FastSketchLSH", "numpy"], 0.8, "128 places, verified by signature"),
    Peer("gaoya", ["gaoya"], 0.8, "128 places, verified by signature"),
    Peer("dedup_rs", ["dedup-rs", "numpy"], 0.7, "250 places, bands joined unverified"),
    Peer("text_dedup", ["text-dedup"], 0.7, "250 places, bands joined unverified", is_slow=True),
    Peer("datatrove", ["datatrove", "orjson", "tokenizers", "xxhash"], 0.72, "112 places, bands joined unverified",
         is_slow=True),
]


def parse(arguments, peers):
    parser = argparse.ArgumentParser(prog="./dev bench peers", description=__doc__)
    parser.add_argument("--documents", type=int, default=200000)
    parser.add_argument("--slow", type=int, default=20000, metavar="N",
                        help="documents for slow tools, of which rates are compared; default 20,000")
    parser.add_argument("--from", dest="source", metavar="INPUT", help="repeat these documents with seeded edits")
    parser.add_argument("--copies", type=int, default=33, metavar="PERCENT", help="of the documents; default 33")
    parser.add_argument("--seed", type=int, default=20240601)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5,
                        help="of each tool, of which the median counts; fewer of one that took %d s in all; default 5"
                        % measure.ENOUGH_S)
    parser.add_argument("--only", metavar="NAME,...", help="of " + ", ".join(peer.name for peer in peers))
    parser.add_argument("--build", default="build", help="the build folder")
    parser.add_argument("--python", metavar="PATH", help="instead of an environment of our own")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args(arguments)
    if options.only:
        unknown = set(options.only.split(",")) - {peer.name for peer in peers}
        if unknown:
            parser.error("no such peer: " + ", ".join(sorted(unknown)))
    options.slow = min(options.slow, options.documents)
    return options


def make_environment(folder):
    """The environment's Python."""
    python = os.path.join(folder, "venv", "bin", "python")
    if not os.path.exists(python):
        measure.need([sys.executable, "-m", "venv", os.path.join(folder, "venv")], "python3 -m venv")
    return python


def install(python, peer):
    """None, or why the peer cannot be installed."""
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary",
               "--constraint", os.path.join(ADAPTERS, "constraints.txt")] + peer.packages
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return "not installed: " + (lines[-1] if lines else "pip ended with %d" % done.returncode)


def versions():
    """Pinned packages by name."""
    with open(os.path.join(ADAPTERS, "constraints.txt"), encoding="utf-8") as lines:
        return dict(re.findall(r"^([^#=\s]+)==(\S+)$", lines.read(), re.MULTILINE))


def read_removed(path):
    with open(path, encoding="utf-8") as lines:
        text = lines.read()
    if text.lstrip().startswith("{"):
        return {json.loads(line)["id"] for line in text.splitlines()}
    return set(text.split("\n")) - {""}


def last_line(path):
    with open(path, encoding="utf-8", errors="replace") as said:
        lines = [line.strip() for line in said if line.strip()]
    return lines[-1] if lines else "it said nothing"


def run_tool(name, command, data, removed, options, folder):
    """Runs a command that writes removed ids to `removed`. A row, with "failed" where it did not work."""
    log = os.path.join(folder, name.replace(" ", "_") + ".log")
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", OMP_NUM_THREADS=str(options.threads),
                       RAYON_NUM_THREADS=str(options.threads), TOKENIZERS_PARALLELISM="false")
    usage = measure.run_rounds(command, log, data, options.rounds, environment)
    if usage.code != 0:
        return {"name": name, "failed": "ended with %d: %s" % (usage.code, last_line(log))}
    gone = read_removed(removed)
    return {"name": name, "documents": data.n_documents, "wall_s": usage.wall_s, "cpu_s": usage.cpu_s,
            "per_second": data.n_documents / usage.wall_s, "peak_mib": usage.peak_mib, "removed": len(gone),
            "quality": measure.removal_quality(data.truth, gone)}


def run_own(name, extra, data, options, folder):
    removed = os.path.join(folder, "removed.jsonl")
    command = [os.path.join(options.build, "kembar"), "dedup", data.path, "-o", os.path.join(folder, "kept.jsonl"),
               "--removed", removed, "--threads", str(options.threads), "--quiet"] + extra
    return run_tool(name, command, data, removed, options, folder)


def run_peer(peer, python, data, options, folder):
    removed = os.path.join(folder, "removed.txt")
    command = [python, os.path.join(ADAPTERS, "peer_%s.py" % peer.name), data.path, removed, "--threads",
               str(options.threads)]
    row = run_tool(peer.name, command, data, removed, options, folder)
    row.update(threshold=peer.threshold, about=peer.about, version=versions().get(peer.packages[0], ""))
    return row


def add_ratios(rows, own):
    """How many times as fast kembar was on the same documents, on the clock and by processor time."""
    for row in rows:
        if "failed" not in row:
            ours = own[row["documents"]]
            row["kembar_times"] = row["wall_s"] / ours["wall_s"]
            row["kembar_times_cpu"] = row["cpu_s"] / ours["cpu_s"]


def find_rows(options, peers, folder):
    wanted = [peer for peer in peers if not options.only or peer.name in options.only.split(",")]
    sizes = {options.slow if peer.is_slow else options.documents for peer in wanted} | {options.documents}
    inputs = {size: measure.make_input(options.build, folder, options, size) for size in sorted(sizes)}
    own = {size: run_own("kembar", [], data, options, folder) for size, data in inputs.items()}
    rows = list(own.values()) + [run_own("kembar --min-jaccard " + least, ["--min-jaccard", least],
                                         inputs[options.documents], options, folder) for least in LEAST]
    broken = [row for row in rows if "failed" in row]
    if broken:
        raise measure.Failed("kembar " + broken[0]["failed"])
    python = options.python or make_environment(folder)
    for peer in wanted:
        why = None if options.python else install(python, peer)
        print("%s: %s" % (peer.name, why or "runs"), file=sys.stderr)
        rows.append({"name": peer.name, "failed": why} if why else
                    run_peer(peer, python, inputs[options.slow if peer.is_slow else options.documents], options,
                             folder))
    add_ratios(rows, own)
    return rows


def print_rows(rows):
    good = [row for row in rows if "failed" not in row]
    print(measure.table(
        ("tool", "documents", "wall s", "processor s", "documents/s", "kembar", "by processor", "peak MiB"),
        [(row["name"], "%d" % row["documents"]) + tuple(measure.number(row[what]) for what in (
            "wall_s", "cpu_s", "per_second")) + tuple("%.3g times" % row[what] for what in (
                "kembar_times", "kembar_times_cpu")) + (measure.number(row["peak_mib"]),) for row in good]))
    print()
    print(measure.table(
        ("tool", "threshold", "removed") + tuple("%s %.1f" % (what, level) for level in measure.LEVELS
                                                  for what in ("recall", "precision")),
        [(row["name"], "%s" % row.get("threshold", ""), "%d" % row["removed"])
         + tuple(measure.quality(row["quality"][level][what]) for level in measure.LEVELS
                 for what in ("recall", "precision")) for row in good]))
    print()
    for row in rows:
        if "failed" in row:
            print("%s: %s" % (row["name"], row["failed"]))
        elif row.get("about"):
            print("%s %s: %s" % (row["name"], row["version"], row["about"]))


def main(arguments, peers=None):
    peers = peers or PEERS
    options = parse(arguments, peers)
    try:
        measure.adopt_orphans()
        rows = find_rows(options, peers, os.path.join(options.build, "peers"))
    except (measure.Failed, OSError, subprocess.SubprocessError) as failure:
        print("peers: %s" % failure, file=sys.stderr)
        return 1
    print_rows(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"bench": "peers", "threads": options.threads, "rounds": options.rounds, "rows": rows}, out,
                      indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
