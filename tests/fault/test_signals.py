"""Signals. SIGINT, SIGTERM and SIGHUP end a run within a second: temporary files gone, the old result untouched, 128 + n.

SIGKILL at any point: who reads the folder sees one whole run or none, and the next run works and clears what was left.
"""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from faulty import KEMBAR, PRELOAD, RUN_FILES, SOURCE, Checks, Place, contents, strays

N_POINTS = 100
SLACK_S = 10
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
VOUCHED = [name for name in RUN_FILES if name != "timings.json"]
OLD = "cluster in -o out --threads 2 --near 0.6 --quiet"
NEW = "cluster in -o out --threads 2 --quiet"
OLD_DEDUP = "dedup in -o out/kept.jsonl --removed out/removed.jsonl --near 0.95 --quiet"
NEW_DEDUP = "dedup in -o out/kept.jsonl --removed out/removed.jsonl --quiet"
NEW_CHECK = ("check in/tobong.md --against in --max 9 --output json:out/check.json --output csv:out/check.csv "
             "--cache cache --quiet")
OLD_CHECK = NEW_CHECK.replace("tobong.md", "crew.txt")


def snapshot(place, line):
    """What `line` leaves in the folder, and how long it takes."""
    begin = time.monotonic()
    result = place.run(*line.split())
    assert result.returncode == 0, (line, result)
    return contents(place.root / "out"), time.monotonic() - begin


def drop_cache(place):
    shutil.rmtree(place.root / "cache", ignore_errors=True)


def start(place, line, **how):
    return subprocess.Popen(
        [KEMBAR, *line.split()], cwd=place.root, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **how
    )


def end_at_random(checks, place, old_line, new_line, randomness):
    """Returns the longest time from a signal to the end."""
    (place.root / "out").mkdir(exist_ok=True)
    old, _ = snapshot(place, old_line)
    new, seconds = snapshot(place, new_line)
    checks.check(old != new, "nothing would show")
    snapshot(place, old_line)
    longest, n_ended = 0, 0
    for _ in range(N_POINTS):
        number = randomness.choice(ENDING)
        drop_cache(place)
        run = start(place, new_line)
        time.sleep(randomness.uniform(0, seconds))
        begin = time.monotonic()
        run.send_signal(number)
        _, said = run.communicate()
        after = contents(place.root / "out")
        told = (new_line, number, run.returncode, said)
        # Before main begins a signal ends the process as the system does it.
        checks.check(run.returncode in (0, 128 + number, -number), *told)
        if run.returncode == 128 + number:
            longest = max(longest, time.monotonic() - begin)
            n_ended += 1
            checks.check(said.count(b"kembar: ") == 1, "not one line:", *told)
        checks.check(not strays(place.root), "left", strays(place.root), *told)
        checks.check(after in (old, new), "neither the old files nor the new ones", *told)
        checks.check(run.returncode >= 0 or after == old, "changed before it began", *told)
        if after != old:
            snapshot(place, old_line)
    checks.check(longest < SLACK_S, "slow to end:", longest)
    checks.check(n_ended > N_POINTS / 10, "hardly any run was met:", n_ended)
    print(f"{new_line}: {n_ended} runs ended, the slowest within {longest * 1000:.0f} ms", flush=True)


def end_at_calls(checks, place, old_line, new_line):
    """A signal just before each call that makes, renames or removes a file."""
    old, _ = snapshot(place, old_line)
    new, _ = snapshot(place, new_line)
    snapshot(place, old_line)
    for name in ("SIGTERM", "SIGKILL"):
        number = getattr(signal, name)
        for call in ("open", "write", "fsync", "link", "rename", "unlink", "close"):
            n = 0
            while True:
                n += 1
                drop_cache(place)
                result = place.run(*new_line.split(), fault=f"{call}:{n}:{name}")
                if not result.fired:
                    break
                after = contents(place.root / "out")
                told = (new_line, call, n, name, result.returncode, result.stderr)
                if name == "SIGTERM":
                    # Others of its threads may come to the end before the one that waits.
                    checks.check(result.returncode in (0, 128 + number), *told)
                    checks.check(not strays(place.root), "left", strays(place.root), *told)
                    checks.check(after in (old, new), "neither old nor new", *told)
                    checks.check(result.returncode or after == new, "not new", *told)
                else:
                    checks.check(result.returncode == -number, *told)
                    seen = vouched(after)
                    whole = seen in (vouched(old), vouched(new))
                    checks.check(whole or "run.json" not in seen, "a mixed run", *told)
                    each = all(data in (old.get(path), new.get(path)) for path, data in after.items()
                               if not Path(path).name.startswith("."))
                    checks.check(each, "a file that is neither old nor new", *told)
                snapshot(place, old_line)
                checks.check(not strays(place.root), "the next run left", strays(place.root), *told)
            snapshot(place, old_line)
            print(f"{new_line}: {name} at {n - 1} x {call}", flush=True)


def vouched(files):
    return {name: data for name, data in files.items() if name in VOUCHED}


