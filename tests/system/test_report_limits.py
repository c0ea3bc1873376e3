#!/usr/bin/env python3
"""What the report leaves out of a large run is counted there, and agrees with the other files."""
import html.parser
import json
import os
import random
import re
import subprocess
import sys
import tempfile

KEMBAR = os.path.abspath(os.environ["KEMBAR"])
N_COPIES, N_NOTICES, N_BROKEN, N_PASSAGES, N_SENTENCES = 75, 40, 230, 15, 45
# As in src/report/html_limits.h.
MAX_SOURCES, MAX_DAY_DOCUMENTS, MAX_FACT_PAIRS, MAX_REJECTIONS = 20, 60, 100, 200
MAX_PASSAGES, MAX_SENTENCES, MAX_REJECTIONS_OF_SUMMARY = 12, 40, 3
failures = []


def check(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def words(generator, n):
    """Made-up words; no two calls share many."""
    syllables = ["ka", "lu", "mor", "ten", "vi", "sar", "po", "dre", "gan", "il", "bu", "neth", "ro", "qua"]
    return ["".join(generator.choice(syllables) for _ in range(4)) for _ in range(n)]


def copies(generator):
    """One story, taken over by many sources with small edits."""
    story = words(generator, 160)
    for i in range(N_COPIES):
        text = list(story)
        for _ in range(6):
            text[generator.randrange(len(text))] = words(generator, 1)[0]
        yield {"id": "copy-%02d" % i, "source": "Outlet %02d" % i, "date": "2024-03-%02dT10:00:00Z" % (1 + i % 28),
               "title": "Copy %d of the story" % i, "text": " ".join(text)}


def notices(generator):
    """One form, another fact each: no copies."""
    form = words(generator, 130)
    for i in range(N_NOTICES):
        text = list(form)
        for at in range(8, 130, 14):
            text[at] = str(generator.randrange(10000, 99999))
        yield {"id": "notice-%02d" % i, "text": " ".join(text)}


def two_with_passages(generator):
    texts = [[], []]
    for _ in range(N_PASSAGES):
        shared = words(generator, 40)
        for text in texts:
            text += shared + words(generator, 30)
    for name, text in zip("ab", texts):
        yield {"id": "passages-" + name, "title": "Passages " + name, "text": " ".join(text)}


def two_in_two_languages(generator):
    things = [("books", "buku"), ("ships", "kapal"), ("houses", "rumah"), ("schools", "sekolah"), ("trees", "pohon"),
              ("horses", "kuda"), ("bridges", "jembatan"), ("doctors", "dokter"), ("farmers", "petani")]
    english, indonesian = [], []
    for i in range(N_SENTENCES):
        name = words(generator, 1)[0].capitalize()
        thing, benda = things[i % len(things)]
        number = 100 + 7 * i
        english.append("The city of %s has %d %s in the year of the great flood." % (name, number, thing))
        indonesian.append("Kota %s memiliki %d %s pada tahun banjir besar itu." % (name, number, benda))
    yield {"id": "cities-en", "title": "Cities and their things", "text": "\n\n".join(english)}
    yield {"id": "cities-id", "title": "Kota dan isinya", "text": "\n\n".join(indonesian)}


def write_collection(path):
    generator = random.Random(20240301)
    with open(path, "w", encoding="utf-8") as out:
        for make in (copies, notices, two_with_passages, two_in_two_languages):
            for record in make(generator):
                out.write(json.dumps(record) + "\n")
        out.writelines("{\"id\": %d,\n" % i for i in range(N_BROKEN))


class Page(html.parser.HTMLParser):
    """Text by section, and how often each element of a class comes."""

    def __init__(self):
        super().__init__()
        self.text, self.section, self.rows = {}, "head", {}

    def handle_starttag(self, tag, attrs):
        if tag == "section":
            self.section = dict(attrs)["id"]
        key = (self.section, tag, dict(attrs).get("class"))
        self.rows[key] = self.rows.get(key, 0) + 1

    def handle_data(self, data):
        self.text[self.section] = self.text.get(self.section, "") + data


def number_before(text, what):
    found = re.search(r"([0-9,]+) " + what, text)
    return int(found.group(1).replace(",", "")) if found else None


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def check_report(folder):
    with open(folder + "/report.html", encoding="utf-8") as file:
        page = Page()
        page.feed(file.read())
    pairs = read_lines(folder + "/pairs.jsonl")
    head, stories, facts, rejected = (page.text.get(name, "") for name in ("head", "stories", "facts", "rejected"))

    check(number_before(head, "sources") == N_COPIES, "the number of sources")
    check(number_before(head, "more sources") == N_COPIES - MAX_SOURCES, "the sources that are not listed")
    check(number_before(stories, "later documents") == N_COPIES - MAX_DAY_DOCUMENTS, "the time line's rest")

    n_facts = sum(1 for pair in pairs if pair["facts_differ"] and pair["relation"] == "near")
    check(n_facts > MAX_FACT_PAIRS, "only %d pairs of one form" % n_facts)
    check(page.rows[("facts", "article", "pair")] == MAX_FACT_PAIRS, "pairs of one form that are shown")
    check(number_before(facts, "more pairs") == n_facts - MAX_FACT_PAIRS, "pairs of one form that are not")

    check(page.rows[("rejected", "td", None)] >= MAX_REJECTIONS, "what is left out")
    check(number_before(rejected, "more, listed in") == N_BROKEN - MAX_REJECTIONS, "what else is left out")

    by_ids = {(pair["a"], pair["b"]): pair for pair in pairs}
    passages = len(by_ids["passages-a", "passages-b"]["shared"])
    check(passages == N_PASSAGES, "%d passages" % passages)
    check(number_before(stories, "more shared passages") == passages - MAX_PASSAGES, "the passages that are not shown")
    translation = by_ids["cities-en", "cities-id"]
    check(translation["relation"] == "translation", "cities: " + translation["relation"])
    sentences = len(translation["shared"])
    check(sentences > MAX_SENTENCES, "only %d sentences correspond" % sentences)
    check(number_before(stories, "more pairs? of sentences") == sentences - MAX_SENTENCES, "sentences not shown")


def check_summary(text):
    check(re.search(r"Left out +%d +inputs or records, the first three:" % N_BROKEN, text), "summary: left out")
    check(text.count("collection.jsonl:") == MAX_REJECTIONS_OF_SUMMARY, "summary: rejections")
    check(re.search(r"^ +%d  Copy" % N_COPIES, text, re.M), "summary: the largest story")
    check("%d sources · 2024-03-01 to 2024-03-28 · " % N_COPIES in text, "summary: sources and days")


def main():
    with tempfile.TemporaryDirectory() as work:
        write_collection(work + "/collection.jsonl")
        done = subprocess.run([KEMBAR, "cluster", work + "/collection.jsonl", "-o", work + "/run"],
                              capture_output=True, check=False)
        check(done.returncode == 3, "exit %d" % done.returncode)
        check_report(work + "/run")
        check_summary(done.stdout.decode("utf-8"))
        named = done.stderr.decode("utf-8")
        check("and %d more" % (N_BROKEN - 10) in named, "stderr: how many more were rejected")
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
