#!/usr/bin/env python3
"""One nasty collection through every command and format: nothing of it works in any output.

    test_hostile_outputs.py --page FILE    checks nothing but this report, also as a browser serialises it
"""
import base64
import csv
import hashlib
import html.parser
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "schema"))
import nasty_collection as nasty  # noqa: E402
import test_check as forms  # noqa: E402

KEMBAR = os.path.abspath(os.environ.get("KEMBAR", "build/kembar"))
failures = []


def check(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what[:600].encode("ascii", "backslashreplace").decode())


# --- running --------------------------------------------------------------------------------------


def run(*arguments, codes=(0,)):
    done = subprocess.run([KEMBAR, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    check(done.returncode in codes, "%s: exit %d: %r" % (arguments[:2], done.returncode, done.stderr[-300:]))
    return done.stdout, done.stderr


def run_on_terminal(*arguments):
    """All that appears on a terminal, stdout and stderr."""
    pid, master = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("NO_COLOR", None)
        os.execv(KEMBAR, [KEMBAR, *arguments])
    shown = b""
    while select.select([master], [], [], 120)[0]:
        try:
            got = os.read(master, 65536)
        except OSError:
            break
        if not got:
            break
        shown += got
    os.close(master)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    check(code in (0, 1, 2, 3), "%s on a terminal: exit %d" % (arguments[:2], code))
    return shown


# --- what a terminal obeys ------------------------------------------------------------------------

# Colours, and what the progress bar does to its own line: kembar's own sequences.
OWN = re.compile("\x1b\\[(0|1|2|4|7|22|24|27|3[0-9]|39|9[0-7]|1;3[0-9]|2;3[0-9])?m|\x1b\\[K")


def is_harmful(char):
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp", "Cs"):
        return char != "\n"
    # Joiners shape words of several scripts and harm none.
    return category == "Cf" and char not in "\u200c\u200d"


def check_inert(text, what, is_terminal=False):
    try:
        shown = text.decode("utf-8")
    except UnicodeDecodeError as error:
        check(False, "%s: not UTF-8: %s" % (what, error))
        return
    if is_terminal:
        shown = OWN.sub("", shown).replace("\r\n", "\n").replace("\r", "\n")
    harmful = sorted({"U+%04X" % ord(char) for char in shown if is_harmful(char)})
    check(not harmful, "%s: holds %s" % (what, harmful))


# --- JSON -----------------------------------------------------------------------------------------


def parse_lines(text, what):
    rows = []
    for line in text.decode("utf-8").split("\n"):
        if not line:
            continue
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            check(False, "%s: %s in %r" % (what, error, line[:200]))
    return rows


def read_lines(path):
    with open(path, "rb") as file:
        return parse_lines(file.read(), path)


def exact_ids():
    releases, coverage = nasty.records()
    # NUL ends a text for much that reads it, and is repaired on the way in.
    return {row["id"].replace("\0", "\ufffd") for row in releases + coverage}


# --- the page -------------------------------------------------------------------------------------

VOID = {"meta", "br", "hr", "img", "link", "base", "input", "col", "wbr"}
TAGS = set(
    "html head meta title style body header main section article details summary h1 h2 h3 p a b i code bdi "
    "span ul ol li dl dt dd table thead tbody tr th td mark time footer nav div small".split()
)
PLACE = re.compile(r"[a-z]+-?[0-9]*|[ds]-[0-9a-f]{16}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{5,8}(Z|[+-][0-9:]{5})?)?")
ATTRIBUTES = {
    "class": re.compile(r"[a-z]+( [a-z]+)*"),
    "id": PLACE,
    "href": re.compile(r"#([a-z]+-?[0-9]*|[ds]-[0-9a-f]{16})|https?://[^\s\"<>]+"),
    "lang": re.compile(r"en|id|"),
    "dir": re.compile(r"auto"),
    "datetime": DATE,
    "rel": re.compile(r"noopener noreferrer"),
    "open": re.compile(r""),
    "scope": re.compile(r"col|row"),
    "colspan": re.compile(r"[0-9]+"),
    "charset": re.compile(r"utf-8"),
    "name": re.compile(r"viewport|referrer|color-scheme"),
    "http-equiv": re.compile(r"Content-Security-Policy"),
    "content": re.compile(r".*"),
}


class Page(html.parser.HTMLParser):
    """Notes every element and attribute that the report's own code does not write."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.policy, self.styles, self.title, self.text = [], None, [], "", []
        self.links, self.metas = [], []

    def handle_starttag(self, tag, attrs):
        check(tag in TAGS, "report.html: element <%s>" % tag)
        names = [name for name, _ in attrs]
        check(len(names) == len(set(names)), "report.html: <%s> has an attribute twice" % tag)
        for name, value in attrs:
            allowed = ATTRIBUTES.get(name)
            check(allowed is not None, "report.html: attribute %s of <%s>" % (name, tag))
            check(allowed is None or allowed.fullmatch(value or ""),
                  "report.html: <%s %s=%r>" % (tag, name, value))
        if tag == "meta":
            self.metas.append(dict(attrs))
            if dict(attrs).get("http-equiv"):
                self.policy = dict(attrs)["content"]
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        check(False, "report.html: <%s/>" % tag)

    def handle_endtag(self, tag):
        check(self.open and self.open[-1] == tag, "report.html: </%s> inside %s" % (tag, self.open[-3:]))
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.styles.append(data)
        elif self.open and self.open[-1] == "title":
            self.title += data
        else:
            self.text.append(data)

    def handle_comment(self, data):
        check(False, "report.html: a comment: %r" % data[:80])

    def handle_decl(self, decl):
        check(decl == "DOCTYPE html", "report.html: <!%s>" % decl[:80])

    def unknown_decl(self, data):
        check(False, "report.html: <![%s" % data[:80])

    def handle_pi(self, data):
        check(False, "report.html: <?%s" % data[:80])


def hash_of(text):
    return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def check_policy(page):
    check(page.policy is not None, "report.html: has no policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in (page.policy or "").split(";") if rule.strip()}
    check(rules.get("default-src") == ["'none'"], "report.html: default-src %s" % rules.get("default-src"))
    for name in ("base-uri", "form-action"):
        check(rules.get(name) == ["'none'"], "report.html: %s %s" % (name, rules.get(name)))
    check(len(page.styles) == 1, "report.html: %d style sheets" % len(page.styles))
    check(rules.get("style-src") == [hash_of("".join(page.styles))],
          "report.html: style-src %s is not the hash of the style sheet" % rules.get("style-src"))
    check(set(rules) == {"default-src", "style-src", "base-uri", "form-action"},
          "report.html: the policy has %s" % sorted(rules))
    # Within the first kilobyte, before anything that it is to govern.
    check(page.metas[:2] and page.metas[1].get("http-equiv"), "report.html: the policy does not come first")


def check_page(path):
    with open(path, "rb") as file:
        content = file.read()
    check_inert(content, "report.html")
    page = Page()
    page.feed(content.decode("utf-8"))
    page.close()
    check(not page.open, "report.html: left open: %s" % page.open)
    check(page.title == "kembar: who carries the same story", "report.html: title %r" % page.title)
    check_policy(page)
    shown = "".join(page.text)
    for payload in nasty.MARKUP[:4]:
        check(payload in shown, "report.html: %r is not there as text" % payload)
    check(any(link.startswith("https://news.example/") for link in page.links), "report.html: no document is linked")


# --- tables ---------------------------------------------------------------------------------------

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check_cell(cell, what):
    # A sheet drops blanks and quotes before it looks, and some begin a cell at a semicolon or a break.
    for part in re.split(r"[;\r\n]", cell):
        bare = unicodedata.normalize("NFKC", part).lstrip(" \t\"")
        check(not re.match(r"[=+\-@]", bare) or NUMBER.fullmatch(bare), "%s: the cell %r" % (what, cell[:80]))


def check_csv(text, what):
    check_inert(text.replace(b"\r\n", b"\n"), what)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8"), newline=""), strict=True))
    check(len(rows) > len(nasty.PAYLOADS), "%s: %d rows" % (what, len(rows)))
    for row in rows:
        check(len(row) == len(rows[0]), "%s: %d cells" % (what, len(row)))
        for cell in row:
            check_cell(cell, what)


# --- the commands ---------------------------------------------------------------------------------


def files_below(folder):
    return {os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names}


RUN_FILES = {"documents.jsonl", "pairs.jsonl", "clusters.jsonl", "run.json", "timings.json", "report.html"}


def test_cluster():
    inputs = ["releases", "coverage", "wrong"]
    out, err = run("cluster", *inputs, "-o", "run", "--with-text", codes=(3,))
    check_inert(out, "cluster, stdout")
    check_inert(err, "cluster, stderr")
    check(files_below("run") == RUN_FILES, "cluster wrote %s" % sorted(files_below("run")))
    out, err = run("cluster", "releases", "coverage", "-o", "counts", "--json", "--verbose")
    check_inert(out, "cluster --json")
    check(json.loads(out)["documents"] > 90, "cluster --json: counts")
    check_inert(run_on_terminal("cluster", *inputs, "-o", "terminal"), "cluster on a terminal", True)
    check_page("run/report.html")
    for name in RUN_FILES - {"report.html"}:
        with open("run/" + name, "rb") as file:
            check_inert(file.read(), name)


def test_json():
    documents = read_lines("run/documents.jsonl")
    ids = {row["id"] for row in documents}
    missing = exact_ids() - ids
    check(not missing, "documents.jsonl: not there with their exact ids: %r" % sorted(missing)[:3])
    pairs = read_lines("run/pairs.jsonl")
    relations = {row["relation"] for row in pairs}
    check(relations >= {"near", "excerpt", "translation", "related"}, "pairs.jsonl: only %s" % relations)
    check(all(row["a"] in ids and row["b"] in ids for row in pairs), "pairs.jsonl: an id of no document")
    texts = {row["id"]: row["text"].encode("utf-8") for row in documents}
    for row in pairs:
        for a_begin, a_end, b_begin, b_end in row["shared"]:
            texts[row["a"]][a_begin:a_end].decode("utf-8")
            texts[row["b"]][b_begin:b_end].decode("utf-8")
    clusters = read_lines("run/clusters.jsonl")
    check(all(m["id"] in ids for row in clusters for m in row["members"]), "clusters.jsonl: an id of no document")
    with open("run/run.json", encoding="utf-8") as file:
        rejected = json.load(file)["rejected"]
    check(len(rejected) >= 4 * len(nasty.PAYLOADS) - 8, "run.json: %d rejected" % len(rejected))
    return documents, pairs


def test_two_texts(pairs):
    for pair in pairs[:: max(1, len(pairs) // 12)]:
        places = []
        for name in (pair["a"], pair["b"]):
            for path in ("releases/releases.jsonl", "coverage/coverage.jsonl"):
                if name.split(" ")[-1].rstrip("0123456789") == ("release" if "releases" in path else "copy"):
                    places.append(path + "#" + name)
        if len(places) == 2:
            check_inert(run("compare", *places)[0], "compare")
            check_inert(run_on_terminal("compare", *places), "compare on a terminal", True)
            out, _ = run("compare", *places, "--json")
            check_inert(out, "compare --json")
            json.loads(out)
        check_inert(run("explain", "run", "--", pair["a"])[0], "explain ID")
        check_inert(run("explain", "run", "--", pair["a"], pair["b"])[0], "explain ID ID")
        check_inert(run_on_terminal("explain", "run", "--", pair["b"], pair["a"]), "explain on a terminal", True)


def test_unpaired(documents, pairs):
    paired = {(row["a"], row["b"]) for row in pairs}
    ids = sorted(row["id"] for row in documents)
    apart = [(a, b) for a, b in zip(ids, ids[::-1]) if a < b and (a, b) not in paired][:8]
    check(apart, "every pair of documents is a pair")
    for a, b in apart:
        check_inert(run("explain", "run", "--", a, b)[0], "explain, no pair")


def test_eval(documents):
    ids = [row["id"] for row in documents if not set(row["id"]) & set("\t\r\n")]
    with open("truth.tsv", "w", encoding="utf-8", newline="") as out:
        for a, b in zip(ids, ids[1:]):
            out.write("%s\t%s\tnear\n" % (a, b))
        out.write("not there \x1b[31m\u202e\t=1+1\texact\n")
    with open("stories.tsv", "w", encoding="utf-8", newline="") as out:
        out.writelines("%s\t\x1b]0;story %d\x07\n" % (name, i // 3) for i, name in enumerate(ids))
    arguments = ("eval", "run", "--truth", "truth.tsv", "--stories", "stories.tsv", "--mistakes")
    for stream in run(*arguments):
        check_inert(stream.replace(b"\t", b" "), "eval --mistakes")
    check_inert(run_on_terminal(*arguments).replace(b"\t", b" "), "eval on a terminal", True)
    out, _ = run(*arguments, "--json")
    check_inert(out, "eval --json")
    json.loads(out)


def test_read():
    for arguments in (["read"], ["read", "--with-text"]):
        out, err = run(*arguments, "releases", "coverage", "wrong", codes=(3,))
        check_inert(out, " ".join(arguments))
        check_inert(err, "read, stderr")
        rows = parse_lines(out, "read")
        check(exact_ids() <= {row["id"] for row in rows}, "read: the exact ids")
    check_inert(run_on_terminal("read", "--with-text", "releases"), "read on a terminal", True)


def test_dedup():
    _, err = run("dedup", "coverage", "wrong", "--against", "releases", "-o", "kept.jsonl", "--removed",
                 "removed.jsonl", "--pairs", "pairs.jsonl", codes=(3,))
    check_inert(err, "dedup, stderr")
    kept = {row["id"] for row in read_lines("kept.jsonl")}
    removed = read_lines("removed.jsonl")
    gone = {row["id"] for row in removed}
    check(removed and not kept & gone, "dedup: kept and removed %d" % len(kept & gone))
    check(read_lines("pairs.jsonl"), "dedup: no pairs")
    for name in ("removed.jsonl", "pairs.jsonl"):
        with open(name, "rb") as file:
            check_inert(file.read(), "dedup, " + name)
    check_inert(run_on_terminal("dedup", "coverage", "-o", "-"), "dedup on a terminal", True)


def test_track():
    arguments = ("track", "releases", "--in", "coverage", "--in", "wrong")
    for stream in run(*arguments, codes=(3,)):
        check_inert(stream, "track")
    check_inert(run_on_terminal(*arguments), "track on a terminal", True)
    out, _ = run(*arguments, "--json", codes=(3,))
    check_inert(out, "track --json")
    rows = parse_lines(out, "track --json")
    check(len(rows) >= len(nasty.PAYLOADS), "track --json: %d releases" % len(rows))
    check_csv(run(*arguments, "--csv", codes=(3,))[0], "track --csv")
    run(*arguments, "--csv", "-o", "track.csv", codes=(3,))
    with open("track.csv", "rb") as file:
        check_csv(file.read(), "track --csv -o")
    check_inert(run_on_terminal(*arguments, "--csv"), "track --csv on a terminal", True)


def test_check_forms():
    """Each form of a check, read back by the test of the forms."""
    arguments = ("check", "coverage", "wrong", "--against", "releases", "--fail-on", "related")
    for stream in run(*arguments, codes=(1,)):
        check_inert(stream, "check")
    check_inert(run_on_terminal(*arguments), "check on a terminal", True)
    outputs = [word for form in forms.FORMS for word in ("--output", "%s:check.%s" % (form, form))]
    run(*arguments, *outputs, codes=(1,))
    texts = {}
    for form in forms.FORMS:
        with open("check." + form, encoding="utf-8", newline="") as file:
            texts[form] = file.read()
    check_csv(texts["csv"].encode(), "check, csv")
    forms.check_told(texts, "hostile")
    told = json.loads(texts["json"])
    check(told["new"] >= len(nasty.PAYLOADS) and told["rejected"], "check: %d findings" % told["new"])
    failures.extend(forms.failures)


def test_diff():
    run("cluster", "coverage", "wrong", "-o", "other", "--quiet", codes=(3,))
    for runs in (("run", "other"), ("other", "run")):
        check_inert(run("diff", *runs)[0], "diff")
        check_inert(run_on_terminal("diff", *runs), "diff on a terminal", True)
        out, _ = run("diff", *runs, "--json")
        check_inert(out, "diff --json")
        json.loads(out)


def test_arguments():
    """What the command line says comes back in messages."""
    for payload in nasty.PAYLOADS:
        word = payload.replace("\0", "")
        for arguments in (
            [word], ["cluster", word, "-o", "none"], ["cluster", "releases", "--" + word], ["help", word],
            ["explain", "run", word], ["explain", word, "x"], ["compare", word, "releases"], ["read", "--near", word],
            ["read", "coverage", "--field", word], ["read", "coverage", "--field", "text=" + word],
            ["read", "coverage", "--input-format", word], ["eval", "run", "--truth", word], ["diff", word, "run"],
            ["lexicon", "lookup", word], ["lexicon", "lookup", "--json", word], ["lexicon", word],
        ):
            for stream in run(*arguments, codes=(0, 2, 3, 4)):
                check_inert(stream, "%s with a hostile argument" % arguments[0][:20])


def test_all():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        os.makedirs("in")
        os.chdir("in")
        nasty.write(".")
        before = files_below("..")
        test_cluster()
        documents, pairs = test_json()
        test_two_texts(pairs)
        test_unpaired(documents, pairs)
        test_eval(documents)
        test_read()
        test_dedup()
        test_track()
        test_check_forms()
        test_diff()
        test_arguments()
        ours = {"run", "counts", "terminal", "other"}
        new = {name for name in files_below("..") - before if name.split("/")[1] not in ours}
        wanted = {"truth.tsv", "stories.tsv", "kept.jsonl", "removed.jsonl", "pairs.jsonl", "track.csv"}
        wanted |= {"check." + form for form in forms.FORMS}
        check(new == {"in/" + name for name in wanted}, "files appeared: %s" % sorted(new))
        os.chdir("/")


def main(arguments):
    if arguments[:1] == ["--page"]:
        check_page(arguments[1])
    else:
        test_all()
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
