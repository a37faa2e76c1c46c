#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# QuickFIX as a client of our acceptor: it trades over a line that breaks twice, and sees each execution once. And the
# program itself: tanshu serve --fix-port lets in who has a token, and answers orders.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=$(realpath "${TANSHU:-$PWD/build/tanshu}")
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT

build_client() { g++ -std=c++14 -w -o "$work/fix_client" tools/tests/fix_client.cc -lquickfix -lpthread; }

# trades VERSION: that test must have run, and not have been left out.
trades() {
  local output
  output=$(TANSHU_FIX_CLIENT=$work/fix_client timeout 300 "$(dirname "$tanshu")/fix_test" \
    --gtest_filter="Versions/ForeignClient.*/$1") && grep -q 'PASSED.* 1 test' <<<"$output" &&
    ! grep -q SKIPPED <<<"$output" || { echo "$output" && return 1; }
}

# orders: the Logon is answered, the order refused by number in both languages, the Logout answered.
orders() {
  local output
  output=$(python3 tools/tests/fix_logon.py "$fix_port" clearing-a "$work/token") &&
    grep -q '^35=A|.*|141=Y|$' <<<"$output" && grep -q '^35=8|.*|150=8|.*58=1004 .*355=1004 ' <<<"$output" &&
    grep -q '^35=5|' <<<"$output" || { echo "$output" && return 1; }
}

expect_success 'the client builds with QuickFIX' build_client
expect_success 'over FIX.4.4 each execution is seen once' trades fix44
expect_success 'over FIXT.1.1 and FIX 5.0 SP2 as well' trades fixt11

fix_port=$(free_port)
start_server "$tanshu" "$work/data" "$work/serve.log" --demo --fix-port "$fix_port"
"$tanshu" user token --data "$work/data" --user clearing-a >"$work/token"
expect_success 'the server says where it takes orders' grep -q "^FIX on 127.0.0.1:$fix_port$" "$work/serve.log"
expect_success 'an order is answered' orders
echo tanshu_none >"$work/token"
expect_refusal 'a wrong token hears nothing' '^closed$' \
  python3 tools/tests/fix_logon.py "$fix_port" clearing-a "$work/token"
expect_close
