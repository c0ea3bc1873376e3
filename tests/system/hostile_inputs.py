"""Inputs that accident or malice may bring, small or as large as they come.

    python3 hostile_inputs.py CASE FILE SIZE

writes one case to FILE; SIZE is its number of bytes, documents, lines or levels. Bytes depend on the
arguments alone. A shell test says what each case must end in (test_hostile_input.sh).
"""
import gzip
import json
import random
import sys

PIECE = 1 << 20


def random_source(case):
    return random.Random(case)


def vocabulary(source, size):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(source.choices(letters, k=source.randint(3, 9))) for _ in range(size)]


class Words:
    def __init__(self, case, size=8000):
        self.source = random_source(case)
        self.words = vocabulary(self.source, size)

    def text(self, n_words):
        return " ".join(self.source.choices(self.words, k=n_words))


def record(key, text, **fields):
    return json.dumps({"id": key, "text": text, **fields}, ensure_ascii=False) + "\n"


def write_pieces(out, text, size):
    """`size` characters of `text` on and on."""
    piece = text * (PIECE // len(text))
    for _ in range(size // len(piece)):
        out.write(piece)
    out.write(piece[: size % len(piece)])


def long_line(out, size):
    words = Words("long_line")
    out.write(record("before", words.text(30)))
    out.write('{"id":"long","text":"')
    write_pieces(out, "word ", size)
    out.write('"}\n')
    out.write(record("after", words.text(30)).rstrip("\n"))


def short_lines(out, size):
    write_pieces(out, "x\n", 2 * size)
    out.write(record("after", Words("short_lines").text(30)))


def empty_lines(out, size):
    write_pieces(out, "\n", size)
    out.write(record("after", Words("empty_lines").text(30)))


def empty_text(out, size):
    write_pieces(out, "\n", size)
    out.write("the only words of this text\n")


def one_character(out, size):
    write_pieces(out, "a", size)


def one_word(out, size):
    source = random_source("one_word")
    for begin in range(0, size, PIECE):
        out.write("".join(source.choices("abcdefghijklmnopqrstuvwxyz", k=min(PIECE, size - begin))))


def one_letter_words(out, size):
    write_pieces(out, "a ", size)


def combining_marks(out, size):
    out.write("a")
    write_pieces(out, "\u0316\u0300\u0327\u0345\u0338", size)


def many_tokens(out, size):
    words = Words("many_tokens")
    paragraphs = [words.text(200) for _ in range(size // 200)]
    out.write(record("a", "\n\n".join(paragraphs)))
    words.source.shuffle(paragraphs)
    out.write(record("b", "\n\n".join(paragraphs)))


def few_words(out, size):
    """Two texts out of thirty words: all of their runs of three stand everywhere."""
    words = Words("few_words", 30)
    out.write(record("a", words.text(size)))
    out.write(record("b", words.text(size)))


def copies(out, size):
    text = Words("copies").text(100)
    for i in range(size):
        out.write(record("%06d" % i, text))


def one_family(out, size):
    """Each differs from all others in one word."""
    words = Words("one_family")
    text = ". ".join(words.text(20).capitalize() for _ in range(5))
    for i in range(size):
        out.write(record("%06d" % i, "%s. Number%d" % (text, i)))


def families(out, size):
    """Families larger than the cap on rare shingles."""
    words = Words("families")
    for i in range(size):
        if i % 150 == 0:
            text = words.text(100)
        out.write(record("%06d" % i, "%s. Number%d" % (text, i)))


def half_shared(out, size):
    """All have a hundred words in common and sixty of their own: buckets of everything."""
    words = Words("half_shared")
    text = words.text(100)
    for i in range(size):
        out.write(record("%06d" % i, text + ". " + words.text(60)))


def chain(out, size):
    """Each is 90% like the next; the ends have nothing in common."""
    words = Words("chain")
    text = words.source.choices(words.words, k=300)
    for i in range(size):
        out.write(record("%06d" % i, " ".join(text)))
        text = text[30:] + words.source.choices(words.words, k=30)


def furniture(out, size):
    """Pages full of lines that begin alike, and one page of nothing but their beginnings."""
    words = Words("furniture")
    opening = "share this page with all of your friends "
    lines = [opening + words.text(1 + i % 30) for i in range(size)]
    for i in range(60):
        shown = lines[i % 3 :: 3]
        own = words.text(20 * len(shown))
        out.write(record("%06d" % i, "\n\n".join(shown + [own]), source="s"))
    out.write(record("attack", opening * size, source="s"))


def values(out, size):
    for key, text in enumerate(
        ["1.", "1,", "1-", "1:", "1/", "9", "Rp1.", "1.234.", "May 1.", "12 ribu juta ", "$ ", "A. ", '."" ', "(", "-", "\u00a0"]
    ):
        out.write(record("v%02d" % key, "Text " + text * (size // len(text)) + " end"))
    out.write(record("time", "On 2023-11-02T10" + ":00" * (size // 3) + " it began"))


def titles(out, size):
    out.write(record("a", "word", title="t " * (size // 2)))
    out.write(record("b", "word", title="# " * (size // 2), date="1" * size, url="u" * size, source="s" * size))


def deep_json(out, size):
    out.write('{"id":"a","x":' + "[" * size + "]" * size + ',"text":"deep"}\n')
    out.write('{"id":"b","text":"deep","x":' + '{"a":' * size + "1" + "}" * size + "}\n")
    out.write(record("after", "words of the record after"))


def many_keys(out, size):
    keys = ",".join('"k%d":%d' % (i, i) for i in range(size))
    out.write("{" + keys + ',"id":"keys","text":"words of a record with many keys"}\n')
    texts = ",".join('"text":"words %d"' % i for i in range(size))
    out.write('{"id":"repeated",' + texts + "}\n")


def large_numbers(out, size):
    out.write('{"id":"a","n":1e999,"text":"words beside a large number"}\n')
    out.write('{"id":123456789012345678901234567890,"text":"words under a large number"}\n')
    out.write('{"id":"c","n":' + "9" * size + ',"text":"words beside a long number"}\n')
    out.write('{"id":"d","n":0.' + "0" * size + "1,\"text\":\"words beside a small number\"}\n")
    out.write('{"id":"e","n":01,"text":"no number at all"}\n')


def all_rejected(out, size):
    for i in range(size):
        out.write('{"id":"r%d","text":%d}\n' % (i, i))
    out.write(record("after", "words of the record after"))


def aliases(out, size):
    """YAML whose aliases stand for 9^size strings."""
    out.write('---\na0: &a0 ["' + '","'.join("x" * 9) + '"]\n')
    for i in range(1, size):
        out.write("a%d: &a%d [%s]\n" % (i, i, ",".join(["*a%d" % (i - 1)] * 9)))
    out.write("title: *a%d\nid: after\n---\nThe words below the matter.\n" % (size - 1))


def deep_yaml(out, size):
    out.write("---\nid: deep\na: " + "[" * size + "]" * size + "\n---\nThe words below the matter.\n")


def list_of_files(out, size):
    for i in range(size):
        out.write("missing-%d.txt\n" % i)


def packed(text, size):
    def write(path):
        with gzip.open(path, "wb", 9) as out:
            piece = text * (PIECE // len(text))
            for _ in range(size // len(piece)):
                out.write(piece)

    return write


PACKED = {"packed_letters": b"a", "packed_lines": b"\n", "packed_line": b"a"}
PLAIN = [
    long_line, short_lines, empty_lines, empty_text, one_character, one_word, one_letter_words,
    combining_marks, many_tokens, few_words, copies, one_family, families, half_shared, chain,
    furniture, values, titles, deep_json, many_keys, large_numbers, all_rejected, aliases, deep_yaml,
    list_of_files,
]


def main(case, path, size):
    if case in PACKED:
        packed(PACKED[case], size)(path)
        return
    with open(path, "w", encoding="utf-8", newline="") as out:
        {function.__name__: function for function in PLAIN}[case](out, size)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
