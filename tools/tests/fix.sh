#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# QuickFIX as a client of our acceptor: it trades over a line that breaks twice, and sees each report once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

build=$(realpath "$(dirname "${TANSHU:-$PWD/build/tanshu}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build_client() { g++ -std=c++14 -w -o "$work/fix_client" tools/tests/fix_client.cc -lquickfix -lpthread; }

# trades VERSION: that test must have run, and not have been left out.
trades() {
  local output
  output=$(TANSHU_FIX_CLIENT=$work/fix_client timeout 300 "$build/fix_test" \
    --gtest_filter="Versions/ForeignClient.*/$1") && grep -q 'PASSED.* 1 test' <<<"$output" &&
    ! grep -q SKIPPED <<<"$output" || { echo "$output" && return 1; }
}

expect_success 'the client builds with QuickFIX' build_client
expect_success 'over FIX.4.4 each report is seen once' trades fix44
expect_success 'over FIXT.1.1 and FIX 5.0 SP2 as well' trades fixt11
expect_close
