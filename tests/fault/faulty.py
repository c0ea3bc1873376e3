"""What the fault tests share: a small collection, a command that is told to fail, and what must hold.

A run folder is judged as a reader judges it: run.json vouches for the other files by their hashes.
`kembar diff` is that reader; here files are compared with those of a run without faults.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KEMBAR = os.environ.get("KEMBAR", "")
SOURCE = Path(__file__).resolve().parents[2]
PRELOAD = os.environ.get("KEMBAR_FAULT_PRELOAD", "")
SANITIZED = bool(os.environ.get("KEMBAR_SANITIZE"))
# For every process that a test starts: a signal ends it while workers may not have been joined.
os.environ["TSAN_OPTIONS"] = os.environ.get("TSAN_OPTIONS", "") + ":report_thread_leaks=0"
SKIPPED = 77
RUN_FILES = ("clusters.jsonl", "documents.jsonl", "pairs.jsonl", "report.html", "timings.json", "run.json")

FRONT_MATTER = """---
title: Brick kilns of the Citra valley
date: 2024-03-02
source: Harbor Times
---
"""


def zstd_frame(data):
    """One raw block: a valid frame without a compressor."""
    assert len(data) < 1 << 17
    head = b"\x28\xb5\x2f\xfd" + bytes([0xA0]) + len(data).to_bytes(4, "little")
    return head + (len(data) << 3 | 1).to_bytes(3, "little") + data


def records(source, n_records):
    """The first records of a file of the corpus."""
    with open(SOURCE / "corpus" / source, "rb") as lines:
        return b"".join(lines.readline() for _ in range(n_records))


def make_inputs(folder):
    """Two stories in two languages, in every format that is read."""
    corpus = SOURCE / "corpus"
    folder.mkdir()
    shutil.copy(corpus / "archipelago-wire/stranded-squid-crew.txt", folder / "crew.txt")
    text = (corpus / "antara-pulau/anak-tobong-bata-citra.txt").read_text()
    (folder / "tobong.txt").write_text(text, encoding="utf-16")
    text = (corpus / "press-office/citra-valley-kilns.txt").read_text()
    (folder / "kilns.md").write_text(FRONT_MATTER + text)
    shutil.copy(corpus / "press-office/tobong-bata-lembah-citra.md", folder / "tobong.md")
    (folder / "nusa.jsonl").write_bytes(records("warta-nusa.jsonl", 3))
    (folder / "meridian.jsonl.gz").write_bytes(
        gzip.compress(records("meridian-post.jsonl", 2), mtime=0)
    )
    (folder / "selat.jsonl.zst").write_bytes(zstd_frame(records("radio-selat.jsonl", 2)))


def contents(folder):
    """Every file below a folder, by its path in there; what changes from run to run is left out."""
    return {
        str(path.relative_to(folder)): b"" if path.name == "timings.json" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def strays(folder):
    """Temporary files."""
    return [path.name for path in folder.rglob(".*") if path.name != ".keep"]


class Checks:
    """Counts what was checked, prints what did not hold."""

    def __init__(self):
        self.n_checked = 0
        self.n_failed = 0

    def check(self, holds, *what):
        self.n_checked += 1
        if not holds:
            self.n_failed += 1
            if self.n_failed <= 200:
                print("FAILED", *what, flush=True)
        return holds

    def finish(self):
        print(f"{self.n_checked} checks, {self.n_failed} failed")
        sys.exit(1 if self.n_failed or not self.n_checked else 0)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


class Place:
    """A temporary folder with the inputs, and command lines that read them."""

    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="kembar-fault-"))
        self.inputs = self.root / "in"
        make_inputs(self.inputs)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *arguments, fault=None, **how):
        """Runs the command in the folder; with a fault, .fired tells whether it came to it."""
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        fired_read, fired_write = os.pipe()
        if fault:
            environment.update(
                LD_PRELOAD=PRELOAD, KEMBAR_FAULT=fault, KEMBAR_FAULT_FD=str(fired_write)
            )
        how.setdefault("stdin", subprocess.DEVNULL)
        how.setdefault("stdout", subprocess.PIPE)
        result = subprocess.run(
            [KEMBAR, *arguments], cwd=self.root, env=environment, stderr=subprocess.PIPE,
            pass_fds=(fired_write,), timeout=300, check=False, **how
        )
        os.close(fired_write)
        result.fired = os.read(fired_read, 1) != b""
        os.close(fired_read)
        return result


if __name__ == "__main__":
    make_inputs(Path(sys.argv[1]))
