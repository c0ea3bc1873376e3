#!/usr/bin/env bash
# Runs golden cases; README.md beside this file says what a case is.
# Usage: run.sh [--accept] [CASE-FOLDER...]     (all cases without a folder)
# The command under test is $KEMBAR, else build/kembar; KEMBAR_CC_BY_SA=OFF says that it was built so.
# Exit: 0 all as expected, 77 the only case was skipped, else 1.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
KEMBAR=${KEMBAR:-$root/build/kembar}
KEMBAR=$(cd "$(dirname "$KEMBAR")" && pwd)/$(basename "$KEMBAR")
accept=no
stdout_of=stdout
[ "${KEMBAR_CC_BY_SA:-ON}" != OFF ] || stdout_of=stdout.free

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Runs the case's command in a copy of its folder: stdout, stderr and exit code land in $scratch.
run_command() {
    local case_dir=$1
    rm -rf "${scratch:?}"/{case,home}
    mkdir "$scratch/home"
    cp -R "$case_dir" "$scratch/case"
    rm -rf "$scratch/case/files"
    rm -f "$scratch/case/"{stdout,stdout.free,stderr,exit,needs-cc-by-sa}
    local code=0
    (cd "$scratch/case" &&
        env -u NO_COLOR KEMBAR="$KEMBAR" HOME="$scratch/home" TZ=UTC LC_ALL=C.UTF-8 \
            bash ./cmd >"$scratch/stdout" 2>"$scratch/stderr" </dev/null) || code=$?
    echo "$code" >"$scratch/exit"
}

check_exit() {
    local expected=0
    [ ! -e "$1/exit" ] || expected=$(cat "$1/exit")
    [ "$(cat "$scratch/exit")" = "$expected" ] && return
    echo "exit code $(cat "$scratch/exit"), expected $expected"
    return 1
}

check_stdout() {
    local expected=$1/$stdout_of
    [ -e "$expected" ] || expected=$1/stdout
    [ -e "$expected" ] || expected=/dev/null
    diff -u --label "expected stdout" --label "stdout" "$expected" "$scratch/stdout"
}

# Each line of the expectation is an extended regular expression that some line of stderr matches.
check_stderr() {
    [ -e "$1/stderr" ] || return 0
    local pattern result=0
    while IFS= read -r pattern || [ -n "$pattern" ]; do
        grep -Eq -e "$pattern" "$scratch/stderr" && continue
        echo "no line on stderr matches: $pattern"
        result=1
    done <"$1/stderr"
    return $result
}

check_files() {
    [ -d "$1/files" ] || return 0
    local file result=0
    while IFS= read -r -d '' file; do
        if [ ! -f "$scratch/case/$file" ]; then
            echo "not written: $file"
            result=1
        elif ! cmp -s "$1/files/$file" "$scratch/case/$file"; then
            diff -u --label "expected $file" --label "$file" \
                "$1/files/$file" "$scratch/case/$file" || true
            result=1
        fi
    done < <(cd "$1/files" && find . -type f -printf '%P\0' | sort -z)
    return $result
}

check_case() {
    local case_dir=$1 failed=no
    if [ "${KEMBAR_CC_BY_SA:-ON}" = OFF ] && [ -e "$case_dir/needs-cc-by-sa" ]; then
        echo "skipped ${case_dir#"$root"/}: $(cat "$case_dir/needs-cc-by-sa")"
        return 77
    fi
    run_command "$case_dir"
    check_exit "$case_dir" || failed=yes
    check_stdout "$case_dir" || failed=yes
    check_stderr "$case_dir" || failed=yes
    check_files "$case_dir" || failed=yes
    if [ $failed = yes ]; then
        echo "FAILED ${case_dir#"$root"/}; its stderr was:"
        sed 's/^/    /' "$scratch/stderr"
        return 1
    fi
    echo "ok ${case_dir#"$root"/}"
}

# Rewrites exit, stdout and the files that the case already expects; stderr's patterns are written by hand.
accept_case() {
    local case_dir=$1 file
    run_command "$case_dir"
    if [ $stdout_of != stdout ]; then
        [ ! -e "$case_dir/$stdout_of" ] || cp "$scratch/stdout" "$case_dir/$stdout_of"
        echo "accepted ${case_dir#"$root"/}, $stdout_of alone"
        return
    fi
    rm -f "$case_dir/stdout" "$case_dir/exit"
    [ ! -s "$scratch/stdout" ] || cp "$scratch/stdout" "$case_dir/stdout"
    [ "$(cat "$scratch/exit")" = 0 ] || cp "$scratch/exit" "$case_dir/exit"
    [ ! -d "$case_dir/files" ] || while IFS= read -r -d '' file; do
        cp "$scratch/case/$file" "$case_dir/files/$file"
    done < <(cd "$case_dir/files" && find . -type f -printf '%P\0')
    echo "accepted ${case_dir#"$root"/}"
}

main() {
    if [ "${1-}" = --accept ]; then
        accept=yes
        shift
    fi
    local cases=() folder failures=0 skipped=0 code
    for folder in "$@"; do
        cases+=("$(cd "$folder" && pwd)")
    done
    if [ $# = 0 ]; then
        for folder in "$here"/*/*/; do
            [ ! -e "$folder/cmd" ] || cases+=("${folder%/}")
        done
    fi
    for folder in "${cases[@]}"; do
        if [ $accept = yes ]; then
            accept_case "$folder"
        else
            code=0
            check_case "$folder" || code=$?
            case $code in
            0) ;;
            77) skipped=$((skipped + 1)) ;;
            *) failures=$((failures + 1)) ;;
            esac
        fi
    done
    [ $failures = 0 ] || exit 1
    [ ${#cases[@]} != 1 ] || [ $skipped = 0 ] || exit 77
}

main "$@"
