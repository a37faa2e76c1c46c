#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A file of commands through tanshu submit: what is wrong is named by its line, and the same file again changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT

# deposits FIRST LAST: a line each.
deposits() {
  local i
  for ((i = $1; i <= $2; i++)); do
    printf '{"key":"file/%d","command":"deposit_cash","body":{"account":"firm-01","amount":"1.00 CNY","bank_reference":"F-%d"}}\n' "$i" "$i"
  done
}

submit() { "$tanshu" submit "$1" --server "$address" --token "$work/token" "${@:2}"; }
log_size() { curl -sf "$address/v1/totals" | python3 -c 'import json, sys; print(json.load(sys.stdin)["log_size"])'; }
totals_are() { [ "$(submit "$1" --json | tail -1)" = "$2" ]; }
log_grows_by() {
  local before=$1 blocks=$3
  local grown=$(($(log_size) - before))
  [ "$grown" -ge "$2" ] && [ "$grown" -le $(($2 + blocks)) ] || { echo "grown by $grown" && return 1; }
}

start_server "$tanshu" "$work/data" "$work/serve.log" --demo
"$tanshu" user token --data "$work/data" --user clearing-a >"$work/token"
deposits 1 9000 >"$work/good"
{ deposits 9001 9001 && echo '{oops' && deposits 9002 9002; } >"$work/bad"

before=$(log_size)
expect_success 'nine thousand are accepted' totals_are "$work/good" '{"accepted":9000,"repeated":0,"refused":0}'
expect_success 'each has its entry' log_grows_by "$before" 9000 100
before=$(log_size)
expect_success 'given again, they are answered as before' totals_are "$work/good" '{"accepted":9000,"repeated":9000,"refused":0}'
expect_success 'and nothing is written' log_grows_by "$before" 0 0
expect_refusal 'a line that is wrong is named' 'line 2: 1020 .*JSON' submit "$work/bad"
expect_success 'the lines beside it were taken' bash -c \
  '[ "$("$@" --json - | tail -1)" = '"'"'{"accepted":2,"repeated":2,"refused":0}'"'"' ]' - \
  env "$tanshu" submit --server "$address" --token "$work/token" < <(deposits 9001 9002)
printf 'tanshu_none\n' >"$work/token"
expect_success 'a wrong token takes nothing' bash -c \
  '! "$1" submit "$2" --server "$3" --token "$4" 2>&1 | grep -q accepted.[1-9]' - \
  "$tanshu" "$work/bad" "$address" "$work/token"
expect_close
