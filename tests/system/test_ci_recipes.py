#!/usr/bin/env python3
"""The three recipes of README.md, word for word, in a repository of their own."""
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import xml.etree.ElementTree

KEMBAR = os.path.abspath(os.environ["KEMBAR"])
README = os.path.join(os.environ["KEMBAR_SOURCE"], "README.md")
failures = []

OLD = """The council of Lembah will mend the old quay before the rains come, for a sum of at most four
million, because divers found long cracks below the water line last year. Fishermen had warned of the
damage since the storm of 2021, when two of the mooring posts fell into the harbour at night. Work
begins in May and will take eleven weeks, in which the ferry to the islands leaves from the north pier.
"""
OTHER = """Teachers of the district met in the hall of the old school on Tuesday and asked for smaller
classes, better lamps and a bus that leaves after the last lesson rather than a quarter of an hour before
it. The head of the office promised an answer within the month, and took two of the lamps with her.
"""


def check(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what[:2000])


# --- what the README says -------------------------------------------------------------------------


def blocks():
    """The indented blocks of the section, each with the line before it."""
    with open(README, encoding="utf-8") as file:
        section = re.search(r"^## In CI\n(.*?)^## ", file.read(), re.M | re.S).group(1)
    found = re.findall(r"^([^ \n][^\n]*)\n\n((?:    [^\n]*\n|\n)+)", section, re.M)
    return [(head, textwrap.dedent(body).strip() + "\n") for head, body in found]


def block(name):
    found = [body for head, body in blocks() if name in head]
    check(len(found) == 1, "README.md has %d blocks for %s" % (len(found), name))
    return found[0]


def github_commands(workflow):
    """The lines of `run: |`, as the runner gives them to bash."""
    body = re.search(r"^( *)- run: \|\n((?:\1   .*\n)+)", workflow, re.M).group(2)
    return textwrap.dedent(body)


def gitlab_commands(job):
    """The items of `script:`, whose lines are folded."""
    body = re.search(r"^  script:\n((?:    .*\n)+)", job, re.M).group(1)
    return "\n".join(" ".join(item.split()) for item in body.split("    - ")[1:])


def cached_folder(recipe):
    """What the job's cache keeps."""
    found = set(re.findall(r"^ *(?:path: |paths: \[)([^\]\n/]+)/?\]?$", recipe, re.M))
    check(len(found) == 1, "what is kept is what is brought back: %r" % found)
    return found.pop()


def check_steps(workflow):
    """Cache and report are kept where the gate trips too, whatever comes before them."""
    steps = re.findall(r"^ *- uses: (\S+)@v\d+\n((?:(?! *- ).*\n)*)", workflow, re.M)
    names = [name for name, _ in steps]
    check(names == ["actions/checkout", "actions/cache/restore", "actions/cache/save",
                    "github/codeql-action/upload-sarif"], "steps: %r" % names)
    check(workflow.index("cache/restore") < workflow.index("kembar check") < workflow.index("cache/save"),
          "the order of the steps")
    for name, body in steps[2:]:
        check("if: always()" in body, "%s: only where nothing fails" % name)
    keys = re.findall(r"^ *key: (.*)$", workflow, re.M)
    prefix = re.search(r"^ *restore-keys: (.*)$", workflow, re.M).group(1)
    check(len(keys) == 2 and keys[0] == keys[1] and keys[0].startswith(prefix) and
          "run_attempt" in keys[0], "keys: %r" % keys)


def setup_commands():
    return next(body for _, body in blocks() if body.startswith(": >"))


# --- a repository ---------------------------------------------------------------------------------


class Repository:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "news")
        tools = os.path.join(folder, "bin")
        os.makedirs(self.folder)
        os.makedirs(tools)
        os.symlink(KEMBAR, os.path.join(tools, "kembar"))
        self.environment = {"PATH": tools + ":" + os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8",
                            "GIT_CONFIG_NOSYSTEM": "1", "GITHUB_BASE_REF": "main",
                            "GITHUB_STEP_SUMMARY": os.path.join(folder, "summary.md"),
                            "KEMBAR_TODAY": "2026-01-15"}
        # The sanitizers' settings go along.
        self.environment.update({name: value for name, value in os.environ.items()
                                 if name.endswith("SAN_OPTIONS")})

    def run(self, shell, commands, *codes):
        done = subprocess.run([*shell, commands], cwd=self.folder, env=self.environment, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False, text=True)
        check(done.returncode in (codes or (0,)), "%s\nexit %d, not %r\n%s%s" % (
            commands, done.returncode, codes or (0,), done.stdout, done.stderr))
        return done

    def sh(self, commands, *codes):
        return self.run(["sh", "-ec"], commands, *codes)

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            return file.read()


def make(folder):
    repository = Repository(folder)
    repository.sh("git init -q -b main && git config user.name Editor && git config user.email e@example.org")
    repository.write("content/2024/quay.md", OLD)
    repository.write("content/2024/quay again.md", OLD)  # an old pair is not looked for
    repository.sh(setup_commands())
    check(repository.read(".kembar-baseline.jsonl") == "", "the baseline is empty at first")
    repository.sh("git add -A && git commit -qm start && git update-ref refs/remotes/origin/main HEAD")
    repository.sh("git checkout -qb story")
    return repository