class Reader(threading.Thread):
    """Polls a folder as a careful reader does: a run counts when run.json is the same before and after."""

    def __init__(self, folder, runs):
        super().__init__()
        self.folder, self.runs = folder, runs
        self.n_runs = self.n_none = self.n_wrong = 0
        self.stopped = threading.Event()

    def look(self):
        try:
            before = (self.folder / "run.json").read_bytes()
            files = {name: (self.folder / name).read_bytes() for name in VOUCHED}
            after = (self.folder / "run.json").read_bytes()
        except FileNotFoundError:
            self.n_none += 1
            return
        if before != after or before != files["run.json"]:
            self.n_none += 1
        elif files in self.runs:
            self.n_runs += 1
        else:
            self.n_wrong += 1

    def run(self):
        while not self.stopped.is_set():
            self.look()


def kill_at_random(checks, place, randomness):
    runs, seconds = [], 0
    for line in (OLD, NEW):
        files, seconds = snapshot(place, line)
        runs.append(vouched(files))
    checks.check(runs[0] != runs[1], "nothing would show")
    reader = Reader(place.root / "out", runs)
    reader.start()
    n_killed = 0
    for i in range(N_POINTS):
        run = start(place, (OLD, NEW)[i % 2])
        time.sleep(randomness.uniform(0, 1.2 * seconds))
        run.kill()
        run.communicate()
        n_killed += run.returncode == -signal.SIGKILL
    files, _ = snapshot(place, OLD)
    reader.stopped.set()
    reader.join()
    checks.check(vouched(files) == runs[0], "the next run")
    checks.check(not strays(place.root), "left", strays(place.root))
    checks.check(reader.n_wrong == 0, "mixed runs seen:", reader.n_wrong)
    checks.check(reader.n_runs > N_POINTS, "hardly any run was seen:", reader.n_runs)
    checks.check(n_killed > N_POINTS / 10, "hardly any run was killed:", n_killed)
    print(f"SIGKILL: {n_killed} killed; a reader saw a run {reader.n_runs} times, none {reader.n_none} times")


def two_at_once(checks, place):
    """The one that publishes last wins, whole."""
    runs = [vouched(snapshot(place, line)[0]) for line in (OLD, NEW)]
    for _ in range(10):
        both = [start(place, line) for line in (OLD, NEW)]
        for run in both:
            _, said = run.communicate()
            checks.check(run.returncode == 0, run.returncode, said)
        checks.check(vouched(contents(place.root / "out")) in runs, "two runs mixed")
        checks.check(not strays(place.root), "left", strays(place.root))


def ignored_from_outside(checks, place):
    """As nohup does it; the signal comes while it waits for input."""
    for number in ENDING:
        run = subprocess.Popen(
            [KEMBAR, "read", "-", "-q"], cwd=place.root, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda number=number: signal.signal(number, signal.SIG_IGN)
        )
        time.sleep(0.2)
        run.send_signal(number)
        printed, said = run.communicate(b'{"id": "a", "text": "Nine workers were hurt."}\n')
        checks.check(run.returncode == 0 and b'"a"' in printed, number, run.returncode, said)


def while_it_waits(checks, place):
    """For input, with nobody who takes what is said."""
    for number in ENDING:
        said_read, said_write = os.pipe()
        os.set_blocking(said_write, False)
        try:
            while True:
                os.write(said_write, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(said_write, True)
        run = subprocess.Popen(
            [KEMBAR, "cluster", "-", "-o", "waiting"], cwd=place.root, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=said_write
        )
        while not (place.root / "waiting").exists() and run.poll() is None:
            time.sleep(0.01)
        time.sleep(0.2)
        begin = time.monotonic()
        run.send_signal(number)
        checks.check(run.wait(60) == 128 + number, number, run.returncode)
        checks.check(time.monotonic() - begin < SLACK_S, "slow to end while it waits")
        for stream in (said_read, said_write):
            os.close(stream)
        checks.check(contents(place.root / "waiting") == {}, "files while it waits")
        run.stdin.close()


def main():
    checks = Checks()
    randomness = random.Random(20260101)
    with Place() as place:
        end_at_random(checks, place, OLD, NEW, randomness)
        end_at_random(checks, place, OLD_DEDUP, NEW_DEDUP, randomness)
        if PRELOAD:
            end_at_calls(checks, place, OLD_DEDUP, NEW_DEDUP)
        for name in ("kept.jsonl", "removed.jsonl"):
            (place.root / "out" / name).unlink()
        kill_at_random(checks, place, randomness)
        two_at_once(checks, place)
        ignored_from_outside(checks, place)
        while_it_waits(checks, place)
        if PRELOAD:
            end_at_calls(checks, place, OLD, NEW)
        shutil.rmtree(place.root / "out")
        end_at_random(checks, place, OLD_CHECK, NEW_CHECK, randomness)
        if PRELOAD:
            end_at_calls(checks, place, OLD_CHECK, NEW_CHECK)
    with Place() as place:
        print("the same, in a larger run:")
        end_at_random(
            checks, place, f"cluster {SOURCE}/corpus/meridian-post.jsonl -o out --quiet",
            f"cluster {SOURCE}/corpus --exclude *.tsv --exclude README.md -o out --quiet", randomness
        )
    checks.finish()


if __name__ == "__main__":
    main()
