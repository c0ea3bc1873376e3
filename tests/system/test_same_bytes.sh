#!/usr/bin/env bash
# The same input gives the same result files for any number of threads, order of arguments, locale and OpenBLAS kernel.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus=$KEMBAR_SOURCE/corpus
inputs=("$corpus"/*/ "$corpus"/*.jsonl)

# run NAME ENVIRONMENT... -- OPTIONS...: clusters the inputs, in their order or from last to first.
run() {
    local name=$1 environment=()
    shift
    while [ "$1" != -- ]; do
        environment+=("$1")
        shift
    done
    shift
    env "${environment[@]}" "$KEMBAR" cluster "$@" --quiet -o "$work/$name"
    rm "$work/$name/timings.json"
}

same() {
    diff -r "$work/first" "$work/$1" >&2 || {
        echo "results of '$1' differ from the first run's" >&2
        exit 1
    }
    rm -r "${work:?}/$1"
}

run first LC_ALL=C -- --threads 1 "${inputs[@]}"
[ -s "$work/first/pairs.jsonl" ]

for threads in 2 7; do
    run "threads-$threads" LC_ALL=C -- --threads "$threads" "${inputs[@]}"
    same "threads-$threads"
done

reversed=()
for input in "${inputs[@]}"; do reversed=("$input" "${reversed[@]}"); done
run reversed LC_ALL=C -- --threads 2 "${reversed[@]}"
same reversed

# A locale that is not there counts as C and would prove nothing: those that matter are built here.
locales=(C.UTF-8)
mkdir "$work/locales"
export LOCPATH=$work/locales
for name in id_ID tr_TR; do
    if localedef -i "$name" -f UTF-8 "$LOCPATH/$name.UTF-8" 2>"$work/localedef.log"; then
        locales+=("$name.UTF-8")
    else
        echo "skipped: the locale $name.UTF-8 cannot be built here ($(tail -n 1 "$work/localedef.log"))"
    fi
done
for locale in "${locales[@]}"; do
    [ "$locale" = C.UTF-8 ] || [ "$(LC_ALL=$locale locale decimal_point)" = , ]
    run "locale-$locale" LC_ALL="$locale" -- --threads 2 "${inputs[@]}"
    same "locale-$locale"
done
unset LOCPATH

# The kernels that this processor can run; a core type that it cannot would crash it.
kernels=(Prescott Nehalem)
grep -qw avx2 /proc/cpuinfo && kernels+=(Haswell)
grep -qw avx512vl /proc/cpuinfo && kernels+=(SkylakeX)
for kernel in "${kernels[@]}"; do
    run "kernel-$kernel" OPENBLAS_CORETYPE="$kernel" -- --threads 2 "${inputs[@]}"
    same "kernel-$kernel"
done
echo "same bytes: threads, order, locales ${locales[*]}, kernels ${kernels[*]}"