# --- the recipes ----------------------------------------------------------------------------------


def check_hook(repository):
    hook = ".git/hooks/pre-commit"
    repository.write(hook, block("pre-commit"))
    os.chmod(os.path.join(repository.folder, hook), 0o755)
    repository.write("notes.txt", "not content")
    quiet = repository.sh("git add -A && git commit -qm notes")
    check(quiet.stdout + quiet.stderr == "", "the hook says nothing of other files: %r" % quiet.stderr)
    repository.write("content/2025/classes.md", OTHER)
    repository.sh("git add -A && git commit -qm fine")
    repository.write("content/2025/the \u201cquay\u201d.md", OLD.replace("four", "three").replace("eleven", "ten"))
    stopped = repository.sh("git add -A && git commit -qm copy", 1)
    for part in ("content/2025/the \u201cquay\u201d.md:1", "content/2024/quay again.md:1", "The gate trips: "):
        check(part in stopped.stdout + stopped.stderr, "the hook names %s: %s" % (part, stopped.stdout))
    repository.sh("git commit -qnm copy")


def check_cache(repository, recipe):
    """The command fills the folder that the recipe keeps, and the next one has no need of a new file."""
    folder = os.path.join(repository.folder, cached_folder(recipe))
    files = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    check(len(files) == 1 and files[0].startswith("imprints-"), "cache: %r" % files)


def check_github(repository, is_tripped):
    commands = github_commands(block(".github/workflows"))
    done = repository.run(["bash", "-ec"], commands, 1 if is_tripped else 0)
    check(done.stdout.startswith("::error file=content/2025/the \u201cquay\u201d.md,line=1,") == is_tripped,
          "annotations: %s" % done.stdout)
    run = json.loads(repository.read("kembar.sarif"))["runs"][0]
    check(run["properties"]["tripped"] == is_tripped, "sarif: tripped")
    check(all(result["suppressions"] for result in run["results"]) != is_tripped, "sarif: suppressions")
    check_cache(repository, block(".github/workflows"))
    with open(repository.environment["GITHUB_STEP_SUMMARY"], encoding="utf-8") as file:
        summary = file.read()
    check(("The gate trips" in summary) == is_tripped, "summary: %s" % summary)
    check_steps(block(".github/workflows"))
    check("sarif_file: kembar.sarif" in block(".github/workflows"), "what is uploaded is what is written")


def check_gitlab(repository, is_tripped):
    job = block(".gitlab-ci.yml")
    repository.environment["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = repository.sh(
        "git merge-base origin/main HEAD").stdout.strip()
    done = repository.run(["bash", "-ec"], gitlab_commands(job), 1 if is_tripped else 0)
    check(("The gate trips" in done.stdout) == is_tripped, "text: %s" % done.stdout)
    check_cache(repository, job)
    reports = dict(re.findall(r"^      (codequality|junit): (\S+)$", job, re.M))
    issues = json.loads(repository.read(reports["codequality"]))
    check(issues and any(issue["severity"] != "info" for issue in issues) == is_tripped, "issues: %r" % issues)
    check(all(issue["location"]["path"] == "content/2025/the \u201cquay\u201d.md" for issue in issues), "paths")
    suite = xml.etree.ElementTree.fromstring(repository.read(reports["junit"]))
    check(suite.get("tests") == "1" and suite.get("failures") == str(int(is_tripped)), "junit: counts")


def check_accepting(repository):
    match = re.search(r"with `(--update-baseline [^`]*)`", open(README, encoding="utf-8").read())
    repository.sh("git diff --name-only -z origin/main...HEAD | kembar check content --changed - "
                  "--baseline .kembar-baseline.jsonl " + match.group(1))
    lines = repository.read(".kembar-baseline.jsonl").splitlines()
    check(lines and all(json.loads(line)["note"] == "why" for line in lines), "baseline: %r" % lines)
    repository.sh("git add .kembar-baseline.jsonl && git commit -qm accepted")


def check_union(repository):
    """Two branches that accept different pairs merge without a conflict."""
    repository.sh("rm -rf .kembar-cache && git checkout -qb other origin/main")
    repository.write("content/2025/classes.md", OTHER)
    repository.write("content/2025/classes again.md", OTHER)
    repository.sh("git add -A && git commit -qnm classes")
    repository.sh("git diff --name-only -z origin/main...HEAD | kembar check content --changed - "
                  "--baseline .kembar-baseline.jsonl --update-baseline --note other --quiet")
    repository.sh("git add .kembar-baseline.jsonl && git commit -qnm accepted && git merge -q story -m both")
    repository.sh("git diff --name-only -z origin/main...HEAD | kembar check content --changed - "
                  "--baseline .kembar-baseline.jsonl")


def main():
    if subprocess.run(["git", "--version"], stdout=subprocess.DEVNULL, check=False).returncode:
        return 77
    with tempfile.TemporaryDirectory() as folder:
        repository = make(folder)
        check_hook(repository)
        check_github(repository, True)
        check_gitlab(repository, True)
        check_accepting(repository)
        check_github(repository, False)
        check_gitlab(repository, False)
        check_union(repository)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
