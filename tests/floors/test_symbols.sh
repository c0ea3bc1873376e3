#!/usr/bin/env bash
# Every global symbol of the library has our prefix and is defined once: a second definition in an archive is silently ignored.
set -euo pipefail

symbols=$(nm --defined-only --extern-only "$KEMBAR_BUILD/libkembar.a" 2>/dev/null |
    awk 'NF == 3 && $2 ~ /[TDBRC]/ { print $3 }' | sort)
[ "$(wc -l <<<"$symbols")" -gt 100 ]

twice=$(uniq -d <<<"$symbols")
[ -z "$twice" ] || {
    echo "defined twice: $twice" >&2
    exit 1
}

# Instrumented and C++ builds bring symbols of their own.
foreign=$(grep -vE '^(kembar_|_Z|__|DW\.)' <<<"$symbols" || true)
[ -z "$foreign" ] || {
    echo "without the prefix kembar_: $foreign" >&2
    exit 1
}
