"""Floors of coverage, and a reason for what is not covered.

    coverage.py GCOVR.json [--worst N]

The library is src/ without the command (src/cli) and the tool that compiles the lexicon; its floors are
95% of lines and 88% of branches. The whole of src/ is told beside it. A line of the library that no test
runs must match a rule of uncovered.txt beside this file, which says why; only so few may match none.
Exits with 1 when a floor is missed.
"""
import collections
import fnmatch
import json
import os
import re
import sys

FLOORS = {"lines": 95.0, "branches": 88.0}
MAX_UNEXPLAINED = 0.3  # percent of the library's lines
NOT_LIBRARY = ("src/cli/", "src/lexicon/compile/")
HERE = os.path.dirname(os.path.abspath(__file__))


class Count:
    def __init__(self):
        self.lines, self.lines_run, self.branches, self.branches_taken = 0, 0, 0, 0

    def add(self, lines):
        self.lines += len(lines)
        self.lines_run += sum(1 for line in lines if line["count"] > 0)
        branches = [branch for line in lines for branch in line["branches"]]
        self.branches += len(branches)
        self.branches_taken += sum(1 for branch in branches if branch["count"] > 0)

    def percents(self):
        return {
            "lines": 100.0 * self.lines_run / max(1, self.lines),
            "branches": 100.0 * self.branches_taken / max(1, self.branches),
        }

    def told(self, name):
        percents = self.percents()
        return "%-34s %6d lines %6.2f%%  %6d branches %6.2f%%" % (
            name, self.lines, percents["lines"], self.branches, percents["branches"])


def add_functions(lines, functions):
    """Names in each line, which are in order, the function that began last before it."""
    begins = sorted((function["lineno"], function["name"]) for function in functions)
    name, next_one = "", 0
    for line in lines:
        while next_one < len(begins) and begins[next_one][0] <= line["line_number"]:
            name = begins[next_one][1]
            next_one += 1
        line["function"] = name
    return lines


def load(path):
    """{file: lines that hold code}"""
    with open(path, encoding="utf-8") as file:
        files = json.load(file)["files"]
    return {f["file"]: add_functions([line for line in f["lines"] if not line.get("gcovr/noncode")],
                                     f.get("functions", [])) for f in files}


def is_library(path):
    return not path.startswith(NOT_LIBRARY)


class Rule:
    def __init__(self, where, pattern, reason):
        self.where, self.reason, self.n_lines = where, reason, 0
        self.glob, _, self.function = where.partition(":")
        self.pattern = re.compile(pattern)

    def explains(self, path, function, text):
        return (fnmatch.fnmatch(path, self.glob) and self.function in ("", function)
                and self.pattern.search(text))


def load_rules():
    """Rules in their order; a reason stands until the next one."""
    rules, reason = [], None
    with open(os.path.join(HERE, "uncovered.txt"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            if not line.startswith(" "):
                reason = line
                continue
            where, _, pattern = line.strip().partition(" ")
            if reason is None or not pattern:
                sys.exit("uncovered.txt:%d: neither a reason nor a place and a pattern" % number)
            rules.append(Rule(where, pattern.strip(), reason))
    return rules


def reason_of(rules, path, function, text):
    for rule in rules:
        if rule.explains(path, function, text):
            rule.n_lines += 1
            return rule.reason
    return None


def explain(files):
    """What is not covered, by reason; prints what has none and returns how many lines that are."""
    rules, by_reason, unexplained = load_rules(), collections.Counter(), []
    for path in sorted(filter(is_library, files)):
        with open(path, encoding="utf-8") as file:
            source = file.read().split("\n")
        for line in files[path]:
            if line["count"] > 0:
                continue
            text = source[line["line_number"] - 1].strip()
            reason = reason_of(rules, path, line["function"], text)
            by_reason[reason or "no reason given"] += 1
            if reason is None:
                unexplained.append("  %s:%d: %s" % (path, line["line_number"], text))
    print("\nNot covered in the library, lines by reason:")
    for reason, n_lines in by_reason.most_common():
        print("  %4d  %s" % (n_lines, reason))
    if unexplained:
        print("\nWithout a reason (add a test, or a rule to tests/coverage/uncovered.txt):")
        print("\n".join(unexplained))
    unused = [rule for rule in rules if rule.n_lines == 0]
    if unused:
        print("\nRules that explain nothing here:")
        print("\n".join("  %s %s" % (rule.where, rule.pattern.pattern) for rule in unused))
    return len(unexplained)


def print_worst(files, n_files):
    missed = []
    for path, lines in files.items():
        count = Count()
        count.add(lines)
        missed.append((count.branches - count.branches_taken, count.lines - count.lines_run, path))
    print("\nMost branches missed:\n  branches  lines")
    for branches, lines, path in sorted(missed, reverse=True)[:n_files]:
        print("  %8d %6d  %s" % (branches, lines, path))


def main(arguments):
    files = load(arguments[0])
    n_worst = int(arguments[2]) if arguments[1:2] == ["--worst"] else 15
    library, everything = Count(), Count()
    for path, lines in files.items():
        everything.add(lines)
        if is_library(path):
            library.add(lines)
    print_worst(files, n_worst)
    n_unexplained = explain(files)
    print()
    print(library.told("library (src, no command or tool)"))
    print(everything.told("all of src"))
    failed = ["%s %.2f%%, floor %.0f%%" % (name, library.percents()[name], floor)
              for name, floor in FLOORS.items() if library.percents()[name] < floor]
    if n_unexplained > MAX_UNEXPLAINED / 100 * library.lines:
        failed.append("%d lines without a reason, at most %.1f%%" % (n_unexplained, MAX_UNEXPLAINED))
    for what in failed:
        print("coverage: below the floor: " + what)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
