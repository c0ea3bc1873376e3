"""What the adapters share. An adapter is run as

    python NAME.py INPUT REMOVED --threads N

reads INPUT, JSON Lines with id and text, and writes to REMOVED the ids that its tool would take out, one a line. What
all tools need alike, reading and cutting into 5-word shingles, is done in as many processes as there are threads, so
that a tool that leaves it to Python is not slower for it than it must be.
"""
import argparse
import json
import multiprocessing
import re

WORDS = 5
CHUNK_LINES = 1000
WORD = re.compile(r"\w+")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("removed")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def records(lines):
    """Ids and texts of lines of JSON."""
    rows = [json.loads(line) for line in lines]
    return [row["id"] for row in rows], [row["text"] for row in rows]


def words(text):
    return WORD.findall(text.lower())


def shingles(text):
    """Every distinct run of five words; a shorter text is one."""
    of_text = words(text)
    return list({" ".join(of_text[i:i + WORDS]) for i in range(max(1, len(of_text) - WORDS + 1))})


def chunks(path):
    lines = []
    with open(path, "rb") as file:
        for line in file:
            lines.append(line)
            if len(lines) == CHUNK_LINES:
                yield lines
                lines = []
    if lines:
        yield lines


def in_processes(work, path, threads):
    """What work(lines) returns for each chunk of the file, in its order."""
    with multiprocessing.get_context("fork").Pool(threads) as pool:
        yield from pool.imap(work, chunks(path))


def write_removed(path, ids):
    with open(path, "w", encoding="utf-8") as out:
        for document in ids:
            out.write(document + "\n")
