#!/usr/bin/env python3
"""Reads every form of checks made by hand back: all tell the same, and none does harm."""
import copy
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import schema  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FORMS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "csv")
MAX_RESULTS = 5000
FURTHER = 4  # findings of a document whose places are told on a terminal, after the first one
LISTED = 20  # of what was not read, and of stale entries, on a terminal
failures = []


def check(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what[:500].encode("ascii", "backslashreplace").decode())


def same(got, expected, what):
    check(got == expected, "%s: %.200r instead of %.200r" % (what, got, expected))


def read_schema(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def count(n):
    return format(n, ",")


# --- what the check says, from its JSON ------------------------------------------------------------


def by_state(told, state):
    return [finding for finding in told["findings"] if finding["state"] == state]


def total(told):
    return len(told["findings"]) + told["unlisted"]


def cut(told):
    """What is said where not all are listed."""
    return "%s findings; only the first %s are listed here" % (count(total(told)), count(len(told["findings"])))


def counts(told):
    return "%s new finding%s, %s noted, %s known" % (
        count(told["new"]), "" if told["new"] == 1 else "s", count(told["noted"]), count(told["known"]))


def groups(told):
    """The findings of each new document, in the order of their first ones."""
    found = {}
    for finding in told["findings"]:
        subject = finding["subject"]
        found.setdefault((subject["id"], subject["path"], subject["position"]), []).append(finding)
    return list(found.values())


def stale(told):
    return (told["baseline"] or {"stale": []})["stale"]


# Direction is changed by these; those below are not seen, like most that format (Cf).
DIRECTION = {0x61c, 0x200e, 0x200f, *range(0x202a, 0x202f), *range(0x2066, 0x206a)}
UNSEEN = {0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x2065, 0x3164, 0xffa0}


def shown(text):
    """As foreign text is shown: no controls, nothing that changes direction or is not seen."""
    if text.isascii() and text.isprintable():
        return text
    out = []
    for char in text:
        code = ord(char)
        if char in "\t\n\v\f\r\x85\u2028\u2029":
            out.append(" ")
        elif unicodedata.category(char) == "Cc" or code in DIRECTION or code & 0xfffe == 0xfffe or \
                code in range(0xfdd0, 0xfdf0):
            out.append("\ufffd")
        elif char in "\u200c\u200d" or not (
                unicodedata.category(char) == "Cf" or code in UNSEEN or code in range(0xe0000, 0xe1000)):
            out.append(char)
    return "".join(out)


# --- each form ------------------------------------------------------------------------------------


def check_json(text, name):
    told = json.loads(text)
    same(told["unlisted"] > 0, name == "cut", name + ".json: unlisted")
    for state in ("new", "noted", "known"):
        unlisted = told["unlisted"] if state == "new" else 0
        same(len(by_state(told, state)) + unlisted, told[state], "%s.json: %s findings" % (name, state))
    same(told["tripped"], told["new"] > told["options"]["max"], name + ".json: tripped")
    for finding in told["findings"]:
        message = finding["message"]
        check(message.startswith(finding["relation"] + ": "), "%s.json: relation: %s" % (name, message))
        check("Shared: " in message, "%s.json: what is shared: %s" % (name, message))
    return told


def check_sarif(text, told, name):
    log = json.loads(text)
    # All of thousands have the same shape, and their number is looked at below.
    few = {**log, "runs": [{**log["runs"][0], "results": log["runs"][0]["results"][:500]}]}
    for fault in schema.faults(few, read_schema("sarif.json"))[:5]:
        check(False, "%s.sarif: %s" % (name, fault))
    run = log["runs"][0]
    same(len(run["results"]), min(len(told["findings"]), MAX_RESULTS), name + ".sarif: results")
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result, finding in zip(run["results"], told["findings"]):
        message = finding["message"].replace("{", "{{").replace("}", "}}").replace("](", "] (")
        same(result["message"]["text"], message + " See [the other text](1).", name + ".sarif: message")
        same(rules[result["ruleIndex"]], result["ruleId"], name + ".sarif: rule index")
        same(result["ruleId"], "kembar-" + finding["relation"], name + ".sarif: rule")
        same(result["level"], "note" if finding["state"] == "noted" else "error", name + ".sarif: level")
        same(len(result["suppressions"]), finding["state"] == "known", name + ".sarif: suppressions")
        same(result["partialFingerprints"]["kembar/v1"], finding["fingerprint"], name + ".sarif: fingerprint")
        same(result["properties"]["equalWords"], finding["equal_words"], name + ".sarif: words")
        check_regions(result, finding, name)
    properties = run["properties"]
    for key in ("new", "noted", "known", "documents", "tripped"):
        same(properties[key], told[key], "%s.sarif: properties: %s" % (name, key))
    same(properties["listed"], len(run["results"]), name + ".sarif: listed")
    notes = run["invocations"][0]["toolExecutionNotifications"]
    kinds = [note["descriptor"]["id"] for note in notes]
    same(kinds.count("kembar-not-read"), len(told["rejected"]), name + ".sarif: rejected")
    same(kinds.count("kembar-baseline"), len(stale(told)), name + ".sarif: stale")
    same(kinds.count("kembar-cut"), total(told) > len(run["results"]), name + ".sarif: cut")
    same(properties["findings"], total(told), name + ".sarif: findings")
    check(counts(told) in notes[0]["message"]["text"], name + ".sarif: counts")


def check_regions(result, finding, name):
    region = result["locations"][0]["physicalLocation"]["region"]
    related = [item["physicalLocation"]["region"] for item in result["relatedLocations"]]
    if finding["shown"]:
        first = finding["shown"][0]["subject"]
        same((region["startLine"], region["endLine"]), (first["begin_line"], first["end_line"]),
             name + ".sarif: region")
        same([(at["startLine"], at["endLine"]) for at in related],
             [(at["other"]["begin_line"], at["other"]["end_line"]) for at in finding["shown"]],
             name + ".sarif: related regions")


def read_command(line):
    """A workflow command as GitHub's runner takes it apart."""
    match = re.match(r"::([a-z]+)(?: (.*?))?::(.*)$", line, re.S)
    if not match:
        return None
    properties = {}
    for pair in (match.group(2) or "").split(","):
        key, _, value = pair.partition("=")
        for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(code, char)
        properties[key] = value
    text = match.group(3)
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return match.group(1), properties, text


def check_github(text, told, name):
    lines = text.split("\n")
    same(lines.pop(), "", name + ".github: last newline")
    check(counts(told) in lines[-1] and read_command(lines[-1]) is None, name + ".github: closing line")
    same(cut(told) in lines[-1], told["unlisted"] > 0, name + ".github: cut")
    same("first 10 of" in lines[-1], max(told["new"], told["noted"]) > 10, name + ".github: what is not shown")
    commands = [read_command(line) for line in lines[:-1]]
    check(None not in commands, name + ".github: a line is no command")
    for level, state in (("error", "new"), ("notice", "noted")):
        got = [command[2] for command in commands if command[0] == level]
        same(got, [finding["message"] for finding in by_state(told, state)], "%s.github: %s" % (name, level))
    for command, finding in zip(commands, by_state(told, "new") + by_state(told, "noted")):
        same(set(command[1]), {"file", "line", "endLine", "title"}, name + ".github: properties")
        path = finding["subject"]["path"]
        same(command[1]["file"], shown(path[2:] if path.startswith("./") else path), name + ".github: file")
    titles = [command[1]["title"] for command in commands if command[0] == "warning"]
    same(titles.count("not read"), len(told["rejected"]), name + ".github: rejected")
    same(titles.count("baseline entry"), len(stale(told)), name + ".github: stale")


def check_gitlab(text, told, name):
    issues = json.loads(text)
    for fault in schema.faults(issues[:500] + issues[-1:], read_schema("gitlab.json"))[:5]:
        check(False, "%s.gitlab: %s" % (name, fault))
    is_cut = len(told["findings"]) > MAX_RESULTS or told["unlisted"] > 0
    if is_cut:
        last = issues.pop()
        same((last["severity"], last["check_name"]), ("info", "kembar-cut"), name + ".gitlab: cut")
        check(count(total(told)) in last["description"], name + ".gitlab: cut in words")
    same(len(issues), min(len(told["findings"]), MAX_RESULTS), name + ".gitlab: issues")
    for issue, finding in zip(issues, told["findings"]):
        same(issue["description"], finding["message"], name + ".gitlab: message")
        check(issue["fingerprint"].startswith(finding["fingerprint"]), name + ".gitlab: fingerprint")
        same(issue["severity"] == "info", finding["state"] != "new", name + ".gitlab: severity")
    same(len({issue["fingerprint"] for issue in issues}), len(issues), name + ".gitlab: fingerprints differ")


def check_junit(text, told, name):
    root = xml.etree.ElementTree.fromstring(text)
    suite = root[0]
    cases = suite.findall("testcase")
    expected = groups(told)
    same(len(cases), len(expected), name + ".junit: cases")
    for case, group in zip(cases, expected):
        same((case.get("name"), case.get("classname")),
             (shown(group[0]["subject"]["id"]), shown(group[0]["subject"]["path"])), name + ".junit: names")
        told_lines = (case.findtext("failure") or "") + (case.findtext("system-out") or "")
        same(told_lines.split("\n")[:-1], [finding["message"] for finding in group], name + ".junit: messages")
        states = {finding["state"] for finding in group}
        same(case.find("failure") is not None, "new" in states, name + ".junit: failure")
        same(case.find("skipped") is not None, "new" not in states and "known" in states, name + ".junit: skipped")
    for element in (root, suite):
        same(int(element.get("tests")), len(cases), name + ".junit: tests")
        same(int(element.get("failures")), len(suite.findall("testcase/failure")), name + ".junit: failures")
        same(int(element.get("skipped")), len(suite.findall("testcase/skipped")), name + ".junit: skipped")
    check(counts(told) in suite.findtext("system-out"), name + ".junit: counts")
    same(cut(told) in suite.findtext("system-out"), told["unlisted"] > 0, name + ".junit: cut")
    same(suite.findtext("system-err").count("\n"), len(told["rejected"]), name + ".junit: rejected")


def cells_of(line):
    """The cells of a row as GitHub's parser cuts them: bars count unless a backslash stands before."""
    cells = re.findall(r"((?:\\.|[^\\|])*)\|", line)
    return [cell.replace("\\|", "|").strip() for cell in cells[1:]]


CODE = re.compile(r"(?<!`)(`+)(?!`) (.+?) (?<!`)\1(?!`)", re.S)
# What may stand outside of code: words of ours.
PLAIN = re.compile(r"[A-Za-z0-9 ,.:;%()*#|\n-]*")


def check_markdown(text, told, name):
    check(len(text.encode()) < 1 << 20, name + ".markdown: too long")
    check(counts(told) in text.split("\n")[2], name + ".markdown: counts")
    same(cut(told) in text.split("\n")[4], told["unlisted"] > 0, name + ".markdown: cut")
    left = CODE.sub("", text)
    left = re.sub(r"<details><summary>[0-9,]+ known findings?</summary>|</details>", "", left)
    check(PLAIN.fullmatch(left), name + ".markdown: outside of code: %r" % left[PLAIN.match(left).end():][:80])
    rows = [cells_of(line) for line in text.split("\n") if re.match(r"\| (new|noted|known) ", line)]
    left_out = sum(int(n.replace(",", "")) for n in re.findall(r"^([0-9,]+) findings? (?:is|are) left out", text, re.M))
    same(len(rows) + left_out, len(told["findings"]), name + ".markdown: rows")
    check(left_out == 0 or name == "many", name + ".markdown: left out")
    for row, finding in zip(rows, told["findings"]):
        same(len(row), 6, "%s.markdown: cells of %r" % (name, row))
        same((row[0], row[2].split(":")[0]), (finding["state"], finding["relation"]), name + ".markdown: row")
        for cell in (row[1], row[3]):
            match = CODE.fullmatch(cell)
            # A bar behind a backslash is set off with a space.
            check(match and match.group(2).replace("\\ |", "\\|") in finding["message"],
                  "%s.markdown: place %r of %r" % (name, cell, finding["message"]))
    same(len(re.findall(r"^- `+ (?:Covers nothing|Expired)", text, re.M)), len(stale(told)), name + ".markdown: stale")
    same(len(re.findall(r"^- `+ .*Not read", text, re.M)), len(told["rejected"]), name + ".markdown: rejected")


def check_csv(text, told, name):
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    same(text.count("\r\n"), text.count("\n"), name + ".csv: ends of lines")
    if told["unlisted"]:
        last = rows.pop()
        same((last["state"], last["note"]), ("cut", cut(told)), name + ".csv: cut")
    same(len(rows), len(told["findings"]), name + ".csv: rows")
    for row, finding in zip(rows, told["findings"]):
        for cell, key in (("state", "state"), ("relation", "relation"), ("fingerprint", "fingerprint")):
            same(row[cell], finding[key], "%s.csv: %s" % (name, cell))
        same(int(row["equal_words"]), finding["equal_words"], name + ".csv: words")
        for column, side in (("document", "subject"), ("other", "other")):
            cell = re.sub(r"(^|;)([ \"]*)'(?=[=+@-]|\uff1d|\uff0b|\uff0d|\uff20)", r"\1\2", row[column])
            same(cell, shown(finding[side]["id"]), "%s.csv: %s" % (name, column))
        for cell in row.values():
            check(not re.search(r"(?:^|;)[ \"]*(?:[=+@-]|\uff1d|\uff0b|\uff0d|\uff20)", cell), "%s.csv: a formula: %r" % (name, cell))


def columns(line):
    if line.isascii():
        return len(line)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
               for char in line)


