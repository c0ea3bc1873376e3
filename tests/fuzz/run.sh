#!/usr/bin/env bash
# Runs one fuzzer and prints a line: run.sh BUILD WHAT SECONDS
# What it learns stays in BUILD/corpus/WHAT, what it finds in BUILD/found.
set -euo pipefail

build=$1 what=$2 seconds=$3
program=$build/tests/fuzz/fuzz_$what
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
log=$build/found/$what.log

mkdir -p "$build/corpus/$what" "$build/found" "$build/tmp"
export TMPDIR=$build/tmp
export ASAN_OPTIONS=detect_stack_use_after_return=1:quarantine_size_mb=16
export UBSAN_OPTIONS=print_stacktrace=1

options=(-max_total_time="$seconds" -rss_limit_mb=2048 -timeout=25 -print_final_stats=1
    -artifact_prefix="$build/found/$what-")
[ ! -e "$here/$what.dict" ] || options+=(-dict="$here/$what.dict")

stat() {
    sed -n "s/^stat::$1: *//p" "$log" | tail -n 1
}

result=clean
"$program" "${options[@]}" "$build/corpus/$what" "$here/corpus/$what" >"$log" 2>&1 || result=FOUND
coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
printf '%-12s %10s executions %6s edges %6s new inputs  %s\n' "$what" \
    "$(stat number_of_executed_units)" "${coverage:-0}" "$(stat new_units_added)" "$result"
[ "$result" = FOUND ] || exit 0

reproducer=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
{
    grep -m 1 -E 'does not hold|ERROR: |runtime error' "$log" || true
    echo "  reproducer: ${reproducer:-none was written}"
    echo "  replay:     $program ${reproducer:-...}"
    echo "  log:        $log"
} >&2
exit 1
