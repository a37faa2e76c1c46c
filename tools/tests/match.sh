#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Workload files: a reader written from docs/order-workload.md comes to the same result, and another result is told.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make() { "$tanshu" match --generate "$work/$1" --seed 5 --operations 10000 --symbols "$2" --live 300; }
figures() { "$tanshu" match --workload "$work/$1" --json | sed 's/,"matches":true.*/}/'; }
same_result() { [ "$(figures "$1")" = "$(python3 tools/tests/match.py "$work/$1")" ]; }
# refused_with CODE PATTERN COMMAND...
refused_with() {
  local code=0 output
  output=$("${@:3}" 2>&1) || code=$?
  [ "$code" -eq "$1" ] && grep -qE -- "$2" <<<"$output" || { echo "exit code $code: $output" && return 1; }
}

for symbols in 1 20; do
  expect_success "a file of $symbols symbols is made" make "w$symbols" "$symbols"
  expect_success 'another reader comes to the same result' same_result "w$symbols"
done
make again 20
expect_success 'the same seed makes the same bytes' cmp "$work/w20" "$work/again"
printf '\1' | dd of="$work/again" bs=1 seek=127 conv=notrunc status=none
expect_refusal 'another result is told in both languages' '在簿数量不符.*live_quantity is' \
  "$tanshu" match --workload "$work/again"
head -c 1000 "$work/w1" >"$work/short"
expect_success 'a short file is refused' \
  refused_with 2 '1000 字节.*1000 bytes' "$tanshu" match --workload "$work/short"
expect_success 'a file that is not there is told' refused_with 2 nowhere "$tanshu" match --workload "$work/nowhere"
expect_success 'no file is told' refused_with 2 'match --workload FILE' "$tanshu" match
expect_close
