"""The nth call of the system fails, for every n: cluster (into a new folder, and over an old run), dedup, track, check and read.

Then: exit code 0 with the same bytes as without the fault; 3 with a whole result that names what was rejected; or 4
with a message and with the files as they were before. Never a crash, a half result or a temporary file. Short reads and
writes, and calls that a signal interrupts, change nothing. At last the allocations that shared libraries make.
"""

import shutil

from faulty import PRELOAD, Checks, Place, contents, skip, strays

# The errors that a call may well give. With "+" it fails from the nth call on.
CALLS = (
    ("open", "EACCES"),
    ("open", "EMFILE"),
    ("read", "EIO"),
    ("write", "ENOSPC"),
    ("write+", "EDQUOT"),
    ("fsync", "EIO"),
    ("close", "EIO"),
    ("rename", "EIO"),
    ("link", "EIO"),
    ("link+", "EPERM"),
    ("unlink", "EACCES"),
    ("mkdir", "EROFS"),
    ("rmdir", "EACCES"),
    ("stat", "EIO"),
    ("stat", "EACCES"),
    ("opendir", "EMFILE"),
    ("readdir", "EIO"),
    ("realpath", "EACCES"),
    ("readlink", "EACCES"),
    ("mmap", "ENOMEM"),
    ("flock", "ENOTSUP"),
    ("fcntl", "EMFILE"),
    ("thread", "EAGAIN"),
    ("thread+", "EAGAIN"),
    ("dlopen", "EACCES"),
    ("foreign", "ENOMEM"),
)
OUTPUTS = ("out", "kept.jsonl", "removed.jsonl", "pairs.jsonl", "track.csv", "check.json", "check.sarif", "known.jsonl")
CACHE = "cache"


class Scenario:
    """A command line, and the outputs that are there before it runs. A check refuses with 2 to begin without a list or a
    baseline that it cannot read."""

    def __init__(self, name, line, before=None):
        self.name, self.line, self.before = name, line.split(), before
        self.refusals = (2, 4) if line.startswith("check") else (4,)


CLUSTER = "cluster in -o out --threads 2 --quiet"
DEDUP = "dedup in -o kept.jsonl --removed removed.jsonl --pairs pairs.jsonl --threads 2 --quiet"
TRACK = "track in/tobong.md --in in --csv -o track.csv --threads 2 --quiet"
# The cache is no result: it may be whole, or partly there, or not at all.
CHECK = "check in/tobong.md copy.txt --against in --max 9 --cache cache --output json:check.json --threads 2 --quiet"
ACCEPT = "check {} --against in --baseline known.jsonl --update-baseline --note {} --output json:check.json --quiet"
CHANGED = "check in --changed list.txt --max 9 --output json:- --output sarif:check.sarif --threads 2 --quiet"
SCENARIOS = (
    Scenario("cluster, new folder", CLUSTER),
    Scenario("cluster, over an old run", CLUSTER, CLUSTER + " --near 0.6"),
    Scenario("dedup, new files", DEDUP),
    Scenario("dedup, over old files", DEDUP, DEDUP + " --near 0.95"),
    Scenario("track, over an old file", TRACK, TRACK.replace("tobong", "kilns")),
    Scenario("check, new cache", CHECK),
    Scenario("check, accepting more", ACCEPT.format("in/tobong.md copy.txt", "later"),
             ACCEPT.format("in/tobong.md", "first")),
    Scenario("check, of what has changed", CHANGED),
    Scenario("read", "read in/nusa.jsonl --files-from list.txt --with-text --threads 2"),
)


def outputs(place):
    """What the commands have left outside of the inputs and the cache."""
    inside = ("in/", CACHE + "/")
    return {name: data for name, data in contents(place.root).items() if not name.startswith(inside)}


def clear(place):
    for name in (*OUTPUTS, CACHE):
        path = place.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def restore(place, files):
    clear(place)
    for name, data in files.items():
        path = place.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def is_complete(place, result, scenario):
    """With rejected inputs the result is another, but whole: `diff` holds the files against run.json."""
    if scenario.line[0] != "cluster":
        return b"rejected" in result.stderr
    return b"rejected" in result.stderr and place.run("diff", "out", "out").returncode == 0


def judge(checks, place, scenario, fault, result, before, clean):
    """Returns whether the files are those from before."""
    code, after = result.returncode, outputs(place)
    told = (scenario.name, fault, f"exit code {code}", result.stderr.decode(errors="replace"))
    # libgfortran, which OpenBLAS brings along, ends the process when it gets no memory at its start.
    ended_by_library = fault.startswith("foreign") and b"Operating system error" in result.stderr
    checks.check(code in (0, 3, *scenario.refusals) or ended_by_library, *told)
    if code in scenario.refusals:
        checks.check(b"kembar" in result.stderr, "no message:", *told)
    if not fault.startswith("unlink"):
        checks.check(not strays(place.root), "left", strays(place.root), *told)
    for path in place.root.rglob(".*.tmp"):
        path.unlink()
    for path in place.root.rglob(".*.old"):
        path.unlink()
    after = outputs(place)
    if code == 0:
        checks.check(after == clean[0] and result.stdout == clean[1], "other results:", *told)
    elif code == 3:
        checks.check(is_complete(place, result, scenario), "not whole:", *told)
    elif code == 4 and fault.startswith("unlink"):
        # Without a rename there is no way back when a new file cannot be removed.
        checks.check(after == before or "out/run.json" not in after, "half a result:", *told)
    else:
        checks.check(after == before, "not the files from before:", *told)
    return after == before


def fail_each(checks, place, scenario, before, clean):
    for call, error in CALLS:
        name, later = call.rstrip("+"), "+" if call.endswith("+") else ""
        n = 0
        while True:
            n += 1
            fault = f"{name}:{n}{later}:{error}"
            result = place.run(*scenario.line, fault=fault)
            same = judge(checks, place, scenario, fault, result, before, clean)
            if not same or (place.root / CACHE).exists():
                restore(place, before)
            if not result.fired:
                break
        if n > 1:
            print(f"{scenario.name}: {n - 1} x {call} {error}", flush=True)


def change_nothing(checks, place, scenario, before, clean):
    for fault in ("short", "EINTR", "EINTR1"):
        result = place.run(*scenario.line, fault=fault)
        same = outputs(place) == clean[0] and result.stdout == clean[1]
        checks.check(result.fired and result.returncode == 0 and same, scenario.name, fault, result)
        restore(place, before)


def main():
    if not PRELOAD:
        skip("a sanitizer takes the calls for itself")
    checks = Checks()
    with Place() as place:
        (place.root / "list.txt").write_text("in/crew.txt\nin\n")
        shutil.copy(place.inputs / "crew.txt", place.root / "copy.txt")
        for scenario in SCENARIOS:
            clear(place)
            if scenario.before:
                checks.check(place.run(*scenario.before.split()).returncode == 0, "before")
            before = outputs(place)
            result = place.run(*scenario.line)
            clean = (outputs(place), result.stdout)
            checks.check(result.returncode == 0 and not result.stderr, scenario.name, result)
            checks.check(scenario.line[0] == "read" or clean[0] != before, "nothing would show")
            restore(place, before)
            change_nothing(checks, place, scenario, before, clean)
            fail_each(checks, place, scenario, before, clean)
    checks.finish()


if __name__ == "__main__":
    main()
