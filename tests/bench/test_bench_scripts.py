#!/usr/bin/env python3
"""The scripts behind `./dev bench near` and `./dev bench peers`, with a build folder and peers that are made up: what
they measure, what they make of answers, and that a peer that fails leaves the others their rows."""
import contextlib
import io
import json
import os
import sys
import tempfile

SOURCE = os.path.abspath(os.environ["KEMBAR_SOURCE"])
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(SOURCE, "bench")]
import measure  # noqa: E402
import near  # noqa: E402
import peers  # noqa: E402

failures = []
TRUTH = [("a", "b", 0.9), ("a", "c", 0.6), ("d", "e", 0.5), ("f", "g", 0.3)]


def check(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def same(value, expected, what):
    check(value == expected, "%s: %r instead of %r" % (what, value, expected))


def test_removal_quality():
    found = measure.removal_quality(TRUTH, {"b", "e", "x"})
    same(found[0.8], {"recall": 1.0, "precision": 1 / 3}, "removed at .8")
    same(found[0.5], {"recall": 2 / 3, "precision": 2 / 3}, "removed at .5")
    same(found[0.3], {"recall": 0.5, "precision": 2 / 3}, "removed at .3")
    same(measure.removal_quality([], set())[0.5], {"recall": 1.0, "precision": 1.0}, "nothing to remove")


def test_pair_quality():
    found = measure.pair_quality(TRUTH, {("a", "b"): 0.9, ("a", "c"): 0.7, ("d", "x"): 0.5})
    same(found[0.8], {"recall": 1.0, "precision": 1.0}, "listed at .8")
    same(found[0.7], {"recall": 1.0, "precision": 0.5}, "listed at .7")
    same(found[0.5], {"recall": 2 / 3, "precision": 2 / 3}, "listed at .5")


def test_usage(folder):
    log = os.path.join(folder, "log")
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
    used = measure.run([sys.executable, "-c", "import sys\n" + burn + "print('said')\nsys.exit(3)"], log)
    same(used.code, 3, "exit code")
    check(used.cpu_s >= 0.3 and used.wall_s >= 0.3 and used.peak_mib > 1, "usage of a process")
    with open(log, encoding="utf-8") as said:
        same(said.read(), "said\n", "what it said")
    orphan = ("import subprocess, sys\n"
              "subprocess.Popen([sys.executable, '-c', %r], start_new_session=True)\n" % burn)
    used = measure.run([sys.executable, "-c", orphan], log)
    check(used.cpu_s >= 0.3, "a process that is left behind counts")
    used = measure.run([sys.executable, "-c", "import time; time.sleep(60)"], log, timeout_s=0.2)
    same(used.code, -9, "one that takes too long is ended")


def test_rounds():
    data, run = measure.Input(__file__, 1), measure.run

    def run_rounds(rounds, *usages):
        """With runs that took this; the usage, and how many of them were made."""
        left = [measure.Usage(*usage) for usage in usages]
        measure.run = lambda command, log, environment: left.pop(0)
        used = measure.run_rounds([], "", data, rounds)
        measure.run = run
        return used.wall_s, used.cpu_s, used.peak_mib, used.code, len(usages) - len(left)
    same(run_rounds(3, (1, 5, 7, 0), (3, 4, 9, 0), (2, 6, 8, 0), (9, 9, 9, 0)), (2, 5, 9, 0, 3), "medians of rounds")
    same(run_rounds(4, (1, 1, 1, 0), (2, 3, 4, 5), (1, 1, 1, 0)), (2, 3, 4, 5, 2), "no round after one that failed")
    same(run_rounds(9, (6, 1, 1, 0), (6, 3, 1, 0), (1, 1, 1, 0)), (6, 2, 1, 0, 2), "rounds end when they took enough")
    same(run_rounds(0, (1, 2, 3, 0), (4, 5, 6, 0)), (1, 2, 3, 0, 1), "one round at least")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write("#!%s\n" % sys.executable + text)
    os.chmod(path, 0o755)


def make_build(folder):
    """A generator whose last argument but one is the number of documents, one pair, a kembar that removes b."""
    write(os.path.join(folder, "bench_generate"), """import sys
with open(sys.argv[-1], "w") as out:
    for i in range(min(26, int(sys.argv[-2]))):
        out.write('{"id": "%s", "text": "words of %d"}\\n' % (chr(97 + i), i))
""")
    write(os.path.join(folder, "bench_truth"), """import sys
open(sys.argv[2], "w").write("a\\tb\\t0.900000\\nc\\td\\t0.500000\\n")
print("documents 5\\ntext_bytes 80000000\\ntokens 10000000\\npairs 2")
""")
    write(os.path.join(folder, "kembar"), """import json, sys
def value(name):
    return sys.argv[sys.argv.index(name) + 1]
open(value("-o"), "w").close()
with open(value("--removed"), "w") as out:
    out.write(json.dumps({"id": "b", "duplicate_of": "a"}) + "\\n")
if "--pairs" in sys.argv:
    with open(value("--pairs"), "w") as out:
        out.write(json.dumps({"a": "a", "b": "b", "jaccard": 0.9}) + "\\n")
""")
    for name, rows in (("bench_limits", {"copy of 256 MiB, 1 thread": 8, "hashes of 7 bytes, 1 thread": 200}),
                       ("bench_dedup", {"stage: read": 2.0, "stage: read, processor": 4.0})):
        rows = [{"what": what, "value": value} for what, value in rows.items()]
        write(os.path.join(folder, name), "import sys\nopen(sys.argv[sys.argv.index('--json') + 1], 'w').write(%r)\n"
              % json.dumps({"rows": rows}))


def run_main(main, arguments):
    """Exit code, standard output and error."""
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        code = main(arguments)
    return code, out.getvalue(), said.getvalue()


def test_near(folder):
    result = os.path.join(folder, "near.json")
    code, out, said = run_main(near.main, ["--build", folder, "--documents", "5", "--rounds", "2", "--json", result])
    same((code, said), (0, ""), "near")
    with open(result, encoding="utf-8") as file:
        found = json.load(file)
    rows = {row["what"]: row["value"] for row in found["rows"]}
    same(rows["jaccard >= 0.5: of them listed"], 0.5, "near: recall of pairs")
    same(rows["jaccard >= 0.8: of true ones one removed"], 1.0, "near: recall of removal")
    same(rows["pairs with a wrong index"], 0, "near: indices")
    same(rows["every pair listed: documents"], 5 / rows["every pair listed: wall"], "near: a rate with pairs")
    same(found["stages"], [dict(zip(near.STAGE_HEAD, ("read", 2.0, 4.0, 20.0, 0.0025, 0.0125)))], "near: stages")
    check("read" in out and "0.2%" in out, "near prints its stages")
    code, out, _ = run_main(near.main, ["--build", folder, "--rounds", "1", "--growth", "100000"])
    same(code, 0, "near --growth")
    check("100000 documents" in out and "of half as many" in out, "near --growth prints factors")
    code, _, said = run_main(near.main, ["--build", os.path.join(folder, "nothing"), "--documents", "5"])
    same(code, 1, "near without a build")
    check("bench_generate" in said, "near says what is missing: " + said)


def test_peers(folder):
    adapters = os.path.join(folder, "adapters")
    write(os.path.join(adapters, "peer_good.py"), """import sys
assert sys.argv[3:] == ["--threads", "2"]
open(sys.argv[2], "w").write("b\\nd\\n")
""")
    write(os.path.join(adapters, "peer_bad.py"), "import sys\nprint('no luck')\nsys.exit(4)\n")
    with open(os.path.join(adapters, "constraints.txt"), "w", encoding="utf-8") as out:
        out.write("# all\ngood==1.2\n")
    peers.ADAPTERS, result = adapters, os.path.join(folder, "peers.json")
    made = [peers.Peer("bad", ["bad"], 0.8, "fails"), peers.Peer("good", ["good"], 0.7, "works", is_slow=True)]

    def main(arguments):
        return peers.main(["--build", folder, "--documents", "9", "--slow", "5", "--json", result] + arguments, made)
    code, out, _ = run_main(main, ["--python", sys.executable])
    same(code, 0, "peers")
    with open(result, encoding="utf-8") as file:
        rows = {(row["name"], row.get("documents")): row for row in json.load(file)["rows"]}
    same(sorted(rows, key=str), sorted([("kembar", 5), ("kembar", 9), ("kembar --min-jaccard 0.8", 9),
                                        ("kembar --min-jaccard 0.7", 9), ("bad", None), ("good", 5)], key=str), "rows of peers")
    good = rows["good", 5]
    same(good["quality"]["0.5"], {"recall": 1.0, "precision": 1.0}, "quality of a peer")
    same(good["version"], "1.2", "version of a peer")
    same(good["kembar_times"], good["wall_s"] / rows["kembar", 5]["wall_s"], "ratio of a peer")
    same(rows["bad", None]["failed"], "ended with 4: no luck", "a peer that fails")
    check("bad: ended with 4: no luck" in out and "good 1.2: works" in out, "peers prints all: " + out)
    # A Python without pip, as far as anyone can tell.
    write(os.path.join(folder, "peers", "venv", "bin", "python"), "import sys\nsys.exit('no network')\n")
    code, out, _ = run_main(main, ["--only", "good"])
    same(code, 0, "peers that do not install")
    check("good: not installed: no network" in out, "peers says what is not installed: " + out)


def main():
    measure.adopt_orphans()
    test_removal_quality()
    test_pair_quality()
    test_rounds()
    for test in (test_usage, test_near, test_peers):
        with tempfile.TemporaryDirectory() as folder:
            make_build(folder)
            test(folder)
    if failures:
        sys.exit(1)
    print("the scripts of the benchmarks do what they say")


if __name__ == "__main__":
    main()
