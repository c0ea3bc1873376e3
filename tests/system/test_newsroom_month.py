"""A newsroom's month: thirty days of changes in a git-like tree, checked each day with a baseline.

Each day new stories come, some of them copies; the desk accepts what is found. What was accepted
stays quiet, a further copy does not. Two desks accept at once and their baselines are merged, a
folder is renamed, a wire's archive comes in at once. Every answer with a cache, which now and then
is broken or gone, is the same as from scratch without one.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

DAYS = 30
KEMBAR = os.environ["KEMBAR"]


def words(rng, n):
    return ["".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(3)) for _ in range(n)]


def story(rng):
    return [" ".join(words(rng, 12)) + "." for _ in range(8)]


def edited(rng, sentences):
    copy = list(sentences)
    copy[rng.randrange(len(copy))] = " ".join(words(rng, 12)) + "."
    return copy


class Newsroom:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.rng = random.Random(20261122)
        self.stories = {}
        self.n = 0

    def path(self, desk):
        self.n += 1
        return f"content/{desk}/{self.n:04}.md"

    def write(self, path, sentences):
        full = self.folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        text = f"---\ntitle: {sentences[0]}\nsource: {path.split('/')[1]}\n---\n\n"
        full.write_text(text + "\n\n".join(sentences[1:]) + "\n")
        self.stories[path] = sentences

    def rename_desk(self, old, new):
        (self.folder / "content" / old).rename(self.folder / "content" / new)
        moved = {p: p.replace(f"content/{old}/", f"content/{new}/") for p in self.stories}
        self.stories = {moved[p]: s for p, s in self.stories.items()}
        return sorted(q for p, q in moved.items() if p != q)

    def check(self, changed, *options, baseline="known.jsonl"):
        (self.folder / "changed.list").write_text("".join(p + "\n" for p in changed))
        line = [KEMBAR, "check", "content", "--changed", "changed.list", "--json", "--quiet"]
        if (self.folder / baseline).exists() or "--update-baseline" in options:
            line += ["--baseline", baseline]
        run = subprocess.run(line + list(options), cwd=self.folder, capture_output=True, text=True,
                             env=dict(os.environ, KEMBAR_TODAY="2026-11-22"))
        if run.returncode not in (0, 1):
            sys.exit(f"exit code {run.returncode}: {run.stderr}")
        return run.returncode, run.stdout

    def found(self, changed):
        """The answer of a day, from scratch and with the cache."""
        scratch = self.check(changed)
        kept = self.check(changed, "--cache", "cache", "--threads", str(self.rng.randint(1, 3)))
        expect(scratch == kept, "an answer with the cache is another than without")
        code, answer = scratch[0], json.loads(scratch[1])
        expect((code == 1) == (answer["new"] > 0), "the exit code is not that of the answer")
        return answer

    def accept(self, changed, baseline="known.jsonl"):
        code, _ = self.check(changed, "--update-baseline", "--note", "the desk agreed",
                             baseline=baseline)
        expect(code == 0, "accepting fails")


def expect(condition, what):
    if not condition:
        sys.exit(what)


def pairs(answer, state):
    """Of each finding of a state both paths, in no order."""
    return {frozenset((f["subject"]["path"], f["other"]["path"]))
            for f in answer["findings"] if f["state"] == state}


def spoil_cache(room, day):
    files = sorted((room.folder / "cache").glob("*")) if (room.folder / "cache").exists() else []
    if day % 10 == 7:
        shutil.rmtree(room.folder / "cache")
    elif day % 10 == 4 and files:
        data = bytearray(files[0].read_bytes())
        data[room.rng.randrange(len(data))] ^= 1
        files[0].write_bytes(data)
    elif day % 10 == 5 and files:
        files[-1].write_bytes(files[-1].read_bytes()[:-9])


def ordinary_day(room, day):
    """Fresh stories and a copy; the copy is found and accepted, and then is quiet."""
    desk = room.rng.choice(["city", "sport", "coast"])
    changed = [room.path(desk) for _ in range(4)]
    for path in changed[:3]:
        room.write(path, story(room.rng))
    original = room.rng.choice(sorted(p for p in room.stories if p not in changed))
    room.write(changed[3], edited(room.rng, room.stories[original]))
    answer = room.found(changed)
    new = pairs(answer, "new")
    expect(frozenset((changed[3], original)) in new, f"day {day}: the copy is not found")
    expect(all(changed[3] in pair for pair in new), f"day {day}: what is no copy is found")
    room.accept(changed)
    again = room.found(changed)
    expect(again["new"] == 0 and again["known"] == len(new), f"day {day}: accepted ones are not quiet")


def further_copy_day(room, day):
    """One more copy of an accepted duplicate is new, and only it."""
    known = [json.loads(line) for line in (room.folder / "known.jsonl").read_text().splitlines()]
    accepted = "content/" + room.rng.choice(known)["ids"][0]
    path = room.path("city")
    room.write(path, room.stories[accepted])
    answer = room.found([path, accepted])
    expect(frozenset((path, accepted)) in pairs(answer, "new"), f"day {day}: a further copy is quiet")
    expect(all(path in pair for pair in pairs(answer, "new")), f"day {day}: an accepted pair is new")
    room.accept([path, accepted])
    expect(room.found([path, accepted])["new"] == 0, f"day {day}: it is not quiet once accepted")


def merge_day(room, day):
    """Two branches accept a copy each; the lines of both are the merged baseline."""
    changed = [room.path("coast"), room.path("sport")]
    originals = room.rng.sample(sorted(room.stories), 2)
    for path, original in zip(changed, originals):
        room.write(path, edited(room.rng, room.stories[original]))
    before = (room.folder / "known.jsonl").read_text()
    branches = []
    for i, path in enumerate(changed):
        name = f"branch{i}.jsonl"
        (room.folder / name).write_text(before)
        hidden = room.folder / changed[1 - i]
        hidden.rename(room.folder / "hidden")
        room.accept([path], baseline=name)
        (room.folder / "hidden").rename(hidden)
        branches.append((room.folder / name).read_text())
        (room.folder / name).unlink()
    marked = "<<<<<<< ours\n" + branches[0] + "=======\n" + branches[1] + ">>>>>>> theirs\n"
    (room.folder / "known.jsonl").write_text(marked)
    refused = subprocess.run([KEMBAR, "check", "content", "--baseline", "known.jsonl"], cwd=room.folder,
                             capture_output=True, text=True, check=False)
    expect(refused.returncode == 2 and "known.jsonl:1" in refused.stderr,
           f"day {day}: an unfinished merge is taken for a baseline")
    (room.folder / "known.jsonl").write_text("".join(branches))
    expect(room.found(changed)["new"] == 0, f"day {day}: what both branches accepted is not quiet")
    room.accept(changed)
    lines = (room.folder / "known.jsonl").read_text().splitlines()
    expect(lines == sorted(set(lines)), f"day {day}: the baseline is not sorted, or has a line twice")


def import_day(room, day):
    """A wire's archive: many at once, a third of them carried already."""
    changed = [room.path("wire") for _ in range(60)]
    originals = room.rng.sample(sorted(room.stories), 20)
    for i, path in enumerate(changed):
        room.write(path, edited(room.rng, room.stories[originals[i]]) if i < 20 else story(room.rng))
    new = pairs(room.found(changed), "new")
    for path, original in zip(changed, originals):
        expect(frozenset((path, original)) in new, f"day {day}: a copy of the import is not found")
    expect(not any(path in pair for path in changed[20:] for pair in new),
           f"day {day}: what is no copy is found")
    room.accept(changed)
    expect(room.found(changed)["new"] == 0, f"day {day}: the import is not quiet once accepted")


def rename_day(room, day):
    """All files of a desk change their paths: nothing that was accepted is new."""
    changed = room.rename_desk("sport", "games")
    answer = room.found(changed)
    expect(answer["known"] > 0 and answer["new"] == 0, f"day {day}: a renamed folder is not quiet")
    room.accept(changed)


def main():
    special = {6: further_copy_day, 10: merge_day, 14: import_day, 18: rename_day,
               22: further_copy_day, 26: merge_day}
    with tempfile.TemporaryDirectory() as folder:
        room = Newsroom(folder)
        for _ in range(40):
            room.write(room.path(room.rng.choice(["city", "sport", "coast"])), story(room.rng))
        for day in range(1, DAYS + 1):
            spoil_cache(room, day)
            special.get(day, ordinary_day)(room, day)
        whole = json.loads(room.check(sorted(room.stories))[1])
        expect(whole["new"] == 0, "at the end of the month what was accepted is not quiet")
        expect(whole["known"] >= DAYS, "too few were accepted to say anything")


main()
