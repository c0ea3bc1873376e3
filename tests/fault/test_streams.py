"""Outputs that take nothing: a full disk, a full or closed stream, a limit on file sizes, folders that vanish or are read-only.

Then: exit code 4 with a message and the files as they were before; a reader that has gone (EPIPE) is 141, quietly.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys

from faulty import KEMBAR, SANITIZED, SOURCE, Checks, Place, contents, strays

CLUSTER = "cluster in -o {} --threads 1 --quiet".format
DEDUP = "dedup in -o {0}/kept.jsonl --removed {0}/removed.jsonl --pairs {0}/pairs.jsonl --quiet".format
CHECK = ("check in/tobong.md --against in --baseline {0}/known.jsonl --update-baseline --output json:{0}/check.json "
         "--output sarif:{0}/check.sarif --threads 1 --quiet").format
PAGE = 4096


def fails_cleanly(checks, place, folder, before, result, *what):
    """Exit code 4, a message, and no file that was not there before."""
    told = (*what, f"exit code {result.returncode}", result.stderr.decode(errors="replace"))
    checks.check(result.returncode == 4, *told)
    checks.check(b"kembar: " in result.stderr, "no message:", *told)
    checks.check(contents(folder) == before, "files changed:", *told)
    checks.check(not strays(place.root), "left", strays(place.root), *told)


def mount(folder, options):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False)


def fill_disks(checks, place, make_line):
    """The disk is full after 0, 1, 2 ... pages, and after 0, 1, 2 ... files; until the run fits."""
    disk = place.root / "disk"
    disk.mkdir()
    for is_over_old in (False, True):
        for unit, grow in (("size", PAGE), ("nr_inodes", 1)):
            n_failed = 0
            mount(disk, "size=100m")
            if is_over_old:
                (disk / "new").mkdir()
                for line in (CLUSTER("disk/new"), DEDUP("disk/new"), CHECK("disk/new")):
                    place.run(*line.split(), "--near", "0.95")
            else:
                (disk / "new").mkdir()
            before = contents(disk)
            info = os.statvfs(disk)
            used = (
                (info.f_blocks - info.f_bfree) * info.f_frsize
                if unit == "size"
                else info.f_files - info.f_ffree
            )
            amount = max(used, grow)
            while n_failed < 200:
                subprocess.run(
                    ["mount", "-o", f"remount,{unit}={amount}", disk], check=True, capture_output=True
                )
                result = place.run(*make_line("disk/new").split())
                if result.returncode == 0:
                    break
                n_failed += 1
                fails_cleanly(checks, place, disk, before, result, make_line("disk"), unit, amount)
                amount += grow
            checks.check(n_failed > 0 and result.returncode == 0, "never full, or always", unit)
            checks.check(contents(disk) != before, "nothing was written")
            print(f"{make_line('disk')}: {n_failed} sizes of a disk by {unit}", flush=True)
            subprocess.run(["umount", disk], check=True)
    disk.rmdir()


def read_only(checks, place):
    """Found out before anything is read: standard input stays open."""
    disk = place.root / "disk"
    disk.mkdir()
    mount(disk, "size=1m")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for line in ("cluster - -o disk/out", "dedup - -o disk/kept.jsonl",
                 "track - --in in -o disk/track.txt", "check - --against in --output json:disk/check.json"):
        open_end, feed = os.pipe()
        result = place.run(*line.split(), stdin=open_end)
        fails_cleanly(checks, place, disk, {}, result, line, "read-only")
        os.close(open_end)
        os.close(feed)
    subprocess.run(["umount", disk], check=True)
    disk.rmdir()


def full_cache(checks, place):
    """A cache that cannot be written changes no result, and says so."""
    disk = place.root / "disk"
    disk.mkdir()
    mount(disk, f"size={PAGE}")
    line = "check in/tobong.md --against in --max 9 --json --quiet".split()
    clean = place.run(*line)
    result = place.run(*line, "--cache", "disk")
    checks.check(clean.returncode == 0 and result.returncode == 0, clean, result)
    checks.check(result.stdout == clean.stdout, "another answer", result.stdout)
    checks.check(b"the cache was not used in full" in result.stderr, "no message", result.stderr)
    checks.check(not contents(disk) and not strays(place.root), "left in the cache", contents(disk))
    subprocess.run(["umount", disk], check=True)
    disk.rmdir()


def limit_sizes(checks, place, make_line):
    """A limit on the size of files, growing until the run fits."""
    out = place.root / "out"
    out.mkdir()
    n_failed = 0
    for limit in range(0, 1 << 20, 997):

        def set_limit(limit=limit):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        result = place.run(*make_line("out").split(), preexec_fn=set_limit)
        if result.returncode == 0:
            break
        n_failed += 1
        fails_cleanly(checks, place, out, {}, result, make_line("out"), "limit", limit)
    checks.check(n_failed > 0 and result.returncode == 0, "the limit never, or always, counted")
    print(f"{make_line('out')}: {n_failed} limits", flush=True)
    shutil.rmtree(out)


def vanishing_folder(checks, place):
    """The output folder is removed while the input is read."""
    records = (SOURCE / "corpus/warta-nusa.jsonl").read_bytes()
    run = subprocess.Popen(
        [KEMBAR, "cluster", "-", "-o", "out"], cwd=place.root, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not (place.root / "out").is_dir() and run.poll() is None:
        pass
    # It tries out the names first, then reads.
    while run.poll() is None:
        try:
            shutil.rmtree(place.root / "out")
            break
        except OSError:
            continue
    _, said = run.communicate(records)
    checks.check(run.returncode == 4 and b"kembar: out/" in said, run.returncode, said)
    checks.check(not (place.root / "out").exists(), "the folder is back")


def printing_lines():
    return (
        "read in --with-text", "compare in/tobong.md in/tobong.txt", "explain run tobong.md",
        "eval run --truth truth.tsv", "diff run other", "track in/tobong.md --in in -q",
        "lexicon info", "dedup in -o - --removed removed.jsonl -q", "cluster in -o run", "version",
        "help", "check in/tobong.md --against in --max 9 -q",
    )


def full_streams(checks, place):
    with open("/dev/full", "wb") as full:
        for line in printing_lines():
            result = place.run(*line.split(), stdout=full)
            told = (line, result.returncode, result.stderr)
            checks.check(result.returncode == 4 and b"cannot write" in result.stderr, *told)
    checks.check(place.run("diff", "run", "run").returncode == 0, "the run is not complete")
    checks.check(not (place.root / "removed.jsonl").exists(), "removed.jsonl was published")


def no_reader(checks, place):
    """With SIGPIPE as usual, and ignored by who starts the command."""
    for restore_signals in (True, False):
        for line in printing_lines():
            read_end, write_end = os.pipe()
            os.close(read_end)
            result = place.run(*line.split(), stdout=write_end, restore_signals=restore_signals)
            os.close(write_end)
            told = (line, restore_signals, result.returncode, result.stderr)
            checks.check(result.returncode == 128 + signal.SIGPIPE and not result.stderr, *told)
    checks.check(place.run("diff", "run", "run").returncode == 0, "the run is not complete")
    checks.check(not (place.root / "removed.jsonl").exists(), "removed.jsonl was published")
    checks.check(not strays(place.root), strays(place.root))
    head = subprocess.run(
        ["bash", "-c", '"$0" read "$1" --with-text -q | head -n 1 | wc -l; echo ${PIPESTATUS[0]}',
         KEMBAR, str(SOURCE / "corpus")], capture_output=True, check=False
    )
    checks.check(head.stdout == b"1\n141\n" and not head.stderr, head)


def on_small_disks(checks):
    with Place() as place:
        fill_disks(checks, place, CLUSTER)
        shutil.rmtree(place.inputs)
    with Place() as place:
        fill_disks(checks, place, DEDUP)
        fill_disks(checks, place, CHECK)
        full_cache(checks, place)
        read_only(checks, place)


def main():
    checks = Checks()
    if sys.argv[1:] == ["--small-disks"]:
        on_small_disks(checks)
        checks.finish()
    with Place() as place:
        (place.root / "truth.tsv").write_text("tobong.md\ttobong.txt\tnear\n")
        for folder in ("run", "other"):
            checks.check(place.run(*CLUSTER(folder).split()).returncode == 0, folder)
        full_streams(checks, place)
        no_reader(checks, place)
        vanishing_folder(checks, place)
        if SANITIZED:
            print("skipped: limits on file sizes (sanitizers write files of their own)")
        else:
            limit_sizes(checks, place, CLUSTER)
            limit_sizes(checks, place, DEDUP)
            limit_sizes(checks, place, CHECK)
    namespace = ["unshare", "-rm"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
        disks = subprocess.run(
            [*namespace, sys.executable, "-B", __file__, "--small-disks"], check=False
        )
        checks.check(disks.returncode == 0, "small disks")
    else:
        print("skipped: full disks (a file system cannot be mounted here: unshare -rm)")
    checks.finish()


if __name__ == "__main__":
    main()
