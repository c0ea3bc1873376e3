"""What near.py and peers.py share: inputs with their truth, processes on the clock, how good an answer is, tables."""
import ctypes
import json
import os
import signal
import statistics
import subprocess
import time

LEVELS = (0.8, 0.7, 0.5, 0.3)
LOWEST = 300000
PR_SET_CHILD_SUBREAPER = 36
ORPHANS_S = 60
ENOUGH_S = 10
READ_BYTES = 1 << 20


class Failed(Exception):
    """What cannot go on, in words for the user."""


class Usage:
    """What a process and all that it started took."""

    def __init__(self, wall_s, cpu_s, peak_mib, code):
        self.wall_s, self.cpu_s, self.peak_mib, self.code = wall_s, cpu_s, peak_mib, code


def adopt_orphans():
    """Processes that a measured one leaves behind become ours, so that their time counts."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise Failed("prctl: " + os.strerror(ctypes.get_errno()))


def processor_s(usage):
    return usage.ru_utime + usage.ru_stime


def run(command, log, environment=None, timeout_s=3600):
    """Runs a command with its output in the file `log`. Peak memory is that of the largest of its processes."""
    with open(log, "wb") as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment,
                                   start_new_session=True)
        status, usage = wait(process, start + timeout_s)
    wall_s = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu_s, peak = processor_s(usage), usage.ru_maxrss
    for orphan in wait_orphans(time.monotonic() + ORPHANS_S):
        cpu_s += processor_s(orphan)
        peak = max(peak, orphan.ru_maxrss)
    return Usage(wall_s, cpu_s, peak / 1024, process.returncode)


def wait(process, deadline):
    """Status and usage; ends the process and what it started, its own session, at the deadline."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            return status, usage
        if time.monotonic() > deadline:
            os.killpg(process.pid, signal.SIGKILL)
            return os.wait4(process.pid, 0)[1:]
        time.sleep(0.005)


def wait_orphans(deadline):
    """The usage of each process that was left behind and ends before the deadline."""
    while time.monotonic() <= deadline:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield usage
        else:
            time.sleep(0.005)


def warm(path):
    """Reads a file, so that no run waits for the disk that the next one finds in memory."""
    with open(path, "rb", buffering=0) as data:
        while data.read(READ_BYTES):
            pass


def run_rounds(command, log, data, rounds, environment=None):
    """Runs a command on an input until it ran so often, fails, or took ENOUGH_S in all: a short run tells more of the
    machine's mood than a long one. The medians of its times and the most memory, or what failed."""
    usages = []
    while not usages or (len(usages) < rounds and sum(usage.wall_s for usage in usages) < ENOUGH_S):
        warm(data.path)
        usages.append(run(command, log, environment))
        if usages[-1].code != 0:
            return usages[-1]
    return Usage(statistics.median(usage.wall_s for usage in usages),
                 statistics.median(usage.cpu_s for usage in usages), max(usage.peak_mib for usage in usages), 0)


def need(command, what):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed("%s failed:\n%s" % (what, done.stderr.strip()))
    return done.stdout


class Input:
    """A file of documents; its exact pairs, and how much text and how many words it holds, where they were wanted."""

    def __init__(self, path, n_documents):
        self.path, self.n_documents, self.n_bytes = path, n_documents, os.path.getsize(path)
        self.truth, self.text_bytes, self.n_tokens = [], 0, 0


def read_truth(path):
    """(a, b, Jaccard index) of each pair."""
    with open(path, encoding="utf-8") as lines:
        return [(a, b, float(jaccard)) for a, b, jaccard in (line.rstrip("\n").split("\t") for line in lines)]


def make_input(build, folder, options, n_documents, with_truth=True):
    """Generates n documents and, if wanted, finds all pairs from a Jaccard index of .3 on."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "input-%d.jsonl" % n_documents)
    base = ["--from", options.source] if options.source else []
    need([os.path.join(build, "bench_generate"), "--near"] + base
         + ["--copies", str(options.copies), "--seed", str(options.seed), str(n_documents), path], "the generator")
    data = Input(path, n_documents)
    if with_truth:
        pairs = os.path.join(folder, "truth-%d.tsv" % n_documents)
        said = need([os.path.join(build, "bench_truth"), path, pairs, str(LOWEST)], "the truth")
        counts = dict(line.split() for line in said.splitlines())
        data.truth, data.text_bytes = read_truth(pairs), int(counts["text_bytes"])
        data.n_tokens = int(counts["tokens"])
    return data


def removal_quality(truth, removed, levels=LEVELS):
    """For each level: of the pairs at least as alike, those of which one is gone; of the documents gone, those with
    a partner at least as alike."""
    rows = {}
    for level in levels:
        pairs = [(a, b) for a, b, jaccard in truth if jaccard >= level]
        partnered = {document for pair in pairs for document in pair}
        n_open = sum(a not in removed and b not in removed for a, b in pairs)
        rows[level] = {"recall": share(len(pairs) - n_open, len(pairs)),
                       "precision": share(len(removed & partnered), len(removed))}
    return rows


def pair_quality(truth, listed, levels=LEVELS):
    """For each level: of the pairs at least as alike, those listed; of those listed as at least as alike, the true."""
    rows = {}
    for level in levels:
        pairs = {(a, b) for a, b, jaccard in truth if jaccard >= level}
        said = {pair for pair, jaccard in listed.items() if jaccard >= level}
        rows[level] = {"recall": share(len(pairs & listed.keys()), len(pairs)),
                       "precision": share(len(said & pairs), len(said))}
    return rows


def share(part, whole):
    return part / whole if whole else 1.0


def read_json_lines(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_rows(path):
    """The rows of a C benchmark's JSON file: what -> value."""
    with open(path, encoding="utf-8") as file:
        return {row["what"]: row["value"] for row in json.load(file)["rows"]}


def number(value):
    """Three digits, or whole from a thousand on."""
    return "{:,.0f}".format(value) if value >= 1000 else "%.3g" % value


def quality(value):
    return "%.4f" % value


def table(head, rows):
    """Lines of columns; the first one to the left."""
    cells = [head] + rows
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                               for i, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in cells)
