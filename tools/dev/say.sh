# SPDX-License-Identifier: Apache-2.0
# How ./dev talks: headings, failures, elapsed times.

say() { printf '\n== %s\n' "$*"; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# timed NAME COMMAND...: runs it and prints how long it took; keeps its exit code.
timed() {
  local name=$1 start=$SECONDS code=0
  shift
  "$@" || code=$?
  printf -- '-- %s: %d s\n' "$name" $((SECONDS - start))
  return $code
}