def check_text(text, told, name):
    lines = text.split("\n")
    check(max(columns(line) for line in lines) <= 100, name + ".text: wider than 100 columns")
    check(not any(line.lstrip().startswith("::") for line in lines), name + ".text: a workflow command")
    check(not re.search(r"##[A-Za-z]*\[", text), name + ".text: a command of a log")
    check(counts(told) in lines[-2], name + ".text: counts")
    same(lines[-3] == cut(told), told["unlisted"] > 0, name + ".text: cut")
    blocks = [block for block in text.split("\n\n") if re.match("NEW |noted ", block)]
    expected = [group for group in groups(told) if group[0]["state"] != "known"]
    same(len(blocks), len(expected), name + ".text: documents")
    for block, group in zip(blocks, expected):
        own = block.split("\n")
        same(own[0].split()[0].lower(), group[0]["state"], name + ".text: state")
        check("\n" + 7 * " " + group[0]["relation"] + ": " in block, "%s.text: relation: %r" % (name, block))
        # Long places are wrapped, nothing of them is lost.
        whole = re.sub(r"\n +> ", "", block).replace(" ", "")
        for side in ("subject", "other"):
            place = shown(group[0][side]["path"])[:200].replace("##[", "##(").replace("vso[", "vso(")
            check("".join(place.split()) in whole, "%s.text: names %r: %r" % (name, place, block))
        more = [int(n.replace(",", "")) for n in re.findall("([0-9,]+) more (?:new|noted|known)", own[-1])]
        further = [finding for finding in group[1:] if finding["state"] != "known"][:FURTHER]
        same(sum(more), len(group) - 1 - len(further), "%s.text: more: %r" % (name, own[-1]))
        others = [line.split()[:2] for line in own if re.match(" {7}(?:also|noted) [a-z]+: ", line)]
        same(others, [["noted" if finding["state"] == "noted" else "also", finding["relation"] + ":"]
                      for finding in further], "%s.text: further ones" % name)
        for finding in further:
            place = shown(finding["other"]["path"])[:200].replace("##[", "##(").replace("vso[", "vso(")
            check("".join(place.split()) in whole, "%s.text: names %r: %r" % (name, place, block))
    same(len(re.findall(r"^    line [0-9]+: ", text, re.M)), min(len(stale(told)), LISTED), name + ".text: stale")
    same(len(re.findall(r"^    in .*", text, re.M)), min(len(told["rejected"]), LISTED), name + ".text: rejected")


