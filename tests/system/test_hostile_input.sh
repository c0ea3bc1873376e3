#!/usr/bin/env bash
# Input that accident or malice may bring: the run ends, in time and within its memory, as it should.
# KEMBAR_HOSTILE=full takes the sizes that are promised; without it they are small enough for every day.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
corpus=$(cd "$KEMBAR_SOURCE/corpus" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
full=${KEMBAR_HOSTILE:-}
# Sanitizers map far more than they use.
limited=1
grep -q '^KEMBAR_SANITIZE:[A-Z]*=.' "$KEMBAR_BUILD/CMakeCache.txt" && limited=

fail() {
    echo "$1" >&2
    head -c 2000 stderr >&2
    exit 1
}

# size SMALL FULL
size() { [ "$full" ] && echo "$2" || echo "$1"; }

make_case() { python3 -B "$here/hostile_inputs.py" "$1" "$2" "$3"; }

# run NAME CODE MEMORY SECONDS ARGUMENTS...: in full, SECONDS of processor time and MEMORY are what is promised.
run() {
    local name=$1 code=$2 memory=$3 seconds=$4 got=0 limit=()
    shift 4
    [ "$limited" ] && limit=(--memory "$memory")
    rm -rf out
    (
        [ "$limited" ] && ulimit -t "$seconds"
        exec "$KEMBAR" "$@" "${limit[@]}" --progress never
    ) >stdout 2>stderr || got=$?
    [ "$got" = "$code" ] || fail "$name: exit code $got instead of $code"
    if [ "$full" ]; then
        times >spent
        echo "$name done; user and system time of all so far: $(sed -n 2p spent)"
    fi
}

cluster() {
    local name=$1 code=$2 memory=$3 seconds=$4 input=$5
    shift 5
    run "$name" "$code" "$memory" "$seconds" cluster "$input" -o out -q "$@"
    rm -f "$input"
}

says() { grep -qF -- "$1" stderr || fail "stderr does not say: $1"; }
counts() { grep -q "\"$1\": $2\b" out/run.json || fail "run.json: $1 is not $2"; }
is_in() { grep -qF -- "$1" out/documents.jsonl || fail "documents.jsonl has no $1"; }

# --- lines and texts of any size ---

make_case long_line in.jsonl "$(size 5000000 1073741824)"
cluster long_line 3 1G 30 in.jsonl --max-doc-bytes "$(size 1M 64M)"
says 'in.jsonl:2: a line of '
counts documents 2
make_case short_lines in.jsonl "$(size 20000 1000000)"
cluster short_lines 3 2G 60 in.jsonl
counts rejected "$(size 20000 1000000)"
make_case empty_lines in.jsonl "$(size 100000 10000000)"
cluster empty_lines 0 1G 30 in.jsonl
counts documents 1
make_case empty_text in.txt "$(size 100000 10000000)"
cluster empty_text 0 1G 30 in.txt
counts tokens 6

for case in one_character one_word combining_marks; do
    make_case "$case" in.txt "$(size 2000000 100000000)"
    run "$case" 4 1G 60 cluster in.txt -o out -q --max-doc-bytes "$(size 1M 64M)"
    says 'is over the limit of '
    cluster "$case" 0 3G 200 in.txt --max-doc-bytes 400M
done
make_case one_letter_words in.txt "$(size 1000000 60000000)"
cluster one_letter_words 0 4G 100 in.txt
make_case many_tokens in.jsonl "$(size 50000 1000000)"
cluster many_tokens 0 2G 60 in.jsonl
counts pairs_near 1
make_case few_words in.jsonl "$(size 20000 800000)"
cluster few_words 0 2G 60 in.jsonl
make_case values in.jsonl "$(size 100000 2000000)"
cluster values 0 4G 100 in.jsonl
make_case titles in.jsonl "$(size 100000 2000000)"
cluster titles 0 2G 60 in.jsonl

# --- many that are alike ---

make_case copies in.jsonl "$(size 2000 100000)"
cluster copies 0 4G 200 in.jsonl
counts duplicate_groups 1
make_case one_family in.jsonl "$(size 500 100000)"
cluster one_family 0 6G 900 in.jsonl
counts documents_in_groups "$(size 500 100000)"
make_case families in.jsonl "$(size 600 100000)"
cluster families 0 6G 900 in.jsonl
counts duplicate_groups "$(size 4 667)"
make_case half_shared in.jsonl "$(size 500 100000)"
cluster half_shared 0 6G 900 in.jsonl
make_case chain in.jsonl "$(size 200 1000)"
cluster chain 0 1G 60 in.jsonl
[ "$(grep -c '"kind":"duplicates"' out/clusters.jsonl)" -gt "$(size 10 50)" ] || fail "chain: one large group"
make_case furniture in.jsonl "$(size 300 3000)"
cluster furniture 0 4G 200 in.jsonl

# --- JSON, YAML, lists ---

make_case deep_json in.jsonl "$(size 10000 100000)"
cluster deep_json 3 1G 30 in.jsonl
says 'in.jsonl:1: broken JSON: The JSON document was too deep'
says 'in.jsonl:2: broken JSON: The JSON document was too deep'
is_in '"after"'
make_case many_keys in.jsonl "$(size 20000 1000000)"
cluster many_keys 0 2G 30 in.jsonl --with-text
is_in '"words 0"'
make_case large_numbers in.jsonl "$(size 10000 10000000)"
cluster large_numbers 3 2G 30 in.jsonl
counts documents 4
is_in '"123456789012345678901234567890"'
says 'in.jsonl:5: broken JSON'
make_case all_rejected in.jsonl "$(size 20000 1000000)"
cluster all_rejected 3 4G 60 in.jsonl
[ "$(wc -l <stderr)" -lt 20 ] || fail "all_rejected: a line for every rejection"
says "and $(size 19990 999990) more"
python3 -B -c 'import json,sys; assert len(json.load(open("out/run.json"))["rejected"]) == int(sys.argv[1])' "$(size 20000 1000000)"
make_case aliases in.md 12
cluster aliases 0 1G 10 in.md
is_in '"after"'
make_case deep_yaml in.md "$(size 10000 30000)"
cluster deep_yaml 0 1G 10 in.md
make_case list_of_files list "$(size 20000 1000000)"
run list_of_files 4 2G 60 read --files-from list
rm list

# --- packed files ---

make_case packed_letters in.txt.gz "$(size 70000000 4000000000)"
cluster packed_letters 4 1G 60 in.txt.gz
says 'a text of at least 67108865 bytes is over the limit'
make_case packed_line in.jsonl.gz "$(size 40000000 1000000000)"
cluster packed_line 4 1G 60 in.jsonl.gz --max-doc-bytes 10M
says 'in.jsonl.gz:1: a line of '
if [ "$full" ]; then
    make_case packed_lines in.jsonl.gz 4000000000
    cluster packed_lines 4 1G 60 in.jsonl.gz
    says 'unpacks to more than 1 GiB and 256 times its size'
fi

# --- bytes that are no text, and names ---

printf '\xef\xbb\xbf{"id":"mark","text":"one two"}\r\n{"id":"raw","text":"a\xed\xa0\x80b \xc0\xafc \xf8d"}\n{"id":"half","text":"a\\ud800b \\udc00c"}\n{"id":"nul","text":"a\x00b"}\n{"id":"nul2","text":"a\\u0000b"}\n{"id":"A\xcc\x81","text":"one"}\n{"id":"\xc3\x81","text":"two"}\n{"id":"a","text":"three"}\n{"id":"A","text":"four"}\n{"id":"last","text":"no end of line"}' >in.jsonl
cluster bytes 0 1G 10 in.jsonl --with-text
counts documents 10
python3 -B - <<'END'
import json
texts = {row["id"]: row["text"] for row in map(json.loads, open("out/documents.jsonl", encoding="utf-8"))}
assert texts["mark"] == "one two"
assert texts["raw"] == "a\ufffd\ufffd\ufffdb \ufffd\ufffdc \ufffdd", ascii(texts["raw"])
assert texts["half"] == "a\ufffdb \ufffdc"
assert texts["nul"] == texts["nul2"] == "a\ufffdb", ascii(texts)
assert texts["last"] == "no end of line"
END
mkdir -p walked/folder
ln -s .. walked/folder/up
ln -s self walked/self
mkfifo walked/pipe.txt
ln -s /dev/zero walked/zero.txt
printf 'A text under a name of two lines.' >"walked/two
lines.txt"
printf 'A text under a name that is no UTF-8.' >"walked/$(printf 'b\xff\xfe').txt"
run names 3 1G 10 cluster walked -o out -q
counts documents 2
says 'pipe.txt: a FIFO, not a file'
says 'zero.txt: a device, not a file'
says 'self: a link in a loop of links'

# --- a limit on memory is kept: all or nothing, and never a crash ---

if [ "$limited" ]; then
    run whole 0 8G 60 cluster "$corpus" -o out -q
    mv out whole
    n_refused=0
    for memory in 1 1M 3M 6M 9M 12M 15M 18M 21M 24M 27M 50M 600M 2G; do
        got=0
        rm -rf out
        (ulimit -t 60; exec "$KEMBAR" cluster "$corpus" -o out -q --memory "$memory") >stdout 2>stderr || got=$?
        case $got in
        0) diff -r -x timings.json whole out >&2 || fail "--memory $memory: another result" ;;
        4)
            says '(--memory)'
            [ ! -e out ] || [ -z "$(ls -A out)" ] || fail "--memory $memory: something was published"
            n_refused=$((n_refused + 1))
            ;;
        *) fail "--memory $memory: exit code $got" ;;
        esac
    done
    if [ "$n_refused" -lt 4 ] || [ "$n_refused" -gt 12 ]; then
        fail "--memory: $n_refused of 14 limits were refused"
    fi
    got=0
    (ulimit -v 200000; exec "$KEMBAR" cluster "$corpus" -o out -q) >stdout 2>stderr || got=$?
    [ "$got" = 0 ] || fail "an address space of 200 MB: exit code $got"
fi
