#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kill9.sh [ROUNDS]: after kill -9 of a serving process at any moment no acknowledged command is lost, and none counts
# twice; `./dev kill --rounds 1000` runs it at length.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$work/data
notes=$work/notes.json
rounds=${1:-40}

step() { timeout $((120 + 10 * rounds)) python3 tools/tests/kill9.py "$1" "$tanshu" "$data" "$notes" "$rounds"; }

kill_rounds() { step kill >"$work/figures"; }

audit_log() { "$tanshu" verify --log "$data/log" --key "$data/keys/log.vkey"; }

expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
expect_success "killed $rounds times while clients write; what is left replays each time" kill_rounds
cat "$work/figures"
expect_success 'what the last kill left replays clean' "$tanshu" replay --data "$data"
expect_success 'every acknowledged command is there, once' step present
expect_success 'every retried command gets its first answer' step retry
expect_success 'the journal replays clean' "$tanshu" replay --data "$data"
"$tanshu" views rebuild --data "$data" >/dev/null
expect_success 'the log is sound and whole' audit_log
expect_success 'rebuilt views hold every acknowledged command, once' step present
expect_close