def check_inert(text, name, form):
    allowed = "\r\n" if form == "csv" else "\n"
    harmful = {"U+%04X" % ord(char) for char in set(text) if char not in allowed and (
        unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs", "Cn") or
        unicodedata.category(char) == "Cf" and char not in "\u200c\u200d")}
    # JSON has \ufffe as it is: harmless, and the same when it is read again.
    check(not harmful - {"U+FFFE"} if form in ("json", "sarif", "gitlab") else not harmful,
          "%s.%s: holds %s" % (name, form, sorted(harmful)))


# --- the schemas themselves -----------------------------------------------------------------------


def check_schemas(folder):
    """What they ask for is asked for: each required key that is taken away is missed."""
    for form in ("sarif", "gitlab"):
        rules = read_schema(form + ".json")
        with open(os.path.join(folder, "small." + form), encoding="utf-8") as file:
            whole = json.load(file)
        issue = whole[0] if form == "gitlab" else whole["runs"][0]["results"][0]
        for key in list(issue):
            kept = issue.pop(key)
            required = rules["items"]["required"] if form == "gitlab" else rules["$defs"]["result"]["required"]
            same(bool(schema.faults(whole, rules)), key in required, "%s without %s" % (form, key))
            issue[key] = kept
        broken = copy.deepcopy(whole)
        target = broken[0] if form == "gitlab" else broken["runs"][0]["results"][0]
        target["surplus"] = 1
        check(schema.faults(broken, rules), form + ": a key too many")


CHECKS = {"sarif": check_sarif, "github": check_github, "gitlab": check_gitlab, "junit": check_junit,
          "markdown": check_markdown, "csv": check_csv, "text": check_text}


def check_told(texts, name):
    """All forms of one check, by their names."""
    for form in FORMS:
        check_inert(texts[form], name, form)
    told = check_json(texts["json"], name)
    for form, look in CHECKS.items():
        look(texts[form], told, name)


def main():
    same(sorted(list(CHECKS) + ["json"]), sorted(FORMS), "forms")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ["KEMBAR_WRITE_CHECK"], folder], check=True)
        for name in ("small", "empty", "hostile", "many", "cut"):
            texts = {}
            for form in FORMS:
                with open(os.path.join(folder, "%s.%s" % (name, form)), encoding="utf-8", newline="") as file:
                    texts[form] = file.read()
            check_told(texts, name)
        check_schemas(folder)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
