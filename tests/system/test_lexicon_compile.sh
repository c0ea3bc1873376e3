#!/usr/bin/env bash
# The tool that compiles the bilingual map: what it makes of small lists, and that it makes the same bytes in any order.
set -euo pipefail

compile=$KEMBAR_BUILD/kembar_lexicon_compile
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

fail() {
    echo "$*" >&2
    exit 1
}

printf 'en\tid\tsource\n' | tee wordnet-bahasa-en-id.tsv freedict-eng-ind.tsv >wn-wikt-en-id.tsv
cat >>wordnet-bahasa-en-id.tsv <<'END'
house	rumah	t
to dwell in	rumah	t
mansion house	rumah	t
capital	ibu kota	t
white house	gedung putih	t
book	buku-buku	t
one two three	satu dua tiga	t
END
cat >>freedict-eng-ind.tsv <<'END'
house	rumah	t
bank 2	bank 2.	t
END
printf 'id\ten_stem\tprob\nrumah\thous\t0.900\nrumah\tgarden\t0.100\nsaja\tonli\t1.000\n' |
    gzip -n >model1-free-id-en.tsv.gz

mkdir data
"$compile" data/lexicon.bin wordnet-bahasa-en-id.tsv freedict-eng-ind.tsv model1-free-id-en.tsv.gz
look_up() {
    KEMBAR_DATA=data "$KEMBAR" lexicon lookup "$@"
}
expect() {
    look_up "$1" | grep -qE "^  $2" || fail "$1: expected $2 in $(look_up "$1")"
}

# What two lists and the model agree on comes first; function words fall away; a phrase is shared by its words.
expect rumah 'English     hous 0\.[89]'
look_up rumah | grep -q ' dwell 0\.' || fail "to dwell in: the verb is missing"
! look_up rumah | grep -qE ' (to|in) 0\.' || fail "a function word became a translation"
expect ibukota 'English     capit 1\.000'
expect buku 'English     book 1\.000'
expect saja 'English     onli 1\.000'
expect bank 'English     2 0\.500, bank 0\.500'
for word in gedungputih gedung satu; do
    look_up $word | grep -q 'not in the lexicon' || fail "$word: should have been left out"
done
KEMBAR_DATA=data "$KEMBAR" lexicon info --json |
    grep -q '"name":"freedict-eng-ind","licence":"CC-BY-SA-3.0","pairs":2}' || fail "info: pairs"

# The same bytes, whatever the order; one list fewer is another map.
"$compile" again.bin model1-free-id-en.tsv.gz wordnet-bahasa-en-id.tsv freedict-eng-ind.tsv
cmp data/lexicon.bin again.bin
"$compile" free.bin wordnet-bahasa-en-id.tsv
! cmp -s data/lexicon.bin free.bin || fail "a list left out makes no difference"
"$compile" data/lexicon.bin
look_up rumah | grep -q 'not in the lexicon' || fail "no lists: the map should be empty"

# What cannot be read is said, and nothing is written.
refuse() {
    local code=0
    "$compile" refused.bin "$@" 2>message || code=$?
    if [ $code = 0 ] || [ $code -ge 128 ] || [ ! -s message ]; then
        fail "accepted: $* (exit code $code)"
    fi
    [ ! -e refused.bin ] || fail "written all the same: $*"
}
refuse no-such-list.tsv
refuse exonyms-iso-codes.tsv
printf 'en\tid\tsource\nhouse\trumah\n' >exonyms-iso-codes.tsv
refuse exonyms-iso-codes.tsv
grep -q 'exonyms-iso-codes.tsv:2' message || fail "the line is not named: $(cat message)"
printf 'en\tid\tsource\nho\xffuse\trumah\tt\n' >exonyms-iso-codes.tsv
refuse exonyms-iso-codes.tsv
head -c 60 model1-free-id-en.tsv.gz >cut.gz && mv cut.gz model1-free-id-en.tsv.gz
refuse model1-free-id-en.tsv.gz

# A damaged map is an error that names the file, not a crash.
head -c 100 free.bin >data/lexicon.bin
code=0
look_up rumah 2>message || code=$?
[ $code = 4 ] || fail "damaged map: exit code $code"
grep -q 'lexicon.bin.*damaged' message || fail "damaged map: $(cat message)"
